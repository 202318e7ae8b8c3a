"""The open questions of playlists, their candidates, and the answers of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from exporter import logins
from exporter.backend import BackendInfo
from exporter.clock import today
from exporter.errors import FileError, LoginError, PluginError, Problem, UsageError
from exporter.lock import Locked, fingerprint, song_keys, to_decision, why_open
from exporter.matching import compare, judge
from exporter.matching.resolve import Asking, Searched, search
from exporter.matching.rules import OTHER_TITLE
from exporter.model import Decision, Playlist, Query, Scored, Song, Track, Verdict
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.reviewing.desk import NOBODY, Desk
from exporter.reviewing.neighbours import beside_the_others
from exporter.reviewing.pins import id_in, look_up
from exporter.targets import Opened, Targets

SHOWN = 5
"""Candidates of one search that a person is shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """A song in question on one target, or (``verdict``) missing there.

    ``numbers`` are its places in the playlist, from 0. ``candidates`` are what may be chosen, best first; ``proposed``
    are the IDs that the matcher would propose again. ``stale`` says that the curator told more about the song since
    it was asked.
    """

    playlist: Playlist
    target: Target
    label: str
    numbers: tuple[int, ...]
    song: Song
    why: str
    on: str
    candidates: tuple[Scored, ...] = ()
    proposed: frozenset[str] = frozenset()
    stale: bool = False
    verdict: Verdict = Verdict.REVIEW


@dataclass(frozen=True, slots=True)
class Place:
    """One playlist on one target: where questions can be open."""

    desk: Desk
    target: Target
    info: BackendInfo

    @property
    def decided(self) -> bool:
        """Whether anything was ever decided here."""
        return bool(self.desk.lock(self.target).of(self.info.name))


def open_questions(place: Place, verdicts: Collection[Verdict] = (Verdict.REVIEW,)) -> Iterator[Question]:
    """What the lock holds in review (or ``verdicts``) and nobody answered since, in the order of the file."""
    service, songs = place.info.name, place.desk.playlist.songs
    entries = place.desk.lock(place.target).of(service)
    found: dict[str, list[int]] = {}
    for number, (song, key) in enumerate(zip(songs, song_keys(songs, service), strict=True)):
        entry = entries.get(key)
        if entry and entry.verdict in verdicts and _is_open(song, service, entry):
            found.setdefault(key, []).append(number)
    for key, numbers in found.items():
        yield _question(place, tuple(numbers), entries[key])


def _is_open(song: Song, service: str, entry: Locked) -> bool:
    if service in song.skip or entry.only_here or entry.why == NOBODY.words:
        return False
    unknown_pin = entry.how == "pin" and entry.asked == fingerprint(song, service)
    return service not in song.ids or unknown_pin


def _question(place: Place, numbers: tuple[int, ...], entry: Locked) -> Question:
    service, song = place.info.name, place.desk.playlist.songs[numbers[0]]
    refused = song.not_.get(service, ())
    kept = [one.track for one in to_decision(entry, service).others if one.track.id not in refused]
    return Question(
        place.desk.playlist,
        place.target,
        place.info.label,
        numbers,
        song,
        entry.why,
        entry.on,
        ranked(song, kept),
        frozenset(track.id for track in kept if entry.verdict is Verdict.REVIEW),
        entry.asked != fingerprint(song, service),
        entry.verdict,
    )


def ranked(song: Song, tracks: Sequence[Track], chosen: Track | None = None) -> tuple[Scored, ...]:
    """The tracks as candidates: the chosen one first, then by how well they fit; last what has another title."""

    def rank(one: Scored) -> tuple[object, ...]:
        other_title = any(reason.name in OTHER_TITLE for reason in one.score.reasons)
        return (one.track != chosen, one.score.vetoed, one.score.vetoed and other_title, -one.score.value)

    return tuple(sorted((Scored(track, compare(song, track)) for track in tracks), key=rank))


