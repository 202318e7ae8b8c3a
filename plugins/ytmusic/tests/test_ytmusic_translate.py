"""What YouTube says, as our types, and our words as YouTube's: whatever comes, nothing raises."""

from __future__ import annotations

from typing import Any

import exporter_ytmusic
import pytest
from exporter_ytmusic import answers, translate
from hypothesis import given
from hypothesis import strategies as st

from exporter import Item, Query

VIDEO = "dQw4w9WgXcQ"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
KEYS = st.sampled_from(
    ["videoId", "title", "artists", "name", "album", "duration_seconds", "isAvailable", "setVideoId", "year", "tracks"]
)
FOUND = st.recursive(JSON, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6))


@pytest.mark.parametrize(
    "text",
    [
        VIDEO,
        f"  {VIDEO}\n",
        f"https://music.youtube.com/watch?v={VIDEO}",
        f"https://music.youtube.com/watch?v={VIDEO}&list=RDAMVM{VIDEO}&si=abc",
        f"https://www.youtube.com/watch?app=desktop&v={VIDEO}#t=1",
        f"http://m.youtube.com/watch?v={VIDEO}",
        f"music.youtube.com/watch?v={VIDEO}",
        f"https://youtu.be/{VIDEO}?si=abc",
        f"youtu.be/{VIDEO}",
    ],
)
def test_a_track_is_named_by_a_link_or_its_id(text: str) -> None:
    assert translate.track_id(text) == VIDEO


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lemon",
        VIDEO + "x",
        f"https://www.youtube.com/shorts/{VIDEO}",
        "https://music.youtube.com/playlist?list=PLabc",
        "https://music.youtube.com/watch?v=",
        f"https://evil.example/watch?v={VIDEO}",
        f"https://youtube.com.evil.example/watch?v={VIDEO}",
        f"https://open.spotify.com/track/{VIDEO}",
        f"https://youtu.be/{VIDEO}/more",
        "https://[youtu.be/x",
    ],
)
def test_what_names_no_track_is_none(text: str) -> None:
    assert translate.track_id(text) is None


LIST = "PLhKJYSLNDrb-0_6Ms0pS6g"


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        f"VL{LIST}",
        f" https://music.youtube.com/playlist?list={LIST}&si=abc\n",
        f"https://music.youtube.com/browse/VL{LIST}",
        f"www.youtube.com/playlist?list={LIST}",
        f"https://www.youtube.com/watch?v={VIDEO}&list={LIST}&index=2",
        f"https://youtu.be/{VIDEO}?list={LIST}",
    ],
)
def test_a_playlist_is_named_by_a_link_or_its_id(text: str) -> None:
    assert translate.playlist_id(text) == LIST
    (info,) = exporter_ytmusic.exporter_backends()
    assert info.playlist_id(text) == LIST


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my songs",
        "songs.csv",
        f"https://www.youtube.com/watch?v={VIDEO}",
        "https://music.youtube.com/playlist?list=",
        "https://music.youtube.com/browse/MPREb_abc",
        f"https://evil.example/playlist?list={LIST}",
        "https://[youtu.be/x",
    ],
)
def test_what_names_no_playlist_is_none(text: str) -> None:
    assert translate.playlist_id(text) is None


@given(st.text())
def test_any_text_may_be_given_for_a_track(text: str) -> None:
    found = translate.track_id(text)
    assert found is None or translate.is_id(found)
    listed = translate.playlist_id(text)
    assert listed is None or translate.is_playlist_id(listed)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Query(title="Lemon", artist="米津玄師"), "Lemon 米津玄師"),
        (Query(title="Lemon"), "Lemon"),
        (Query(text="  any \n words "), "any words"),
        (Query(isrc="JPB600901234"), ""),
    ],
)
def test_a_query_is_worded_as_a_person_would(query: Query, words: str) -> None:
    assert translate.words(query) == words


@given(st.text(st.characters(blacklist_characters="﹤﹥")))
def test_names_come_back_as_they_were_given(text: str) -> None:
    assert translate.given(translate.taken(text)) == text
    assert not {"<", ">"} & {*translate.taken(text)}


@given(FOUND)
def test_whatever_comes_nothing_raises(found: Any) -> None:
    track = translate.hit(found)
    assert track is None or translate.is_id(track.id)
    translate.song(found, VIDEO)
    translate.playability(found)
    assert isinstance(translate.item(found), Item)
    assert translate.remote(found, "PLx").total >= 0
    translate.listed(found)
    translate.official_first([found, found])


@given(st.dictionaries(st.sampled_from(["contents", "responseContext", "actions", "status", "header"]), JSON))
def test_whatever_is_answered_nothing_raises(answer: dict[str, Any]) -> None:
    assert answers.mended(answer) == answer
    answers.is_for_guest(answer)
    answers.account(answer)
    answers.message(answer)
    answers.says_nothing_found(answer)
    answers.first_names(answer)
    answers.is_cut_off(answer)
    answers.is_library_cut_off(answer)
    answers.succeeded(answer)
    answers.added(answer)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"videoType": "MUSIC_VIDEO_TYPE_ATV", "resultType": "video"}, "song"),
        ({"videoType": None, "resultType": "song"}, "song"),
        ({"videoType": None, "resultType": "video"}, "video"),
        ({"videoType": "MUSIC_VIDEO_TYPE_OMV", "resultType": "song"}, "video"),
        ({"videoType": "MUSIC_VIDEO_TYPE_UGC", "resultType": "video"}, "video"),
    ],
)
def test_a_song_is_what_youtube_music_made_of_a_labels_audio(row: dict[str, object], kind: str) -> None:
    track = translate.hit({"videoId": VIDEO, "title": "T", **row})
    assert track is not None
    assert track.kind == kind


def test_official_videos_and_topics_stand_before_users_uploads_in_the_order_of_the_search() -> None:
    rows = [
        {"videoId": "1", "videoType": "MUSIC_VIDEO_TYPE_UGC", "artists": [{"name": "somebody"}]},
        {"videoId": "2", "videoType": "MUSIC_VIDEO_TYPE_OMV"},
        {"videoId": "3", "videoType": None},
        {"videoId": "4", "videoType": "MUSIC_VIDEO_TYPE_UGC", "artists": [{"name": "Band - Topic"}]},
        {"videoId": "5", "videoType": "MUSIC_VIDEO_TYPE_OFFICIAL_SOURCE_MUSIC"},
    ]
    assert [row["videoId"] for row in translate.official_first(rows) if isinstance(row, dict)] == list("24513")


@pytest.mark.parametrize(
    ("seconds", "duration"),
    [(225, 225.0), ("225", 225.0), ("0", None), (0, None), (-1, None), ("3:45", None), (True, None)],
)
def test_a_length_is_a_number_of_seconds_or_unknown(seconds: object, duration: float | None) -> None:
    assert translate.item({"duration_seconds": seconds}).duration == duration


def test_a_row_of_ours_without_an_id_of_its_own_is_nobodys() -> None:
    rows = [{"videoId": VIDEO, "setVideoId": "R1"}, {"videoId": VIDEO}]
    assert translate.remote({"owned": True, "tracks": rows}, "PLx").ids == (VIDEO, "")
    assert translate.remote({"owned": False, "tracks": rows}, "PLx").ids == (VIDEO, VIDEO)
