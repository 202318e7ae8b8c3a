"""The walk through a playlist: when it goes on, and when it leaves a source alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest

from exporter.enricher import Facts
from exporter.enriching.desk import Desk
from exporter.enriching.outcomes import Outcome, State
from exporter.enriching.proposals import Proposal
from exporter.enriching.sources import Source
from exporter.enriching.walk import IN_A_ROW, Question, Walk
from exporter.errors import ExporterError, NotAllowed, ServiceError, Unreachable, WaitLonger
from exporter.model import Song
from exporter.project import Project, Target
from tests.conftest import Workplace

SONGS = "abcdef"
LIST = "name: L\nsongs:\n" + "".join(f"  - title: {one}\n    artist: x\n" for one in SONGS)


@dataclass
class Asked:
    """A source that answers by a function of the song's title, and a decider who takes everything."""

    says: Callable[[str], Facts | ExporterError]
    titles: list[str] = field(default_factory=list)

    def facts(self, song: Song) -> Sequence[Facts]:
        self.titles.append(song.title)
        said = self.says(song.title)
        if isinstance(said, ExporterError):
            raise said
        return [said]

    def begin(self, target: Target) -> None:
        """Nobody looks."""

    def asking(self, number: int, song: Song) -> None:
        """Nobody looks."""

    def decide(self, question: Question) -> Proposal | State:
        return question.proposal

    def done(self, outcome: Outcome) -> None:
        """Nobody looks."""


def walked(workplace: Workplace, says: Callable[[str], Facts | ExporterError]) -> tuple[list[State], list[str]]:
    workplace.write("list", LIST)
    asked = Asked(says)
    walk = Walk(Desk(Project.find(workplace.root), "list"), cast("Source", asked), asked)
    return [outcome.state for outcome in walk.through(range(len(SONGS)))], asked.titles


@pytest.mark.parametrize("error", [WaitLonger("busy"), Unreachable("down"), NotAllowed("who are you")])
def test_what_concerns_every_question_ends_the_asking(workplace: Workplace, error: ExporterError) -> None:
    states, asked = walked(workplace, lambda title: error if title == "b" else Facts(title=f"other {title}"))
    assert states == [State.WRITTEN, *[State.UNKNOWN] * 5]
    assert asked == ["a", "b"]


def test_a_source_that_fails_now_and_then_is_asked_on(workplace: Workplace) -> None:
    states, asked = walked(
        workplace, lambda title: ServiceError("odd") if title in "abde" else Facts(title=f"other {title}")
    )
    assert states == [State.UNKNOWN, State.UNKNOWN, State.WRITTEN, State.UNKNOWN, State.UNKNOWN, State.WRITTEN]
    assert asked == list(SONGS)


def test_a_source_that_fails_again_and_again_is_left_alone(workplace: Workplace) -> None:
    states, asked = walked(workplace, lambda _: ServiceError("down"))
    assert states == [State.UNKNOWN] * len(SONGS)
    assert len(asked) == IN_A_ROW


def test_every_song_is_written_in_its_own_place(workplace: Workplace) -> None:
    walked(workplace, lambda title: Facts(title=f"other {title}"))
    songs = Project.find(workplace.root).load("list").songs
    assert [song.aka for song in songs] == [(f"other {title}",) for title in SONGS]
