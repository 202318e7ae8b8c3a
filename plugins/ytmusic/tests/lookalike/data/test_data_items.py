from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exporter_ytmusic.sandbox.data import edits, ids
from hypothesis import given
from hypothesis import strategies as st

from exporter.sandbox import Row, Stored

if TYPE_CHECKING:
    from tests.lookalike.data.conftest import YouTube

ALL = "id,snippet,contentDetails,status"


def move(youtube: YouTube, item: Any, position: int | None, **changes: Any) -> Any:
    """The answer to an update of an item that was read with its snippet."""
    snippet = {name: item["snippet"][name] for name in ("playlistId", "resourceId")}
    snippet |= {} if position is None else {"position": position}
    return youtube.ask("PUT", "playlistItems", part="snippet", json={"id": item["id"], "snippet": snippet, **changes})


def reason(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["errors"][0]["reason"]


class TestInserting:
    def test_without_a_position_a_row_comes_last(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2)
        added = steady.insert(planted, 3).json()
        assert added.keys() == {"kind", "etag", "id", "snippet"}
        assert (added["snippet"]["position"], added["snippet"]["title"]) == (2, "Number 3")
        assert steady.numbers(planted) == [1, 2, 3]

    @pytest.mark.parametrize(("position", "numbers"), [(0, [9, 1, 2]), (1, [1, 9, 2]), (2, [1, 2, 9])])
    def test_at_a_position_it_shifts_the_rest(self, steady: YouTube, position: int, numbers: list[int]) -> None:
        planted = steady.plant(1, 2)
        assert steady.insert(planted, 9, position=position).json()["snippet"]["position"] == position
        assert steady.numbers(planted) == numbers
        assert [item["snippet"]["position"] for item in steady.rows(planted)] == [0, 1, 2]

    @pytest.mark.parametrize("position", [3, 10**30, -1, 0.5, "x"])
    def test_a_position_beyond_the_end_is_refused(self, steady: YouTube, position: Any) -> None:
        planted = steady.plant(1, 2)
        assert reason(steady.insert(planted, 9, position=position)) == (400, "badRequest")
        assert steady.numbers(planted) == [1, 2]

    def test_the_same_video_gets_a_second_row(self, steady: YouTube) -> None:
        planted = steady.plant(1)
        assert steady.insert(planted, 1).status_code == 200
        one, two = steady.rows(planted)
        assert one["id"] != two["id"]
        assert one["snippet"]["resourceId"] == two["snippet"]["resourceId"]

    def test_some_lists_refuse_it(self, steady: YouTube) -> None:
        steady.switch(duplicates=False)
        assert reason(steady.insert(steady.plant(1), 1)) == (409, "videoAlreadyInPlaylist")

    def test_what_cannot_be_a_row_is_refused_by_what_it_is(self, steady: YouTube) -> None:
        planted = steady.plant()
        steady.switch(gone=["00000000001"], private=["00000000002"], unavailable=["00000000003"])
        assert reason(steady.insert(planted, 12345)) == (404, "videoNotFound")
        assert reason(steady.insert(planted, 1)) == (404, "videoNotFound")
        for number in (2, 3):
            error = steady.insert(planted, number).json()["error"]
            assert (error["code"], error["message"]) == (400, "Precondition check failed.")
            assert error["errors"][0]["domain"] == "global"
            assert error["errors"][0]["reason"] == "failedPrecondition"
        assert steady.numbers(planted) == []

    def test_a_full_playlist_takes_no_more(self, steady: YouTube) -> None:
        planted = steady.plant(*([1] * 4999))
        assert steady.insert(planted, 2).status_code == 200
        assert reason(steady.insert(planted, 3)) == (403, "playlistContainsMaximumNumberOfVideos")

    def test_a_playlist_in_another_order_takes_no_position(self, steady: YouTube) -> None:
        planted = steady.plant(1)
        steady.switch(manual_order=False)
        answer = steady.insert(planted, 2, position=0)
        assert reason(answer) == (400, "manualSortRequired")
        assert answer.json()["error"]["message"] == "Playlist sort type need to be MANUAL to support position."
        assert steady.insert(planted, 2).status_code == 200

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"playlistId": None}, "playlistIdRequired"),
            ({"playlistId": "PLnever"}, "playlistNotFound"),
            ({"playlistId": "WL"}, "playlistOperationUnsupported"),
            ({"resourceId": None}, "resourceIdRequired"),
            ({"resourceId": {"kind": "youtube#channel", "videoId": "x"}}, "invalidResourceType"),
            ({"resourceId": {"videoId": "x"}}, "invalidResourceType"),
            ({"resourceId": {"kind": "youtube#video"}}, "videoNotFound"),
        ],
    )
    def test_playlist_and_video_must_be_named(self, steady: YouTube, change: dict[str, Any], expected: str) -> None:
        assert reason(steady.insert(steady.plant(), 1, **change))[1] == expected

    def test_a_deleted_playlist_takes_nothing(self, steady: YouTube) -> None:
        planted = steady.plant()
        steady.ask("DELETE", "playlists", id=planted)
        assert reason(steady.insert(planted, 1)) == (404, "playlistNotFound")


