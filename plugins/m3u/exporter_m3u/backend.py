"""The calls: a playlist is an .m3u8 file in a folder, a track is a music file.

No request leaves the machine; what would be one is counted all the same, so that a report tells what was done.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from exporter import Account, Connection, Create, Describe, Edit, Item, Kind, Query, Remote, Track
from exporter.errors import NotFound, Rejected, ServiceError, UsageError
from exporter_m3u import listing as m3u
from exporter_m3u.files import replace_file
from exporter_m3u.library import Library, check_there, id_of
from exporter_m3u.listing import Line, Listing
from exporter_m3u.names import file_name

ENDING = ".m3u8"


def connect(connection: Connection) -> Folder:
    """The backend of the folders that the settings name.

    Raises:
        UsageError: they name none.
    """
    music = connection.settings.get("music")
    if not isinstance(music, str):
        raise UsageError(
            "Nobody said where your music is.",
            hint='Write it into exporter.toml: under [targets.m3u], music = "~/Music". '
            "To try it without any: `--to m3u@sandbox`",
        )
    playlists = connection.settings.get("playlists")
    return Folder(connection, _place(music), _place(playlists if isinstance(playlists, str) else music))


class Folder:
    """The backend. ``music`` has the files, ``playlists`` the lists of them."""

    def __init__(self, connection: Connection, music: Path, playlists: Path) -> None:
        """Nothing is read yet."""
        self._connection, self._music, self._playlists = connection, music, playlists
        self._opening = threading.Lock()
        self._library: Library | None = None

    def account(self) -> Account:
        """Whoever has the folder."""
        self._open()
        return Account(id=str(self._music), name=str(self._music))

    def search(self, query: Query) -> Sequence[Track]:
        """Files by their tags and names."""
        self._connection.count(Kind.SEARCH)
        return self._open().search(query)

    def track(self, track_id: str) -> Track | None:
        """The file of that path in the music folder."""
        self._connection.count(Kind.READ)
        file = self._open().file(track_id)
        return file.track if file else None

    def playlists(self, name: str) -> Sequence[Remote]:
        """The files that say they are called so, or say nothing and are."""
        self._connection.count(Kind.READ)
        found = ((path, self._parsed(path)[0]) for path in self._paths().values())
        return [self._remote(path, listing) for path, listing in found if _name(path, listing) == name]

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:  # noqa: ARG002 - a file is read at once
        """The rows of a file."""
        self._connection.count(Kind.READ)
        path = self._path(playlist_id)
        listing, version = self._parsed(path)
        items = tuple(map(self._item, listing.rows))
        return replace(self._remote(path, listing), items=items, version=version, total=len(items))

    def in_library(self, playlist_id: str) -> bool:
        """Whether the file is there."""
        self._connection.count(Kind.READ)
        return playlist_id in self._paths()

    def create(self, name: str, description: str, *, public: bool) -> Remote:  # noqa: ARG002 - files are as public as their folder
        """A new file. Its name is the playlist's, as far as file systems allow; a taken one gets a number."""
        taken = {known.casefold() for known in self._paths()}
        stem = file_name(name)
        names = (f"{stem}{end}{ENDING}" for end in ("", *(f" ({number})" for number in range(2, len(taken) + 3))))
        path = self._playlists / next(one for one in names if one.casefold() not in taken)
        listing = Listing(name, description)
        self._write(path, listing)
        return self._remote(path, listing)

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Write the file anew, with what the edit changes."""
        path = self._path(playlist_id)
        listing, _ = self._parsed(path)
        match edit:
            case Create():
                raise Rejected("A playlist is made by create().")
            case Describe(name, description):
                changed = replace(listing, name=name, description=description)
            case _:
                try:
                    changed = m3u.edited(listing, edit, self._line)
                except IndexError:
                    raise ServiceError(
                        f"{path} was changed by somebody else meanwhile.", hint="Run the same command again."
                    ) from None
        self._write(path, changed)

    def _open(self) -> Library:
        """The library; looked through once, by whoever asks first."""
        with self._opening:
            if self._library is None:
                folder = self._connection.folder
                self._library = Library.open(self._music, folder / "tags.json" if folder else None)
            return self._library

    def _paths(self) -> dict[str, Path]:
        """Every playlist by its ID: its file's name, the same on systems that spell é in two ways."""
        check_there(self._music)
        check_there(self._playlists.parent)  # the folder itself is made with the first playlist
        with _told(self._playlists):
            found = sorted(self._playlists.iterdir()) if self._playlists.is_dir() else []
        return {
            normalize("NFC", path.name): path
            for path in found
            if path.suffix == ENDING and not path.name.startswith(".")
        }

    def _path(self, playlist_id: str) -> Path:
        path = self._paths().get(playlist_id)
        if path is None:
            raise NotFound(f"There is no playlist {playlist_id!r} in {self._playlists}.")
        return path

    def _parsed(self, path: Path) -> tuple[Listing, str]:
        """The listing in a file, and the hash of it."""
        with _told(path):
            content = path.read_bytes()
        return m3u.parse(content.decode("utf-8", "surrogateescape")), sha256(content).hexdigest()[:16]

    def _write(self, path: Path, listing: Listing) -> None:
        self._connection.count(Kind.WRITE)
        try:
            content = m3u.write(listing).encode("utf-8", "surrogateescape")
        except UnicodeEncodeError as error:
            raise Rejected("The name or the description has characters that no file can hold.") from error
        with _told(path):
            replace_file(path, content)

    def _remote(self, path: Path, listing: Listing) -> Remote:
        playlist_id = normalize("NFC", path.name)
        return Remote(playlist_id, _name(path, listing), description=listing.description, url=str(path))

    def _item(self, line: Line) -> Item:
        """A row as a track, where it names a file in the music folder; else what it says of itself."""
        label, seconds = line.facts
        track_id = "" if "://" in line.path else id_of(_resolved(self._playlists, line.path), self._music)
        file = self._open().file(track_id) if track_id else None
        if file is None:
            return Item(track_id or "", title=label or line.path, duration=seconds, playable=False)
        track = file.track
        return Item(track.id, title=track.title, artists=track.artists, duration=track.duration, isrc=track.isrc)

    def _line(self, track_id: str) -> Line:
        file = self._open().file(track_id)
        if file is None:
            raise Rejected(f"There is no file {track_id!r} in {self._music}.")
        path = _written(file.path, self._playlists)
        label = " - ".join(filter(None, [", ".join(file.track.artists), file.track.title]))
        return Line(path, (m3u.facts(file.track.duration, label),))


def _place(named: str) -> Path:
    """The folder itself, not a link to it: ``..`` leads elsewhere there than behind a link."""
    return Path(named).expanduser().resolve()


def _name(path: Path, listing: Listing) -> str:
    return listing.name or normalize("NFC", path.stem)


def _resolved(folder: Path, written: str) -> Path:
    """The file that a line names, seen from the folder of its playlist; links are not followed."""
    try:
        return Path(os.path.normpath(folder / written))
    except ValueError:
        return folder


def _written(path: Path, folder: Path) -> str:
    """A path for a line: from the playlist's folder where there is a way, so that both may move together."""
    try:
        written = Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        written = str(path)
    return f"./{written}" if written.startswith("#") else written


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, as an error that says what was refused."""
    try:
        yield
    except OSError as error:
        raise ServiceError(
            f"{path} cannot be used: {error.strerror or error}.", hint="Nothing was changed there."
        ) from error
