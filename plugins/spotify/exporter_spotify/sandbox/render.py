"""What Spotify's objects look like: pure functions from what the sandbox keeps to JSON.

The shapes are those of the Web API's OpenAPI description. Fields that Development Mode lost in 2026 are there only in
legacy mode.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from html import escape
from typing import Any, TypeVar
from urllib.parse import urlencode

from exporter.sandbox import Entry, Row, Stored, digits
from exporter_spotify.sandbox.switches import Switches

Json = dict[str, Any]
V = TypeVar("V")
MARKETS = ["AR", "AU", "BR", "CA", "DE", "ES", "FR", "GB", "IT", "JP", "MX", "US"]
LOCAL = "spotify:local:"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one caller sees things: the API's address, the languages asked for, the market ("" none), the switches."""

    base: str
    user: str
    switches: Switches
    languages: tuple[str, ...] = ()
    market: str = ""

    @property
    def legacy(self) -> bool:
        """Whether fields of before 2026 are shown."""
        return self.switches.legacy


def link(kind: str, one: str, view: View) -> Json:
    """What every object has: ID, type, URI and addresses."""
    return {
        "external_urls": {"spotify": f"https://open.spotify.com/{kind}/{one}"},
        "href": f"{view.base}/{kind}s/{one}",
        "id": one,
        "type": kind,
        "uri": f"spotify:{kind}:{one}",
    }


def track(entry: Entry, view: View) -> Json:
    """A full track object."""
    title = _localised(entry.titles, view) if view.switches.localised_titles else None
    shown = {
        **link("track", entry.id, view),
        "album": album(entry, view),
        "artists": artists(entry, view),
        "disc_number": 1,
        "duration_ms": entry.duration_ms,
        "explicit": False,
        "external_ids": {"isrc": entry.isrc} if entry.isrc else {},
        "is_local": False,
        "name": title or entry.title,
        "preview_url": None,
        "track_number": 1,
        **_availability(entry.id, view),
    }
    if view.legacy:
        shown |= {"popularity": entry.popularity, "available_markets": MARKETS}
    return shown


def _availability(track_id: str, view: View) -> Json:
    if not view.market or not view.switches.playable_flag:
        return {}
    if track_id in view.switches.unavailable:
        return {"is_playable": False, "restrictions": {"reason": "market"}}
    return {"is_playable": True}


def artists(entry: Entry, view: View) -> list[Json]:
    """The credited artists. An artist's ID comes from the name that is the same in every language."""
    shown = _localised(entry.artist_names, view) or entry.artists
    if len(shown) != len(entry.artists):
        shown = entry.artists
    return [
        {**link("artist", digits(f"artist:{name}"), view), "name": shown_as}
        for name, shown_as in zip(entry.artists, shown, strict=True)
    ]


def album(entry: Entry, view: View) -> Json:
    """The album that the track is on; a track without one is a single of its own title."""
    name = entry.album or entry.title
    shown = {
        **link("album", digits(f"album:{entry.artists[:1]}:{name}"), view),
        "album_type": "album" if entry.album else "single",
        "artists": artists(entry, view)[:1],
        "images": [],
        "name": name,
        "release_date": str(entry.year) if entry.year else "0000",
        "release_date_precision": "year",
        "total_tracks": 1,
    }
    if view.legacy:
        shown |= {"available_markets": MARKETS}
    return shown


def _localised(by_language: Mapping[str, V], view: View) -> V | None:
    return next((by_language[language] for language in view.languages if language in by_language), None)


def item(row: Row, entry: Entry | None, owner: str, view: View) -> Json:
    """A row of a playlist; ``entry`` None for a track that is gone."""
    local = row.track.startswith(LOCAL)
    content = _local_track(row.track) if local else track(entry, view) if entry else None
    if content and entry and entry.id != row.track and view.legacy:
        content["linked_from"] = link("track", row.track, view)
    shown = {
        "added_at": _moment(row.added),
        "added_by": link("user", owner, view),
        "is_local": local,
        "item": content,
    }
    return {**shown, "track": content} if view.legacy else shown


