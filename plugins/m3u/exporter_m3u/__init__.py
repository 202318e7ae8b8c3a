"""A folder of music files as a backend of exporter. Only the hooks live here; nothing heavy is imported early."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from exporter import BackendInfo, Feature, Limits, Setting, hookimpl

if TYPE_CHECKING:
    from exporter import Backend, Connection


def _is_folder(value: object) -> bool:
    try:
        return isinstance(value, str) and Path(value).expanduser().is_absolute()
    except RuntimeError:  # the home folder of somebody whom this system does not know
        return False


FOLDER = Setting(_is_folder, 'a folder, such as "~/Music" or "/srv/music"')


@hookimpl
def exporter_backends() -> list[BackendInfo]:
    """Playlists of the files in a folder."""
    return [
        BackendInfo(
            name="m3u",
            label="Music folder",
            connect=_connect,
            hosts={},  # nobody is asked over the network, so that there is no login either
            settings={"music": FOLDER, "playlists": FOLDER},
            scratch=_scratch,
            track_id=lambda text: normalize("NFC", text.strip()) or None,
            playlist_id=lambda text: normalize("NFC", text.strip()) or None,
            features=frozenset(Feature) - {Feature.VIDEO_SEARCH},
            limits=Limits(  # a file is written whole, so that one edit may hold any number of rows
                add=10_000,
                remove=10_000,
                move=10_000,
                name=200,
                description=1000,
                workers=1,
            ),
        )
    ]


def _connect(connection: Connection) -> Backend:
    from exporter_m3u.backend import connect  # noqa: PLC0415 - with it comes the reader of tags

    return connect(connection)


def _scratch(folder: Path) -> Mapping[str, object]:
    from exporter_m3u.scratch import scratch  # noqa: PLC0415 - only the sandbox needs it

    return scratch(folder)
