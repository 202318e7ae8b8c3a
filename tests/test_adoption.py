"""Taking over a playlist that is already there: what it holds beside the file, and how that gets into the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from exporter.app import Depth, Options, run
from exporter.errors import ServiceError, Unsafe
from exporter.files import load
from exporter.model import Item, Remote, Track
from exporter.plugins import Plugins
from exporter.project import Project, Target
from tests.conftest import Run, Sandbox, Workplace
from tests.test_work import Nights, Quiet, hook

PATH = "playlists/list.yaml"


class Answers(Quiet):
    """A face that gives these answers, a letter each: y or n."""

    def __init__(self, answers: str = "", *, meanwhile: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.answers, self.meanwhile = list(answers), meanwhile

    def ask(self, question: str) -> bool:
        self.questions.append(question)
        self.meanwhile()
        return self.answers.pop(0) == "y"


@pytest.fixture
def nights(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Nights:
    monkeypatch.setenv("EXPORTER_MEMORY_TOKEN", "a-secret-token")
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    return Nights(workplace)


def there(nights: Nights, letters: str) -> None:
    """Somebody's playlist of the same name."""
    items = tuple(shown(nights.memory.tracks[letter]) for letter in letters)
    nights.memory.remotes["list1"] = Remote("list1", "List", items, version="1")


def shown(one: Track) -> Item:
    return Item(one.id, "", one.title, one.artists, one.duration, one.isrc)


def titles(nights: Nights) -> str:
    return "".join(song.title[-1] for song in load(nights.workplace.root / PATH).songs)


