"""Which source is meant, and how it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import pytest

from exporter import hookimpl
from exporter.backend import Limits
from exporter.enricher import EnricherInfo, Facts
from exporter.enriching.sources import opened
from exporter.errors import PluginError, UsageError
from exporter.model import Song
from exporter.plugins import Plugins
from exporter.project import Project
from exporter.session import Connection
from tests.conftest import Workplace


class Book:
    """A source that knows one fact and asks nobody."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def facts(self, song: Song) -> Sequence[Facts]:
        return [Facts(title=f"{song.title} in {self.connection.settings.get('language', 'any language')}")]


def plugins(*names: str) -> Plugins:
    @hookimpl
    def exporter_enrichers() -> list[EnricherInfo]:
        return [
            EnricherInfo(name=name, label=name.title(), connect=Book, hosts={}, limits=Limits(per_second=1))
            for name in names
        ]

    return Plugins(points=[], modules=[SimpleNamespace(exporter_enrichers=exporter_enrichers)])


def test_the_only_source_needs_no_name(workplace: Workplace) -> None:
    with opened(Project.find(workplace.root), plugins("book"), "") as source:
        assert str(source.target) == "book"
        assert source.facts(Song("A", ()))[0].title == "A in any language"
        assert source.requests == {}


def test_its_settings_are_those_of_exporter_toml(workplace: Workplace) -> None:
    (workplace.root / "exporter.toml").write_text('[targets.book]\nlanguage = "ja"\npatience = 7\n')
    with opened(Project.find(workplace.root), plugins("book", "other"), "book") as source:
        assert source.facts(Song("A", ()))[0].title == "A in ja"
        assert source.connection.patience == 7


def test_of_several_sources_one_has_to_be_named(workplace: Workplace) -> None:
    project = Project.find(workplace.root)
    with pytest.raises(UsageError) as told, opened(project, plugins("book", "other"), ""):
        pass
    assert "--from book" in told.value.hint
    with pytest.raises(UsageError) as told, opened(project, plugins("book", "other"), "bok"):
        pass
    assert "book" in told.value.hint


def test_without_any_source_that_is_said(workplace: Workplace) -> None:
    with pytest.raises(PluginError, match="No plugin"), opened(Project.find(workplace.root), plugins(), ""):
        pass


def test_a_source_without_a_look_alike_has_no_sandbox(workplace: Workplace) -> None:
    project = Project.find(workplace.root)
    with pytest.raises(PluginError, match="no look-alike"), opened(project, plugins("book"), "book@sandbox"):
        pass


def test_answers_of_a_sandbox_are_kept_apart(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project.find(workplace.root)
    monkeypatch.setenv("EXPORTER_SANDBOX_URL", "http://127.0.0.1:9")
    with opened(project, plugins("book"), "book@sandbox") as sandboxed:
        sandboxed.connection.answers.keep("question", "made up")
    with opened(project, plugins("book"), "book") as real:
        assert real.connection.answers.recall("question") is None
