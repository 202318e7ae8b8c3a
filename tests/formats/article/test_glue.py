"""Titles and artists that stand together without a space."""

from __future__ import annotations

from tests.articles import TOLD, doubts, read, taken

ARTICLE = """\
Songs for the morning after
Here are the songs that help when the night was too long and you remember too little.
- Songs for driving home. Our favourite tracks
- [Cheer up] Masterpieces: songs that shine
Songs for the morning after (11–20)
Paper MoonMori Aki

Aki Mori's voice carries this ballad, which was released in March 2011 as her third single.
It was the theme song for the drama “Harbour Lights.”
It reached No.
3 on the charts.
There is nothing left to say.kumo

A song that Kumo wrote on a train, and that you can hear in every station since.
Are you asleep?soraumi

Soraumi's soft singing is all there is in it, with a guitar and the noise of a room.
Snow on the harbourkazemachi

Kazemachi is a band of two who met in a harbour town, and this was their first single.
One more time,One more nightHoshizora

A single by Hoshizora, long and slow and full of strings and of regret, as they say.
Even if it rainsNEW!tide

Nobody knows who sings here, and it does not matter at all when the chorus begins.
Songs for the morning after (21–30)
LanternMr.Sora

Mr.Sora has made a song of four chords, and there is not one too many in it, I think.
"""


def test_every_song_is_taken_apart_where_the_text_and_the_letters_say() -> None:
    assert taken(ARTICLE) == [
        ("Paper Moon", "Mori Aki", "Harbour Lights"),
        ("There is nothing left to say.", "kumo", ""),
        ("Are you asleep?", "soraumi", ""),
        ("Snow on the harbour", "kazemachi", ""),
        ("One more time,One more night", "Hoshizora", ""),
        ("Even if it rains", "tide", ""),
        ("Lantern", "Mr.Sora", ""),
    ]


def test_the_text_below_gives_the_year() -> None:
    assert read(ARTICLE).songs[0].song.year == 2011


def test_a_name_in_another_spelling_is_known_all_the_same() -> None:
    text = ARTICLE.replace("Snow on the harbourkazemachi", "Snow on the harbourkasemachii")
    assert ("Snow on the harbour", "kasemachii", "") in taken(text)


def test_letters_alone_are_enough_where_every_song_has_them() -> None:
    lines = ["Paper MoonMori Aki", "LanternTIDE", "Snow of MayKumo", "Blue HarbourSora"]
    text = "\n\n".join(f"{line}\n\n{TOLD}" for line in lines)
    assert [title for title, *_ in taken(f"Songs\n\n{text}")] == [
        "Paper Moon",
        "Lantern",
        "Snow of May",
        "Blue Harbour",
    ]
    assert any("where they part is a guess" in doubt for doubt in doubts(f"Songs\n\n{text}"))


def test_japanese_is_taken_apart_by_script_or_by_the_text() -> None:
    text = (
        "曲の話\n\n灯台Kumo\n\nKumoの声がとても優しく響く、冬の夜のための一曲です。ぜひ聴いてください。\n\n"
        "紙の月海野空\n\n海野空の新しい曲は静かなピアノで始まります。最後には嵐になります。\n\n"
        "LANTERN星野町\n\n星野町の代表曲で、何度聴いても飽きることがありません。夜に聴いてください。\n"
    )
    assert taken(text) == [("灯台", "Kumo", ""), ("紙の月", "海野空", ""), ("LANTERN", "星野町", "")]


def test_a_capital_within_a_word_is_no_glue_elsewhere() -> None:
    headings = ["How YouTube works", "About MySpace", "What is left of it", "The end of the net"]
    text = "\n\n".join(f"{heading}\n\n{TOLD}" for heading in headings)
    assert taken(f"The net and its songs\n\n{text}") == []
