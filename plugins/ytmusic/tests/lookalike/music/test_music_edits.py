from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exporter_ytmusic.sandbox.music import Switches, edits
from exporter_ytmusic.sandbox.music.edits import MoveVideo, Step
from hypothesis import given
from hypothesis import strategies as st
from ytmusicapi.exceptions import YTMusicServerError

from exporter.model import Move, apply_edit
from exporter.sandbox import Row, Stored

if TYPE_CHECKING:
    from tests.lookalike.music.conftest import Music

SUCCEEDED = "STATUS_SUCCEEDED"
PRECONDITION = "HTTP 400: Bad Request.\nPrecondition check failed."


def add(video: str | None, **more: str) -> dict[str, Any]:
    return {"action": "ACTION_ADD_VIDEO", "addedVideoId": video, **more}


def remove(row: str) -> dict[str, Any]:
    return {"action": "ACTION_REMOVE_VIDEO", "setVideoId": row}


def move(row: str, before: str | None = None) -> dict[str, Any]:
    return {"action": "ACTION_MOVE_VIDEO_BEFORE", "setVideoId": row, "movedSetVideoIdSuccessor": before}


class TestAFreshPlaylist:
    def test_it_refuses_edits_until_it_has_settled(self, service: Music) -> None:
        made = service.client.create_playlist("New", "")
        with pytest.raises(YTMusicServerError, match="HTTP 409: Conflict"):
            service.client.add_playlist_items(made, service.ids(1))
        service.clock.now += 1.1
        service.client.add_playlist_items(made, service.ids(1))
        assert service.numbers(made) == [1]

    def test_how_long_that_takes_can_be_said(self, service: Music) -> None:
        service.switch(settle_seconds=20)
        made = service.client.create_playlist("New", "")
        service.clock.now += 19
        assert service.edit(made, add("video000001")).json()["error"]["status"] == "ABORTED"
        service.switch(settle_seconds=0)
        assert service.edit(made, add("video000001")).ok

    def test_one_made_by_the_data_api_has_to_settle_as_well(self, service: Music) -> None:
        body = {"snippet": {"title": "New"}, "status": {"privacyStatus": "private"}}
        address, token = f"{service.root}/youtube/v3/playlists?part=snippet,status", {"authorization": "Bearer any"}
        made = service.plain.post(address, json=body, headers=token, timeout=5).json()["id"]
        assert service.edit(made, add("video000001")).status_code == 409
        service.clock.now += 1.1
        assert service.edit(made, add("video000001")).ok

    def test_one_made_elsewhere_settled_long_ago(self, service: Music) -> None:
        assert service.edit(service.plant(), add("video000001")).ok


class TestAdding:
    def test_rows_go_to_the_end_and_the_answer_names_them(self, service: Music) -> None:
        made = service.made(1)
        added = service.client.add_playlist_items(made, service.ids(2, 3))
        assert added["status"] == SUCCEEDED
        assert [one["videoId"] for one in added["playlistEditResults"]] == service.ids(2, 3)
        assert [one["setVideoId"] for one in added["playlistEditResults"]] == service.rows(made)[1:]
        assert service.numbers(made) == [1, 2, 3]

    @pytest.mark.parametrize("numbers", [(2, 1), (2, 2)])
    def test_one_that_is_there_already_and_nothing_is_added(self, service: Music, numbers: tuple[int, ...]) -> None:
        made = service.made(1)
        answer = service.client.add_playlist_items(made, service.ids(*numbers))
        assert answer["status"] == "STATUS_FAILED"
        assert "confirmDialogEndpoint" in answer["actions"][0]
        assert service.numbers(made) == [1]

    def test_duplicates_are_added_when_asked_for(self, service: Music) -> None:
        made = service.made(1)
        service.client.add_playlist_items(made, service.ids(1, 2, 2), duplicates=True)
        assert service.numbers(made) == [1, 1, 2, 2]

    @pytest.mark.parametrize("switch", ["", "unavailable", "gone", "refused"])
    def test_one_bad_video_and_the_whole_request_is_refused(self, service: Music, switch: str) -> None:
        made = service.made(1)
        if switch:
            service.switch(**{switch: {"video000002": "grey"} if switch == "gone" else ["video000002"]})
        bad = "video000002" if switch else "nowhere0000"
        with pytest.raises(YTMusicServerError, match=PRECONDITION):
            service.client.add_playlist_items(made, [*service.ids(3), bad, *service.ids(4)])
        assert service.numbers(made) == [1]

    def test_another_playlist_can_be_added_whole(self, service: Music) -> None:
        made, source = service.made(1), service.plant(1, 2, owner="somebody")
        added = service.client.add_playlist_items(made, source_playlist=source)
        assert [one["videoId"] for one in added["playlistEditResults"]] == service.ids(1, 2)
        assert service.numbers(made) == [1, 1, 2]

    def test_a_hundred_and_one_fit_one_request(self, service: Music) -> None:
        made = service.made()
        service.client.add_playlist_items(made, service.ids(*range(101)))
        assert service.numbers(made) == list(range(101))

    def test_a_playlist_has_an_end(self, service: Music) -> None:
        service.switch(max_rows=3)
        made = service.made(1, 2)
        with pytest.raises(YTMusicServerError, match=r"HTTP 400: Bad Request\.\nMaximum playlist size exceeded"):
            service.client.add_playlist_items(made, service.ids(3, 4))
        assert service.numbers(made) == [1, 2]

    def test_they_can_go_to_the_top_which_turns_their_order(self, service: Music) -> None:
        made = service.made(1)
        assert service.client.edit_playlist(made, addToTop=True) == SUCCEEDED
        service.client.add_playlist_items(made, service.ids(2, 3))
        assert service.numbers(made) == [3, 2, 1]
        service.client.edit_playlist(made, addToTop=False)
        service.client.add_playlist_items(made, service.ids(4))
        assert service.numbers(made) == [3, 2, 1, 4]


