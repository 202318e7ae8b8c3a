"""The browser's writer and the anonymous search, connected to the look-alike or to a script of answers."""

from __future__ import annotations

import json
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests
from exporter_ytmusic import exporter_backends
from exporter_ytmusic.backend import YouTubeMusic, connect
from exporter_ytmusic.sandbox import library, music

from exporter import Connection, Kind, Remote, Track
from exporter.sandbox import Catalogue, Stored, World, running
from exporter.sync.plan import Details
from exporter.sync.push import Pushed, Want, push

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def video_id(number: int) -> str:
    return f"video{number:06d}"


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(video_id(number) for number in numbers)


def song(number: int, **values: object) -> dict[str, object]:
    return {
        "id": video_id(number),
        "title": f"Number {number}",
        "artists": ["Metronome"],
        "album": "Counting",
        "duration_ms": 180_000 + number * 1000,
        "year": 2000,
        "popularity": 50,
        "kind": "song",
        "services": ["ytmusic"],
        **values,
    }


SONGS = (
    song(900, title="Lemon", artists=["米津玄師"], album="STRAY SHEEP", duration_ms=255_600),
    song(901, title="Lemon", artists=["米津玄師 Official"], kind="video", album="", popularity=40),
    song(902, title="Lemon (cover)", artists=["somebody at home"], kind="video", album="", popularity=100),
    song(903, title="Sparkle", artists=["RADWIMPS - Topic"], kind="video", album=""),
    song(904, title="Three of us", artists=["One", "Two", "Three"], album="", duration_ms=3_723_000),
    song(905, title="Song deleted", artists=["Metronome"]),
    *(song(number) for number in range(300)),
)


class Clock:
    """A clock that goes on only when somebody sleeps."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Music:
    """The look-alike, what is known behind its back, and connections to it."""

    def __init__(self, url: str, world: World, clock: Clock) -> None:
        self.url, self.world, self.clock = url, world, clock
        self.connections: list[Connection] = []

    def connection(self, settings: Mapping[str, object] | None = None, **secrets: str) -> Connection:
        (plain,) = exporter_backends()
        given = {**plain.login.sandbox, **secrets}
        self.info = plain.fit(given, settings or {})
        made = Connection(self.info, secrets=given, settings=settings, sandbox_url=self.url, sleep=self.clock.sleep)
        self.connections.append(made)
        return made

    def open(self, settings: Mapping[str, object] | None = None, **secrets: str) -> YouTubeMusic:
        return connect(self.connection(settings, **secrets))

    def switch(self, **values: object) -> None:
        """Set the oddities of YouTube Music."""
        self.control("switches", {"ytmusic": values})

    def fault(self, spec: str) -> None:
        """Let requests fail from now on."""
        self.control("faults", {"faults": spec})

    def stats(self) -> Any:
        return requests.get(f"{self.url}/_sandbox/stats", timeout=5).json()["ytmusic"]

    def control(self, name: str, body: object) -> None:
        answer = requests.post(f"{self.url}/_sandbox/{name}", json=body, timeout=5)
        assert answer.ok, answer.text

    def plant(self, *numbers: int, name: str = "Planted", owner: str = "", privacy: str = "private") -> str:
        """A playlist that was made elsewhere, long ago."""
        rows = tuple(library.new_row(self.world, video_id(number)) for number in numbers)
        one = Stored(service=library.SERVICE, id=library.new_playlist_id(self.world), name=name, owner=owner, rows=rows)
        return self.world.store.add(library.with_privacy(one, privacy)).id

    def stored(self, playlist_id: str) -> Stored:
        found = self.world.store.get(library.SERVICE, playlist_id)
        assert found is not None
        return found

    def numbers(self, playlist_id: str) -> list[int]:
        """The songs of a playlist, in order, as the service keeps them."""
        return [int(row.track.removeprefix("video")) for row in self.stored(playlist_id).rows]

    def playlists(self) -> Sequence[Stored]:
        return self.world.store.all(library.SERVICE)

    def writes(self) -> int:
        return sum(connection.counts[Kind.WRITE] for connection in self.connections)

    def push(self, wanted: Sequence[int], playlist_id: str = "", backend: YouTubeMusic | None = None) -> Pushed:
        """Make a playlist hold these songs, as ``exporter push`` does; a new one without an ID."""
        connection = self.connection()
        backend = backend or connect(connection)
        remote: Remote | None = backend.read(playlist_id) if playlist_id else None
        tracks = tuple(Track("ytmusic", video_id(number), f"Number {number}", ("Metronome",)) for number in wanted)
        held = frozenset(remote.ids) if remote else frozenset[str]()
        want = Want(tracks, Details(remote.name if remote else "Pushed"), held | {track.id for track in tracks})
        return push(backend, self.info, want, remote, sleep=self.clock.sleep)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogue, as a file and built: to build it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("catalogue")
    source = folder / "catalogue.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in SONGS), encoding="utf-8")
    Catalogue.open(source, folder).close()
    return folder


@pytest.fixture
def service(tmp_path: Path, built: Path) -> Iterator[Music]:
    """The look-alike as it is on a good day: new playlists have to settle, everything else goes well."""
    state = tmp_path / "sandbox"
    shutil.copytree(built, state)
    worlds: list[World] = []

    def look_alike(world: World) -> Mapping[str, ASGIApp]:
        worlds.append(world)
        return {"/ytmusic": music.lookalike(world)}

    clock = Clock()
    backends = [replace(exporter_backends()[0], sandbox=look_alike)]
    with running(backends, state=state, catalogue=state / "catalogue.jsonl", clock=clock) as url:
        found = Music(url, worlds[-1], clock)
        yield found
        for connection in found.connections:
            connection.session().close()


@pytest.fixture
def ytmusic(service: Music) -> YouTubeMusic:
    """The backend, logged in to the look-alike with a browser's cookie."""
    return service.open()


