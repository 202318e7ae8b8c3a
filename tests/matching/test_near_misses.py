"""Titles and credits that nearly agree: what is still the song stands beside what only looks so."""

from __future__ import annotations

import pytest

from exporter.matching.score import judge
from exporter.matching.text import is_work
from exporter.matching.titles import named
from exporter.model import Song, Track, Verdict

READINGS = {
    "secret base くんがくれたもの": "secretbasekungakuretamono",
    "secret base 君がくれたもの": "secretbasekungakuretamono",
    "残酷な天使のテーゼ": "zankokunatensinoteze",
    "残酷な天使のテーゼ 春": "zankokunatensinotezeharu",
    "残酷な天使のテーゼ 秋": "zankokunatensinotezeaki",
    "でんでんぱっしょん": "dendenpassyon",
    "米津玄師": "yonezukensi",
    "Kenshi Yonezu": "kensiyonezu",
    "Yonezu Kenshi": "yonezukensi",
    "菅田将暉": "sudamasaki",
    "Masaki Suda": "masakisuda",
    "Suda Masaki": "sudamasaki",
    "たかはしようこ": "takahasiyoko",
    "Takahashi Yoko": "takahasiyoko",
}


def readings(text: str) -> tuple[str, ...]:
    return (READINGS[text],) if text in READINGS else ()


def track(title: str, *artists: str, album: str = "", at: float | None = None) -> Track:
    return Track("service", f"{title} {artists} {album} {at}", title, artists, album=album, duration=at)


def verdict(song: Song, *tracks: Track) -> Verdict:
    return judge(song, tracks, readings).verdict


def titles(wanted: str, found: str, album: str = "") -> Verdict:
    return verdict(Song(wanted, ("X",)), track(found, "X", album=album))


ACCEPT, REVIEW, MISSING = Verdict.ACCEPT, Verdict.REVIEW, Verdict.MISSING


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        pytest.param("Song - Live Acoustic - 2015", "Song - Live Acoustic", ACCEPT, id="the year of a live recording"),
        pytest.param("Song - Live at Y", "Song - Live at Y / March 2017", ACCEPT, id="its month"),
        pytest.param("Song - Live - 2015", "Song - Live - 2016", REVIEW, id="of another year"),
        pytest.param("Song", "Song - Live - 2015", MISSING, id="a dated live recording that nobody asked for"),
        pytest.param("Song - 2009 - Remaster", "Song - 2009 Remastered Version", ACCEPT, id="the year of a remaster"),
        pytest.param("Song", "Song - 2009 - Remaster", ACCEPT, id="a remaster is the song in any year"),
        pytest.param("Song", "Song - 2009", REVIEW, id="a year alone is another recording"),
        pytest.param("Song (2009)", "Song", REVIEW, id="also where it was asked for"),
        pytest.param("Song - Remix - 2015", "Song - Remix", REVIEW, id="a remix of some year"),
    ],
)
def test_a_date_belongs_to_the_version_beside_it(wanted: str, found: str, expected: Verdict) -> None:
    assert titles(wanted, found) is expected


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        pytest.param("secret base ~くんがくれたもの~", "secret base ~君がくれたもの~", ACCEPT, id="one reading"),
        pytest.param("残酷な天使のテーゼ ~春~", "残酷な天使のテーゼ ~秋~", REVIEW, id="one word apart in a long title"),
        pytest.param("残酷な天使のテーゼ", "残酷な天使のテーゼ ~春~", REVIEW, id="one word more on a long title"),
        pytest.param("でんでんぱっしょん", "DENDENPASION", ACCEPT, id="a small tsu left out, and a slip"),
        pytest.param("でんでんぱっしょん", "DENDENMONSION", REVIEW, id="more than a slip"),
    ],
)
def test_a_subtitle_may_be_written_as_it_is_read(wanted: str, found: str, expected: Verdict) -> None:
    assert titles(wanted, found) is expected


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        pytest.param("Song Remix", "Song (Remix)", ACCEPT, id="a remix, marked or not"),
        pytest.param("Song Remix - Remix", "Song Remix", ACCEPT, id="the service says it twice"),
        pytest.param("Song Remix", "Song", REVIEW, id="the song, but its remix is wanted"),
        pytest.param("Song", "Song Remix", MISSING, id="a remix, but the song is wanted"),
        pytest.param("Live Forever - Live", "Live Forever", REVIEW, id="a word of the name is no version"),
        pytest.param("Lemon", "Lemon 弾き語り", MISSING, id="an unmarked version in Japanese"),
        pytest.param("Lemon", "Lemon ピアノ", MISSING, id="an unmarked piano version"),
        pytest.param("Lemon", "Lemon 完全版", REVIEW, id="an unmarked version we have no word for"),
        pytest.param("紅蓮華", "紅蓮華 Live", MISSING, id="an unmarked version in Latin letters"),
        pytest.param("紅蓮華", "紅蓮華 Gurenge", ACCEPT, id="the title in two scripts"),
        pytest.param("Lemon", "Lemon 主題歌", ACCEPT, id="what it was used for"),
        pytest.param("紅蓮華 Live", "紅蓮華 Live", ACCEPT, id="equal to the letter"),
        pytest.param("Cover Me", "Cover Me", ACCEPT, id="a song that is called Cover"),
        pytest.param("Cover Me", "Cover Me (Cover)", MISSING, id="and its cover"),
        pytest.param("Karaoke Night", "Karaoke Night (Karaoke Version)", MISSING, id="and another's karaoke version"),
    ],
)
def test_versions_are_told_with_and_without_marks(wanted: str, found: str, expected: Verdict) -> None:
    assert titles(wanted, found) is expected