class TestRemoving:
    def test_rows_are_removed_by_their_ids_not_by_their_videos(self, service: Music) -> None:
        made = service.made(1, 2, 1, 3)
        tracks = service.read(made)["tracks"]
        assert service.client.remove_playlist_items(made, [tracks[2], tracks[3]]) == SUCCEEDED
        assert service.numbers(made) == [1, 2]

    def test_a_row_without_a_video_can_be_removed(self, service: Music) -> None:
        made = service.made(900, 1)
        service.switch(gone={"video000900": "no_video"})
        assert service.client.remove_playlist_items(made, service.read(made)["tracks"][:1]) == SUCCEEDED
        assert service.numbers(made) == [1]

    @pytest.mark.parametrize(("missing", "status"), [("failed", 200), ("400", 400), ("409", 409), ("ignored", 200)])
    def test_what_a_missing_row_meets_can_be_switched(self, service: Music, missing: str, status: int) -> None:
        made = service.made(1, 2)
        first, second = service.rows(made)
        service.switch(row_missing=missing)
        for actions in ([remove(first), remove("0" * 16)], [move("0" * 16, second)], [move(second, "0" * 16)]):
            assert service.edit(made, *actions).status_code == status
        assert service.numbers(made) == ([2] if missing == "ignored" else [1, 2])

    def test_by_default_the_refusal_comes_with_200(self, service: Music) -> None:
        made = service.made(1)
        tracks = service.read(made)["tracks"]
        service.client.remove_playlist_items(made, tracks)
        assert service.client.remove_playlist_items(made, tracks) == "STATUS_FAILED"


class TestMoving:
    def test_a_row_goes_before_another_one_or_to_the_end(self, service: Music) -> None:
        made = service.made(0, 1, 2, 3)
        rows = service.rows(made)
        assert service.client.edit_playlist(made, moveItem=(rows[3], rows[1])) == SUCCEEDED
        assert service.numbers(made) == [0, 3, 1, 2]
        assert service.client.edit_playlist(made, moveItem=rows[0]) == SUCCEEDED
        assert service.numbers(made) == [3, 1, 2, 0]

    def test_rows_keep_their_ids(self, service: Music) -> None:
        made = service.made(0, 1, 2)
        rows = service.rows(made)
        service.client.edit_playlist(made, moveItem=(rows[2], rows[0]))
        assert service.rows(made) == [rows[2], rows[0], rows[1]]

    def test_many_moves_fit_one_request(self, service: Music) -> None:
        made = service.made(*range(50))
        rows = service.rows(made)
        answer = service.edit(made, *[move(row, rows[0]) for row in rows[1:]])
        assert answer.json()["status"] == SUCCEEDED
        assert service.numbers(made) == [*range(1, 50), 0]

    @given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1), st.integers(0, n))))
    def test_a_move_is_a_move_as_plans_mean_it(self, sizes: tuple[int, int, int]) -> None:
        count, start, before = sizes
        tracks = tuple("abcdefgh"[:count])
        playlist = Stored(service="ytmusic", id="PL", name="", rows=tuple(Row(one, 0.0, one) for one in tracks))
        action = MoveVideo(tracks[start], tracks[before] if before < count else None)
        moved = edits.applied(playlist, [Step(action)], Switches())
        wanted = apply_edit(tracks, Move(start, before))
        assert tuple(row.id for row in moved.rows) == tuple(wanted)


