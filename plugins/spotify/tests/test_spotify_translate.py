from __future__ import annotations

from collections.abc import Callable
from typing import Any

import exporter_spotify
import pytest
from exporter_spotify import translate
from hypothesis import given
from hypothesis import strategies as st

from exporter import Item, Query

Saved = Callable[[str], Any]
KIMI = "4iV5W9uYEdYUVa79Axb7Rh"
SECRET_BASE = "1301WleyT98MSxVHPZCA6M"


def test_a_track_is_read_with_everything_that_helps_to_recognise_it(saved: Saved) -> None:
    track = translate.track(saved("2026-11-search")["tracks"]["items"][0])
    assert track is not None
    assert (track.service, track.id, track.title, track.artists) == (
        "spotify",
        KIMI,
        "君の知らない物語",
        ("supercell",),
    )
    assert (track.album, track.year, track.duration) == ("Today Is A Beautiful Day", 2009, 336.4)
    assert (track.isrc, track.kind, track.playable) == ("JPB600901234", "song", True)
    assert track.url == f"https://open.spotify.com/track/{KIMI}"


@pytest.mark.parametrize(
    "given",
    [
        KIMI,
        f"  {KIMI}\n",
        f"spotify:track:{KIMI}",
        f"https://open.spotify.com/track/{KIMI}",
        f"http://open.spotify.com/track/{KIMI}/",
        f"open.spotify.com/track/{KIMI}?si=0123456789abcdef&utm_source=copy-link",
        f"https://open.spotify.com/intl-ja/track/{KIMI}?si=1#x",
        f"https://open.spotify.com/intl-pt-BR/track/{KIMI}",
        f"https://open.spotify.com/embed/track/{KIMI}",
    ],
)
def test_a_track_is_named_by_its_link_in_any_form(given: str) -> None:
    assert translate.track_id(given) == KIMI
    (info,) = exporter_spotify.exporter_backends()
    assert info.track_id(given) == KIMI


@pytest.mark.parametrize(
    "given",
    [
        "",
        KIMI[1:],
        f"{KIMI}x",
        f"{KIMI} {KIMI}",
        f"spotify:album:{KIMI}",
        f"https://open.spotify.com/playlist/{KIMI}",
        f"https://open.spotify.com/album/x/track/{KIMI}",
        f"https://evil.example/track/{KIMI}",
        f"https://open.spotify.com.evil.example/track/{KIMI}",
    ],
)
def test_what_names_no_track_is_none(given: str) -> None:
    assert translate.track_id(given) is None


LIST = "3cEYpjA9oz9GiPac4AsH4n"


@pytest.mark.parametrize(
    "given",
    [
        LIST,
        f"spotify:playlist:{LIST}",
        f"spotify:user:somebody:playlist:{LIST}",
        f" https://open.spotify.com/playlist/{LIST}?si=0123456789abcdef\n",
        f"open.spotify.com/intl-ja/playlist/{LIST}/",
        f"https://open.spotify.com/user/some.body/playlist/{LIST}",
        f"https://open.spotify.com/embed/playlist/{LIST}#x",
    ],
)
def test_a_playlist_is_named_by_its_link_in_any_form(given: str) -> None:
    (info,) = exporter_spotify.exporter_backends()
    assert info.playlist_id(given) == LIST


@pytest.mark.parametrize(
    "given",
    [
        "",
        "songs.csv",
        f"{LIST}x",
        f"spotify:track:{LIST}",
        f"https://open.spotify.com/track/{LIST}",
        f"https://open.spotify.com/album/{LIST}",
        f"https://evil.example/playlist/{LIST}",
        f"https://open.spotify.com.evil.example/playlist/{LIST}",
    ],
)
def test_what_names_no_playlist_is_none(given: str) -> None:
    assert translate.playlist_id(given) is None


def test_isrcs_are_written_in_one_way_and_years_may_come_alone(saved: Saved) -> None:
    track = translate.track(saved("2026-11-search")["tracks"]["items"][2])
    assert track is not None
    assert (track.isrc, track.year, len(track.artists)) == ("JPXX02600001", 2011, 3)


def test_a_restricted_track_is_not_playable_and_its_zeros_are_no_facts(saved: Saved) -> None:
    track = translate.track(saved("2026-11-search")["tracks"]["items"][3])
    assert track is not None
    assert (track.playable, track.year, track.duration, track.isrc) == (False, None, None, "")


def test_null_and_local_hits_are_left_out(saved: Saved) -> None:
    page = translate.hits(saved("2026-11-search"))
    assert page is not None
    assert [bool(translate.track(row)) for row in page.rows] == [True, False, True, True, False]


