"""A whole run, as the library gives it: what is sure is written, the rest is told."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import assert_type

import pytest

import exporter
from exporter import EnricherInfo, Facts, Song, hookimpl
from exporter.enriching.outcomes import Enriched, State
from exporter.errors import Unreachable, UsageError
from exporter.plugins import Plugins
from exporter.project import Project
from tests.conftest import Workplace

SURE = {"Sure": 0.95, "Rather": 0.8}


class Book:
    """A source that knows two songs by other names, and breaks down at one that is called so."""

    def __init__(self, _: exporter.Connection) -> None:
        pass

    def facts(self, song: Song) -> Sequence[Facts]:
        if song.title == "Down":
            raise Unreachable("The book is shut.")
        return [Facts(title=f"{song.title} it is", confidence=SURE[song.title])] if song.title in SURE else []


@hookimpl
def exporter_enrichers() -> list[EnricherInfo]:
    return [EnricherInfo(name="book", label="Book", connect=Book, hosts={})]


def playlist(workplace: Workplace, *titles: str) -> exporter.OpenPlaylist:
    workplace.write("list", "name: L\nsongs:\n" + "".join(f"  - title: {one}\n    artist: x\n" for one in titles))
    plugins = Plugins(points=[], modules=[SimpleNamespace(exporter_enrichers=exporter_enrichers)])
    return exporter.OpenProject(Project.find(workplace.root), plugins).playlist("list")


def akas(playlist: exporter.OpenPlaylist) -> list[tuple[str, ...]]:
    return [song.aka for song in playlist.read().songs]


def test_what_is_sure_is_written_and_the_rest_is_told(workplace: Workplace, capfd: pytest.CaptureFixture[str]) -> None:
    opened = playlist(workplace, "Sure", "Rather", "Else")
    found = opened.enrich()
    assert_type(found, Enriched)
    assert (found.playlist, found.source, found.errors) == ("list", "book", ())
    assert [outcome.state for outcome in found.outcomes] == [State.WRITTEN, State.OPEN, State.NOT_FOUND]
    assert found.counts["written"] == 1
    proposal = found.outcomes[1].proposal
    assert proposal is not None
    assert (proposal.gives, proposal.facts.confidence) == ({"aka": ("Rather it is",)}, 0.8)
    assert akas(opened) == [("Sure it is",), (), ()]
    assert capfd.readouterr() == ("", "")


def test_the_threshold_and_the_songs_may_be_named(workplace: Workplace) -> None:
    opened = playlist(workplace, "Sure", "Rather", "Rather")
    assert len(opened.enrich(songs="2", threshold=0.5).outcomes) == 1
    assert akas(opened) == [(), ("Rather it is",), ()]
    opened.enrich(songs=["1", "3"], threshold=0.5, original_title=True)
    assert [song.title for song in opened.read().songs] == ["Sure it is", "Rather", "Rather it is"]
    with pytest.raises(UsageError):
        opened.enrich(songs="Nowhere")
    with pytest.raises(UsageError):
        opened.enrich(from_="library")


def test_dry_nothing_is_written(workplace: Workplace) -> None:
    opened = playlist(workplace, "Sure")
    assert opened.enrich(dry=True).outcomes[0].state is State.OPEN
    assert akas(opened) == [()]


def test_a_source_that_cannot_be_asked_is_an_error_or_told(workplace: Workplace) -> None:
    opened = playlist(workplace, "Sure", "Down", "Rather")
    with pytest.raises(Unreachable):
        opened.enrich()
    assert akas(opened) == [("Sure it is",), (), ()]
    found = opened.enrich(check=False)
    assert [str(error) for error in found.errors] == ["The book is shut."]
    assert [outcome.state for outcome in found.outcomes] == [State.COMPLETE, State.UNKNOWN, State.UNKNOWN]
