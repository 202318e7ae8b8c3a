from __future__ import annotations

from pathlib import Path

import pytest
from exporter_m3u import exporter_backends
from exporter_m3u.scratch import silent_flac

from exporter import Backend, Connection, Song, Track
from exporter.testing import HOSTILE, BackendContract, Service

SONGS = ("夜明けの約束", "Paper Boats", "Sommerregen", "Ночной поезд", "Café Lumière", "달빛 정거장")
MORE = ("Velvet Harbour", "Quiet Machines", "Ninety Windows", "Ember Street", "Überall Schnee", "雨の図書館")
ARTIST = "The Contract"


def a_folder_of_songs(folder: Path) -> Path:
    for number, title in enumerate((*SONGS, *MORE)):
        tags = {"TITLE": [title], "ARTIST": [ARTIST], "ISRC": [f"QZCTR26{number:05}"]}
        (folder / f"{number:02} {title}.flac").write_bytes(silent_flac(tags, 200))
    for number, title in enumerate(HOSTILE.values()):
        (folder / f"hostile {number}.flac").write_bytes(silent_flac({"TITLE": [title], "ARTIST": ["The Hostile"]}, 9))
    return folder


class TestContract(BackendContract):
    @pytest.fixture
    def service(self, tmp_path: Path) -> Service:
        music, playlists = tmp_path / "music", tmp_path / "playlists"
        music.mkdir()
        a_folder_of_songs(music)
        info = exporter_backends()[0]
        opened: list[Connection] = []

        def connect() -> Backend:
            settings = {"music": str(music), "playlists": str(playlists)}
            opened.append(Connection(info, settings=settings, folder=tmp_path / "state"))
            return info.connect(opened[-1])

        return Service(
            info=info,
            connect=connect,
            song=Song("夜明けの約束", (ARTIST,), isrc="QZCTR2600000"),
            track_ids=[f"{number:02} {title}.flac" for number, title in enumerate((*SONGS, *MORE))],
            writes=lambda: sum(connection.counts["write"] for connection in opened),
            hostile=[
                Track("m3u", f"hostile {number}.flac", title, ("The Hostile",))
                for number, title in enumerate(HOSTILE.values())
            ],
        )
