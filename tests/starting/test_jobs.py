"""What the jobs do: the commands of the workflows and of the action, in order, in a repository, against the sandbox."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.starting.conftest import PLAYLIST, Repository
from tests.starting.machine import FORK, MERGE, NIGHT, PULL, git

LOCK = "playlists/first-playlist.lock"
AGAIN = {"title": "again", "artist": "YUI"}
DANGO = {"title": "だんご大家族", "artist": "茶太"}
UNCLEAR = {"title": "一番の宝物", "artist": "Girls Dead Monster STARRING LiSA"}
HOSTILE = {"title": "'@octocat <img src=x> [x](https://evil.example) `a` | #1'", "artist": "Nobody"}
HOURS = {"faults": "429=1,retry_after=7200"}

both = pytest.mark.parametrize("repository", ["workflows", "action"], indirect=True)
"""The workflows and the action; their scripts are the same (test_workflows.py), so that it need not be every test."""


def obeyed(output: str) -> list[str]:
    """The lines that GitHub's runner takes for commands (actions/runner, ActionCommand.cs), but those that stop it."""
    found, token = list[str](), ""
    for line in output.splitlines():
        command = line.lstrip()
        if token:
            token = "" if command.startswith(f"::{token}::") else token
        elif command.startswith("::stop-commands::"):
            token = command.removeprefix("::stop-commands::")
        elif re.match("::[a-z-]+.*::", command) or re.search(r"##\[[a-z-]+.*\]", line):
            found.append(line)
    return found


# A pull request.


@both
def test_a_pull_request_is_checked_and_told_what_it_would_change(repository: Repository) -> None:
    repository.sync(NIGHT)
    repository.machine.change({PLAYLIST: repository.songs(AGAIN)}, branch="more")
    before = repository.sandbox.stats()["write"]
    assert repository.pull_request(PULL)
    (comment,) = repository.comments
    assert comment["body"].startswith("<!-- exporter plan -->\n# What a push would change\n")
    assert "| First Playlist | `spotify@sandbox` | 1 added; + again - YUI |" in comment["body"]
    assert repository.sandbox.stats()["write"] == before


def test_a_pull_request_that_goes_on_keeps_its_one_comment(repository: Repository) -> None:
    repository.machine.change({PLAYLIST: repository.songs(AGAIN)}, branch="more")
    repository.machine.comments.write_text(
        json.dumps([{"id": 1, "user": {"type": "User"}, "body": "<!-- exporter plan -->"}]), encoding="utf-8"
    )
    assert repository.pull_request(PULL)
    repository.machine.change({PLAYLIST: repository.songs(without=1)}, branch="more")
    assert repository.pull_request(PULL)
    theirs, ours = repository.comments
    assert theirs["body"] == "<!-- exporter plan -->"
    assert "created with 3 tracks" in ours["body"]


@both
def test_no_title_is_obeyed_as_a_command_of_the_runner(repository: Repository) -> None:
    title = {"title": "'::error::x ##[error]owned ##[add-mask]again'", "artist": "Nobody"}
    repository.machine.change({PLAYLIST: repository.songs(title)}, branch="more")
    ran = repository.pull_request(PULL)
    assert "##[error]owned" in ran.output
    assert obeyed(ran.output) == []


def test_what_the_job_says_itself_is_obeyed_again_afterwards() -> None:
    assert obeyed("::stop-commands::abc\n##[error]x\n ::error::y\n::abc::\n::error::z\n") == ["::error::z"]


def test_a_pull_request_that_touches_no_playlist_says_so(repository: Repository) -> None:
    repository.machine.change({"README.md": "# Our playlists\n"}, branch="words")
    assert repository.pull_request(PULL)
    (comment,) = repository.comments
    assert "**Nothing needs a person.** No playlist was to be looked at." in comment["body"]


def test_a_wrong_file_fails_the_check_before_anything_is_planned(repository: Repository) -> None:
    repository.machine.change({PLAYLIST: "name: Broken\nsongs:\n  - titel: x\n"}, branch="wrong")
    ran = repository.pull_request(PULL)
    assert ran.failed == "Check the files"
    assert "first-playlist.yaml:3:5: songs[0].titel" in ran.output
    assert "Plan" not in ran.steps


@both
def test_a_fork_without_secrets_learns_what_files_and_locks_tell(repository: Repository) -> None:
    repository.sync(NIGHT)
    real = {path: repository.read(path).replace("spotify@sandbox", "spotify") for path in (PLAYLIST, LOCK)}
    repository.machine.change(real)
    repository.machine.change({PLAYLIST: repository.songs(AGAIN)}, branch="stranger")
    ran = repository.pull_request(FORK)
    assert ran
    assert "Comment" not in ran.steps
    assert not repository.comments
    page = repository.machine.summary.read_text(encoding="utf-8")
    assert "- `spotify`: Nobody is logged in to Spotify" in page
    assert "- **First Playlist** → `spotify`: of 5 songs, 4 decided, 1 to be searched for" in page


