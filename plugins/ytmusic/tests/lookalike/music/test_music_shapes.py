"""What is served against the shapes that were written down from the service, where they lie beside the project."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.lookalike.music.conftest import Music

SHEET = Path(__file__).parents[6] / "shared" / "facts" / "ytmusic.md"
BLOCK = re.compile(r"<!-- skel:(\w+) -->\s*```json\n(.*?)```", re.DOTALL)
CONSTANT = re.compile(r"[A-Z]+(_[A-Z0-9]+)+")

pytestmark = pytest.mark.skipif(not SHEET.exists(), reason="the shapes lie elsewhere")


@cache
def shapes() -> dict[str, Any]:
    return {name: json.loads(block) for name, block in BLOCK.findall(SHEET.read_text(encoding="utf-8"))}


def missing(shape: Any, served: Any, path: str = "") -> list[str]:
    """Where ``served`` lacks what ``shape`` has: keys, kinds of values, and constants; texts and IDs are free."""
    if isinstance(shape, dict) and isinstance(served, dict):
        return [
            gap
            for key, value in shape.items()
            for gap in (missing(value, served[key], f"{path}.{key}") if key in served else [f"{path}.{key}"])
        ]
    if isinstance(shape, list) and isinstance(served, list):
        return [gap for number, value in enumerate(shape) for gap in nearest(value, served, f"{path}[{number}]")]
    constant = isinstance(shape, str) and CONSTANT.fullmatch(shape)
    return [] if type(shape) is type(served) and (not constant or shape == served) else [f"{path}: {served!r}"]


def nearest(shape: Any, served: list[Any], path: str) -> list[str]:
    """What the likest of the items lacks."""
    return min((missing(shape, one, path) for one in served), key=len, default=[path])


def check(name: str, served: Any) -> None:
    assert missing(shapes()[name], served) == []


def test_a_shape_that_is_not_there_would_be_noticed() -> None:
    assert missing({"a": [{"b": "X_Y"}]}, {"a": [{"b": "X_Z"}]}) == [".a[0].b: 'X_Z'"]
    assert missing({"a": [{"b": "text"}]}, {"a": [{"c": 1}, {"b": "other"}]}) == []
    assert missing({"a": [{"b": 1}]}, {"a": []}) == [".a[0]"]
    assert missing({"a": 1}, {"a": "1"}) == [".a: '1'"]


def test_search(service: Music) -> None:
    check("search_songs", service.ask("search", query="Number", params="EgWKAQIIAWoMEA4QChADEAQQCRAF"))


def test_the_player(service: Music) -> None:
    check("get_song", service.ask("player", video_id="video000900"))


def test_an_own_playlist(service: Music) -> None:
    made = service.made(*range(150))
    service.client.edit_playlist(made, description="Some text")
    check("get_playlist_owned", service.ask("browse", browseId=f"VL{made}"))


def test_its_next_page_with_a_row_that_is_gone(service: Music) -> None:
    made = service.made(*range(150))
    service.switch(gone={"video000120": "grey"})
    first = service.ask("browse", browseId=f"VL{made}")
    (token,) = set(re.findall(r"'token': '([^']+)'", str(first)))
    check("get_playlist_cont", service.ask("browse", continuation=token))


def test_the_answers_to_creation(service: Music) -> None:
    service.switch(creations_a_day=1)
    check("create_ok", service.ask("playlist/create", title="One"))
    check("create_gated", service.ask("playlist/create", title="Two"))


def test_the_answers_to_edits(service: Music) -> None:
    made = service.made()
    action = {"action": "ACTION_ADD_VIDEO", "addedVideoId": "video000001"}
    check("add_ok", service.edit(made, action).json())
    check("add_dup", service.edit(made, action).json())
    check("edit_ok", service.edit(made).json())


def test_the_library(service: Music) -> None:
    service.made()
    check("library", service.ask("browse", browseId="FEmusic_liked_playlists"))


def test_every_shape_is_looked_at() -> None:
    looked_at = set(re.findall(r'check\("(\w+)"', Path(__file__).read_text(encoding="utf-8")))
    assert set(shapes()) == looked_at
