"""Playlists and videos through the YouTube Data API: the official way, priced in units of a day's quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import assert_never

from exporter import Account, Add, Connection, Create, Describe, Edit, Item, Move, Moves, Query, Remote, Remove, Track
from exporter.errors import ExporterError, NotFound, Rejected, ServiceError
from exporter_ytmusic import WAYS, videos
from exporter_ytmusic.api import EDIT_WAITS, PAGE, Api, Ask
from exporter_ytmusic.google import expiry
from exporter_ytmusic.refusals import AGAIN, moved_on, no_channel, nonsense
from exporter_ytmusic.rows import Rows
from exporter_ytmusic.translate import is_id, is_playlist_id, taken, words
from exporter_ytmusic.videos import Json

LASTS = "until it is revoked or not used for six months"
HITS = 25
"""Videos in one search. It costs the same for up to fifty; the right one is hardly ever behind these."""


class DataLibrary:
    """The account's playlists. Every edit is one row, by one request of 50 units."""

    def __init__(self, connection: Connection, api: Api | None = None) -> None:
        """Hold one login; ask nothing yet. ``api`` is one that somebody else asks as well."""
        self._connection = connection
        self._api = api or Api(connection)
        self._rows = Rows()
        self._languages: dict[str, str] = {}
        self._seen_owners: dict[str, str] = {}
        self._account: Account | None = None

    def account(self) -> Account:
        """The channel that is logged in, asked anew: this is how a login is checked. 1 unit.

        Raises:
            LoginError: nobody is logged in, the login has died, or the account has no channel.
        """
        channels = videos.page(self._api.get("channels", "your channel", part="snippet", mine="true"))
        if channels is None or not all(map(videos.identity, channels.rows)):
            raise nonsense("your channel")
        if not channels.rows:
            raise no_channel()
        found, ends = channels.rows[0], expiry(self._connection)
        self._account = Account(
            id=videos.identity(found),
            name=videos.title(found),
            expires=ends.isoformat() if ends else "",
            lasts="" if ends else LASTS,
            way=WAYS["data-api"],
        )
        return self._account

    def playlists(self, name: str) -> Sequence[Remote]:
        """Own playlists of exactly this name, at 1 unit for every fifty playlists."""
        about = "your playlists"
        pages = self._api.pages("playlists", about, part="snippet,contentDetails", mine="true")
        every = (videos.remote(row) for found in pages for row in found.rows)
        return [remote for remote in every if remote and remote.name == name]

    def read(self, playlist_id: str, *, known_version: str = "") -> Remote:  # noqa: ARG002 - YouTube has no versions
        """The playlist with all its rows: 1 unit, and 1 for every fifty rows.

        Raises:
            NotFound: it is not there. Only this tells: a deleted playlist can still be renamed, to no effect.
            ServiceError: rows are missing.
        """
        about = f"the playlist {_checked(playlist_id)}"
        found = self._listed(playlist_id, about)
        remote = videos.remote(found)
        if found is None or remote is None:
            raise NotFound(f"YouTube does not have {about}.")
        rows = self._read_rows(playlist_id, about)
        self._languages[playlist_id] = videos.language(found)
        self._seen_owners[playlist_id] = videos.owner(found)
        return replace(remote, items=rows, total=len(rows))

    def in_library(self, playlist_id: str) -> bool:
        """Whether the playlist is there and this account's own: others' public ones can be read as well.

        1 unit where it was not read just before, and 1 where we were not asked yet who we are.
        """
        if not is_playlist_id(playlist_id):
            return False
        owner = self._seen_owners.pop(playlist_id, "")  # true a moment ago, and nobody knows for how long
        if not owner:
            found = self._listed(playlist_id, f"the playlist {playlist_id}")
            owner = videos.owner(found) if found else ""
        return bool(owner) and owner == (self._account or self.account()).id

    def create(self, name: str, description: str, *, public: bool) -> Remote:
        """Make an empty playlist, at 50 units. ``<`` and ``>`` become small ones (see ``translate``).

        What is answered 409 is not sent again, other than an edit: should one have been made all the same, reading
        back would mend a doubled row, but nothing a doubled playlist. Whoever pushes looks for it instead.

        Raises:
            WaitLonger: the account made too many playlists today, or has no units left.
        """
        about = f"the new playlist {name!r}"
        body = {
            "snippet": {"title": taken(name), "description": taken(description)},
            "status": {"privacyStatus": "public" if public else "private"},
        }
        made = videos.remote(self._api.send(Ask("POST", "playlists", about, {"part": "snippet,status"}, body)))
        if made is None:
            hint = "Run the same command again: it looks for it in your library first."
            raise ServiceError(f"YouTube did not say the ID of {about}.", hint=hint)
        self._rows.keep(made.id, ())
        return made

    def apply(self, playlist_id: str, edit: Edit) -> None:
        """Carry out one edit of one row by one request, at 50 units.

        An answer of 409 says that nothing was changed (a new playlist's first edits get it); then it is sent again.
        """
        about = f"the change to the playlist {_checked(playlist_id)}"
        try:
            match edit:
                case Add(position, (video_id,)):
                    self._add(playlist_id, position, video_id)
                case Move(start, before, 1):
                    self._move(playlist_id, start, before if before <= start else before - 1, about)
                case Remove((position,), _):
                    row = self._row(playlist_id, position)
                    self._edit(Ask("DELETE", "playlistItems", about, {"id": videos.item_id_of(playlist_id, row.row)}))
                case Describe(name, description):
                    self._describe(playlist_id, name, description, about)
                case Add() | Move() | Moves() | Remove():
                    raise ValueError("the Data API changes one row a request, as its limits say")
                case Create():
                    raise TypeError("create() makes playlists")
                case _:
                    assert_never(edit)
        except ExporterError:
            self._rows.forget(playlist_id)  # what got lost may have been done
            raise
        if not isinstance(edit, Add):
            self._rows.edited(playlist_id, edit)

    def _add(self, playlist_id: str, position: int, video_id: str) -> None:
        about = f"the video {_short(video_id)}"
        if not is_id(video_id):
            raise Rejected(f"{_short(video_id)} is no video's ID.")
        snippet: dict[str, object] = {"playlistId": playlist_id, "resourceId": _video(video_id)}
        if position < len(self._known_rows(playlist_id)):
            snippet["position"] = position  # not at the end: lists that YouTube sorts by itself take none at all
        answer = self._edit(Ask("POST", "playlistItems", about, {"part": "snippet"}, {"snippet": snippet}))
        made = videos.item(answer) if isinstance(answer, dict) else Item("")
        if not made.row:
            raise nonsense(about)
        self._rows.edited(playlist_id, Add(position, (video_id,)), [made])

    def _move(self, playlist_id: str, start: int, position: int, about: str) -> None:
        row = self._row(playlist_id, start)
        if not row.id:
            raise Rejected("YouTube tells no video of a row that would have to be moved.", hint="Remove it by hand.")
        snippet = {"playlistId": playlist_id, "resourceId": _video(row.id), "position": position}
        body = {"id": videos.item_id_of(playlist_id, row.row), "snippet": snippet}
        self._edit(Ask("PUT", "playlistItems", about, {"part": "snippet"}, body))

    def _describe(self, playlist_id: str, name: str, description: str, about: str) -> None:
        """Write name and description, which replace the whole part: what shall stay is sent along."""
        snippet = {"title": taken(name), "description": taken(description)}
        if language := self._languages.get(playlist_id):
            snippet["defaultLanguage"] = language
        self._edit(Ask("PUT", "playlists", about, {"part": "snippet"}, {"id": playlist_id, "snippet": snippet}))

    def _edit(self, ask: Ask) -> object:
        return self._api.send(ask, waits=EDIT_WAITS)

    def _listed(self, playlist_id: str, about: str) -> Json | None:
        found = videos.page(self._api.get("playlists", about, part="snippet", id=playlist_id))
        if found is None:
            raise nonsense(about)
        return next((row for row in found.rows if videos.identity(row) == playlist_id), None)

    def _known_rows(self, playlist_id: str) -> Sequence[Item]:
        """The rows as they are now, read only when nobody knows."""
        known = self._rows.of(playlist_id)
        return self._read_rows(playlist_id, f"the playlist {playlist_id}") if known is None else known

    def _read_rows(self, playlist_id: str, about: str) -> tuple[Item, ...]:
        """Every row, in order. Fewer than the list says it has would be added once more: better no answer.

        Raises:
            ServiceError: rows are missing, or the list changed while its pages were read.
        """
        pages = list(self._api.pages("playlistItems", about, part="snippet,contentDetails", playlistId=playlist_id))
        rows = tuple(videos.item(row) for found in pages for row in found.rows)
        told = max((found.total or 0 for found in pages), default=0)
        if len(rows) < told or len({row.row for row in rows}) < len(rows):
            raise ServiceError(
                f"YouTube gave {len(rows)} of {told} rows of {about}, or some of them twice.",
                hint=AGAIN,
            )
        self._rows.keep(playlist_id, rows)
        return rows

    def _row(self, playlist_id: str, position: int) -> Item:
        rows = self._known_rows(playlist_id)
        if position >= len(rows):
            raise moved_on()
        return rows[position]


