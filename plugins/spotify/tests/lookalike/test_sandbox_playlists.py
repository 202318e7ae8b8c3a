from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from exporter_spotify.sandbox import edits
from hypothesis import given
from hypothesis import strategies as st
from spotipy import SpotifyException  # type: ignore[import-untyped]

from exporter.model import Move, apply_edit
from exporter.sandbox import Row, Stored

if TYPE_CHECKING:
    from tests.lookalike.conftest import Spotify


def uris(*numbers: int) -> list[str]:
    return [f"spotify:track:{number:022d}" for number in numbers]


def refusal(caught: pytest.ExceptionInfo[SpotifyException]) -> tuple[int, str]:
    return caught.value.http_status, caught.value.msg.partition("\n ")[2]


class TestMaking:
    def test_a_new_playlist_is_empty_public_and_in_the_library(self, spotify: Spotify) -> None:
        made = spotify.client.current_user_playlist_create("夜", description="quiet")
        assert (made["name"], made["public"], made["collaborative"]) == ("夜", True, False)
        assert made["items"]["total"] == 0
        assert "tracks" not in made
        assert made["images"] is None
        listed = spotify.client.current_user_playlists()
        assert [one["id"] for one in listed["items"]] == [made["id"]]
        assert listed["items"][0]["items"]["total"] == 0

    def test_names_may_repeat_and_ids_do_not(self, spotify: Spotify) -> None:
        assert spotify.made(name="Same") != spotify.made(name="Same")

    def test_a_collaborative_playlist_cannot_be_public(self, spotify: Spotify) -> None:
        with pytest.raises(SpotifyException) as caught:
            spotify.client.current_user_playlist_create("Ours", public=True, collaborative=True)
        assert caught.value.http_status == 400
        assert spotify.client.current_user_playlist_create("Ours", public=False, collaborative=True)["collaborative"]

    @pytest.mark.parametrize("body", ["{}", '{"name": ""}', '{"name": 5}', "[]", ""])
    def test_a_playlist_needs_a_name(self, spotify: Spotify, body: str) -> None:
        answer = spotify.ask("POST", "/me/playlists", data=body)
        assert answer.status_code == 400
        assert answer.json() == {"error": {"status": 400, "message": "Missing required field: name"}}

    def test_the_number_of_playlists_is_limited(self, spotify: Spotify) -> None:
        spotify.switch(max_playlists=2)
        spotify.plant(owner="somebody")
        spotify.made()
        spotify.made()
        assert spotify.ask("POST", "/me/playlists", json={"name": "Too many"}).status_code == 400

    def test_playlists_come_in_pages_whose_links_lead_back_here(self, spotify: Spotify) -> None:
        names = [str(number) for number in range(5)]
        for name in names:
            spotify.made(name=name)
            spotify.clock.now += 1
        page = spotify.client.current_user_playlists(limit=2)
        found = [one["name"] for one in page["items"]]
        assert page["next"].startswith(spotify.url)
        while page := spotify.client.next(page):
            found += [one["name"] for one in page["items"]]
        assert found == names[::-1]

    @pytest.mark.parametrize("limit", ["0", "51", "x", "-1"])
    def test_a_page_holds_one_to_fifty(self, spotify: Spotify, limit: str) -> None:
        answer = spotify.ask("GET", "/me/playlists", params={"limit": limit})
        assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Invalid limit")


