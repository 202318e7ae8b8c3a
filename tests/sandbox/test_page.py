from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sandbox.conftest import Sandbox


def test_an_empty_sandbox_says_what_to_do_next(sandbox: Sandbox) -> None:
    page = sandbox.get("/").text
    assert "exporter push NAME --to TARGET@sandbox" in page
    assert "0 playlists" in page


def test_a_pushed_playlist_is_shown_with_its_tracks(sandbox: Sandbox) -> None:
    sandbox.push("夜の曲")
    page = sandbox.get("/").text
    for text in ("夜の曲", "The Jukebox", "Lemon", "米津玄師", "STRAY SHEEP", "4:15", "1 playlist with 3 tracks"):
        assert text in page


def test_a_track_that_no_catalogue_has_is_shown_by_its_id(sandbox: Sandbox) -> None:
    sandbox.push()
    assert "nowhere" in sandbox.get("/").text


def test_text_from_outside_is_never_taken_for_html(sandbox: Sandbox) -> None:
    sandbox.push("<img src=x onerror=alert(1)>")
    page = sandbox.get("/").text
    for text in ("<img", "<script", "<b>", "<i>"):
        assert text not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_works_without_scripts_and_loads_nothing(sandbox: Sandbox) -> None:
    answer = sandbox.get("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "http://" not in answer.text
    assert "https://" not in answer.text


def test_a_very_long_playlist_is_shown_in_part(sandbox: Sandbox) -> None:
    planted = {"service": "jukebox", "name": "Long", "tracks": ["lemon"] * 1500}
    sandbox.post("/_sandbox/playlists", planted)
    page = sandbox.get("/").text
    assert page.count("Lemon") == 500
    assert "1,000 tracks more" in page
