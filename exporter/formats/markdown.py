"""Markdown: a page for people, with links to what was decided; and pages of others that are a table of songs.

A written page holds titles, artists, shows, versions that the title does not name, and the addresses of the tracks. It
ends with a comment, by which it is known again: what others write as a list is an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from exporter import Listed, Listing, Passage, Sheet, Song, Track
from exporter.formats import pipes
from exporter.formats.facts import as_sure

MARK = "<!-- exporter export --as markdown -->"
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""Any sign behind a backslash (CommonMark 0.31, section 2.4)."""
WEB = re.compile(r"https?://[^\s<>()]+")
LINK = re.compile(rf"\]\(({WEB.pattern})\)")
LINKS = r"\[[^\]]*\]\([^)]*\)(?: · \[[^\]]*\]\([^)]*\))*"
SONG = re.compile(
    r"[0-9]+\. \*\*(?P<title>(?:[^\\*]|\\.)+)\*\*(?: \((?P<version>(?:[^\\()]|\\.)+)\))?"
    r"(?: – (?P<artists>(?:[^\\*\[]|\\.)+?))?(?: · \*(?P<source>(?:[^\\*]|\\.)+)\*)?"
    rf"(?: · (?P<links>{LINKS}))?"
)
NAME = re.compile(r"(?:[^\\,]|\\.)+")


def sniff(text: str) -> float:
    """How likely this is a page that we wrote, or one that is nothing but a table of songs."""
    return 1.0 if MARK in text else pipes.sniff(text)


def read(text: str, file: str) -> Listing:
    """The songs of a page.

    Raises:
        FileError: we did not write it, and it has no table with a column of titles.
    """
    if MARK not in text:
        return pipes.read(text, file)
    lines = [line.strip() for line in text.replace(MARK, "").split("\n")]
    numbered = {at: found for at, line in enumerate(lines, start=1) if (found := SONG.fullmatch(line))}
    head = lines[: min(numbered, default=len(lines) + 1) - 1]
    return Listing(
        songs=tuple(_read(found, at) for at, found in numbered.items()),
        left=tuple(
            Passage(line=at, text=line, why="not as exporter writes a song")
            for at, line in enumerate(lines, start=1)
            if line and at > len(head) and at not in numbered
        ),
        name=next((_meant(line[2:]) for line in head if line.startswith("# ")), ""),
        description=_meant("\n".join(line for line in head if line and not re.fullmatch(rf"# .*|{LINKS}", line))),
    )


def _read(found: re.Match[str], line: int) -> Listed:
    song = Song(
        _meant(found["title"]),
        tuple(_meant(name).strip() for name in NAME.findall(found["artists"] or "")),
        version=_meant(found["version"] or ""),
        from_=_meant(found["source"] or ""),
    )
    return as_sure(song, line, found[0], tuple(LINK.findall(found["links"] or "")))


def _meant(text: str) -> str:
    """What a text says without its backslashes."""
    return ESCAPED.sub(r"\1", text)


# Writing.


def write(sheet: Sheet) -> str:
    """A sheet as a page: a heading, the description, and a numbered line for each song."""
    playlist = sheet.playlist
    rows = zip(playlist.songs, sheet.tracks, strict=True)
    songs = [f"{number}. {_song(song, tracks)}" for number, (song, tracks) in enumerate(rows, start=1)]
    homes = " · ".join(f"[{_plain(name)}]({url})" for name, url in sheet.homes.items() if WEB.fullmatch(url))
    parts = [f"# {_plain(playlist.name)}", _plain(playlist.description), homes, "\n".join(songs), MARK]
    return "\n\n".join(filter(None, parts)) + "\n"


def _song(song: Song, tracks: Mapping[str, Track]) -> str:
    credit = ", ".join(_plain(name, ",") for name in song.artists)
    version = _plain(song.version, "()") if song.version not in song.title else ""
    parts = [f"**{_plain(song.title)}**", f" ({version})" if version else "", f" – {credit}" if credit else ""]
    source = f" · *{_plain(song.from_)}*" if song.from_ else ""
    return "".join([*parts, source, *_links(tracks)])


def _links(tracks: Mapping[str, Track]) -> Iterator[str]:
    for service, track in tracks.items():
        if WEB.fullmatch(track.url):
            yield f" · [{_plain(service)}]({track.url})"


def _plain(text: str, besides: str = "") -> str:
    """Text on one line that means nothing to Markdown; ``besides`` are signs that would mean something here."""
    plain = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return re.sub(f"([{besides}])", r"\\\1", plain) if besides else plain