class TestDescribing:
    def test_title_description_and_privacy_can_be_changed(self, service: Music) -> None:
        made = service.made()
        done = service.client.edit_playlist(made, title="Other", description="new <b>", privacyStatus="PUBLIC")
        assert done == SUCCEEDED
        read = service.read(made)
        assert (read["title"], read["description"], read["privacy"]) == ("Other", "new <b>", "PUBLIC")

    def test_nothing_to_do_is_done(self, service: Music) -> None:
        assert service.client.edit_playlist(service.made()) == SUCCEEDED

    @pytest.mark.parametrize("title", ["a < b", "a > b", "x" * 151])
    def test_titles_are_checked_by_the_service(self, service: Music, title: str) -> None:
        made = service.made()
        with pytest.raises(YTMusicServerError, match="HTTP 400"):
            service.client.edit_playlist(made, title=title)
        assert service.read(made)["title"] == "Mine"


class TestSeveralActions:
    def test_they_are_applied_in_order(self, service: Music) -> None:
        made = service.made(1, 2)
        first, second = service.rows(made)
        answer = service.edit(
            made,
            remove(first),
            add("video000001"),
            move(second),
            {"action": "ACTION_SET_PLAYLIST_NAME", "playlistName": "Other"},
        )
        (result,) = answer.json()["playlistEditResults"]
        assert result["playlistEditVideoAddedResultData"]["videoId"] == "video000001"
        assert service.numbers(made) == [1, 2]
        assert service.read(made)["title"] == "Other"

    def test_all_of_them_or_none(self, service: Music) -> None:
        made = service.made(1, 2)
        rows = service.rows(made)
        for last in (add("video000002"), remove("0" * 16), {"action": "ACTION_SET_PLAYLIST_NAME", "playlistName": "<"}):
            service.edit(made, remove(rows[0]), last)
        assert service.rows(made) == rows

    def test_of_a_large_request_only_the_first_may_be_applied_and_nobody_says_so(self, service: Music) -> None:
        made = service.made()
        service.switch(actions_applied=2)
        answer = service.client.add_playlist_items(made, service.ids(1, 2, 3))
        assert answer["status"] == SUCCEEDED
        assert len(answer["playlistEditResults"]) == 2
        assert service.numbers(made) == [1, 2]

    @pytest.mark.parametrize(
        "action",
        [
            {},
            {"action": "ACTION_NONE"},
            {"action": "ACTION_ADD_VIDEO"},
            {"action": "ACTION_REMOVE_VIDEO"},
            {"action": "ACTION_SET_PLAYLIST_PRIVACY", "playlistPrivacy": "SECRET"},
            {"action": "ACTION_SET_ADD_TO_TOP", "addToTop": True},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, service: Music, action: dict[str, Any]) -> None:
        assert service.edit(service.made(), action).status_code == 400


class TestOwnership:
    def test_others_playlists_cannot_be_edited(self, service: Music) -> None:
        foreign = service.plant(1, owner="somebody")
        with pytest.raises(YTMusicServerError, match="You are not authorized to edit this playlist"):
            service.client.add_playlist_items(foreign, service.ids(2))

    def test_neither_can_what_is_not_there(self, service: Music) -> None:
        with pytest.raises(YTMusicServerError, match="HTTP 404"):
            service.client.add_playlist_items("PLnowhere", service.ids(1))

    def test_a_private_playlist_of_others_cannot_be_copied(self, service: Music) -> None:
        hidden = service.plant(1, owner="somebody", public=False)
        with pytest.raises(YTMusicServerError, match="HTTP 403"):
            service.client.add_playlist_items(service.made(), source_playlist=hidden)
