"""The lock: what was decided for each song, beside the playlist, so that tomorrow's push searches nothing.

JSON with one line per decision, sorted, so that a change of one decision is a change of one line in git. It names
the decisions per backend, and per target the remote playlist. It changes only when a decision does.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from exporter.errors import LockError
from exporter.model import Decision, Reason, Score, Scored, Song, Track, Verdict
from exporter.store import write_atomic

logger = logging.getLogger("exporter.lock")

MAJOR, MINOR = 1, 1
"""A lock says the lowest minor version that knows all it holds, so that it changes only with what it says."""
CANDIDATES = 5
"""How many candidates of an open question are kept for the person who answers it: all that a search proposes."""
CONTESTED = "same track"
"""The name of the reason why a song is in question when other songs of its playlist were given its track."""
RESTORE = "Restore it from git. Or delete it: the next push decides anew, and --adopt gives it its playlist back."


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """One track that might be meant, with all that a person wants to know before choosing it."""

    id: str
    title: str = ""
    artists: tuple[str, ...] = ()
    score: float = 0.0
    url: str = ""
    album: str = ""
    year: int | None = None
    duration: float | None = None
    isrc: str = ""
    kind: str = "song"
    playable: bool = True


class Locked(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision as the lock keeps it. ``asked`` is the fingerprint of what the service was asked for.

    ``only_here`` marks a person's answer that no file has: those of the sandbox, whose IDs mean nothing elsewhere.
    ``contested`` marks a question that is none as far as the song alone goes: its first candidate was clearly right,
    but another song of the playlist was given the same track.
    """

    song: str
    verdict: Verdict
    id: str = ""
    title: str = ""
    artists: tuple[str, ...] = ()
    duration: float | None = None
    isrc: str = ""
    url: str = ""
    score: float = 0.0
    how: str = ""
    on: str = ""
    asked: str = ""
    why: str = ""
    candidates: tuple[Candidate, ...] = ()
    only_here: bool = False
    contested: bool = False


