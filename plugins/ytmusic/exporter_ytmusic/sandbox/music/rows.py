"""Rows of search results and of playlists. Pure functions."""

from __future__ import annotations

from exporter.sandbox import Entry, Row
from exporter_ytmusic.sandbox.music import tracks
from exporter_ytmusic.sandbox.music.switches import Gone
from exporter_ytmusic.sandbox.music.tracks import Json, View, text

GREY_OUT = "MUSIC_ITEM_RENDERER_DISPLAY_POLICY_GREY_OUT"


def found(entry: Entry, view: View, *, with_type: bool = False) -> Json:
    """A search result; ``with_type`` says first whether it is a song or a video."""
    kind = view.words.song if tracks.is_song(entry) else view.words.video
    facts = tracks.album(entry) if tracks.is_song(entry) else [{"text": tracks.views(entry)}]
    groups = [
        [{"text": kind}] if with_type else [],
        tracks.artists(entry, view),
        facts,
        [{"text": tracks.length(entry.duration_ms)}],
    ]
    there = entry.id not in view.switches.unavailable
    return _renderer(
        {} if there else {"musicItemRendererDisplayPolicy": GREY_OUT},
        {"thumbnail": tracks.thumbnails(entry.id)},
        {"overlay": overlay(tracks.watch(entry) if there else None)},
        _columns(text(tracks.title(entry, view)), {"runs": tracks.dotted(groups)}),
    )


def listed(row: Row, entry: Entry, playlist_id: str, view: View, *, owned: bool) -> Json:
    """A row of a playlist. Only owners see the row's own ID."""
    play = {"playlistId": playlist_id, **({"playlistSetVideoId": row.id} if owned else {})}
    title = {"text": tracks.title(entry, view), "navigationEndpoint": tracks.watch(entry, playlistId=playlist_id)}
    radio = tracks.watch(entry, playlistId=f"RDAMVM{entry.id}")
    return _renderer(
        {"thumbnail": tracks.thumbnails(entry.id)},
        {"overlay": overlay(tracks.watch(entry, **play))},
        _columns(text(title), _runs(tracks.artists(entry, view)), _runs(tracks.album(entry))),
        _length(entry),
        {"playlistItemData": {**({"playlistSetVideoId": row.id} if owned else {}), "videoId": entry.id}},
        menu(
            navigation_item("Start radio", "MIX", radio),
            *([removal(playlist_id, {"setVideoId": row.id, "removedVideoId": entry.id})] if owned else []),
        ),
    )


def gone(row: Row, entry: Entry | None, how: Gone, playlist_id: str, view: View, *, owned: bool) -> Json:
    """A row whose video is gone. Without an entry there is nothing to tell of it."""
    title = tracks.title(entry, view) if entry and how != "deleted" else view.words.deleted
    names = [{"text": run["text"]} for run in tracks.artists(entry, view)] if entry and how != "deleted" else []
    ids = {"setVideoId": row.id, "removedVideoId": row.track}
    known = {name: value for name, value in ids.items() if not (how == "no_video" and name == "removedVideoId")}
    playing = {"watchEndpoint": {"videoId": row.track, "playlistId": playlist_id}}
    return _renderer(
        {"musicItemRendererDisplayPolicy": GREY_OUT},
        {"overlay": overlay(playing)} if how == "no_row" else {},
        _columns(text(title), _runs(names), {}),
        menu(removal(playlist_id, known)) if owned and how not in {"no_row", "nothing"} else {},
    )


def next_page(token: str) -> Json:
    """The last item of a page that is not the last."""
    command = {"token": token, "request": "CONTINUATION_REQUEST_TYPE_BROWSE"}
    return {
        "continuationItemRenderer": {
            "trigger": "CONTINUATION_TRIGGER_ON_ITEM_SHOWN",
            "continuationEndpoint": {"continuationCommand": command},
        }
    }


def overlay(play: Json | None) -> Json:
    """The play button over the picture; None: nothing to play."""
    button = {"playNavigationEndpoint": play} if play else {}
    return {"musicItemThumbnailOverlayRenderer": {"content": {"musicPlayButtonRenderer": button}}}


def menu(*items: Json) -> Json:
    """What three dots open."""
    return {"menu": {"menuRenderer": {"items": list(items)}}}


def navigation_item(name: str, icon: str, endpoint: Json) -> Json:
    """An item of a menu that leads somewhere."""
    shown = {"text": text(name), "icon": {"iconType": icon}, "navigationEndpoint": endpoint}
    return {"menuNavigationItemRenderer": shown}


def removal(playlist_id: str, ids: Json) -> Json:
    """The item of a row's menu that removes it."""
    action = {"action": "ACTION_REMOVE_VIDEO", **ids}
    endpoint = {"playlistEditEndpoint": {"playlistId": playlist_id, "actions": [action]}}
    icon = {"iconType": "REMOVE_FROM_PLAYLIST"}
    return {
        "menuServiceItemRenderer": {"text": text("Remove from playlist"), "icon": icon, "serviceEndpoint": endpoint}
    }


def _renderer(*parts: Json) -> Json:
    return {"musicResponsiveListItemRenderer": {name: value for part in parts for name, value in part.items()}}


def _columns(*texts: Json) -> Json:
    return {"flexColumns": [{"musicResponsiveListItemFlexColumnRenderer": {"text": one}} for one in texts]}


def _length(entry: Entry) -> Json:
    shown = text(tracks.length(entry.duration_ms))
    return {"fixedColumns": [{"musicResponsiveListItemFixedColumnRenderer": {"text": shown}}]}


def _runs(runs: list[Json]) -> Json:
    """A text that has no ``runs`` at all when it is empty."""
    return {"runs": runs} if runs else {}
