"""Songs that have a line of their own, in all the ways that people write them."""

from __future__ import annotations

import pytest

from tests.articles import TOLD, doubts, offered, read, taken, told


@pytest.mark.parametrize(
    "line",
    [
        "“Paper Moon” – Aki Mori",
        "“Paper Moon” — Aki Mori",
        "“Paper Moon” - Aki Mori",
        "“Paper Moon” ‐ Aki Mori",
        "“Paper Moon” − Aki Mori",
        "“Paper Moon” ー Aki Mori",
        "“Paper Moon” 〜 Aki Mori",
        "“Paper Moon” -- Aki Mori",
        "“Paper Moon”: Aki Mori",
        "“Paper Moon”- Aki Mori",
        "“Paper Moon” –Aki Mori",
        "“Paper Moon”–Aki Mori",
        "“Paper Moon,” Aki Mori",
        "“Paper Moon“ – Aki Mori",
        '"Paper Moon" - Aki Mori',
        "‘Paper Moon’ – Aki Mori",
        "«Paper Moon» – Aki Mori",
        "„Paper Moon“ – Aki Mori",
        "“Paper Moon” by Aki Mori",
        "“Paper Moon” performed by Aki Mori",
        "“Paper Moon” (Aki Mori)",
        "Aki Mori – “Paper Moon”",
        "Aki Mori: “Paper Moon”",
        "Aki Mori “Paper Moon”",
        "1. “Paper Moon” – Aki Mori",
        "#1 “Paper Moon” – Aki Mori",
        "No. 1: “Paper Moon” – Aki Mori",
        "1) “Paper Moon” – Aki Mori",
        "01 “Paper Moon” – Aki Mori",
        "1 – “Paper Moon” – Aki Mori",
        "① “Paper Moon” – Aki Mori",
        "Aki Mori「Paper Moon」",
        "Aki Mori『Paper Moon』",
        "「Paper Moon」Aki Mori",
        "「Paper Moon」/ Aki Mori",
        "第1位 Aki Mori「Paper Moon」",
        "1位：Aki Mori「Paper Moon」",
        "“Paper Moon” – Aki Mori (Official Music Video)",
    ],
)
def test_one_such_line_is_enough(line: str) -> None:
    assert taken(told(line)) == [("Paper Moon", "Aki Mori", "")]


@pytest.mark.parametrize("mark", [" – ", " - ", " — ", " − ", "–", "- ", " –", " / ", "／"])
def test_lines_that_are_alike_need_no_quotes(mark: str) -> None:
    lines = [f"Blue of You{mark}Aki Mori", f"Where the Rain Is{mark}Aki Mori", f"My Winter{mark}Kumo Band"]
    assert taken("\n".join(["Songs of mine", "", *lines])) == [
        ("Blue of You", "Aki Mori", ""),
        ("Where the Rain Is", "Aki Mori", ""),
        ("My Winter", "Kumo Band", ""),
    ]


def test_a_title_by_an_artist_may_have_a_by_of_its_own() -> None:
    lines = ["1. Stay by the Fire by Aki Mori", "2. Paper Moon by Kumo", "3. Cloud by Sora Umi"]
    assert taken(told(*lines)) == [
        ("Stay by the Fire", "Aki Mori", ""),
        ("Paper Moon", "Kumo", ""),
        ("Cloud", "Sora Umi", ""),
    ]


def test_the_side_that_repeats_itself_is_the_artists() -> None:
    text = "Aki Mori - Lantern\nKumo - Snow\nAki Mori - Ember\nKumo - Harbour\n"
    assert [title for title, *_ in taken(text)] == ["Lantern", "Snow", "Ember", "Harbour"]
    turned = "Lantern - Aki Mori\nSnow - Kumo\nEmber - Aki Mori\nHarbour - Kumo\n"
    assert taken(turned) == taken(text)


def test_the_text_below_says_who_sings() -> None:
    text = (
        "1. Lantern – Tide\n\nThe band Tide has never sounded like this before, and may never again.\n\n"
        "2. Snow – Kumo\n\nIt is Kumo's voice that carries you through the six minutes of it.\n\n"
        "3. Ember – Sora\n\nA long goodbye by Sora, who wrote it on a train one night in winter.\n"
    )
    assert [title for title, *_ in taken(text)] == ["Lantern", "Snow", "Ember"]