def test_what_the_playlist_holds_beside_the_file_is_told_and_without_a_person_nothing_is_added(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab")
    before = (nights.workplace.root / PATH).read_text(encoding="utf-8")
    for result in (nights.run(Depth.PLAN, adopt=True), nights.push(adopt=True)):
        (extra,) = result.extras
        assert (extra.row, extra.item.id, extra.place, extra.song, extra.added) == (1, "m", 1, None, False)
    assert nights.rows() == "ab"
    assert (nights.workplace.root / PATH).read_text(encoding="utf-8") == before


def test_a_person_may_add_them_at_the_end(nights: Nights) -> None:
    there(nights, "abm")
    nights.file("ab")
    nights.face = Answers("y")
    result = nights.push(adopt=True)
    assert titles(nights) == "abm"
    assert nights.rows() == "abm"
    assert [extra.added for extra in result.extras] == [True]
    (question,) = nights.face.questions
    assert "holds 1 track that the file does not have" in question
    assert "Title m - Artist m" in question
    assert "the push removes it" in question


def test_rows_without_a_title_are_counted_in_the_question(nights: Nights) -> None:
    there(nights, "abm")
    remote = nights.memory.remotes["list1"]
    nights.memory.remotes["list1"] = replace(remote, items=(*remote.items, Item("gone1"), Item("gone2")))
    nights.file("ab")
    nights.face = Answers("n")
    nights.push(adopt=True)
    (question,) = nights.face.questions
    assert "and 2 rows without a title, which no file can have" in question


@pytest.mark.parametrize(("in_place", "wanted"), [(True, "manb"), (False, "abmn")])
def test_a_person_chooses_whether_they_stand_in_their_place_or_at_the_end(
    nights: Nights, *, in_place: bool, wanted: str
) -> None:
    there(nights, "manb")
    nights.file("ab")
    nights.face = Answers("yy" if in_place else "yn")
    nights.push(adopt=True)
    assert titles(nights) == wanted
    assert nights.rows() == wanted


def test_what_was_added_is_pinned_and_nothing_is_asked_for_it(nights: Nights) -> None:
    there(nights, "abm")
    nights.file("ab")
    nights.run(Depth.RESOLVE)
    nights.memory.requests.clear()
    nights.face = Answers("y")
    nights.push(adopt=True)
    assert nights.memory.requests["search"] == nights.memory.requests["write"] == 0
    (song,) = load(nights.workplace.root / PATH).songs[2:]
    assert (song.title, song.artists, song.ids) == ("Title m", ("Artist m",), {"memory": "m"})
    assert nights.lock().of("memory")["Title m - Artist m"].how == "pin"
    nights.memory.requests.clear()
    nights.face = Quiet()
    assert not nights.push().changed
    assert nights.memory.requests == {"read": 1}


def test_comments_and_order_of_the_file_stay(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab")
    path = nights.workplace.root / PATH
    text = path.read_text(encoding="utf-8").replace("  - title: Title b", "  # dear to me\n  - title: Title b   # b")
    path.write_text(text, encoding="utf-8")
    nights.face = Answers("yy")
    nights.push(adopt=True)
    new = "  - title: Title m\n    artist: Artist m\n    ids:\n      memory: m\n"
    assert path.read_text(encoding="utf-8") == text.replace("  # dear", new + "  # dear")


def test_a_person_who_says_no_gets_the_files_list(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab")
    nights.face = Answers("n")
    nights.push(adopt=True)
    assert titles(nights) == nights.rows() == "ab"


def test_with_yes_nobody_is_asked(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab")
    nights.face = Answers()
    plugins = Plugins(points=[], modules=[SimpleNamespace(exporter_backends=hook(nights.info))])
    (result,) = run(
        Project.find(nights.workplace.root),
        plugins,
        ["list"],
        [Target("memory")],
        Depth.PUSH,
        nights.face,
        Options(adopt=True, yes=True),
    )
    assert result.error is None
    assert nights.rows() == "ab"


def test_a_song_of_the_file_is_not_added_again(nights: Nights) -> None:
    """Neither under another ID, nor one that is still open, nor a track that the file refuses."""
    tracks = nights.memory.tracks
    tracks["a2"] = replace(tracks["a"], id="a2", duration=999.0)
    tracks["no"] = Track("memory", "no", "Some karaoke", ("Nobody",), duration=100.0)
    items = tuple(shown(tracks[one]) for one in ("a2", "no"))
    nights.memory.remotes["list1"] = Remote("list1", "List", items, version="1")
    nights.file("ab", of={"b": "    not: {memory: no}\n", "a": "    duration: 297\n"})
    nights.face = Answers()
    result = nights.push(adopt=True)
    assert [(extra.item.id, extra.song) for extra in result.extras] == [("a2", 0), ("no", 1)]
    assert nights.rows() == "ab"


def test_rows_without_a_title_are_told_and_not_added(nights: Nights) -> None:
    nights.memory.remotes["list1"] = Remote("list1", "List", (Item("x"), Item("")), version="1")
    nights.file("a")
    nights.face = Answers()
    result = nights.push(adopt=True)
    assert [(extra.item.id, extra.is_new) for extra in result.extras] == [("x", False)]


def test_with_keep_extras_they_stay_whatever_is_said(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab", head="targets:\n  memory: {keep_extras: true}\n")
    nights.face = Answers("n")
    nights.push(adopt=True)
    assert "it stays there all the same" in nights.face.questions[0]
    assert nights.rows() == "amb"


def test_a_file_that_changed_while_the_person_thought_is_left_alone(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab")
    nights.face = Answers("yy", meanwhile=lambda: nights.file("abc"))
    assert isinstance(nights.run(adopt=True).error, Unsafe)
    assert titles(nights) == "abc"
    assert nights.rows() == "amb"


def test_a_playlist_that_changed_while_the_person_thought_is_read_again(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab")
    nights.face = Answers("nn", meanwhile=lambda: there(nights, "ambn"))
    nights.push(adopt=True)
    assert nights.rows() == "ab"


def test_while_a_song_cannot_be_asked_about_adopting_removes_nothing(nights: Nights) -> None:
    there(nights, "amb")
    nights.file("ab")
    nights.memory.fail_search = [ServiceError("503")] * 9
    result = nights.run(adopt=True)
    assert result.error is None
    assert nights.rows() == "amb"


def test_from_the_command_line_it_is_listed_and_in_the_json(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    aoi = {"title": "青い栞", "artist": "Galileo Galilei", "pin": "3fCO1n6l7yekcNRDRkoJJ4"}
    workplace.songs("list", aoi)
    made = sandbox.spotify("POST", "me/playlists", {"name": "List", "public": False})
    uris = [f"spotify:track:{pin}" for pin in ("7p30D2KjK2XW7YUvI6nH3o", aoi["pin"])]
    sandbox.spotify("POST", f"playlists/{made['id']}/items", {"uris": uris})
    planned = exporter("plan list --to spotify@sandbox --adopt")
    assert "What the playlist held beside the file:" in planned.out
    assert "オレンジ" in planned.out
    assert "goes" in planned.out
    result = exporter("--json push list --to spotify@sandbox --adopt").result
    assert [(extra["row"], extra["id"], extra["added"]) for extra in result["extras"]] == [
        (1, "7p30D2KjK2XW7YUvI6nH3o", False)
    ]
    assert sandbox.ids(made["id"]) == [aoi["pin"]]
