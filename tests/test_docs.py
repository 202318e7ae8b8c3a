"""What README.md and docs/ show is true: examples parse, commands run, tables name what there is."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from exporter import errors
from exporter.backend import Backend
from exporter.cli.main import COMMANDS, GLOBAL, cli
from exporter.files import parse
from exporter.plugins import Plugins
from exporter.project import Project
from tests.conftest import Run, Sandbox, Workplace

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "plugins").glob("*/README.md")])
OFFLINE = {"check", "init", "list", "show", "schema", "plugins"}


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Every code block of a language: the page's name, and its text without the indentation of a list."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for indent, body in re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE):
            yield page.name, re.sub(f"^{indent}", "", body, flags=re.MULTILINE)


def calls() -> Iterator[tuple[str, str]]:
    """Every call of exporter in a shell example."""
    for page, body in blocks("sh"):
        for line in body.splitlines():
            for part in line.partition(" #")[0].split("&&"):
                words = part.strip().removeprefix("uv run ")
                if words.startswith("exporter "):
                    yield page, re.split(r" [>|] ", words)[0]


@pytest.mark.parametrize(("page", "call"), sorted(set(calls())))
def test_every_command_in_the_docs_is_one_that_exporter_understands(page: str, call: str) -> None:
    words = [word for word in shlex.split(call)[1:] if word not in GLOBAL]
    command: click.Command | None = cli
    context = click.Context(cli, info_name="exporter")
    while isinstance(command, click.Group):
        name, command, words = command.resolve_command(context, words)
        assert command is not None, page
        context = command.make_context(name, list(words), parent=context)


@pytest.mark.parametrize("call", sorted({call for _, call in calls() if shlex.split(call)[1] in OFFLINE}))
def test_commands_in_the_docs_that_need_no_network_run(exporter: Run, workplace: Workplace, call: str) -> None:
    shutil.copytree(ROOT / "playlists", workplace.root / "playlists", dirs_exist_ok=True)
    assert exporter(call.removeprefix("exporter ")).code == 0


def test_the_commands_that_the_readme_begins_with_run(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    shutil.copytree(ROOT / "playlists", workplace.root / "playlists", dirs_exist_ok=True)
    first = next(call for page, call in calls() if page == "README.md")
    assert first == "exporter push sad-anime --to spotify@sandbox"
    assert exporter(first.removeprefix("exporter ")).code == 0
    assert sandbox.playlists()


@pytest.mark.parametrize(("page", "text"), [example for example in blocks("yaml") if "songs:" in example[1]])
def test_every_playlist_in_the_docs_is_right(page: str, text: str) -> None:
    assert parse(text, page, "example").songs


def test_every_setting_in_the_docs_is_one_that_exporter_knows(workplace: Workplace) -> None:
    examples = [text for _, text in blocks("toml")]
    assert examples
    for text in examples:
        (workplace.root / "exporter.toml").write_text(text, encoding="utf-8")
        assert Project.find(workplace.root, Plugins().settings).settings


def test_the_readme_explains_every_exit_code() -> None:
    told = set(map(int, re.findall(r"^\| (\d+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)))
    known = {
        error.exit_code for error in vars(errors).values() if isinstance(error, type) and hasattr(error, "exit_code")
    }
    assert told == known | {0, 3, 130}


def test_the_tree_of_errors_in_the_docstring_is_the_tree_of_errors() -> None:
    drawn = {name: int(code) for name, code in re.findall(r"(\w+) +(\d+) ", errors.__doc__ or "")}
    assert drawn == {
        name: error.exit_code
        for name, error in vars(errors).items()
        if isinstance(error, type) and issubclass(error, errors.ExporterError)
    }


def test_the_plugin_page_names_every_method_of_a_backend() -> None:
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    methods = [name for name in vars(Backend) if not name.startswith("_")]
    assert methods
    for name in methods:
        assert f"`{name}`" in page


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_help_names_no_command_that_is_not_there() -> None:
    assert {name.replace("-", "_") for name in COMMANDS} == {
        path.stem for path in (ROOT / "exporter" / "cli").glob("*.py")
    } - {
        "__init__",
        "calm",
        "context",
        "dialogue",
        "main",
        "options",
        "screen",
        "terminal",
    }