@pytest.mark.parametrize("month", ["2025-11", "2026-11"])
def test_both_shapes_of_a_playlist_give_the_same_rows(saved: Saved, month: str) -> None:
    remote = translate.remote(saved(f"{month}-playlist"))
    assert remote is not None
    assert remote.ids == (KIMI, "", "", SECRET_BASE, "", KIMI)
    assert (remote.name, remote.version) == ("Sad Anime", "AAAAAgBabc")
    assert (remote.total, remote.complete) == (6, True)


def test_rows_without_an_id_keep_their_place_and_what_is_shown(saved: Saved) -> None:
    remote = translate.remote(saved("2026-11-playlist"))
    assert remote is not None
    _, null, local, _, episode, _ = remote.items
    assert null == Item(id="", playable=False)
    assert (local.id, local.title, local.artists, local.duration) == ("", "Demo", ("Me",), 61.0)
    assert (episode.id, episode.title) == ("", "An episode")


def test_a_description_is_read_as_it_was_written(saved: Saved) -> None:
    remote = translate.remote(saved("2026-11-playlist"))
    assert remote is not None
    assert remote.description == 'it\'s sad & "slow" <3'


def test_the_owner_of_a_playlist_is_told(saved: Saved) -> None:
    assert translate.owner(saved("2026-11-playlist")) == "u"
    assert translate.owner(None) == ""


def test_half_characters_do_not_get_into_our_files() -> None:
    track = translate.track({"id": KIMI, "name": "a\ud800b"})
    assert track is not None
    assert track.title == "a?b"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Query(isrc="JP-B60-09-01234"), "isrc:JPB600901234"),
        (Query(title="君の知らない物語", artist="supercell"), 'track:"君の知らない物語" artist:"supercell"'),
        (
            Query(title="Don't Say “Lazy” / TV-Size", artist="桜高軽音部"),
            'track:"Dont Say Lazy TV Size" artist:"桜高軽音部"',
        ),
        (Query(title="アスノヨゾラ哨戒班", artist="7!!"), 'track:"アスノヨゾラ哨戒班" artist:"7"'),
        (Query(title="ドラえもん"), 'track:"ドラえもん"'),
        (Query(title="हिन्दी गाना"), 'track:"हिन्दी गाना"'),
        (Query(title="Die Young", artist="Ke$ha"), 'track:"Die Young" artist:"Ke$ha"'),
        (Query(title="…!", artist="someone"), "…! someone"),
        (Query(text="supercell: 君の知らない物語"), "supercell: 君の知らない物語"),
        (Query(), ""),
    ],
)
def test_a_query_is_worded_for_spotify(asked: Query, words: str) -> None:
    assert translate.query(asked) == words


@given(st.builds(Query, title=st.text(), artist=st.text(), text=st.text()))
def test_no_query_is_longer_than_spotify_answers(asked: Query) -> None:
    assert len(translate.query(asked)) <= translate.QUERY


@given(st.text(), st.text())
def test_nothing_in_a_title_can_break_out_of_its_filter(title: str, artist: str) -> None:
    words = translate.query(Query(title=title, artist=artist))
    if words.startswith("track:"):
        assert words.count('"') == (4 if " artist:" in words else 2)
        assert words.count(":") == words.count('"') / 2


@given(st.text(max_size=1000))
def test_a_description_always_fits_on_one_line(text: str) -> None:
    words = translate.description(text)
    assert len(words) <= 300
    assert len(words.splitlines()) <= 1
    assert translate.description(words) == words


KEYS = st.sampled_from(
    ["id", "name", "type", "items", "item", "tracks", "track", "total", "artists", "album", "release_date", "owner"]
) | st.sampled_from(
    ["duration_ms", "external_ids", "isrc", "linked_from", "is_local", "is_playable", "restrictions", "description"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS | st.text(), inner),
)


@given(JSON)
def test_no_json_makes_the_translation_fail(data: Any) -> None:
    assert isinstance(translate.item(data), Item)
    for read in (translate.track, translate.page, translate.hits, translate.first_page):
        read(data)
    translate.remote(data)
    translate.account(data, "")


@given(st.fixed_dictionaries({"id": st.just(KIMI), "name": st.just("x"), "type": st.just("track")}), JSON)
def test_a_usable_track_stays_one_whatever_else_it_holds(good: dict[str, str], odd: Any) -> None:
    noise = odd if isinstance(odd, dict) else {"artists": odd, "album": odd, "duration_ms": odd, "external_ids": odd}
    track = translate.track({**noise, **good, "is_local": False, "linked_from": None})
    assert track is not None
    assert track.id == KIMI
    assert track.duration is None or track.duration > 0
