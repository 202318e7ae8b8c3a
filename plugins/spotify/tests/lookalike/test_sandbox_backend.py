"""Our own backend against the look-alike: what it sends is held against the API's description as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from exporter import Add, Backend, Connection, Describe, Move, Query, Remove
from exporter.errors import Unreachable, WaitLonger
from exporter.plugins import Plugins

if TYPE_CHECKING:
    from tests.lookalike.conftest import Spotify

IDS = tuple(f"{number:022d}" for number in range(120))


@pytest.fixture
def backend(spotify: Spotify) -> Iterator[Backend]:
    info = Plugins().backend("spotify")
    settings = {"requests_per_second": 1000}
    connection = Connection(info, secrets=info.login.sandbox, settings=settings, sandbox_url=spotify.root)
    yield info.connect(connection)
    connection.session().close()


def test_everything_that_a_push_does_is_as_described(spotify: Spotify, backend: Backend) -> None:
    found = backend.search(Query(title="Lemon", artist="米津玄師"))
    assert found[0].isrc == "JPU901800223"
    assert backend.search(Query(isrc="JPU901800223"))[0].id == found[0].id
    assert backend.track(found[0].id) is not None
    made = backend.create("Mine", "it's mine", public=True)
    backend.apply(made.id, Add(0, IDS[:100]))
    backend.apply(made.id, Add(100, IDS[100:]))
    backend.apply(made.id, Move(0, 120, 2))
    backend.apply(made.id, Remove((0,), (IDS[2],)))
    backend.apply(made.id, Describe("Still mine", "it's <mine>"))
    read = backend.read(made.id)
    assert read.ids == (*IDS[3:], *IDS[:2])
    assert (read.name, read.description) == ("Still mine", "it's <mine>")
    assert [one.id for one in backend.playlists("Still mine")] == [made.id]
    assert len({(exchange.method, exchange.path.count("/")) for exchange in spotify.exchanges}) >= 6


def test_a_lost_addition_is_reported_and_there(spotify: Spotify, backend: Backend) -> None:
    made = backend.create("Mine", "", public=True)
    spotify.control("faults", {"faults": "lost=1"})
    with pytest.raises(Unreachable):
        backend.apply(made.id, Add(0, IDS[:2]))
    assert backend.read(made.id).ids == IDS[:2]


def test_a_used_up_quota_says_when_to_come_back(spotify: Spotify, backend: Backend) -> None:
    spotify.control("faults", {"faults": "429=1,retry_after=50000,reason=QUOTA_EXCEEDED,only=search"})
    with pytest.raises(WaitLonger) as caught:
        backend.search(Query(title="Lemon"))
    assert caught.value.seconds == 50000


@pytest.fixture
def library(spotify: Spotify) -> Spotify:
    """A library that takes two requests to list."""
    for number in range(60):
        elsewhere(spotify, f"List {number}")
    return spotify


def elsewhere(spotify: Spotify, name: str) -> str:
    """A playlist that somebody makes without our backend knowing; its ID."""
    made: str = spotify.client.current_user_playlist_create(name)["id"]
    return made


def looks(spotify: Spotify, backend: Backend, name: str) -> tuple[list[str], int]:
    """The playlists of a name, and how many requests it took to know."""
    before = len(spotify.exchanges)
    found = [one.id for one in backend.playlists(name)]
    asked = [one for one in spotify.exchanges[before:] if one.path.endswith("/me/playlists")]
    return found, len(asked)


def test_the_library_is_listed_once_while_only_we_add_to_it(library: Spotify, backend: Backend) -> None:
    assert looks(library, backend, "New") == ([], 2)
    made = backend.create("New", "", public=True)
    assert looks(library, backend, "New") == ([made.id], 1)
    assert looks(library, backend, "Newer") == ([], 1)


def test_a_playlist_that_somebody_else_made_meanwhile_is_seen(library: Spotify, backend: Backend) -> None:
    looks(library, backend, "New")
    theirs = elsewhere(library, "New")
    assert looks(library, backend, "New") == ([theirs], 2)


def test_a_playlist_is_seen_although_another_one_went_meanwhile(library: Spotify, backend: Backend) -> None:
    old = elsewhere(library, "Old")
    looks(library, backend, "New")
    library.client._delete("me/library", uris=f"spotify:playlist:{old}")
    theirs = elsewhere(library, "New")
    assert looks(library, backend, "New") == ([theirs], 2)


def test_a_playlist_whose_making_got_no_answer_is_seen(library: Spotify, backend: Backend) -> None:
    looks(library, backend, "New")
    library.control("faults", {"faults": "lost=1"})
    with pytest.raises(Unreachable):
        backend.create("New", "", public=True)
    library.control("faults", {"faults": ""})
    found, requests = looks(library, backend, "New")
    assert (len(found), requests) == (1, 2)


def test_a_name_that_we_changed_is_known_by_its_new_name(library: Spotify, backend: Backend) -> None:
    (first,), _ = looks(library, backend, "List 0")
    backend.apply(first, Describe("Another", ""))
    assert looks(library, backend, "List 0")[0] == []
    assert looks(library, backend, "Another")[0] == [first]
