"""A running look-alike of YouTube Music, and the unmodified ytmusicapi that speaks to it."""

from __future__ import annotations

import hashlib
import json
import locale
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
import requests
from exporter_ytmusic import exporter_backends
from requests.adapters import HTTPAdapter
from ytmusicapi import YTMusic

from exporter.sandbox import Catalogue, running

Json = Any
MUSIC = "https://music.youtube.com"
COOKIE = "SOCS=CAI; __Secure-3PAPISID=sandbox/secret; SID=1"
BROWSER = {
    "cookie": COOKIE,
    "authorization": "SAPISIDHASH 1_0",
    "x-goog-authuser": "0",
    "origin": MUSIC,
    "content-type": "application/json",
}
"""A browser's login as ytmusicapi wants it; it makes the hash anew for every request."""
CONTEXT = {"client": {"clientName": "WEB_REMIX", "clientVersion": "1.20261121.01.00", "hl": "en"}, "user": {}}


def video_id(number: int) -> str:
    return f"video{number:06d}"


def ids(*numbers: int) -> list[str]:
    return [video_id(number) for number in numbers]


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
    song(
        900,
        title="Lemon",
        artists=["米津玄師"],
        artist_names={"en": ["Kenshi Yonezu"]},
        titles={"de": "Zitrone"},
        album="STRAY SHEEP",
        duration_ms=255_600,
    ),
    song(901, title="Lemon", artists=["米津玄師 Official"], kind="video", album="", popularity=100),
    song(902, title="Lemon (cover)", artists=["somebody at home"], kind="video", album="", popularity=40),
    song(903, title="Sparkle", artists=["RADWIMPS - Topic"], kind="video", album=""),
    song(904, title="Three of us", artists=["One", "Two", "Three"], album="", duration_ms=3_723_000),
    song(905, title="Duet", artists=["This", "That"]),
    *(song(number) for number in range(300)),
)


class Clock:
    """A clock that stands until a test moves it."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


class Redirect(HTTPAdapter):
    """Sends to the look-alike what was meant for the service."""

    def __init__(self, to: str) -> None:
        super().__init__()
        self._to = to

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = (request.url or "").replace(MUSIC, self._to, 1)
        return super().send(request, *args, **kwargs)


class Music:
    """The look-alike with the clients that speak to it."""

    def __init__(self, url: str, clock: Clock, stack: ExitStack) -> None:
        self.root = url
        self.clock = clock
        self.plain = stack.enter_context(requests.Session())
        self.login = BROWSER
        self._stack = stack
        self.client = self.ytmusic(BROWSER)

    def ytmusic(self, login: dict[str, str] | None = None, **settings: Json) -> Json:
        """The unmodified library: logged in with a browser's headers, or as a guest."""
        session = self._stack.enter_context(requests.Session())
        session.mount(MUSIC, Redirect(f"{self.root}/ytmusic"))
        return YTMusic(dict(login) if login else None, requests_session=session, **settings)

    def browser(self, **headers: str) -> Json:
        """The library with other headers of a browser; an underscore stands for a hyphen."""
        return self.ytmusic({**BROWSER, **{name.replace("_", "-"): value for name, value in headers.items()}})

    def guest(self, language: str = "en") -> Json:
        return self.ytmusic(language=language)

    def ask(self, endpoint: str, *, headers: dict[str, str] | None = None, **body: Json) -> Json:
        """The JSON that answers a plain request; logged in unless there are ``headers``."""
        return self.send(endpoint, headers=headers, **body).json()

    def send(
        self, endpoint: str, *, headers: dict[str, str] | None = None, follow: bool = True, **body: Json
    ) -> requests.Response:
        address = f"{self.root}/ytmusic/youtubei/v1/{endpoint}"
        headers = self.signed() if headers is None else headers
        content = {"context": CONTEXT, **body}
        return self.plain.post(address, json=content, headers=headers, timeout=5, allow_redirects=follow)

    def signed(self, made_with: str = "sandbox/secret", origin: str = MUSIC, **headers: str) -> dict[str, str]:
        """The headers of a browser whose cookie says ``sandbox/secret``."""
        now = str(int(time.time()))
        made = hashlib.sha1(f"{now} {made_with} {origin}".encode(), usedforsecurity=False).hexdigest()
        return {"cookie": COOKIE, "origin": origin, "authorization": f"SAPISIDHASH {now}_{made}", **headers}

    def edit(self, playlist: str, *actions: Json) -> requests.Response:
        """Several actions in one request, which ytmusicapi has no door for."""
        return self.send("browse/edit_playlist", playlistId=playlist, actions=list(actions))

    def switch(self, **values: object) -> None:
        self.control("switches", {"ytmusic": values})

    def control(self, name: str, body: object) -> Json:
        answer = self.plain.post(f"{self.root}/_sandbox/{name}", json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json()

    def ids(self, *numbers: int) -> list[str]:
        return ids(*numbers)

    def plant(self, *numbers: int, **playlist: object) -> str:
        """A playlist made elsewhere, long ago; somebody else's with ``owner``."""
        planted = {"service": "ytmusic", "name": "Planted", "tracks": ids(*numbers), **playlist}
        planted_id: str = self.control("playlists", planted)["id"]
        return planted_id

    def made(self, *numbers: int, name: str = "Mine", privacy: str = "PRIVATE") -> str:
        """A new playlist with these songs, settled."""
        made = self.client.create_playlist(name, "", privacy, video_ids=ids(*numbers))
        self.clock.now += 60
        return str(made)

    def read(self, playlist: str, client: Json = None) -> Json:
        return (client or self.client).get_playlist(playlist, limit=None)

    def numbers(self, playlist: str) -> list[int]:
        """The songs of a playlist, in order."""
        return [int(track["videoId"].removeprefix("video")) for track in self.read(playlist)["tracks"]]

    def rows(self, playlist: str) -> list[str]:
        """The IDs of its rows."""
        return [track["setVideoId"] for track in self.read(playlist)["tracks"]]


class Start(Protocol):
    def __call__(self, **settings: Json) -> Music: ...


@pytest.fixture(autouse=True)
def _same_locale() -> Iterator[None]:
    """ytmusicapi changes the locale of the whole process."""
    before = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, before)


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

    with ExitStack() as stack:

        def begin(**settings: Json) -> Music:
            clock = Clock()
            settings = {"clock": clock, **settings}
            url = stack.enter_context(
                running(exporter_backends(), state=tmp_path, catalogue=tmp_path / "catalogue.jsonl", **settings)
            )
            return Music(url, clock, stack)

        yield begin


@pytest.fixture
def service(start: Start) -> Music:
    """One without any trouble."""
    return start()
