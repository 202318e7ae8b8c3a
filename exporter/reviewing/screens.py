"""Questions, pins and explanations as text for a terminal and as JSON. Pure.

Text from files and services is untrusted: every piece of it goes through :func:`exporter.render.clean`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exporter.matching.evidence import clock
from exporter.model import Query, Reason, Score, Scored, Song, Track, Verdict
from exporter.render import MARKS, NAMED, clean, plural

if TYPE_CHECKING:
    from exporter.reviewing.explanation import Explanation
    from exporter.reviewing.pins import Pinned
    from exporter.reviewing.questions import Place, Question
    from exporter.reviewing.script import Answered

FOR, AGAINST = ("+ ", "green"), ("- ", "red")
SANDBOX = "This is the sandbox: its tracks are made up, so answers stay in its own lock and the file is not touched."
SAID = {"pin": "chosen", "none": "none of these", "skip": "left out", "later": "left for later"}


# A question.


def question(shown: Question, number: int, total: int) -> RenderableType:
    """A song in question, what is known of it, and its candidates side by side with what speaks for and against."""
    head = Text.assemble(
        (f"{number} of {total}", "dim"),
        "  ",
        (clean(shown.playlist.name), "bold"),
        " → ",
        (clean(str(shown.target)), "cyan"),
    )
    parts = [head, Text(""), song(shown.song, shown.numbers[0] + 1)]
    parts += [_beside(MARKS[shown.verdict], words)] if (words := _why(shown)) else []
    return Group(*parts, Text(""), candidates(shown.candidates), Text(""))


def _why(shown: Question) -> str:
    if shown.verdict is not Verdict.MISSING:
        return shown.why
    return f"missing; the nearest is ruled out: {shown.why}" if shown.why and shown.candidates else "missing"


def _beside(mark: tuple[str, str], words: str) -> RenderableType:
    """Words beside a mark, under the song's title; a second line begins below the first."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=5, justify="right")
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark[0], mark[1]), Text(clean(words), mark[1]))
    return grid


def song(shown: Song, number: int) -> RenderableType:
    """Everything that a curator wrote about a song."""
    lines = [Text.assemble((f"{number:>3} ", "dim"), (clean(shown.label), "bold"))]
    names = "; ".join(map(clean, (*shown.aka, *shown.artist_aka)))
    lines += [_fact("also", names)] if names else []
    facts = _facts(shown)
    lines += [_fact("", facts)] if facts else []
    lines += [_fact("note", clean(shown.note))] if shown.note else []
    return Group(*(Padding(line, (0, 0, 0, 4)) if place else line for place, line in enumerate(lines)))


def _fact(name: str, words: str) -> Text:
    return Text.assemble((f"{name}: " if name else "", "dim"), (words, "dim"))


def _facts(shown: Song) -> str:
    facts = [
        f"{shown.version} version" if shown.version else "",
        f"from {shown.from_}" if shown.from_ else "",
        f"on {shown.album}" if shown.album else "",
        str(shown.year or ""),
        clock(shown.duration) if shown.duration is not None else "",
        shown.isrc,
    ]
    return " · ".join(clean(fact) for fact in facts if fact)


def candidates(shown: Sequence[Scored], marks: Sequence[tuple[str, str]] = ()) -> RenderableType:
    """Candidates one below the other: number, track, length, what speaks for and against, link."""
    if not shown:
        return Text("    No candidates. Search by other words, paste a link, or leave it for later.", "dim")
    numbers = marks or [(str(number), "bold") for number in range(1, len(shown) + 1)]
    rows = [row for one, mark in zip(shown, numbers, strict=True) for row in _candidate(one, Text(*mark))]
    return Group(*rows)


