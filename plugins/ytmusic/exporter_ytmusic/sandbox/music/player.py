"""The player: one video by its ID, also one that cannot be played."""

from __future__ import annotations

from exporter.sandbox import Entry
from exporter_ytmusic.sandbox.library import SERVICE, channel_id
from exporter_ytmusic.sandbox.music import tracks
from exporter_ytmusic.sandbox.music.call import Call
from exporter_ytmusic.sandbox.music.tracks import Json, View


def player(call: Call) -> Json:
    """POST player. ytmusicapi names the video ``video_id``, the web client ``videoId``."""
    video_id = call.text("video_id") or call.text("videoId")
    if call.switches.player_login:
        return _status("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot")
    entry = call.world.catalogue.get(SERVICE, video_id)
    if entry is None or video_id in call.switches.gone:
        return _status("ERROR", "This video is unavailable")
    view = View(language=call.language, switches=call.switches)
    there = video_id not in call.switches.unavailable
    status = _status("OK") if there else _status("UNPLAYABLE", "This video is not available in your country")
    return {**status, "videoDetails": _details(entry, view), "microformat": _microformat(entry)}


def _status(status: str, reason: str = "") -> Json:
    return {"playabilityStatus": {"status": status, **({"reason": reason} if reason else {})}}


def _details(entry: Entry, view: View) -> Json:
    """Numbers are texts here, and the length is cut where rows round it."""
    return {
        "videoId": entry.id,
        "title": tracks.title(entry, view),
        "lengthSeconds": str(entry.duration_ms // 1000),
        "channelId": channel_id(entry.artists[0] if entry.artists else ""),
        "author": "".join(run["text"] for run in tracks.artists(entry, view)),
        "viewCount": str(tracks.view_count(entry)),
        "isPrivate": False,
        "musicVideoType": tracks.video_type(entry),
    }


def _microformat(entry: Entry) -> Json:
    address = f"https://music.youtube.com/watch?v={entry.id}"
    return {"microformatDataRenderer": {"urlCanonical": address, "unlisted": False}}
