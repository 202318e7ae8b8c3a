"""One account's playlists, with a browser's login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exporter_ytmusic.backend import connect

from exporter import Add, Create, Describe, Edit, Move, Moves, Remove
from exporter.errors import (
    ExporterError,
    LoginError,
    NotAllowed,
    NotFound,
    Rejected,
    ServiceError,
    Unreachable,
    WaitLonger,
)

if TYPE_CHECKING:
    from exporter_ytmusic.backend import YouTubeMusic
    from tests.browser.conftest import Music, Script

EDIT = "browse/edit_playlist"
CREATE = "playlist/create"
LIST = "PLowned0001"


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(f"video{number:06d}" for number in numbers)


class TestAccount:
    def test_is_who_is_logged_in_and_for_how_long(self, ytmusic: YouTubeMusic) -> None:
        account = ytmusic.account()
        assert (account.id, account.name) == ("@sandbox", "Sandbox")
        assert "hours" in account.lasts
        assert "browser" in account.way

    def test_may_be_another_of_the_same_browser(self, service: Music) -> None:
        service.switch(accounts=["Sandbox", "Second"], brands={"123": "Brand"})
        assert service.open(authuser="1").account().name == "Second"
        assert service.open(user="123").account().name == "Brand"

    def test_needs_no_channel(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(channel=False)
        assert ytmusic.account().id == "Sandbox"

    def test_of_a_dead_login_is_an_error_that_says_what_to_do(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(signed_in=False)
        with pytest.raises(LoginError, match="guest") as caught:
            ytmusic.account()
        assert "hours" in caught.value.hint
        assert "exporter login ytmusic" in caught.value.hint

    def test_of_a_guest_without_any_mark_is_an_error(self, script: Script) -> None:
        script.say("account/account_menu", {"actions": [{"openPopupAction": {"popup": {"multiPageMenuRenderer": {}}}}]})
        script._answers["account/account_menu"].pop(0)
        with pytest.raises(LoginError):
            script.open().account()

    def test_is_not_dead_when_the_answer_makes_no_sense(self, script: Script) -> None:
        script._answers["account/account_menu"].clear()
        script.say("account/account_menu", {"responseContext": {}})
        with pytest.raises(ServiceError):
            script.open().account()

    @pytest.mark.parametrize("cookie", ["SID=1", "x", "__Secure-1PAPISID=a; SID=b"])
    def test_needs_a_cookie_that_is_a_login(self, service: Music, cookie: str) -> None:
        with pytest.raises(LoginError, match="__Secure-3PAPISID"):
            service.open(cookie=cookie).account()

    def test_puts_no_cookie_into_a_log_whole_or_in_part(self, service: Music) -> None:
        connection = service.connection(cookie="SID=first-of-two; __Secure-3PAPISID=sandbox-sapisid/x")
        connect(connection).account()
        shown = connection.redact("Cookie: SID=first-of-two; and sandbox-sapisid/x or sandbox-sapisid%2Fx")
        assert "first-of-two" not in shown
        assert "sandbox-sapisid" not in shown

    def test_is_asked_with_the_browsers_own_name(self, script: Script) -> None:
        script.open(user_agent="Mozilla/5.0 (mine)", authuser="2").account()
        headers = script.asked[-1][1]
        assert (headers["user-agent"], headers["x-goog-authuser"]) == ("Mozilla/5.0 (mine)", "2")
        assert headers["authorization"].startswith("SAPISIDHASH 1")


class TestRead:
    @pytest.mark.parametrize("length", [0, 1, 100, 101, 250])
    def test_brings_every_row(self, service: Music, ytmusic: YouTubeMusic, length: int) -> None:
        planted = service.plant(*range(length))
        remote = ytmusic.read(planted)
        assert remote.ids == ids(*range(length))
        assert (remote.total, remote.complete) == (length, True)
        assert len({item.row for item in remote.items}) == length

    def test_brings_what_helps_to_recognise_a_song(self, service: Music, ytmusic: YouTubeMusic) -> None:
        (item,) = ytmusic.read(service.plant(7)).items
        assert (item.title, item.artists, item.duration, item.playable) == ("Number 7", ("Metronome",), 187.0, True)

    @pytest.mark.parametrize("count", ["words", "none"])
    def test_of_an_empty_playlist_is_empty_however_its_length_is_told(
        self, service: Music, ytmusic: YouTubeMusic, count: str
    ) -> None:
        service.switch(track_count=count)
        assert ytmusic.read(service.plant()).items == ()

    @pytest.mark.parametrize(
        ("how", "shown"),
        [
            ("grey", [*ids(1), *ids(2), *ids(3)]),
            ("no_video", [*ids(1), "", *ids(3)]),
            ("no_row", [*ids(1), "", *ids(3)]),
            ("nothing", [*ids(1), "", *ids(3)]),
            ("deleted", [*ids(1), *ids(3)]),
        ],
    )
    def test_shows_a_video_that_is_gone_as_what_is_left_of_it(
        self, service: Music, ytmusic: YouTubeMusic, how: str, shown: list[str]
    ) -> None:
        planted = service.plant(1, 2, 3)
        service.switch(gone={ids(2)[0]: how})
        remote = ytmusic.read(planted)
        assert list(remote.ids) == shown
        assert [item.playable for item in remote.items if item.id not in ids(1, 3)] in ([], [False])

    def test_knows_rows_of_this_run_by_what_was_written(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(replaced={ids(2)[0]: ids(20)[0]}, settle_seconds=0.0)
        remote = ytmusic.create("Mine", "", public=False)
        ytmusic.apply(remote.id, Add(0, ids(1, 2)))
        assert ytmusic.read(remote.id).ids == ids(1, 2)
        assert service.open().read(remote.id).ids == ids(1, 20)

    def test_of_somebody_elses_playlist_shows_its_songs(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(1, 2, owner="somebody", privacy="public")
        assert ytmusic.read(planted).ids == ids(1, 2)

    def test_of_somebody_elses_private_playlist_says_so(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(1, owner="somebody", privacy="private")
        with pytest.raises(NotAllowed, match="private"):
            ytmusic.read(planted)

    @pytest.mark.parametrize("privacy", ["private", "public"])
    def test_of_our_own_by_a_dead_login_is_no_answer(self, service: Music, ytmusic: YouTubeMusic, privacy: str) -> None:
        planted = service.plant(1, privacy=privacy)
        ytmusic.read(planted)
        service.switch(signed_in=False)
        with pytest.raises(LoginError):
            ytmusic.read(planted)

    @pytest.mark.parametrize("playlist_id", ["PLnowhere", "", "../x", "a b", ids(1)[0]])
    def test_of_what_is_not_there_is_not_found(self, ytmusic: YouTubeMusic, playlist_id: str) -> None:
        with pytest.raises(NotFound):
            ytmusic.read(playlist_id)

    def test_in_an_unknown_layout_is_an_error_in_plain_words(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(1)
        service.switch(single_column=True)
        with pytest.raises(ServiceError, match="laid out in an unknown way") as caught:
            ytmusic.read(planted)
        assert "Renderer" not in caught.value.message

    @pytest.mark.parametrize("last", [{}, {"responseContext": {}}, {"onResponseReceivedActions": []}])
    def test_is_never_a_part_of_the_playlist(self, script: Script, last: Any) -> None:
        script.say("browse", owned_page(token="MORE"))
        script.say("browse", last)
        with pytest.raises(ServiceError, match="broke off"):
            script.open().read(LIST)

    def test_proves_the_login_once(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(1)
        ytmusic.read(planted)
        ytmusic.read(planted)
        assert service.stats()["read"] == 4  # the start page, the account, twice the playlist


class TestPlaylists:
    def test_are_found_by_their_exact_name_among_many(self, service: Music, ytmusic: YouTubeMusic) -> None:
        wanted = [service.plant(name="Same"), service.plant(name="Same")]
        service.plant(name="Same", owner="somebody", privacy="public")
        for number in range(60):
            service.plant(name=f"Other {number}")
        assert sorted(remote.id for remote in ytmusic.playlists("Same")) == sorted(wanted)
        assert ytmusic.playlists("same") == []

    def test_of_a_dead_login_are_no_answer(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.plant(name="Same")
        ytmusic.playlists("Same")
        service.switch(signed_in=False)
        with pytest.raises(LoginError):
            ytmusic.playlists("Same")

    @pytest.mark.parametrize("last", [{}, {"continuationContents": {}}])
    def test_are_never_a_part_of_the_library(self, script: Script, last: Any) -> None:
        script.say("browse", library_page(token="MORE"))
        script.say("browse", last)
        with pytest.raises(ServiceError):
            script.open().playlists("x")

    def test_may_be_none(self, ytmusic: YouTubeMusic) -> None:
        assert ytmusic.playlists("x") == []

    def test_own_ones_are_in_the_library_as_long_as_they_can_be_read(
        self, service: Music, ytmusic: YouTubeMusic
    ) -> None:
        service.switch(library_lag=60.0, settle_seconds=0.0)
        made = ytmusic.create("Mine", "", public=False)
        assert ytmusic.in_library(made.id)
        reads = service.stats()["read"]
        service.world.store.remove("ytmusic", made.id)
        assert not ytmusic.in_library(made.id)
        assert reads == 3  # the start page, the account, and one page of the playlist

    def test_others_are_in_the_library_when_it_lists_them(self, service: Music, ytmusic: YouTubeMusic) -> None:
        saved = service.plant(1, owner="somebody", privacy="public")
        assert ytmusic.in_library(saved)


class TestCreate:
    @pytest.mark.parametrize(("public", "privacy"), [(True, "public"), (False, "private")])
    def test_makes_an_empty_playlist(
        self, service: Music, ytmusic: YouTubeMusic, privacy: str, *, public: bool
    ) -> None:
        made = ytmusic.create("Mine", "words", public=public)
        stored = service.stored(made.id)
        assert (stored.name, stored.description, stored.rows) == ("Mine", "words", ())
        assert stored.extra["privacy"] == privacy
        assert made.url == f"https://music.youtube.com/playlist?list={made.id}"

    def test_takes_short_ids(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(short_ids=True)
        made = ytmusic.create("Mine", "", public=False)
        assert ytmusic.read(made.id).name == "Mine"

    def test_brings_back_the_signs_that_youtube_does_not_take(self, service: Music, ytmusic: YouTubeMusic) -> None:
        name, description = "I <3 anime <live>", "a < b > c <b>bold</b>"
        made = ytmusic.create(name, description, public=False)
        read = ytmusic.read(made.id)
        assert (made.name, made.description) == (read.name, read.description) == (name, description)
        assert [found.id for found in ytmusic.playlists(name)] == [made.id]
        assert not {"<", ">"} & {*service.stored(made.id).name, *service.stored(made.id).description}

    def test_by_a_dead_login_makes_nothing(self, service: Music, ytmusic: YouTubeMusic) -> None:
        ytmusic.account()
        service.switch(signed_in=False)
        with pytest.raises(LoginError):
            ytmusic.create("Mine", "", public=False)
        assert service.writes() == 0

    @pytest.mark.parametrize("refusal", ["panel", "429", "400"])
    def test_says_to_wait_when_there_were_enough(self, service: Music, ytmusic: YouTubeMusic, refusal: str) -> None:
        service.switch(creations_a_day=1, creation_refusal=refusal)
        ytmusic.create("One", "", public=False)
        with pytest.raises(WaitLonger, match="no more playlists") as caught:
            ytmusic.create("Two", "", public=False)
        assert caught.value.seconds is not None
        assert caught.value.seconds >= 3600
        assert len(service.playlists()) == 1

    @pytest.mark.parametrize("answer", [{}, {"responseContext": {}}, {"playlistId": ""}, {"playlistId": 5}])
    def test_does_not_pretend_to_know_what_it_made(self, script: Script, answer: Any) -> None:
        script.say(CREATE, answer)
        with pytest.raises(ServiceError, match="did not say the ID") as caught:
            script.open().create("N", "", public=False)
        assert "looks for it in your library" in caught.value.hint


class TestApply:
    @pytest.mark.parametrize(
        ("edit", "after"),
        [
            (Add(6, ids(7, 1, 7)), [0, 1, 2, 3, 4, 5, 7, 1, 7]),
            (Move(4, 1, 2), [0, 4, 5, 1, 2, 3]),
            (Move(0, 6, 1), [1, 2, 3, 4, 5, 0]),
            (Move(1, 5, 2), [0, 3, 4, 1, 2, 5]),
            (Move(2, 3, 1), [0, 1, 2, 3, 4, 5]),
            (Moves((Move(5, 0, 1), Move(1, 4, 2), Move(0, 6, 1))), [2, 0, 1, 3, 4, 5]),
            (Remove((1, 4), ids(1, 4)), [0, 2, 3, 5]),
            (Remove((0, 1, 2, 3, 4, 5), ids(0, 1, 2, 3, 4, 5)), []),
        ],
    )
    def test_does_what_the_edit_says_by_one_request(
        self, service: Music, ytmusic: YouTubeMusic, edit: Edit, after: list[int]
    ) -> None:
        planted = service.plant(0, 1, 2, 3, 4, 5)
        ytmusic.apply(planted, edit)
        assert service.numbers(planted) == after
        assert service.writes() <= 1

    def test_knows_the_rows_after_each_edit_without_reading_again(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(0, 1, 2)
        ytmusic.read(planted)
        reads = service.stats()["read"]
        for edit in (Add(3, ids(3, 4)), Move(3, 0, 2), Remove((1, 2), ids(4, 0)), Add(3, ids(0)), Move(3, 0, 1)):
            ytmusic.apply(planted, edit)
        assert service.numbers(planted) == [0, 3, 1, 2]
        assert service.stats()["read"] == reads

    def test_removes_one_of_several_equal_rows(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(1, 1, 2, 1)
        ytmusic.apply(planted, Remove((1,), ids(1)))
        assert service.numbers(planted) == [1, 2, 1]

    def test_writes_name_and_description_and_clears_it(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(name="Old")
        ytmusic.apply(planted, Describe("New <3", "words"))
        assert (ytmusic.read(planted).name, ytmusic.read(planted).description) == ("New <3", "words")
        ytmusic.apply(planted, Describe("New", ""))
        assert (ytmusic.read(planted).name, ytmusic.read(planted).description) == ("New", "")

    def test_waits_until_a_new_playlist_takes_edits(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(settle_seconds=20.0)
        made = ytmusic.create("Mine", "", public=False)
        ytmusic.apply(made.id, Add(0, ids(1, 2)))
        assert service.numbers(made.id) == [1, 2]

    def test_does_not_wait_for_ever(self, service: Music, ytmusic: YouTubeMusic) -> None:
        service.switch(settle_seconds=1000.0)
        made = ytmusic.create("Mine", "", public=False)
        began = service.clock.now
        with pytest.raises(ServiceError):
            ytmusic.apply(made.id, Add(0, ids(1)))
        assert service.clock.now - began == 25

    def test_waits_for_a_new_playlist_that_refuses_in_other_words(self, script: Script) -> None:
        script.say(CREATE, {"playlistId": LIST})
        script.refuse(EDIT, 400, "Precondition check failed.")
        script.refuse(EDIT, 409, "The operation was aborted.")
        script.say(EDIT, added(1))
        ytmusic = script.open()
        made = ytmusic.create("Mine", "", public=False)
        ytmusic.apply(made.id, Add(0, ids(1)))
        assert len(script.bodies(EDIT)) == 3

    def test_refuses_a_batch_with_a_dead_video_and_adds_nothing(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(0)
        service.switch(gone={ids(2)[0]: "grey"})
        with pytest.raises(Rejected, match="Precondition check failed"):
            ytmusic.apply(planted, Add(1, ids(1, 2, 3)))
        assert service.numbers(planted) == [0]
        assert service.writes() == 1

    @pytest.mark.parametrize("bad", ["", "short", "https://youtu.be/video000001"])
    def test_writes_nothing_that_is_no_id(self, service: Music, ytmusic: YouTubeMusic, bad: str) -> None:
        planted = service.plant(0)
        with pytest.raises(Rejected, match="eleven"):
            ytmusic.apply(planted, Add(1, (*ids(1), bad)))
        assert service.writes() == 0

    def test_says_when_the_playlist_is_full_without_blaming_the_songs(
        self, service: Music, ytmusic: YouTubeMusic
    ) -> None:
        planted = service.plant(1, 2)
        service.switch(max_rows=3)
        with pytest.raises(NotAllowed, match="no room"):
            ytmusic.apply(planted, Add(2, ids(3, 4)))

    def test_says_when_only_a_part_was_added(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant()
        service.switch(actions_applied=2)
        with pytest.raises(ServiceError, match="2 of 3"):
            ytmusic.apply(planted, Add(0, ids(1, 2, 3)))

    @pytest.mark.parametrize("answer", [{"status": "STATUS_FAILED"}, {}, {"actions": []}])
    def test_does_not_take_success_for_granted(self, script: Script, answer: Any) -> None:
        script.say("browse", owned_page())
        script.say(EDIT, answer)
        for edit in (Add(1, ids(2)), Remove((0,), ids(1)), Describe("N", "")):
            with pytest.raises(ServiceError):
                script.open().apply(LIST, edit)

    @pytest.mark.parametrize("missing", ["failed", "400", "409"])
    def test_says_when_rows_are_not_there_any_more(self, service: Music, ytmusic: YouTubeMusic, missing: str) -> None:
        planted = service.plant(1, 2, 3)
        ytmusic.read(planted)
        service.open().apply(planted, Remove((0,), ids(1)))
        service.switch(row_missing=missing)
        with pytest.raises(ServiceError) as caught:
            ytmusic.apply(planted, Move(0, 3, 1))
        assert type(caught.value) is not Rejected
        assert service.numbers(planted) == [2, 3]

    @pytest.mark.parametrize("edit", [Add(9, ids(1)), Add(0, ids(1)), Remove((3,), ids(1)), Move(2, 0, 2)])
    def test_does_not_send_an_edit_of_another_list(self, service: Music, ytmusic: YouTubeMusic, edit: Edit) -> None:
        planted = service.plant(1, 2, 3)
        with pytest.raises(ServiceError, match="not as it was"):
            ytmusic.apply(planted, edit)
        assert service.writes() == 0

    def test_of_rows_without_an_id_is_refused(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(1, 2, 3)
        service.switch(gone={ids(2)[0]: "no_row"})
        with pytest.raises(NotAllowed, match="no ID"):
            ytmusic.apply(planted, Remove((1,), ("",)))

    @pytest.mark.parametrize("edit", [Add(2, ids(3)), Describe("Mine now", "")])
    def test_of_somebody_elses_playlist_is_refused_and_not_called_a_dead_login(
        self, service: Music, ytmusic: YouTubeMusic, edit: Edit
    ) -> None:
        planted = service.plant(1, 2, owner="somebody", privacy="public")
        with pytest.raises(NotAllowed):
            ytmusic.apply(planted, edit)

    def test_by_a_login_that_died_says_so(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(1)
        ytmusic.read(planted)
        service.switch(signed_in=False)
        with pytest.raises(LoginError, match="died"):
            ytmusic.apply(planted, Add(1, ids(2)))

    def test_moves_more_rows_than_fit_into_a_request(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(*range(120))
        ytmusic.apply(planted, Move(60, 0, 60))
        assert service.numbers(planted) == [*range(60, 120), *range(60)]
        assert service.writes() == 2

    def test_moves_a_song_from_the_top_of_a_long_list_to_its_end_by_one_request(
        self, service: Music, ytmusic: YouTubeMusic
    ) -> None:
        planted = service.plant(*range(120))
        ytmusic.apply(planted, Move(0, 120, 1))
        assert service.numbers(planted) == [*range(1, 120), 0]
        assert service.writes() == 1

    @pytest.mark.parametrize("moves", [(Move(1, 0, 1), Move(2, 0, 9)), (Move(2, 0, 2), Move(1, 0, 1))])
    def test_does_not_send_moves_of_which_one_is_of_another_list(
        self, service: Music, ytmusic: YouTubeMusic, moves: tuple[Move, ...]
    ) -> None:
        planted = service.plant(1, 2, 3)
        with pytest.raises(ServiceError, match="not as it was"):
            ytmusic.apply(planted, Moves(moves))
        assert service.writes() == 0

    def test_moves_rows_one_by_one_once_a_move_was_not_made_whole(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant(*range(8))
        service.switch(actions_applied=1)
        ytmusic.apply(planted, Move(4, 0, 4))
        assert ytmusic.read(planted).ids == ids(*service.numbers(planted))
        before = service.writes()
        rows = service.numbers(planted)
        ytmusic.apply(planted, Move(5, 0, 3))
        assert service.numbers(planted) == [*rows[5:], *rows[:5]]
        assert service.writes() == before + 3

    @pytest.mark.parametrize(
        ("fault", "error"),
        [("500=1", ServiceError), ("lost=1", Unreachable), ("html=1", ServiceError), ("empty=1", ServiceError)],
    )
    def test_never_sends_a_failed_edit_twice(
        self, service: Music, ytmusic: YouTubeMusic, fault: str, error: type[ExporterError]
    ) -> None:
        planted = service.plant()
        ytmusic.read(planted)
        service.fault(f"{fault},only=write")
        with pytest.raises(error):
            ytmusic.apply(planted, Add(0, ids(1)))
        assert service.writes() == 1

    def test_reads_anew_after_a_failure(self, service: Music, ytmusic: YouTubeMusic) -> None:
        planted = service.plant()
        ytmusic.read(planted)
        service.fault("lost=1,only=write,times=1")
        with pytest.raises(Unreachable):
            ytmusic.apply(planted, Add(0, ids(1)))
        ytmusic.apply(planted, Add(1, ids(2)))
        assert service.numbers(planted) == [1, 2]

    def test_does_not_make_playlists(self, service: Music, ytmusic: YouTubeMusic) -> None:
        with pytest.raises(TypeError):
            ytmusic.apply(service.plant(), Create("N"))


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Request contains an invalid argument.", Rejected),
        (401, "Unauthorized. You must be signed in", NotAllowed),
        (403, "The caller does not have permission", NotAllowed),
        (404, "Requested entity was not found.", NotFound),
        (409, "Requested entity already exists", ServiceError),
        (413, "", Rejected),
        (429, "Resource has been exhausted", WaitLonger),
        (500, "Internal error encountered.", ServiceError),
        (502, "", ServiceError),
    ],
)
def test_each_refusal_says_what_it_means(script: Script, status: int, message: str, kind: type[ExporterError]) -> None:
    script.refuse(EDIT, status, message)
    with pytest.raises(ExporterError) as caught:
        script.open().apply(LIST, Describe("N", ""))
    assert isinstance(caught.value, kind)
    assert "Server returned" not in caught.value.message


@pytest.mark.parametrize("body", [{"error": "text"}, {"error": {}}, {"error": None}, {}, [], "<html>"])
def test_an_odd_refusal_is_a_failure_and_no_traceback(script: Script, body: Any) -> None:
    script.say(EDIT, body, 500)
    with pytest.raises(ServiceError):
        script.open().apply(LIST, Describe("N", ""))


def test_secrets_in_a_message_are_masked(script: Script) -> None:
    script.refuse(EDIT, 400, "bad __Secure-3PAPISID=sandbox-sapisid")
    with pytest.raises(Rejected) as caught:
        script.open().apply(LIST, Describe("N", ""))
    assert "sandbox-sapisid" not in caught.value.message
    assert caught.value.__cause__ is None


def added(*numbers: int) -> Any:
    results = [{"videoId": video, "setVideoId": f"ROW{video}"} for video in ids(*numbers)]
    return {
        "status": "STATUS_SUCCEEDED",
        "playlistEditResults": [{"playlistEditVideoAddedResultData": result} for result in results],
    }


def owned_page(token: str = "") -> Any:
    """An own playlist of one row, and where the next ones begin, if anywhere."""
    action = {"action": "ACTION_REMOVE_VIDEO", "setVideoId": "ROW1", "removedVideoId": ids(1)[0]}
    removal = {"menuServiceItemRenderer": {"serviceEndpoint": {"playlistEditEndpoint": {"actions": [action]}}}}
    row = {"menu": {"menuRenderer": {"items": [removal]}}, "flexColumns": []}
    more = {"continuationItemRenderer": {"continuationEndpoint": {"continuationCommand": {"token": token}}}}
    shelf = {"contents": [{"musicResponsiveListItemRenderer": row}, *([more] if token else [])]}
    plain = {"title": {"runs": [{"text": "N"}]}, "subtitle": {"runs": [{"text": "Playlist"}]}}
    header = {
        "playlistId": LIST,
        "editHeader": {"musicPlaylistEditHeaderRenderer": {"privacy": "PRIVATE"}},
        "header": {"musicResponsiveHeaderRenderer": plain},
    }
    tab = {"content": {"sectionListRenderer": {"contents": [{"musicEditablePlaylistDetailHeaderRenderer": header}]}}}
    second = {"sectionListRenderer": {"contents": [{"musicPlaylistShelfRenderer": shelf}]}}
    columns = {"tabs": [{"tabRenderer": tab}], "secondaryContents": second}
    return {"contents": {"twoColumnBrowseResultsRenderer": columns}}


def library_page(token: str = "") -> Any:
    """A library of nothing but the tile for a new playlist."""
    tile = {"musicTwoRowItemRenderer": {"title": {"runs": [{"text": "New playlist"}]}, "subtitle": {}}}
    more = {"continuations": [{"nextContinuationData": {"continuation": token}}]} if token else {}
    section = {"gridRenderer": {"items": [tile], **more}}
    tab = {"tabRenderer": {"content": {"sectionListRenderer": {"contents": [section]}}}}
    return {"contents": {"singleColumnBrowseResultsRenderer": {"tabs": [tab]}}}
