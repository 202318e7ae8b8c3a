"""What every enricher promises, as tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from exporter.enricher import Enricher, EnricherInfo, Facts
from exporter.errors import Bug, ExporterError
from exporter.model import Song
from exporter.testing.failing import NO_ANSWER
from exporter.testing.telling import broken, expect, promised, shown
from exporter.testing.texts import HOSTILE, UNSAYABLE

REFUSALS = ("400=1", "401=1", "403=1", "429=1,retry_after=none", "502=1")
"""What is no answer either; 404 is one, since it is how some sources say that they know nothing."""
UNKNOWN = Song("Qzxj Vwkq Zzxq", ("Jjqx Kkwz",))


@dataclass(frozen=True, slots=True)
class Source:
    """A source of facts under test.

    ``connect`` makes an enricher; ``song`` is one that the source knows. ``weather`` is optional: it lets requests fail
    from then on by a SPEC of :mod:`exporter.sandbox.faults`, and an empty one lets them pass again.
    """

    info: EnricherInfo
    connect: Callable[[], Enricher]
    song: Song
    weather: Callable[[str], None] | None = None


class EnricherContract:
    """Every test is a promise of :class:`exporter.enricher.Enricher`. Give it a ``source`` fixture."""

    @pytest.fixture
    def source(self) -> Source | Iterator[Source]:
        """The source under test; a plugin's test class overrides this."""
        raise NotImplementedError("Override the fixture `source` (see exporter.testing).")

    @promised("enricher-finds")
    def test_a_song_that_is_known_has_facts(self, source: Source) -> None:
        """Likeliest first, each with its confidence and its reason."""
        found = source.connect().facts(source.song)
        if not found:
            broken(f"facts({shown(source.song.label)}), which the source knows, gave nothing")
        for facts in found:
            if not (0 <= facts.confidence <= 1 and facts.words and (facts.title or facts.mbid or facts.isrc)):
                broken(f"facts() gave {shown(facts)}")
        confidences = [facts.confidence for facts in found]
        expect("the order of confidences", confidences, sorted(confidences, reverse=True))

    @promised("enricher-empty")
    def test_a_song_that_is_unknown_has_none(self, source: Source) -> None:
        """And that is an answer."""
        expect("the answer for a song that nobody knows", list(source.connect().facts(UNKNOWN)), [])

    @promised("enricher-could-not-ask")
    def test_could_not_ask_is_an_error(self, source: Source) -> None:
        """One of ours, however it fails."""
        if source.weather is None:
            pytest.skip("Nothing can be made to fail: give Source.weather (the fixture `sandboxed` does).")
        for spec in (*NO_ANSWER, *REFUSALS):
            source.weather(spec)
            try:
                said = f"gave {shown(source.connect().facts(source.song))}"
            except Exception as error:  # noqa: BLE001 - which one it is, is the question
                if isinstance(error, ExporterError) and not isinstance(error, Bug) and str(error).strip():
                    continue
                said = f"raised {shown(error)}"
            finally:
                source.weather("")
            broken(f"facts() {said} while every request met {spec!r}")

    @promised("enricher-same")
    def test_the_same_question_has_the_same_answer(self, source: Source) -> None:
        """Asked twice, and by another enricher."""
        enricher = source.connect()
        first: Sequence[Facts] = list(enricher.facts(source.song))
        expect("the second answer", list(enricher.facts(source.song)), first)
        expect("another enricher's answer", list(source.connect().facts(source.song)), first)

    @promised("enricher-hostile")
    @pytest.mark.parametrize("text", [*HOSTILE.values(), *UNSAYABLE.values()], ids=[*HOSTILE, *UNSAYABLE])
    def test_any_song_may_be_asked_about(self, source: Source, text: str) -> None:
        """A hostile title, and a hostile artist."""
        enricher = source.connect()
        for song in (Song(text, (text,)), Song(UNKNOWN.title, (text,)), Song(text, ())):
            try:
                found = enricher.facts(song)
            except ExporterError:
                continue
            if not all(0 <= facts.confidence <= 1 for facts in found):
                broken(f"facts({shown(song)}) gave {shown(found)}")
