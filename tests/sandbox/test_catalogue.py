from __future__ import annotations

import json
import re
import runpy
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from exporter.errors import FileError
from exporter.sandbox.catalogue import ENOUGH, Catalogue, Entry

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "exporter" / "sandbox" / "catalogue.jsonl"
LINES = [json.loads(line) for line in SHIPPED.read_text(encoding="utf-8").splitlines()]

Open = Callable[..., Catalogue]

PINS = {
    "0JTjZnuciQH4M3620aMDtZ": ("かくれんぼ", "Yuuri"),
    "4eHZuD1NdSSwtJCgGk7YLd": ("Hitomiotojite", "Ken Hirai"),
    "45YBVp6zMwQZRbUDcPzmMB": ("アイネクライネ", "Kenshi Yonezu"),
    "2y9InfJTC4tY553hSTkqe9": ("終わりなき旅", "Mr.Children"),
    "3A4FRzgve9BjfKbvVXRIFO": ("スパークル (movie ver.)", "RADWIMPS"),
    "6O4twzzHHIM6mmTqPpJNYE": ("Soranji", "Mrs. GREEN APPLE"),
    "3akr0ZrJxLMBLIFeNNKffW": ("One more time,One more chance", "Masayoshi Yamazaki"),
    "4rPmTBTX1wobDkGYXKvcGR": ("secret base ~君がくれたもの~ (10 years after Ver.)", "本間芽衣子(CV.茅野愛衣)"),
    "7p30D2KjK2XW7YUvI6nH3o": ("オレンジ", "7!!"),
    "33w7LgNJIuhs5dhSYZ0do1": ("Departures ～あなたにおくるアイの歌～", "EGOIST"),
    "0Rr5Lw09CzqcchhsH0Pmhs": ("Last Train Home", "Pat Metheny Group"),
    "3fCO1n6l7yekcNRDRkoJJ4": ("青い栞", "Galileo Galilei"),
    "434YBNY61Y9sqBSp7OINBa": ("君の知らない物語", "supercell"),
    "4fKjIzm80Rpf4EUAt96hW2": ("Kanashimi Wo Yasashisani", "little by little"),
    "7EUSByOz1UUx78lLDxfxRQ": ("again", "YUI"),
    "1ADsAp80fs3TVEkRnqfJje": ("Fairy Tail Main Theme - Slow ver.", "Yasuharu Takanashi"),
}
OTHER_COPIES = {
    "2hxE4LWxgTLgPmDvBWxtPd": ("瞳をとじて", "Ken Hirai"),
    "0HNjbkU16hrxLhMEm3MD0C": ("Hitomiotojite", "Ken Hirai"),
    "3YML5IHoqWbw9c9vJJvrvM": ("Soranji", "Mrs. GREEN APPLE"),
    "21htkjP5rYjD3CXG3y9wCT": ("オレンジ", "7!!"),
    "1iOQmZULzzkDN1hQZNoDii": ("オレンジ", "7!!"),
    "1DdcGEM8MuJoGYBrmoouSI": ("Orange", "7!!"),
    "64wYCcgolxak2CWRdjagxS": ("Orange", "7!!"),
    "4BA7H9xuWihNvaZmdH99gd": ("Departures ～あなたにおくるアイの歌～", "EGOIST"),
    "0K8HZrpxySH9R001UPv8H5": ("青い栞", "Galileo Galilei"),
    "2FXnjOr5iBbZLV0efg0Xgi": ("君の知らない物語", "supercell"),
    "3CGqsCOSf5WFzQJzaePyZc": ("Kimi No Shiranai Monogatari", "supercell"),
    "0HAi4Xk8v9JlkkxzfzPlYN": ("Kimi No Shiranai Monogatari", "supercell"),
    "4OQq1bcP12GQQXJNupxqfR": ("again", "YUI"),
    "7dEfa89dZfo6CQPdsgGCF6": ("なんでもないや (movie ver.)", "RADWIMPS"),
    "3SMpsXpVrFju2OUzFtJPws": ("なんでもないや (movie ver.)", "RADWIMPS"),
    "4n5f6vydWvNsCcQH6p1Bmw": ("前前前世 (movie ver.)", "RADWIMPS"),
    "6CsMd91gWWntqjZfXAScWe": ("夢灯籠", "RADWIMPS"),
}
TRAPS = {
    "5ckwwuTYWo41EfBxwVh4PV": ("最愛", "ねぐせ。"),
    "1HNvADmPBGAExeyIHkcJtd": ("スパークル - original ver.", "RADWIMPS"),
    "2exeLldmRfwD9P0gSBYB9T": ("Sparkle - English ver.", "RADWIMPS"),
    "6EuubEs5qOmJdpNhkU47OZ": ("スパークル", "Lilas Ikuta"),
    "3IuZJRYuoDXkIvTcQctoxP": ("Lilium", "Phlocalyst"),
    "1k42CHnoxIlqAJ81VE65Uc": ("secret base ～君がくれたもの～", "ZONE"),
    "7ah8In0z478pctQnoFvW1L": ("secret base ～君がくれたもの～", "ZONE"),
    "2X4ZjXJZISfPIcpaUAfoll": ("secret base ～君がくれたもの～", "kobasolo"),
    "4zrF8vWVdvFbLdNtMvcF8a": ("My Song", "Pat Metheny"),
    "28qJ6NSPYeXwq5nRlgtxMm": ("My Song", "Keith Jarrett"),
    "2EQWbkcNoKPOXQtJM7nqRV": ("My Song", "Labi Siffre"),
    "6M6ZNRplLNspFEn6Ab3mOv": ("オレンジ", "SPYAIR"),
    "0aAzBVTjeTY83SlwoWCEfv": ("Euterpe", "EGOIST"),
    "3Hl54jMVxsDipnNQXG2xnV": ("Dear you", "LeeHi"),
    "1fzf9Aad4y1RWrmwosAK5y": ("Last Train Home", "John Mayer"),
    "0tgBtQ0ISnMQOKorrN9HLX": ("Last Train Home", "John Mayer"),
    "3hcxvXjflT9z5UV9IJHjgF": ("君の知らない物語 -TV Edit-", "supercell"),
    "45AQ5zbSJ0j1nM9daSWeq8": ("Little By Little", "Oasis"),
    "2HovXsvcdJur52BOcYGydz": ("カタオモイ", "Aimer"),
    "1ezwbmmrYZVfXVLEoiqLnk": ("GATE OF STEINER", "Eri Sasaki"),
    "7gkkNoM0zgRc4i42w3tnts": ("Solitude", "Jeremy Soule"),
    "08hlaHY7ssHzr2MvBKyKvt": ("Watashi no Uso", "Theishter"),
    "0v1vufjir4OE4iRckLMoLd": ("Hyouriittai", "Yuzu"),
    "4YgEwanzISFU4xa27saTux": ("Reason", "Yuzu"),
    "664cheHciPtk0bDDIADFP4": ("Sadness and Sorrow", "Kato"),
    "2vX97IafvBPXQ6xUTAWErl": ("Sadness and Sorrow", "Kato"),
    "1sbtlxnooEBDFwBmPNeoWP": ('Sadness and Sorrow (from "Naruto")', "Kenzie Smith Piano"),
    "6boZcBGrYFp4kMcHKQNKHC": ("Sadness and Sorrow", "Feora"),
    "1ALF19nT37rRaJ9frQq35e": ('Sadness and Sorrow (From "Naruto")', "Jacob's Piano"),
    "4wLJSKfwBPNHZboMdKOIjX": ("Sadness And Sorrow - Piano", "Tifita"),
    "7JoZiEMrwjpD18krCV8Czo": ("Fairy Tail Main Theme", "Yasuharu Takanashi"),
    "0jJtnvfeVFwBMYrt3clXZf": ("Fairy Tail Main Theme - Piano ver.", "Yasuharu Takanashi"),
    "3SSflpFdIv5r6x2fOcQvrH": ("Dearly Beloved", "Daughtry"),
}
TRAPS_BY_NAME = [
    ("絶対彼女 feat. 道重さゆみ", "大森靖子"),
    ("上を向いて歩こう", "坂本九"),
    ("青いベンチ", "サスケ"),
    ("最後の雨2007", "中西保志"),
    ("最後の雨", "倖田來未"),
    ("かくれんぼ", "AliA"),
    ("かくれんぼ", "RUQOA"),
    ("瞳をとじて", "BENI"),
    ("最愛", "福山雅治"),
    ("Dearest", "浜崎あゆみ"),
    ("ガーネット", "奥華子"),
    ("One more time, One more chance 2025 Remaster", "山崎まさよし"),
    ("いのちのパレヱド", "くじら"),
    ("再会した僕たちは", "クジラ夜の街"),
    ("一番の宝物 Original Version", "karuta"),
    ("一番の宝物 (Yui ver.)", "LiSA"),
    ("Angel Beats", "Angel Beats"),
    ("オレンジ", "逢坂大河"),
    ("エウテルペ", "EGOIST"),
    ("DEPARTURES", "globe"),
    ("Last Train Home ~still far", "REMEDIOS"),
    ("Little By Little", "Groove Armada"),
    ("again", "横山克"),
    ("私の嘘", "横山克"),
    ("Solitude", "M83"),
    ("Solitude", "Duke Ellington"),
    ("Solitude", "Candlemass"),
    ("表裏一体", "ゆず"),
    ("流れ星キラリ", "ゆず"),
    ("流れ星☆キラリ", "潘めぐみ"),
    ("悪ノ娘", "悪ノP"),
    ("悪ノ召使 (Game Size)", "鏡音レン"),
    ("Theme from Harry's Game", "Clannad"),
    ("潮鳴りII", "折戸伸治"),
    ("ナナ", "関取花"),
    ("Memories", "Maroon 5"),
    ("Harvest Moon", "Neil Young"),
    ("最果ての地", "大谷幸"),
    ("Dearly Beloved -Reprise-", "下村陽子"),
    ("To the Moon", "JNR CHOI"),
    ("ふわふわ時間", "放課後ティータイム"),
]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    catalogue = Catalogue.open(None, tmp_path_factory.mktemp("built"))
    yield catalogue
    catalogue.close()


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Open]:
    """Opens a catalogue of the given lines, all of service ``a`` unless they say otherwise."""
    opened: list[Catalogue] = []

    def make(*lines: dict[str, object]) -> Catalogue:
        file = tmp_path / f"{len(opened)}.jsonl"
        whole = [{"id": f"id{number}", "services": ["a"]} | line for number, line in enumerate(lines)]
        file.write_text("\n".join(json.dumps(line) for line in whole), encoding="utf-8")
        opened.append(Catalogue.open(file, tmp_path / "built"))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def ids(catalogue: Catalogue, **question: Any) -> list[str]:
    return [entry.id for entry in catalogue.search("a", **question).entries]


