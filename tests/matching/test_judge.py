"""Which track is the song: cases that real catalogues and real lists are full of."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from exporter.matching.score import compare, judge
from exporter.model import Song, Track, Verdict

NUMBERS = count()


def track(
    title: str, *artists: str, at: float | None = None, album: str = "", isrc: str = "", kind: str = "song"
) -> Track:
    return Track("service", f"id{next(NUMBERS)}", title, artists, album=album, duration=at, isrc=isrc, kind=kind)


GURENGE = Song("紅蓮華", ("LiSA",), aka=("Gurenge",), duration=238)
SPARKLE = Song("スパークル", ("RADWIMPS",), aka=("Sparkle",), version="movie ver.", duration=538)


@pytest.mark.parametrize(
    ("song", "right"),
    [
        pytest.param(Song("Lemon", ("米津玄師",)), track("Lemon", "米津玄師"), id="the same, nothing else known"),
        pytest.param(GURENGE, track("Gurenge", "LiSA", at=238), id="kanji wanted, romaji found, known by aka"),
        pytest.param(Song("Gurenge", ("LiSA",), aka=("紅蓮華",)), track("紅蓮華", "LiSA"), id="the other way round"),
        pytest.param(
            Song("Kimi no Shiranai Monogatari", ("supercell",), aka=("君の知らない物語",)),
            track("君の知らない物語", "supercell"),
            id="the original script is the alias",
        ),
        pytest.param(
            Song("革命道中", ("アイナ",)), track("革命道中 - On The Way", "アイナ"), id="a title in two scripts"
        ),
        pytest.param(Song("アイリス", ("Aoi Eir",)), track("アイリス", "Eir Aoi"), id="family name first"),
        pytest.param(
            Song("Lemon", ("米津玄師",), artist_aka=("Kenshi Yonezu",)),
            track("Lemon", "Yonezu Kenshi"),
            id="an artist's alias",
        ),
        pytest.param(
            Song("secret base", ("茅野愛衣", "戸松遥")),
            track("secret base", "本間芽衣子(CV.茅野愛衣)", "安城鳴子(CV.戸松遥)"),
            id="characters credited with their voices",
        ),
        pytest.param(
            Song("絶対彼女", ("大森靖子",)), track("絶対彼女 feat.道重さゆみ", "大森靖子"), id="a guest in the title"
        ),
        pytest.param(
            Song("Truco", ("Clayton feat. Benuto",)), track("Truco", "Clayton", "Benuto"), id="a guest in the credit"
        ),
        pytest.param(Song("Halo", ("THE BEATLES",)), track("halo", "Beatles"), id="case and article"),
        pytest.param(Song("Lemon", ("米津玄師",)), track("Lemon", "米津玄師 - Topic"), id="a topic channel"),
        pytest.param(Song("Anarchy", ("7!!",)), track("Anarchy", "7!!"), id="an artist of symbols"),
        pytest.param(
            Song("Floods", ("Pantera",)), track("Floods - 2010 Remaster", "Pantera"), id="a remaster is the song"
        ),
        pytest.param(
            Song("Feel It", ("d4vd",)),
            track('Feel It - From "Invincible"', "d4vd"),
            id="the show it is from is no version",
        ),
        pytest.param(SPARKLE, track("スパークル - movie ver.", "RADWIMPS", at=538), id="the wanted version"),
        pytest.param(
            Song("紅蓮華", ("LiSA",), version="instrumental"),
            track("紅蓮華 -Instrumental-", "LiSA"),
            id="a wanted instrumental",
        ),
        pytest.param(
            Song("cancao ao vivo", ("Belo",)),
            track("Canção - Ao Vivo", "Belo"),
            id="the same words, unmarked by the curator",
        ),
        pytest.param(
            Song("Live Forever", ("Oasis",)), track("Live Forever", "Oasis"), id="a name that sounds like a version"
        ),
        pytest.param(
            Song("アイドル", ("YOASOBI",)),
            track("YOASOBI「アイドル」 Official Music Video", "YOASOBI", kind="video"),
            id="a video's title",
        ),
        pytest.param(
            Song("Main Theme", (), from_="CLANNAD"),
            track("Main Theme", "折戸伸治", album="CLANNAD Original Soundtrack"),
            id="no artist, but the show's soundtrack",
        ),
        pytest.param(
            Song("aLIEz", ("澤野弘之",), album="o1", duration=268),
            track("aLIEz", "SawanoHiroyuki[nZk]", album="o1", at=268.5),
            id="the artist in another script, on the same album at the same length",
        ),
        pytest.param(
            Song("Shita o Muite Arukou", ("amazarashi",), duration=240),
            track("Shita wo Muite Arukou", "amazarashi", at=241),
            id="nearly the same romaji, at the same length",
        ),
        pytest.param(
            Song("Daarkness", ("Mike Ault",)), track("Darkness", "Mike Ault"), id="a slip of the finger in the title"
        ),
        pytest.param(
            Song("Lemon Tree", ("Yoko Takamashi",)), track("Lemon Tree", "Yoko Takahashi"), id="a slip in the name"
        ),
        pytest.param(Song("吻别", ("张学友",)), track("吻別", "張學友"), id="simplified wanted, traditional found"),
        pytest.param(
            Song("愛你", ("王心凌",)),
            track("愛你", "Cyndi Wang"),
            id="a Chinese name by its family name in Latin letters",
        ),
        pytest.param(Song("遇見", ("Stefanie Sun",)), track("遇見", "孫燕姿"), id="and the other way round"),
        pytest.param(
            Song("Lydia", ("飛兒樂團",)),
            track("Lydia", "F.I.R.", album="飛兒樂團"),
            id="the album says the artist's name",
        ),
        pytest.param(
            Song("浪子回頭", ("茄子蛋EggPlantEgg",)), track("浪子回頭", "EggPlantEgg"), id="a name in two scripts"
        ),
        pytest.param(
            Song("灰色と青", ("米津玄師",)),
            track("灰色と青 ( + 菅田将暉 )", "米津玄師", "菅田将暉"),
            id="a guest after a plus",
        ),
        pytest.param(
            Song("The Fox", ("Ylvis",)), track("The Fox (What Does the Fox Say?)", "Ylvis"), id="the rest of a sentence"
        ),
        pytest.param(
            Song("私奔到月球", ("五月天MAYDAY feat. 陳綺貞",)),
            track("私奔到月球", "Mayday", "Cheer Chen"),
            id="a guest in Latin letters",
        ),
        pytest.param(
            Song("おもかげ", ("Aimer & milet & 幾田りら",)),
            track("おもかげ", "milet", "Aimer", "Lilas Ikuta"),
            id="one of three in Latin letters",
        ),
        pytest.param(
            Song("特別的人", ("方大同, Khalil Fong",)), track("特別的人", "Khalil Fong"), id="one artist in two scripts"
        ),
        pytest.param(
            Song("世界は恋に落ちている", ("HoneyWorks",)),
            track("世界は恋に落ちている", "CHiCO with HoneyWorks"),
            id="a unit",
        ),
        pytest.param(Song("The House", ("X",)), track("House", "X"), id="a leading article"),
        pytest.param(Song("Story, Pt. One", ("X",)), track("Story (Part I)", "X"), id="two ways to count"),
        pytest.param(Song("F**k It", ("X",)), track("Fuck It", "X"), id="a word with stars"),
        pytest.param(Song("Wreck (Y Remix)", ("X",)), track("Wreck - Remix", "X", "Y"), id="a remixer who is credited"),
        pytest.param(Song("Song - Edit", ("X",)), track("Song", "X"), id="the edit that does not say so"),
        pytest.param(
            Song("Song", ("X",)),
            track("Song (Golden Years)", "X", album="Golden Years"),
            id="a subtitle that is the album",
        ),
        pytest.param(Song("Song", ("X",)), track("Song / X", "X"), id="a subtitle that is the artist"),
        pytest.param(Song("Song", ("X",)), track("7. Song", "X"), id="a track number"),
        pytest.param(
            Song("Spiral", ("21 Savage",)), track("Spiral: From The Book of Saw Soundtrack", "21 Savage"), id="a film"
        ),
    ],
)
def test_what_is_clearly_right_is_accepted(song: Song, right: Track) -> None:
    decision = judge(song, [right])
    assert (decision.verdict, decision.track, decision.how) == (Verdict.ACCEPT, right, "search"), decision.reasons


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(track("紅蓮華 (TV Size)", "LiSA", at=90), id="tv size"),
        pytest.param(track("紅蓮華 TVサイズ", "LiSA"), id="tv size in Japanese"),
        pytest.param(track("紅蓮華 (カラオケ)", "歌っちゃ王", at=238), id="karaoke of the same length"),
        pytest.param(track("紅蓮華 (カラオケ)", "LiSA", at=238), id="karaoke by the artist"),
        pytest.param(track("紅蓮華 - Instrumental", "LiSA", at=238), id="instrumental of the same album"),
        pytest.param(track("紅蓮華 (off vocal)", "LiSA"), id="off vocal"),
        pytest.param(track("紅蓮華 - Live at 武道館", "LiSA", at=263), id="live"),
        pytest.param(track("紅蓮華 (Piano Ver.)", "LiSA"), id="piano"),
        pytest.param(track("紅蓮華 (English Ver.)", "LiSA"), id="another language"),
        pytest.param(track("紅蓮華 (Someone Remix)", "LiSA"), id="remix"),
        pytest.param(track("紅蓮華 - sped up", "LiSA"), id="sped up"),
        pytest.param(track("紅蓮華 (Cover)", "Raon"), id="cover"),
        pytest.param(track("紅蓮華", "Raon"), id="an unmarked cover"),
        pytest.param(track("Baby Shark", "Pinkfong"), id="the only result is unrelated"),
        pytest.param(track("炎", "LiSA", at=238), id="another song by the artist"),
        pytest.param(track("紅蓮華", "LiSA", at=90), id="far too short"),
        pytest.param(track("", "LiSA"), id="no title"),
        pytest.param(track("紅蓮歌", "LiSA"), id="one character is another word"),
        pytest.param(track("LiSA「紅蓮華」ライブ映像", "LiSA", kind="video"), id="a live video"),
    ],
)
def test_what_is_clearly_wrong_is_refused(wrong: Track) -> None:
    decision = judge(GURENGE, [wrong])
    assert (decision.verdict, decision.track) == (Verdict.MISSING, None)
    assert decision.reasons[0].veto


@pytest.mark.parametrize(
    ("song", "doubtful", "because"),
    [
        pytest.param(
            GURENGE,
            track("紅蓮華", "歌っちゃ王", at=238),
            "artist in another script",
            id="an artist that cannot be read",
        ),
        pytest.param(
            Song("Into The Night", ("YOASOBI",)),
            track("夜に駆ける", "YOASOBI"),
            "title in another script",
            id="a title that cannot be read",
        ),
        pytest.param(
            Song("Memories", ()), track("Memories", "Maki Otsuki"), "artist not given", id="no artist is given"
        ),
        pytest.param(
            Song("Memories", (), from_="ONE PIECE"),
            track("Memories (from ONE PIECE)", "Piano Guy"),
            "artist not given",
            id="a cover that names the show",
        ),
        pytest.param(
            Song("Lemon", ("米津玄師",)), track("Lemon"), "artist not known", id="the service names no artist"
        ),
        pytest.param(
            Song("スパークル", ("RADWIMPS",)),
            track("スパークル - movie ver.", "RADWIMPS"),
            "version in question",
            id="a film version nobody asked for",
        ),
        pytest.param(
            SPARKLE, track("スパークル", "RADWIMPS", at=530), "version missing", id="the wanted version is not marked"
        ),
        pytest.param(
            Song("紅蓮華", ("LiSA",)),
            track("紅蓮華 - From THE FIRST TAKE", "LiSA"),
            "version in question",
            id="the first take",
        ),
        pytest.param(
            Song("最愛", ("KOH+",)), track("最愛 (Self Cover)", "KOH+"), "version in question", id="a self cover"
        ),
        pytest.param(
            Song("Song (A Remix)", ("X",)),
            track("Song (B Remix)", "X"),
            "version in question",
            id="somebody else's remix",
        ),
        pytest.param(
            Song("Song (English Ver.)", ("X",)),
            track("Song (Korean Ver.)", "X"),
            "version in question",
            id="another other language",
        ),
        pytest.param(
            Song("一番の宝物 (Yui ver.)", ("LiSA",)),
            track("一番の宝物 (Yui final ver.)", "LiSA"),
            "version missing",
            id="two versions by name",
        ),
        pytest.param(
            Song("Lemon", ("米津玄師",)),
            track("Lemon", "米津玄師", album="Karaoke Hits"),
            "version by its record",
            id="a karaoke album",
        ),
        pytest.param(
            Song("Dearkness Falls", ("Mike Ault",)),
            track("Darkness Falls On", "Mike Ault"),
            "title nearly the same",
            id="more than a slip of the finger",
        ),
        pytest.param(
            Song("Lost Dream", ("X",)),
            track("Lost Dreams", "X"),
            "title nearly the same",
            id="one and many are two songs",
        ),
        pytest.param(
            Song("Darknes", ("Mikke Ault",)), track("Darkness", "Mike Ault"), "artist misspelt", id="two names misspelt"
        ),
        pytest.param(
            Song("童話", ("光良",)),
            track("童話", "Michael Wong"),
            "artist in another script",
            id="a Chinese stage name",
        ),
        pytest.param(
            Song("玫瑰少年", ("盧廣仲",)),
            track("玫瑰少年", "Jolin Tsai"),
            "artist in another script",
            id="another family name",
        ),
        pytest.param(
            Song("絶対彼女", ("大森靖子",)),
            track("大森靖子『絶対彼女』Music Video", "avex", kind="video"),
            "artist in the title",
            id="a video by somebody else that names the artist",
        ),
        pytest.param(
            Song("海のまにまに", ("森山直太朗",)),
            track("海のまにまに", "Kato Naotaro"),
            "artist in another script",
            id="a given name alone",
        ),
        pytest.param(
            Song("Lemon", ("米津玄師",)), track("Lemon", "Various Artists"), "artist not known", id="various artists"
        ),
        pytest.param(
            Song("Song", ("X",)), track("Song (Haunted Grounds)", "X"), "title with subtitle", id="the title says more"
        ),
        pytest.param(
            Song("Song (Part 2)", ("X",)), track("Song", "X"), "title with another subtitle", id="a numbered part"
        ),
        pytest.param(
            replace(GURENGE, duration=260), track("紅蓮華", "LiSA", at=238), "length doubtful", id="22 seconds apart"
        ),
    ],
)
def test_what_is_doubtful_is_a_question(song: Song, doubtful: Track, because: str) -> None:
    decision = judge(song, [doubtful])
    assert (decision.verdict, decision.track) == (Verdict.REVIEW, None), decision.reasons
    assert because in {reason.name for reason in decision.reasons}
    assert [one.track for one in decision.others] == [doubtful]


@pytest.mark.parametrize(
    ("title", "artist", "other_title", "other_artist"),
    [
        pytest.param("紅蓮華", "宇多田ヒカル", "夜明唄", "米津玄師太郎", id="Japanese names of one length"),
        pytest.param("★", "♪", "♪", "♪", id="titles of symbols"),
        pytest.param("!!!", "X", "???", "X", id="titles of punctuation"),
        pytest.param("Lemon", "★", "Lemon", "♪", id="artists of symbols"),
    ],
)
def test_nothing_is_equal_by_being_empty(title: str, artist: str, other_title: str, other_artist: str) -> None:
    assert judge(Song(title, (artist,)), [track(other_title, other_artist)]).verdict is Verdict.MISSING


def test_one_letter_that_counts_is_no_slip() -> None:
    assert judge(Song("Title z", ("Artist",)), [track("Title a", "Artist")]).verdict is Verdict.MISSING
    assert judge(Song("Title", ("Artist z",)), [track("Title", "Artist a")]).verdict is not Verdict.ACCEPT


@pytest.mark.parametrize("title", ["★", "!!!", "7!!", "you", "Ver$"])
def test_odd_names_equal_themselves(title: str) -> None:
    assert judge(Song(title, (title,)), [track(title, title)]).verdict is Verdict.ACCEPT


def test_the_song_wins_over_its_versions() -> None:
    right = track("紅蓮華", "LiSA", at=237)
    wrong = [track(f"紅蓮華 ({mark})", "LiSA", at=237) for mark in ("Instrumental", "TV Size", "Live", "Piano")]
    assert judge(GURENGE, [*wrong, right]).track == right


def test_copies_of_one_recording_are_one_answer() -> None:
    single, album = (
        track("Lemon", "米津玄師", at=255, album="Lemon"),
        track("Lemon", "米津玄師", at=256, album="STRAY SHEEP"),
    )
    assert judge(Song("Lemon", ("米津玄師",)), [single, album]).track == single


def test_the_recording_that_nearly_every_record_carries_is_meant() -> None:
    copies = [track("Master of Puppets", "Metallica", at=515 + number) for number in range(3)]
    edit = track("Master of Puppets", "Metallica", at=474)
    assert judge(Song("Master of Puppets", ("Metallica",)), [edit, *copies]).track == copies[0]
    assert judge(Song("Master of Puppets", ("Metallica",)), [edit, *copies[:2]]).verdict is Verdict.REVIEW


def test_of_two_credits_the_one_with_the_wanted_guest_is_right() -> None:
    song = Song("Conversations (feat. David Guetta)", ("John Legend",))
    right, wrong = (
        track("Conversations", "John Legend", "David Guetta", at=210),
        track("Conversations", "John Legend", at=236),
    )
    assert judge(song, [wrong, right]).track == right


def test_two_equally_good_recordings_are_a_question() -> None:
    both = [track("最後の雨", "中西保志", at=272), track("最後の雨", "中西保志", at=301)]
    decision = judge(Song("最後の雨", ("中西保志",)), both)
    assert (decision.verdict, decision.reasons[0].name) == (Verdict.REVIEW, "equally good")
    assert {one.track.id for one in decision.others} == {one.id for one in both}


@pytest.mark.parametrize("hint", [{"duration": 301}, {"album": "再録"}])
def test_any_fact_that_tells_them_apart_decides(hint: dict[str, object]) -> None:
    old, new = track("最後の雨", "中西保志", at=272), track("最後の雨", "中西保志", at=301, album="再録")
    assert judge(Song("最後の雨", ("中西保志",), **hint), [old, new]).track == new  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param({"playable": True}, {"playable": False}, id="one that can be played"),
        pytest.param({"kind": "song"}, {"kind": "video"}, id="a song before a video"),
        pytest.param({"album": "Lemon"}, {"album": "J-POP Best Hits"}, id="no compilation"),
        pytest.param({"year": 2018}, {"year": 2020}, id="the earlier release"),
    ],
)
def test_among_copies_the_original_is_taken(better: dict[str, object], worse: dict[str, object]) -> None:
    base = track("Lemon", "米津玄師", at=255)
    good, bad = replace(base, id="good", **better), replace(base, id="bad", **worse)  # type: ignore[arg-type]
    song = Song("Lemon", ("米津玄師",))
    assert {judge(song, order).track for order in ([good, bad], [bad, good])} == {good}


def test_a_refused_track_is_never_proposed_again() -> None:
    wrong = track("Lemon", "米津玄師")
    song = Song("Lemon", ("米津玄師",), not_={"service": (wrong.id,)})
    decision = judge(song, [wrong])
    assert (decision.verdict, decision.others) == (Verdict.MISSING, ())


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        pytest.param(track("Kurenai no Hana", "LiSA", isrc="JP-U90-19-00001"), Verdict.ACCEPT, id="with the artist"),
        pytest.param(track("紅蓮華", "リサ", isrc="JPU901900001"), Verdict.ACCEPT, id="with the title"),
        pytest.param(
            track("Sadness", "Somebody", isrc="JPU901900001"), Verdict.MISSING, id="alone: codes are misassigned"
        ),
        pytest.param(
            track("紅蓮華 (Piano Ver.)", "LiSA", isrc="JPU901900001"), Verdict.MISSING, id="on the piano version too"
        ),
        pytest.param(track("紅蓮華", "リサ", at=90, isrc="JPU901900001"), Verdict.MISSING, id="at another length"),
    ],
)
def test_a_code_decides_only_together_with_title_or_artist(found: Track, verdict: Verdict) -> None:
    decision = judge(Song("紅蓮華", ("LiSA",), duration=238, isrc="JPU901900001"), [found])
    assert decision.verdict is verdict
    assert decision.how == "isrc" or verdict is not Verdict.ACCEPT


def test_another_code_is_no_veto() -> None:
    song = Song("Lemon", ("米津玄師",), isrc="JPU901800001")
    assert judge(song, [track("Lemon", "米津玄師", isrc="JPU901800999")]).verdict is Verdict.ACCEPT


def test_the_search_without_an_answer_is_missing() -> None:
    decision = judge(GURENGE, [])
    assert (decision.verdict, decision.others, decision.on) == (Verdict.MISSING, (), "")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (track("紅蓮華", "Raon"), "by another artist: Raon"),
        (track("紅蓮華 (カラオケ)", "LiSA"), "a karaoke version"),
        (track("紅蓮華", "LiSA", at=90), "90 s, but 3:58 is wanted"),
    ],
)
def test_reasons_speak_to_a_curator_worst_first(found: Track, words: str) -> None:
    assert compare(GURENGE, found).reasons[0].words == words


def romaji(text: str) -> tuple[str, ...]:
    return {"紅蓮華": ("Gurenge",), "米津玄師": ("Yonezu Kenshi",)}.get(text, ())


def test_readings_bridge_scripts() -> None:
    song, found = Song("Gurenge", ("Kenshi Yonezu",)), track("紅蓮華", "米津玄師")
    assert judge(song, [found]).verdict is not Verdict.ACCEPT
    assert judge(song, [found], romaji).verdict is Verdict.ACCEPT


def test_the_same_reading_by_another_artist_is_not_the_song() -> None:
    assert judge(Song("Gurenge", ("HoneyWorks",)), [track("紅蓮華", "LiSA")], romaji).verdict is Verdict.MISSING


def cyrillic(text: str) -> tuple[str, ...]:
    letters = dict(zip("кинопеса", "kinopesa", strict=True))
    return ("".join(letters.get(letter, letter) for letter in text.lower()),) if "К" in text or "П" in text else ()


def test_any_script_needs_no_more_than_its_readings() -> None:
    song, found = Song("Pesnia", ("Kino",)), track("Песня", "Кино")
    assert judge(song, [found]).verdict is not Verdict.ACCEPT
    assert judge(Song("Pesn", ("Kino",)), [track("Песн", "Кино")], cyrillic).verdict is Verdict.ACCEPT


def name_readings(text: str) -> tuple[str, ...]:
    known = {
        "米津玄師": ("yonezugensi",),
        "Kenshi Yonezu": ("kensiyonezu",),
        "Yonezu Kenshi": ("yonezukensi",),
        "ずっと真夜中でいいのに。": ("zuttomayonakadeinoni",),
    }
    return known.get(text, ())


@pytest.mark.parametrize(
    ("wanted", "found", "rule"),
    [
        ("米津玄師", "Kenshi Yonezu", "artist reads almost the same"),
        ("ずっと真夜中でいいのに。", "ZUTOMAYO", "artist reads almost the same"),
    ],
)
def test_a_name_may_be_misread_or_cut_short(wanted: str, found: str, rule: str) -> None:
    decision = judge(Song("袖のキルト", (wanted,)), [track("袖のキルト", found)], name_readings)
    assert (decision.verdict, decision.reasons[0].name) == (Verdict.ACCEPT, rule)


def test_a_title_is_not_read_in_another_order() -> None:
    def turned(text: str) -> tuple[str, ...]:
        return ("".join(reversed(text.lower().split())),)

    assert judge(Song("One Day", ("X",)), [track("Day One", "X")], turned).verdict is Verdict.MISSING


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (track("紅蓮華", "LiSA", at=238), track("紅蓮華", "LiSA", at=246)),
        (track("紅蓮華", "LiSA"), track("紅蓮華", "LiSA", "Somebody")),
        (track("紅蓮華", "LiSA"), track("紅蓮華 - 2020 Remaster", "LiSA")),
        (track("紅蓮華", "LiSA"), track("紅蓮華", "LiSA", kind="video")),
        (track("紅蓮華", "LiSA"), track("紅蓮華 - From THE FIRST TAKE", "LiSA")),
        (track("紅蓮華", "LISA ORIBE"), track("炎", "LISA ORIBE")),
    ],
)
def test_what_fits_better_is_nearer(nearer: Track, farther: Track) -> None:
    assert compare(GURENGE, nearer).value >= compare(GURENGE, farther).value
    if not compare(GURENGE, nearer).vetoed:
        assert compare(GURENGE, nearer).value > compare(GURENGE, farther).value
