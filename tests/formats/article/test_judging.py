"""What is no song, who may be a show, and what an article is called."""

from __future__ import annotations

import pytest

from tests.articles import TOLD, doubts, read, taken, told

SOUNDTRACKS = """\
The most beautiful soundtracks - a list

Here I have put together what I love.

Challenge – Guess the Game from the Music

Music from anime and games:

  • Sorrow of May - Hoshi no Umi
  • Lantern – Harbour Lights 2
  • The Far Land (Reprise) – Harbour Lights 2
  • Rose of Snow – Harbour Orchestra
  • Born Again – Paper Moon OST
  • Ana's Theme - Village - Back to the Sea
"""


def test_lists_of_soundtracks_name_shows() -> None:
    assert taken(SOUNDTRACKS) == [
        ("Sorrow of May", "", "Hoshi no Umi"),
        ("Lantern", "", "Harbour Lights 2"),
        ("The Far Land (Reprise)", "", "Harbour Lights 2"),
        ("Rose of Snow", "Harbour Orchestra", ""),
        ("Born Again", "", "Paper Moon"),
        ("Ana's Theme", "", "Village - Back to the Sea"),
    ]
    assert "“Hoshi no Umi” is taken for the show, not the artist" in doubts(SOUNDTRACKS)


def test_what_looked_like_a_song_and_was_not_read_is_told() -> None:
    left = read(SOUNDTRACKS).left
    assert [(passage.line, passage.text) for passage in left] == [(5, "Challenge – Guess the Game from the Music")]
    assert left[0].why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Harbour", "You know it from the anime Harbour, which made a whole country weep at night."),
        ("Harbour", "“Lantern” from Harbour! is what I hear when I cannot sleep, and then I can."),
        ("Harbour", "The series “Harbour” has never been shown outside of the town it is about."),
        ("Hoshi no Umi", "It is what I hear when I cannot sleep, and then I mostly can, I must say."),
    ],
)
def test_a_name_that_may_be_a_show_is_doubted(name: str, text: str) -> None:
    article = (
        f"Sad anime songs\n\n“Lantern” – {name}\n\n{text}\n\n“Snow” – Kumo\n\n{TOLD}\n\n“Ember” – Sora\n\n{TOLD}\n"
    )
    first, *others = read(article).songs
    assert first.doubts == (f"“{name}” may be the show, not the artist",)
    assert all(first.sure < other.sure and not other.doubts for other in others)


POLICY = """\
Our privacy policy

We keep what you tell us, and some of what you do not, as long as we like.

1. Introduction
2. What we keep – and why
3. Contact
Terms – Conditions
"""
NOTES = """\
How I made a playlist
By John Smith

It was a long way, and I met many people on it who helped me.
Photo – Jane Roe
Read more: Ten things – a list
Source: The Internet
"""
LINKS = """\
- [Tears] Songs that make you cry
- Masterpieces: songs for the night
- Sad songs | A collection of tracks
- Top 10 hits - the best songs of May
"""
SECTIONS = (
    f"Songs and how they work\n\nIntroduction – what it is\n\n{TOLD}\n\nConclusion – the end of songs\n\n{TOLD}\n"
)


FACTS = "The new album of songs\n\n- Release date – May\n- Label – Harbour\n- Genre – Pop\n- Length – 40 minutes\n"
SHOPPING = "For Friday\n\n1. Milk\n2. Eggs\n3. Flour\n4. Tea\n"


@pytest.mark.parametrize("text", ["", "\n\n \n", FACTS, SHOPPING, POLICY, NOTES, LINKS, SECTIONS])
def test_articles_without_songs_give_none(text: str) -> None:
    assert taken(text) == []


def test_an_odd_line_among_many_is_not_taken() -> None:
    lines = [f"“Song {number}” – Band {number}" for number in range(1, 8)]
    text = "\n".join(["Seven songs", "", *lines, "", "Tokyo – Osaka", "", TOLD])
    assert len(taken(text)) == 7
    assert [passage.text for passage in read(text).left] == ["Tokyo – Osaka"]


def test_a_name_is_the_heading_without_its_part() -> None:
    assert read(told("“Lantern” – Tide").replace("Songs for a long night", "Songs for a long night (51–60)")).name == (
        "Songs for a long night"
    )


def test_a_description_is_what_the_lead_says_of_the_article() -> None:
    lead = (
        "Nights can be long, and everybody knows some of them too well. Here, I've put together songs for those nights."
    )
    assert (
        read(f"Songs\n\n{lead}\n\n“Lantern” – Tide\n").description == "Here, I've put together songs for those nights."
    )


def test_a_description_is_never_longer_than_services_take() -> None:
    lead = " ".join(["In this article we talk about everything that there is about all of the songs of the night."] * 9)
    assert 100 < len(read(f"Songs\n\n{lead}\n\n“Lantern” – Tide\n").description) <= 300


def test_surer_ways_of_writing_are_surer() -> None:
    quoted, dashed, guessed = (
        read(f"Songs\n\n{line}\n").songs[0].sure
        for line in ("“Lantern” – Tide", "Lantern of the Sea – Tide Orchestra", "Lantern – Tide")
    )
    assert quoted > dashed > guessed
