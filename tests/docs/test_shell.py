"""Every shell example in the README and the docs is run, against the sandbox, in a project of its own."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.sandbox import running
from tests.conftest import Ended, Run, Workplace
from tests.docs.pages import PAGES, ROOT, Block, Step, all_blocks, blocks, name_of, steps, with_sandbox

NOT_RUN = {
    "exporter import https://": "asks the service itself; tests/cli/test_import.py reads from the sandbox",
    "exporter import 3cEYpjA9oz9GiPac4AsH4n ": "a playlist of somebody's at the service itself",
    "exporter login ": "logs in to the service itself, in a browser",
    "exporter logout ": "ends a login at the service itself",
    "exporter sandbox serve": "serves until Ctrl-C",
    "docker ": "needs an image, and the service itself",
    "pip install ": "needs the network; .ci/run installs the wheels",
    "uv run pytest ": "these tests",
    "just ": "the verbs of the Justfile are those of .ci/run",
    ".ci/run": "runs these tests",
}
"""What is not run here, by how it begins, and why."""

ENDS = {
    "exporter doctor": (4, "nobody is logged in here"),
}
"""Commands that end otherwise than with 0, and why."""

PLACEHOLDERS = {"URL": "https://open.spotify.com/track/434YBNY61Y9sqBSp7OINBa"}

BEFORE = {
    "README.md": ["exporter push want-to-cry --to spotify", "$PUSHED_TWICE"],
    "docs/nightly.md": ["$HISTORY"],
    "docs/review.md": ["exporter push feeling-blue --to spotify"],
    "docs/undo.md": ["$PUSHED_TWICE"],
}
"""What a page takes for granted."""

SCRIPTS = {
    "$PUSHED_TWICE": [
        "exporter push sad-anime --to spotify",
        "sed -i.old -e 's/^name: .*/name: Songs of Sad Anime/' playlists/sad-anime.yaml",
        "exporter push sad-anime --to spotify",
    ],
    "$HISTORY": [
        "git init --quiet",
        "git add --all",
        "git commit --quiet --message one",
        "git commit --quiet --allow-empty --message two",
        "git update-ref refs/remotes/origin/main HEAD",
    ],
}

MISSING = {
    "exporter sync": "--to spotify@sandbox",
    "exporter plan": "--to spotify@sandbox",
    "exporter review": "--on spotify@sandbox",
    "exporter check --links": "--on spotify@sandbox",
    "exporter enrich": "--from musicbrainz@sandbox",
}
"""The target of commands that otherwise ask every service a playlist names."""

FILES = {
    "exportify.csv": "Track Name,Artist Name(s)\n君の知らない物語,supercell\n",
    "more.csv": "Title,Artist\nLast Train Home,Pat Metheny Group\n",
    "party.m3u8": "#EXTM3U\n#EXTINF:257,Kenshi Yonezu - Lemon\nlemon.mp3\n",
    "../bin/pbpaste": "#!/bin/sh\necho 'Mrs. GREEN APPLE - Soranji'\n",
}
"""What a reader has on the machine: files from elsewhere, and a clipboard."""

SH = [page for page in PAGES if any(blocks(page, "sh"))]


def why_not(step: Step) -> str:
    """Why a step is not run; empty when it is."""
    return next((reason for begins, reason in NOT_RUN.items() if f"{step.text} ".startswith(begins)), "")


def sandboxed(text: str, names: frozenset[str]) -> str:
    """The command with every real target replaced by its sandbox, and placeholders by what they stand for."""
    text = re.sub(rf"(?<=\s)({'|'.join(sorted(names))})(@[a-z]+)?(?=\s|$)", r"\1@sandbox", text)
    for name, value in PLACEHOLDERS.items():
        text = re.sub(rf"(?<=\s){name}(?=\s|$)", value, text)
    for begins, target in MISSING.items():
        if f"{text} ".startswith(f"{begins} ") and not re.search(r" --(to|on|from) ", text):
            text = f"{text} {target}"
    return text


class Shell:
    """Runs the commands of a page, one after another, as a person would who follows it."""

    def __init__(self, exporter: Run, monkeypatch: pytest.MonkeyPatch, names: frozenset[str]) -> None:
        self._exporter, self._monkeypatch, self._names = exporter, monkeypatch, names
        self.said = ""

    def run(self, step: Step) -> Ended:
        """Run one step: exporter in this process, everything else by a shell."""
        step = Step(step.page, sandboxed(step.text, self._names))
        if step.words[0] == "cd":
            self._monkeypatch.chdir(step.words[1])
            return Ended(0, "", "")
        ended = self._exporter("", *step.words[1:]) if step.plain else _shell(step.text)
        self.said += ended.out + ended.err
        return ended


def _shell(text: str) -> Ended:
    done = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=False)  # noqa: S603, S607 - ours
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def names() -> frozenset[str]:
    """The services that have a look-alike."""
    return frozenset(info.name for info in with_sandbox())


@pytest.fixture
def shell(
    workplace: Workplace, exporter: Run, names: frozenset[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Shell]:
    """A project with our own playlists, a sandbox of every service, and a shell that knows exporter and git."""
    shutil.copytree(ROOT / "playlists", workplace.root / "playlists", dirs_exist_ok=True)
    for lock in (workplace.root / "playlists").glob("*.lock"):
        lock.unlink()
    commands = tmp_path / "bin"
    commands.mkdir()
    call = f'"{sys.executable}" -c "from exporter.cli.main import main; main()" "$@"'
    (commands / "exporter").write_text(f"#!/bin/sh\nexec {call}\n", encoding="utf-8")
    for name, text in FILES.items():
        (workplace.root / name).write_text(text, encoding="utf-8")
    for command in commands.iterdir():
        command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}{os.environ['PATH']}")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Aki")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "aki@example.org")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with running(with_sandbox(), state=workplace.state / "served") as url:
        monkeypatch.setenv("EXPORTER_SANDBOX_URL", url)
        yield Shell(exporter, monkeypatch, names)


@pytest.mark.parametrize("page", SH, ids=name_of)
def test_every_shell_example_of_a_page_runs(page: Path, shell: Shell) -> None:
    for begins in BEFORE.get(name_of(page), []):
        for text in SCRIPTS.get(begins, [begins]):
            ended = shell.run(Step("before", text))
            assert ended.code == 0, f"{text}\n{ended.out}{ended.err}"
    failed = []
    for block in blocks(page, "sh", "yaml"):
        if block.language == "yaml":
            write(block)
            continue
        for step in steps(block):
            if not why_not(step):
                ended, (code, _) = shell.run(step), ENDS.get(step.text, (0, ""))
                if ended.code != code:
                    failed.append(f"$ {step.text}\nended with {ended.code}\n{ended.out}{ended.err}")
    assert not failed, "\n".join(failed)
    assert not missing(page, shell.said)


def write(block: Block) -> None:
    """Make the file that an example is, when its first line says which."""
    if found := re.match(r"# (playlists/[a-z-]+\.yaml)\n", block.text):
        Path(found[1]).write_text(block.text, encoding="utf-8")


def missing(page: Path, said: str) -> list[str]:
    """The lines of a page's example output that no command on it said. Spaces apart, since columns move."""
    heard = _squeezed(said)
    shown = [line for block in blocks(page, "text") for line in block.text.splitlines()]
    return [] if name_of(page) == "docs/commands.md" else [line for line in shown if _squeezed(line) not in heard]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_every_command_that_is_not_run_is_in_the_docs() -> None:
    written = [f"{step.text} " for block in all_blocks("sh") for step in steps(block)]
    assert not [begins for begins in NOT_RUN if not any(text.startswith(begins) for text in written)]
    assert not [text for text in ENDS if f"{text} " not in written]


def test_the_readme_begins_with_a_command_that_needs_nothing_but_python() -> None:
    first = next(steps(next(blocks(ROOT / "README.md", "sh"))))
    assert first.text == "pip install uv"
    second = list(steps(next(blocks(ROOT / "README.md", "sh"))))[1]
    assert (second.text, why_not(second)) == ("exporter push sad-anime --to spotify@sandbox", "")