def _candidate(one: Scored, mark: Text) -> Iterator[RenderableType]:
    track = one.track
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=3, justify="right")
    grid.add_column(ratio=5, overflow="fold")
    grid.add_column(width=7, justify="right")
    grid.add_column(ratio=6, overflow="fold")
    length = clock(track.duration) if track.duration is not None else "?:??"
    about = Group(Text(clean(track.label)), *([Text(words, "dim")] if (words := _release(track)) else []))
    grid.add_row(mark, about, Text.assemble(length, "\n", (f"{one.score.value:.2f}", "dim")), _spoken(one.score))
    yield grid
    yield Padding(Text(clean(track.url or track.id), "dim", no_wrap=True, overflow="ellipsis"), (0, 0, 0, 4))


def _release(track: Track) -> str:
    words = [track.album, str(track.year or ""), "video" if track.kind == "video" else ""]
    words += [] if track.playable else ["cannot be played here"]
    return " · ".join(clean(word) for word in words if word)


def _spoken(score: Score) -> RenderableType:
    """What speaks against first, because that is what a person has to judge."""
    against, in_favour = _sides(score)
    rows = [(AGAINST, reason) for reason in against] + [(FOR, reason) for reason in in_favour]
    grid = Table.grid()
    grid.add_column(width=2)
    grid.add_column(overflow="fold")
    for (mark, style), reason in rows:
        grid.add_row(Text(mark, style), Text(clean(reason.words), style if mark == AGAINST[0] else ""))
    return grid


def _sides(score: Score) -> tuple[list[Reason], list[Reason]]:
    against = [reason for reason in score.reasons if reason.veto or reason.effect < 0]
    return against, [reason for reason in reversed(score.reasons) if reason not in against]


def choices(shown: Question) -> RenderableType:
    """What may be answered."""
    count = len(shown.candidates)
    first = {"1" if count == 1 else f"1-{count}": "this one"} if count else {}
    nothing = "leave it missing" if shown.verdict is Verdict.MISSING else "none of these"
    first |= {"s": "other words", "n": nothing, "k": f"skip on {clean(shown.label)}"}
    second = {"p": "paste a link", "l": "later", **({"o": "open the link"} if count else {}), "u": "undo", "q": "quit"}
    return Group(_keys(first), _keys(second))


def _keys(keys: Mapping[str, str]) -> Text:
    return Text("   ").join(Text.assemble((key, "bold"), f" {words}") for key, words in keys.items())


def answered(given: Answered, file: str) -> Text:
    """What was written down, and where: ``file`` is the playlist's."""
    where = "the sandbox's lock" if given.question.target.sandboxed else clean(file)
    label = clean(given.question.song.label)
    if given.track is not None:
        return Text.assemble(("✓ ", "green"), f"{label} → {clean(given.track.label)}, pinned in {where}.")
    if given.answer == "none":
        return Text.assemble(("✗ ", "red"), f"{label} is none of these. Kept in {where}.")
    if given.answer == "skip":
        return Text.assemble(("- ", "dim"), f"{label} is left out on {clean(given.question.label)}. Kept in {where}.")
    return Text(f"  {label} is left for later.", "dim")


def settled(shown: Question, verdict: Verdict, track: Track | None) -> Text:
    """A question that is none any more, because the curator told more about the song."""
    now = f"{NAMED[verdict]}: {clean(track.label)}" if track else NAMED[verdict]
    return Text.assemble(MARKS[verdict], f" {clean(shown.song.label)} is {now}, since the file tells more.")


def summary(
    given: Sequence[Answered], left: int, places: Sequence[Place], *, missing: Sequence[Question] = ()
) -> RenderableType:
    """What was answered, what is left, and how to go on. ``missing`` are songs that were not gone through."""
    counts = {words: sum(one.answer == answer for one in given) for answer, words in SAID.items() if answer != "later"}
    said = ", ".join(f"{count} {words}" for words, count in counts.items() if count) or "nothing answered"
    lines = [Text(f"{said[0].upper()}{said[1:]}; {plural(left, 'open question')} left.", "bold")]
    touched = {(one.question.playlist.slug, str(one.question.target)) for one in given if one.answer != "later"}
    lines += [Text(f"The next push uses it: exporter push {name} --to {target}") for name, target in sorted(touched)]
    lines += [undecided(place) for place in places if not place.decided]
    lines += [_missing(missing)] if missing else []
    return Group(*lines)


