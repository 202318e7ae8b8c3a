"""XSPF: the playlist format of Xiph (xspf.org/xspf-v1). Documents with a DTD are refused: nobody needs one here.

A written playlist holds title, artists, album, length, ISRC, MusicBrainz ID, other titles, year and the addresses of
its tracks. What XSPF has no element for stands in ``meta`` elements named by the Dublin Core and the Music Ontology.
It cannot hold other names of artists, the show, the version, the note, refused tracks and left-out services; IDs come
back as far as a backend reads them in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NoReturn
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, indent, tostring
from xml.parsers import expat

from exporter import Listed, Listing, Passage, Sheet, Song, Track
from exporter.errors import FileError, Problem
from exporter.formats.facts import as_sure, seconds, year
from exporter.formats.jspf import ISRC, MBID, MILLISECOND, RECORDING, first

SPACE = "http://xspf.org/ns/0/"
CREATOR = "http://purl.org/dc/elements/1.1/creator"
ALTERNATIVE = "http://purl.org/dc/terms/alternative"
ISSUED = "http://purl.org/dc/terms/issued"
ISRC_OF = "http://purl.org/ontology/mo/isrc"
LINE = "line"
"""An attribute that no XSPF has, for the line where an element begins."""
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, section 2.2)."""


def sniff(text: str) -> float:
    """How likely this is an XSPF playlist."""
    start = text[:2_000].lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return 0.0
    return 1.0 if SPACE in start else 0.6 if re.search(r"<playlist[\s>]", start) else 0.0


def read(text: str, file: str) -> Listing:
    """The tracks of a playlist as songs.

    Raises:
        FileError: it is no XML, has a DTD, or is no XSPF.
    """
    root = _tree(text.removeprefix("\ufeff"), file)
    if root.tag != "playlist":
        message = f"not an XSPF playlist: it begins with <{root.tag}>"
        raise FileError(
            [Problem(file, 1, 1, "", message, f'an XSPF begins with <playlist version="1" xmlns="{SPACE}">')]
        )
    tracks = root.findall("trackList/track")
    found = [_read(track) for track in tracks]
    return Listing(
        songs=tuple(one for one in found if isinstance(one, Listed)),
        left=tuple(one for one in found if isinstance(one, Passage)),
        name=_text(root, "title"),
        description=_text(root, "annotation"),
    )


def _tree(text: str, file: str) -> Element:
    """The elements of a document, those of XSPF by their bare names, each with its line.

    Expat, so that a DTD can be refused before anything that it says is done.
    """
    builder, parser = TreeBuilder(), expat.ParserCreate(encoding="utf-8", namespace_separator=" ")

    def start(name: str, attributes: Mapping[str, str]) -> None:
        builder.start(name.removeprefix(f"{SPACE} "), {**attributes, LINE: str(parser.CurrentLineNumber)})

    def end(name: str) -> None:
        builder.end(name.removeprefix(f"{SPACE} "))

    def refuse(*_: object) -> NoReturn:
        problem = Problem(file, parser.CurrentLineNumber, 1, "", "a DTD is not read here", "remove the <!DOCTYPE …>")
        raise FileError([problem])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's signature
    except expat.ExpatError as error:
        told = expat.ErrorString(error.code)
        raise FileError([Problem(file, error.lineno, error.offset + 1, "", f"not XML: {told}")]) from error
    return builder.close()


def _read(track: Element) -> Listed | Passage:
    line = int(track.get(LINE, "0"))
    title, creator = _text(track, "title"), _text(track, "creator")
    addresses = tuple(_texts(track, "identifier", "location"))
    shown = " - ".join(filter(None, [creator, title])) or next(iter(addresses), "a track")
    if not title:
        return Passage(line=line, text=shown, why="no title")
    artists = tuple(_meta(track, CREATOR)) or ((creator,) if creator else ())
    song = Song(
        title,
        artists,
        aka=tuple(_meta(track, ALTERNATIVE)),
        album=_text(track, "album"),
        year=year(next(_meta(track, ISSUED), "")),
        duration=seconds(_text(track, "duration"), MILLISECOND),
        isrc=next(_meta(track, ISRC_OF), "") or first(ISRC, addresses),
        mbid=first(MBID, addresses).lower(),
    )
    links = tuple(one for one in addresses if not (MBID.search(one) or ISRC.search(one)))
    return as_sure(song, line, shown, links)


def _texts(parent: Element, *names: str) -> Iterator[str]:
    found = (one.text or "" for name in names for one in parent.findall(name))
    return (text.strip() for text in found if text.strip())


def _text(parent: Element, name: str) -> str:
    return next(_texts(parent, name), "")


def _meta(track: Element, rel: str) -> Iterator[str]:
    found = ((one.text or "").strip() for one in track.findall("meta") if one.get("rel") == rel)
    return (text for text in found if text)


# Writing.


def write(sheet: Sheet) -> str:
    """A sheet as XSPF, version 1."""
    root = Element("playlist", {"version": "1", "xmlns": SPACE})
    _add(root, "title", sheet.playlist.name)
    _add(root, "annotation", sheet.playlist.description)
    _add(root, "info", next(iter(sheet.homes.values()), ""))
    tracks = SubElement(root, "trackList")
    for song, decided in zip(sheet.playlist.songs, sheet.tracks, strict=True):
        _track(SubElement(tracks, "track"), song, decided)
    indent(root)
    body = tostring(root, encoding="unicode", short_empty_elements=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _track(track: Element, song: Song, decided: Mapping[str, Track]) -> None:
    for one in decided.values():
        _add(track, "location", one.url)
    _add(track, "identifier", f"{RECORDING}{song.mbid}" if song.mbid else "")
    _add(track, "title", song.title)
    _add(track, "creator", ", ".join(song.artists))
    _add(track, "album", song.album)
    _add(track, "duration", str(round(song.duration * 1000)) if song.duration else "")
    facts = [(CREATOR, name) for name in song.artists if len(song.artists) > 1]
    facts += [(ALTERNATIVE, name) for name in song.aka]
    facts += [(ISSUED, str(song.year or "")), (ISRC_OF, song.isrc)]
    for rel, text in facts:
        _add(track, "meta", text, {"rel": rel})


def _add(parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
    """An element, where there is something to say."""
    if text:
        SubElement(parent, name, dict(attributes or {})).text = NOT_XML.sub("", text)
