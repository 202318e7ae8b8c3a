"""Writes the catalogue that comes with the sandbox, from the tables in benchmarks/data/catalogue.

Run it after a change to the tables: ``python benchmarks/make_catalogue.py``. The same tables always give the same
file: whatever they leave open (IDs, ISRCs, milliseconds, which covers there are) is taken from hashes, not by chance.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "benchmarks" / "data" / "catalogue"
CATALOGUE = ROOT / "exporter" / "sandbox" / "catalogue.jsonl"

PLACES = {"s": ("spotify", "song"), "y": ("ytmusic", "song"), "v": ("ytmusic", "video")}
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LATIN = re.compile(r"^[\x00-\u024f\u2010-\u2044]*$")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A row of the tables. ``where`` holds a letter of :data:`PLACES` with an ID, or with nothing, for each copy."""

    where: tuple[tuple[str, str], ...]
    title: str
    artists: tuple[str, ...]
    album: str
    year: int
    duration_ms: int
    popularity: int
    isrc: str
    titles: Mapping[str, str]
    latin: str = ""
    show: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What somebody makes of a song: templates for title, performer and album, and how long and popular it is.

    ``seconds`` is added to the original's length, ``share`` multiplies it; ``exact`` replaces it, in seconds.
    """

    title: str
    artist: str
    album: str = ""
    seconds: int = 0
    share: float = 1.0
    exact: int = 0
    popularity: tuple[int, int] = (5, 40)
    where: str = ""


def main() -> None:
    lines = catalogue()
    CATALOGUE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} entries, {CATALOGUE.stat().st_size / 1000:.0f} kB: {CATALOGUE}")


def catalogue() -> list[str]:
    """The lines of the catalogue."""
    spellings = dict(cells for cells in _rows("artists.txt", "="))
    recordings = [*_songs((TABLES / "songs.txt").read_text(encoding="utf-8"), spellings), *_background()]
    return list(dict.fromkeys(line for recording in recordings for line in _lines(recording, spellings)))


def _rows(table: str, separator: str) -> Iterator[list[str]]:
    for line in (TABLES / table).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split(separator)]


def _songs(table: str, spellings: Mapping[str, str]) -> Iterator[Recording]:
    for block in re.split(r"^== .*$", table, flags=re.MULTILINE)[1:]:
        rows = [line for line in block.splitlines() if line and not line.startswith("#")]
        recordings: list[Recording] = []
        for row in rows:
            if row.startswith("+ "):
                recordings += [_version(word, recordings[0], spellings) for word in row.split()[1:]]
            else:
                recordings.append(_recording(row, _original(recordings) if row.startswith("^ ") else None))
        yield from recordings


def _original(recordings: Sequence[Recording]) -> Recording:
    return recordings[-1]


def _recording(row: str, original: Recording | None) -> Recording:
    cells = [*(cell.strip() for cell in row.removeprefix("^ ").split(" |")), *[""] * 7][:8]
    where, title, artists, album, year, length, popularity, more = cells
    extras = dict(extra.split("=", 1) for extra in more.split("; ") if extra)
    titles = {language: extras[language] for language in ("ja", "en") if extras.get(language)}
    places = tuple(_place(copy) for copy in where.split(",") if copy != "-")
    if original is None:
        made = _isrc(title, artists, length, album)
        return Recording(
            where=places,
            title=title,
            artists=tuple(artists.split("; ")),
            album=album,
            year=int(year),
            duration_ms=_milliseconds(length, title),
            popularity=int(popularity),
            isrc=made if extras.get("isrc", "*") == "*" else extras["isrc"],
            titles=titles,
            latin=extras.get("latin", ""),
            show=extras.get("show", ""),
        )
    return replace(
        original,
        where=places,
        title=title or original.title,
        artists=tuple(artists.split("; ")) if artists else original.artists,
        album=album or original.album,
        year=int(year or original.year),
        duration_ms=_milliseconds(length, album) if length else original.duration_ms,
        popularity=int(popularity or original.popularity),
        isrc=_isrc(title, length) if extras.get("isrc") == "*" else original.isrc,
        titles=titles if {"ja", "en"} & extras.keys() else original.titles,
    )


def _place(copy: str) -> tuple[str, str]:
    letter, _, known = copy.partition(":")
    return letter, known


def _milliseconds(length: str, salt: str) -> int:
    """``3:45`` with some milliseconds, or the milliseconds as they are."""
    if ":" not in length:
        return int(length)
    minutes, seconds = length.split(":")
    return (int(minutes) * 60 + int(seconds)) * 1000 + _hash("ms", length, salt) % 1000


def _version(word: str, song: Recording, spellings: Mapping[str, str]) -> Recording:
    name, _, popularity = word.partition(":")
    version = _choose(VERSIONS[name], name, song.title, *song.artists)
    latin = song.latin or song.title
    names = {
        "title": song.title,
        "latin": latin,
        "artist": song.artists[0],
        "name": spellings.get(song.artists[0], song.artists[0]),
        "from": f' (From "{song.show}")' if song.show else "",
        "show": song.show or latin,
    }
    title, album = version.title.format(**names), version.album.format(**names)
    low, high = version.popularity
    length = version.exact * 1000 or round(song.duration_ms * version.share) + version.seconds * 1000
    return Recording(
        where=tuple((place, "") for place in version.where or _choose(["sy", "sy", "s", "y"], "where", title)),
        title=title,
        artists=tuple(version.artist.format(**names).split("; ")),
        album=album or title,
        year=min(2025, song.year + _hash("year", title) % 9),
        duration_ms=length + _hash("ms", title, album) % 4000 - 2000,
        popularity=int(popularity or low + _hash("popularity", title) % (high - low)),
        isrc=_isrc(title, version.artist, album),
        titles={},
    )


def _background() -> Iterator[Recording]:
    for artists, album, year, titles in _rows("background.txt", " | "):
        for title in titles.split("; "):
            key = (title, artists, album)
            yield Recording(
                where=tuple((place, "") for place in _choose(["sy", "sy", "s", "y"], *key)),
                title=title,
                artists=tuple(artists.split("; ")),
                album=album,
                year=int(year),
                duration_ms=170_000 + _hash("length", *key) % 130_000,
                popularity=15 + _hash("popularity", *key) % 65,
                isrc=_isrc(*key),
                titles={},
            )


def _lines(recording: Recording, spellings: Mapping[str, str]) -> Iterator[str]:
    for letter, known in recording.where:
        service, kind = PLACES[letter]
        song = kind == "song"
        entry = {
            "id": known or _id(service, recording),
            "title": recording.title,
            "artists": recording.artists,
            "album": recording.album if song else "",
            "duration_ms": recording.duration_ms,
            "year": recording.year,
            "isrc": recording.isrc if song else "",
            "popularity": recording.popularity,
            "kind": "" if song else kind,
            "services": [service],
            "titles": recording.titles,
            "artist_names": _names(recording.artists, spellings),
        }
        yield json.dumps(
            {key: value for key, value in entry.items() if value}, ensure_ascii=False, separators=(",", ":")
        )


def _names(artists: Sequence[str], spellings: Mapping[str, str]) -> dict[str, list[str]]:
    """The credit in the languages in which it looks different."""
    latin = {original: name for name, original in spellings.items()}
    shown = {
        language: [table.get(name, name) for name in artists] for language, table in (("ja", spellings), ("en", latin))
    }
    return {language: names for language, names in shown.items() if names != list(artists)}


def _id(service: str, recording: Recording) -> str:
    """An ID of the service's shape: 22 letters and digits, or 11 that may also be ``-`` and ``_``."""
    key = (service, recording.title, *recording.artists, recording.album, str(recording.duration_ms))
    if service == "ytmusic":
        return base64.urlsafe_b64encode(_hash(*key).to_bytes(8, "big")).decode()[:11]
    number, digits = _hash(*key) ** 3, ""
    while len(digits) < 22:
        number, digit = divmod(number, 62)
        digits += BASE62[digit]
    return digits


