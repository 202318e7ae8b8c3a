"""What a track adds to a song's title or credit, and nobody asked for, is a question or a refusal, never the song."""

from __future__ import annotations

import pytest

from exporter.matching import judge
from exporter.model import Song, Track, Verdict

SAIGO = Song("最後の雨", ("中西保志",), artist_aka=("Yasushi Nakanishi",))
ADDED = [
    "(Lofi)", "(Bossa Nova)", "(Guitar)", "(Harp)", "(EDM)", "(Slow)", "(Rearranged)", "(Self Remake)", "-another-",
    "(duet with Y)", "[Dance]", "(2007)", "- 2020", "(No Vocals)", "(short)", "(Ver. 2)", "- From Live at Wembley",
    '(From "Unnatural" Piano ver.)', "(Theme from Unnatural, Instrumental)", "(with strings)", "(with orchestra)",
]  # fmt: skip


def track(title: str, *artists: str, album: str = "", year: int | None = None) -> Track:
    return Track("service", "id", title, artists, album=album, year=year, duration=240.0)


@pytest.mark.parametrize("added", ADDED)
@pytest.mark.parametrize("song", [SAIGO, Song("Last Rain", ("Yasushi Nakanishi",))], ids=["Japanese", "Latin"])
def test_an_addition_to_the_title_is_never_accepted(song: Song, added: str) -> None:
    assert judge(song, [track(f"{song.title} {added}", "Yasushi Nakanishi")]).verdict is not Verdict.ACCEPT


@pytest.mark.parametrize("harmless", ["", " - 2015 Remaster", " (Single Version)", " (From “Unnatural”)"])
def test_what_says_nothing_of_the_recording_does_no_harm(harmless: str) -> None:
    assert judge(SAIGO, [track(f"最後の雨{harmless}", "Yasushi Nakanishi")]).verdict is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("Earth, Wind & Fire", "Fire"),
        ("Mumford & Sons", "Sons"),
        ("AC/DC", "AC"),
        ("Tyler, The Creator", "Tyler"),
        ("Fire", "Earth, Wind & Fire"),
    ],
)
def test_a_piece_of_a_bands_name_is_not_the_band(wanted: str, shown: str) -> None:
    assert judge(Song("Home", (wanted,)), [track("Home", shown)]).verdict is not Verdict.ACCEPT


def test_an_artist_behind_another_one_is_a_question() -> None:
    assert judge(SAIGO, [track("最後の雨", "Koda Kumi", "Yasushi Nakanishi")]).verdict is Verdict.REVIEW


def test_one_of_three_credited_singers_alone_is_a_question() -> None:
    song = Song("secret base", ("茅野愛衣", "戸松遥", "早見沙織"))
    assert judge(song, [track("secret base", "茅野愛衣")]).verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    ("show", "album"),
    [
        ("KINGDOM HEARTS II", "KINGDOM HEARTS III Original Soundtrack"),
        ("FINAL FANTASY V", "FINAL FANTASY VII Original Soundtrack"),
        ("Xenoblade", "Xenoblade 2 Original Soundtrack"),
        ("86", "1986 Movie Original Soundtrack"),
        ("K", "Kanon Original Soundtrack"),
    ],
)
def test_another_part_of_a_series_is_not_the_show(show: str, album: str) -> None:
    assert (
        judge(Song("Main Theme", (), from_=show), [track("Main Theme", "X", album=album)]).verdict is not Verdict.ACCEPT
    )


def test_a_record_that_contradicts_the_file_in_everything_is_a_question() -> None:
    song = Song(
        "Dearly Beloved", ("Yoko Shimomura",), from_="KINGDOM HEARTS II", album="KINGDOM HEARTS II OST", year=2006
    )
    assert (
        judge(song, [track("Dearly Beloved", "Yoko Shimomura", album="Birth by Sleep", year=2011)]).verdict
        is Verdict.REVIEW
    )


def test_another_artist_on_the_very_album_is_a_question() -> None:
    song = Song("町、時の流れ、人", ("Key Sounds Label",), album="CLANNAD Original Soundtrack")
    on_it = track("町、時の流れ、人", "Shinji Orito", album="CLANNAD Original Soundtrack")
    elsewhere = track("町、時の流れ、人", "Piano Covers", album="Anime on the Piano")
    assert judge(song, [on_it]).verdict is Verdict.REVIEW
    assert judge(song, [elsewhere]).verdict is Verdict.MISSING
