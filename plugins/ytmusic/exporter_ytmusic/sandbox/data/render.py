"""What the Data API's resources look like: pure functions from what the sandbox keeps to JSON.

The shapes are those of the API's discovery document. A resource is made whole; :func:`shown` leaves the parts that
were asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from exporter.sandbox import Entry, Row, Stored, digits
from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.data.ids import item_id

Json = dict[str, Any]

USER = "Sandbox"
"""The name of the user's channel."""
ALWAYS = ("kind", "etag", "id")
SIZES = {
    "default": ("default", 120, 90),
    "medium": ("mqdefault", 320, 180),
    "high": ("hqdefault", 480, 360),
    "standard": ("sddefault", 640, 480),
    "maxres": ("maxresdefault", 1280, 720),
}


def shown(resource: Json, parts: Sequence[str]) -> Json:
    """Kind, etag and ID, and the parts."""
    return {name: value for name, value in tagged(resource).items() if name in ALWAYS or name in parts}


def tagged(resource: Json) -> Json:
    """The resource with the etag that its content gives it."""
    return {"kind": resource["kind"], "etag": digits(repr(resource), length=27), **resource}


def playlist(stored: Stored) -> Json:
    """A playlist."""
    first = stored.rows[0].track if stored.rows else ""
    return {
        "kind": "youtube#playlist",
        "id": stored.id,
        "snippet": {
            "publishedAt": _moment(stored.created),
            "channelId": library.channel_id(stored.owner),
            "title": stored.name,
            "description": stored.description,
            "thumbnails": _thumbnails(first) if first else _no_thumbnails(),
            "channelTitle": stored.owner or USER,
            "localized": {"title": stored.name, "description": stored.description},
        },
        "status": {"privacyStatus": library.privacy(stored)},
        "contentDetails": {"itemCount": len(stored.rows)},
        "player": {"embedHtml": _player(f"videoseries?list={stored.id}")},
    }


def item(stored: Stored, row: Row, position: int, entry: Entry | None, *, private: bool) -> Json:
    """A row of a playlist; ``entry`` None for a video that is deleted, or ``private``."""
    resource: Json = {
        "kind": "youtube#playlistItem",
        "id": item_id(stored.id, row.id),
        "snippet": {
            "publishedAt": _moment(row.added),
            "channelId": library.channel_id(stored.owner),
            "title": "Private video" if private else "Deleted video",
            "description": "This video is private." if private else "This video is unavailable.",
            "thumbnails": {},
            "channelTitle": stored.owner or USER,
            "playlistId": stored.id,
            "position": position,
            "resourceId": {"kind": "youtube#video", "videoId": row.track},
        },
        "contentDetails": {"videoId": row.track},
        "status": {"privacyStatus": "private" if private else "privacyStatusUnspecified"},
    }
    if entry is not None:
        resource["snippet"] |= {
            "title": entry.title,
            "description": _description(entry),
            "thumbnails": _thumbnails(entry.id),
            "videoOwnerChannelTitle": channel_title(entry),
            "videoOwnerChannelId": library.channel_id(channel_title(entry)),
        }
        resource["contentDetails"]["videoPublishedAt"] = _published(entry)
        resource["status"] = {"privacyStatus": "public"}
    return resource


def video(entry: Entry) -> Json:
    """A video."""
    return {
        "kind": "youtube#video",
        "id": entry.id,
        "snippet": {
            **_about(entry),
            "categoryId": "10",
            "liveBroadcastContent": "none",
            "localized": {"title": entry.title, "description": _description(entry)},
        },
        "contentDetails": {
            "duration": _duration(round(entry.duration_ms / 1000)),
            "dimension": "2d",
            "definition": "hd",
            "caption": "false",
            "licensedContent": entry.kind == "song",
            "contentRating": {},
            "projection": "rectangular",
        },
        "status": {
            "uploadStatus": "processed",
            "privacyStatus": "public",
            "license": "youtube",
            "embeddable": True,
            "publicStatsViewable": True,
            "madeForKids": False,
        },
        "statistics": {"viewCount": str(entry.popularity * 10_000), "likeCount": str(entry.popularity * 100)},
        "player": {"embedHtml": _player(entry.id)},
    }


def found(entry: Entry) -> Json:
    """A hit of a search; unlike anywhere else, its texts come with HTML escapes."""
    about = _about(entry)
    return {
        "kind": "youtube#searchResult",
        "id": {"kind": "youtube#video", "videoId": entry.id},
        "snippet": {
            **about,
            "title": escape(about["title"]).replace("&#x27;", "&#39;"),
            "description": about["description"].partition("\n")[0],
            "liveBroadcastContent": "none",
            "publishTime": about["publishedAt"],
        },
    }


def own_channel() -> Json:
    """The channel of the sandbox's user."""
    one = library.channel_id("")
    return {
        "kind": "youtube#channel",
        "id": one,
        "snippet": {
            "title": USER,
            "description": "",
            "customUrl": "@sandbox",
            "publishedAt": _moment(0),
            "thumbnails": _no_thumbnails(),
            "localized": {"title": USER, "description": ""},
        },
        "contentDetails": {"relatedPlaylists": {"likes": "LL", "uploads": "UU" + one[2:]}},
        "statistics": {"viewCount": "0", "subscriberCount": "0", "hiddenSubscriberCount": False, "videoCount": "0"},
        "status": {"privacyStatus": "public", "isLinked": True, "longUploadsStatus": "longUploadsUnspecified"},
    }


def channel_title(entry: Entry) -> str:
    """Who uploaded it: an artist's "Topic" for songs, the first name that is credited for videos."""
    artist = entry.artists[0] if entry.artists else "Various Artists"
    return f"{artist} - Topic" if entry.kind == "song" else artist


def _about(entry: Entry) -> Json:
    return {
        "publishedAt": _published(entry),
        "channelId": library.channel_id(channel_title(entry)),
        "title": entry.title,
        "description": _description(entry),
        "thumbnails": _thumbnails(entry.id),
        "channelTitle": channel_title(entry),
    }


def _description(entry: Entry) -> str:
    if entry.kind != "song":
        return ""
    credit = " · ".join((entry.title, *entry.artists))
    return f"Provided to YouTube by Sandbox\n\n{credit}\n\n{entry.album}\n\nAuto-generated by YouTube."


def _published(entry: Entry) -> str:
    return f"{entry.year or 2000:04}-01-01T00:00:00Z"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _duration(seconds: int) -> str:
    """ISO 8601, without the units that are 0."""
    parts = {"H": seconds // 3600, "M": seconds // 60 % 60, "S": seconds % 60}
    return "PT" + ("".join(f"{count}{unit}" for unit, count in parts.items() if count) or "0S")


def _thumbnails(video_id: str) -> Json:
    return {
        name: {"url": f"https://i.ytimg.com/vi/{video_id}/{file}.jpg", "width": width, "height": height}
        for name, (file, width, height) in SIZES.items()
    }


def _no_thumbnails() -> Json:
    return {
        name: {"url": "https://i.ytimg.com/img/no_thumbnail.jpg", "width": width, "height": height}
        for name, (_, width, height) in list(SIZES.items())[:3]
    }


def _player(what: str) -> str:
    return f'<iframe width="640" height="360" src="http://www.youtube.com/embed/{what}" allowfullscreen></iframe>'