def _missing(songs: Sequence[Question]) -> Text:
    """How to get at the songs that no service has, as far as is known."""
    names = {one.playlist.slug for one in songs}
    name = f" {names.pop()}" if len(names) == 1 else ""
    count, verb = plural(len(songs), "song"), "is" if len(songs) == 1 else "are"
    return Text(f"{count} {verb} missing: exporter review{name} --missing goes through them, too.", "dim")


def undecided(place: Place) -> Text:
    """Nothing was ever asked about a playlist on a target."""
    name, target = place.desk.playlist.slug, place.target
    return Text(f"Nothing is decided for {name} on {target} yet: exporter resolve {name} --to {target}", "dim")


# A pin.


def pinned(shown: Pinned) -> RenderableType:
    """What was pinned, where, and what the matcher has against it."""
    where = "the sandbox's lock" if shown.target.sandboxed else clean(shown.file)
    verb = f"Pinned in {where}" if shown.changed else "It was pinned already; nothing changed"
    lines: list[RenderableType] = [song(shown.song, shown.number), Text("")]
    if shown.score is None:
        lines.append(Text(f"    {clean(shown.track.id)} on {clean(shown.label)}, not looked up"))
    else:
        lines.append(candidates([Scored(shown.track, shown.score)], [MARKS[Verdict.ACCEPT]]))
    lines += [Text(""), Text(f"{verb}.", "bold")]
    lines += [Text(SANDBOX, "dim")] if shown.target.sandboxed else []
    if shown.skipped:
        lines.append(Text(f"The file leaves the song out on {clean(shown.label)} (`skip`): the pin waits.", "yellow"))
    return Group(*lines)


# An explanation.


def explained(shown: Explanation) -> RenderableType:
    """Every candidate with its reasons, best first, the verdict and why, and what was asked."""
    parts: list[RenderableType] = [song(shown.song, shown.number), Text("")]
    parts += [*_asked(shown), Text(""), _verdict(shown), *_above(shown), Text("")]
    if shown.candidates:
        parts += [candidates(shown.candidates, [_mark(one, shown) for one in shown.candidates]), Text("")]
    return Group(*parts)


def _asked(shown: Explanation) -> Iterator[Text]:
    yield Text(f"{plural(len(shown.asked), 'search', 'searches')} on {clean(str(shown.target))}:")
    for query, count in shown.asked:
        yield Text.assemble("    ", clean(query_words(query)), (f"  {plural(count, 'answer')}", "dim"))


def query_words(query: Query) -> str:
    """A question as a person would say it."""
    if query.isrc:
        return f"the code {query.isrc}"
    return query.text or f"title {query.title}" + (f", artist {query.artist}" if query.artist else "")


def _verdict(shown: Explanation) -> Text:
    decision = shown.decision
    if decision.track is not None:
        words = clean(decision.track.label)
    elif decision.verdict is Verdict.MISSING and decision.others:
        words = f"nothing fits; the nearest is {clean(decision.others[0].track.label)}"
    else:
        words = "; ".join(clean(reason.words) for reason in decision.reasons if reason.veto or reason.effect < 0)
    return Text.assemble(MARKS[decision.verdict], f" {NAMED[decision.verdict]}: {words}")


def _above(shown: Explanation) -> Iterator[Text]:
    """What stands above the search."""
    if shown.pin:
        yield Text(f"The file pins {clean(shown.pin)}: that is taken, whatever a search says.", "yellow")
    if shown.skipped:
        yield Text(f"The file leaves the song out on {clean(shown.label)} (`skip`).", "yellow")
    if shown.contest and not shown.pin:
        yield Text(f"In the playlist it is in question all the same: {clean(shown.contest)}.", "yellow")
    if found := [one.track.id for one in shown.candidates if one.track.id in shown.refused]:
        yield Text(f"The file refuses {clean(', '.join(found))} (`not`).", "yellow")


