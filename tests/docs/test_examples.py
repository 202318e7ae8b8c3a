"""Examples in Python, YAML and TOML are right: they run, have the right types, and are read by our own loaders."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from mypy import api as mypy

import exporter as public
import exporter.testing as public_for_tests
from exporter import Result, Round
from exporter.errors import Deferred, NotAllowed
from exporter.files import parse
from exporter.model import Decision, Song, Verdict
from exporter.plugins import Plugins
from exporter.project import Project
from exporter.sandbox import running
from tests.conftest import Run, Workplace
from tests.docs.pages import ROOT, Block, all_blocks, blocks, with_sandbox

WHOLE = ("docs/python.md", "docs/events.md")
"""Pages whose examples in Python take nothing for granted."""
PIECES = ("docs/plugin-tutorial.md", "docs/hooks.md")
"""Show pieces of files that are tested elsewhere; tests/authoring compares them."""

HOOKS = ("exporter_backends", "exporter_formats", "exporter_enrichers", "exporter_readings")


# Python.


def ids(block: Block) -> str:
    return f"{block.page}: {block.text.splitlines()[0]}"


def execute(block: Block, names: dict[str, Any]) -> dict[str, Any]:
    """The names that an example defines."""
    exec(compile(block.text, block.page, "exec", dont_inherit=True), names)  # noqa: S102 - our own text
    return names


@pytest.fixture
def taken_for_granted(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names that examples for plugin authors use without a word: ours, and those of the reader's own plugin."""
    theirs = ModuleType("exporter_mine")
    for hook in HOOKS:
        setattr(theirs, hook, lambda *_: [])
    monkeypatch.setitem(sys.modules, "exporter_mine", theirs)
    ours = {name: getattr(home, name) for home in (public, public_for_tests) for name in home.__all__}
    return {**ours, **vars(theirs), "pytest": pytest, "Path": Path, "__name__": "example"}


@pytest.mark.parametrize("block", [one for one in all_blocks("python") if one.page in WHOLE], ids=ids)
def test_every_python_example_runs(block: Block, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "playlists", workplace.root / "playlists", dirs_exist_ok=True)
    with running(with_sandbox(), state=workplace.state / "served") as url:
        monkeypatch.setenv("EXPORTER_SANDBOX_URL", url)
        execute(block, {"__name__": "example"})


@pytest.mark.parametrize("block", [one for one in all_blocks("python") if one.page not in (*WHOLE, *PIECES)], ids=ids)
def test_every_example_for_plugin_authors_can_be_imported(block: Block, taken_for_granted: dict[str, Any]) -> None:
    text = f"from __future__ import annotations\n{block.text}"
    execute(Block(block.page, block.language, text), taken_for_granted)


def test_every_python_example_has_the_right_types(tmp_path: Path) -> None:
    examples = [one for one in all_blocks("python") if one.page in WHOLE]
    files = [tmp_path / f"example_{number}.py" for number, _ in enumerate(examples)]
    for file, block in zip(files, examples, strict=True):
        file.write_text(block.text, encoding="utf-8")
    said, _, code = mypy.run(["--config-file", f"{ROOT / 'pyproject.toml'}", *map(str, files)])
    assert code == 0, said


# The plugins of docs/events.md.


def plugin(words: str) -> dict[str, Any]:
    """What the example of docs/events.md defines whose text has these words."""
    (block,) = [one for one in blocks(ROOT / "docs" / "events.md", "python") if words in one.text]
    return execute(block, {"__name__": "example"})


def test_the_message_in_the_morning_names_what_needs_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[object] = []

    class Answer:
        def raise_for_status(self) -> None:
            posted.append("looked at the answer")

    def post(url: str, **what: object) -> Answer:
        posted.extend([url, what])
        return Answer()

    monkeypatch.setenv("MORNING_URL", "https://chat.example.org/hook")
    monkeypatch.setattr("requests.post", post)
    tell: Callable[[Round], None] = plugin("def message")["exporter_after_run"]
    tell(Round((Result("well", "radio"),)))
    assert posted == []
    open_song = (Song("Lemon", ("Kenshi Yonezu",)), Decision(Verdict.REVIEW))
    refused = NotAllowed("Radio refuses.", hint="Log in again.")
    tell(Round((Result("sad-anime", "radio", songs=(open_song,)), Result("road-trip", "radio", error=refused))))
    told = (
        "road-trip on radio: Radio refuses. Log in again.\n"
        "sad-anime on radio: in review: 1, see `exporter review sad-anime`."
    )
    assert posted == ["https://chat.example.org/hook", {"json": {"text": told}, "timeout": 10}, "looked at the answer"]