class Review:
    """A walk through the open questions of some playlists. Answers are kept as they are given.

    Without a ``target`` it is about every target in the files that is installed and logged in; with ``missing`` also
    about the songs that are missing there. The network is used only when something has to be searched for.
    """

    def __init__(
        self,
        project: Project,
        plugins: Plugins,
        names: Sequence[str],
        target: Target | None = None,
        *,
        missing: bool = False,
    ) -> None:
        """Read the playlists.

        Raises:
            UsageError, FileError: a name, a file or the target is wrong.
            LoginError: no target was named, and none of those in the files is logged in.
        """
        self._plugins = plugins
        self._targets = Targets(project, plugins)
        self._desks = _desks(project, names)
        self._answered: list[Desk] = []
        self._verdicts = {Verdict.REVIEW, *([Verdict.MISSING] if missing else [])}
        self.places = tuple(self._places(target))
        if not self.places:
            raise self._nowhere()

    def __enter__(self) -> Self:
        """Nothing is opened before it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what was opened."""
        self._targets.__exit__()

    def questions(self) -> tuple[Question, ...]:
        """What is open now, by playlist, target and place in the file."""
        return tuple(question for place in self.places for question in open_questions(place, self._verdicts))

    def passed_over(self) -> tuple[Question, ...]:
        """The missing songs that this walk is not about."""
        others = {Verdict.MISSING} - self._verdicts
        return tuple(question for place in self.places for question in open_questions(place, others))

    def desk(self, question: Question) -> Desk:
        """Where answers to a question are written."""
        return self._desks[question.playlist.slug]

    # Ask.

    def ready(self, question: Question) -> Question | Decision:
        """The question with candidates, searched for when the lock has none or the curator told more about the song.

        A decision, when telling more has settled it. Of a missing song the lock has all that a search would find.

        Raises:
            ExporterError: the service could not be asked.
        """
        known = question.candidates or question.verdict is Verdict.MISSING
        if known and not question.stale:
            return question
        found = self._search(question, ())
        if not question.stale:
            return _with_candidates(question, found)
        desk, numbers = self.desk(question), question.numbers
        decision = replace(found.decision, on=today().isoformat())
        decision = beside_the_others(desk.playlist, numbers[0], decision, self._asking(question))
        desk.keep(question.target, numbers, decision)
        if decision.verdict not in self._verdicts:
            return decision
        asked = replace(
            question,
            stale=False,
            verdict=decision.verdict,
            why=why_open(decision),
            on=decision.on,
            proposed=frozenset[str](),
        )
        return _with_candidates(asked, found)

    def search(self, question: Question, words: str) -> Question:
        """The question with what other words find. Raises as :meth:`ready`."""
        return _with_candidates(question, self._search(question, [Query(text=words)]))

    def named(self, question: Question, given: str) -> Track:
        """The track that a link or an ID names.

        Raises:
            UsageError: it names no track of the service, or one that the file refuses.
            NotFound: the service does not have it.
            ExporterError: the service could not be asked.
        """
        opened = self._open(question)
        track_id = id_in(given, opened.info, question.song, self.desk(question))
        return look_up(opened.backend, opened.info, track_id, question.target)

    def track(self, question: Question, track_id: str) -> Track | None:
        """The track of this ID, None when the service does not have it. Raises as :meth:`ready`."""
        return self._open(question).backend.track(track_id)

    def _search(self, question: Question, wordings: Sequence[Query]) -> Searched:
        return search(question.song, self._asking(question), wordings)

    def _asking(self, question: Question) -> Asking:
        opened = self._open(question)
        kept = self.desk(question).lock(question.target).of(opened.info.name)
        return Asking(opened.backend, opened.info, judge, kept, today())

    def _open(self, question: Question) -> Opened:
        return self._targets.open(question.target, as_guest=True)

    # Answer.

    def choose(self, question: Question, track: Track) -> None:
        """This track is the song. Raises as :meth:`Desk.pin`."""
        self.desk(question).pin(question.target, question.numbers, track)
        self._answered.append(self.desk(question))

    def refuse(self, question: Question) -> None:
        """None of the candidates is the song; what a search would propose again is never proposed again."""
        self.desk(question).refuse(question.target, question.numbers, sorted(question.proposed))
        self._answered.append(self.desk(question))

    def skip(self, question: Question) -> None:
        """The song is left out on this service."""
        self.desk(question).skip(question.target, question.numbers)
        self._answered.append(self.desk(question))

    def undo(self) -> None:
        """Take the last answer back. Raises as :meth:`Desk.undo`."""
        self._answered[-1].undo()
        self._answered.pop()

    # Places.

    def _places(self, target: Target | None) -> Iterator[Place]:
        """Each playlist on each of its targets; targets that share their decisions count once."""
        if target is not None:
            info = self._plugins.backend(target.backend)
            yield from (Place(desk, target, info) for desk in self._desks.values())
            return
        for desk in self._desks.values():
            by_lock: dict[tuple[str, object], Place] = {}
            for one in map(Target.parse, desk.playlist.targets):
                if info_of := self._usable(one):
                    by_lock.setdefault((one.backend, desk.lock_path(one)), Place(desk, one, info_of))
            yield from by_lock.values()

    def _usable(self, target: Target) -> BackendInfo | None:
        if target.backend not in self._plugins.names():
            return None
        try:
            info = self._plugins.backend(target.backend)
            return info if logins.is_login(info, logins.secrets_of(info, target)) else None
        except (PluginError, LoginError):
            return None

    def _nowhere(self) -> LoginError:
        named = sorted({name for desk in self._desks.values() for name in desk.playlist.targets})
        backend = next((Target.parse(name).backend for name in named), "BACKEND")
        return LoginError(
            f"None of the targets in the files is logged in: {', '.join(named) or 'they name none'}.",
            hint="Log in with `exporter login TARGET`, or name a target with --on TARGET; "
            f"{backend}@sandbox needs no login.",
        )


def _desks(project: Project, names: Sequence[str]) -> dict[str, Desk]:
    """A desk for every playlist; the problems of all files at once."""
    desks: dict[str, Desk] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            desk = Desk(project, name)
            desks[desk.playlist.slug] = desk
        except FileError as error:
            problems += error.problems
    if problems:
        raise FileError(problems)
    if not desks:
        raise UsageError("There are no playlists to review.")
    return desks


def _with_candidates(question: Question, found: Searched) -> Question:
    refused = question.song.not_.get(question.target.backend, ())
    tracks = [track for track in found.tracks if track.id not in refused]
    decision = found.decision
    plausible = [one.track for one in decision.others] if decision.verdict is not Verdict.MISSING else []
    plausible += [decision.track] if decision.track else []
    return replace(
        question,
        candidates=ranked(question.song, tracks, decision.track)[:SHOWN],
        proposed=question.proposed | {track.id for track in plausible},
    )