def test_a_record_of_the_songs_name_is_no_version() -> None:
    assert titles("Cover Me", "Cover Me", album="Cover Me") is ACCEPT
    assert titles("Hold Me", "Hold Me", album="Cover Me") is REVIEW


@pytest.mark.parametrize(
    ("album", "expected"),
    [("Nevermind", ACCEPT), ("Nevermind (Remastered)", ACCEPT), ("Bleach", REVIEW), ("Nevermind the Rest", REVIEW)],
)
def test_a_version_that_is_named_after_an_album_is_the_one_on_it(album: str, expected: Verdict) -> None:
    assert titles("Song - Nevermind Version", "Song", album=album) is expected


def test_the_wanted_album_names_the_version_too() -> None:
    found = track("Song - Nevermind Version", "X")
    assert verdict(Song("Song", ("X",), album="Nevermind"), found) is ACCEPT
    assert verdict(Song("Song", ("X",), album="Bleach"), found) is REVIEW


@pytest.mark.parametrize(
    ("album", "expected"),
    [
        ("Live", REVIEW),
        ("X LIVE 2019", REVIEW),
        ("Live Best", REVIEW),
        ("ライヴ・アット・ホーム", REVIEW),
        ("演唱會", REVIEW),
        ("Nightcore Hits", REVIEW),
        ("TVサイズ集", REVIEW),
        ("THE FIRST TAKE", REVIEW),
        ("Live Forever", ACCEPT),
        ("Long Live", ACCEPT),
        ("Alive", ACCEPT),
    ],
)
def test_a_record_may_tell_the_version_that_the_title_does_not(album: str, expected: Verdict) -> None:
    assert titles("Song", "Song", album=album) is expected


def test_an_album_called_live_is_live() -> None:
    assert titles("Song - Live", "Song", album="Live") is ACCEPT
    assert titles("Song - Live", "Song", album="Nevermind") is REVIEW


