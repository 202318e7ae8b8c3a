from __future__ import annotations

import subprocess
import sys

import pytest
from exporter_spotify import exporter_backends, kind_of

from exporter import Feature, Kind

API = "https://api.spotify.com/v1"


def test_the_plugin_is_known_without_importing_the_client_library() -> None:
    code = (
        "import sys, exporter_spotify; exporter_spotify.exporter_backends();"
        "print(sorted({'spotipy', 'requests', 'urllib3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.strip() == "[]"


def test_every_request_is_known_for_what_it_does() -> None:
    kinds = {
        ("GET", f"{API}/search?q=x"): Kind.SEARCH,
        ("GET", f"{API}/tracks/4iV5W9uYEdYUVa79Axb7Rh"): Kind.READ,
        ("GET", f"{API}/me/"): Kind.READ,
        ("POST", f"{API}/me/playlists"): Kind.WRITE,
        ("PUT", f"{API}/playlists/3cEYpjA9oz9GiPac4AsH4n/items"): Kind.WRITE,
        ("DELETE", f"{API}/playlists/3cEYpjA9oz9GiPac4AsH4n/items"): Kind.WRITE,
        ("POST", "https://accounts.spotify.com/api/token"): Kind.AUTH,
    }
    assert {request: kind_of(*request) for request in kinds} == kinds


@pytest.mark.parametrize("feature", [Feature.ADD_ANYWHERE, Feature.MOVE_RANGE, Feature.ISRC_SEARCH, Feature.VERSIONS])
def test_spotify_says_what_it_can_do(feature: Feature) -> None:
    assert feature in exporter_backends()[0].features


def test_spotify_cannot_remove_one_of_several_equal_rows() -> None:
    assert Feature.REMOVE_ROWS not in exporter_backends()[0].features