class TestSearch:
    @pytest.mark.parametrize(
        "text",
        [
            "最愛",
            "絆",
            "物語",
            "知らない",
            "オモイ",
            "レン",
            "ゲ",
            "밤편지",
            "편지",
            "ｵﾓｲ",
            "Orange",
            "ORANGE",
            "ｏｒａｎｇｅ",
        ],
    )
    def test_finds_any_part_of_a_japanese_or_korean_title_and_any_latin_word(self, catalogue: Open, text: str) -> None:
        titles = ["最愛", "絆", "君の知らない物語", "カタオモイ", "オレンジ", "ゲ", "밤편지", "Orange Days"]
        opened = catalogue(*({"title": title} for title in titles), {"title": "something else"})
        wanted = {"ｵﾓｲ": "カタオモイ", "レン": "オレンジ"}.get(text, text)
        folded = {"ORANGE": "Orange", "ｏｒａｎｇｅ": "Orange"}.get(wanted, wanted)
        assert ids(opened, text=text) == [f"id{n}" for n, title in enumerate(titles) if folded in title]

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("Kadric", "Kadrić"),
            ("sigur ros", "Sigur Rós"),
            ("dont", "Don’t"),
            ("don't", "Dont"),
            ("MÅNESKIN", "maneskin"),
        ],
    )
    def test_accents_case_and_apostrophes_make_no_difference(self, catalogue: Open, text: str, title: str) -> None:
        assert ids(catalogue({"title": title}), text=text) == ["id0"]

    @pytest.mark.parametrize("name", ["7!!", "★", "!!!", "-", "÷", "(7!!)", "μ's", "Ver$", "A$AP"])
    def test_finds_names_made_of_symbols(self, catalogue: Open, name: str) -> None:
        opened = catalogue({"title": "オレンジ", "artists": [name]}, {"title": "Orange 8!", "artists": ["7"]})
        assert ids(opened, artist=name)[0] == "id0"

    def test_a_dash_between_title_and_artist_is_not_looked_for(self, catalogue: Open) -> None:
        assert ids(catalogue({"title": "Song", "artists": ["Band"]}), text="Song - Band") == ["id0"]

    def test_shows_what_the_titles_and_names_of_other_languages_find(self, catalogue: Open) -> None:
        opened = catalogue(
            {
                "title": "Hitomiotojite",
                "titles": {"ja": "瞳をとじて"},
                "artists": ["Ken Hirai"],
                "artist_names": {"ja": ["平井堅"]},
            },
        )
        assert (
            ids(opened, text="瞳をとじて 平井堅") == ids(opened, title="hitomiotojite", artist="ken hirai") == ["id0"]
        )

    def test_knows_no_romaji_that_the_catalogue_does_not_hold(self, catalogue: Open) -> None:
        assert ids(catalogue({"title": "最愛"}), text="Saiai") == []

    def test_entries_with_all_words_come_before_entries_with_some(self, catalogue: Open) -> None:
        opened = catalogue(
            {"title": "Last Train", "popularity": 100},
            {"title": "Last Train Home", "artists": ["John Mayer"], "popularity": 70},
            {"title": "Last Train Home", "artists": ["Pat Metheny Group"], "popularity": 10},
        )
        found = ids(opened, text="last train home pat metheny")
        assert found[0] == "id2"
        assert set(found) == {"id0", "id1", "id2"}

    def test_entries_with_some_of_the_words_are_bounded(self, catalogue: Open) -> None:
        opened = catalogue(*({"title": f"Love {n}"} for n in range(3 * ENOUGH)))
        assert opened.search("a", text="love story").total == ENOUGH
        assert opened.search("a", text="love").total == 3 * ENOUGH

    def test_a_popular_cover_can_stand_before_the_original(self, catalogue: Open) -> None:
        cover = {"title": "君の知らない物語", "artists": ["cover"], "popularity": 90}
        opened = catalogue({"title": "君の知らない物語", "artists": ["supercell"], "popularity": 20}, cover)
        assert ids(opened, text="君の知らない物語") == ["id1", "id0"]
        assert ids(opened, text="君の知らない物語 supercell")[0] == "id0"

    def test_a_word_in_the_title_counts_more_than_in_the_album(self, catalogue: Open) -> None:
        assert ids(catalogue({"title": "x", "album": "Home"}, {"title": "Home", "album": "x"}), text="home") == [
            "id1",
            "id0",
        ]

    def test_field_filters_look_into_their_field_alone(self, catalogue: Open) -> None:
        opened = catalogue(
            {"title": "Home", "artists": ["Train"], "album": "Last"},
            {"title": "Train", "artists": ["Last"], "album": "Home"},
        )
        assert ids(opened, title="home") == ids(opened, artist="train") == ids(opened, album="last") == ["id0"]
        assert ids(opened, title="train", artist="last", album="home") == ["id1"]
        assert ids(opened, title="home", artist="last") == []
        assert ids(opened, text="last", title="home") == ["id0"]

    def test_years_and_kind_narrow_a_search(self, catalogue: Open) -> None:
        opened = catalogue(
            {"title": "again", "year": 2009},
            {"title": "again", "year": 2015},
            {"title": "again", "year": 2009, "kind": "video"},
        )
        assert ids(opened, text="again", years=(2009, 2010), kind="song") == ["id0"]
        assert ids(opened, text="again", kind="video") == ids(opened, years=(2000, 2010), kind="video") == ["id2"]

    @pytest.mark.parametrize("code", ["JPU901402557", "jpu901402557", "JP-U90-14-02557"])
    def test_an_isrc_finds_all_its_copies_the_most_popular_first(self, catalogue: Open, code: str) -> None:
        opened = catalogue(
            {"title": "オレンジ", "isrc": "JPU901402557", "popularity": 5},
            {"title": "Orange", "isrc": "JPU901402557", "popularity": 50},
            {"title": "オレンジ"},
        )
        assert ids(opened, isrc=code) == ["id1", "id0"]

    @pytest.mark.parametrize("code", ["JPU901402558", "-", "???"])
    def test_an_unknown_isrc_finds_nothing(self, catalogue: Open, code: str) -> None:
        assert ids(catalogue({"title": "オレンジ"}), isrc=code) == []

    def test_pages_of_a_search_follow_each_other_without_gaps(self, catalogue: Open) -> None:
        opened = catalogue(*({"title": "Love", "popularity": n % 7} for n in range(35)))
        pages = [opened.search("a", text="love", limit=10, offset=start) for start in (0, 10, 20, 30, 40)]
        found = [entry.id for page in pages for entry in page.entries]
        assert [len(page.entries) for page in pages] == [10, 10, 10, 5, 0]
        assert {page.total for page in pages} == {len(found)} == {35}
        assert found == ids(opened, text="love", limit=100)
        assert len(set(found)) == 35

    def test_a_service_has_only_what_it_serves(self, catalogue: Open) -> None:
        opened = catalogue(
            {"id": "x", "title": "Love", "services": ["a"]},
            {"id": "x", "title": "Love", "services": ["b"], "year": 2001},
            {"id": "everywhere", "title": "Love", "services": []},
        )
        assert ids(opened, text="love") == ["x", "everywhere"]
        found = opened.get("b", "x")
        assert found
        assert found.year == 2001
        assert opened.get("c", "x") is None
        assert opened.get("c", "everywhere")
        assert opened.search("c", text="love").total == 1

    def test_a_question_without_words_has_no_answer(self, catalogue: Open) -> None:
        opened = catalogue({"title": "Love"})
        questions: list[dict[str, Any]] = [
            {},
            {"text": " \t"},
            {"text": "\0\x7f"},
            {"text": "\0", "title": "love"},
            {"title": "\0"},
        ]
        for question in questions:
            assert opened.search("a", **question).total == 0

    def test_a_search_in_twenty_thousand_entries_takes_milliseconds(self, catalogue: Open) -> None:
        words = [
            "君の",
            "知らない",
            "物語",
            "secret",
            "base",
            "love",
            "again",
            "夜に",
            "駆ける",
            "song",
            "of",
            "home",
            "雨",
        ]
        made = ({"title": f"{words[n % 13]}{words[n % 11]} {words[n % 7]} {n}"} for n in range(20_000))
        opened = catalogue(*made)
        questions = ["君の知らない物語 supercell", "secret base again", "雨", "夜に駆ける"]
        start = time.process_time()
        for question in questions:
            opened.search("a", text=question)
        assert (time.process_time() - start) / len(questions) < 0.25