def _mark(one: Scored, shown: Explanation) -> tuple[str, str]:
    return MARKS[_place(one, shown)]


def _place(one: Scored, shown: Explanation) -> Verdict:
    """Whether a candidate was taken, is worth a look, or is ruled out."""
    if shown.decision.track is not None and one.track.id == shown.decision.track.id:
        return Verdict.ACCEPT
    proposed = shown.decision.verdict is not Verdict.MISSING and one in shown.decision.others
    return Verdict.REVIEW if proposed else Verdict.MISSING


# JSON.


def question_json(shown: Question) -> dict[str, object]:
    """An open question; candidates are numbered as in a file of answers."""
    return {
        "playlist": shown.playlist.slug,
        "target": str(shown.target),
        **song_json(shown.song, shown.numbers[0] + 1),
        "verdict": str(shown.verdict),
        "why": shown.why,
        "on": shown.on,
        "candidates": [
            {"number": number, **candidate_json(one)} for number, one in enumerate(shown.candidates, start=1)
        ],
    }


def song_json(shown: Song, number: int) -> dict[str, object]:
    """A song with its place in the playlist, from 1."""
    return {
        "number": number,
        "title": shown.title,
        "artists": list(shown.artists),
        "from": shown.from_,
        "album": shown.album,
        "year": shown.year,
        "duration": shown.duration,
        "version": shown.version,
        "note": shown.note,
    }


def candidate_json(one: Scored) -> dict[str, object]:
    """A candidate with its score and reasons."""
    against, in_favour = _sides(one.score)
    return {
        **track_json(one.track),
        "score": one.score.value,
        "against": [reason.words for reason in against],
        "for": [reason.words for reason in in_favour],
    }


def track_json(track: Track) -> dict[str, object]:
    """A track; duration in seconds."""
    return {
        "id": track.id,
        "title": track.title,
        "artists": list(track.artists),
        "album": track.album,
        "year": track.year,
        "duration": track.duration,
        "isrc": track.isrc,
        "kind": track.kind,
        "playable": track.playable,
        "url": track.url,
    }


def answers_json(given: Iterable[Answered], left: Iterable[Question]) -> dict[str, object]:
    """What was answered, and what is still open."""
    return {
        "answers": [
            {
                "playlist": one.question.playlist.slug,
                "target": str(one.question.target),
                "number": one.question.numbers[0] + 1,
                "title": one.question.song.title,
                "answer": one.answer,
                "id": one.track.id if one.track else "",
            }
            for one in given
        ],
        "questions": [question_json(one) for one in left],
    }


def pinned_json(shown: Pinned) -> dict[str, object]:
    """A pin, and whether it is news."""
    return {
        "playlist": shown.playlist.slug,
        "target": str(shown.target),
        **song_json(shown.song, shown.number),
        "changed": shown.changed,
        "checked": shown.score is not None,
        "track": candidate_json(Scored(shown.track, shown.score)) if shown.score else track_json(shown.track),
    }


def explained_json(shown: Explanation) -> dict[str, object]:
    """Everything that led to a verdict."""
    decision = shown.decision
    return {
        "playlist": shown.playlist.slug,
        "target": str(shown.target),
        **song_json(shown.song, shown.number),
        "verdict": str(decision.verdict),
        "id": decision.track.id if decision.track else "",
        "reasons": [reason.words for reason in decision.reasons],
        "pin": shown.pin,
        "skip": shown.skipped,
        "contest": shown.contest,
        "searches": [{"query": query_words(query), "answers": count} for query, count in shown.asked],
        "candidates": [
            {**candidate_json(one), "verdict": str(_place(one, shown)), "refused": one.track.id in shown.refused}
            for one in shown.candidates
        ],
    }
