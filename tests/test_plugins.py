"""Plugins are found by entry point, loaded by name only, and a broken one is a status that says what to do."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exporter import BackendInfo, Connection, hookimpl
from exporter.errors import PluginError, UsageError
from exporter.plugins import Found, Plugins

GOOD = """
from exporter import BackendInfo, hookimpl

@hookimpl
def exporter_backends():
    return [BackendInfo(name={name!r}, label="L", connect=lambda connection: None, hosts={{}})]
"""
FORMAT = """
from exporter import Format, Listing, hookimpl

@hookimpl
def exporter_formats():
    return [Format(name=name, label=name, read=lambda text, file: Listing(songs=())) for name in {names!r}]
"""
ENRICHER = """
from exporter import EnricherInfo, hookimpl

@hookimpl
def exporter_enrichers():
    return [EnricherInfo(name={name!r}, label="E", hosts={{}}, connect=lambda connection: None)]
"""
READER = """
from exporter import hookimpl

@hookimpl
def exporter_readings(text):
    {body}
"""

Install = Callable[..., str]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a plugin as pip would: a module beside a dist-info folder with an entry point."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    count = 0

    def install(name: str, source: str, *, distribution: str = "", module: str = "") -> str:
        nonlocal count
        count += 1
        distribution = distribution or f"exporter-{name}"
        if not module:
            module = f"plugin_{count}_{site.parent.name.replace('-', '_')}"
            (site / f"{module}.py").write_text(source, encoding="utf-8")
        info = site / f"{distribution.replace('-', '_')}-1.2.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n")
        with (info / "entry_points.txt").open("a") as file:
            file.write(f"[exporter]\n{name} = {module}\n" if file.tell() == 0 else f"{name} = {module}\n")
        return module

    before = set(sys.modules)
    yield install
    for module in set(sys.modules) - before:
        if module.startswith("plugin_"):
            del sys.modules[module]


def plugins(tmp_path: Path) -> Plugins:
    """What is installed in this test, without what the machine has."""
    found = importlib.metadata.distributions(path=[str(tmp_path / "site")])
    return Plugins([point for one in found for point in one.entry_points if point.group == "exporter"])


def good(name: str) -> str:
    return GOOD.format(name=name)


# Loading by name.


def test_the_installed_plugins_are_found(install: Install) -> None:
    module = install("aaa", good("aaa"))
    assert "aaa" in Plugins().names()
    assert Plugins().backend("aaa").label == "L"
    assert module in sys.modules


def test_only_the_plugin_that_is_asked_for_is_imported(install: Install, tmp_path: Path) -> None:
    mine, beside = install("mine", good("mine")), install("beside", "raise SystemExit('imported')")
    found = plugins(tmp_path)
    assert found.names() == ("beside", "mine")
    assert mine not in sys.modules
    assert found.backend("mine").name == "mine"
    assert beside not in sys.modules


def test_a_plugin_is_imported_once(install: Install, tmp_path: Path) -> None:
    install("mine", good("mine"))
    found = plugins(tmp_path)
    assert found.backend("mine") is found.backend("mine")
    assert found.load("mine") is found.load("mine")


def test_an_unknown_backend_gets_a_suggestion_or_the_list(install: Install, tmp_path: Path) -> None:
    install("tidal", good("tidal"))
    with pytest.raises(UsageError, match=r"^There is no backend called 'tydal'\.$") as caught:
        plugins(tmp_path).backend("tydal")
    assert caught.value.hint == 'Did you mean "tidal"?'
    with pytest.raises(UsageError) as caught:
        plugins(tmp_path).load("quite else")
    assert caught.value.hint.startswith("Installed: tidal.")
    with pytest.raises(UsageError) as caught:
        Plugins([]).backend("tidal")
    assert caught.value.hint.startswith("Installed: none.")


def test_the_settings_of_a_backend_that_is_not_there_are_not_known(install: Install) -> None:
    install("good", GOOD.format(name="good"))
    install("broken", "raise RuntimeError")
    install("source", ENRICHER.format(name="source"))
    plugins = Plugins()
    assert plugins.settings("good") == {}
    assert plugins.settings("source") == {}
    assert plugins.settings("broken") is None
    assert plugins.settings("nobodys") is None


def test_services_of_every_kind_have_settings_of_their_own() -> None:
    plugins = Plugins()
    assert set(plugins.settings("ytmusic") or ()) == {"writer", "search"}
    assert set(plugins.settings("musicbrainz") or ()) == {"contact"}
    writer = (plugins.settings("ytmusic") or {})["writer"]
    assert writer.words == '"browser" or "data-api"'
    values: list[object] = ["browser", "data-api", "pigeon", 1, []]
    assert [writer.allows(value) for value in values] == [True, True, False, False, False]


def test_one_module_may_bring_two_backends_under_two_names(install: Install, tmp_path: Path) -> None:
    two = "hosts={}), BackendInfo(name='two', label='L', connect=lambda connection: None, hosts={})]"
    module = install("one", good("one").replace("hosts={})]", two))
    install("two", "", module=module, distribution="exporter-one")
    found = plugins(tmp_path)
    assert [found.backend(name).name for name in ("one", "two")] == ["one", "two"]
    assert [one.problem for one in found.all()] == ["", ""]


def test_a_module_given_by_hand_needs_no_entry_point() -> None:
    def connect(_: Connection) -> Any:
        raise NotImplementedError

    class Mine:
        @staticmethod
        @hookimpl
        def exporter_backends() -> list[BackendInfo]:
            return [BackendInfo(name="mine", label="L", connect=connect, hosts={})]

    assert Plugins([], modules=[Mine]).names() == ("mine",)
    assert Plugins([], modules=[Mine]).backend("mine").label == "L"


# Broken plugins.


BROKEN = {
    "a missing dependency": (
        "import nowhere_to_be_found",
        "No module named 'nowhere_to_be_found'; `pip install exporter-mine` brings what it needs",
    ),
    "an error at import": ("1 / 0", "ZeroDivisionError: division by zero"),
    "a module that leaves": ("raise SystemExit(3)", "SystemExit: 3"),
    "no Python": ("def (", "SyntaxError"),
    "a misspelt hook": (good("mine").replace("exporter_backends", "exporter_backend"), "unknown hook"),
    "a misnamed argument": (READER.format(body="return []").replace("(text)", "(txt)"), "{'txt'} are declared"),
    "an unmarked hook": (good("mine").replace("@hookimpl", ""), "exporter_backends is not marked with @hookimpl"),
    "a failing hook": (good("mine").replace("return", "raise OSError; return"), "OSError"),
    "nothing in place of a list": (good("mine").replace("return", "return None; "), "a list of BackendInfo"),
    "names in place of backends": (good("mine").replace("return", "return ['mine'] or"), "a list of BackendInfo"),
    "one backend twice": (good("mine").replace("return [", "return 2 * ["), "already brings a backend called 'mine'"),
}


@pytest.fixture(params=list(BROKEN.values()), ids=list(BROKEN))
def broken(request: pytest.FixtureRequest, install: Install) -> str:
    """A broken plugin called mine; what has to be said about it."""
    source, problem = request.param
    install("mine", source)
    return str(problem)


def test_a_broken_plugin_is_a_status_with_the_reason(broken: str, tmp_path: Path) -> None:
    (found,) = plugins(tmp_path).all()
    assert (found.name, found.distribution, found.version, found.backends) == ("mine", "exporter-mine", "1.2", ())
    assert broken in found.problem
    assert "\n" not in found.problem


def test_a_broken_plugin_that_is_needed_is_an_error_with_the_reason(broken: str, tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"^The plugin 'mine' is broken: ") as caught:
        plugins(tmp_path).backend("mine")
    assert broken in caught.value.message
    assert caught.value.hint


@pytest.mark.usefixtures("broken")
def test_a_broken_plugin_does_not_spoil_the_others(install: Install, tmp_path: Path) -> None:
    for name in ("after", "zebra"):
        install(name, good(name))
    found = plugins(tmp_path)
    assert {one.name: bool(one.problem) for one in found.all()} == {"after": False, "mine": True, "zebra": False}
    assert found.backend("zebra").name == "zebra"
    assert found.readings("夜") == ()


def test_a_plugin_without_a_backend_of_its_name_says_what_it_brings(install: Install, tmp_path: Path) -> None:
    install("mine", good("other"))
    with pytest.raises(PluginError, match="brings no backend of that name") as caught:
        plugins(tmp_path).backend("mine")
    assert caught.value.hint == "It brings: other."


# Names that are taken.


def test_a_name_that_two_distributions_claim_belongs_to_none(install: Install, tmp_path: Path) -> None:
    modules = [install("mine", good("mine"), distribution=name) for name in ("exporter-b", "exporter-a")]
    (found,) = plugins(tmp_path).all()
    assert found.problem == "the name is taken twice, by exporter-a, exporter-b; uninstall one of them"
    assert not set(modules) & set(sys.modules)
    with pytest.raises(PluginError, match="taken twice"):
        plugins(tmp_path).backend("mine")


@pytest.mark.parametrize("first", ["aaa", "mine", "zzz"])
def test_no_plugin_takes_the_name_of_another(install: Install, tmp_path: Path, first: str) -> None:
    for thief in ("aaa", "zzz"):
        install(thief, good("mine"))
    install("mine", good("mine"))
    found = plugins(tmp_path)
    found.load(first)
    assert {one.name: bool(one.problem) for one in found.all()} == {"aaa": True, "mine": False, "zzz": True}
    assert found.load("aaa").problem == "another plugin already brings a backend called 'mine'"
    assert found.backend("mine") is found.load("mine").backends[0]


def test_of_two_plugins_with_one_backend_beside_their_names_the_first_keeps_it(
    install: Install, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        install(name, good("same"))
    assert [found.problem for found in plugins(tmp_path).all()] == [
        "",
        "another plugin already brings a backend called 'same'",
    ]


# Readings.


def test_formats_and_enrichers_come_from_every_plugin_by_name(install: Install) -> None:
    install("lists", FORMAT.format(names=["xspf", "csv"]))
    install("more", FORMAT.format(names=["m3u"]))
    install("facts", ENRICHER.format(name="encyclopedia"))
    install("broken", "raise RuntimeError")
    plugins = Plugins()
    assert [one.name for one in plugins.formats() if one.name in {"csv", "m3u", "xspf"}] == ["csv", "m3u", "xspf"]
    assert "encyclopedia" in [one.name for one in plugins.enrichers()]


def test_of_two_formats_of_one_name_the_first_plugin_keeps_it(install: Install) -> None:
    install("aaa", FORMAT.format(names=["mine"]))
    install("bbb", FORMAT.format(names=["mine"]))
    plugins = Plugins()
    assert plugins.load("aaa").problem == ""
    assert plugins.load("bbb").problem == "another plugin already brings a format called 'mine'"


def test_a_hook_that_gives_something_else_is_named(install: Install) -> None:
    install("odd", ENRICHER.format(name="odd").replace("exporter_enrichers", "exporter_formats"))
    assert Plugins().load("odd").problem == "exporter_formats must give a list of Format"


def test_readings_come_from_every_language_plugin_without_doubles(install: Install, tmp_path: Path) -> None:
    install("one", READER.format(body="return [text + '1', 'both']"))
    install("two", READER.format(body="return ('both', text + '2')"))
    install("none", READER.format(body="return None"))
    install("word", READER.format(body="return 'a word'"))
    found = plugins(tmp_path)
    found.all()
    assert sorted(found.readings("x")) == ["a word", "both", "x1", "x2"]


def test_a_language_plugin_that_fails_is_named(install: Install, tmp_path: Path) -> None:
    install("bad", READER.format(body="raise ValueError(text)"))
    found = plugins(tmp_path)
    found.all()
    with pytest.raises(PluginError, match=r"^The plugin 'bad' failed at reading '夜': ValueError: 夜\.$") as caught:
        found.readings("夜")
    assert caught.value.hint


def test_without_a_distribution_a_plugin_is_known_by_its_module() -> None:
    point = importlib.metadata.EntryPoint("mine", "no_such_module:attribute", "exporter")
    (found,) = Plugins([point]).all()
    assert found == Found("mine", "no_such_module", "", found.problem)
