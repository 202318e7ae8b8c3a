"""A running look-alike of Spotify. Whatever any client sends it and gets from it is held against the API's description.

The description is the OpenAPI file of the Web API, if it lies where :data:`DESCRIPTION` says; without it, nothing is
held against anything, and the tests go on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl

import pytest
import requests
import spotipy  # type: ignore[import-untyped]
import yaml
from jsonschema import Draft202012Validator

from exporter.plugins import Plugins
from exporter.sandbox import Catalogue, LookAlike, World, running

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

DESCRIPTION = Path(__file__).parents[5] / "shared" / "facts" / "spotify-openapi.yml"
Json = Any


ANYBODY = "any"


def track_id(number: int) -> str:
    return f"{number:022d}"


def uri(number: int) -> str:
    return f"spotify:track:{track_id(number)}"


def uris(*numbers: int) -> list[str]:
    return [uri(number) for number in numbers]


def song(number: int, **values: object) -> dict[str, object]:
    return {
        "id": track_id(number),
        "title": f"Number {number}",
        "artists": ["Metronome"],
        "album": "Counting",
        "duration_ms": 180_000 + number,
        "year": 2000,
        "isrc": f"JPXX0{number:07d}",
        "popularity": 10,
        "kind": "song",
        "services": ["spotify"],
        "titles": {},
        **values,
    }


SONGS = (
    song(
        900,
        title="Lemon",
        artists=["米津玄師"],
        artist_names={"en": ["Kenshi Yonezu"]},
        titles={"en": "Lemon (in English)"},
        album="STRAY SHEEP",
        year=2018,
        isrc="JPU901800223",
        popularity=80,
    ),
    song(901, title="Don't Stop", artists=["AC/DC"], album="", isrc=""),
    *(song(number) for number in range(300)),
)


class Clock:
    """A clock that stands until a test moves it."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Exchange:
    method: str
    path: str
    query: Mapping[str, str]
    request: bytes
    status: int
    response: bytes


