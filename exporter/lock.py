"""The lock: what was decided for each song, beside the playlist, so that tomorrow's push searches nothing.

JSON with one line per decision, sorted, so that a change of one decision is a change of one line in git. It names
the decisions per backend, and per target the remote playlist. It changes only when a decision does.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

import msgspec

from exporter.errors import LockError
from exporter.lock_lines import Gathered, Line, Strange, from_json, marked, parsed
from exporter.locked import Candidate, Home, Locked, PartHome, one_home
from exporter.model import Decision, Reason, Score, Scored, Song, Track, Verdict
from exporter.store import write_atomic

__all__ = [
    "CONTESTED",
    "Candidate",
    "Home",
    "Lock",
    "Locked",
    "PartHome",
    "carried_over",
    "dumps",
    "fingerprint",
    "loads",
    "read",
    "song_key",
    "song_keys",
    "stands",
    "to_claim",
    "to_decision",
    "to_locked",
    "why_open",
    "write",
]

logger = logging.getLogger("exporter.lock")

MAJOR, MINOR = 1, 1
"""A lock says the lowest minor version that knows all it holds, so that it changes only with what it says."""
CANDIDATES = 5
"""How many candidates of an open question are kept for the person who answers it: all that a search proposes."""
CONTESTED = "same track"
"""The name of the reason why a song is in question when other songs of its playlist were given its track."""
VERSION = re.compile(r'"version"\s*:\s*"?([^",{}\s]+)')
UNMARK = "Each decision is one line: keep those of both sides, one for each song, and remove the marks."


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


def carried_over(now: Lock, before: Lock, ours: Lock) -> Lock:
    """The lock as it is ``now``, with what ``ours`` changed since ``before``: somebody else wrote it meanwhile.

    Our newer decisions stand, but a pin that somebody made meanwhile stands above them.
    """
    services = dict.fromkeys((*now.decisions, *ours.decisions))
    decisions = {service: _carried_over(now.of(service), before.of(service), ours.of(service)) for service in services}
    homes = dict(now.homes)
    for target, home in ours.homes.items():
        if home != before.homes.get(target):
            homes[target] = one_home(home, homes.get(target, home)) or _ours(target, home, homes[target])
    return Lock(decisions, homes)


def _carried_over(
    now: Mapping[str, Locked], before: Mapping[str, Locked], ours: Mapping[str, Locked]
) -> Mapping[str, Locked]:
    changed = {song for song in {*before, *ours} if before.get(song) != ours.get(song)}
    pinned = {song for song, entry in now.items() if entry.how == "pin" and entry != before.get(song)}
    kept = {song: entry for song, entry in now.items() if song not in changed - pinned}
    return kept | {song: ours[song] for song in changed - pinned if song in ours}


def _ours(target: str, home: Home, other: Home) -> Home:
    """Of two playlists that two runs made at once the one that was just pushed to."""
    logger.warning(
        "Two runs made the playlist on %s. The lock keeps %s; delete the other one there: %s",
        target,
        home.url or home.id,
        other.url or other.id,
    )
    return home


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
    """The lock as text: one line per decision, in an order that depends on nothing but the decisions.

    Each decision names its service, so that it means the same wherever git puts the line.
    """

    def line(value: object) -> str:
        return msgspec.json.encode(value).decode()

    def decision(service: str, entry: Locked) -> str:
        return f'{line(entry)[:-1]},"service":{line(service)}}}'

    targets = ",\n".join(f"    {line(name)}: {line(lock.homes[name])}" for name in sorted(lock.homes))
    services = ",\n".join(
        f"    {line(service)}: [\n"
        + ",\n".join(
            f"      {decision(service, lock.decisions[service][song])}" for song in sorted(lock.decisions[service])
        )
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
    """The lock that ``text`` holds, also when git merged it line by line; ``name`` is for errors.

    Raises:
        LockError: it is no lock, is damaged, was written by a newer exporter, or says two things about one song.
    """
    text = text.removeprefix("\ufeff")  # a byte order mark, as some editors write it
    if line := marked(text):
        raise LockError(name, "a merge conflict is left in the lock.", line=line, hint=UNMARK)
    versions = VERSION.findall(text)
    newer = True in {_is_newer(version, name) for version in versions}
    try:
        lines = list(parsed(text, newer=newer))
    except Strange as strange:
        lines = _laid_out_anew(text, name, strange, newer=newer)
    if not versions:
        raise LockError(name, "it does not say which version of a lock it is.", hint=_way_back(name))
    found = Gathered(name)
    for number, key, value in lines:
        if isinstance(value, Locked):
            found.decide(key, number, value)
        else:
            found.settle(key, number, value)
    return Lock(found.decisions(), found.homes())


def _laid_out_anew(text: str, name: str, strange: Strange, *, newer: bool) -> list[Line]:
    """The lines of a lock in somebody else's layout. When it is none at all, what was ``strange`` is told."""
    try:
        return list(from_json(text, newer=newer))
    except json.JSONDecodeError as error:
        place = (strange.line, strange.column, strange.told)
        line, column, told = place if '{"song"' in text else (error.lineno, error.colno, error.msg)
        told = f"the lock is damaged: {told}."
        raise LockError(name, told, line=line, column=column, hint=_way_back(name)) from error
    except Strange as error:
        line = strange.line if strange.told == error.told else 0
        raise LockError(name, f"this is no lock: {error.told}.", line=line, hint=_way_back(name)) from error


def read(path: Path) -> Lock:
    """The lock at ``path``; an empty one when there is none yet."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Lock()
    except UnicodeDecodeError as error:
        raise LockError(str(path), "this is not UTF-8 text.", hint=_way_back(str(path))) from error
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


def _way_back(name: str) -> str:
    again = f"exporter push {shlex.quote(PurePath(name).stem)} --to TARGET --adopt"
    return f"Restore it from git. Or delete it: `{again}` decides anew, and gives it its playlist back."


def _is_newer(version: str, name: str) -> bool:
    """Whether the lock may say more than this exporter knows.

    Raises:
        LockError: it may even mean something else.
    """
    major, _, minor = version.partition(".")
    if not (major.isdecimal() and minor.isdecimal()):
        raise LockError(name, f"{version!r} is no lock version.", hint=_way_back(name))
    if int(major) > MAJOR:
        told = f"this was written by a newer exporter (lock version {version}; this one reads {MAJOR}.{MINOR})."
        raise LockError(name, told, hint="Upgrade: pip install --upgrade playlist-exporter")
    newer = int(major) == MAJOR and int(minor) > MINOR
    if newer:
        logger.warning(
            "%s was written by a newer exporter (lock version %s); what is new in it is ignored.", name, version
        )
    return newer
