"""What README.md and docs/ say is true: commands are understood, tables name what there is, pages are up to date.

Examples are run in tests/docs/.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
import yaml

import exporter
import exporter.sandbox
import exporter.testing
from docs import make_architecture, make_commands
from exporter import errors, hookspecs
from exporter.backend import Backend, ServiceInfo
from exporter.cli.main import COMMANDS, GLOBAL, cli
from exporter.cli.options import SUMMARY
from exporter.plugins import Plugins
from exporter.project import SETTINGS
from tests.docs.pages import PAGES, ROOT, Step, all_blocks, calls, name_of
from tests.test_imports import CORE, LAYERED, LAYERS

DOCS = sorted((ROOT / "docs").glob("*.md"))


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# Commands.


@pytest.mark.parametrize("step", sorted(set(calls()), key=str), ids=lambda step: step.text)
def test_every_command_in_the_docs_is_one_that_exporter_understands(step: Step) -> None:
    words = [word for word in step.words[1:] if word not in GLOBAL]
    command: click.Command | None = cli
    context = click.Context(cli, info_name="exporter", **cli.context_settings)
    while isinstance(command, click.Group):
        name, command, words = command.resolve_command(context, words)
        assert command is not None, step.page
        context = command.make_context(name, list(words), parent=context)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_command_that_a_sentence_names_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    spoken = re.findall(r"`exporter(?: --?[a-z-]+)* ([a-z][a-z-]*)", text)
    assert not set(spoken) - set(COMMANDS)


def test_every_command_of_a_job_in_the_docs_is_there() -> None:
    texts = [re.sub(r"#.*", "", block.text) for block in all_blocks("yaml")]
    found = [name for text in texts for name in re.findall(r"\bexporter ([a-z]+)", text)]
    assert found
    assert not set(found) - set(COMMANDS)


@pytest.mark.parametrize("name", ["README.md", "docs/errors.md", "docs/nightly.md"])
def test_every_exit_code_is_explained(name: str) -> None:
    told = set(map(int, re.findall(r"^\| (\d+) \|", page(name), re.MULTILINE)))
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
    text = page("docs/plugins.md")
    methods = [name for name in vars(Backend) if not name.startswith("_")]
    assert methods
    for name in methods:
        assert f"`{name}`" in text


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_between_pages_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)[)#]", path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]
    if path in DOCS:
        assert not [link for link in links if ".." in link], "the site has only what is in docs/: name the file instead"


# The site.


def test_every_page_is_in_the_navigation_of_the_site_once() -> None:
    found = sorted(_pages_of(yaml.safe_load(page("mkdocs.yml"))["nav"]))
    assert found == [path.name for path in DOCS]


def _pages_of(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    return [name for one in (entry.values() if isinstance(entry, dict) else entry) for name in _pages_of(one)]


def test_the_reference_of_the_commands_is_up_to_date() -> None:
    assert page("docs/commands.md") == make_commands.page(), "run: uv run python docs/make_commands.py"


def test_the_picture_of_the_architecture_is_up_to_date() -> None:
    assert page("docs/architecture.svg") == make_architecture.picture(), "run: uv run python docs/make_architecture.py"


def test_every_public_name_is_in_the_reference() -> None:
    pages = "\n".join(page(name_of(path)) for path in DOCS)
    shown = set(re.findall(r"^::: ([A-Za-z_.]+)$", pages, re.MULTILINE))
    homes = {name: home for home, names in exporter._HOMES.items() for name in names}
    assert not [name for name in exporter.__all__ if not shown & {homes[name], f"{homes[name]}.{name}"}]


@pytest.mark.parametrize(("name", "public"), [("api", exporter.testing), ("backend", exporter.sandbox)])
def test_every_name_for_plugin_authors_is_in_the_reference(name: str, public: ModuleType) -> None:
    text = page(f"docs/{name}.md")
    members = re.findall(rf"^::: {re.escape(public.__name__)}\n +options:\n +members: \[(.+)\]", text, re.MULTILINE)
    alone = re.findall(rf"^::: {re.escape(public.__name__)}\.(\w+)$", text, re.MULTILINE)
    assert sorted([*members[0].split(", "), *alone]) == sorted(public.__all__)


def test_the_page_about_the_architecture_names_every_package_and_no_module_that_is_not_there() -> None:
    rows = re.findall(r"^\| [^|]+ \| (`.+`) \|$", page("docs/architecture.md"), re.MULTILINE)
    told = re.findall(r"`([a-z_]+)`", " ".join(rows))
    packages = {path.parent.name for path in LAYERED if path.name == "__init__.py"}
    assert packages <= set(told)
    assert sorted(told) == sorted(set(told) & set().union(*LAYERS))


def test_every_setting_is_in_the_reference_with_the_words_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|`]+) \|", page("docs/settings.md"), re.MULTILINE))
    assert rows == {name: setting.words for name, setting in SETTINGS.items()}
    own = re.findall(r"^\| `([a-z0-9]+)` \| `([a-z_]+)` \| ([^|]+) \|", page("docs/settings.md"), re.MULTILINE)
    assert own == [(info.name, name, setting.words) for info in _services() for name, setting in info.settings.items()]


def test_every_variable_is_in_the_reference_and_no_other() -> None:
    told = set(re.findall(r"`((?:EXPORTER|SPOTIPY|GITHUB)_[A-Z_]+)`", page("docs/settings.md")))
    assert told - {"EXPORTER_SPOTIFY_REFRESH_TOKEN__WORK"} == _variables_of_logins() | _variables_in_code() | {SUMMARY}


def _variables_of_logins() -> set[str]:
    return {name for info in _services() for names in info.login.environment.values() for name in names}


def _services() -> list[ServiceInfo]:
    return [info for plugin in Plugins().all() for info in (*plugin.backends, *plugin.brought.enrichers)]


def _variables_in_code() -> set[str]:
    """Whole strings only: that is how a variable is read."""
    code = [path.read_text(encoding="utf-8") for path in CORE]
    return {name for text in code for name in re.findall(r'"(EXPORTER_[A-Z_]*[A-Z])"', text)}


def test_the_page_about_events_names_every_event() -> None:
    events = [name for name in vars(hookspecs) if re.match("exporter_(before|after)_", name)]
    assert len(events) == len(re.findall(r"^\| `exporter_", page("docs/events.md"), re.MULTILINE))
    for name in events:
        assert f"| `{name}(" in page("docs/events.md")


def test_the_help_names_every_command_and_no_other() -> None:
    files = (ROOT / "exporter" / "cli").glob("*.py")
    written = {
        path.stem.strip("_") for path in files if f"def {path.stem.strip('_')}_command(" in path.read_text("utf-8")
    }
    assert {name.replace("-", "_") for name in COMMANDS} == written