class TestReading:
    def test_all_items_come_in_order_with_duplicates(self, spotify: Spotify) -> None:
        numbers = [*range(120), 5, 5]
        assert spotify.numbers(spotify.made(*numbers)) == numbers

    def test_a_row_tells_what_it_holds_and_when_it_came(self, spotify: Spotify) -> None:
        item = spotify.client.playlist_items(spotify.made(900))["items"][0]
        assert item["item"]["name"] == "Lemon"
        assert item["item"]["external_ids"] == {"isrc": "JPU901800223"}
        assert item["added_at"] == "2026-09-21T14:13:20Z"
        assert item["added_by"]["id"] == "sandbox"
        assert item.keys() == {"added_at", "added_by", "is_local", "item"}

    @pytest.mark.parametrize("limit", [0, 51, 100])
    def test_fifty_items_are_the_most_that_a_page_has(self, spotify: Spotify, limit: int) -> None:
        with pytest.raises(SpotifyException) as caught:
            spotify.client.playlist_items(spotify.made(1), limit=limit)
        assert refusal(caught) == (400, "Invalid limit")

    def test_a_playlist_holds_its_first_items_and_links_to_the_rest(self, spotify: Spotify) -> None:
        playlist = spotify.client.playlist(spotify.made(*range(160)))
        page = playlist["items"]
        seen = list(page["items"])
        while page["next"]:
            page = spotify.client.next(page)
            seen += page["items"]
        assert [int(one["item"]["id"]) for one in seen] == list(range(160))
        assert playlist["images"]

    def test_fields_choose_parts(self, spotify: Spotify) -> None:
        made = spotify.made(1, 2)
        client = spotify.client
        assert client.playlist(made, fields="name,owner.id") == {"name": "Mine", "owner": {"id": "sandbox"}}
        assert client.playlist_items(made, fields="total,items(item(id))") == {
            "total": 2,
            "items": [{"item": {"id": f"{1:022d}"}}, {"item": {"id": f"{2:022d}"}}],
        }
        assert "items" not in client.playlist(made, fields="!items")
        assert spotify.ask("GET", f"/playlists/{made}", params={"fields": "a(b"}).status_code == 400

    def test_of_others_playlists_only_the_cover_is_shown(self, spotify: Spotify) -> None:
        foreign = spotify.plant(owner="somebody", tracks=[f"{1:022d}"])
        shown = spotify.client.playlist(foreign)
        assert shown["owner"]["id"] == "somebody"
        assert "items" not in shown
        with pytest.raises(SpotifyException) as caught:
            spotify.client.playlist_items(foreign)
        assert refusal(caught) == (403, "Forbidden")
        spotify.switch(foreign_items=True)
        assert spotify.numbers(foreign) == [1]

    def test_a_shared_playlist_shows_its_items_and_takes_ours(self, spotify: Spotify) -> None:
        shared = spotify.plant(owner="somebody", collaborative=True, tracks=[f"{1:022d}"])
        spotify.client.playlist_add_items(shared, uris(2))
        assert spotify.numbers(shared) == [1, 2]
        with pytest.raises(SpotifyException, match="403"):
            spotify.client.playlist_change_details(shared, name="Taken over")

    @pytest.mark.parametrize(("one", "status"), [("3cEYpjA9oz9GiPac4AsH4n", 404), ("nonsense", 400)])
    def test_an_unknown_playlist_is_not_found(self, spotify: Spotify, one: str, status: int) -> None:
        for method, path in (("GET", ""), ("GET", "/items"), ("PUT", ""), ("DELETE", "/items")):
            assert spotify.ask(method, f"/playlists/{one}{path}", json={}).status_code == status

    def test_a_local_file_has_no_id(self, spotify: Spotify) -> None:
        local = "spotify:local:Band:Album:Title:215"
        made = spotify.plant(tracks=[local])
        item = spotify.ask("GET", f"/playlists/{made}", params={"fields": "items"}).json()["items"]["items"][0]
        assert item["is_local"]
        assert (item["item"]["id"], item["item"]["uri"], item["item"]["duration_ms"]) == (None, local, 215_000)
        spotify.ask("DELETE", f"/playlists/{made}/items", json={"items": [{"uri": local}]})
        assert spotify.client.playlist(made)["items"]["total"] == 0