class TestMoving:
    @pytest.mark.parametrize(
        ("old", "new", "numbers"), [(0, 2, [2, 3, 1]), (2, 0, [3, 1, 2]), (1, 1, [1, 2, 3]), (0, 1, [2, 1, 3])]
    )
    def test_a_row_is_taken_out_and_put_in(self, steady: YouTube, old: int, new: int, numbers: list[int]) -> None:
        planted = steady.plant(1, 2, 3)
        item = steady.rows(planted)[old]
        answer = move(steady, item, new).json()
        assert (answer["id"], answer["snippet"]["position"]) == (item["id"], new)
        assert steady.numbers(planted) == numbers
        assert steady.rows(planted)[new]["id"] == item["id"]

    def test_there_is_no_position_behind_the_last_one(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2)
        item = steady.rows(planted)[0]
        assert reason(move(steady, item, 2)) == (400, "invalidPlaylistItemPosition")
        assert steady.numbers(planted) == [1, 2]

    def test_the_resource_must_be_said_again(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2)
        item = steady.rows(planted)[0]
        for snippet, expected in (
            ({"playlistId": planted, "position": 1}, "invalidResourceType"),
            ({"resourceId": item["snippet"]["resourceId"], "position": 1}, "playlistIdRequired"),
        ):
            assert reason(move(steady, item, 1, snippet=snippet)) == (400, expected)
        assert reason(move(steady, {**item, "id": ""}, 1)) == (400, "playlistItemIdRequired")

    def test_a_row_that_is_gone_is_an_invalid_snippet(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2)
        item = steady.rows(planted)[0]
        steady.ask("DELETE", "playlistItems", id=item["id"])
        assert reason(move(steady, item, 0)) == (400, "invalidSnippet")

    def test_without_a_position_nothing_moves(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2)
        assert move(steady, steady.rows(planted)[1], None).json()["snippet"]["position"] == 1


class TestDeleting:
    def test_one_row_goes_and_the_rest_closes_up(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2, 1)
        items = steady.rows(planted)
        answer = steady.ask("DELETE", "playlistItems", id=items[0]["id"])
        assert (answer.status_code, answer.content) == (204, b"")
        assert steady.numbers(planted) == [2, 1]
        assert [item["snippet"]["position"] for item in steady.rows(planted)] == [0, 1]
        assert [item["id"] for item in steady.rows(planted)] == [items[1]["id"], items[2]["id"]]

    def test_it_cannot_go_twice(self, steady: YouTube) -> None:
        item = steady.rows(steady.plant(1))[0]["id"]
        steady.ask("DELETE", "playlistItems", id=item)
        refusal = steady.refused("DELETE", "playlistItems", id=item)
        assert refusal == (404, "playlistItemNotFound", "youtube.playlistItem")

    @pytest.mark.parametrize("one", ["nonsense", "00000000001", "日本"])
    def test_only_an_items_id_names_an_item(self, steady: YouTube, one: str) -> None:
        assert steady.refused("DELETE", "playlistItems", id=one)[:2] == (404, "playlistItemNotFound")
        assert steady.refused("DELETE", "playlistItems")[:2] == (400, "missingRequiredParameter")