class Script:
    """A service that answers as it is told: the last answer of each endpoint repeats. JSON, or text as it is."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self._answers: dict[str, list[tuple[int, Any, dict[str, str]]]] = defaultdict(list)
        self.say("", '<script>ytcfg.set({"VISITOR_DATA": "the-visitor"});</script>')
        self.say("account/account_menu", menu())

    def say(self, endpoint: str, answer: Any, status: int = 200, **headers: str) -> None:
        self._answers[endpoint].append((status, answer, headers))

    def refuse(self, endpoint: str, status: int, message: str) -> None:
        self.say(endpoint, {"error": {"code": status, "message": message}}, status)

    def endpoints(self) -> list[str]:
        return [endpoint for endpoint, _, _ in self.asked if endpoint]

    def bodies(self, endpoint: str) -> list[Any]:
        return [body for asked, _, body in self.asked if asked == endpoint]

    def take(self, endpoint: str, headers: dict[str, str], body: Any) -> tuple[int, Any, dict[str, str]]:
        self.asked.append((endpoint, headers, body))
        answers = self._answers[endpoint]
        if not answers:
            return 404, {"error": {"code": 404, "message": "Requested entity was not found."}}, {}
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def open(self, settings: Mapping[str, object] | None = None, **secrets: str) -> YouTubeMusic:
        (info,) = exporter_backends()
        return connect(
            Connection(
                info,
                secrets={**info.login.sandbox, **secrets},
                settings={"requests_per_second": 10_000, **(settings or {})},
                sandbox_url=self.url,
                sleep=lambda _: None,
            )
        )


def menu(name: str = "Me", handle: str = "@me") -> Any:
    """The menu behind the account's picture, when somebody is logged in."""
    header = {"accountName": {"runs": [{"text": name}]}, "channelHandle": {"runs": [{"text": handle}]}}
    popup = {"multiPageMenuRenderer": {"header": {"activeAccountHeaderRenderer": header}}}
    return {"actions": [{"openPopupAction": {"popup": popup}}]}


@pytest.fixture
def script() -> Iterator[Script]:
    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            path = urlsplit(self.path).path.removeprefix("/ytmusic").removeprefix("/youtubei/v1")
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer, more = told.take(path.strip("/"), headers, json.loads(raw or "null"))
            content = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **more}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _any  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told = Script(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield told
        server.shutdown()
        thread.join()