class TestItems:
    def test_tracks_are_added_at_the_end_or_at_a_position(self, spotify: Spotify) -> None:
        made = spotify.made(1, 2)
        spotify.client.playlist_add_items(made, uris(3, 4))
        spotify.client.playlist_add_items(made, uris(5, 6), position=0)
        body = {"uris": uris(7), "position": 3}
        assert spotify.ask("POST", f"/playlists/{made}/items", json=body).status_code == 201
        assert spotify.numbers(made) == [5, 6, 1, 7, 2, 3, 4]

    def test_the_query_counts_for_more_than_the_body(self, spotify: Spotify) -> None:
        made = spotify.made(1)
        query = {"uris": ",".join(uris(2, 3)), "position": 0}
        spotify.ask("POST", f"/playlists/{made}/items", params=query, json={"uris": uris(9), "position": 1})
        assert spotify.numbers(made) == [2, 3, 1]
        spotify.ask("PUT", f"/playlists/{made}/items", params={"uris": uris(4)[0]}, json={"uris": uris(9)})
        assert spotify.numbers(made) == [4]

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ('{"tracks": ["spotify:track:0000000000000000000001"]}', "No uris provided"),
            ('{"uris": []}', "No uris provided"),
            ("", "No uris provided"),
            ("{", "Error parsing JSON."),
            ('{"uris": ["spotify:album:0000000000000000000001"]}', "JSON body contains an invalid track uri"),
            ('{"uris": [5]}', "JSON body contains an invalid track uri"),
            ('{"uris": ["spotify:local:a:b:c:1"]}', "JSON body contains an invalid track uri"),
            ('{"uris": ["spotify:track:4iV5W9uYEdYUVa79Axb7Rh"]}', "Payload contains a non-existing ID"),
            ('{"uris": ["spotify:track:0000000000000000000001"], "position": 3}', "Index out of bounds."),
            ('{"uris": ["spotify:track:0000000000000000000001"], "position": -1}', "Invalid position"),
        ],
    )
    def test_a_bad_addition_is_refused_as_a_whole(self, spotify: Spotify, body: str, message: str) -> None:
        made = spotify.made(1, 2)
        answer = spotify.ask("POST", f"/playlists/{made}/items", data=body)
        assert answer.status_code == 400
        assert message in answer.json()["error"]["message"]
        assert spotify.numbers(made) == [1, 2]

    def test_a_request_holds_a_hundred_tracks_at_most(self, spotify: Spotify) -> None:
        made = spotify.made()
        for send in (spotify.client.playlist_add_items, spotify.client.playlist_replace_items):
            with pytest.raises(SpotifyException) as caught:
                send(made, uris(*range(101)))
            assert refusal(caught) == (400, "You can add a maximum of 100 tracks per request.")

    def test_a_playlist_has_room_for_so_many(self, spotify: Spotify) -> None:
        spotify.switch(max_items=3)
        made = spotify.made(1, 2)
        assert spotify.ask("POST", f"/playlists/{made}/items", json={"uris": uris(3, 4)}).status_code == 403
        assert spotify.numbers(made) == [1, 2]

    def test_replacing_puts_new_ones_in_the_place_of_all(self, spotify: Spotify) -> None:
        made = spotify.made(*range(150))
        spotify.client.playlist_replace_items(made, uris(7, 7, 8))
        assert spotify.numbers(made) == [7, 7, 8]
        spotify.client.playlist_replace_items(made, [])
        assert spotify.numbers(made) == []

    def test_removing_a_track_removes_each_of_its_rows(self, spotify: Spotify) -> None:
        made = spotify.made(1, 2, 1, 3, 1)
        spotify.client.playlist_remove_all_occurrences_of_items(made, uris(1))
        assert spotify.numbers(made) == [2, 3]

    def test_positions_have_no_say_in_a_removal(self, spotify: Spotify) -> None:
        made = spotify.made(1, 2, 1)
        spotify.client.playlist_remove_specific_occurrences_of_items(made, [{"uri": uris(1)[0], "positions": [2]}])
        assert spotify.numbers(made) == [2]

    def test_removing_under_the_old_key_names_nothing(self, spotify: Spotify) -> None:
        made = spotify.made(1)
        answer = spotify.ask("DELETE", f"/playlists/{made}/items", json={"tracks": [{"uri": uris(1)[0]}]})
        assert (answer.status_code, answer.json()["error"]["message"]) == (400, "No uris provided")

    def test_a_range_is_moved_by_indices_of_before_the_move(self, spotify: Spotify) -> None:
        made = spotify.made(*range(6))
        spotify.client.playlist_reorder_items(made, range_start=0, insert_before=6)
        assert spotify.numbers(made) == [1, 2, 3, 4, 5, 0]
        spotify.client.playlist_reorder_items(made, range_start=3, insert_before=0, range_length=2)
        assert spotify.numbers(made) == [4, 5, 1, 2, 3, 0]
        spotify.client.playlist_reorder_items(made, range_start=0, insert_before=4, range_length=2)
        assert spotify.numbers(made) == [1, 2, 4, 5, 3, 0]

    @pytest.mark.parametrize(
        "body",
        [
            {"range_start": 2, "insert_before": 0, "range_length": 2},
            {"range_start": 0, "insert_before": 4},
            {"range_start": -1, "insert_before": 0},
            {"range_start": 0},
            {"insert_before": 0},
            {"range_start": 0, "insert_before": 2, "uris": uris(1)},
        ],
    )
    def test_a_move_beyond_the_list_or_with_tracks_is_refused(self, spotify: Spotify, body: dict[str, Any]) -> None:
        made = spotify.made(1, 2, 3)
        assert spotify.ask("PUT", f"/playlists/{made}/items", json=body).status_code == 400
        assert spotify.numbers(made) == [1, 2, 3]

    def test_others_playlists_cannot_be_changed(self, spotify: Spotify) -> None:
        foreign = spotify.plant(owner="somebody", tracks=[f"{1:022d}"])
        calls: list[Callable[[], object]] = [
            lambda: spotify.client.playlist_add_items(foreign, uris(2)),
            lambda: spotify.client.playlist_replace_items(foreign, []),
            lambda: spotify.client.playlist_remove_all_occurrences_of_items(foreign, uris(1)),
            lambda: spotify.client.playlist_change_details(foreign, name="Mine now"),
        ]
        for call in calls:
            with pytest.raises(SpotifyException, match="403"):
                call()
        spotify.switch(foreign_items=True)
        assert spotify.numbers(foreign) == [1]


