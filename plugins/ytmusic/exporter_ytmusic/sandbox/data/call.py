"""One request to the look-alike, with everything that its answer depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exporter.sandbox import Entry, Stored, World
from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.data import body
from exporter_ytmusic.sandbox.data.body import Body
from exporter_ytmusic.sandbox.data.refused import Refused, bad_value, missing_parameter
from exporter_ytmusic.sandbox.data.switches import Switches

MOST_IDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request. ``query`` has every value that a parameter was given."""

    world: World
    switches: Switches
    query: Mapping[str, Sequence[str]]
    content: bytes
    known_parts: frozenset[str]

    def text(self, name: str) -> str:
        """A parameter's value; empty without any."""
        return next(iter(self.query.get(name, ())), "")

    def flag(self, name: str) -> bool:
        """Whether a parameter is ``true``."""
        return self.text(name).lower() in {"true", "1"}

    def all(self, name: str) -> list[str]:
        """The values of a list parameter, comma-separated or repeated, each once."""
        values = (value.strip() for given in self.query.get(name, ()) for value in given.split(","))
        return list(dict.fromkeys(filter(None, values)))

    def ids(self) -> list[str]:
        """What ``id`` names."""
        wanted = self.all("id")
        if len(wanted) > MOST_IDS:
            message = f"The request specifies more than {MOST_IDS} IDs."
            raise Refused(400, "invalidFilters", message, domain="youtube.parameter", where=("id", "parameter"))
        return wanted

    def parts(self) -> list[str]:
        """The parts that ``part`` names.

        Raises:
            Refused: there is none, or one that the resource does not have.
        """
        named = self.all("part")
        if not named:
            raise missing_parameter("No part selected.", "part")
        for part in named:
            if part not in self.known_parts:
                where = ("part", "parameter")
                raise Refused(400, "unknownPart", f"'{part}'", domain="youtube.part", where=where)
        return named

    def whole(self, name: str, default: int) -> int:
        """A parameter's value as a whole number of at least 0."""
        text = self.text(name)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - what 32 bits hold for sure
            raise bad_value(name, text)
        return int(text)

    def body(self) -> Body:
        """The resource that a write brings."""
        return body.read(self.content)

    def seen(self, playlist_id: str) -> Stored | None:
        """The playlist as reads show it, if this user may see it."""
        at = self.world.clock() - self.switches.read_lag if self.switches.read_lag else None
        found = self.world.store.get(library.SERVICE, playlist_id, at=at)
        return found if found is not None and visible(found) else None

    def video(self, video_id: str) -> Entry | None:
        """The video, if it is there for everybody."""
        hidden = {*self.switches.gone, *self.switches.private}
        return None if video_id in hidden else self.world.catalogue.get(library.SERVICE, video_id)


def visible(playlist: Stored) -> bool:
    """Whether the sandbox's user may see it."""
    return not playlist.owner or library.privacy(playlist) != "private"
