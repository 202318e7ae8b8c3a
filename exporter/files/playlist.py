"""What a playlist file may hold: one table that the parser, the messages and the JSON Schema are made from."""

from __future__ import annotations

import re
from typing import Any

from exporter.files.shapes import ByName, Formal, Key, OneOrMany, Record, Rows, Text
from exporter.model import NAME, Song, TargetSettings

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
"""How the YAML 1.2 core schema (section 10.3.2) writes booleans; editors follow it."""
FLAG_WORDS = {
    **dict.fromkeys(("yes", "y", "on", "1"), "true"),
    **dict.fromkeys(("no", "n", "off", "0"), "false"),
}
"""What people write instead: the booleans of YAML 1.1 and of everyday life."""

NO_FLAG = f"(?!(?:{'|'.join(FLAGS)}|null)$)"
"""Before names and IDs: ``skip: true`` means something else than a service called true."""
SERVICE_NAME = NO_FLAG + NAME
TARGET_NAME = SERVICE_NAME + r"(?:@[A-Za-z0-9._-]+)?"
UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
EXAMPLE_UUID = "b1a9c0e9-d987-4042-ae91-78d6a3267d69"
YEARS = {"type": "integer", "minimum": 1000, "maximum": 2999}
SECONDS = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 100_000}
"""A day and a bit. Longer numbers are milliseconds that went astray."""


def _isrc(text: str) -> str:
    return text.replace("-", "").upper()


def _seconds(text: str) -> float:
    """``5:31`` or ``1:05:31`` or ``331`` in seconds."""
    total = 0.0
    for part in text.split(":"):
        total = total * 60 + float(part)
    return total


def _flag(text: str) -> str:
    return f"write {FLAG_WORDS[text.lower()]}" if text.lower() in FLAG_WORDS else ""


def _target(text: str) -> str:
    service, at, profile = text.strip().partition("@")
    meant = service.lower() + at + profile
    return f'did you mean "{meant}"?' if re.fullmatch(TARGET_NAME, meant) else ""


def _service(text: str) -> str:
    return _target(text.partition("@")[0])


def _recording(text: str) -> str:
    """The ID in a link to the recording."""
    found = re.search(UUID, text)
    return f"write the ID alone: {found[0]}" if found else ""


def _song(title: str, artists: tuple[str, ...] = (), **rest: Any) -> Song:
    """A song; the artists of some soundtrack pieces are not known."""
    return Song(title, artists, **rest)


TEXT = Text()
WORDS = Text(required=True)
PARAGRAPH = Text(lines=True)
ID = Formal("an ID", NO_FLAG + r"\S+", "an ID has no spaces in it", typed={"type": "number"})
SERVICE = Formal("the name of a service", SERVICE_NAME, "`exporter plugins` lists the names", correct=_service)
TARGET = Formal("a target", TARGET_NAME, "a target is SERVICE or SERVICE@PROFILE, in small letters", correct=_target)
FLAG = Formal("true or false", "|".join(FLAGS), "write true or false", FLAGS.__getitem__, {"type": "boolean"}, _flag)
YEAR = Formal("a year", "[12][0-9]{3}", "a year is like 2011", int, YEARS)
DURATION = Formal(
    "a duration",
    r"(?![0:.]+$)(?:(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9]|[0-9]{1,3}):[0-5][0-9]|[0-9]{1,5})(?:\.[0-9]+)?",
    'a duration is like "5:31" or "1:05:31", or a number of seconds',
    _seconds,
    SECONDS,
)
ISRC = Formal(  # ISO 3901; printed with hyphens, stored without
    "an ISRC",
    "[A-Za-z]{2}-?[A-Za-z0-9]{3}-?[0-9]{2}-?[0-9]{5}",
    "an ISRC is like JPU901402557",
    _isrc,
)
MBID = Formal("a MusicBrainz ID", UUID, f"an ID is like {EXAMPLE_UUID}", str.lower, correct=_recording)

SETTINGS = Record(
    "the settings of a target",
    {
        "public": Key("public", FLAG, "Whether everybody may see the playlist. Private unless true."),
        "keep_extras": Key("keep_extras", FLAG, "Whether tracks that others added there stay. Removed unless true."),
    },
    TargetSettings,
    "settings are like {public: true}; write {} for none",
)

SONG = Record(
    "a song",
    {
        "title": Key(
            "title", WORDS, "The song's title, in its own script.", required=True, mistaken=("name", "song", "track")
        ),
        "artist": Key(
            "artists", OneOrMany(WORDS), "Who is credited: a name or a list of names.", mistaken=("by", "band")
        ),
        "aka": Key("aka", OneOrMany(WORDS), "Other titles: romaji, translations, short forms.", mistaken=("alias",)),
        "artist_aka": Key("artist_aka", OneOrMany(WORDS), "Other names of the artists."),
        "from": Key("from_", TEXT, "The show, film or game the song is from.", mistaken=("anime", "show", "source")),
        "album": Key("album", TEXT, "The album or single to prefer."),
        "year": Key("year", YEAR, "The year of the first release.", mistaken=("date", "released")),
        "duration": Key("duration", DURATION, 'The length: "5:31", "1:05:31" or seconds.', mistaken=("length", "time")),
        "isrc": Key("isrc", ISRC, "The recording's ISRC (ISO 3901), like JPU901402557."),
        "mbid": Key("mbid", MBID, "The recording's MusicBrainz ID.", mistaken=("musicbrainz",)),
        "version": Key(
            "version", TEXT, "Which version, like piano or live. Left out for the original studio recording."
        ),
        "ids": Key(
            "ids",
            ByName(SERVICE, ID, "ids are like {SERVICE: ID}"),
            "Pins: the track to take, by service.",
            mistaken=("id", "pin", "pins"),
        ),
        "not": Key(
            "not_",
            ByName(SERVICE, OneOrMany(ID), "refused tracks are like {SERVICE: [ID, ID]}"),
            "Tracks never to propose again, by service: an ID or a list of IDs.",
            mistaken=("exclude", "never"),
        ),
        "skip": Key("skip", OneOrMany(SERVICE), "Services to leave the song out on.", mistaken=("without",)),
        "note": Key("note", PARAGRAPH, "Free text for other curators, never sent.", mistaken=("comment", "notes")),
    },
    _song,
    "a song is like `- title: …` with `artist: …` below",
)

FILE = Record(
    "a playlist",
    {
        "name": Key(
            "name", WORDS, "The playlist's name on the services.", required=True, mistaken=("title", "playlist")
        ),
        "description": Key("description", PARAGRAPH, "What the services show below the name.", mistaken=("about",)),
        "targets": Key(
            "targets",
            ByName(TARGET, SETTINGS, "targets are like {SERVICE: {public: true}}"),
            "Where `exporter sync` pushes this playlist, with settings for each target.",
            mistaken=("services",),
        ),
        "songs": Key("songs", Rows(SONG), "The songs, in order.", required=True, mistaken=("tracks", "items")),
    },
    dict,
    "a playlist has `name:` and `songs:`",
)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a playlist file, for editors. It sees YAML's own types, as editors do.

    Every file that :func:`exporter.files.parse` takes fits it, but for one thing: to an editor an unquoted ``null``
    or ``~`` is nothing rather than text, so a song of that title wants quotes there.
    """
    return {"$schema": DIALECT, "title": "A playlist of exporter", **FILE.schema()}