class DataCatalogue:
    """Videos, for those who must keep to the API's terms: a hundred searches a day."""

    def __init__(self, connection: Connection, api: Api | None = None) -> None:
        """Hold one login; ask nothing yet. ``api`` is one that somebody else asks as well."""
        self._api = api or Api(connection)

    def search(self, query: Query) -> Sequence[Track]:
        """Candidates, what YouTube itself put up first: one search, and 1 unit for what the hits are."""
        wanted = words(query)
        if not wanted:
            raise Rejected("There is nothing to search for on YouTube.", hint="Give the song a title.")
        about = "this search"
        ask = partial(self._api.get, "search", about, part="snippet", type="video")
        found = videos.page(ask(q=wanted, maxResults=str(HITS)))
        if found is None:
            raise nonsense(about)
        return list(videos.official_first(self._looked_up(videos.found_ids(found.rows), about)))

    def track(self, track_id: str) -> Track | None:
        """One video, at 1 unit; None when it is gone, or private."""
        if not is_id(track_id):
            return None
        return next(iter(self._looked_up([track_id], f"the video {track_id}")), None)

    def _looked_up(self, ids: Sequence[str], about: str) -> list[Track]:
        """The videos that are there, in the order of the IDs."""
        if not ids:
            return []
        parts = "snippet,contentDetails,status"
        found = videos.page(self._api.get("videos", about, part=parts, id=",".join(ids[:PAGE])))
        if found is None:
            raise nonsense(about)
        tracks = {track.id: track for track in map(videos.track, found.rows) if track}
        return [tracks[video_id] for video_id in ids if video_id in tracks]


def _video(video_id: str) -> Json:
    return {"kind": "youtube#video", "videoId": video_id}


def _checked(playlist_id: str) -> str:
    if not is_playlist_id(playlist_id):
        raise NotFound(f"YouTube has no playlist {_short(playlist_id)}: that is no playlist's ID.")
    return playlist_id


def _short(text: str) -> str:
    return repr(text[:40])
