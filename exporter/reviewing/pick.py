"""Which song of a playlist is meant: by its number, or by words that fit one song alone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exporter.errors import UsageError
from exporter.lock import song_key
from exporter.matching.text import fold
from exporter.model import Playlist, Song
from exporter.suggest import did_you_mean

SHOWN = 6
"""Songs named in a message before "and n more"."""


def pick(playlist: Playlist, text: str) -> tuple[int, ...]:
    """The places (from 0) of the song that ``text`` means; several when the playlist lists one song more than once.

    A number is a position from 1, or else a whole title. Words are compared as the matcher folds them: with whole
    titles first, then with parts of titles and artists.

    Raises:
        UsageError: no song is meant, or more than one.
    """
    songs, word = playlist.songs, text.strip()
    if word.isdecimal() and 1 <= int(word) <= len(songs):
        return (int(word) - 1,)
    key = fold(word)
    ways = (_is_called(key),) if word.isdecimal() else (_is_called(key), _speaks_of(key))
    for fits in ways if key else ():
        places = tuple(place for place, song in enumerate(songs) if fits(song))
        if len({song_key(songs[place]) for place in places}) == 1:
            return places
        if places:
            raise _several(playlist, text, places)
    raise _none(playlist, text)


def _is_called(key: str) -> Callable[[Song], bool]:
    return lambda song: key in map(fold, (*_titles(song), song.label, song_key(song)))


def _speaks_of(key: str) -> Callable[[Song], bool]:
    return lambda song: any(key in fold(words) for words in (*_titles(song), song.label, *song.artist_aka))


def _titles(song: Song) -> Iterator[str]:
    yield song.title
    yield from song.aka


def _several(playlist: Playlist, text: str, places: tuple[int, ...]) -> UsageError:
    named = [f"{place + 1} {song_key(playlist.songs[place])}" for place in places[:SHOWN]]
    more = [f"and {len(places) - SHOWN} more"] if len(places) > SHOWN else []
    return UsageError(
        f"{text!r} fits {len(places)} songs of {playlist.slug}: {'; '.join([*named, *more])}.",
        hint="Say its number, or more of its title.",
    )


def _none(playlist: Playlist, text: str) -> UsageError:
    known = [words for song in playlist.songs for words in (*_titles(song), song.label)]
    return UsageError(
        f"{playlist.slug} has no song {text!r}; it has {len(playlist.songs)}.",
        hint=did_you_mean(text, known) or f"`exporter show {playlist.slug}` lists them with their numbers.",
    )
