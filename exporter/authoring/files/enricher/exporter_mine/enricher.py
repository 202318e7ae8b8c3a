"""The calls. Every request goes through the connection's session, which paces, retries, counts, and hides secrets."""

from __future__ import annotations

from collections.abc import Sequence

from exporter import Connection, Facts, Song
from exporter.errors import ServiceError
from exporter.session import json_of

from exporter_mine import API
from exporter_mine.translate import facts

HITS = 10


class MineEnricher:
    """The source, ready to be asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def facts(self, song: Song) -> Sequence[Facts]:
        """Recordings that may be the song, likeliest first; none where the source knows none."""
        asked = {"title": _plain(song.title), "artist": _plain(" ".join(song.artists[:1])), "limit": str(HITS)}
        if not asked["title"]:
            return []
        response = self._connection.session().get(f"{API}/recordings", params=asked)
        label = self._connection.info.label
        if not response.ok:
            raise ServiceError(f"{label} refused ({response.status_code}).", hint="Run the same command again later.")
        answer = json_of(response, label)
        if not isinstance(answer, dict) or not isinstance(answer.get("recordings"), list):
            raise ServiceError(f"{label} gave an answer without recordings.", hint="Run the same command again.")
        found = (facts(one, song) for one in answer["recordings"])
        return sorted((one for one in found if one), key=lambda one: -one.confidence)


def _plain(text: str) -> str:
    """A text that can be sent: of one line, and of letters that exist."""
    return " ".join(text.encode("utf-8", "ignore").decode().split())[:200]