def _local_track(uri: str) -> Json:
    """A file on the owner's computer: it has no ID, and no length but what its URI says."""
    artist, album_name, title, seconds = ([*uri.removeprefix(LOCAL).split(":"), "", "", "", ""])[:4]
    return {
        "album": {"name": album_name, "artists": [], "album_type": None, "id": None, "images": [], "uri": None},
        "artists": [{"name": artist, "type": "artist", "id": None, "uri": None}],
        "duration_ms": int(seconds) * 1000 if seconds.isdigit() else 0,
        "external_ids": {},
        "external_urls": {},
        "id": None,
        "is_local": True,
        "name": title,
        "type": "track",
        "uri": uri,
    }


def simple_playlist(playlist: Stored, view: View) -> Json:
    """A playlist as lists of playlists show it."""
    reference = {"href": f"{view.base}/playlists/{playlist.id}/items", "total": len(playlist.rows)}
    shown = {
        **link("playlist", playlist.id, view),
        "collaborative": playlist.collaborative,
        "description": _described(playlist.description, view),
        "images": images(playlist),
        "items": reference,
        "name": playlist.name,
        "owner": {**link("user", playlist.owner or view.user, view), "display_name": playlist.owner or view.user},
        "public": playlist.public or view.switches.public_stuck,
        "snapshot_id": snapshot_id(playlist),
    }
    return {**shown, "tracks": reference} if view.legacy else shown


def full_playlist(playlist: Stored, items: Json | None, view: View) -> Json:
    """A playlist by itself, with the first page of its items; None: they are not for this caller."""
    shown = simple_playlist(playlist, view)
    for key in ("items", "tracks"):
        shown.pop(key, None)
    if view.legacy:
        shown |= {"followers": {"href": None, "total": 0}}
    if items is None:
        return shown
    return {**shown, "items": items, **({"tracks": items} if view.legacy else {})}


def images(playlist: Stored) -> list[Json] | None:
    """The cover: what was uploaded, a mosaic of the first tracks, or null for a playlist that is still empty."""
    if "image" in playlist.extra:
        return [{"url": f"https://image-cdn.spotify.example/{playlist.extra['image']}", "height": 640, "width": 640}]
    if playlist.rows:
        return [{"url": f"https://mosaic.spotify.example/{playlist.id}", "height": 640, "width": 640}]
    return None


def snapshot_id(playlist: Stored) -> str:
    """A version of the whole playlist: the count of its changes, and noise that makes it unlike any other's."""
    noise = sha1(f"{playlist.id}:{playlist.version}".encode(), usedforsecurity=False).digest()
    return b64encode(playlist.version.to_bytes(4) + noise).decode()


def page(
    items: Sequence[Json | None], total: int, *, limit: int, offset: int, address: str, query: Mapping[str, str]
) -> Json:
    """A paging object; ``next`` and ``previous`` lead back here, for clients follow them with their token."""

    def at(other: int) -> str:
        return f"{address}?{urlencode({**query, 'offset': other, 'limit': limit})}"

    return {
        "href": at(offset),
        "items": list(items),
        "limit": limit,
        "next": at(offset + limit) if offset + limit < total else None,
        "offset": offset,
        "previous": at(max(0, offset - limit)) if offset > 0 else None,
        "total": total,
    }


def me(view: View) -> Json:
    """The user. Country, product and email are gone since 2026."""
    shown = {
        **link("user", view.user, view),
        "account_id": digits(f"account:{view.user}", length=10),
        "display_name": "Sandbox",
        "images": [],
    }
    if view.legacy:
        shown |= {
            "country": view.switches.country,
            "product": "premium",
            "email": "sandbox@example.org",
            "followers": {"href": None, "total": 0},
        }
    return shown


def _described(description: str, view: View) -> str:
    """Spotify gives descriptions back escaped, slashes included."""
    return escape(description).replace("/", "&#x2F;") if view.switches.description_escaped else description


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
