from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exporter_ytmusic.sandbox import library

if TYPE_CHECKING:
    from tests.lookalike.data.conftest import YouTube

WHOLE = "snippet,status,contentDetails"


def update(youtube: YouTube, playlist: str, part: str = "snippet", **body: Any) -> Any:
    answer = youtube.ask("PUT", "playlists", part=part, json={"id": playlist, **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


def show(youtube: YouTube, playlist: str) -> Any:
    (found,) = youtube.get("playlists", part=WHOLE, id=playlist)["items"]
    return found


class TestMaking:
    def test_a_new_playlist_is_empty_and_as_it_was_asked_for(self, youtube: YouTube) -> None:
        made = youtube.create("夜", "quiet", "unlisted")
        assert made.keys() == {"kind", "etag", "id", "snippet", "status"}
        assert (made["kind"], made["snippet"]["title"], made["snippet"]["description"]) == (
            "youtube#playlist",
            "夜",
            "quiet",
        )
        found = show(youtube, made["id"])
        assert found["status"] == {"privacyStatus": "unlisted"}
        assert found["contentDetails"] == {"itemCount": 0}
        assert made["id"].startswith("PL")

    def test_it_is_public_unless_something_else_is_said(self, youtube: YouTube) -> None:
        made = youtube.ask("POST", "playlists", part="snippet,status", json={"snippet": {"title": "x"}}).json()
        assert made["status"] == {"privacyStatus": "public"}

    def test_what_part_does_not_name_is_not_written(self, youtube: YouTube) -> None:
        body = {"snippet": {"title": "x"}, "status": {"privacyStatus": "private"}}
        made = youtube.ask("POST", "playlists", part="snippet", json=body).json()
        assert "status" not in made
        assert show(youtube, made["id"])["status"] == {"privacyStatus": "public"}

    def test_titles_may_repeat_and_ids_do_not(self, youtube: YouTube) -> None:
        assert youtube.create("Same")["id"] != youtube.create("Same")["id"]

    def test_title_and_description_are_trimmed(self, youtube: YouTube) -> None:
        snippet = youtube.create("\n Title ", "  a\n b \n\n")["snippet"]
        assert (snippet["title"], snippet["description"]) == ("Title", "a\n b")
        assert snippet["localized"] == {"title": "Title", "description": "a\n b"}

    @pytest.mark.parametrize(
        ("title", "description"), [("夜" * 150, ""), ("x", "夜" * 5000), ("a > b < c", "1 < 2"), ("→", "> quoted <")]
    )
    def test_long_texts_and_lone_brackets_are_taken(self, youtube: YouTube, title: str, description: str) -> None:
        snippet = youtube.create(title, description)["snippet"]
        assert (snippet["title"], snippet["description"]) == (title, description)

    @pytest.mark.parametrize(
        ("title", "description"), [("x" * 151, ""), ("x", "x" * 5001), ("a <b> c", ""), ("x", "1 < 2\n> 0")]
    )
    def test_longer_ones_and_pairs_of_brackets_are_not(self, youtube: YouTube, title: str, description: str) -> None:
        body = {"snippet": {"title": title, "description": description}}
        refusal = youtube.refused("POST", "playlists", part="snippet", json=body)
        assert refusal == (400, "invalidPlaylistSnippet", "youtube.playlist")

    @pytest.mark.parametrize("body", [{}, {"snippet": {}}, {"snippet": {"title": " \n"}}, {"snippet": None}])
    def test_a_title_is_required(self, youtube: YouTube, body: Any) -> None:
        refusal = youtube.refused("POST", "playlists", part="snippet", json=body)
        assert refusal == (400, "playlistTitleRequired", "youtube.playlist")

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ("{", "parseError"),
            ("[]", "parseError"),
            ('{"snippet": {"title": 5}}', "badRequest"),
            ('{"snippet": {"title": "x"}, "status": {"privacyStatus": "PRIVATE"}}', "badRequest"),
        ],
    )
    def test_a_body_that_makes_no_sense_is_refused(self, youtube: YouTube, body: str, reason: str) -> None:
        assert youtube.refused("POST", "playlists", part="snippet,status", data=body)[:2] == (400, reason)

    def test_the_number_of_playlists_is_limited(self, youtube: YouTube) -> None:
        youtube.switch(max_playlists=1)
        youtube.plant(owner="somebody")
        youtube.create()
        refusal = youtube.refused("POST", "playlists", part="snippet", json={"snippet": {"title": "x"}})
        assert refusal[:2] == (400, "maxPlaylistExceeded")


