"""Backends that each break one promise, as a plugin's first version may. All else they do as the one in memory does."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from exporter.backend import Account, BackendInfo
from exporter.errors import ExporterError, LoginError, NotFound, Rejected, ServiceError, Unreachable, WaitLonger
from exporter.model import Add, Describe, Edit, Move, Query, Remote, Remove, Track
from exporter.testing import MemoryBackend, MemoryService
from tests.testing.memories import SECRET


@dataclass(frozen=True)
class Wrong:
    """What breaks a promise, and what a failure has to say of it."""

    make: type[MemoryBackend]
    seen: str
    info: Callable[[BackendInfo], BackendInfo] = lambda info: info


WRONG: dict[str, Wrong] = {}
"""One by the name of each promise."""


def breaks(promise: str, seen: str) -> Callable[[type[MemoryBackend]], type[MemoryBackend]]:
    def note(make: type[MemoryBackend]) -> type[MemoryBackend]:
        assert promise not in WRONG
        WRONG[promise] = Wrong(make, seen)
        return make

    return note


# What a service has.


@breaks("account", "account() gave Account(id='', name='Me'")
class Nobody(MemoryBackend):
    def account(self) -> Account:
        return replace(super().account(), id="")


@breaks("search-finds", "search(text='Word1 Artist1') gave [], and not 'Word1'")
class FieldsOnly(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        return super().search(replace(query, text="")) if not query.text else []


@breaks("search-tracks", "a search gave Track(service='Memory (EU)'")
class Elsewhere(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        return [replace(track, service="Memory (EU)") for track in super().search(query)]


@breaks("search-empty", "NotFound('Nothing matches.') was raised")
class NothingIsAnError(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        found = super().search(query)
        if not found:
            raise NotFound("Nothing matches.")
        return found


@breaks("search-isrc", "search(isrc='QZMEM2600001') gave [], and not 'Word1'")
class CodesAreWords(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        return super().search(replace(query, text=query.isrc or query.text, isrc=""))


@breaks("search-videos", "tracks of the kinds ['song', 'video']")
class Everything(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        return super().search(replace(query, kind="song"))


@breaks("track-found", "track('t0000x') gave Track(service='memory', id='t0001x'")
class Relinked(MemoryBackend):
    def track(self, track_id: str) -> Track | None:
        found = super().track(track_id)
        return found and super().track("t0001x")


@breaks("track-none", "NotFound('No such track.') was raised")
class NoSuchTrack(MemoryBackend):
    def track(self, track_id: str) -> Track | None:
        found = super().track(track_id)
        if found is None:
            raise NotFound("No such track.")
        return found


@breaks("links", "IndexError('list index out of range') was raised")
class OnlyLinks(MemoryBackend):
    """Its registration takes every text for a link."""


WRONG["links"] = replace(WRONG["links"], info=lambda info: replace(info, track_id=lambda text: text.split("/")[4]))


@breaks("reads-write-nothing", "the number of writing requests of read() was 1, and should have been 0")
class MarksAsSeen(MemoryBackend):
    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        self.service.requests["write"] += 1
        return super().read(playlist_id, known_version=known_version)


@breaks("threads", "asked by one of 8 threads, was [")
class OneForAll(MemoryBackend):
    query = Query()

    def search(self, query: Query) -> Sequence[Track]:
        self.query = query
        time.sleep(0.002)
        return super().search(self.query)


# What a playlist holds.


@breaks("create", "what was read (ID, name, description, rows) was ('list1', 'Contract', '', ())")
class NoWords(MemoryBackend):
    def create(self, name: str, description: str, *, public: bool) -> Remote:
        made = super().create(name, "", public=public)
        return replace(made, description=description)


@breaks("names-exact", "playlists('contract') was ['list1'], and should have been []")
class AnyCase(MemoryBackend):
    def playlists(self, name: str) -> Sequence[Remote]:
        return [one for one in self._library() if one.name.casefold() == name.casefold()]


@breaks("names-all", "playlists('Twin'), two among 53, was ['list1'], and should have been ['list1', 'list53']")
class FirstPageOfPlaylists(MemoryBackend):
    def playlists(self, name: str) -> Sequence[Remote]:
        return [one for one in self._library()[:50] if one.name == name]


@breaks("read-missing", "read('t0000x'), which is no playlist, gave Remote(id='t0000x'")
class EmptyIfMissing(MemoryBackend):
    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        try:
            return super().read(playlist_id, known_version=known_version)
        except NotFound:
            return Remote(playlist_id, "")


@breaks("in-library", "which was never made, was True, and should have been False")
class HasAnything(MemoryBackend):
    def in_library(self, playlist_id: str) -> bool:
        return super().in_library(playlist_id) or True


@breaks("order", "what was read was ('t0000x', 't0001x',")
class NewestFirst(MemoryBackend):
    def apply(self, playlist_id: str, edit: Edit) -> None:
        super().apply(playlist_id, replace(edit, ids=edit.ids[::-1]) if isinstance(edit, Add) else edit)


@breaks("duplicates", "what was read was ('t0000x', 't0001x'), and should have been")
class NoDuplicates(MemoryBackend):
    def apply(self, playlist_id: str, edit: Edit) -> None:
        held = self.service.ids(playlist_id)
        if isinstance(edit, Add):
            new = tuple(one for one in dict.fromkeys(edit.ids) if one not in held)
            edit = Add(len(held), new)
        super().apply(playlist_id, edit)


@breaks("pages", "of a playlist of 101 rows 100 were read, the first 100 of them rightly")
class FirstPage(MemoryBackend):
    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        remote = super().read(playlist_id, known_version=known_version)
        return replace(remote, items=remote.items[:100])


@breaks("versions", "after none, one and two edits the versions were ['1', '1', '1']")
class AlwaysTheFirst(MemoryBackend):
    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        return replace(super().read(playlist_id, known_version=known_version), version="1")


@breaks(
    "nothing-kept", "what it wrote, read by the first one, was ('t0000x',), and should have been ('t0000x', 't0001x')"
)
class Remembers(MemoryBackend):
    held: Remote | None = None

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        return self.held or super().read(playlist_id, known_version=known_version)

    def apply(self, playlist_id: str, edit: Edit) -> None:
        super().apply(playlist_id, edit)
        self.held = super().read(playlist_id)


@breaks("unicode", "name and description was ('??? & more'")
class LatinOnly(MemoryBackend):
    def create(self, name: str, description: str, *, public: bool) -> Remote:
        return super().create(name.encode("ascii", "replace").decode(), description, public=public)


# What an edit does.


@breaks("edits", "and should have left ['t0001x', ")
class MovesToTheIndex(MemoryBackend):
    """Takes ``before`` for the index that the row shall have in the end."""

    def apply(self, playlist_id: str, edit: Edit) -> None:
        if isinstance(edit, Move) and edit.before > edit.start:
            edit = replace(edit, before=min(edit.before + 1, len(self.service.ids(playlist_id))))
            edit = replace(edit, before=edit.before - 2)
        super().apply(playlist_id, edit)


@breaks("edits-mixed", "left [")
class RemovesTheFirst(MemoryBackend):
    """Removes the first row of a track, whichever was meant."""

    def apply(self, playlist_id: str, edit: Edit) -> None:
        if isinstance(edit, Remove):
            held = self.service.ids(playlist_id)
            firsts: list[int] = []
            for track in edit.ids:
                firsts.append(next(at for at, one in enumerate(held) if one == track and at not in firsts))
            edit = replace(edit, positions=tuple(firsts))
        super().apply(playlist_id, edit)


@breaks(
    "one-request", "the number of writing requests of Add(position=8, ids=('t0008x',)) was 2, and should have been 1"
)
class LooksFirst(MemoryBackend):
    def apply(self, playlist_id: str, edit: Edit) -> None:
        self.service.requests["write"] += 1
        super().apply(playlist_id, edit)


@breaks("describe", "name, description and rows was ('青い栞 & more', 'made by a test'")
class NameOnly(MemoryBackend):
    def apply(self, playlist_id: str, edit: Edit) -> None:
        if isinstance(edit, Describe):
            edit = replace(edit, description=self.service.remotes[playlist_id].description)
        super().apply(playlist_id, edit)


@breaks("limit-tracks", "Rejected('Ten at most.') was raised")
class TenAtMost(MemoryBackend):
    def apply(self, playlist_id: str, edit: Edit) -> None:
        if isinstance(edit, Add) and len(edit.ids) > 10:
            raise Rejected("Ten at most.")
        super().apply(playlist_id, edit)


@breaks("limit-names", "a name of 80 characters was 'aaaaaaa")
class FiftyCharacters(MemoryBackend):
    def create(self, name: str, description: str, *, public: bool) -> Remote:
        return super().create(name[:50], description, public=public)


# What goes wrong.


@breaks("could-not-ask", "search() gave [] while every request met '500=1'")
class NothingIfItFails(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        try:
            return super().search(query)
        except ServiceError:
            return []


@breaks("errors-ours", "search() raised KeyError('tracks') while every request met '400=1'")
class Trusting(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        try:
            return super().search(query)
        except ServiceError as error:
            raise KeyError("tracks") from error


@breaks("errors-login", "account() raised ServiceError('Who are you?')")
class SomeError(MemoryBackend):
    def account(self) -> Account:
        try:
            return super().account()
        except LoginError as error:
            raise ServiceError("Who are you?") from error


@breaks("errors-wait", "read() raised WaitLonger('Later.') when it was told to wait 50000 seconds")
class SomeTime(MemoryBackend):
    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        try:
            return super().read(playlist_id, known_version=known_version)
        except WaitLonger as error:
            raise WaitLonger("Later.") from error


@breaks("lost-answer", "the number of writing requests of Add under 'lost=1,only=write,times=1' was 2, and should")
class TriesAgain(MemoryBackend):
    def apply(self, playlist_id: str, edit: Edit) -> None:
        try:
            super().apply(playlist_id, edit)
        except Unreachable:
            super().apply(playlist_id, edit)


@breaks(
    "lost-playlist", "the number of writing requests of create() under 'lost=1,only=write,times=1' was 2, and should"
)
class MakesAgain(MemoryBackend):
    def create(self, name: str, description: str, *, public: bool) -> Remote:
        try:
            return super().create(name, description, public=public)
        except Unreachable:
            return super().create(name, description, public=public)


@breaks("goes-on", "read() raised Unreachable('The session is closed.')")
class ClosesForEver(MemoryBackend):
    closed = False

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        if self.closed:
            raise Unreachable("The session is closed.")
        try:
            return super().read(playlist_id, known_version=known_version)
        except ExporterError:
            self.closed = True
            raise


@breaks("secrets", "the secret the... stands in 'Logged in with [the secret]'")
class Talkative(MemoryBackend):
    def __init__(self, service: MemoryService, info: BackendInfo) -> None:
        super().__init__(service, info)
        logging.getLogger("exporter.memory").debug("Logged in with %s", SECRET)


@breaks("silence", 'search() printed "searching Query(')
class Prints(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        print("searching", query)  # noqa: T201 - that is what is wrong with it
        return super().search(query)


# What people and services write.


@breaks("hostile-queries", " was raised")
class Patterns(MemoryBackend):
    def search(self, query: Query) -> Sequence[Track]:
        pattern = re.compile(query.title or query.text)
        return [track for track in super().search(query) if pattern.search(track.title)]


@breaks("hostile-ids", "track('../me') gave Track(")
class Paths(MemoryBackend):
    def track(self, track_id: str) -> Track | None:
        return super().track("t0001x" if ".." in track_id else track_id)


@breaks("hostile-names", "ValueError('A name is printable.') was raised")
class Printable(MemoryBackend):
    def create(self, name: str, description: str, *, public: bool) -> Remote:
        if not name.isprintable():
            raise ValueError("A name is printable.")
        return super().create(name, description, public=public)


@breaks("hostile-tracks", "what was read was ('t0204x', 't0205x', ")
class SkipsWhatItCannotShow(MemoryBackend):
    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:
        remote = super().read(playlist_id, known_version=known_version)
        return replace(remote, items=tuple(item for item in remote.items if item.title.isprintable()))
