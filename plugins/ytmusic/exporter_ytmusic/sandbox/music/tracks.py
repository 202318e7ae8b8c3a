"""What the service shows of a video, in the pieces that rows and pages are made of. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exporter.sandbox import Entry, digits
from exporter_ytmusic.sandbox.library import URL_SAFE, channel_id
from exporter_ytmusic.sandbox.music.language import Words, localised, words
from exporter_ytmusic.sandbox.music.switches import Switches

Json = dict[str, Any]
DOT: Mapping[str, Any] = {"text": " • "}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one caller sees things: the language asked for, and the switches."""

    language: str
    switches: Switches

    @property
    def words(self) -> Words:
        """The words of the language."""
        return words(self.language)


def text(*parts: str | Json) -> Json:
    """A text of several runs: plain ones, and ones that lead somewhere."""
    return {"runs": [{"text": part} if isinstance(part, str) else part for part in parts]}


def dotted(groups: Iterable[list[Json]]) -> list[Json]:
    """The runs of all groups with dots between the groups; empty groups leave no dot."""
    runs: list[Json] = []
    for group in filter(None, groups):
        runs += [dict(DOT), *group] if runs else group
    return runs


def title(entry: Entry, view: View) -> str:
    """The title, in the language asked for where there is one."""
    other = localised(entry.titles, view.language) if view.switches.localised else None
    if other and view.switches.mixed_titles:
        return f"{entry.title} - {other}"
    return other or entry.title


def artists(entry: Entry, view: View) -> list[Json]:
    """The credited artists, each with a link; "A, B & C" as one name when a switch says so."""
    names = localised(entry.artist_names, view.language) if view.switches.localised else None
    if names is None or len(names) != len(entry.artists):
        names = entry.artists
    separators = [*[", "] * (len(names) - 2), " & "][: len(names) - 1]
    if view.switches.joined_artists and separators:
        return [{"text": "".join(part for pair in zip(names, [*separators, ""], strict=True) for part in pair)}]
    runs: list[Json] = []
    for number, (name, shown) in enumerate(zip(entry.artists, names, strict=True)):
        runs += [{"text": separators[number - 1]}] if number else []
        runs.append(link(shown, channel_id(name), ARTIST if is_song(entry) or is_official(entry) else CHANNEL))
    return runs


ARTIST = "MUSIC_PAGE_TYPE_ARTIST"
CHANNEL = "MUSIC_PAGE_TYPE_USER_CHANNEL"
ALBUM = "MUSIC_PAGE_TYPE_ALBUM"


def album(entry: Entry) -> list[Json]:
    """The album with its link; nothing for a video."""
    if not entry.album or not is_song(entry):
        return []
    browse_id = "MPREb_" + digits(f"album:{entry.artists[:1]}:{entry.album}", length=11, alphabet=URL_SAFE)
    return [link(entry.album, browse_id, ALBUM)]


def link(name: str, browse_id: str, page: str) -> Json:
    """A run that leads to a page."""
    configs = {"browseEndpointContextMusicConfig": {"pageType": page}}
    endpoint = {"browseId": browse_id, "browseEndpointContextSupportedConfigs": configs}
    return {"text": name, "navigationEndpoint": {"browseEndpoint": endpoint}}


def is_song(entry: Entry) -> bool:
    """Whether it is an art track, made from the label's audio."""
    return entry.kind == "song"


def is_official(entry: Entry) -> bool:
    """Whether the channel of a video looks like the artist's own."""
    return any("official" in name.casefold() or name.endswith("- Topic") for name in entry.artists)


def video_type(entry: Entry) -> str:
    """Art track, official music video, or user's upload."""
    kind = "ATV" if is_song(entry) else "OMV" if is_official(entry) else "UGC"
    return f"MUSIC_VIDEO_TYPE_{kind}"


def watch(entry: Entry, **more: str) -> Json:
    """Where a click leads that plays it."""
    configs = {"watchEndpointMusicConfig": {"musicVideoType": video_type(entry)}}
    return {"watchEndpoint": {"videoId": entry.id, **more, "watchEndpointMusicSupportedConfigs": configs}}


def length(milliseconds: int) -> str:
    """``3:45``, or ``1:02:03``."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def view_count(entry: Entry) -> int:
    """How often it was played: from 1 at no popularity to a hundred million at full."""
    return round(10 ** (entry.popularity * 0.08))


def views(entry: Entry) -> str:
    """The same in words: ``1.2M views``."""
    count = view_count(entry)
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if count >= size:
            return f"{count / size:.1f}".removesuffix(".0") + f"{letter} views"
    return f"{count} view{'' if count == 1 else 's'}"


def thumbnails(video_id: str) -> Json:
    """Pictures, in two sizes."""
    sizes = [{"url": f"https://i.ytimg.example/{video_id}/{size}.jpg", "width": size, "height": size} for size in SIZES]
    return {"musicThumbnailRenderer": {"thumbnail": {"thumbnails": sizes}}}


SIZES = (60, 120)
