"""A running look-alike of the YouTube Data API. Every good answer is held against the API's description.

The description is the discovery document that comes with Google's own client; where that is not installed, nothing is
held against anything, and the tests go on.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import requests
from exporter_ytmusic import exporter_backends
from exporter_ytmusic.sandbox import library, lookalike

from exporter.sandbox import Catalogue, Stored, World, running

if TYPE_CHECKING:
    from starlette.types import ASGIApp

Json = Any
ANYBODY = "any"


def video_id(number: int) -> str:
    return f"{number:011d}"


def song(number: int, **values: object) -> dict[str, object]:
    return {
        "id": video_id(number),
        "title": f"Number {number}",
        "artists": ["Metronome"],
        "album": "Counting",
        "duration_ms": 180_000 + 1000 * number,
        "year": 2000,
        "popularity": 10,
        "kind": "song",
        "services": ["ytmusic"],
        **values,
    }


SONGS = (
    song(900, title="Lemon & Lime's <End>", artists=["米津玄師"], album="STRAY SHEEP", year=2018, popularity=80),
    song(901, title="Lemon (Music Video)", artists=["Kenshi Yonezu"], album="", kind="video"),
    song(902, title="Deleted video", artists=["Prankster"]),
    *(song(number) for number in range(130)),
)


class Clock:
    """A clock that stands until a test moves it: 2026-09-21, 15:33:20 UTC, which is 08:33 in California."""

    now = 1_790_004_800.0

    def __call__(self) -> float:
        return self.now


class YouTube:
    """The look-alike with a plain client."""

    def __init__(self, url: str, world: World, clock: Clock) -> None:
        self.root = url
        self.url = f"{url}/youtube/v3"
        self.oauth = f"{url}/youtube/oauth"
        self.world = world
        self.clock = clock
        self.session = requests.Session()

    def ask(self, method: str, path: str, *, token: str = ANYBODY, **request: Json) -> requests.Response:
        """A plain request; keyword arguments other than those of requests are the query."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers.update(request.pop("headers", {}))
        body = {name: request.pop(name) for name in ("json", "data") if name in request}
        answer = self.session.request(
            method, f"{self.url}/{path}", headers=headers, params=request, timeout=5, allow_redirects=False, **body
        )
        if answer.status_code == 200:
            check(method, path, answer.json())
        return answer

    def get(self, path: str, **query: Json) -> Json:
        """The JSON of a read that goes well."""
        answer = self.ask("GET", path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, method: str, path: str, **request: Json) -> tuple[int, str, str]:
        """Status, reason and domain of a refusal."""
        answer = self.ask(method, path, **request)
        assert answer.status_code >= 400, answer.text
        error = answer.json()["error"]
        assert error["code"] == answer.status_code
        return answer.status_code, error["errors"][0]["reason"], error["errors"][0]["domain"]

    def switch(self, **values: object) -> None:
        self.control("switches", {"youtube": values})

    def control(self, name: str, body: object) -> Json:
        answer = self.session.post(f"{self.root}/_sandbox/{name}", json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json()

    def create(self, title: str = "Mine", description: str = "", privacy: str = "private") -> Json:
        """A new playlist, as the answer has it."""
        body = {"snippet": {"title": title, "description": description}, "status": {"privacyStatus": privacy}}
        answer = self.ask("POST", "playlists", part="snippet,status", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def plant(self, *numbers: int, owner: str = "", privacy: str = "public", name: str = "Planted") -> str:
        """A playlist made elsewhere; somebody else's with ``owner``."""
        rows = tuple(library.new_row(self.world, video_id(number)) for number in numbers)
        one = library.new_playlist_id(self.world)
        planted = Stored(service=library.SERVICE, id=one, name=name, owner=owner, rows=rows)
        return self.world.store.add(library.with_privacy(planted, privacy)).id

    def insert(self, playlist: str, number: int, **snippet: Json) -> requests.Response:
        return self.ask("POST", "playlistItems", part="snippet", json=row(playlist, number, **snippet))

    def rows(self, playlist: str) -> list[Json]:
        """All items of a playlist, over all pages."""
        items: list[Json] = []
        token: dict[str, str] = {}
        while True:
            page = self.get("playlistItems", part="snippet", playlistId=playlist, maxResults=50, **token)
            items += page["items"]
            if "nextPageToken" not in page:
                return items
            token = {"pageToken": page["nextPageToken"]}

    def numbers(self, playlist: str) -> list[int]:
        """The songs of a playlist, in order."""
        return [int(item["snippet"]["resourceId"]["videoId"]) for item in self.rows(playlist)]


def row(playlist: str, number: int, **snippet: Json) -> Json:
    """The body of an insert."""
    resource = {"kind": "youtube#video", "videoId": video_id(number)}
    return {"snippet": {"playlistId": playlist, "resourceId": resource, **snippet}}


TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "number": (int, float),
    "any": object,
}


SEEN = {"search.items.snippet.publishTime"}
"""What clients recorded and no description has."""


@cache
def described() -> Json:
    """The discovery document, or nothing."""
    client = find_spec("googleapiclient")
    if client is None or client.origin is None:
        return None
    path = Path(client.origin).parent / "discovery_cache" / "documents" / "youtube.v3.json"
    return json.loads(path.read_text(encoding="utf-8"))


def check(method: str, path: str, answer: Json) -> None:
    """Fail unless the answer is as described: nothing that is not known, everything of its type."""
    if described():
        methods = described()["resources"][path]["methods"].values()
        (response,) = [one["response"] for one in methods if (one["httpMethod"], one["path"][11:]) == (method, path)]
        hold(answer, response, path)


def hold(value: Json, schema: Json, where: str) -> None:
    """Hold one value against its schema."""
    schema = described()["schemas"][schema["$ref"]] if "$ref" in schema else schema
    if schema["type"] == "array":
        assert isinstance(value, list), where
        for one in value:
            hold(one, schema["items"], where)
    elif schema["type"] == "object":
        assert isinstance(value, dict), where
        for name, one in value.items():
            if f"{where}.{name}" in SEEN:
                continue
            below = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            assert below, f"{where}.{name} is not described"
            hold(one, below, f"{where}.{name}")
    else:
        assert isinstance(value, TYPES[schema["type"]]), f"{where} is {value!r}"
        known = schema.get("enum")
        assert known is None or value in known or str(value).endswith("Unspecified"), f"{where} is {value!r}"


class Start(Protocol):
    def __call__(self, **settings: Json) -> YouTube: ...


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
    """Starts look-alikes."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    worlds: list[World] = []

    def look_alikes(world: World) -> Mapping[str, ASGIApp]:
        worlds.append(world)
        return lookalike(world)

    with ExitStack() as stack:

        def begin(**settings: Json) -> YouTube:
            clock = Clock()
            backends = [replace(exporter_backends()[0], sandbox=look_alikes)]
            catalogue = tmp_path / "catalogue.jsonl"
            url = stack.enter_context(
                running(backends, state=tmp_path, catalogue=catalogue, **{"clock": clock, **settings})
            )
            youtube = YouTube(url, worlds[-1], clock)
            stack.callback(youtube.session.close)
            return youtube

        yield begin


@pytest.fixture
def youtube(start: Start) -> YouTube:
    """One without any trouble."""
    return start()


@pytest.fixture
def steady(youtube: YouTube) -> YouTube:
    """One whose new playlists take edits at once, and that counts nothing."""
    youtube.switch(settle_seconds=0, daily_units=10_000_000, creations_a_day=None)
    return youtube
