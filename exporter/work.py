"""One playlist on one target, step by step: decide, plan, push.

A playlist that is longer than the service allows lies in several places there, each with a part of it. Songs that move
from part to part are added before they are removed, and guards look at the whole.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

import msgspec

from exporter import adoption
from exporter.decide import Decisions
from exporter.errors import Unsafe
from exporter.face import Extra, Part, Result
from exporter.job import Job
from exporter.lock import Home, PartHome
from exporter.model import Decision, Edit, Plan, Remote, Song, Track
from exporter.place import Ours, Place, tell_what_is_cut
from exporter.sync import backup, guards
from exporter.sync.parts import filled, split, stages
from exporter.sync.push import NO_TRACK, Want, foreseen, guests, plan_for, recognise_all

logger = logging.getLogger("exporter")


class Wanted(Protocol):
    """What a playlist shall hold on a target, and where that is kept; see :class:`~exporter.decide.Decisions`."""

    songs: tuple[tuple[Song, Decision], ...]
    asked_service: bool
    answered: bool
    found: tuple[Song, ...]

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks in order."""

    @property
    def unsure(self) -> bool:
        """Whether there may be more of them."""

    @property
    def home(self) -> Home | None:
        """Where the target keeps the playlist."""

    @property
    def put(self) -> frozenset[str]:
        """Every track that we may have put there."""

    @property
    def written(self) -> frozenset[str]:
        """Those that we did put there, once."""

    @property
    def no_twins(self) -> frozenset[str]:
        """Tracks that stand for themselves there."""

    def decide(self) -> None:
        """Find out which tracks it shall hold."""

    def refuse(self, tracks: Sequence[str]) -> None:
        """Leave tracks out that the service refuses."""

    def settle(self, home: Home) -> None:
        """Keep where the target has the playlist now."""

    def forget_gone(self) -> None:
        """Forget what is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of work behaves: what its guards say, what they ask, and which edits call for a backup."""

    name: str = "A push"
    strangers_way_on: str = guards.FOREIGN_WAY_ON
    loss_way_on: str = guards.LOSS_WAY_ON
    asks_about_strangers: bool = False
    doubts_empty: bool = True
    endangers: Callable[[Sequence[Edit]], bool] = backup.endangers


PUSH = Manner()


@dataclass(frozen=True, slots=True)
class _Share:
    """One place with the tracks that it holds of ours and those that it shall hold, beside ``guests`` rows that stay.

    ``known`` is its remote with the IDs that we wrote.
    """

    place: Place
    known: Remote
    held: tuple[str, ...]
    guests: int
    goal: tuple[str, ...] = ()


