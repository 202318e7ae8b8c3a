"""What was pushed to the sandbox: playlists as documents in one small SQLite file.

Every change is one transaction, so a killed process leaves the state before or after it, and two processes may share
the file. A playlist is one JSON document per version: the newest counts, older ones are kept only as long as a
look-alike wants to answer with yesterday's truth (services do, see ``Store.get``).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from exporter.errors import ExporterError, from_system

BUSY_SECONDS = 10.0
"""How long a transaction waits for another process's."""
DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
REFUSED = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
"""What SQLite says (its primary result codes) where the system refuses: a full disk, a folder that is read-only."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS playlists (
    service TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, at REAL NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (service, id, version)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (
    service TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (service, key)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a stored playlist: the track's ID, when it was added (seconds since the epoch), the row's own ID.

    ``id`` is empty on services whose rows have none.
    """

    track: str
    added: float
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A playlist as the sandbox keeps it.

    ``owner`` is a user's ID, empty for the sandbox's own user; ``saved`` says whether the own user has it in the
    library; ``version`` counts changes from 1; ``created`` and ``changed`` are seconds since the epoch; ``extra`` is
    for what only one service has.
    """

    service: str
    id: str
    name: str
    description: str = ""
    owner: str = ""
    public: bool = False
    collaborative: bool = False
    saved: bool = True
    rows: tuple[Row, ...] = ()
    version: int = 1
    created: float = 0.0
    changed: float = 0.0
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)


class Store:
    """The file. Safe for threads and for several processes; every method is one transaction.

    ``clock`` gives seconds since the epoch.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Open ``path``, or make it.

        Raises:
            ExporterError: the file is damaged, or the system refuses to let it be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._lock = threading.RLock()
        with _told(path):
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            _until_free(lambda: self._db.execute("PRAGMA journal_mode=WAL"))
            self._db.execute("PRAGMA synchronous=NORMAL")
            with self._transaction() as db:
                for statement in SCHEMA.split(";\n"):
                    db.execute(statement)

    def get(self, service: str, playlist_id: str, *, at: float | None = None) -> Stored | None:
        """The playlist, or None; with ``at`` as it was then (as it first was, if it is younger)."""
        with self._lock:
            found = self._db.execute(
                "SELECT body FROM playlists WHERE service = ? AND id = ? ORDER BY at <= ? DESC,"
                " CASE WHEN at <= ? THEN -version ELSE version END LIMIT 1",
                (service, playlist_id, *([at if at is not None else float("inf")] * 2)),
            ).fetchone()
        return _parsed.of(found[0]) if found else None

    def all(self, service: str = "") -> tuple[Stored, ...]:
        """All playlists, of one service or of every one, the newest first."""
        with self._lock:
            found = self._db.execute(
                "SELECT body FROM playlists AS one WHERE (? = '' OR service = ?) AND version ="
                " (SELECT max(version) FROM playlists AS two WHERE two.service = one.service AND two.id = one.id)",
                (service, service),
            ).fetchall()
        playlists = (_parsed.of(body) for (body,) in found)
        return tuple(sorted(playlists, key=lambda one: (-one.created, one.id)))

    def add(self, playlist: Stored) -> Stored:
        """Keep a new playlist; version and times are set here."""
        now = self._clock()
        new = replace(playlist, version=1, created=now, changed=now)
        with self._transaction() as db:
            _insert(db, new)
        return new

    def change(
        self, service: str, playlist_id: str, edit: Callable[[Stored], Stored], *, remember: float = 0.0
    ) -> Stored:
        """Put ``edit(playlist)`` in the playlist's place, as its next version.

        Versions that were current within the last ``remember`` seconds stay readable by ``get(..., at=...)``. What
        ``edit`` raises leaves everything as it was.

        Raises:
            KeyError: there is no such playlist.
        """
        with self._transaction() as db:
            old = self.get(service, playlist_id)
            if old is None:
                raise KeyError(playlist_id)
            now = self._clock()
            new = replace(edit(old), service=service, id=playlist_id, version=old.version + 1, changed=now)
            _insert(db, new)
            db.execute(
                "DELETE FROM playlists WHERE service = ?1 AND id = ?2 AND version <"
                " (SELECT max(version) FROM playlists WHERE service = ?1 AND id = ?2 AND at <= ?3)",
                (service, playlist_id, now - remember),
            )
        return new

    def remove(self, service: str, playlist_id: str) -> None:
        """Forget the playlist altogether."""
        with self._transaction() as db:
            db.execute("DELETE FROM playlists WHERE service = ? AND id = ?", (service, playlist_id))

    def note(self, service: str, key: str) -> str:
        """What was noted under ``key``, or an empty string."""
        with self._lock:
            found = self._db.execute("SELECT value FROM notes WHERE service = ? AND key = ?", (service, key)).fetchone()
        return str(found[0]) if found else ""

    def write_note(self, service: str, key: str, value: str) -> None:
        """Note ``value`` under ``key``: a used code, a day's quota."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (service, key, value))

    def number(self, service: str) -> int:
        """The next number of a row that starts at 1 and gives none twice, in no process."""
        with self._transaction() as db:
            number = int(self.note(service, "number") or 0) + 1
            db.execute("INSERT OR REPLACE INTO notes VALUES (?, 'number', ?)", (service, str(number)))
        return number

    def clear(self) -> None:
        """Forget everything but the numbers: an ID that was given once is never given again."""
        with self._transaction() as db:
            db.execute("DELETE FROM playlists")
            db.execute("DELETE FROM notes WHERE key != 'number'")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _insert(db: sqlite3.Connection, playlist: Stored) -> None:
    body = msgspec.json.encode(playlist)
    key = (playlist.service, playlist.id, playlist.version)
    db.execute("INSERT INTO playlists VALUES (?, ?, ?, ?, ?)", (*key, playlist.changed, body))
    _parsed.keep(body, playlist)


class _Parsed:
    """Documents that were written or read lately, by their text: parsing a long one takes longer than all else."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._known: dict[bytes, Stored] = {}

    def keep(self, body: bytes, playlist: Stored) -> Stored:
        with self._lock:
            self._known.pop(body, None)
            self._known[body] = playlist
            if len(self._known) > self._most:
                self._known.pop(next(iter(self._known)))
        return playlist

    def of(self, body: bytes) -> Stored:
        return self._known.get(body) or self.keep(body, msgspec.json.decode(body, type=Stored))


_parsed = _Parsed(64)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What SQLite says of a damaged file, or of one that cannot be written, as an error of ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        trouble = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the higher bits tell details
        if trouble in DAMAGED:
            raise ExporterError(
                f"The sandbox's playlists are damaged ({path}: {error}).",
                hint="Delete that file; the next push to the sandbox makes its playlists anew.",
            ) from error
        if trouble in REFUSED:
            raise from_system(OSError(0, str(error), str(path))) from error
        raise


def _until_free(action: Callable[[], object]) -> None:
    """Repeat while another process holds the file: a change of the journal's mode does not wait by itself."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            action()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return
