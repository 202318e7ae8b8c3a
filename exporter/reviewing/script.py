"""Answers open questions from a file: everything is understood and checked first, then everything is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from exporter.errors import FileError, UsageError
from exporter.files.findings import Finding
from exporter.files.native import problems_at, text_of
from exporter.lock import Locked
from exporter.model import Track, Verdict
from exporter.reviewing import answers
from exporter.reviewing.answers import LATER, NONE, SKIP, Given
from exporter.reviewing.pick import pick
from exporter.reviewing.questions import Question, Review


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer: ``pin`` (a track), ``none``, ``skip`` or ``later``."""

    question: Question
    answer: str
    track: Track | None = None


def answer_all(review: Review, file: Path) -> tuple[Answered, ...]:
    """Give every answer in ``file``. What the playlist says already is passed over, so that a script may run twice.

    Raises:
        FileError: the file, or one of the answers, is wrong; all problems at once, and nothing is written.
        UsageError: the answers could be about more than one playlist or target.
        ExporterError: a track could not be looked up; nothing is written then.
    """
    if len(review.places) != 1:
        raise UsageError(
            "A file of answers is about one playlist on one target.", hint="Name both: review NAME --on TARGET"
        )
    text = text_of(file)
    reading = _Reading(review, text, str(file))
    given = reading.all()
    for one in given:
        give(review, one)
    return tuple(given)


def give(review: Review, answered: Answered) -> None:
    """Write one answer down."""
    if answered.track is not None:
        review.choose(answered.question, answered.track)
    elif answered.answer == NONE:
        review.refuse(answered.question)
    elif answered.answer == SKIP:
        review.skip(answered.question)


class _Wrong(Exception):  # noqa: N818 - a finding on its way to the list of problems
    """An answer that makes no sense."""

    def __init__(self, message: str, hint: str = "", *, on_song: bool = False) -> None:
        self.message, self.hint, self.on_song = message, hint, on_song


class _Reading:
    """The answers of one file, understood one by one; what is wrong with them is gathered."""

    def __init__(self, review: Review, text: str, file: str) -> None:
        self._review, self._text, self._file = review, text, file
        (self._place,) = review.places
        self._playlist, self._target, self._info = self._place.desk.playlist, self._place.target, self._place.info
        self._open = review.questions()
        self._taken: dict[tuple[int, ...], str] = {}

    def all(self) -> list[Answered]:
        understood: list[Answered] = []
        findings: list[Finding] = []
        for given in answers.read(self._text, self._file):
            try:
                if answered := self._one(given):
                    understood.append(answered)
            except _Wrong as wrong:
                findings.append(Finding((given.song,), wrong.message, wrong.hint, wrong.on_song))
        if findings:
            raise FileError(problems_at(self._text, self._file, findings))
        return understood

    def _one(self, given: Given) -> Answered | None:
        places = self._places(given.song)
        question = next((one for one in self._open if not set(places).isdisjoint(one.numbers)), None)
        self._take(question.numbers if question else places, given.song)
        if question is None:
            self._check_said(places, given)
            return None
        if given.answer.lower() in {NONE, SKIP, LATER}:
            return Answered(question, given.answer.lower())
        return self._choice(question, given.answer)

    def _places(self, words: str) -> tuple[int, ...]:
        try:
            return pick(self._playlist, words)
        except UsageError as error:
            raise _Wrong(error.message, error.hint, on_song=True) from error

    def _take(self, places: tuple[int, ...], words: str) -> None:
        """A song is answered once."""
        if places in self._taken:
            raise _Wrong(
                f"the song is already answered as {self._taken[places]!r}", "keep one of the two", on_song=True
            )
        self._taken[places] = words

    def _check_said(self, places: tuple[int, ...], given: Given) -> None:
        """A song that is not in question: right when the same was answered before."""
        desk, song = self._place.desk, self._playlist.songs[places[0]]
        kept = desk.lock(self._target).of(self._info.name)
        entry = kept.get(desk.key(self._target, places), Locked("", Verdict.UNKNOWN))
        skipped = self._info.name in song.skip or entry.verdict is Verdict.SKIP
        said = {NONE: entry.verdict is Verdict.MISSING, SKIP: skipped, LATER: True}
        chosen = given.answer.isdecimal() or self._info.track_id(given.answer) == entry.id
        if not said.get(given.answer.lower(), entry.how == "pin" and bool(entry.id) and chosen):
            words = f"`exporter pin {self._playlist.slug} NUMBER LINK --on {self._target}` changes it all the same"
            raise _Wrong(f"{song.label} is not in question on {self._target}", words, on_song=True)

    def _choice(self, question: Question, answer: str) -> Answered:
        question = self._with_candidates(question) if answer.isdecimal() else question
        shown = [one.track for one in question.candidates]
        if answer.isdecimal() and 1 <= int(answer) <= len(shown):
            return Answered(question, "pin", shown[int(answer) - 1])
        track_id = self._info.track_id(answer)
        if not track_id:
            raise _Wrong(f"not an answer: {answer!r}", answers.FORM)
        if track_id in question.song.not_.get(self._info.name, ()):
            raise _Wrong(f"the playlist says that the song is not {track_id}", "take it out of `not` there first")
        chosen = next((track for track in shown if track.id == track_id), None)
        chosen = chosen or self._review.track(question, track_id)
        if chosen is None:
            raise _Wrong(f"there is no track {track_id} on {self._info.label}", "does the link still open?")
        return Answered(question, "pin", chosen)

    def _with_candidates(self, question: Question) -> Question:
        ready = self._review.ready(question)
        return ready if isinstance(ready, Question) else question