class TestSettling:
    def test_a_new_playlist_refuses_its_first_insert_and_its_first_update(self, youtube: YouTube) -> None:
        made = youtube.create("Old")["id"]
        body = {"id": made, "snippet": {"title": "New"}}
        error = youtube.insert(made, 1).json()["error"]
        assert (error["code"], error["status"], error["message"]) == (409, "ABORTED", "The operation was aborted.")
        assert error["errors"][0]["reason"] == "SERVICE_UNAVAILABLE"
        assert youtube.refused("PUT", "playlists", part="snippet", json=body)[:2] == (409, "SERVICE_UNAVAILABLE")
        assert youtube.numbers(made) == []
        assert youtube.get("playlists", part="snippet", id=made)["items"][0]["snippet"]["title"] == "Old"
        assert youtube.insert(made, 1).status_code == 200
        assert youtube.ask("PUT", "playlists", part="snippet", json=body).status_code == 200
        assert youtube.numbers(made) == [1]

    def test_after_a_while_it_takes_them(self, youtube: YouTube) -> None:
        made = youtube.create()["id"]
        youtube.clock.now += 61
        assert youtube.insert(made, 1).status_code == 200

    def test_the_switch_turns_it_off(self, youtube: YouTube) -> None:
        youtube.switch(settle_seconds=0)
        assert youtube.insert(youtube.create()["id"], 1).status_code == 200

    def test_a_share_of_all_writes_may_be_aborted(self, steady: YouTube) -> None:
        planted = steady.plant()
        steady.switch(aborted=0.5)
        statuses = [steady.insert(planted, number).status_code for number in range(20)]
        assert set(statuses) == {200, 409}
        steady.switch(aborted=0)
        assert steady.numbers(planted) == [number for number, status in enumerate(statuses) if status == 200]