class TestDescribing:
    def test_an_update_overwrites_the_whole_part(self, steady: YouTube) -> None:
        made = steady.create("Old", "About", "unlisted")["id"]
        update(steady, made, snippet={"title": " New "})
        found = show(steady, made)
        assert (found["snippet"]["title"], found["snippet"]["description"]) == ("New", "")
        assert found["status"] == {"privacyStatus": "unlisted"}

    def test_privacy_can_be_changed_alone(self, steady: YouTube) -> None:
        made = steady.create("Old", "About")["id"]
        answer = update(steady, made, "status", status={"privacyStatus": "public"})
        assert answer["status"] == {"privacyStatus": "public"}
        assert show(steady, made)["snippet"]["description"] == "About"

    def test_rows_stay(self, steady: YouTube) -> None:
        planted = steady.plant(1, 2)
        update(steady, planted, snippet={"title": "New"})
        assert steady.numbers(planted) == [1, 2]

    def test_an_update_needs_a_title_and_an_id(self, steady: YouTube) -> None:
        made = steady.create()["id"]
        refusals = [
            steady.refused("PUT", "playlists", part="snippet", json=body)[:2]
            for body in ({"id": made, "snippet": {"description": "x"}}, {"snippet": {"title": "x"}})
        ]
        assert refusals == [(400, "playlistTitleRequired"), (400, "playlistIdRequired")]

    def test_a_deleted_playlist_is_updated_as_if_it_were_there(self, steady: YouTube) -> None:
        made = steady.create()["id"]
        assert steady.ask("DELETE", "playlists", id=made).status_code == 204
        ghost = update(steady, made, snippet={"title": "Ghost"})
        assert (ghost["id"], ghost["snippet"]["title"]) == (made, "Ghost")
        assert steady.get("playlists", part="id", id=made)["items"] == []

    def test_one_that_never_was_is_not(self, steady: YouTube) -> None:
        body = {"id": "PLnever", "snippet": {"title": "x"}}
        refusal = steady.refused("PUT", "playlists", part="snippet", json=body)
        assert refusal == (404, "playlistNotFound", "youtube.playlist")


class TestDeleting:
    def test_a_deleted_playlist_takes_its_rows_along(self, steady: YouTube) -> None:
        planted = steady.plant(1)
        item = steady.rows(planted)[0]["id"]
        answer = steady.ask("DELETE", "playlists", id=planted)
        assert (answer.status_code, answer.content) == (204, b"")
        assert steady.get("playlists", part="id", mine="true")["items"] == []
        assert steady.get("playlistItems", part="id", id=item)["items"] == []
        refusal = steady.refused("GET", "playlistItems", part="id", playlistId=planted)
        assert refusal == (404, "playlistNotFound", "youtube.playlistItem")
        assert steady.refused("DELETE", "playlistItems", id=item)[:2] == (404, "playlistItemNotFound")

    def test_it_cannot_be_deleted_twice(self, steady: YouTube) -> None:
        planted = steady.plant()
        steady.ask("DELETE", "playlists", id=planted)
        assert steady.refused("DELETE", "playlists", id=planted) == (404, "playlistNotFound", "youtube.playlist")
        assert steady.refused("DELETE", "playlists")[:2] == (400, "missingRequiredParameter")