class TestAnyText:
    @given(text=st.text(), other=st.text(), limit=st.integers(), offset=st.integers())
    @example(text='" OR * NEAR(', other="title:^x -y", limit=10, offset=0)
    @example(text="\ud800", other="君\udc00", limit=-1, offset=-1)
    @example(text="君" * 5_000, other="a " * 5_000, limit=1, offset=0)
    def test_gives_a_page_and_never_an_error(
        self, shipped: Catalogue, text: str, other: str, limit: int, offset: int
    ) -> None:
        questions: list[dict[str, Any]] = [
            {"text": text},
            {"title": text, "artist": other},
            {"album": text, "text": other},
            {"isrc": text, "kind": other},
        ]
        for question in questions:
            page = shipped.search("spotify", **question, limit=limit, offset=offset)
            assert len(page.entries) <= min(page.total, max(limit, 0))
        assert shipped.search(text, text="love", kind=other).total == 0
        assert shipped.get(text, other) is None

    @given(entry=st.sampled_from(LINES))
    def test_every_entry_is_found_by_its_own_title_and_artist(self, shipped: Catalogue, entry: dict[str, Any]) -> None:
        page = shipped.search(entry["services"][0], title=entry["title"], artist=entry["artists"][0], limit=200)
        assert entry["id"] in {found.id for found in page.entries}