def test_the_diary_has_a_line_for_every_playlist_that_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    note: Callable[[Result], None] = plugin("DIARY")["exporter_after_push"]
    note(Result("list", "radio", name="List"))
    note(Result("list", "radio", name="List", changed=True, url="https://radio.example/1"))
    note(Result("more", "radio", name="More", changed=True, url="https://radio.example/2"))
    lines = (tmp_path / "diary.txt").read_text(encoding="utf-8").splitlines()
    assert [line.partition(" ")[2] for line in lines] == [
        "List on radio: https://radio.example/1",
        "More on radio: https://radio.example/2",
    ]


@pytest.mark.parametrize(("day", "pushes"), [(0, True), (4, True), (5, False), (6, False)])
def test_a_guard_of_ones_own_keeps_the_weekend_free(day: int, *, pushes: bool) -> None:
    class Day:
        @classmethod
        def today(cls) -> Day:
            return cls()

        def weekday(self) -> int:
            return day

    names = plugin("weekend")
    names["date"] = Day
    ask: Callable[[Result], None] = names["exporter_before_push"]
    if pushes:
        ask(Result("list", "radio", name="List"))
    else:
        with pytest.raises(Deferred, match="List: no pushes at the weekend"):
            ask(Result("list", "radio", name="List"))


# YAML and TOML.


@pytest.mark.parametrize("block", all_blocks("yaml"), ids=ids)
def test_every_yaml_example_is_read_by_what_reads_it(block: Block) -> None:
    document = yaml.safe_load(block.text)
    if isinstance(document, dict) and "songs" in document:
        assert parse(block.text, block.page, "example").songs
    elif isinstance(document, list) and "title" in document[0]:
        assert parse(f"name: x\nsongs:\n{block.text}", block.page, "example").songs
    elif document is not None:
        is_job = re.search(r"'(run|script|jobs)':", repr(document))
        assert is_job or block.page == "docs/review.md", "What is this example of?"


def test_the_file_of_answers_in_the_docs_has_answers_of_every_kind(exporter: Run, workplace: Workplace) -> None:
    """Its songs are not in this project, and that is all that is wrong with it."""
    (block,) = blocks(ROOT / "docs" / "review.md", "yaml")
    workplace.songs("list", {"title": "The Last Rain", "artist": "Yasushi Nakanishi"})
    assert exporter("resolve list --to spotify@sandbox").code == 0
    file = workplace.root / "answers.yaml"
    file.write_text(block.text, encoding="utf-8")
    ended = exporter(f"review list --on spotify@sandbox --answers {file}")
    assert ended.code == 2
    assert " ".join(ended.err.split()).count("list has no song") == len(block.text.splitlines()), ended.err
    assert "5 problems found" in ended.err


SETTINGS = [block for block in all_blocks("toml") if "[targets." in block.text]


@pytest.mark.parametrize("block", SETTINGS, ids=ids)
def test_every_example_of_settings_is_right(block: Block, workplace: Workplace) -> None:
    (workplace.root / "exporter.toml").write_text(block.text, encoding="utf-8")
    assert Project.find(workplace.root, Plugins().settings).settings


@pytest.mark.parametrize("block", [one for one in all_blocks("toml") if one not in SETTINGS], ids=ids)
def test_every_example_of_a_plugins_project_packs_the_module_that_it_registers(block: Block) -> None:
    project = tomllib.loads(block.text)
    (module,) = project["project"]["entry-points"]["exporter"].values()
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert [*wheel.get("only-include", ()), *wheel.get("packages", ())] in ([f"{module}.py"], [module])
