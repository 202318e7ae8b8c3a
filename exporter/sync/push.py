"""Makes a remote hold exactly the wanted list. The only caller of a backend's writing methods.

A push converges: plan, apply, read back, and plan again from what is really there. A write that fails or whose answer
is lost is never sent again; the read-back shows whether it was applied. A push that is killed leaves a playlist which
the next push completes. A track that the service refuses is found by halving the adds, left out, and reported.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import sleep as pause

from exporter.backend import Backend, BackendInfo, Limits
from exporter.errors import (
    Deferred,
    ExporterError,
    NotFound,
    Rejected,
    ServiceError,
    Unreachable,
    Unsafe,
    WaitLonger,
)
from exporter.model import Add, Create, Describe, Edit, Item, Plan, Remote, Track, apply_edit
from exporter.sync.guards import foreign
from exporter.sync.plan import Details, plan, with_extras

logger = logging.getLogger("exporter.push")

NO_TRACK = ""
"""The ID of a row that holds no track any more, or none that the service knows."""
READ_BACK_WAITS = (0.0, 1.0, 2.0, 4.0)
"""Seconds before each read-back. Spotify shows edits after 0.6 s (observed 2026-09), a fresh playlist after 0.75 s."""
LATE_WAITS = (8.0, 15.0, 30.0)
"""Seconds to wait on while the service still shows a state from before our edits: plans on that would double them."""
ENOUGH_AFTER_FAILURE = 3
"""Read-backs after a failed write, which may not have been applied at all: with the wait before them, four seconds."""
ENOUGH_AFTER_REFUSAL = 1
"""Read-backs after a write that was told to come later: it certainly changed nothing, and asking more is no help."""
TROUBLE_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before reading back after a write that failed: its effect may still be on the way."""
LOOK_EVERY = 3.0
"""Seconds between two looks for a playlist whose making was cut off, where the service lists new ones late."""
MOST_ROUNDS = 3
"""Plans that may be applied without a failure and still not give the wanted list."""
OUTAGE = 10
"""Failed writes in a row after which it is the service that fails: halving a hundred adds takes nine."""
MOST_FAILURES = 24
"""Failed writes, since a track was last found to be refused, after which a push gives up: halving takes nine."""
LAST_TRIES = 3
"""How often a track that fails alone is tried when others can be written, before it is believed to be refused."""
MOST_REFUSED = 50
"""Tracks that may be refused in one push. More of them say that something else is wrong."""