def _isrc(title: str, *rest: str) -> str:
    """A code that looks real: country, label, year and number."""
    number = _hash("isrc", title, *rest)
    country = _choose(["US", "GB", "QZ", "DE"], title) if LATIN.match("".join((title, *rest))) else "JP"
    label = BASE62[10 + number % 26] + f"{number // 26 % 100:02}"
    return f"{country}{label}{number // 3000 % 27:02}{number // 90_000 % 100_000:05}"


def _choose(options: Sequence[T], *key: str) -> T:
    return options[_hash("choose", *key) % len(options)]


def _hash(*key: str) -> int:
    """64 bits that depend on nothing but ``key``."""
    return int.from_bytes(hashlib.sha256("\0".join(key).encode()).digest()[:8], "big")


VERSIONS: Mapping[str, Sequence[Version]] = {
    "karaoke": [
        Version(title="{title} (カラオケ)", artist="カラオケ歌っちゃ王", album="歌っちゃ王 {name} カラオケ", seconds=2),
        Version(
            title="{title} (オリジナルアーティスト：{name}) [ガイド無しカラオケ]",
            artist="カラオケ歌っちゃ王",
            album="カラオケ歌っちゃ王 J-POP",
            seconds=1,
        ),
        Version(
            title="{title} [オリジナル歌手：{name}] (カラオケ)", artist="歌っちゃ王", album="カラオケ {name}", seconds=3
        ),
        Version(
            title="{title} (原曲歌手：{name}) [カラオケ]", artist="カラオケまねきざくら", album="J-POP カラオケ祭り"
        ),
    ],
    "karaoke2": [
        Version(
            title="{latin} (Karaoke Version) [Originally Performed by {artist}]",
            artist="Karaoke Planet",
            album="Karaoke Planet: Japan",
            seconds=2,
        ),
        Version(
            title="{latin} (In the Style of {artist}) [Karaoke]",
            artist="Sing Tokyo Karaoke",
            album="Sing J-Pop, Vol. 4",
        ),
        Version(title="{latin} - Karaoke Version", artist="Nippon Karaoke Stars", album="Nippon Karaoke", seconds=-1),
    ],
    "piano": [
        Version(title="{latin}{from} (Piano Version)", artist="Yuzuki Piano", album="Sad Anime Piano", share=0.8),
        Version(title="{title} (ピアノ)", artist="カフェ・ピアノ・カバーズ", album="泣けるピアノ J-POP", share=0.85),
        Version(title="{latin} (Piano Cover)", artist="Kaito Keys", album="Piano Covers from Japan", share=0.9),
        Version(title="{title} (ピアノ・バージョン)", artist="ピアノの詩", album="ピアノで聴く名曲", share=0.75),
    ],
    "lofi": [
        Version(title="{latin} (Lofi)", artist="Kyoto Nights Lofi", album="Anime Lofi Nights", share=0.5),
        Version(title="{latin}{from} [lofi]", artist="Chill Shiba", album="lofi & anime", share=0.45),
        Version(title="{latin} - Lofi Edit", artist="Ramen Beats; Kokoro Lofi", album="Slow Rain", share=0.55),
    ],
    "musicbox": [
        Version(
            title="{title} (オルゴール)", artist="オルゴールサウンド J-POP", album="オルゴール J-POP HIT", share=0.7
        ),
        Version(title="{latin}{from} (Music Box)", artist="Music Box Anime", album="Anime Music Boxes", share=0.6),
        Version(title="{title} Originally Performed By {artist} (オルゴール)", artist="おやすみオルゴール", share=0.8),
    ],
    "8bit": [
        Version(title="{latin} (8-Bit Version)", artist="8-Bit Nakama", album="Anime in 8 Bits", share=0.7),
        Version(title="{latin}{from} [8 Bit]", artist="Chiptune Senpai", album="Pixel Openings", share=0.65),
    ],
    "orchestra": [
        Version(
            title="{latin}{from} (Orchestral Version)",
            artist="Anime Tunes Orchestra",
            album="Symphonic Anime",
            seconds=15,
        ),
        Version(
            title="{title} (Orchestra Ver.)", artist="Studio Kaze Orchestra", album="オーケストラで聴く名曲", seconds=22
        ),
    ],
    "guitar": [
        Version(title="{latin} (Acoustic Guitar)", artist="Eito Fingerstyle", album="Fingerstyle Japan", share=0.8),
        Version(title="{latin}{from} - Guitar Cover", artist="Ash Tyler", album="Six Strings", share=0.85),
        Version(title="{title} (ギターソロ)", artist="木漏れ日ギター", album="ギターで聴く名曲", share=0.8),
    ],
    "violin": [
        Version(title="{latin} (Violin Cover)", artist="Clara Novak Strings", album="Strings & Stories", share=0.9),
        Version(title="{latin}{from} (for Violin and Piano)", artist="Duo Hibiki", album="Hibiki plays", share=0.85),
    ],
    "acoustic": [
        Version(title="{title} (Acoustic ver.)", artist="{artist}", album="{title} (Acoustic ver.)", seconds=12)
    ],
    "live": [
        Version(title="{title} (Live at 日本武道館)", artist="{artist}", album="LIVE at 日本武道館", seconds=24),
        Version(title="{title} - Live", artist="{artist}", album="TOUR FINAL (Live)", seconds=31),
        Version(title="{title} (ライブ)", artist="{artist}", album="ベスト・ライブ", seconds=18),
        Version(title="{title} (Live at Zepp Tokyo)", artist="{artist}", album="Live at Zepp Tokyo", seconds=27),
    ],
    "tv": [
        Version(title="{title} (TV Size)", artist="{artist}", album="{show} 主題歌集", exact=90, popularity=(10, 45)),
        Version(title="{title} -TV ver.-", artist="{artist}", album="{show} オリジナル・サウンドトラック", exact=91),
        Version(title="{title} (TVサイズ)", artist="{artist}", album="{title}", exact=89),
    ],
    "firsttake": [Version(title="{title} - From THE FIRST TAKE", artist="{artist}", seconds=4, popularity=(35, 60))],
    "nightcore": [
        Version(title="{latin} (Nightcore)", artist="Nightcore Hikari", album="Nightcore Anime", share=0.8),
        Version(title="Nightcore - {latin}", artist="neko.core", album="Nightcore - {latin}", share=0.78),
    ],
    "spedup": [Version(title="{latin} - Sped Up", artist="speed.exe", album="sped up sadness", share=0.82)],
    "english": [
        Version(title="{latin} (English Ver.)", artist="Hazel Monroe", album="J-Pop in English", seconds=-5),
        Version(title="{latin} (English Cover)", artist="Lenny Voice; Studio Yume", album="Yume in English", seconds=3),
    ],
    "cover": [
        Version(title="{title} (Cover)", artist="天音ひまり", album="うたのおと", seconds=-6),
        Version(title="{title} (カバー)", artist="シンガーズ・カフェ", album="カフェで流れるJ-POPカバー", seconds=-14),
        Version(
            title="{latin} (Tribute to {artist})",
            artist="Tribute Band Tokyo",
            album="A Tribute to {artist}",
            seconds=1,
        ),
    ],
    "utatte": [
        Version(title="【歌ってみた】{title} covered by 天音ひまり", artist="天音ひまり", seconds=5, where="v"),
        Version(title="{title} / {name} (cover) 弾き語り", artist="夜凪うた", seconds=-3, where="v"),
        Version(
            title="『{title}』歌ってみた【こはくる】", artist="こはくる", seconds=2, where="v", popularity=(20, 62)
        ),
    ],
    "drum": [Version(title="{title} 叩いてみた", artist="どらむのあかり", where="v", popularity=(10, 35))],
    "lyrics": [Version(title="{name} - {title} (歌詞付き / Lyrics)", artist="lyrics room", seconds=2, where="v")],
    "hour": [Version(title="{latin} 1 Hour", artist="loop station", exact=3601, where="v", popularity=(10, 45))],
}
"""The versions that a table may ask for; which of several is made is taken from the song's hash."""


if __name__ == "__main__":
    main()