class TestReading:
    def test_a_row_tells_all_that_is_asked_for(self, steady: YouTube) -> None:
        planted = steady.plant(900, 901)
        song, video = steady.get("playlistItems", part=ALL, playlistId=planted)["items"]
        assert song.keys() == {"kind", "etag", "id", "snippet", "contentDetails", "status"}
        assert song["snippet"]["title"] == "Lemon & Lime's <End>"
        assert song["snippet"]["videoOwnerChannelTitle"] == "米津玄師 - Topic"
        assert song["snippet"]["description"].startswith("Provided to YouTube by ")
        assert song["snippet"]["publishedAt"] == "2026-09-21T15:33:20Z"
        assert song["contentDetails"] == {"videoId": "00000000900", "videoPublishedAt": "2018-01-01T00:00:00Z"}
        assert song["status"] == {"privacyStatus": "public"}
        assert video["snippet"]["videoOwnerChannelTitle"] == "Kenshi Yonezu"

    def test_only_the_parts_come(self, steady: YouTube) -> None:
        planted = steady.plant(1)
        (item,) = steady.get("playlistItems", part="contentDetails", playlistId=planted)["items"]
        assert item.keys() == {"kind", "etag", "id", "contentDetails"}

    def test_dead_rows_stay_and_count(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2, 3, 902)
        steady.switch(gone=["00000000001"], private=["00000000002"])
        deleted, private, alive, prank = steady.get("playlistItems", part=ALL, playlistId=planted)["items"]
        assert (deleted["snippet"]["title"], private["snippet"]["title"]) == ("Deleted video", "Private video")
        for dead, video in ((deleted, "00000000001"), (private, "00000000002")):
            assert not {"videoOwnerChannelId", "videoOwnerChannelTitle"} & dead["snippet"].keys()
            assert dead["snippet"]["thumbnails"] == {}
            assert dead["snippet"]["resourceId"]["videoId"] == video
            assert dead["contentDetails"] == {"videoId": video}
        assert alive["snippet"]["position"] == 2
        assert prank["snippet"]["title"] == "Deleted video"
        assert prank["snippet"]["videoOwnerChannelTitle"] == "Prankster - Topic"
        assert (
            steady.get("playlists", part="contentDetails", id=planted)["items"][0]["contentDetails"]["itemCount"] == 4
        )
        assert steady.ask("DELETE", "playlistItems", id=deleted["id"]).status_code == 204

    def test_pages_lead_through_the_whole_list(self, steady: YouTube) -> None:
        planted = steady.plant(*range(120))
        page = steady.get("playlistItems", part="snippet", playlistId=planted)
        assert (len(page["items"]), page["pageInfo"]) == (5, {"totalResults": 120, "resultsPerPage": 5})
        assert steady.numbers(planted) == list(range(120))

    def test_a_token_is_good_for_its_own_list_only(self, steady: YouTube) -> None:
        one, two = steady.plant(*range(6)), steady.plant(*range(6))
        token = steady.get("playlistItems", part="id", playlistId=one)["nextPageToken"]
        refusal = steady.refused("GET", "playlistItems", part="id", playlistId=two, pageToken=token)
        assert refusal == (400, "invalidPageToken", "youtube.parameter")

    def test_a_token_holds_on_to_its_row(self, steady: YouTube) -> None:
        planted = steady.plant(*range(8))
        page = steady.get("playlistItems", part="snippet", playlistId=planted)
        steady.ask("DELETE", "playlistItems", id=page["items"][0]["id"])
        rest = steady.get("playlistItems", part="snippet", playlistId=planted, pageToken=page["nextPageToken"])
        assert [int(item["snippet"]["resourceId"]["videoId"]) for item in rest["items"]] == [5, 6, 7]

    def test_a_page_of_none_has_a_token(self, steady: YouTube) -> None:
        page = steady.get("playlistItems", part="id", playlistId=steady.plant(1), maxResults=0)
        assert page["items"] == []
        assert page["nextPageToken"]

    def test_rows_are_found_by_their_video(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2, 1)
        page = steady.get("playlistItems", part="snippet", playlistId=planted, videoId="00000000001")
        assert [item["snippet"]["position"] for item in page["items"]] == [0, 2]
        assert steady.get("playlistItems", part="id", playlistId=planted, videoId="00000000009")["items"] == []

    def test_rows_are_found_by_their_ids_padded_or_not(self, steady: YouTube) -> None:
        one, two = steady.rows(steady.plant(1, 2))
        padded = one["id"] + "=" * (-len(one["id"]) % 4)
        page = steady.get("playlistItems", part="id", id=[two["id"], "nonsense", padded])
        assert [item["id"] for item in page["items"]] == [two["id"], one["id"]]

    def test_a_filter_must_be_there(self, steady: YouTube) -> None:
        refusal = steady.refused("GET", "playlistItems", part="id", videoId="x")
        assert refusal == (400, "missingRequiredParameter", "youtube.parameter")

    def test_an_unknown_playlist_is_not_found(self, steady: YouTube) -> None:
        error = steady.ask("GET", "playlistItems", part="id", playlistId="PLnever").json()["error"]
        assert error["code"] == 404
        assert error["errors"][0] == {
            "message": "The playlist identified with the request's <code>playlistId</code> parameter cannot be found.",
            "domain": "youtube.playlistItem",
            "reason": "playlistNotFound",
            "location": "playlistId",
            "locationType": "parameter",
        }


def stored(count: int) -> Stored:
    return Stored(service="ytmusic", id="PL", name="x", rows=tuple(Row(str(n), 0, str(n)) for n in range(count)))


class TestLaws:
    @given(st.data())
    def test_a_moved_row_stands_where_it_was_sent_and_nothing_is_lost(self, data: st.DataObject) -> None:
        count = data.draw(st.integers(1, 8))
        at, position = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
        before = stored(count)
        after = edits.move(before, at, position)
        assert after.rows[position] == before.rows[at]
        assert sorted(after.rows, key=lambda row: row.id) == list(before.rows)
        assert edits.move(after, position, at) == before

    @given(st.integers(0, 8), st.data())
    def test_what_was_inserted_can_be_removed(self, count: int, data: st.DataObject) -> None:
        position = data.draw(st.none() | st.integers(0, count))
        after = edits.insert(stored(count), Row("new", 0, "new"), position, most=100)
        at = edits.find(after, "new")
        assert at == (count if position is None else position)
        assert edits.remove(after, at) == stored(count)

    @given(st.from_regex(r"\APL[A-Za-z0-9_-]{1,32}\Z"), st.from_regex(r"\A[0-9A-F]{16}\Z"))
    def test_an_items_id_names_playlist_and_row(self, playlist: str, row: str) -> None:
        one = ids.item_id(playlist, row)
        assert "=" not in one
        assert ids.read_item_id(one) == (playlist, row)
