"""Videos, search, channels, and what all methods share."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from exporter_ytmusic.sandbox.data.fields import chosen
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.lookalike.data.conftest import Start, YouTube

SONG, VIDEO = "00000000900", "00000000901"


class TestVideos:
    def test_a_video_tells_what_it_is(self, youtube: YouTube) -> None:
        (song,) = youtube.get("videos", part="snippet,contentDetails,status", id=SONG)["items"]
        assert song["snippet"]["title"] == "Lemon & Lime's <End>"
        assert song["snippet"]["channelTitle"] == "米津玄師 - Topic"
        assert song["snippet"]["categoryId"] == "10"
        assert song["contentDetails"]["duration"] == "PT18M"
        assert song["status"]["privacyStatus"] == "public"

    @pytest.mark.parametrize(("number", "duration"), [(1, "PT3M1S"), (0, "PT3M")])
    def test_its_length_is_written_by_iso_8601(self, youtube: YouTube, number: int, duration: str) -> None:
        (song,) = youtube.get("videos", part="contentDetails", id=f"{number:011}")["items"]
        assert song["contentDetails"]["duration"] == duration

    def test_what_is_not_there_for_everybody_is_left_out(self, youtube: YouTube) -> None:
        youtube.switch(gone=["00000000001"], private=["00000000002"], unavailable=["00000000003"])
        wanted = ["00000000001", "00000000002", "00000000003", "nonsense", SONG]
        page = youtube.get("videos", part="id", id=",".join(wanted))
        assert [one["id"] for one in page["items"]] == ["00000000003", SONG]
        assert page["pageInfo"] == {"totalResults": 2, "resultsPerPage": 2}

    def test_fifty_can_be_asked_for_at_once(self, youtube: YouTube) -> None:
        wanted = [f"{number:011}" for number in range(51)]
        assert len(youtube.get("videos", part="id", id=",".join(wanted[:50]))["items"]) == 50
        assert youtube.refused("GET", "videos", part="id", id=",".join(wanted))[:2] == (400, "invalidFilters")
        assert youtube.refused("GET", "videos", part="id")[:2] == (400, "missingRequiredParameter")


class TestSearch:
    def test_songs_and_videos_are_found_with_escaped_titles(self, youtube: YouTube) -> None:
        page = youtube.get("search", part="snippet", q="lemon", type="video", topicId="/m/04rlf", videoCategoryId="10")
        assert [one["id"] for one in page["items"]] == [
            {"kind": "youtube#video", "videoId": SONG},
            {"kind": "youtube#video", "videoId": VIDEO},
        ]
        assert page["items"][0]["snippet"]["title"] == "Lemon &amp; Lime&#39;s &lt;End&gt;"

    def test_hits_come_in_pages(self, youtube: YouTube) -> None:
        page = youtube.get("search", part="id", q="metronome", maxResults=50)
        assert len(page["items"]) == 50
        assert page["pageInfo"]["totalResults"] > 130
        more = youtube.get("search", part="id", q="metronome", maxResults=50, pageToken=page["nextPageToken"])
        assert not {one["id"]["videoId"] for one in page["items"]} & {one["id"]["videoId"] for one in more["items"]}

    def test_dead_videos_and_other_things_are_not_found(self, youtube: YouTube) -> None:
        youtube.switch(gone=[SONG])
        assert [one["id"]["videoId"] for one in youtube.get("search", part="id", q="lemon")["items"]] == [VIDEO]
        assert youtube.get("search", part="id", q="lemon", type="channel")["items"] == []


class TestChannels:
    def test_our_own_tells_who_we_are(self, youtube: YouTube) -> None:
        (me,) = youtube.get("channels", part="id,snippet,contentDetails,statistics,status", mine="true")["items"]
        assert me["snippet"]["title"] == "Sandbox"
        assert me["contentDetails"]["relatedPlaylists"]["uploads"] == "UU" + me["id"][2:]
        assert youtube.create()["snippet"]["channelId"] == me["id"]

    def test_without_a_hit_there_are_no_items_at_all(self, youtube: YouTube) -> None:
        answer = youtube.get("channels", part="id", id="UCnobody")
        assert "items" not in answer
        assert answer["pageInfo"]["totalResults"] == 0
        assert youtube.refused("GET", "channels", part="id")[:2] == (400, "missingRequiredParameter")


class TestParameters:
    def test_lists_come_with_commas_or_one_by_one(self, youtube: YouTube) -> None:
        planted = youtube.plant(1)
        one = youtube.get("playlists", part="snippet,status", id=planted)
        two = youtube.get("playlists", part=["snippet", "status"], id=planted, alt="json")
        assert one == two

    def test_a_part_must_be_named_and_known(self, youtube: YouTube) -> None:
        assert youtube.refused("GET", "playlistItems", id="x")[:2] == (400, "missingRequiredParameter")
        error = youtube.ask("GET", "playlistItems", id="x", part="id,statistics").json()["error"]
        assert error["message"] == "'statistics'"
        assert (error["errors"][0]["reason"], error["errors"][0]["location"]) == ("unknownPart", "part")

    def test_a_parameter_must_be_known(self, youtube: YouTube) -> None:
        error = youtube.ask("GET", "playlists", part="id", mine="true", limit="5").json()["error"]
        assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
        assert 'Unknown name "limit"' in error["message"]

    @pytest.mark.parametrize("value", ["-1", "x", "٣", "1.5", "9" * 30])
    def test_a_number_must_be_one(self, youtube: YouTube, value: str) -> None:
        refusal = youtube.refused("GET", "playlists", part="id", mine="true", maxResults=value)
        assert refusal[:2] == (400, "badRequest")

    def test_fields_trim_the_answer(self, youtube: YouTube) -> None:
        planted = youtube.plant(1)
        query = {"part": "id,snippet", "playlistId": planted}
        page = youtube.get("playlistItems", fields="items(snippet/title,snippet(position)),nextPageToken", **query)
        assert page == {"items": [{"snippet": {"title": "Number 1", "position": 0}}]}

    @pytest.mark.parametrize("fields", ["items(", "items)", "a,,b", "/", "a b(c", "items()", "é", "(" * 300])
    def test_fields_that_make_no_sense_are_refused_before_anything_is_written(
        self, youtube: YouTube, fields: str
    ) -> None:
        body = {"snippet": {"title": "x"}}
        refusal = youtube.refused("POST", "playlists", part="snippet", fields=fields, json=body)
        assert refusal == (400, "invalidParameter", "youtube.parameter")
        assert youtube.get("playlists", part="id", mine="true")["items"] == []

    def test_only_json_is_spoken(self, youtube: YouTube) -> None:
        assert youtube.refused("GET", "videos", part="id", id="x", alt="media")[:2] == (400, "invalidParameter")

    @pytest.mark.parametrize(("method", "path"), [("GET", "nonsense"), ("PATCH", "playlists"), ("POST", "search")])
    def test_other_methods_are_not_there(self, youtube: YouTube, method: str, path: str) -> None:
        assert youtube.ask(method, path).status_code == 404


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "reason"), [(500, "internalError"), (503, "backendError"), (429, "rateLimitExceeded")]
    )
    def test_they_are_worded_as_google_would(self, start: Start, status: int, reason: str) -> None:
        youtube = start(faults=f"{status}=1")
        assert youtube.refused("GET", "videos", part="id", id="x")[:2] == (status, reason)

    def test_a_fault_may_have_a_reason(self, start: Start) -> None:
        youtube = start(faults="403=1,reason=quotaExceeded")
        refusal = youtube.refused("GET", "videos", part="id", id="x")
        assert refusal == (403, "quotaExceeded", "youtube.quota")

    def test_the_token_endpoint_fails_in_oauths_words(self, start: Start) -> None:
        youtube = start(faults="503=1,only=auth")
        answer = youtube.session.post(f"{youtube.oauth}/token", timeout=5)
        assert (answer.status_code, answer.json()["error"]) == (503, "internal_failure")
        assert youtube.get("channels", part="id", mine="true")

    def test_requests_are_counted_by_what_they_are_for(self, youtube: YouTube) -> None:
        youtube.create()
        youtube.get("search", part="id", q="lemon")
        youtube.get("channels", part="id", mine="true")
        youtube.session.post(f"{youtube.oauth}/token", timeout=5)
        stats = youtube.session.get(f"{youtube.root}/_sandbox/stats", timeout=5).json()["youtube"]
        assert stats == {"search": 1, "read": 1, "write": 1, "auth": 1, "status": {"200": 3, "400": 1}}


JSON = st.recursive(
    st.integers(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("abc"), below),
    max_leaves=8,
)


@given(JSON)
def test_a_star_chooses_everything(value: Any) -> None:
    assert chosen(value, "*") == chosen(value, "") == value


def test_no_request_is_so_odd_that_the_look_alike_breaks(steady: YouTube) -> None:
    """Whatever a client gets wrong, the answer is a refusal in Google's own form."""
    dice = random.Random(5)  # noqa: S311 - to be repeatable is the point
    planted = steady.plant(1)
    item = steady.rows(planted)[0]["id"]
    resource = {"kind": "youtube#video", "videoId": "00000000001"}
    values: list[object] = [None, True, -1, 10**30, 1.5, "", "日", planted, item, [], {}, [{}], resource]
    words = [
        "",
        "-1",
        "٣",
        "true",
        "a(b",
        "((((",
        "日本",
        '"',
        "id",
        "snippet",
        planted,
        item,
        "\ud800".encode("utf-8", "ignore"),
    ]
    names = [
        "part",
        "id",
        "playlistId",
        "mine",
        "maxResults",
        "pageToken",
        "fields",
        "q",
        "channelId",
        "videoId",
        "alt",
    ]
    for _ in range(400):
        method = dice.choice(["GET", "POST", "PUT", "DELETE"])
        path = dice.choice(["playlists", "playlistItems", "videos", "channels", "search"])
        snippet = {key: dice.choice(values) for key in ("playlistId", "resourceId", "position", "title", "description")}
        body = {"id": dice.choice([planted, item, *values]), "snippet": dice.choice([snippet, snippet, *values])}
        query = {"part": "snippet", **{name: dice.choice(words) for name in dice.sample(names, 3)}}
        answer = steady.ask(method, path, json=dice.choice([body, body, body, *values]), **query)
        assert answer.status_code < 500, (method, path, body, query)
        if answer.status_code >= 400:
            assert answer.json()["error"]["errors"][0]["reason"], answer.text
