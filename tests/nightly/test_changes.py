"""Which playlists changed since a revision, in real git repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from exporter.errors import UsageError
from exporter.nightly.changes import changed_since
from exporter.project import Project
from tests.conftest import Workplace

AUTHOR = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]


@pytest.fixture
def repository(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """Three playlists in a commit that is tagged ``then``."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for name in ("one", "two", "three"):
        workplace.write(name)
    git(workplace.root, "init", "-q")
    commit(workplace.root)
    git(workplace.root, "tag", "then")
    return workplace


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *AUTHOR, *words], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - a test's


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Change")


def changed(workplace: Workplace, revision: str = "then") -> set[str]:
    return set(changed_since(Project.find(workplace.root), revision))


def test_nothing_changed(repository: Workplace) -> None:
    assert changed(repository) == set()


@pytest.mark.parametrize("committed", [True, False])
def test_a_playlist_changed(repository: Workplace, *, committed: bool) -> None:
    repository.write("two", "name: Two\nsongs: []\n")
    if committed:
        commit(repository.root)
    assert changed(repository) == {"two"}


def test_a_lock_changed(repository: Workplace) -> None:
    (repository.root / "playlists" / "three.lock").write_text("{}\n")
    commit(repository.root)
    assert changed(repository) == {"three"}


@pytest.mark.parametrize("committed", [True, False])
def test_a_playlist_is_new_or_has_a_new_name(repository: Workplace, *, committed: bool) -> None:
    repository.write("日本 four")
    (repository.root / "playlists" / "one.yaml").rename(repository.root / "playlists" / "five.yaml")
    if committed:
        commit(repository.root)
    assert changed(repository) == {"日本 four", "five"}


def test_the_settings_of_all_changed(repository: Workplace) -> None:
    (repository.root / "exporter.toml").write_text("")
    commit(repository.root)
    assert changed(repository) == {"one", "two", "three"}


def test_other_files_count_for_nothing(repository: Workplace) -> None:
    (repository.root / "README.md").write_text("Words")
    (repository.root / "playlists" / "one.txt").write_text("Words")
    (repository.root / "old").mkdir()
    (repository.root / "old" / "two.yaml").write_text("Words")
    commit(repository.root)
    assert changed(repository) == set()


def test_a_project_may_be_a_folder_of_a_repository(repository: Workplace) -> None:
    inner = Workplace(repository.root / "inner")
    inner.write("two")
    commit(repository.root)
    git(repository.root, "tag", "-f", "then")
    repository.write("one", "name: One\nsongs: []\n")
    inner.write("two", "name: Two\nsongs: []\n")
    assert changed(inner) == {"two"}


def test_any_name_of_a_revision_will_do(repository: Workplace) -> None:
    repository.write("two", "name: Two\nsongs: []\n")
    commit(repository.root)
    assert changed(repository, "HEAD") == set()
    assert changed(repository, "HEAD~1") == {"two"}


@pytest.mark.parametrize("revision", ["nothing", "--output=stolen", "then:playlists", "", "-x"])
def test_a_revision_that_is_none_is_told(repository: Workplace, revision: str) -> None:
    with pytest.raises(UsageError, match="git knows no revision"):
        changed(repository, revision)
    assert not (repository.root / "stolen").exists()


@pytest.mark.parametrize("name", ["悲しい アニメ", 'with "quotes"', "back\\slash", " leading"])
def test_a_name_may_be_any(repository: Workplace, name: str) -> None:
    repository.write(name, "name: Two\nsongs: []\n")
    assert changed(repository, "HEAD") == {name}
    commit(repository.root)
    assert changed(repository, "HEAD~1") == {name}


def test_a_shallow_clone_says_what_it_lacks(repository: Workplace, tmp_path: Path) -> None:
    repository.write("two", "name: Two\nsongs: []\n")
    commit(repository.root)
    git(tmp_path, "clone", "-q", "--depth", "1", repository.root.as_uri(), "shallow")
    with pytest.raises(UsageError) as caught:
        changed_since(Project.find(tmp_path / "shallow"), "HEAD~1")
    assert "fetch-depth: 0" in caught.value.hint


def test_a_playlist_that_was_removed_is_none_to_push(repository: Workplace) -> None:
    repository.write("two", "name: Two\nsongs: []\n")
    commit(repository.root)
    (repository.root / "playlists" / "two.yaml").unlink()
    assert changed(repository, "HEAD") == set()


def test_without_a_repository_there_are_no_revisions(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workplace.root.parent))
    with pytest.raises(UsageError, match="not a git repository"):
        changed(workplace)


def test_without_git_there_are_none_either(repository: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="git cannot be run"):
        changed(repository)
