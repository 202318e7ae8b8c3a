"""One playlist on one target, step by step: decide, plan, push.

Keeps the lock, the memory of the remote and the backups up to date along the way, so that a run which is cut off
anywhere loses nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import msgspec

from exporter import adoption
from exporter import lock as locks
from exporter.backend import BackendInfo
from exporter.errors import LoginError, NotAllowed, NotFound, Rejected, Unsafe, WaitLonger
from exporter.face import Extra, Face, Options, Result
from exporter.lock import Home, Locked, song_keys, to_decision, to_locked
from exporter.matching import compare, judge
from exporter.matching.contest import settle_contests
from exporter.matching.resolve import Asking, ask_again, resolve
from exporter.model import Decision, Edit, Plan, Playlist, Reason, Remote, Song, TargetSettings, Verdict
from exporter.project import Project, Target
from exporter.sync import backup, guards
from exporter.sync.asked import recall as recall_asked
from exporter.sync.asked import remember as remember_asked
from exporter.sync.memory import Memory, as_ours, recall, remember
from exporter.sync.plan import Details
from exporter.sync.push import NO_TRACK, Want, Watch, made_lately, plan_for, push, recognise
from exporter.targets import Opened

logger = logging.getLogger("exporter")

LOOK_AGAIN = timedelta(days=7)
"""After this long an unchanged playlist is looked for in the library again: a deleted one may stay readable."""
LOCK_EVERY = 1.0
"""Seconds between two writings of the lock while searching: what a killed run can lose at most."""


class Work:
    """One playlist on one target, step by step. ``result`` tells how far it came, also after an error.

    ``keeps`` is False for a plan, which writes nothing, not even what it found out.
    """

    def __init__(
        self, project: Project, opened: Opened, playlist: Playlist, face: Face, options: Options, *, keeps: bool
    ) -> None:
        self.playlist, self.face, self.options, self.keeps = playlist, face, options, keeps
        self.target, self.info, self.backend = opened.target, opened.info, opened.backend
        self.connection, self.patience = opened.connection, opened.connection.patience
        self.lock_path = project.lock_path(playlist.slug, opened.target)
        self.memory_path = project.memory_path(playlist.slug, opened.target)
        self.backups = project.backup_folder(playlist.slug, opened.target)
        self.settings = settings_for(playlist, opened.target)
        self.asked_path = project.asked_path(playlist.slug, opened.target)
        self.lock = locks.read(self.lock_path)
        self.asked = recall_asked(self.asked_path)
        self.memory = recall(self.memory_path)
        self.details = details_for(playlist, self.info, self.settings)
        self.keys = dict(zip(playlist.songs, song_keys(playlist.songs, opened.info.name), strict=True))
        self.remote: Remote | None = None
        self.result = Result(playlist.slug, str(opened.target), playlist.name, dry=not keeps, way=opened.info.way)
        self._fresh: list[Locked] = []
        self._asked_now: dict[str, date] = {}
        self._saved = time.monotonic()
        self._backed_up = False

    # Decide.

    def decide(self) -> None:
        """A decision for every song, from the file, the lock or the service; new ones go to the lock as they come."""
        self.face.searching(self.playlist, self.target, len(set(self.keys.values())))
        asking = Asking(
            self.backend,
            self.info,
            judge,
            self.lock.of(self.info.name),
            _today(),
            self.connection.interrupt,
            self.asked,
            ask_again(self.connection.settings),
        )
        before = self.lock.of(self.info.name)
        try:
            resolution = resolve(self.playlist.songs, asking, self._decided)
            decisions = self._settled(resolution.decisions)
        except KeyboardInterrupt:
            self.connection.interrupt()  # whichever line it hit: no thread may go on waiting for its turn
            raise
        finally:
            self._save_lock()
        songs = tuple(zip(self.playlist.songs, decisions, strict=True))
        self.result = replace(self.result, songs=songs, found=self._found(before, decisions))
        if resolution.stopped:
            raise resolution.stopped

    def _decided(self, song: Song, decision: Decision, fresh: bool) -> None:  # noqa: FBT001 - a callback
        self.face.decided(song, decision)
        if fresh:
            self.result = replace(self.result, asked=True)
        if fresh and decision.verdict not in {Verdict.UNKNOWN, Verdict.SKIP}:
            self._keep(song, decision)
            self._asked_now[self.keys[song]] = _today()
        if time.monotonic() - self._saved > LOCK_EVERY:
            self._save_lock()

    def _found(self, before: Mapping[str, Locked], decisions: Sequence[Decision]) -> tuple[Song, ...]:
        """The songs that the service did not have until now, and has."""
        found = {
            self.keys[song]: song
            for song, decision in zip(self.playlist.songs, decisions, strict=True)
            if decision.verdict is Verdict.ACCEPT and decision.how != "pin"
        }
        return tuple(song for key, song in found.items() if key in before and before[key].verdict is Verdict.MISSING)

    def _settled(self, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
        """The decisions with each track left to one song, for the lock too where that changes what it holds."""
        service, kept = self.info.name, self.lock.decide(self.info.name, self._fresh).of(self.info.name)
        settled = list(settle_contests(self.playlist.songs, decisions, compare, _today().isoformat()))
        unsure = any(decision.verdict is Verdict.UNKNOWN for decision in decisions)
        for place, song in enumerate(self.playlist.songs):
            entry = kept.get(self.keys[song])
            freed = entry is not None and entry.contested and settled[place].verdict is Verdict.ACCEPT
            if entry is not None and freed and unsure:
                settled[place] = to_decision(entry, service)  # the other song may be the one that we could not ask for
            elif freed or settled[place] is not decisions[place]:
                self._keep(song, settled[place])
        return tuple(settled)

    def _keep(self, song: Song, decision: Decision) -> None:
        """A decision for the lock. The same answer once more keeps the day that it was first given."""
        entry = to_locked(song, self.info.name, decision, self.keys[song])
        before = self.lock.of(self.info.name).get(entry.song)
        same = before is not None and msgspec.structs.replace(entry, on=before.on) == before
        self._fresh.append(before if before is not None and same else entry)

    def _save_lock(self) -> None:
        self.lock, self._fresh = self.lock.decide(self.info.name, self._fresh), []
        if self.keeps:
            locks.write(self.lock_path, self.lock)
            self._remember_asked()
        self._saved = time.monotonic()

    def _remember_asked(self) -> None:
        """When the songs that are still open were asked about; at first, that they are remembered from now on."""
        known = {**(self.asked or {}), **self._asked_now}
        kept = self.lock.of(self.info.name)
        days = {key: day for key, day in known.items() if key in kept and kept[key].verdict is not Verdict.ACCEPT}
        if days != self.asked and kept:
            self.asked = days
            remember_asked(self.asked_path, days)

    # Plan.

    def plan(self) -> None:
        """The edits that the remote needs, without writing anything."""
        want = self._want()
        if len(want.tracks) > self.info.limits.playlist:
            raise Rejected(
                f"{self.playlist.name} has {len(want.tracks):,} songs; a playlist on {self.info.label} takes "
                f"{self.info.limits.playlist:,}.",
                hint="Split the file in two.",
            )
        self.remote = self._locate()
        found = self._plan_now()
        if self.remote and self._is_gone(found):
            self.remote = self._of_this_name()
            found = self._plan_now()
        if self.remote is None and not want.tracks:
            found = replace(found, edits=())  # an empty playlist is of no use to anybody
        self.result = replace(
            self.result,
            plan=found,
            prices=self.connection.ledger.prices(len(found.edits)) if found.edits else (),
            before=self.remote,
            extras=self._extras(),
            playlist_id=self.remote.id if self.remote else "",
            url=self.remote.url if self.remote else "",
        )
        if not self.keeps:
            self._say_what_would_stop(found)
        self.face.planned(self.result)

    def _extras(self) -> tuple[Extra, ...]:
        """What an adopted playlist holds that the file does not, once every song could be asked about."""
        if self.remote is None or not self.options.adopt or self._unsure():
            return ()
        want = self._want()
        known = recognise(self.remote, want, self._written())
        return adoption.extras(known, self.result.songs, self._put_there().union(want.ids), self.info.name)

    def _plan_now(self) -> Plan:
        return plan_for(self._want(), self.remote, self.info, written=self._written())

    def _want(self) -> Want:
        tracks = tuple(
            decision.track
            for _, decision in self.result.songs
            if decision.verdict is Verdict.ACCEPT and decision.track is not None
        )
        chosen = frozenset(track.id for track in tracks)
        if self._unsure():
            # A song that could not be asked about may be any of our rows: none of them goes this time.
            return Want(tracks, self.details, chosen, keep_extras=True, no_twins=self._no_twins())
        takes_over = self.remote and self.options.adopt and not self.settings.keep_extras
        adopted = frozenset(self.remote.ids) - {NO_TRACK} if self.remote and takes_over else frozenset[str]()
        ours = chosen | self._put_there() | adopted
        return Want(tracks, self.details, ours, self.settings.keep_extras, self._no_twins())

    def _unsure(self) -> bool:
        return any(decision.verdict is Verdict.UNKNOWN for _, decision in self.result.songs)

    def _put_there(self) -> frozenset[str]:
        """Every track that we may have put on the remote, as the lock tells."""
        return self.lock.tracks(self.info.name, str(self.target))

    def _no_twins(self) -> frozenset[str]:
        """Tracks that stand for themselves on the remote: those of our decisions, and those that the file refuses."""
        refused = (track for song in self.playlist.songs for track in song.not_.get(self.info.name, ()))
        return self._put_there().union(refused)

    def _written(self) -> tuple[str, ...]:
        """The IDs that we wrote to the remote's rows last, as far as this machine remembers."""
        return self.memory.written if self.remote and self.memory.id == self.remote.id else ()

    def _seen(self, playlist_id: str) -> Memory:
        """What this machine saw of a playlist last; nothing where a push was cut off since."""
        return self.memory if self.memory.id == playlist_id and not self.memory.writing else Memory()

    def _locate(self) -> Remote | None:
        """The remote: the one that the lock names, or one of exactly this name that may be adopted, or none yet."""
        home = self.lock.homes.get(str(self.target))
        if home:
            try:
                return self._read(home.id)
            except NotFound:
                if self.memory.writing and self.memory.id == home.id:
                    raise  # made a moment ago, perhaps: to make it once more would double it
                self._tell_it_is_gone()
        return self._of_this_name()

    def _is_gone(self, found: Plan) -> bool:
        """Whether the playlist was deleted, though the service still shows it. Asked before writing and once a week."""
        looked_lately = not self.memory.looked or self.memory.looked > (_today() - LOOK_AGAIN).isoformat()
        if self.remote is None or (not found.edits and looked_lately) or self.backend.in_library(self.remote.id):
            return False
        self._tell_it_is_gone()
        return True

    def _tell_it_is_gone(self) -> None:
        logger.warning("%s: the playlist is not on %s any more; it is made anew.", self.playlist.name, self.info.label)

    def _of_this_name(self) -> Remote | None:
        name = self.details.name
        cut_off = self.memory.creating == name
        if cut_off:
            found = made_lately(self.backend, self.info, name, self.connection.sleep)
        else:
            found = self.backend.playlists(name)
        if not found:
            return None
        if len(found) == 1:
            if self.options.adopt:
                return self._read(found[0].id)
            if cut_off:
                remote = self._read(found[0].id)
                if self._put_there().union(track.id for track in self._want().tracks).issuperset(remote.ids):
                    return remote  # ours: the answer to its making was lost
        raise _same_name(name, found, self.info.label)

    def _read(self, playlist_id: str) -> Remote:
        known = self._seen(playlist_id)
        remote = self.backend.read(playlist_id, known_version=known.version)
        if remote.complete and not remote.items and not known.id and self._put_there():
            remote = self.backend.read(playlist_id)  # nobody remembers it empty: look twice
        return self._as_ours(remote if remote.complete else replace(remote, items=known.items, complete=True))

    def _as_ours(self, remote: Remote) -> Remote:
        return as_ours(remote, self.memory)

    def _say_what_would_stop(self, found: Plan) -> None:
        try:
            self._guard(found, self.remote)
        except Unsafe as refusal:
            logger.warning("A push would stop here. %s %s", refusal.message, refusal.hint)

    # Push.

    def push(self) -> None:
        """Carry out the plan, read back, and keep where everything is."""
        want = self._want()
        if self.remote is None and not want.tracks:
            return
        watch = Watch(before=self._before, created=self._created, applied=self._applied)
        try:
            pushed = push(
                self.backend,
                self.info,
                want,
                self.remote,
                watch=watch,
                written=self._written(),
                patience=self.patience,
                sleep=self.connection.sleep,
            )
        except (Rejected, NotAllowed, LoginError, WaitLonger):
            if self.memory.creating:
                self._remember(Memory())  # a clear refusal: nothing was made that could be ours
            raise
        self._refused(pushed.refused)
        self._settle(pushed.remote)
        self.result = replace(
            self.result,
            playlist_id=pushed.remote.id,
            url=pushed.remote.url,
            created=pushed.created,
            changed=bool(pushed.edits) or (self.remote is not None and self.remote.ids != pushed.remote.ids),
        )

    def _before(self, plan: Plan, remote: Remote | None) -> None:
        """Guards before the first edit of a push, backup before every plan that takes away, moves or renames."""
        if not self.result.edits:
            self._guard(plan, remote)
        if remote is None:
            self._remember(Memory(creating=self.details.name))
            return
        if backup.endangers(plan.edits) and self.remote is not None and not self._backed_up:
            backup.save(self.backups, self.remote, datetime.now(UTC))  # as it was before the first edit of this push
            self._backed_up = True
        seen = self.memory.items if self.memory.id == remote.id else ()
        changes = {"id": remote.id, "version": "", "items": seen, "creating": "", "writing": True}
        self._remember(msgspec.structs.replace(self.memory, **changes))

    def _guard(self, plan: Plan, remote: Remote | None) -> None:
        if remote is None:
            return
        name, want = self.playlist.name, self._want()
        if not (self.settings.keep_extras or self.options.adopt):
            known = recognise(remote, want, self._written())
            guards.check_foreign(known, want.ours | self._put_there(), name=name)
        if self.options.yes:
            return
        checks = (
            partial(guards.check_empty, remote, len(self._seen(remote.id).items), name=name),
            partial(guards.check_loss, plan, name=name),
        )
        if [self._asked(check) for check in checks].count(True):
            guards.check_unmoved(remote, self._as_ours(self.backend.read(remote.id)), name=name)

    def _asked(self, check: Callable[[], None]) -> bool:
        """Whether a guard refused and a person told us to go on all the same."""
        try:
            check()
        except Unsafe as refusal:
            if not (self.keeps and self.face.ask(f"{refusal.message} Go on?")):
                raise
            return True
        return False

    def _created(self, remote: Remote) -> None:
        self._at_home(remote)
        self._remember(Memory(id=remote.id, writing=True))

    def _applied(self, edit: Edit) -> None:
        self.result = replace(self.result, edits=(*self.result.edits, edit))
        self.face.written(edit)

    def _refused(self, tracks: Sequence[str]) -> None:
        """Songs whose track the service refuses are in question from now on."""
        if not tracks:
            return
        words = f"{self.info.label} refuses to add this track"
        why = (Reason("refused", words, -1.0, veto=True),)
        today = _today().isoformat()

        def judged(decision: Decision) -> Decision:
            if decision.track is None or decision.track.id not in tracks:
                return decision
            return Decision(Verdict.REVIEW, reasons=why, how=decision.how, on=today)

        songs = tuple((song, judged(decision)) for song, decision in self.result.songs)
        self._fresh = [
            to_locked(song, self.info.name, new, self.keys[song])
            for (song, new), (_, old) in zip(songs, self.result.songs, strict=True)
            if new is not old
        ]
        self._save_lock()
        self.result = replace(self.result, songs=songs)

    def _settle(self, remote: Remote) -> None:
        """Keep what is true now: no decisions for songs that left the file, nothing of ours left to remove."""
        if self._unsure():
            locks.write(self.lock_path, self.lock)  # what stays on the remote stays ours
        else:
            present = set(self.keys.values())
            self.lock = self.lock.forget(
                self.info.name, [song for song in self.lock.of(self.info.name) if song not in present]
            )
            self._at_home(remote)
        want = self._want()
        known = recognise(remote, want, want.ids)
        twins = self.memory.twins | {
            shown.id: ours.id
            for shown, ours in zip(remote.items, known.items, strict=True)
            if shown.id and shown.id != ours.id
        }
        looked = _today().isoformat() if self.result.edits or not self.memory.looked else self.memory.looked
        self._remember(
            Memory(
                id=remote.id, version=remote.version, items=remote.items, twins=twins, written=known.ids, looked=looked
            )
        )

    def _at_home(self, remote: Remote) -> None:
        self.lock = self.lock.settle(str(self.target), Home(remote.id, remote.url))
        locks.write(self.lock_path, self.lock)

    def _remember(self, memory: Memory) -> None:
        if memory != self.memory:
            self.memory = memory
            remember(self.memory_path, memory)