class TestDetails:
    def test_only_what_is_said_changes(self, spotify: Spotify) -> None:
        made = spotify.client.current_user_playlist_create("Old", description="About")["id"]
        spotify.client.playlist_change_details(made, name="New")
        shown = spotify.client.playlist(made)
        assert (shown["name"], shown["description"], shown["public"]) == ("New", "About", True)
        spotify.client.playlist_change_details(made, public=False)
        assert spotify.client.playlist(made)["public"] is False
        assert spotify.client.playlist_change_details(made) is None

    def test_descriptions_come_back_escaped(self, spotify: Spotify) -> None:
        made = spotify.client.current_user_playlist_create("x", description='it\'s <R&B> / "q"')
        escaped = "it&#x27;s &lt;R&amp;B&gt; &#x2F; &quot;q&quot;"
        assert made["description"] == escaped
        assert spotify.client.current_user_playlists()["items"][0]["description"] == escaped
        spotify.switch(description_escaped=False)
        assert spotify.client.playlist(made["id"])["description"] == 'it\'s <R&B> / "q"'

    @pytest.mark.parametrize(
        ("description", "status"), [("two\nlines", 400), ("x" * 301, 400), ("", 400), ("'" * 300, 200)]
    )
    def test_descriptions_are_short_single_lines(self, spotify: Spotify, description: str, status: int) -> None:
        path = f"/playlists/{spotify.made()}"
        assert spotify.ask("PUT", path, json={"description": description}).status_code == status
        spotify.switch(description_checked=False)
        assert spotify.ask("PUT", path, json={"description": description}).status_code == 200

    def test_very_long_names_break_the_server(self, spotify: Spotify) -> None:
        assert spotify.ask("PUT", f"/playlists/{spotify.made()}", json={"name": "x" * 201}).status_code == 500

    def test_a_cover_is_one_line_of_base64(self, spotify: Spotify) -> None:
        made = spotify.made()
        picture = base64.b64encode(b"\xff\xd8\xff" + b"x" * 100).decode()
        assert spotify.client.playlist_upload_cover_image(made, picture) is None
        assert spotify.client.playlist_cover_image(made)[0]["url"]
        for wrong in (picture + "\n", "no base64", base64.b64encode(b"GIF89a").decode()):
            answer = spotify.ask("PUT", f"/playlists/{made}/images", data=wrong, headers={"Content-Type": "image/jpeg"})
            assert answer.status_code == 400