class Work:
    """One playlist on one target, step by step. ``result`` tells how far it came, also after an error.

    Without ``wanted`` it shall hold what is decided for the songs of its file.
    """

    def __init__(self, job: Job, wanted: Wanted | None = None, manner: Manner = PUSH) -> None:
        self.job, self.manner = job, manner
        self.decisions = wanted or Decisions(job)
        self.result = Result(job.playlist.slug, str(job.target), job.playlist.name, dry=not job.keeps, way=job.info.way)
        self._backed_up = self._agreed = False
        home = self.decisions.home
        self._places: list[Place] = []
        self._spare = list(home.spare) if home else []
        self._shares: list[_Share] = []
        self._plans: list[Plan] = []

    def decide(self) -> None:
        """A decision for every song."""
        try:
            self.decisions.decide()
        finally:
            made = self.decisions
            self.result = replace(
                self.result, songs=made.songs, asked=made.asked_service, answered=made.answered, found=made.found
            )

    # Plan.

    def plan(self) -> None:
        """The edits that the target needs, without writing anything."""
        tell_what_is_cut(self.job)
        self._find()
        self._share_out()
        if self._forsake_the_deleted():
            self._share_out()
        found = self._whole_plan()
        prices = self.job.opened.connection.ledger.prices(len(found.edits)) if found.edits else ()
        self.result = replace(self.result, plan=found, prices=prices, before=self._before(), extras=self._extras())
        self._tell()
        if not self.job.keeps:
            self._say_what_would_stop()
        self.job.face.planned(self.result)

    def _forsake_the_deleted(self) -> bool:
        """Leave remotes that were deleted, though the service still shows them; whether there were any."""
        gone = [share.place for share, plan in zip(self._shares, self._plans, strict=True) if share.place.is_gone(plan)]
        for place in gone:
            place.forsake(self._ours())
        return bool(gone)

    def _find(self) -> None:
        """The places that the lock knows, or else the playlist's name, which may be adopted."""
        home = self.decisions.home
        for playlist_id in [home.id, *(part.id for part in home.parts)] if home else [""]:
            self._add_place(playlist_id)
        if self.job.options.adopt:
            self._find_parts_by_name()

    def _find_parts_by_name(self) -> None:
        """More parts, where there may be some that the lock does not know."""
        while self._places[-1].remote and len(self._places) * filled(self._limit) < self._songs:
            self._add_place()
        if len(self._places) > 1 and self._places[-1].remote is None:
            self._places.pop()

    def _add_place(self, playlist_id: str = "") -> None:
        place = Place(self.job, len(self._places) + 1)
        place.locate(playlist_id, self._ours())
        self._places.append(place)

    def _share_out(self) -> None:
        """Give every place its songs, and find more places where they do not suffice."""
        held = self._held()
        parts = split(self._want().ids, [share.held for share in held], self._limit, [share.guests for share in held])
        if any(part.former is None for part in parts):
            self._add_place(self._spare.pop(0).id if self._spare else "")
            self._share_out()
            return
        goals = {part.former: part.tracks for part in parts}
        for share in held:
            share.place.retire()
        for number, former in enumerate(sorted(former for former in goals if former is not None), start=1):
            held[former].place.become(number)
        shares = [replace(share, goal=goals.get(former, ())) for former, share in enumerate(held)]
        self._shares = [share for share in shares if share.place.remote or not share.place.spare]
        self._plans = self._foresee()

    def _held(self) -> list[_Share]:
        """What every place holds, nothing asked of it yet."""
        want = self._want()
        there = [(place.remote or Remote("", ""), place.written) for place in self._places]
        shares = []
        for place, known in zip(self._places, recognise_all(there, want), strict=True):
            staying = guests(known, want)
            held = tuple(track for track in known.ids if track not in staying)
            shares.append(_Share(place, known, held, len(known.items) - len(held)))
        return shares

    def _foresee(self) -> list[Plan]:
        """What a push would send to every place: the plans of all its steps, one after another."""
        plans = [_no_plan(share.known) for share in self._shares]
        states = [share.known if share.place.remote else None for share in self._shares]
        for number, tracks in self._steps():
            want = self._want_of(self._shares[number], tracks)
            step = plan_for(want, states[number], self.job.info)
            plans[number] = _then(plans[number], step)
            states[number] = foreseen(states[number], step, want)
        return plans

    def _whole_plan(self) -> Plan:
        """The plans of all parts as one. What goes from one part to another is not lost."""
        if len(self._plans) == 1:
            return self._plans[0]
        wanted = tuple(track for one in self._plans for track in one.wanted)
        before = Counter(track for share in self._shares for track in share.known.ids)
        return replace(
            self._plans[0],
            edits=tuple(edit for one in self._plans for edit in one.edits),
            wanted=wanted,
            before=before.total(),
            kept=sum(one.kept for one in self._plans),
            lost=tuple((before - Counter(wanted)).elements()),
        )

    def _before(self) -> Remote | None:
        """The remote as it was found, with the rows of all parts."""
        found = [share.place.found for share in self._shares if share.place.found]
        return replace(found[0], items=tuple(item for one in found for item in one.items)) if found else None

    def _extras(self) -> tuple[Extra, ...]:
        """What adopted playlists hold that the file does not, once every song could be asked about."""
        there = [share.known for share in self._shares if share.place.remote]
        if not there or not self.job.options.adopt or self.decisions.unsure:
            return ()
        known = replace(there[0], items=tuple(item for one in there for item in one.items))
        ours = self.decisions.put.union(self._want().ids)
        return adoption.extras(known, self.result.songs, ours, self.job.info.name)

    def _say_what_would_stop(self) -> None:
        try:
            self._guard()
        except Unsafe as refusal:
            logger.warning("%s would stop here. %s %s", self.manner.name, refusal.message, refusal.hint)
            self.result = replace(self.result, refusal=refusal)

    @property
    def parts(self) -> tuple[Remote, ...]:
        """All parts as they are now, or, where nothing is written, as the plan would leave them (IDs alone)."""
        there = [(share, plan) for share, plan in zip(self._shares, self._plans, strict=True) if not share.place.spare]
        if self.job.keeps:
            return tuple(share.place.remote for share, _ in there if share.place.remote)
        return tuple(
            foreseen(share.known if share.place.remote else None, plan, self._want_of(share, share.goal))
            for share, plan in there
        )

    # What is wanted.

    @property
    def _limit(self) -> int:
        return self.job.info.limits.playlist

    @property
    def _songs(self) -> int:
        return len(self.decisions.tracks)

    def _ours(self) -> Ours:
        return Ours(self.decisions.put, frozenset(track.id for track in self.decisions.tracks))

    def _want(self) -> Want:
        """What all places together shall hold."""
        tracks, no_twins, details = self.decisions.tracks, self.decisions.no_twins, self._places[0].details
        chosen = frozenset(track.id for track in tracks)
        if self.decisions.unsure:
            # A song that could not be asked about may be any of our rows: none of them goes this time.
            return Want(tracks, details, chosen, keep_extras=True, no_twins=no_twins)
        ours = chosen | self.decisions.put | self._adopted()
        return Want(tracks, details, ours, self.job.settings.keep_extras, no_twins)

    def _adopted(self) -> frozenset[str]:
        """The tracks of playlists that the file alone decides about from now on."""
        if not (self.job.options.adopt or self._agreed) or self.job.settings.keep_extras:
            return frozenset()
        return frozenset(track for place in self._places if place.found for track in place.found.ids) - {NO_TRACK}

    def _want_of(self, share: _Share, tracks: Sequence[str]) -> Want:
        """What one place shall hold, be it its goal or a stage on the way."""
        known = {track.id: track for track in self.decisions.tracks}  # without those that were refused meanwhile
        leaving = set(share.held) & known.keys() - set(tracks)
        return replace(
            self._want(),
            tracks=tuple(known[track] for track in tracks if track in known),
            details=share.place.details,
            leaving=tuple(known[track] for track in sorted(leaving)),
            waiting=frozenset(tracks) - set(share.goal),
        )

    # Push.

    def push(self) -> None:
        """Carry out the plan, read back, and keep where everything is."""
        if self.result.plan and self.result.plan.edits:
            self._guard()
        try:
            self._carry_out()
            if any(self._is_wrong(share) for share in self._shares):
                self._share_out()
                self._carry_out()
        finally:
            self._tell()
        if self._shares[0].place.remote is None:
            return
        self._settle()
        changed = any(share.place.changed for share in self._shares)
        self.result = replace(self.result, created=self._shares[0].place.created, changed=changed)

    def _carry_out(self) -> None:
        for number, tracks in self._steps():
            self._push(self._shares[number], tracks)

    def _is_wrong(self, share: _Share) -> bool:
        """Whether a place holds too much by now: somebody else, whose songs may stay, put some there meanwhile."""
        rows = len(share.place.remote.items) if share.place.remote else 0
        return rows > (0 if share.place.spare else self._limit)

    def _steps(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """What each place, by its number, shall hold, one after another; at the end each was asked for its goal."""
        seen = set[int]()
        for number, tracks in stages(
            [share.held for share in self._shares],
            [share.goal for share in self._shares],
            [self._limit - share.guests for share in self._shares],
        ):
            seen.add(number)
            yield number, tracks
        for number, share in enumerate(self._shares):
            if number not in seen and (share.place.remote or share.goal):  # no empty playlist is made
                yield number, share.goal

    def _push(self, share: _Share, tracks: Sequence[str]) -> None:
        refused = share.place.push(
            self._want_of(share, tracks),
            before=self._back_up,
            created=lambda: self.decisions.settle(self._home(settled=False)),
            applied=self._applied,
        )
        self.decisions.refuse(refused)
        self.result = replace(self.result, songs=self.decisions.songs)
        share.place.keep(self._want_of(share, tracks))

    def _back_up(self, edits: Sequence[Edit]) -> None:
        """Before the first edits that call for it, keep all parts as they were before this run."""
        first, *others = [place.found or Remote("", "") for place in self._places]
        parts = [first, *(part for part in others if part.items)]
        if self._backed_up or not any(part.id for part in parts) or not self.manner.endangers(edits):
            return
        folder = self.job.project.backup_folder(self.job.playlist.slug, self.job.target)
        backup.save(folder, parts, datetime.now(UTC), self.decisions.written)
        self._backed_up = True

    def _applied(self, edit: Edit) -> None:
        self.result = replace(self.result, edits=(*self.result.edits, edit))
        self.job.face.written(edit)

    def _guard(self) -> None:
        """Stop before anything is written where the plan looks wrong."""
        if not self.manner.asks_about_strangers:
            for check in self._stranger_checks():
                check()
        if self.job.options.yes or self.result.plan is None:
            self._agreed = self.manner.asks_about_strangers
            return
        self._agreed = [self._asked(check) for check in self._doubts(self.result.plan)].count(True) > 0
        if self._agreed:
            for share in self._shares:
                share.place.check_unmoved()

    def _doubts(self, plan: Plan) -> Iterator[Callable[[], None]]:
        """The guards that a person may overrule."""
        if self.manner.asks_about_strangers:
            yield from self._stranger_checks()
        if self.manner.doubts_empty:
            yield from (share.place.check_read for share in self._shares)
        yield partial(
            guards.check_loss, plan, name=self.job.playlist.name, way_on=self.job.way_on(self.manner.loss_way_on)
        )

    def _stranger_checks(self) -> list[Callable[[], None]]:
        """A guard for the tracks of others in each place, where the file does not let them stay or go."""
        if self.job.settings.keep_extras or self.job.options.adopt:
            return []
        ours, way_on = self._want().ours | self.decisions.put, self.job.way_on(self.manner.strangers_way_on)
        return [
            partial(guards.check_foreign, share.known, ours, name=share.place.label, way_on=way_on)
            for share in self._shares
        ]

    def _asked(self, check: Callable[[], None]) -> bool:
        """Whether a guard refused and a person told us to go on all the same."""
        try:
            check()
        except Unsafe as refusal:
            if not (self.job.keeps and self.job.face.ask(f"{self.job.target}: {refusal.message} Go on?")):
                raise
            return True
        return False

    # Keep and tell.

    def _settle(self) -> None:
        """Keep what is true now: no decisions for songs that left the file, nothing of ours left to remove."""
        home, before = self._home(settled=True), self.decisions.home
        if not self.decisions.unsure:
            self.decisions.forget_gone()
            self.decisions.settle(home)
        elif before:
            self.decisions.settle(msgspec.structs.replace(home, former=before.former))  # what stays, stays ours
        moved = [share.place for share in self._shares if share.place.moved]
        for place in moved:
            place.forget()
        for place in moved:
            place.settle()

    def _home(self, *, settled: bool) -> Home:
        """Where everything is. Before all is done, what is to be removed stays ours, and a spare part a part."""
        there = [share for share in self._shares if share.place.remote]
        first, *others = [_part_home(share) for share in there if not share.place.spare]
        emptied = [_part_home(share) for share in there if share.place.spare]
        before = self.decisions.home
        if settled:
            return Home(first.id, first.url, parts=tuple(others), spare=(*self._spare, *emptied))
        former = before.former if before else ()
        return Home(first.id, first.url, former, (*others, *emptied), tuple(self._spare))

    def _tell(self) -> None:
        """Where everything is by now, for the result."""
        parts = tuple(map(self._part, self._shares, self._plans))
        first = self._shares[0].place.remote
        self.result = replace(
            self.result,
            playlist_id=first.id if first else "",
            url=first.url if first else "",
            parts=parts if len(parts) > 1 else (),
        )

    def _part(self, share: _Share, plan: Plan) -> Part:
        place, remote = share.place, share.place.remote or Remote("", "")
        songs = len(self._want_of(share, share.goal).tracks)
        return Part(place.details.name, remote.id, remote.url, songs, plan, place.edits, place.spare)


def _no_plan(known: Remote) -> Plan:
    """Of a place that nothing is asked of."""
    return Plan(known.id or None, known.version, (), known.ids, len(known.ids), len(known.ids))


def _then(first: Plan, second: Plan) -> Plan:
    """Two plans for the same place, one after the other."""
    return replace(
        first,
        edits=(*first.edits, *second.edits),
        wanted=second.wanted,
        kept=min(first.kept, second.kept),
        lost=(*first.lost, *second.lost),
    )


def _part_home(share: _Share) -> PartHome:
    remote = share.place.remote or Remote("", "")
    return PartHome(remote.id, remote.url, "" if share.place.spare else next(iter(share.goal), ""))