def test_the_remix_of_nobody_is_nearer_than_somebodys() -> None:
    plain, named_ = track("Song - Remix", "X", "Guest", at=190), track("Song (Y Remix)", "X", "Y", at=140)
    assert judge(Song("Song - Remix", ("X",)), [named_, plain]).track == plain
    assert judge(Song("Song (Y Remix)", ("X",)), [plain, named_]).track == named_
    assert verdict(Song("Song - Remix", ("X",)), named_) is REVIEW


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param("Song (When We Were Young)", ACCEPT, id="the rest of the sentence"),
        pytest.param("Song (Everything You Want)", ACCEPT, id="another one"),
        pytest.param("Song (arranged by Someone Else)", REVIEW, id="who arranged it"),
        pytest.param("Song (sung by Someone Else)", MISSING, id="who sings it instead"),
        pytest.param("Song (originally by X)", MISSING, id="whose it was"),
        pytest.param("Song (at Some Great Hall)", REVIEW, id="where it was played"),
        pytest.param("Song (Arena Tour 2019)", REVIEW, id="when it was played"),
        pytest.param("Song (how to play it)", MISSING, id="a lesson"),
        pytest.param("Song (Chopped and Screwed)", MISSING, id="what was done to it"),
        pytest.param("Song (w/o Vocal)", MISSING, id="without is no guest"),
        pytest.param("Song (w/ Someone)", ACCEPT, id="with is one"),
        pytest.param("Song (ver. 2023)", REVIEW, id="a new recording"),
        pytest.param("Song (アルバム・バージョン)", ACCEPT, id="the album version"),
        pytest.param("Song (アニメ「X」主題歌)", ACCEPT, id="what it was the theme of"),
        pytest.param("Song (挿入歌)", ACCEPT, id="an insert song"),
        pytest.param("春が来た by Someone", MISSING, id="a credit is no half of a title"),
        pytest.param("春が来た Pt. 2", MISSING, id="a number is no half of a title"),
        pytest.param("春が来た Haru Came", ACCEPT, id="the other script is"),
    ],
)
def test_a_longer_title_is_the_song_only_if_it_goes_on_with_it(found: str, expected: Verdict) -> None:
    assert titles("Song" if found.startswith("Song") else "春が来た", found) is expected


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        ("Believe", "Beleive", ACCEPT),
        ("Believe", "Belive", ACCEPT),
        ("Believe", "Believer", REVIEW),
        ("Hikari", "Hikaru", MISSING),
        ("Darkness", "Darknes", ACCEPT),
    ],
)
def test_another_ending_is_another_word(wanted: str, found: str, expected: Verdict) -> None:
    assert titles(wanted, found) is expected


@pytest.mark.parametrize("field", ["title", "artist", "album"])
def test_a_name_of_a_book_is_none(field: str) -> None:
    endless = "a - (" * 20_000
    named_ = {"title": "Song", "artist": "X", "album": ""} | {field: endless}
    decision = judge(Song("Song", ("X",)), [track(named_["title"], named_["artist"], album=named_["album"])])
    assert decision.verdict is MISSING
    assert verdict(Song("Song", ("X",)), track("Song", "X", album="a" * 1000)) is ACCEPT


DUET = Song("灰色と青", ("米津玄師-菅田将暉",))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(track("灰色と青", "米津玄師", "菅田将暉"), ACCEPT, id="two persons"),
        pytest.param(track("灰色と青", "米津玄師-菅田将暉"), ACCEPT, id="one credit"),
        pytest.param(track("灰色と青 (+菅田将暉)", "米津玄師"), ACCEPT, id="the guest in the title"),
        pytest.param(track("灰色と青 ( + 菅田将暉 )", "Kenshi Yonezu", "Masaki Suda"), ACCEPT, id="and in the credit"),
        pytest.param(track("灰色と青 (feat. 菅田将暉)", "Kenshi Yonezu"), ACCEPT, id="who can be read"),
        pytest.param(track("灰色と青 (feat. 菅田将暉)", "Jane Doe"), REVIEW, id="a cover that copies the title"),
        pytest.param(track("灰色と青 (feat. 菅田将暉)", "歌っちゃ王"), REVIEW, id="one that shares the script"),
    ],
)
def test_a_guest_in_the_title_does_not_say_who_leads(found: Track, expected: Verdict) -> None:
    assert verdict(DUET, found) is expected


def test_an_artist_who_is_read_behind_another_is_a_question() -> None:
    song = Song("Lemon", ("米津玄師",))
    assert verdict(song, track("Lemon", "Kenshi Yonezu", "Jane Doe")) is ACCEPT
    assert verdict(song, track("Lemon", "Jane Doe", "Kenshi Yonezu")) is REVIEW