class TestVersions:
    def test_every_change_gives_a_new_snapshot(self, spotify: Spotify) -> None:
        client, made = spotify.client, spotify.made(1, 2, 3)
        seen = [client.playlist(made)["snapshot_id"]]
        changes: list[Callable[[], dict[str, str]]] = [
            lambda: client.playlist_add_items(made, uris(4)),
            lambda: client.playlist_reorder_items(made, 0, 2),
            lambda: client.playlist_remove_all_occurrences_of_items(made, uris(1)),
            lambda: client.playlist_replace_items(made, uris(5)),
        ]
        for change in changes:
            seen.append(change()["snapshot_id"])
            assert client.playlist(made)["snapshot_id"] == seen[-1]
        client.playlist_change_details(made, name="Other")
        seen.append(client.playlist(made)["snapshot_id"])
        assert len(set(seen)) == len(seen)

    def test_an_old_snapshot_is_accepted_and_nonsense_is_not(self, spotify: Spotify) -> None:
        made = spotify.made(1, 2)
        old = spotify.client.playlist(made)["snapshot_id"]
        spotify.client.playlist_add_items(made, uris(3))
        spotify.client.playlist_remove_all_occurrences_of_items(made, uris(1), snapshot_id=old)
        assert spotify.numbers(made) == [2, 3]
        with pytest.raises(SpotifyException, match="400"):
            spotify.client.playlist_reorder_items(made, 0, 2, snapshot_id="nonsense")
        spotify.switch(snapshot_refused=True)
        with pytest.raises(SpotifyException, match="Invalid base62 id"):
            spotify.client.playlist_reorder_items(made, 0, 2, snapshot_id=old)

    def test_the_shown_snapshot_may_lag_behind_the_items(self, spotify: Spotify) -> None:
        spotify.switch(snapshot_lag=30.0)
        made = spotify.made(1)
        spotify.clock.now += 60
        before = spotify.client.playlist(made)["snapshot_id"]
        after = spotify.client.playlist_add_items(made, uris(2))["snapshot_id"]
        assert spotify.numbers(made) == [1, 2]
        assert spotify.client.playlist(made)["snapshot_id"] == before
        spotify.clock.now += 30
        assert spotify.client.playlist(made)["snapshot_id"] == after

    def test_a_read_may_be_stale_for_a_while(self, spotify: Spotify) -> None:
        spotify.switch(stale_read=1.0)
        made = spotify.made(1)
        spotify.clock.now += 5
        spotify.client.playlist_add_items(made, uris(2))
        assert spotify.numbers(made) == [1]
        spotify.clock.now += 1
        assert spotify.numbers(made) == [1, 2]


class TestOddities:
    def test_a_poisonous_track_breaks_the_whole_write(self, spotify: Spotify) -> None:
        spotify.switch(poison=[f"{3:022d}"])
        made = spotify.made(1)
        for method in ("POST", "PUT"):
            assert spotify.ask(method, f"/playlists/{made}/items", json={"uris": uris(2, 3)}).status_code == 502
        assert spotify.numbers(made) == [1]

    def test_a_track_may_be_read_back_under_another_id(self, spotify: Spotify) -> None:
        spotify.switch(relinked={f"{1:022d}": f"{2:022d}"})
        made = spotify.made(1, 3)
        assert spotify.numbers(made) == [2, 3]
        assert "linked_from" not in spotify.client.playlist_items(made)["items"][0]["item"]
        spotify.client.playlist_remove_all_occurrences_of_items(made, uris(2))
        assert spotify.numbers(made) == [2, 3]
        spotify.client.playlist_remove_all_occurrences_of_items(made, uris(1))
        assert spotify.numbers(made) == [3]

    def test_a_track_that_is_gone_leaves_an_empty_row(self, spotify: Spotify) -> None:
        made = spotify.made(1, 2, 3)
        spotify.switch(gone=[f"{2:022d}"])
        items = spotify.client.playlist_items(made)["items"]
        assert [item["item"] and item["item"]["id"] for item in items] == [f"{1:022d}", None, f"{3:022d}"]

    def test_the_public_flag_may_be_stuck(self, spotify: Spotify) -> None:
        spotify.switch(public_stuck=True)
        made = spotify.client.current_user_playlist_create("Secret", public=False)
        assert made["public"] is True
        spotify.client.playlist_change_details(made["id"], public=False)
        assert spotify.client.playlist(made["id"])["public"] is True

    def test_a_bare_array_may_be_refused(self, spotify: Spotify) -> None:
        spotify.switch(bare_array=False)
        made = spotify.made()
        with pytest.raises(SpotifyException) as caught:
            spotify.client.playlist_add_items(made, uris(1))
        assert refusal(caught) == (400, "No uris provided")
        assert spotify.ask("POST", f"/playlists/{made}/items", json={"uris": uris(1)}).status_code == 201


@given(data=st.data(), total=st.integers(1, 12))
def test_a_move_does_what_the_model_says(data: st.DataObject, total: int) -> None:
    start = data.draw(st.integers(0, total - 1))
    length = data.draw(st.integers(1, total - start))
    before = data.draw(st.integers(0, total))
    names = [str(number) for number in range(total)]
    playlist = Stored(service="spotify", id="x", name="x", rows=tuple(Row(name, 0.0) for name in names))
    moved = [row.track for row in edits.reorder(playlist, start, before, length).rows]
    assert moved == apply_edit(names, Move(start, before, length))
