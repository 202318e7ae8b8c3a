"""One request to the look-alike, with everything that its answer depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from exporter.sandbox import Stored, World
from exporter_ytmusic.sandbox.library import SERVICE, is_settling, privacy
from exporter_ytmusic.sandbox.music.login import Caller, names
from exporter_ytmusic.sandbox.music.refused import refused
from exporter_ytmusic.sandbox.music.switches import Switches

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request. ``language`` is the one that the client's context names."""

    world: World
    switches: Switches
    caller: Caller
    language: str
    query: Mapping[str, str]
    body: Mapping[str, Any]

    def body_as(self, kind: type[T]) -> T:
        """The body, read as ``kind``; refused when it is something else."""
        try:
            return msgspec.convert(self.body, kind)
        except msgspec.ValidationError as error:
            raise refused(400) from error

    def text(self, name: str) -> str:
        """A text of the body, empty without it."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    def need_login(self) -> None:
        """Refuse guests."""
        if not self.caller.signed_in:
            raise refused(401)

    def owns(self, playlist: Stored) -> bool:
        """Whether the playlist is the caller's own."""
        return self.caller.owns(playlist.owner)

    def author(self, playlist: Stored) -> str:
        """The name of the playlist's owner, as others see it."""
        return names(self.switches).get(playlist.owner, playlist.owner)

    def readable(self, playlist_id: str) -> Stored | None:
        """The playlist as reads show it now; None when it is private and somebody else's."""
        lag = self.switches.read_lag
        at = self.world.clock() - lag if lag else None
        found = self.world.store.get(SERVICE, playlist_id, at=at)
        if found is None:
            raise refused(404)
        return found if self.owns(found) or privacy(found) != "private" else None

    def writable(self, playlist_id: str) -> Stored:
        """The caller's own playlist, once it has settled."""
        found = self.world.store.get(SERVICE, playlist_id)
        if found is None:
            raise refused(404)
        if not self.owns(found):
            raise refused(401, "You are not authorized to edit this playlist.")
        if is_settling(self.world, found, self.switches.settle_seconds):
            raise refused(409)
        return found