def test_what_a_stranger_calls_a_song_is_text_in_a_comment(repository: Repository) -> None:
    repository.machine.change({PLAYLIST: repository.songs(HOSTILE)}, branch="hostile")
    assert repository.pull_request(PULL)
    (comment,) = repository.comments
    page = comment["body"].removeprefix("<!-- exporter plan -->\n")
    tokens = [inner for token in MarkdownIt().parse(page) for inner in (token, *(token.children or ()))]
    assert "@\u200boctocat" in page
    assert not {"link_open", "image", "html_inline", "html_block"} & {token.type for token in tokens}


# A night.


@both
def test_a_night_pushes_and_keeps_its_decisions(repository: Repository) -> None:
    assert repository.sync(NIGHT)
    (pushed,) = repository.sandbox.playlists()
    assert pushed["name"] == "First Playlist"
    assert json.loads(repository.read(LOCK))
    assert git(repository.machine.origin, "log", "-1", "--format=%an: %s", "main") == (
        "github-actions[bot]: Decisions of the night"
    )
    assert git(repository.machine.origin, "show", "--name-only", "--format=", "main") == LOCK
    assert "Nothing needed a person" in repository.machine.summary.read_text(encoding="utf-8")


@both
def test_the_second_night_commits_nothing_and_asks_next_to_nothing(repository: Repository) -> None:
    repository.sync(NIGHT)
    head, before = repository.head, repository.sandbox.stats()
    assert repository.sync(NIGHT)
    after = repository.sandbox.stats()
    assert repository.head == head
    assert {kind: after[kind] - before[kind] for kind in ("search", "read", "write")} == {
        "search": 0,
        "read": 1,
        "write": 0,
    }


def test_a_merge_is_pushed_at_once(repository: Repository) -> None:
    repository.sync(NIGHT)
    repository.machine.change({PLAYLIST: repository.songs(AGAIN)})
    assert repository.sync(MERGE)
    (pushed,) = repository.sandbox.playlists()
    assert len(repository.sandbox.ids(pushed["id"])) == 5


@both
def test_a_branch_is_pushed_nowhere(repository: Repository) -> None:
    ran = repository.sync({**MERGE, "github.ref_name": "try"})
    assert ran
    assert "Sync" not in ran.steps
    assert not repository.sandbox.playlists()


@both
def test_a_night_that_was_told_to_wait_needs_nobody(repository: Repository) -> None:
    repository.sandbox.post("/_sandbox/faults", HOURS)
    ran = repository.sync(NIGHT)
    assert ran
    assert "1 deferred" in ran.output
    assert "Nothing needed a person." in ran.output


def test_a_night_with_songs_in_review_is_no_failure(repository: Repository) -> None:
    repository.machine.change({PLAYLIST: repository.songs(UNCLEAR)})
    ran = repository.sync(NIGHT)
    assert ran
    assert "A person is needed: 1 song is in review." in ran.output


@both
def test_a_night_in_which_a_guard_refuses_fails_and_keeps_its_decisions_all_the_same(repository: Repository) -> None:
    many = [dict(zip(("title", "artist"), song, strict=True)) for song in MORE]
    repository.machine.change({PLAYLIST: repository.songs(*many)})
    assert repository.sync(NIGHT)
    repository.machine.change({PLAYLIST: repository.songs(DANGO, without=6)})
    head = repository.head
    ran = repository.sync(NIGHT)
    assert ran.failed == "Sync"
    assert "Keep the decisions" in ran.steps
    assert repository.head != head
    assert git(repository.machine.origin, "show", "--name-only", "--format=", "main") == LOCK


MORE = [
    ("again", "YUI"),
    ("My Song", "Girls Dead Monster STARRING marina"),
    ("紅蓮華", "LiSA"),
    ("打上花火", "Kenshi Yonezu"),
    ("オレンジ", "GReeeeN"),
    ("オレンジ", "SMAP"),
]


# Somebody else pushes meanwhile.


def test_what_somebody_pushed_meanwhile_stays_and_the_decisions_follow_it(repository: Repository) -> None:
    ran = repository.sync(
        NIGHT, before={"Keep the decisions": lambda: repository.machine.change({"README.md": "# Ours\n"})}
    )
    assert ran
    assert repository.read("README.md") == "# Ours\n"
    assert json.loads(repository.read(LOCK))


def test_a_lock_that_somebody_pushed_meanwhile_is_merged(repository: Repository) -> None:
    repository.sync(NIGHT)
    repository.machine.change({PLAYLIST: repository.songs(AGAIN)})
    theirs = repository.read(LOCK).replace('"score":0.9', '"score":0.8')
    ran = repository.sync(NIGHT, before={"Keep the decisions": lambda: repository.machine.change({LOCK: theirs})})
    assert ran
    assert "again" in repository.read(LOCK)
    assert repository.sync(NIGHT)  # it is a lock still


def test_decisions_that_cannot_be_pushed_are_told(repository: Repository) -> None:
    refuse = repository.machine.origin / "hooks" / "pre-receive"
    refuse.write_text("#!/bin/sh\necho 'main is protected'\nexit 1\n", encoding="utf-8")
    Path(refuse).chmod(0o755)
    ran = repository.sync(NIGHT)
    assert ran.failed == "Keep the decisions"
    assert "main is protected" in ran.output
    assert "::error::The decisions are not in the repository" in ran.output
