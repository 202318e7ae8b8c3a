"""One account, whichever API speaks of it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest
from ytmusicapi.exceptions import YTMusicServerError

if TYPE_CHECKING:
    from tests.lookalike.music.conftest import Music


def data_api(service: Music, method: str, path: str, **request: Any) -> Any:
    answer = service.plain.request(
        method,
        f"{service.root}/youtube/v3/{path}",
        headers={"authorization": "Bearer any"},
        timeout=5,
        **request,
    )
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


def insert(service: Music) -> str:
    body = {"snippet": {"title": "By the Data API"}, "status": {"privacyStatus": "unlisted"}}
    made = data_api(service, "POST", "playlists?part=snippet,status", json=body)
    return str(made["id"])


def test_a_playlist_made_here_is_there_with_its_rows(service: Music) -> None:
    made = service.made(1, 2, privacy="UNLISTED")
    (playlist,) = data_api(service, "GET", f"playlists?part=snippet,status&id={made}")["items"]
    assert (playlist["snippet"]["title"], playlist["status"]["privacyStatus"]) == ("Mine", "unlisted")
    items = data_api(service, "GET", f"playlistItems?part=snippet&playlistId={made}")["items"]
    assert [item["snippet"]["resourceId"]["videoId"] for item in items] == service.ids(1, 2)
    assert [item["id"] for item in items] == [
        urlsafe_b64encode(f"{made}.{row}".encode()).decode().rstrip("=") for row in service.rows(made)
    ]


def test_a_playlist_made_there_is_here(service: Music) -> None:
    made = insert(service)
    read = service.read(made)
    assert (read["title"], read["privacy"], read["owned"]) == ("By the Data API", "UNLISTED", True)
    assert made in [one["playlistId"] for one in service.client.get_library_playlists()]


def test_it_has_to_settle_all_the_same(service: Music) -> None:
    made = insert(service)
    with pytest.raises(YTMusicServerError, match="HTTP 409"):
        service.client.add_playlist_items(made, service.ids(1))
    service.clock.now += 60
    service.client.add_playlist_items(made, service.ids(1))
    assert service.numbers(made) == [1]


def test_what_is_deleted_here_is_gone_there(service: Music) -> None:
    made = service.made()
    service.client.delete_playlist(made)
    assert data_api(service, "GET", f"playlists?part=snippet&id={made}")["items"] == []
