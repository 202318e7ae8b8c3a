"""Songs that are named within sentences."""

from __future__ import annotations

import pytest

from tests.articles import doubts, offered, taken, told

LEAD = "My year in music\n\n"


@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        (
            "The score is known for the songs Lantern, Gate of Snow, Ember and others.",
            ["Lantern", "Gate of Snow", "Ember"],
        ),
        (
            "It has many fine tracks, such as Lantern and Paper Moon (Piano Version), all short.",
            ["Lantern", "Paper Moon (Piano Version)"],
        ),
        ("One of the most beautiful pieces in it is Yuki no Hana wo Mita and it is short.", ["Yuki no Hana wo Mita"]),
        ("The saddest song I ever heard was “Paper Moon”, on a ship, in the fog.", ["Paper Moon"]),
        ("They opened with the song Believe me, which nobody had heard before that night.", ["Believe me"]),
        (
            "I like the tracks Lantern, Ember and Main Theme of the game Harbour Lights best.",
            ["Lantern", "Ember", "Main Theme"],
        ),
    ],
)
def test_a_word_for_songs_announces_titles(sentence: str, titles: list[str]) -> None:
    assert [title for title, *_ in taken(LEAD + sentence)] == titles


@pytest.mark.parametrize(
    ("sentence", "song"),
    [
        ("That night I heard “Paper Moon” by Aki Mori, and I stayed.", ("Paper Moon", "Aki Mori", "")),
        ("It was Aki Mori's song “Paper Moon” that woke me up at five.", ("Paper Moon", "Aki Mori", "")),
        ("I love the song “Paper Moon” from the film Harbour of Lights.", ("Paper Moon", "", "Harbour of Lights")),
        (
            "In the anime Harbour x Lights we have the song Paper Moon, as you know.",
            ("Paper Moon", "", "Harbour x Lights"),
        ),
        ("The music of Aki Mori is good, above all the song Paper Moon by Aki Mori.", ("Paper Moon", "Aki Mori", "")),
        ("Aki Mori sings “Paper Moon” as if nobody were in the room.", ("Paper Moon", "Aki Mori", "")),
        ("“Lantern” is a quiet song by Tide that I never forgot.", ("Lantern", "Tide", "")),
        ("“Lantern”, a ballad by Tide, was on the radio all day.", ("Lantern", "Tide", "")),
        ("夜になると海野空さんの「紙の月」を聴きたくなります。", ("紙の月", "海野空", "")),
        ("私が好きなのは海野空の『紙の月』という曲です。", ("紙の月", "海野空", "")),
        ("海野空が歌う「紙の月」は、冬の夜のための一曲です。", ("紙の月", "海野空", "")),
        ("次に紹介する曲は「紙の月」（海野空）です。", ("紙の月", "海野空", "")),
        ("「紙の月」（海野空）は失恋したときに聴きたい曲です。", ("紙の月", "海野空", "")),
        ("この曲のあとに海野空の「紙の月」を聴きました。とても静かな夜でした。", ("紙の月", "海野空", "")),
    ],
)
def test_a_sentence_says_whose_song_it_is_or_what_it_is_from(sentence: str, song: tuple[str, str, str]) -> None:
    assert taken(LEAD + sentence) == [song]


def test_a_paragraph_stays_with_its_show() -> None:
    text = (
        "Hoshi no Umi is a quiet anime with much piano in it. One of the best tracks in this show is Tsuki no Michi. "
        "Harbour Lights with Slow Ember."
    )
    assert taken(LEAD + text) == [("Tsuki no Michi", "", "Hoshi no Umi"), ("Slow Ember", "", "Harbour Lights")]


def test_sentences_that_run_over_lines_are_one() -> None:
    text = (
        "There are a good many songs in it that people know by heart, and best are the songs\nLantern, Ember and Snow."
    )
    assert [title for title, *_ in taken(LEAD + text)] == ["Lantern", "Ember", "Snow"]


@pytest.mark.parametrize(
    "sentence",
    [
        "I feel like “a ship without any light” when I hear sad songs at night.",
        "We will talk about songs, and I want you to know that I am no singer myself.",
        "This song is Japanese, and the band sings it in English all the same, every night.",
        "“I cannot sleep.” “I cannot wake.” Don't you know those days in your own life?",
        "It reached No. 3 on the charts and was certified Platinum in the same year, in Japan.",
        "She sings “Paper Moon” to herself while she is washing the dishes, in another key.",
        "“Harbour” is a film about a song by Tide that nobody has heard for many years.",
        "海野空の「日記」を読みました。とても静かな本でした。",
        "彼女が歌う「紙の月」という言葉が好きです。",
        "「灯台の夜」（海野空監督）は最後の場面が忘れられない名曲です。",
        "「灯台の夜」は曲が印象的な映画で、何度見ても飽きません。",
        "The songs below are not a ranking; they are only what I like to listen to at home.",
    ],
)
def test_other_sentences_name_no_song(sentence: str) -> None:
    assert taken(LEAD + sentence) == []


def test_what_a_paragraph_below_a_song_names_is_not_another_song_of_the_list() -> None:
    text = told("“Lantern” – Tide", "“Snow” – Kumo", "“Ember” – Sora")
    text = text.replace("It opens", "Like the song “Harbour” by Umi it opens")
    assert [title for title, *_ in taken(text)] == ["Lantern", "Snow", "Ember"]


def test_asides_of_an_article_that_lists_its_songs_are_only_offered() -> None:
    lines = "\n".join(f"“Song {number}” – Band {number}" for number in range(2, 12))
    text = f"Ten songs\n\nIf you liked “Lantern” by Tide in my last list, this one is for you.\n\n{lines}\n"
    assert len(taken(text)) == 10
    assert offered(text) == [("Lantern", "Tide", "")]
    assert "the article lists its songs elsewhere" in doubts(text)
