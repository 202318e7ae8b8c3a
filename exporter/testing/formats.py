"""What every playlist format promises, as tests."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import pytest

from exporter.errors import FileError
from exporter.exchange import Format, Listing, Sheet, never
from exporter.model import Playlist, Song
from exporter.testing.telling import broken, expect, promised, shown
from exporter.testing.texts import HOSTILE, SCRIPTS, UNSAYABLE

PLAIN = (
    Song("君の知らない物語", ("supercell",)),
    Song("Paper Boats", ("The Contract",)),
    Song("Ночной поезд", ("Договор",)),
    Song("Café Lumière", ("Le Contrat",)),
    Song("Paper Boats", ("The Contract",)),
)
"""Songs that any format can hold. One stands twice, as it may."""
SOURCE = "the contract"
QUICK = 2.0
"""Seconds of work for a text of a million characters: a hundred times what a plain reader takes."""
MANY = 10_000
MISHAPS = 60
"""Texts that are cut off or changed, from one that was written."""


class FormatContract:
    """Every test is a promise of :class:`exporter.exchange.Format`. Give it a ``format`` fixture."""

    @pytest.fixture
    def format(self) -> Format:
        """The format under test; a plugin's test class overrides this."""
        raise NotImplementedError("Override the fixture `format` (see exporter.testing).")

    @promised("format-registered")
    def test_a_format_is_registered_as_it_is_used(self, format: Format) -> None:  # noqa: A002 - the word for it
        """A name, endings, and something to do."""
        if not format.name or format.name.split() != [format.name.lower()] or not format.label:
            broken(f"name and label are {format.name!r} and {format.label!r}")
        if not all(ending.startswith(".") and ending == ending.lower() for ending in format.endings):
            broken(f"the endings are {format.endings!r}")
        if format.read is None and format.write is None:
            broken("the format neither reads nor writes")

    @promised("format-written-is-read")
    def test_what_is_written_is_read_again(self, format: Format) -> None:  # noqa: A002 - same
        """Songs in their order, duplicates kept."""
        read, write = _both(format)
        expect("what was read of an empty playlist", _labels(read(write(sheet([])), SOURCE)), [])
        expect(
            "what was read (title, artists)", _labels(read(write(sheet(PLAIN)), SOURCE)), [_label(one) for one in PLAIN]
        )

    @promised("format-settles")
    def test_what_was_read_is_written_the_same_way_again(self, format: Format) -> None:  # noqa: A002 - same
        """From the second time on nothing changes any more."""
        read, write = _both(format)
        for songs in (PLAIN, [Song(text, (text,)) for text in (*SCRIPTS, *HOSTILE.values())]):
            once = read(write(sheet(songs)), SOURCE)
            again = read(write(sheet([listed.song for listed in once.songs], once.name, once.description)), SOURCE)
            for first, second in zip(once.songs, again.songs, strict=False):
                expect("a song, read for the second time,", second.song, first.song)
            expect("the number of songs, read for the second time,", len(again.songs), len(once.songs))

    @promised("format-hostile")
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_a_song_of_any_title_is_still_one_song(self, format: Format, text: str) -> None:  # noqa: A002 - same
        """Or one passage that was left out, between two others that stay as they are."""
        read, write = _both(format)
        for hostile in (Song(text, ("The Contract",)), Song("Paper Boats", (text,)), Song(text, (text,))):
            before, after = PLAIN[0], PLAIN[2]
            listing = read(write(sheet([before, hostile, after], name=text)), SOURCE)
            count = len(listing.songs) + len(listing.left)
            expect(f"the number of songs (and passages left out) around {shown(hostile.label)}", count, 3)
            beside = [listing.songs[0], listing.songs[-1]]
            expect("the songs beside it", [_label(one.song) for one in beside], [_label(before), _label(after)])

    @promised("format-reads-anything")
    def test_any_text_is_a_listing_or_a_file_error(self, format: Format) -> None:  # noqa: A002 - same
        """Text of no format, and text of this one that is cut off or changed."""
        read = _reader(format)
        for text in (*HOSTILE.values(), *UNSAYABLE.values(), *mishaps(format)):
            try:
                read(text, SOURCE)
            except FileError as error:
                if not error.problems:
                    broken(f"a FileError without a problem came of {shown(text)}")

    @promised("format-listing")
    def test_every_song_that_was_read_says_how_sure(self, format: Format) -> None:  # noqa: A002 - same
        """And where it stands."""
        for listing in _listings(format):
            for listed in listing.songs:
                if not (listed.song.title.strip() and listed.line >= 0 and 0 <= listed.sure <= 1):
                    broken(f"a song was read as {shown(listed)}")
                if listed.sure < 1 and not listed.doubts:
                    broken(f"a song was read with {listed.sure:.2f} and no word why: {shown(listed)}")

    @promised("format-quick")
    def test_reading_takes_no_longer_than_the_text_is_long(self, format: Format) -> None:  # noqa: A002 - same
        """Many songs, and lines without an end."""
        read = _reader(format)
        texts = {f"{len(text):,} characters {text[:12]!r}...": text for text in _endless()}
        if format.write is not None:
            texts[f"{MANY:,} songs"] = format.write(sheet(PLAIN * (MANY // len(PLAIN))))
        for name, text in texts.items():
            began = time.thread_time()
            _or_file_error(read, text)
            took = time.thread_time() - began
            if took > QUICK * max(1.0, len(text) / 1_000_000):
                broken(f"{name} took {took:.1f} s")

    @promised("format-sniff")
    def test_a_format_knows_its_own(self, format: Format) -> None:  # noqa: A002 - same
        """And gives a likelihood for any text."""
        if format.sniff is never:
            pytest.skip(f"{format.label} is read only where its name or the ending of a file asks for it.")
        for text in (*HOSTILE.values(), *UNSAYABLE.values(), *mishaps(format)):
            if not 0 <= (likely := format.sniff(text)) <= 1:
                broken(f"sniff() gave {likely} for {shown(text)}")
        if format.write is not None:
            own = format.sniff(format.write(sheet(PLAIN)))
            for other in ("", "Dear reader,\n\nthis is a letter.\n", "\x00\x01\x02"):
                if own <= format.sniff(other):
                    broken(f"sniff() gave {own} for its own text, and {format.sniff(other)} for {other!r}")


def sheet(songs: Sequence[Song], name: str = "Contract", description: str = "made by a test") -> Sheet:
    """A playlist of these songs, of which nothing was decided."""
    return Sheet(playlist=Playlist("contract", name, tuple(songs), description), tracks=tuple({} for _ in songs))


def mishaps(format: Format) -> list[str]:  # noqa: A002 - the word for it
    """What becomes of a written text on its way: cut off, a piece missing, twice, or replaced. The same every time."""
    if format.write is None:
        return []
    dice = random.Random(20)  # noqa: S311 - to be repeatable is the point
    text = format.write(sheet([*PLAIN, *(Song(text, (text,)) for text in SCRIPTS)]))
    cuts = [sorted(dice.choices(range(len(text) + 1), k=2)) for _ in range(MISHAPS)]
    junk = ("", '"', "<", "{", "\n", "\x00", "\ud83d", "曲", text)
    return [text[:start] + dice.choice(junk) + text[end:] for start, end in cuts] + [text[:start] for start, _ in cuts]


def _reader(format: Format) -> Callable[[str, str], Listing]:  # noqa: A002 - same
    return format.read or pytest.skip(f"{format.label} is only written.")


def _both(format: Format) -> tuple[Callable[[str, str], Listing], Callable[[Sheet], str]]:  # noqa: A002 - same
    return _reader(format), format.write or pytest.skip(f"{format.label} is only read.")


def _listings(format: Format) -> list[Listing]:  # noqa: A002 - same
    read = _reader(format)
    texts = [format.write(sheet(PLAIN))] if format.write else []
    found = [_or_file_error(read, text) for text in (*texts, *HOSTILE.values(), *mishaps(format))]
    return [listing for listing in found if listing is not None]


def _or_file_error(read: Callable[[str, str], Listing], text: str) -> Listing | None:
    try:
        return read(text, SOURCE)
    except FileError:
        return None


def _endless() -> list[str]:
    return [piece * (200_000 // len(piece)) for piece in ("a", " ", '"', "- ", "a, ", "<a>", "[", "{", "“")]


def _labels(listing: Listing) -> list[tuple[str, tuple[str, ...]]]:
    return [_label(listed.song) for listed in listing.songs]


def _label(song: Song) -> tuple[str, tuple[str, ...]]:
    return song.title, song.artists