def _today() -> date:
    return datetime.now(UTC).date()


def settings_for(playlist: Playlist, target: Target) -> TargetSettings:
    """What the file says about a target; a profile without words of its own has its backend's."""
    return playlist.targets.get(str(target)) or playlist.targets.get(target.backend) or TargetSettings()


def details_for(playlist: Playlist, info: BackendInfo, settings: TargetSettings) -> Details:
    """Name and description as the service can take them: one line, within its limits."""

    def fit(text: str, most: int, what: str) -> str:
        line = " ".join(text.split())
        if len(line) > most:
            logger.warning(
                "%s: the %s is cut to the %d characters that %s takes.", playlist.name, what, most, info.label
            )
            return line[: most - 1].rstrip() + "…"
        return line

    name = fit(playlist.name, info.limits.name, "name")
    return Details(name, fit(playlist.description, info.limits.description, "description"), settings.public)


def _same_name(name: str, found: Sequence[Remote], label: str) -> Unsafe:
    """The refusal to make a second playlist of a name, or to take over one unasked."""
    where = ", ".join(remote.url or remote.id for remote in found)
    if len(found) > 1:
        return Unsafe(
            f"{name}: there are {len(found)} playlists of this name on {label}, none of them in the lock: {where}.",
            hint="Rename or delete all but one on the service, then push with --adopt.",
        )
    return Unsafe(
        f"{name}: there is already a playlist of this name on {label}, which the lock does not know: {where}.",
        hint="Push with --adopt to take it over, or rename one of the two.",
    )
