"""Asks for every locked track whether it is still there, and looks for what could take the place of a dead one.

Each track is asked for once on a target, however many playlists hold it. What could not be asked is no death.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from exporter import clock
from exporter import lock as locks
from exporter.asking import STOPS, ask_all
from exporter.errors import ExporterError, LoginError, PluginError, Unsafe, UsageError
from exporter.health.condition import UNSURE, Condition, condition, replacement
from exporter.health.doubts import Answers, doubted
from exporter.lock import Lock, Locked, song_keys, stands, to_locked
from exporter.matching import judge
from exporter.matching.resolve import Asking, search
from exporter.model import Decision, Playlist, Song, Track, Verdict
from exporter.overview.states import backends
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.reviewing.neighbours import beside_the_others
from exporter.store import alone
from exporter.sync.guards import FEW, MANY
from exporter.targets import Opened, Targets

logger = logging.getLogger("exporter")

Told = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Link:
    """A song with its locked track. ``number`` is its place in the playlist, from 0.

    ``pinned``: a person chose the track, and only a person changes it. ``proposal`` is what could take its place;
    ``written`` says that the lock holds that now, and ``why`` what could not be asked.
    """

    playlist: Playlist
    target: Target
    label: str
    number: int
    song: Song
    key: str
    entry: Locked
    condition: Condition = Condition.FINE
    now: Track | None = None
    proposal: Decision | None = None
    written: bool = False
    why: str = ""

    @property
    def pinned(self) -> bool:
        """Whether a person chose the track."""
        return self.entry.how == "pin" or self.entry.only_here

    @property
    def needs_a_person(self) -> bool:
        """Whether nothing but a person settles it: an accepted proposal does where it was written."""
        settled = self.written and self.proposal is not None and self.proposal.verdict is Verdict.ACCEPT
        return self.condition not in {Condition.FINE, *UNSURE} and not settled


@dataclass(frozen=True, slots=True)
class Checked:
    """Every locked track of some playlists on one target, the requests it took, and what stopped the asking."""

    target: Target
    label: str
    links: tuple[Link, ...] = ()
    requests: Mapping[str, int] = field(default_factory=dict)
    error: ExporterError | None = None

    @property
    def counts(self) -> Mapping[Condition, int]:
        """How many different tracks fare how."""
        return _counts(self.links)


def check_links(
    project: Project,
    plugins: Plugins,
    names: Sequence[str],
    target: Target | None = None,
    *,
    write: bool = False,
    yes: bool = False,
    told: Told = lambda _label, _count: None,
) -> tuple[Checked, ...]:
    """Ask for every locked track of the playlists on ``target``, or on each backend that has decisions of theirs.

    With ``write`` the locks get what takes the place of dead tracks. ``yes`` believes in deaths at once, also where
    suspiciously many are dead. ``told`` hears of each target how many tracks it is asked for.

    Raises:
        UsageError, FileError, LockError: a name, a file or a lock is wrong.
        LoginError: ``target`` is not logged in, or none of the backends is.
    """
    playlists = [project.load(name) for name in names]
    found: list[Checked] = []
    refused: list[ExporterError] = []
    with Targets(project, plugins) as targets:
        for on, links in _by_target(project, playlists, target):
            try:
                opened = targets.open(on, as_guest=True)
            except (LoginError, PluginError, UsageError) as error:
                if target is not None:
                    raise
                logger.warning("%s is left out: %s", on, error.message)
                refused.append(error)
                continue
            told(opened.info.label, len({link.entry.id for link in links}))
            found.append(_Check(project, opened, links, write=write, yes=yes).carry_out())
    if refused and not found:
        raise refused[0]
    return tuple(found)


def _by_target(
    project: Project, playlists: Sequence[Playlist], target: Target | None
) -> Iterator[tuple[Target, list[Link]]]:
    """The links to ask for, target by target; profiles of a backend share their decisions and count once."""
    links: dict[Target, list[Link]] = {}
    for playlist in playlists:
        beside = locks.read(project.lock_path(playlist.slug, Target("")))
        for on in (target,) if target else backends(playlist, beside):
            lock = locks.read(project.lock_path(playlist.slug, on))
            links.setdefault(on, []).extend(_links(playlist, lock, on))
    yield from ((on, found) for on, found in links.items() if found)


def _links(playlist: Playlist, lock: Lock, target: Target) -> Iterator[Link]:
    """Every different song of a playlist that has a track, with its first place."""
    service, seen = target.backend, set[str]()
    entries, keys = lock.of(service), song_keys(playlist.songs, service)
    for number, (song, key) in enumerate(zip(playlist.songs, keys, strict=True)):
        entry = entries.get(key)
        if key in seen or entry is None or service in song.skip or not stands(entry, song, service):
            continue
        if entry.verdict is Verdict.ACCEPT and entry.id:
            seen.add(key)
            yield Link(playlist, target, service, number, song, key, entry)


class _Check:
    """The links of one target on their way from asked to told and written."""

    def __init__(self, project: Project, opened: Opened, links: Sequence[Link], *, write: bool, yes: bool) -> None:
        self.project, self.opened, self.write, self.yes = project, opened, write, yes
        self.links = [replace(link, label=opened.info.label) for link in links]
        self.stopped: ExporterError | None = None

    def carry_out(self) -> Checked:
        """Ask, propose, and write where that is wanted."""
        self._ask()
        try:
            self._guard()
            self.links = [self._proposed(link) for link in self.links]
            if self.write:
                self._write()
        except ExporterError as error:
            self.stopped = self.stopped or error
        requests = {str(kind): count for kind, count in self.opened.connection.counts.items()}
        return Checked(self.opened.target, self.opened.info.label, tuple(self.links), requests, self.stopped)

    def _ask(self) -> None:
        ids = {link.entry.id: link.entry.id for link in self.links}
        answers: dict[str, Track | ExporterError | None] = {}
        workers, interrupt = self.opened.info.limits.workers, self.opened.connection.interrupt
        asking = ask_all(ids, lambda track_id, _: self.opened.backend.track(track_id), workers, interrupt)
        with closing(asking) as found:
            for track_id, answer in found:
                answers[track_id] = answer
                if isinstance(answer, STOPS):
                    self.stopped = self.stopped or answer
        doubts = self._doubted(answers)
        self.links = [_fares(link, answers[link.entry.id], doubts) for link in self.links]

    def _doubted(self, answers: Answers) -> frozenset[str]:
        """The tracks that count as gone only when another day says the same."""
        if not self.opened.info.forgetful or self.yes:
            return frozenset()
        return doubted(answers, self.project.doubts_path(self.opened.target), clock.today())

    def _guard(self) -> None:
        """Refuse to believe that a large part of all tracks died at once.

        Raises:
            Unsafe: it looks so.
        """
        counts = _counts(self.links)
        asked = sum(counts.values()) - counts[Condition.UNKNOWN]
        dead = counts[Condition.GONE] + counts[Condition.UNPLAYABLE]
        if asked >= FEW and dead > MANY * asked and not self.yes:
            raise Unsafe(
                f"{dead} of {asked} tracks on {self.opened.info.label} seem to be gone or unplayable, more than "
                f"{MANY:.0%}: rather the service or the market is wrong. Nothing was searched for or written.",
                hint="Look at some of them on the service, and at `market` in exporter.toml; --yes believes it.",
            )

    # Propose.

    def _proposed(self, link: Link) -> Link:
        """The link with what could take its place, where a search may say so."""
        if link.pinned or link.condition in {Condition.FINE, *UNSURE} or self.stopped:
            return link
        if link.now and link.condition is Condition.CHANGED:
            decision = judge(link.song, [link.now])
            if decision.verdict is Verdict.ACCEPT:  # it was renamed, and still is what the file means
                return replace(link, proposal=decision)
        try:
            return replace(link, proposal=self._search(link))
        except ExporterError as error:
            if isinstance(error, STOPS):
                self.stopped = error
            return replace(link, why=error.message)

    def _search(self, link: Link) -> Decision:
        service, now = self.opened.info.name, link.now if link.condition is Condition.CHANGED else None
        dead = () if now else (link.entry.id,)
        wary = replace(link.song, not_={**link.song.not_, service: (*link.song.not_.get(service, ()), *dead)})
        asking = self._asking(link)
        decision = replace(search(wary, asking).decision, on=asking.today.isoformat())
        decision = beside_the_others(link.playlist, link.number, decision, asking)
        return replacement(link.song, link.entry, decision, now)

    def _asking(self, link: Link) -> Asking:
        kept = locks.read(self._lock_path(link.playlist)).of(self.opened.info.name)
        return Asking(self.opened.backend, self.opened.info, judge, kept, clock.today())

    # Write.

    def _write(self) -> None:
        """Put into each lock what may be written; a song's line that changed meanwhile is left alone."""
        for playlist in {link.playlist.slug: link.playlist for link in self.links}.values():
            with alone(playlist.name, self.project.lock_mark(playlist.slug)):
                path = self._lock_path(playlist)
                lock = locks.read(path)
                mine = [link for link in self.links if link.playlist.slug == playlist.slug]
                new = {link.key: entry for link in mine if (entry := self._entry(link, lock)) is not None}
                locks.write(path, lock.decide(self.opened.info.name, new.values()))
            self.links = [
                replace(link, written=True) if link.playlist.slug == playlist.slug and link.key in new else link
                for link in self.links
            ]

    def _entry(self, link: Link, lock: Lock) -> Locked | None:
        """The lock's new line for a song; None where it stays. A track that cannot be played now may be back soon."""
        service = self.opened.info.name
        if link.proposal is None or lock.of(service).get(link.key) != link.entry:
            return None
        if link.condition is Condition.UNPLAYABLE and link.proposal.verdict is not Verdict.ACCEPT:
            return None
        return to_locked(link.song, service, link.proposal, link.key)

    def _lock_path(self, playlist: Playlist) -> Path:
        return self.project.lock_path(playlist.slug, self.opened.target)


def _fares(link: Link, answer: Track | ExporterError | None, doubts: frozenset[str]) -> Link:
    if link.entry.id in doubts:
        return replace(link, condition=Condition.DOUBTED)
    if isinstance(answer, ExporterError):
        return replace(link, condition=Condition.UNKNOWN, why=answer.message)
    return replace(link, condition=condition(link.entry, answer), now=answer)


def _counts(links: Iterable[Link]) -> Counter[Condition]:
    """How many different tracks fare how."""
    return Counter({link.entry.id: link.condition for link in links}.values())