class TestListing:
    def test_ours_come_newest_first_and_the_total_counts_too_many(self, steady: YouTube) -> None:
        steady.plant(owner="somebody")
        made = []
        for name in "abc":
            made.append(steady.create(name)["id"])
            steady.clock.now += 1
        page = steady.get("playlists", part="id", mine="true")
        assert [one["id"] for one in page["items"]] == made[::-1]
        assert page["pageInfo"] == {"totalResults": 5, "resultsPerPage": 5}

    def test_pages_have_five_by_default_and_fifty_at_most(self, steady: YouTube) -> None:
        for _ in range(52):
            steady.plant()
        assert len(steady.get("playlists", part="id", mine="true")["items"]) == 5
        page = steady.get("playlists", part="id", mine="true", maxResults=51)
        assert (len(page["items"]), page["pageInfo"]["resultsPerPage"]) == (50, 50)
        last = steady.get("playlists", part="id", mine="true", maxResults=50, pageToken=page["nextPageToken"])
        assert len(last["items"]) == 2
        assert "nextPageToken" not in last
        back = steady.get("playlists", part="id", mine="true", maxResults=50, pageToken=last["prevPageToken"])
        assert back["items"] == page["items"]
        assert "prevPageToken" not in back

    def test_a_page_of_none_leads_to_the_next_one(self, steady: YouTube) -> None:
        planted = steady.plant()
        page = steady.get("playlists", part="id", mine="true", maxResults=0)
        assert page["items"] == []
        again = steady.get("playlists", part="id", mine="true", pageToken=page["nextPageToken"])
        assert [one["id"] for one in again["items"]] == [planted]

    def test_unknown_ids_are_left_out(self, steady: YouTube) -> None:
        one, two = steady.plant(name="one"), steady.plant(name="two")
        page = steady.get("playlists", part="snippet", id=f"{one},PLnever,{two}")
        assert [found["snippet"]["title"] for found in page["items"]] == ["one", "two"]
        assert steady.get("playlists", part="snippet", id="PLnever")["items"] == []

    def test_of_a_channel_only_public_ones_are_listed(self, steady: YouTube) -> None:
        public = steady.plant(owner="somebody")
        steady.plant(owner="somebody", privacy="unlisted")
        page = steady.get("playlists", part="id", channelId=library.channel_id("somebody"))
        assert [one["id"] for one in page["items"]] == [public]
        steady.create(privacy="private")
        me = steady.get("channels", part="id", mine="true")["items"][0]["id"]
        assert steady.get("playlists", part="id", channelId=me)["items"] == []

    def test_somebody_elses_private_playlist_is_not_there(self, steady: YouTube) -> None:
        secret = steady.plant(1, owner="somebody", privacy="private")
        assert steady.get("playlists", part="id", id=secret)["items"] == []
        refusal = steady.refused("GET", "playlistItems", part="id", playlistId=secret)
        assert refusal == (404, "playlistNotFound", "youtube.playlistItem")

    def test_somebody_elses_unlisted_one_is_there_by_its_id(self, steady: YouTube) -> None:
        unlisted = steady.plant(1, owner="somebody", privacy="unlisted")
        assert show(steady, unlisted)["snippet"]["channelTitle"] == "somebody"
        assert steady.numbers(unlisted) == [1]

    def test_a_filter_must_be_there(self, steady: YouTube) -> None:
        refusal = steady.refused("GET", "playlists", part="id")
        assert refusal == (400, "missingRequiredParameter", "youtube.parameter")

    @pytest.mark.parametrize("token", ["nonsense", "CAUQAA", "日本"])
    def test_a_made_up_token_is_refused(self, steady: YouTube, token: str) -> None:
        refusal = steady.refused("GET", "playlists", part="id", mine="true", pageToken=token)
        assert refusal == (400, "invalidPageToken", "youtube.parameter")


class TestOtherPeoplesPlaylists:
    def test_they_cannot_be_changed(self, steady: YouTube) -> None:
        foreign = steady.plant(1, owner="somebody")
        item = steady.rows(foreign)[0]["id"]
        body = {"id": foreign, "snippet": {"title": "Mine now"}}
        assert steady.refused("PUT", "playlists", part="snippet", json=body)[:2] == (403, "playlistForbidden")
        assert steady.refused("DELETE", "playlists", id=foreign)[:2] == (403, "playlistForbidden")
        assert steady.insert(foreign, 2).json()["error"]["errors"][0]["reason"] == "playlistItemsNotAccessible"
        assert steady.refused("DELETE", "playlistItems", id=item)[:2] == (403, "playlistItemsNotAccessible")
        assert steady.numbers(foreign) == [1]


class TestLag:
    def test_reads_show_what_was_before_the_change(self, steady: YouTube) -> None:
        planted = steady.plant(1)
        steady.clock.now += 10
        steady.switch(read_lag=5)
        assert steady.insert(planted, 2).status_code == 200
        assert steady.numbers(planted) == [1]
        assert show(steady, planted)["contentDetails"] == {"itemCount": 1}
        steady.clock.now += 5
        assert steady.numbers(planted) == [1, 2]

    def test_a_new_playlist_is_listed_later(self, steady: YouTube) -> None:
        steady.switch(read_lag=5)
        made = steady.create()["id"]
        assert steady.get("playlists", part="id", mine="true")["items"] == []
        steady.clock.now += 6
        assert [one["id"] for one in steady.get("playlists", part="id", mine="true")["items"]] == [made]