@dataclass(frozen=True, slots=True)
class Want:
    """What the remote shall be.

    ``ours`` are the tracks that we may have put there; they alone may be removed. ``no_twins`` are tracks that stand
    for themselves: those of former decisions, and those that the file refuses. ``leaving`` are tracks of ours that the
    remote holds and another part of the playlist shall hold; ``waiting`` are those of them that stay for now, in their
    rows, since they have not arrived there.
    """

    tracks: tuple[Track, ...]
    details: Details
    ours: frozenset[str] = frozenset()
    keep_extras: bool = False
    no_twins: frozenset[str] = frozenset()
    leaving: tuple[Track, ...] = ()
    waiting: frozenset[str] = frozenset()

    @property
    def ids(self) -> tuple[str, ...]:
        """The wanted track IDs in order, duplicates kept."""
        return tuple(track.id for track in self.tracks)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a push tells its caller: before edits are applied, after the playlist was made, and after each edit.

    ``before`` may raise Unsafe to stop the push; it sees every plan and the remote it was made for.
    """

    before: Callable[[Plan, Remote | None], None] = lambda _plan, _remote: None
    created: Callable[[Remote], None] = lambda _remote: None
    applied: Callable[[Edit], None] = lambda _edit: None


@dataclass(frozen=True, slots=True)
class Pushed:
    """How a push ended: the remote as read back, the edits that were sent, the tracks that the service refused."""

    remote: Remote
    edits: tuple[Edit, ...] = ()
    refused: tuple[str, ...] = ()
    created: bool = False


def plan_for(
    want: Want,
    remote: Remote | None,
    info: BackendInfo,
    *,
    limits: Limits | None = None,
    written: Sequence[str] = (),
) -> Plan:
    """The plan that gives ``remote`` what is wanted; ``written`` are the IDs that we wrote to its rows last.

    Tracks that the service replaced by a twin count as the same. Rows without a track (a local file, a dead video)
    cannot be added again, so they are guests in any case, as are wanted ones that cannot be played; with
    ``keep_extras`` all rows that are not ours are.
    """
    limits = limits or info.limits
    if remote is None:
        return plan(None, want.ids, want.details, info.features, limits)
    known = recognise(remote, want, written)
    extras = guests(known, want)
    ids = with_extras(known.ids, want.ids, extras)
    dead = {item.id for item in known.items if not item.playable}.intersection(want.ids)
    return plan(known, ids, want.details, info.features, limits, extras | want.waiting | dead)


def rows_of(items: Iterable[Item]) -> dict[str, str]:
    """The track in each row that has an ID of its own, by that ID."""
    return {item.row: item.id for item in items if item.row and item.id}


def as_before(remote: Remote, rows: Mapping[str, str]) -> Remote:
    """The remote with the tracks that its rows held before, whatever the service shows in them by now."""
    return replace(remote, items=tuple(replace(item, id=rows.get(item.row, item.id)) for item in remote.items))


def foreseen(remote: Remote | None, made: Plan, want: Want) -> Remote:
    """The remote after a plan was carried out, as far as plans look at one."""
    before = remote or Remote("", "")
    description = want.details.description or before.description
    return replace(before, name=want.details.name, description=description, items=tuple(map(Item, made.wanted)))


def guests(known: Remote, want: Want) -> frozenset[str]:
    """The tracks of a remote whose rows stay, whatever is wanted."""
    return frozenset(known.ids) - set(want.ids) - want.ours if want.keep_extras else frozenset({NO_TRACK})


def recognise(remote: Remote, want: Want, written: Sequence[str] = ()) -> Remote:
    """The remote with the IDs that we wrote in place of those that the service shows for the same recording.

    A service may serve a track under another ID than the one that was added (relinking, replaced uploads). It is the
    same when the ISRC is, or when title, artists and length are, and when ours is not there itself: a copy beside
    ours is somebody's own. A row that shows no track where we wrote one, as ``written`` says, among rows that are all
    as we wrote them, is that one: Spotify shows such rows for a while after a write (2026-09).
    """
    (known,) = recognise_all([(remote, written)], want)
    return known


def recognise_all(parts: Sequence[tuple[Remote, Sequence[str]]], want: Want) -> list[Remote]:
    """All parts of a playlist, each with what was written to it, as :func:`recognise` does one.

    Ours is not there itself where no part holds it.
    """
    tracks, themselves = (*want.tracks, *want.leaving), {*want.ids, *want.no_twins, NO_TRACK}
    twins: dict[object, str] = {}
    for track in tracks:
        twins.setdefault(track.isrc or None, track.id)
        twins.setdefault(_face(track), track.id)
    twins.pop(None, None)
    lacking = Counter(track.id for track in tracks) - Counter(item.id for remote, _ in parts for item in remote.items)

    def known(item: Item) -> Item:
        if item.id in themselves:
            return item
        twin = twins.get(item.isrc) or twins.get(_face(item))
        if twin is None or not lacking[twin]:
            return item
        lacking[twin] -= 1
        return replace(item, id=twin)

    return [replace(remote, items=_filled(tuple(map(known, remote.items)), written)) for remote, written in parts]


def _filled(items: tuple[Item, ...], written: Sequence[str]) -> tuple[Item, ...]:
    """The rows with what we wrote in those that show no track, if all others are as we wrote them."""
    if len(items) != len(written):
        return items
    if any(item.id not in {NO_TRACK, track_id} for item, track_id in zip(items, written, strict=True)):
        return items
    return tuple(replace(item, id=track_id) for item, track_id in zip(items, written, strict=True))


def _face(thing: Track | Item) -> object:
    if not thing.title or thing.duration is None:
        return None
    return (thing.title.casefold(), tuple(name.casefold() for name in thing.artists), round(thing.duration))


@dataclass(slots=True)
class _Trouble:
    """What went wrong so far in one push, and how large an add may still be.

    A track that fails alone is put aside while the others are written. Only when they could be written is it tried
    some more times and then refused: when everything fails it is the service's trouble, not the track's.
    """

    most: int
    batch: int
    failures: int = 0
    in_a_row: int = 0
    suspect: str = ""
    aside: list[str] = field(default_factory=list)
    proved: bool = False
    last_tries: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> frozenset[str]:
        """The tracks that are not to be written for now."""
        return frozenset((*self.refused, *self.aside))

    def passed(self) -> None:
        """A write went through."""
        self.in_a_row = 0
        self.proved = bool(self.aside)

    def note(self, edit: Edit, error: ExporterError) -> None:
        """Count a failed write; raise ``error`` when trying on is hopeless.

        To be told to wait is no failure as long as some writes pass in between: every one of them is a step on.
        """
        self.failures += not isinstance(error, WaitLonger)
        self.in_a_row += 1
        hopeless = isinstance(error, NotFound | Deferred) or (isinstance(error, Rejected) and not isinstance(edit, Add))
        if hopeless or self.failures >= MOST_FAILURES or self.in_a_row >= OUTAGE:
            raise error

    def blame(self, edit: Edit, error: ExporterError, *, as_planned: bool) -> None:
        """Look for a track to blame a failure on, which was not applied.

        A refusal is about the tracks only while the list is ``as_planned``: in a list that somebody else made shorter
        meanwhile, it was about the position.
        """
        sure = isinstance(error, Rejected) and as_planned
        may_pass = isinstance(error, Unreachable | WaitLonger) or (self.in_a_row == 1 and not sure)
        if isinstance(edit, Add) and not may_pass:
            self._corner(edit, sure=sure)

    def _corner(self, edit: Add, *, sure: bool) -> None:
        """Halve the adds until one track stands alone."""
        track = edit.ids[0]
        if len(edit.ids) > 1:
            self.batch = len(edit.ids) // 2
        elif self.last_tries.get(track, 0) > 1 and not sure:
            self.last_tries[track] -= 1
        elif sure or track in self.last_tries:
            self.refused.append(track)
            self.batch = self.most
            self.failures = self.in_a_row = 0  # an answer, not trouble
            if len(self.refused) > MOST_REFUSED:
                raise Rejected(
                    f"The service refuses {len(self.refused)} tracks so far, the last of them {track}.",
                    hint="Look whether they can be played in this account's country, and pin others.",
                )
        elif self.suspect == track:
            self.aside.append(track)
            self.batch = self.most
        else:
            self.suspect = track

    def retry_aside(self) -> bool:
        """Give tracks that were put aside their last chance, if others could be written; whether there are any."""
        if not self.aside or not self.proved:
            return False
        self.last_tries.update(dict.fromkeys(self.aside, LAST_TRIES))
        self.aside.clear()
        self.proved = False
        return True


def push(
    backend: Backend,
    info: BackendInfo,
    want: Want,
    remote: Remote | None,
    *,
    watch: Watch | None = None,
    written: Sequence[str] = (),
    patience: float = 60.0,
    sleep: Callable[[float], None] = pause,
) -> Pushed:
    """Make ``remote`` (None: not made yet) hold what is wanted; ``written`` are the IDs that we wrote to it last.

    Raises:
        Unsafe: a guard refused, or somebody else changes the playlist at the same time.
        WaitLonger: the service asks for a longer wait than ``patience`` seconds. What was written stays.
        ExporterError: the service kept failing. What was written stays; the next push completes it.
    """
    pushing = _Pushing(backend, info, want, remote, watch or Watch(), written=written, patience=patience, sleep=sleep)
    return pushing.until_settled()


class _Pushing:
    """One push under way: what was sent, what is known of the remote, what went wrong."""

    def __init__(
        self,
        backend: Backend,
        info: BackendInfo,
        want: Want,
        remote: Remote | None,
        watch: Watch,
        *,
        written: Sequence[str],
        patience: float,
        sleep: Callable[[float], None],
    ) -> None:
        self.backend, self.info, self.want, self.remote, self.watch = backend, info, want, remote, watch
        self.written, self.patience, self.sleep = written, patience, sleep
        self.trouble = _Trouble(info.limits.add, info.limits.add)
        self.rows = rows_of(remote.items) if remote else {}
        self.sent: list[Edit] = []
        self.created = False
        self.failure: ExporterError | None = None

    def until_settled(self) -> Pushed:
        """Plan, apply and read back, until nothing is left to do."""
        rounds = 0
        while True:
            current = self._plan()
            if self.remote is not None and self._settled(current):
                return Pushed(self.remote, tuple(self.sent), tuple(self.trouble.refused), self.created)
            if rounds == MOST_ROUNDS:
                raise ServiceError(
                    f"{self.info.label} does not keep the playlist as it was written "
                    f"({len(current.edits)} edits are left).",
                    hint="Run the same command again later. If this stays, please report it.",
                )
            self.watch.before(current, self.remote)
            rounds += self._carry_out(current)

    def _plan(self) -> Plan:
        limits = replace(self.info.limits, add=self.trouble.batch)
        return plan_for(self._wanted(), self.remote, self.info, limits=limits, written=self.written)

    def _wanted(self) -> Want:
        left_out = self.trouble.left_out
        return replace(self.want, tracks=tuple(track for track in self.want.tracks if track.id not in left_out))

    def _settled(self, current: Plan) -> bool:
        """Whether nothing is left to do; a description that the service words in its own way is left at that."""
        left = [edit for edit in current.edits if not (isinstance(edit, Describe) and edit in self.sent)]
        if left or self.trouble.retry_aside():
            return False
        if self.trouble.aside and self.failure is not None:
            raise self.failure
        if current.edits:
            logger.warning("%s shows name or description differently from how it was written.", self.info.label)
        return True

    def _carry_out(self, current: Plan) -> bool:
        """Send a plan's edits up to the first that fails, and read back; whether all went through."""
        states = [self._ids()]
        failure: tuple[Edit, ExporterError] | None = None
        for edit in current.edits:
            try:
                self._send(edit)
            except (ServiceError, WaitLonger) as error:
                self._failed(edit, error)
                failure = edit, error
                break
            self.trouble.passed()
            self._done(edit)
            states.append(tuple(apply_edit(states[-1], edit)))
        if self.remote is None:
            return False
        self._read_back(current, {*states[:-1]} - {states[-1]}, failure[1] if failure else None)
        if failure:
            self._look_into(*failure, states[-1])
        return failure is None

    def _look_into(self, failed: Edit, error: ExporterError, before: Sequence[str]) -> None:
        """What came of an edit that failed on the rows ``before``, now that they were read back."""
        if self._shows(failed, before):
            self._done(failed)  # only its answer was lost
        else:
            self.trouble.blame(failed, error, as_planned=self._ids() == before)

    def _shows(self, edit: Edit, before: Sequence[str]) -> bool:
        """Whether the remote is as an edit of the rows ``before`` makes it."""
        if isinstance(edit, Describe):
            return self.remote is not None and (self.remote.name, self.remote.description) == (
                edit.name,
                edit.description,
            )
        return not isinstance(edit, Create) and self._ids() == tuple(apply_edit(before, edit))

    def _done(self, edit: Edit) -> None:
        self.sent.append(edit)
        self.watch.applied(edit)

    def _failed(self, edit: Edit, error: ServiceError | WaitLonger) -> None:
        """Note a failed write, and wait as long as it calls for; raise ``error`` when that is hopeless."""
        self.failure = error
        self.trouble.note(edit, error)
        seconds = _seconds_after(error, max(self.trouble.failures, self.trouble.in_a_row), self.patience)
        where = "" if self.info.label in error.message else f" → {self.info.label}"
        logger.warning("%s%s: %s", self.want.details.name, where, error.message)
        if seconds:
            self.sleep(seconds)
        if isinstance(edit, Create) and not isinstance(error, WaitLonger):
            self.remote = self._made_after_all(edit, error)

    def _made_after_all(self, create: Create, error: ServiceError) -> Remote:
        """The playlist whose making got no answer. There was none of its name before."""
        found = made_lately(self.backend, self.info, create.name, self.sleep)
        if len(found) != 1:
            raise error
        remote = self.backend.read(found[0].id)
        if remote.items:
            raise error
        self.created = True
        self.watch.created(remote)
        self._done(create)
        return remote

    def _ids(self) -> tuple[str, ...]:
        return recognise(self.remote, self.want, self.written).ids if self.remote else ()

    def _send(self, edit: Edit) -> None:
        if isinstance(edit, Create):
            self.remote = self.backend.create(edit.name, edit.description, public=edit.public)
            self.created = True
            self.watch.created(self.remote)
        elif self.remote is not None:
            self.backend.apply(self.remote.id, edit)

    def _read_back(
        self, done: Plan, outdated: Collection[tuple[str, ...]], failure: ExporterError | None = None
    ) -> None:
        """Read until the remote is as planned, or until the service has had time to show the edits.

        ``outdated`` are the states that the remote had on the way; one of them is no news. ``failure`` ended the edits
        before the last one.

        Raises:
            ServiceError: the service does not show the edits at all.
        """
        want, self.written = self._wanted(), done.wanted
        for seconds in READ_BACK_WAITS[: _enough_after(failure)]:
            self.sleep(seconds)
            if self._reads() and not plan_for(want, self.remote, self.info, written=self.written).edits:
                return
        for seconds in LATE_WAITS:
            if self._ids() not in outdated:
                break
            self.sleep(seconds)
            self._reads()
        if self._ids() in outdated:
            raise ServiceError(
                f"{self.info.label} still shows the playlist as it was before the push wrote to it.",
                hint="Run the same command again in a few minutes; it goes on from what is there then.",
            )
        if not self.want.keep_extras:
            self._refuse_strangers(want.ours | set(done.wanted))

    def _reads(self) -> bool:
        """Read the remote; False when the service does not show it, as for a moment after it was made."""
        if self.remote is None:
            return False
        try:
            self.remote = as_before(self.backend.read(self.remote.id), self.rows)
        except NotFound:
            if not self.created:
                raise
            return False
        return True

    def _refuse_strangers(self, ours: frozenset[str]) -> None:
        """Stop where tracks turned up while we wrote that are not ours to remove."""
        if self.remote and foreign(recognise(self.remote, self.want, self.written), ours):
            raise Unsafe(
                f"{self.want.details.name}: somebody else changed the playlist while we did.",
                hint="Run the same command again; it plans anew.",
            )


def _enough_after(failure: ExporterError | None) -> int | None:
    """Read-backs after which to believe that a write was not applied."""
    if failure is None:
        return None
    return ENOUGH_AFTER_REFUSAL if isinstance(failure, WaitLonger) else ENOUGH_AFTER_FAILURE


def made_lately(backend: Backend, info: BackendInfo, name: str, sleep: Callable[[float], None]) -> Sequence[Remote]:
    """Own playlists of a name of which one was being made a moment ago, also where the service lists new ones late."""
    waited = 0.0
    while not (found := backend.playlists(name)) and waited < info.limits.listed_after:
        sleep(LOOK_EVERY)
        waited += LOOK_EVERY
    return found


def _seconds_after(error: ExporterError, failures: int, patience: float) -> float:
    """How long to wait after a failed write; raises ``error`` where that is too long."""
    if isinstance(error, WaitLonger) and error.seconds is not None:
        if error.seconds > patience:
            raise error
        return error.seconds
    return 0.0 if isinstance(error, Rejected | NotFound) else TROUBLE_WAITS[min(failures, len(TROUBLE_WAITS)) - 1]