class TestFiles:
    def test_missing_fields_get_defaults(self, catalogue: Open) -> None:
        assert catalogue({"id": "x", "title": "Love"}).get("a", "x") == Entry(id="x", title="Love", services=("a",))

    def test_everything_in_a_line_comes_back(self, catalogue: Open) -> None:
        line: dict[str, object] = {
            "id": "-x_1",
            "title": "愛",
            "artists": ["A", "B"],
            "album": "C",
            "duration_ms": 1,
            "year": 1999,
            "isrc": "JPU901402557",
            "popularity": 100,
            "kind": "video",
            "services": ["a", "b"],
            "titles": {"en": "Love"},
            "artist_names": {"ja": ["あ", "B"]},
        }
        entry = Entry(
            "-x_1",
            "愛",
            ("A", "B"),
            "C",
            1,
            1999,
            "JPU901402557",
            100,
            "video",
            ("a", "b"),
            {"en": "Love"},
            {"ja": ("あ", "B")},
        )
        opened = catalogue(line)
        assert opened.get("a", "-x_1") == opened.get("b", "-x_1") == entry

    def test_empty_lines_and_a_byte_order_mark_are_allowed(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.jsonl"
        file.write_bytes(b'\xef\xbb\xbf\n{"id": "x", "title": "Love"}\r\n\n   \n')
        opened = Catalogue.open(file, tmp_path)
        assert opened.get("any", "x")
        opened.close()

    def test_all_wrong_lines_are_reported_at_once(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.jsonl"
        lines = [
            '{"id": "x", "title": "Love"}',
            '{"id": "y", "titel": "Love", "year": "2001"}',
            '{"id": "z", "title": }',
            "[]",
            '{"id": "x", "title": "Love again"}',
            '{"id": "", "title": "Love", "kind": "film", "isrc": "123", "popularity": 101}',
            '{"id": "s", "title": "\\ud800"}',
        ]
        file.write_bytes("\n".join(lines).encode() + b'\n{"id": "\xff", "title": "Love"}\n' + b"[" * 100_000)
        with pytest.raises(FileError) as caught:
            Catalogue.open(file, tmp_path / "built")
        problems = caught.value.problems
        assert {problem.file for problem in problems} == {str(file)}
        assert [(problem.line, problem.path) for problem in problems] == [
            (2, "title"),
            (2, "titel"),
            (2, "year"),
            (3, ""),
            (4, ""),
            (5, "id"),
            (6, "id"),
            (6, "kind"),
            (6, "isrc"),
            (6, "popularity"),
            (7, "title"),
            (8, ""),
            (9, ""),
        ]
        assert problems[1].suggestion == 'Did you mean "title"?'
        assert problems[1].column == lines[1].index('"titel"') + 1
        assert problems[3].column == lines[2].index("}") + 1
        assert "line 1" in problems[5].message
        assert not list(tmp_path.glob("built/*"))

    def test_a_file_that_is_not_there_is_an_error_with_its_name(self, tmp_path: Path) -> None:
        with pytest.raises(FileError) as caught:
            Catalogue.open(tmp_path / "none.jsonl", tmp_path)
        assert "none.jsonl" in caught.value.problems[0].file

    def test_a_catalogue_is_built_once_and_again_when_it_changes(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.jsonl"
        for title in ("Love", "Love", "Hate"):
            file.write_text(json.dumps({"id": "x", "title": title}), encoding="utf-8")
            opened = Catalogue.open(file, tmp_path / "built")
            found = opened.get("a", "x")
            assert found
            assert found.title == title
            opened.close()
        assert len(list((tmp_path / "built").iterdir())) == 2

    def test_many_may_open_a_new_catalogue_at_once(self, tmp_path: Path) -> None:
        def total(_: int) -> int:
            opened = Catalogue.open(None, tmp_path)
            found = opened.search("spotify", text="君の知らない物語", limit=5).total
            opened.close()
            return found

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(total, range(4)))) == 1
        assert [file.suffix for file in tmp_path.iterdir()] == [".sqlite"]

    def test_threads_may_share_an_open_catalogue(self, shipped: Catalogue) -> None:
        texts = ["君の知らない物語", "secret base", "again", "最愛"] * 10
        with ThreadPoolExecutor(8) as pool:
            pages = list(pool.map(lambda text: shipped.search("spotify", text=text), texts))
        assert pages[:4] * 10 == pages


class TestShippedCatalogue:
    def test_it_is_what_the_tables_make(self) -> None:
        builder = runpy.run_path(str(ROOT / "benchmarks" / "make_catalogue.py"))
        assert SHIPPED.read_text(encoding="utf-8").splitlines() == builder["catalogue"]()

    def test_it_is_large_enough_to_search_and_small_enough_to_ship(self) -> None:
        assert len(LINES) > 2000
        assert SHIPPED.stat().st_size < 900_000

    def test_ids_have_the_shape_of_their_service(self) -> None:
        shapes = {"spotify": "[0-9A-Za-z]{22}", "ytmusic": "[0-9A-Za-z_-]{11}"}
        assert all(re.fullmatch(shapes[line["services"][0]], line["id"]) for line in LINES)
        assert any(line["id"].startswith("-") for line in LINES)

    def test_songs_have_what_songs_have_and_videos_have_no_album(self) -> None:
        songs = [line for line in LINES if "kind" not in line]
        assert all({"album", "isrc", "year", "duration_ms", "popularity"} <= line.keys() for line in songs)
        assert not any({"album", "isrc"} & line.keys() for line in LINES if "kind" in line)

    @pytest.mark.parametrize(("id_", "shown"), (PINS | OTHER_COPIES | TRAPS).items())
    def test_the_real_ids_of_right_and_wrong_answers_are_there(
        self, shipped: Catalogue, id_: str, shown: tuple[str, str]
    ) -> None:
        entry = shipped.get("spotify", id_)
        assert entry
        assert (entry.title, entry.artists[0]) == shown

    @pytest.mark.parametrize(
        "id_", ["-EKxzId_Sj4", "-J9FuvPmMoI", "XQWWS8f6X9I", "w5OUAY1j3gQ", "yzpNpaS0uLc", "kxs9Su_mbpU"]
    )
    def test_the_known_videos_are_there(self, shipped: Catalogue, id_: str) -> None:
        entry = shipped.get("ytmusic", id_)
        assert entry
        assert entry.kind == "video"

    @pytest.mark.parametrize(("title", "artist"), TRAPS_BY_NAME)
    def test_what_is_easily_mistaken_for_a_song_is_there_under_its_own_name(
        self, shipped: Catalogue, title: str, artist: str
    ) -> None:
        assert shipped.search("spotify", title=title, artist=artist).total

    @pytest.mark.parametrize(
        ("title", "artist"),
        [
            ("Sadness and Sorrow", "増田俊郎"),
            ("雨の遊園地", "サスケ"),
            ("LILIUM", "野間久美子"),
            ("you", "癒月"),
            ("思い出", "清田愛未"),
            ("メインテーマ", "下村陽子"),
            ("ゼルダの子守歌", "近藤浩治"),
            ("さよならのゆくえ", "宇多田ヒカル"),
            ("君の名は", "RADWIMPS"),
            ("傷ついても", "長谷川智樹"),
        ],
    )
    def test_what_spotify_does_not_have_is_not_there(self, shipped: Catalogue, title: str, artist: str) -> None:
        found = shipped.search("spotify", title=title, artist=artist).entries
        assert [entry.title for entry in found if entry.title == title] == []

    def test_most_songs_can_be_found_by_title_and_artist_but_the_first_hit_is_often_wrong(
        self, shipped: Catalogue
    ) -> None:
        first = reachable = 0
        for id_, (title, _) in PINS.items():
            right = shipped.get("spotify", id_)
            assert right
            hits = [entry.isrc == right.isrc for entry in shipped.search("spotify", text=title).entries]
            first += hits[0]
            reachable += any(hits)
        assert reachable == len(PINS)
        assert first < len(PINS) - 3

    def test_copies_of_one_recording_share_their_isrc(self, shipped: Catalogue) -> None:
        for copies in (
            ("434YBNY61Y9sqBSp7OINBa", "2FXnjOr5iBbZLV0efg0Xgi", "3CGqsCOSf5WFzQJzaePyZc", "0HAi4Xk8v9JlkkxzfzPlYN"),
            ("21htkjP5rYjD3CXG3y9wCT", "1iOQmZULzzkDN1hQZNoDii", "1DdcGEM8MuJoGYBrmoouSI", "64wYCcgolxak2CWRdjagxS"),
            ("7JoZiEMrwjpD18krCV8Czo", "0jJtnvfeVFwBMYrt3clXZf"),
        ):
            entries = [entry for id_ in copies if (entry := shipped.get("spotify", id_))]
            assert len(entries) == len(copies)
            assert len({entry.isrc for entry in entries}) == 1

    def test_every_pin_of_the_curated_playlists_exists(self, shipped: Catalogue) -> None:
        files = sorted((ROOT / "playlists").glob("*.yaml"))
        if not files:
            pytest.skip("no playlists yet")
        songs = [song for file in files for song in yaml.load(file.read_bytes(), yaml.BaseLoader)["songs"]]  # noqa: S506 - plain text
        pins = [(service, id_) for song in songs for service, id_ in song.get("ids", {}).items()]
        assert [pin for pin in pins if not shipped.get(*pin)] == []


def test_every_entry_of_every_service_can_be_gone_through_in_order(tmp_path: Path) -> None:
    lines = [{"id": "b", "title": "B", "services": ["one"]}, {"id": "a", "title": "A", "services": ["two"]}]
    source = tmp_path / "catalogue.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)))
    catalogue = Catalogue.open(source, tmp_path)
    assert [entry.id for entry in catalogue.entries()] == ["b", "a"]
    catalogue.close()