class PartHome(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a target keeps one part of a playlist. ``first`` is the track that the part begins with, for people."""

    id: str
    url: str = ""
    first: str = ""


class Home(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a target keeps the playlist. ``former`` are tracks of ours that no decision names any more.

    A playlist that is longer than the service allows has ``parts``: those after the first, in order. ``spare`` are
    parts that were emptied when the playlist became shorter; they are taken again when it grows.
    """

    id: str
    url: str = ""
    former: tuple[str, ...] = ()
    parts: tuple[PartHome, ...] = ()
    spare: tuple[PartHome, ...] = ()


class _Document(msgspec.Struct):
    version: str
    targets: dict[str, Home] = {}
    decisions: dict[str, list[Locked]] = {}


class Lock(msgspec.Struct, frozen=True):
    """Everything a lock file says: decisions by backend and song, homes by target."""

    decisions: Mapping[str, Mapping[str, Locked]] = {}
    homes: Mapping[str, Home] = {}

    def of(self, service: str) -> Mapping[str, Locked]:
        """The decisions of one backend, by song."""
        return self.decisions.get(service, {})

    def tracks(self, service: str, target: str) -> frozenset[str]:
        """Every track we may have put on the remote: the decided ones and the former ones."""
        home = self.homes.get(target)
        decided = {entry.id for entry in self.of(service).values() if entry.id}
        return frozenset(decided | set(home.former if home else ()))

    def decide(self, service: str, entries: Iterable[Locked]) -> Lock:
        """The lock with these decisions of one backend added or replaced; replaced tracks become former ones."""
        return self._with(service, {**self.of(service), **{entry.song: entry for entry in entries}})

    def forget(self, service: str, songs: Iterable[str]) -> Lock:
        """The lock without the decisions for songs that are not in the playlist any more."""
        gone = set(songs)
        return self._with(service, {song: entry for song, entry in self.of(service).items() if song not in gone})

    def settle(self, target: str, home: Home) -> Lock:
        """The lock with the place where a target keeps the playlist."""
        return Lock(self.decisions, {**self.homes, target: home})

    def _with(self, service: str, entries: Mapping[str, Locked]) -> Lock:
        before = {entry.id for entry in self.of(service).values() if entry.id}
        now = {entry.id for entry in entries.values()}

        def later(home: Home) -> Home:
            return msgspec.structs.replace(home, former=tuple(sorted({*home.former, *before} - now)))

        homes = {
            target: later(home) if target.partition("@")[0] == service else home for target, home in self.homes.items()
        }
        return Lock({**self.decisions, service: entries}, homes)


def song_key(song: Song) -> str:
    """How the lock names a song. Two entries of a playlist with the same key mean the same song."""
    return f"{song.label} [{song.version}]" if song.version else song.label


def song_keys(songs: Sequence[Song], service: str) -> tuple[str, ...]:
    """The keys of a playlist's songs, in order.

    Entries of the same title, artists and version are the same song, unless the file says different things of them
    (two pins, say); then the second one's key ends in ``(2)``.
    """
    meanings: dict[str, list[str]] = {}
    keys = []
    for song in songs:
        key, meaning = song_key(song), f"{fingerprint(song, service)}{service in song.skip}"
        known = meanings.setdefault(key, [])
        if meaning not in known:
            known.append(meaning)
        place = known.index(meaning)
        keys.append(f"{key} ({place + 1})" if place else key)
    return tuple(keys)


def fingerprint(song: Song, service: str) -> str:
    """Changes when the curator tells more about a song, so that an open question is asked anew."""
    facts = (song.aka, song.artist_aka, song.from_, song.album, song.year, song.duration, song.isrc, song.mbid)
    text = repr((facts, song.not_.get(service, ()), song.ids.get(service, "")))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def stands(entry: Locked, song: Song, service: str) -> bool:
    """Whether a line still says what the file means: until that pins another track, or refuses this one.

    An answer that no file has counts as a pin of the file would.
    """
    pin, refused = song.ids.get(service, ""), song.not_.get(service, ())
    if entry.only_here:
        return entry.id not in refused and not (pin and entry.asked != fingerprint(song, service))
    if (entry.how == "pin") != bool(pin):
        return False
    if entry.verdict is not Verdict.ACCEPT:
        return True
    return entry.id == pin if pin else bool(entry.id) and entry.id not in refused


def to_locked(song: Song, service: str, decision: Decision, key: str = "") -> Locked:
    """The line that keeps ``decision``, under ``key`` or the song's plain one.

    Not for ``unknown`` and ``skip``, which are no answers of the service.
    """
    if decision.verdict is Verdict.ACCEPT and decision.track is not None:
        track = decision.track
        return Locked(
            song=key or song_key(song),
            verdict=decision.verdict,
            id=track.id,
            title=track.title,
            artists=track.artists,
            duration=track.duration,
            isrc=track.isrc,
            url=track.url,
            score=round(decision.score, 3),
            how=decision.how,
        )
    return Locked(
        song=key or song_key(song),
        verdict=decision.verdict,
        on=decision.on,
        how=decision.how,
        asked=fingerprint(song, service),
        why=why_open(decision),
        candidates=tuple(map(_to_candidate, decision.others[:CANDIDATES])),
        contested=any(reason.name == CONTESTED for reason in decision.reasons),
    )


def why_open(decision: Decision) -> str:
    """What keeps a song from being accepted, in words."""
    return "; ".join(reason.words for reason in decision.reasons if reason.veto or reason.effect <= 0)


def to_decision(entry: Locked, service: str) -> Decision:
    """The decision that a line keeps."""
    reasons = (Reason("lock", entry.why),) if entry.why else ()
    if entry.verdict is not Verdict.ACCEPT:
        others = tuple(Scored(_to_track(one, service), Score(one.score)) for one in entry.candidates)
        return Decision(entry.verdict, reasons=reasons, others=others, how=entry.how, on=entry.on)
    track = Track(
        service, entry.id, entry.title, entry.artists, duration=entry.duration, isrc=entry.isrc, url=entry.url
    )
    return Decision(entry.verdict, track, entry.score, reasons, how=entry.how)


def to_claim(entry: Locked, service: str) -> Decision:
    """What was decided for a ``contested`` song before the other songs of its playlist were looked at."""
    best, *rest = to_decision(entry, service).others
    return Decision(Verdict.ACCEPT, best.track, best.score.value, others=tuple(rest), how=entry.how, on=entry.on)


def _to_candidate(one: Scored) -> Candidate:
    track = one.track
    return Candidate(
        track.id,
        track.title,
        track.artists,
        round(one.score.value, 3),
        track.url,
        track.album,
        track.year,
        track.duration,
        track.isrc,
        track.kind,
        track.playable,
    )


def _to_track(one: Candidate, service: str) -> Track:
    return Track(
        service,
        one.id,
        one.title,
        one.artists,
        one.album,
        one.year,
        one.duration,
        one.isrc,
        one.kind,
        one.playable,
        one.url,
    )


def dumps(lock: Lock) -> str:
    """The lock as text: one line per decision, in an order that depends on nothing but the decisions."""

    def line(value: object) -> str:
        return msgspec.json.encode(value).decode()

    targets = ",\n".join(f"    {line(name)}: {line(lock.homes[name])}" for name in sorted(lock.homes))
    services = ",\n".join(
        f"    {line(service)}: [\n"
        + ",\n".join(f"      {line(lock.decisions[service][song])}" for song in sorted(lock.decisions[service]))
        + "\n    ]"
        for service in sorted(lock.decisions)
        if lock.decisions[service]
    )
    said = [f'  "version": "{MAJOR}.{_minor(lock)}"']
    said += [f'  "targets": {{\n{targets}\n  }}'] if targets else []
    said += [f'  "decisions": {{\n{services}\n  }}'] if services else []
    return "{\n" + ",\n".join(said) + "\n}\n"


def _minor(lock: Lock) -> int:
    """The lowest minor version that knows what the lock holds: parts came with 1.1."""
    return 1 if any(home.parts or home.spare for home in lock.homes.values()) else 0


def loads(text: str, name: str) -> Lock:
    """The lock that ``text`` holds; ``name`` is for errors.

    Raises:
        LockError: it is no lock, is damaged, or was written by a newer exporter.
    """
    try:
        plain = json.loads(text)  # its errors name line and column, msgspec's do not
        if isinstance(plain, dict):
            _check_version(str(plain.get("version")), name)  # before the shape, which a newer one may have changed
        document = msgspec.json.decode(text, type=_Document)
    except json.JSONDecodeError as error:
        raise _damaged(text, name, error) from error
    except (msgspec.DecodeError, RecursionError) as error:
        line, told = _wrong_line(text) or (0, str(error))
        raise LockError(name, f"this is no lock: {told}.", line=line, hint=RESTORE) from error
    decisions = {service: _by_song(entries, service, text, name) for service, entries in document.decisions.items()}
    return Lock(decisions, document.targets)


def _by_song(entries: Iterable[Locked], service: str, text: str, name: str) -> dict[str, Locked]:
    found: dict[str, Locked] = {}
    for entry in entries:
        if found.setdefault(entry.song, entry) != entry:
            told = f"it holds two different decisions for {entry.song!r} on {service}."
            line = next((line for line, one in _decisions(text) if one == entry), 0)
            raise LockError(name, told, line=line, hint="Keep one of the two lines, and run again.")
    return found


def _decisions(text: str) -> Iterator[tuple[int, Locked | str]]:
    """The lines that are decisions, as :func:`dumps` writes them, each with its number, or what is wrong with it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith('{"song"'):
            try:
                yield number, msgspec.json.decode(line.strip().removesuffix(","), type=Locked)
            except (msgspec.DecodeError, RecursionError) as error:
                yield number, str(error)


def _wrong_line(text: str) -> tuple[int, str] | None:
    return next(((number, one) for number, one in _decisions(text) if isinstance(one, str)), None)


def read(path: Path) -> Lock:
    """The lock at ``path``; an empty one when there is none yet."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Lock()
    except UnicodeDecodeError as error:
        raise LockError(str(path), "this is not UTF-8 text.", hint=RESTORE) from error
    return loads(text, str(path))


def write(path: Path, lock: Lock) -> bool:
    """Write the lock if it says anything new; whether it did."""
    text = dumps(lock)
    try:
        if path.read_text(encoding="utf-8") == text:
            return False
    except FileNotFoundError:
        if not lock.homes and not any(lock.decisions.values()):
            return False
    write_atomic(path, text)
    return True


def _damaged(text: str, name: str, error: json.JSONDecodeError) -> LockError:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            hint = "Each decision is one line: keep those of both sides, one for each song, and remove the marks."
            return LockError(name, "a merge conflict is left in the lock.", line=number, hint=hint)
    told = f"the lock is damaged: {error.msg}."
    return LockError(name, told, line=error.lineno, column=error.colno, hint=RESTORE)


def _check_version(version: str, name: str) -> None:
    major, _, minor = version.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        raise LockError(name, f"{version!r} is no lock version.", hint=RESTORE)
    if int(major) > MAJOR:
        told = f"this was written by a newer exporter (lock version {version}; this one reads {MAJOR}.{MINOR})."
        raise LockError(name, told, hint="Upgrade: pip install --upgrade playlist-exporter")
    if int(major) == MAJOR and int(minor) > MINOR:
        logger.warning(
            "%s was written by a newer exporter (lock version %s); what is new in it is ignored.", name, version
        )