def test_an_article_may_say_how_its_lines_are_written() -> None:
    lines = "Lantern - Tide\nSnow - Kumo\nEmber - Sora\n"
    assert [title for title, *_ in taken(f"My songs (title - artist)\n\n{lines}")] == ["Lantern", "Snow", "Ember"]
    assert [title for title, *_ in taken(f"My songs (artist - title)\n\n{lines}")] == ["Tide", "Kumo", "Sora"]


def test_where_nothing_tells_the_order_it_is_doubted() -> None:
    text = "Lantern - Tide\nSnow - Kumo\nEmber - Sora\n"
    assert set(doubts(text)) == {"which half is the title is a guess"}


@pytest.mark.parametrize(
    ("line", "show"),
    [
        ("“Paper Moon” by Aki Mori (from Harbour Lights)", "Harbour Lights"),
        ("“Paper Moon” by Aki Mori (from the anime Harbour Lights)", "Harbour Lights"),
        ("“Paper Moon” – Aki Mori [Harbour Lights OST]", "Harbour Lights"),
        ("“Paper Moon” – Aki Mori (Harbour Lights opening 2)", "Harbour Lights"),
        ("Aki Mori「Paper Moon」（アニメ『灯台』主題歌）", "灯台"),
        ("『灯台』Paper Moon / Aki Mori", "灯台"),
        ("“Paper Moon” (from The Harbour) – Aki Mori", "The Harbour"),
    ],
)
def test_a_line_may_name_the_show(line: str, show: str) -> None:
    assert taken(told(line)) == [("Paper Moon", "Aki Mori", show)]


def test_a_year_in_brackets_is_no_part_of_a_name() -> None:
    (song,) = read(told("“Paper Moon” – Aki Mori (1998)")).songs
    assert (song.song.artists, song.song.year) == (("Aki Mori",), 1998)


def test_two_titles_in_a_line_are_two_songs() -> None:
    text = "Songs\n\n• Paper Moon / Snow of May – Kumo\n• My Ember – Kumo\n• Of the Sea – Kumo\n"
    assert [title for title, *_ in taken(text)] == ["Paper Moon", "Snow of May", "My Ember", "Of the Sea"]


def test_duplicates_are_kept() -> None:
    line = "“Paper Moon” – Aki Mori"
    assert len(taken(f"Songs\n\n{line}\n{line}\n“Snow” – Kumo\n{line}\n")) == 4


def test_a_title_and_its_artist_may_stand_on_two_lines() -> None:
    text = "\n\n".join(f"{title}\n{artist}\n\n{TOLD}" for title, artist in [("Lantern", "Tide"), ("Snow", "Kumo")])
    assert taken(f"Songs for a night\n\n{text}") == [("Lantern", "Tide", ""), ("Snow", "Kumo", "")]


def test_labels_are_read() -> None:
    text = (
        "The best endings\n\n1. Lantern\nArtist: Tide\nAnime: Harbour Lights\n\n2. Snow\nArtist: Kumo\n\n"
        "曲名：灯台\n歌手：海野空\n"
    )
    assert taken(text) == [("Lantern", "Tide", "Harbour Lights"), ("Snow", "Kumo", ""), ("灯台", "海野空", "")]


def test_titles_alone_take_the_artist_from_the_heading() -> None:
    text = f"5 best songs by Aki Mori\n\n1. Lantern\n\n{TOLD}\n\n2. Snow\n\n{TOLD}\n\n3. Ember\n\n{TOLD}\n"
    assert taken(text) == [("Lantern", "Aki Mori", ""), ("Snow", "Aki Mori", ""), ("Ember", "Aki Mori", "")]


def test_what_cannot_be_seen_does_not_matter() -> None:
    text = "1. \u202bليل\u200b البحر\u202c – نور\n2. قمر من ورق – نور\n3. مطر\u200f – سما\n"
    assert taken(text) == [("ليل البحر", "نور", ""), ("قمر من ورق", "نور", ""), ("مطر", "سما", "")]


def test_a_lonely_colon_or_hyphen_makes_no_song() -> None:
    assert taken(told("The sea: a memory", "Hide-and-seek", "Something in-Between us")) == []


def test_a_colon_is_offered_where_all_lines_have_one() -> None:
    assert len(offered("Songs\n\nTide: Lantern\nKumo: Snow\nSora: Ember\n")) == 3
