"""The page of a playlist. Pure functions; which rows it shows is decided in ``browsing``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from exporter.sandbox import Stored
from exporter_ytmusic.sandbox.library import channel_id, privacy
from exporter_ytmusic.sandbox.music import tracks
from exporter_ytmusic.sandbox.music.switches import Switches
from exporter_ytmusic.sandbox.music.tracks import Json, text


def playlist_page(
    playlist: Stored, items: Sequence[Json], seconds: float, author: str, switches: Switches, *, owned: bool
) -> Json:
    """The first page: header, and the first rows. ``seconds`` is the length of all of it.

    The owner sees a header to edit, everybody else a plain one. A playlist without rows has a shelf without contents.
    """
    header = {"musicResponsiveHeaderRenderer": _header(playlist, seconds, author, switches, owned=owned)}
    if owned:
        header = {"musicEditablePlaylistDetailHeaderRenderer": _editable(playlist, header)}
    contents = {"contents": list(items)} if items else {}
    shelf = {"musicPlaylistShelfRenderer": {"playlistId": playlist.id, **contents}}
    if switches.single_column:
        column = {"tabs": [_tab(shelf)]}
        return {"header": header, "contents": {"singleColumnBrowseResultsRenderer": column}}
    columns = {"tabs": [_tab(header)], "secondaryContents": _sections(shelf)}
    return {"contents": {"twoColumnBrowseResultsRenderer": columns}}


def more_rows(items: Sequence[Json]) -> Json:
    """A page after the first."""
    return {"onResponseReceivedActions": [{"appendContinuationItemsAction": {"continuationItems": list(items)}}]}


def message(words: str) -> Json:
    """A page that only says something: what is private, and what guests find where a library would be."""
    section = {"itemSectionRenderer": {"contents": [{"messageRenderer": {"text": text(words)}}]}}
    return {"contents": {"singleColumnBrowseResultsRenderer": {"tabs": [_tab(section)]}}}


def grid(items: Sequence[Json], continuations: Json) -> Json:
    """A page of tiles."""
    section = {"gridRenderer": {"items": list(items), **continuations}}
    return {"contents": {"singleColumnBrowseResultsRenderer": {"tabs": [_tab(section)]}}}


def _tab(section: Json) -> Json:
    return {"tabRenderer": {"content": _sections(section)}}


def _sections(section: Json) -> Json:
    return {"sectionListRenderer": {"contents": [section]}}


def _header(playlist: Stored, seconds: float, author: str, switches: Switches, *, owned: bool) -> Json:
    """What both headers have. One without a description has no place for it either."""
    shown = {
        "thumbnail": tracks.thumbnails(playlist.id),
        "title": text(playlist.name),
        "subtitle": {"runs": tracks.dotted([[{"text": part}] for part in _subtitle(playlist, owned=owned)])},
        "facepile": _facepile(author, playlist.owner),
        "secondSubtitle": _second_subtitle(playlist, seconds, switches, owned=owned),
        "description": _description(playlist.description),
        "buttons": _buttons(playlist.id),
    }
    return {name: value for name, value in shown.items() if value}


def _subtitle(playlist: Stored, *, owned: bool) -> list[str]:
    year = str(datetime.fromtimestamp(playlist.created, UTC).year)
    if playlist.id in AUTOMATIC:
        return ["Auto playlist", year]
    return ["Playlist", privacy(playlist).title(), year] if owned else ["Playlist", year]


AUTOMATIC = {"LM": "Liked Music", "SE": "Episodes for Later"}
"""Playlists that every account has, by their IDs."""


def _facepile(author: str, owner: str) -> Json:
    tap = {"innertubeCommand": {"browseEndpoint": {"browseId": channel_id(owner)}}}
    stack = {"text": {"content": author}, "rendererContext": {"commandContext": {"onTap": tap}}}
    return {"avatarStackViewModel": stack}


def _second_subtitle(playlist: Stored, seconds: float, switches: Switches, *, owned: bool) -> Json:
    """``2 tracks • 7 minutes``; others see first how often it was played."""
    count = len(playlist.rows)
    if switches.track_count == "none":
        return {}
    if not count:
        return text("0 tracks" if switches.track_count == "number" else "No tracks")
    parts = [f"{count:,} track{'' if count == 1 else 's'}", _duration(seconds)]
    parts = parts if owned else ["0 views", *parts]
    return {"runs": tracks.dotted([[{"text": part}] for part in parts])}


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes >= MINUTES:
        return f"{minutes // MINUTES}+ hour{'' if minutes < 2 * MINUTES else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


MINUTES = 60


def _description(description: str) -> Json:
    return {"musicDescriptionShelfRenderer": {"description": text(description)}} if description else {}


def _buttons(playlist_id: str) -> list[Json]:
    play = {"playNavigationEndpoint": {"watchEndpoint": {"playlistId": playlist_id}}}
    return [{"toggleButtonRenderer": {"isToggled": False}}, {"musicPlayButtonRenderer": play}]


def _editable(playlist: Stored, header: Json) -> Json:
    edit = {
        "playlistId": playlist.id,
        "title": text(playlist.name),
        "description": text(playlist.description),
        "privacy": privacy(playlist).upper(),
    }
    return {
        "playlistId": playlist.id,
        "header": header,
        "editHeader": {"musicPlaylistEditHeaderRenderer": edit},
    }