def test_a_title_with_a_slip_is_right_where_the_artist_reads_the_same() -> None:
    song = Song("Darkness Falls", ("たかはしようこ",))
    assert verdict(song, track("Darknes Falls", "Yoko Takahashi")) is ACCEPT
    assert verdict(song, track("Darknes Falls", "Yoko Tanaka")) is REVIEW


@pytest.mark.parametrize(
    "title",
    [
        "Cello Suite No. 1 in G Major, BWV 1007: I. Prélude",
        "Turandot, SC 91 / Act III: Nessun dorma",
        "The Nutcracker, Op. 71: March",
        "Symphony No. 5",
        "Nocturne in E-Flat Major",
        "Sonata in D",
    ],
)
def test_a_work_is_known_by_its_number_or_key(title: str) -> None:
    assert is_work(title)


@pytest.mark.parametrize(
    "title", ["Mambo No. 5", "Act II", "Bitter Sweet Symphony", "Symphony", "Moonlight in Vermont"]
)
def test_a_song_with_a_number_is_no_work(title: str) -> None:
    assert not is_work(title)


ACT = "Turandot, SC 91 / Act III: Nessun dorma"


def test_a_work_with_two_performances_on_offer_is_a_question() -> None:
    one = track(ACT, "Giacomo Puccini", "Tenor A", at=180)
    other = track(f"{ACT}!", "Giacomo Puccini", "Tenor B", at=181)
    composer = Song(ACT, ("Giacomo Puccini",))
    decision = judge(composer, [one, other])
    assert (decision.verdict, decision.reasons[0].name) == (REVIEW, "equally good")
    assert judge(Song(ACT, ("Giacomo Puccini", "Tenor B")), [one, other]).track == other
    assert verdict(composer, one) is ACCEPT
    assert verdict(composer, one, track(ACT, "Giacomo Puccini", "Tenor A", at=180, album="Best of")) is ACCEPT


def test_a_length_tells_the_performance() -> None:
    song = Song(ACT, ("Giacomo Puccini",), duration=180)
    one, other = track(ACT, "Giacomo Puccini", at=180), track(ACT, "Giacomo Puccini", "Tenor B", at=250)
    assert judge(song, [one, other]).track == one


def test_another_piece_of_the_work_is_no_performance_of_it() -> None:
    one = track("Turandot, SC 91 / Act III: Nessun dorma", "Giacomo Puccini", "Tenor A", at=180)
    other = track("Turandot, SC 91 / Act I: Signore, ascolta", "Giacomo Puccini", "Soprano B", at=150)
    assert judge(Song(ACT, ("Giacomo Puccini",)), [one, other]).track == one


def test_a_version_keeps_its_date_as_a_detail() -> None:
    assert named("Song - Live - 2015").details == {"2015"}
    assert named("Song (2015)").subtitles == {"2015"}


@pytest.mark.parametrize(
    ("show", "seconds", "expected"),
    [
        pytest.param("Some Show", 89.0, REVIEW, id="as long as television plays it"),
        pytest.param("Some Show", 150.0, ACCEPT, id="a short song"),
        pytest.param("Some Show", None, ACCEPT, id="of a length that nobody tells"),
        pytest.param("", 89.0, ACCEPT, id="from no show"),
    ],
)
def test_a_song_of_a_show_may_be_its_tv_size_without_a_mark(
    show: str, seconds: float | None, expected: Verdict
) -> None:
    assert verdict(Song("Title", ("X",), from_=show), track("Title", "X", at=seconds)) is expected


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("Kenshi Yonezu", ACCEPT),
        ("Yonezu Kenshi", ACCEPT),
        ("Kenshi Yonezu Fan Club", REVIEW),
        ("Kenshi Yonezu Piano", REVIEW),
    ],
)
def test_a_credit_that_says_more_than_the_name_is_a_question(credit: str, expected: Verdict) -> None:
    assert verdict(Song("Title", ("米津玄師",)), track("Title", credit)) is expected
