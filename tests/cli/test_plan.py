"""``exporter plan`` of everything: what a sync would do, for a person and as a page for a pull request."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter.testing import MemoryService
from tests.conftest import Run, Workplace
from tests.radio import Radio, plug, songs
from tests.starting.machine import git

BOTH = "targets:\n  radio: {}\n  other: {}\n"
ONE = "targets:\n  radio: {}\n"


class Studio:
    """A project in git, for two services in memory."""

    def __init__(self, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
        self.workplace, self.radio = workplace, Radio()
        plug(monkeypatch, self.radio.info, Radio("other").info)
        monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
        git(workplace.root, "init", "--quiet")

    def file(self, name: str, letters: str, head: str = ONE) -> None:
        text = songs(letters, head=head).replace("name: List", f"name: {name.title()}")
        self.workplace.write(name, text)

    def commit(self) -> None:
        git(self.workplace.root, "add", "--all")
        git(self.workplace.root, "commit", "--quiet", "--message", "Playlists")

    @property
    def service(self) -> MemoryService:
        return self.radio.service

    def locks(self) -> list[str]:
        return sorted(path.name for path in (self.workplace.root / "playlists").glob("*.lock"))


@pytest.fixture
def studio(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Studio:
    return Studio(workplace, monkeypatch)


def kinds(exporter: Run, words: str) -> dict[str, str]:
    found = exporter(f"--json {words}").json["results"]
    return {f"{one['playlist']}.{one['target']}": one["error"]["kind"] if one["error"] else "" for one in found}


# Which playlists, and where to.


def test_without_names_it_is_the_plan_of_a_sync(exporter: Run, studio: Studio) -> None:
    studio.file("one", "ab")
    studio.file("two", "c")
    assert kinds(exporter, "plan") == {"one.radio": "", "two.radio": ""}
    assert not studio.service.remotes
    assert not studio.locks()


def test_an_error_of_a_whole_target_is_told_once(
    exporter: Run, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    for name in ("one", "two", "three"):
        studio.file(name, "a")
    ended = exporter("plan")
    assert ended.code == 4
    assert ended.err.count("Error: ") == 1


def test_names_or_targets_narrow_it(exporter: Run, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN__WORK", "token-of-me")
    studio.file("one", "ab", head="targets:\n  radio: {}\n  radio@work: {}\n")
    studio.file("two", "c")
    assert list(kinds(exporter, "plan two")) == ["two.radio"]
    assert list(kinds(exporter, "plan --to radio@work")) == ["one.radio@work"]


def test_a_playlist_and_a_target_need_not_know_of_each_other(exporter: Run, studio: Studio) -> None:
    studio.file("one", "ab", head="")
    assert list(kinds(exporter, "plan one --to radio")) == ["one.radio"]


def test_only_what_changed_since_a_revision(exporter: Run, studio: Studio) -> None:
    studio.file("one", "a")
    studio.file("two", "b")
    studio.commit()
    ended = exporter("plan --changed-since HEAD")
    assert (ended.code, ended.out) == (0, "")
    assert "Nothing that goes anywhere differs from HEAD." in ended.err
    studio.file("two", "bc")
    assert list(kinds(exporter, "plan --changed-since HEAD")) == ["two.radio"]
    assert list(kinds(exporter, "plan one --to radio --changed-since HEAD")) == []


def test_a_file_that_is_wrong_stops_no_other(exporter: Run, studio: Studio) -> None:
    studio.file("one", "a")
    studio.workplace.write("broken", "name: Broken\nsongs:\n  - titel: x\n")
    assert kinds(exporter, "plan") == {"broken.": "FileError", "one.radio": ""}
    assert exporter("plan").code == 2


# The page.


def page(exporter: Run, words: str, tmp_path: Path, code: int = 0) -> str:
    assert exporter(f"{words} --report {tmp_path / 'plan.md'}").code == code
    return (tmp_path / "plan.md").read_text(encoding="utf-8")


def test_the_page_tells_what_would_be_added_and_removed(exporter: Run, studio: Studio, tmp_path: Path) -> None:
    studio.file("one", "abcd")
    exporter("push one --to radio")
    studio.file("one", "eabc")
    told = page(exporter, "plan", tmp_path)
    assert told.startswith("# What a push would change\n")
    assert "## Would change" in told
    assert "1 added, 1 removed; + Title e - Artist e; − Title d" in told


def test_the_page_tells_which_guard_a_push_would_meet(exporter: Run, studio: Studio, tmp_path: Path) -> None:
    studio.file("one", "abcdefghijkl")
    exporter("push one --to radio")
    studio.file("one", "abcd")
    told = page(exporter, "plan", tmp_path)
    assert "**A person is needed:** a push of 1 playlist would be refused." in told
    assert "- **One** → `radio`: a push would stop. " in told
    assert "8 of 12" in told


def test_without_a_login_the_page_tells_what_file_and_lock_know(
    exporter: Run, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.file("one", "ab")
    exporter("push one --to radio")
    studio.file("one", "abcd")
    studio.file("two", "e", head="targets:\n  other: {}\n")
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    told = page(exporter, "plan", tmp_path, code=4)
    assert "**Nothing needs a person.** 2 playlists on 2 targets: 2 without a login here" in told
    assert "- `radio`: Nobody is logged in to " in told
    assert "- **One** → `radio`: of 4 songs, 2 decided, 2 to be searched for" in told
    assert "- **Two** → `other`: of 1 song, 1 to be searched for" in told


def test_a_pin_needs_no_login_to_be_known(exporter: Run, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    pinned = songs("ab", head=ONE, of={"a": "    ids: {radio: radio-a}\n"})
    studio.workplace.write("one", pinned)
    counts = exporter("--json plan").result["songs"]
    assert (counts["accept"], counts["unknown"]) == (1, 1)


def test_a_broken_lock_is_told_without_a_login_too(
    exporter: Run, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EXPORTER_RADIO_TOKEN")
    studio.file("one", "ab")
    (studio.workplace.root / "playlists" / "one.lock").write_text("{", encoding="utf-8")
    assert kinds(exporter, "plan") == {"one.radio": "LockError"}


def test_a_job_has_it_as_its_summary_when_a_page_was_asked_for(
    exporter: Run, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    studio.file("one", "ab")
    exporter("plan")
    assert not summary.exists()
    assert page(exporter, "plan", tmp_path) == summary.read_text(encoding="utf-8")


def test_a_page_that_is_too_long_for_a_comment_is_cut_there_and_whole_in_the_summary(
    exporter: Run, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setattr("exporter.reports.markdown.COMMENT", 300)
    studio.file("one", "ab")
    studio.file("two", "cd")
    told = page(exporter, "plan", tmp_path)
    assert len(told.encode()) <= 300
    assert "**The page is longer than GitHub shows:** The job's summary has more of it." in told
    assert "longer than GitHub" not in summary.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "whole"),
    [("diff", "exporter diff sad-anime"), ("restore --list", "exporter restore sad-anime --to spotify")],
)
def test_a_command_without_its_words_says_what_to_give(exporter: Run, words: str, whole: str) -> None:
    ended = exporter(words)
    assert ended.code == 2
    assert whole in ended.err


def test_a_plan_says_what_would_change_and_cuts_a_long_name(exporter: Run, studio: Studio, tmp_path: Path) -> None:
    studio.workplace.write("long", songs("a", head=ONE).replace("name: List", f"name: {'x' * 10_000}"))
    ended = exporter(f"plan --report {tmp_path / 'plan.md'}")
    page = (tmp_path / "plan.md").read_text()
    assert "| playlist | target | what would change |" in page
    assert "would be created with 1 track" in page
    assert ended.out.splitlines()[0] == f"{'x' * 79}… → radio"


def test_settings_for_a_misspelt_target_are_told(exporter: Run, studio: Studio) -> None:
    studio.file("one", "a")
    (studio.workplace.root / "exporter.toml").write_text(
        '[targets."radio@work"]\npatience = 2\n[targets.raido]\npatience = 2\n'
    )
    ended = exporter("check")
    assert ended.code == 0
    told = " ".join(ended.err.split())
    assert "Warning: exporter.toml: [targets.raido] is for nothing that is installed or that a file names." in told
    assert 'Did you mean "radio"?' in told
    assert told.count("Warning") == 1
