"""Playlists made by either API are the same playlists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from exporter_ytmusic import exporter_backends
from ytmusicapi import YTMusic

from exporter import Connection

if TYPE_CHECKING:
    from tests.lookalike.data.conftest import YouTube

BROWSER = {
    "cookie": "SOCS=CAI; __Secure-3PAPISID=sandbox/secret; SID=1",
    "authorization": "SAPISIDHASH 1_0",
    "x-goog-authuser": "0",
    "origin": "https://music.youtube.com",
    "content-type": "application/json",
}


@pytest.fixture
def music(steady: YouTube) -> Iterator[YTMusic]:
    """The unmodified library, logged in to the same account."""
    steady.control("switches", {"ytmusic": {"settle_seconds": 0}})
    connection = Connection(exporter_backends()[0], sandbox_url=steady.root)
    with closing(connection.session()) as session:
        yield YTMusic(dict(BROWSER), requests_session=session)


def test_what_the_data_api_wrote_stands_in_youtube_music(steady: YouTube, music: YTMusic) -> None:
    made = steady.create("夜", "quiet", "unlisted")["id"]
    for number in (1, 2, 1):
        steady.insert(made, number)
    shown = music.get_playlist(made)
    assert (shown["title"], shown["description"], shown["privacy"]) == ("夜", "quiet", "UNLISTED")
    assert [int(track["videoId"]) for track in shown["tracks"]] == [1, 2, 1]
    assert made in [one["playlistId"] for one in music.get_library_playlists()]


def test_what_youtube_music_wrote_stands_in_the_data_api(steady: YouTube, music: YTMusic) -> None:
    made = music.create_playlist("夜", "quiet", "UNLISTED", ["00000000001", "00000000002"])
    assert isinstance(made, str)
    (shown,) = steady.get("playlists", part="snippet,status", mine="true")["items"]
    assert (shown["id"], shown["snippet"]["title"], shown["status"]["privacyStatus"]) == (made, "夜", "unlisted")
    music.remove_playlist_items(made, music.get_playlist(made)["tracks"][:1])
    assert steady.numbers(made) == [2]


def test_a_row_has_the_same_name_in_both(steady: YouTube, music: YTMusic) -> None:
    planted = steady.plant(1, 2)
    first, second = (track["setVideoId"] for track in music.get_playlist(planted)["tracks"])
    music.edit_playlist(planted, moveItem=(second, first))
    assert steady.numbers(planted) == [2, 1]
    item = steady.rows(planted)[0]["id"]
    steady.ask("DELETE", "playlistItems", id=item)
    assert [track["setVideoId"] for track in music.get_playlist(planted)["tracks"]] == [first]


def test_what_youtube_music_deleted_is_a_ghost(steady: YouTube, music: YTMusic) -> None:
    made = steady.create()["id"]
    music.delete_playlist(made)
    assert steady.refused("GET", "playlistItems", part="id", playlistId=made)[:2] == (404, "playlistNotFound")
    body = {"id": made, "snippet": {"title": "Ghost"}}
    assert steady.ask("PUT", "playlists", part="snippet", json=body).status_code == 200
