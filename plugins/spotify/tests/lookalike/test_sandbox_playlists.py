from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spotipy import SpotifyException

from exporter import Move
from exporter.model import apply_edit
from exporter.sandbox import Row, Stored
from exporter_spotify.sandbox import edits
from exporter_spotify.sandbox.refused import Refused

if TYPE_CHECKING:
    from tests.lookalike.conftest import Spotify


def test_x(spotify: Spotify) -> None:
    made = spotify.made(*range(250))
    assert spotify.numbers(made) == list(range(250))
    spotify.client.search("lemon", type="track")
    spotify.client.current_user_playlists()
    spotify.client.playlist(made)
    spotify.client.me()
    assert spotify.client.track(f"{900:022d}")["name"] == "Lemon"