class Recorder:
    """Keeps what goes in and out of an app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.exchanges: list[Exchange] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = bytearray()
        answered: list[Message] = []

        async def hear() -> Message:
            message = await receive()
            asked.extend(message.get("body", b""))
            return message

        async def tell(message: Message) -> None:
            answered.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._keep(scope, bytes(asked), answered)
            await send(message)

        await self.app(scope, hear, tell)

    def _keep(self, scope: Scope, asked: bytes, answered: list[Message]) -> None:
        exchange = Exchange(
            method=scope["method"],
            path=scope["path"],
            query=dict(parse_qsl(scope["query_string"].decode())),
            request=asked,
            status=answered[0]["status"],
            response=b"".join(message.get("body", b"") for message in answered[1:]),
        )
        self.exchanges.append(exchange)


class Spotify:
    """The look-alike with the clients that speak to it."""

    def __init__(self, url: str, recorder: Recorder, clock: Clock) -> None:
        self.root = url
        self.url = f"{url}/spotify/v1"
        self.accounts = f"{url}/spotify/accounts"
        self.clock = clock
        self.exchanges = recorder.exchanges
        self.session = requests.Session()
        self.client = self.spotipy()

    def spotipy(self, **settings: Json) -> spotipy.Spotify:
        """The unmodified library, pointed here."""
        client = spotipy.Spotify(**{"auth": "any token", "requests_session": self.session, **settings})
        client.prefix = f"{self.url}/"
        return client

    def ask(self, method: str, path: str, *, token: str = ANYBODY, **request: Json) -> requests.Response:
        """A plain request."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers.update(request.pop("headers", {}))
        return self.session.request(method, self.url + path, headers=headers, timeout=5, **request)

    def switch(self, **values: object) -> None:
        self.control("switches", {"spotify": values})

    def control(self, name: str, body: object) -> Json:
        answer = self.session.post(f"{self.root}/_sandbox/{name}", json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json()

    def plant(self, **playlist: object) -> str:
        """A playlist made in Spotify's own app; somebody else's with ``owner``."""
        planted: str = self.control("playlists", {"service": "spotify", "name": "Planted", **playlist})["id"]
        return planted

    def made(self, *numbers: int, name: str = "Mine") -> str:
        """A new playlist with these songs."""
        made: str = self.client.current_user_playlist_create(name)["id"]
        for at in range(0, len(numbers), 100):
            self.client.playlist_add_items(made, uris(*numbers[at : at + 100]))
        return made

    def numbers(self, playlist: str) -> list[int]:
        """The songs of a playlist, in order, over all pages."""
        page = self.client.playlist_items(playlist)
        items = list(page["items"])
        while page["next"]:
            page = self.client.next(page)
            items += page["items"]
        return [int(item["item"]["id"]) for item in items]


class Start(Protocol):
    def __call__(self, **settings: Json) -> Spotify: ...


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogue, as a file and built: to build it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("catalogue")
    source = folder / "catalogue.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in SONGS), encoding="utf-8")
    Catalogue.open(source, folder).close()
    return folder


@pytest.fixture
def start(tmp_path: Path, built: Path) -> Iterator[Start]:
    """Starts look-alikes; when the test ends, all that was said is held against the description."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    catalogue = tmp_path / "catalogue.jsonl"
    recorders: list[Recorder] = []
    info = Plugins().backend("spotify")

    def recorded(world: World) -> Mapping[str, ASGIApp]:
        assert info.sandbox is not None
        (app,) = info.sandbox(world).values()
        assert isinstance(app, LookAlike)
        recorders.append(Recorder(app))
        return {"/spotify": LookAlike(recorders[-1], app.refusal)}

    with ExitStack() as stack:

        def begin(**settings: Json) -> Spotify:
            clock = Clock()
            backends = [replace(info, sandbox=recorded)]
            url = stack.enter_context(
                running(backends, state=tmp_path, catalogue=catalogue, **{"clock": clock, **settings})
            )
            spotify = Spotify(url, recorders[-1], clock)
            stack.callback(spotify.session.close)
            return spotify

        yield begin
    if DESCRIPTION.exists():
        for recorder in recorders:
            for exchange in recorder.exchanges:
                described().check(exchange)


@pytest.fixture
def spotify(start: Start) -> Spotify:
    """One without any trouble."""
    return start()


class Description:
    """The OpenAPI file as JSON Schema. Objects may have no properties that it does not know."""

    def __init__(self, document: Json) -> None:
        self._paths = document["paths"]
        self._root = {"components": {kind: _components(parts) for kind, parts in document["components"].items()}}

    def check(self, exchange: Exchange) -> None:
        """Fail unless request and answer are as described."""
        if not exchange.path.startswith("/spotify/v1/"):
            return
        operation = self._operation(exchange)
        if operation is None:
            assert exchange.status in {403, 404, 405}, f"{exchange.path} is not described"
            return
        if exchange.status < 400:
            self._check_request(exchange, operation)
        self._check_response(exchange, operation)

    def _operation(self, exchange: Exchange) -> Json:
        parts = exchange.path.removeprefix("/spotify/v1").rstrip("/").split("/")
        for path, operations in self._paths.items():
            described = path.split("/")
            same = len(described) == len(parts) and all(
                one == other or one.startswith("{") for one, other in zip(described, parts, strict=True)
            )
            if same and exchange.method.lower() in operations:
                return operations[exchange.method.lower()]
        return None

    def _check_request(self, exchange: Exchange, operation: Json) -> None:
        parameters = [self._resolved(one) for one in operation.get("parameters", ())]
        known = {one["name"] for one in parameters if one["in"] == "query"}
        needed = {one["name"] for one in parameters if one["in"] == "query" and one.get("required")}
        assert needed <= exchange.query.keys() <= known | UNDESCRIBED, f"query of {exchange}"
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        body = json.loads(exchange.request) if schema and exchange.request else None
        if body is None or isinstance(body, list):  # spotipy adds by a bare array, which no page describes
            return
        self._validate(body, schema, exchange)

    def _check_response(self, exchange: Exchange, operation: Json) -> None:
        if exchange.status >= 400:
            error = json.loads(exchange.response)["error"]
            assert error["status"] == exchange.status
            self._validate(error, {"$ref": "#/components/schemas/ErrorObject"}, exchange)
            return
        responses = {status: self._resolved(one) for status, one in operation["responses"].items()}
        assert str(exchange.status) in responses, f"status of {exchange}"
        schema = responses[str(exchange.status)].get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            assert exchange.response == b"", f"body of {exchange}"
        elif "fields" not in exchange.query:
            self._validate(json.loads(exchange.response), schema, exchange)

    def _resolved(self, part: Json) -> Json:
        if "$ref" not in part:
            return part
        _, _, kind, name = part["$ref"].split("/")
        return self._root["components"][kind][name]

    def _validate(self, value: Json, schema: Json, exchange: Exchange) -> None:
        validator = Draft202012Validator({**self._root, **converted(schema, whole=True)})
        errors = list(validator.iter_errors(sampled(value)))
        assert not errors, f"{exchange.method} {exchange.path}: {[(e.json_path, e.message) for e in errors[:3]]}"


UNDESCRIBED = {"locale"}


def sampled(value: Json) -> Json:
    """The value with no more than the ends of its long lists: a hundred rows are made like three."""
    if isinstance(value, dict):
        return {name: sampled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [sampled(one) for one in (value if len(value) <= 4 else value[:2] + value[-2:])]
    return value


def _components(parts: Json) -> Json:
    return {name: converted(part) for name, part in parts.items()}


def converted(schema: Json, *, whole: bool = False) -> Json:
    """OpenAPI 3.0 as JSON Schema 2020-12. A ``whole`` object is closed; the parts of an ``allOf`` are not."""
    if isinstance(schema, list):
        return [converted(one, whole=whole) for one in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: _converted_part(key, value) for key, value in schema.items()}
    if whole and {"$ref", "allOf", "properties"} & schema.keys():
        result["unevaluatedProperties"] = False
    deprecated = {name for name, one in schema.get("properties", {}).items() if one.get("deprecated")}
    if isinstance(schema.get("required"), list):
        result["required"] = [name for name in schema["required"] if name not in deprecated]
    return {"anyOf": [result, {"type": "null"}]} if schema.pop("nullable", False) else result


def _converted_part(key: str, value: Json) -> Json:
    if key in {"properties", "responses"} and isinstance(value, dict):
        return {name: converted(one, whole=True) for name, one in value.items()}
    return converted(value, whole=key in {"items", "schema", "oneOf"})


@cache
def described() -> Description:
    """The description with what service and clients do otherwise.

    Covers of empty playlists, rows of tracks that are gone and single hits may be null, a local file has nothing but
    its name, a refusal may carry a reason, and spotipy still sends positions with a removal.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(DESCRIPTION.read_text(encoding="utf-8"), loader)  # noqa: S506 - the safe loader, in C
    schemas = document["components"]["schemas"]
    for name in ("PlaylistObject", "SimplifiedPlaylistObject"):
        schemas[name]["properties"]["images"]["nullable"] = True
    for name in ("item", "track"):
        schemas["PlaylistTrackObject"]["properties"][name]["nullable"] = True
    schemas["PagingTrackObject"]["allOf"][1]["properties"]["items"]["items"] = {
        "allOf": [{"$ref": "#/components/schemas/TrackObject"}],
        "nullable": True,
    }
    removal = document["paths"]["/playlists/{playlist_id}/items"]["delete"]["requestBody"]
    removal = removal["content"]["application/json"]["schema"]["properties"]["items"]["items"]
    removal["properties"]["positions"] = {"type": "array", "items": {"type": "integer"}}
    schemas["ErrorObject"]["properties"]["reason"] = {"type": "string"}
    return Description(document)
