"""A run as a page of Markdown, to be read in the morning, or a plan as one for a pull request. Pure.

Titles, names and messages come from files and services and are untrusted: each goes through :func:`plain` or
:func:`code`, so that none of them makes a link, a heading, a cell, HTML, or calls somebody by name. That holds for
GitHub's Markdown, which on top of CommonMark turns mentions, issue numbers, addresses and commits into links; it does
so after unescaping, so that a backslash does not help, and an invisible space does.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from exporter.errors import ExporterError, UsageError
from exporter.face import Result, Round
from exporter.model import Add, Decision, Playlist, Remove, Scored, Song, Verdict
from exporter.quota import Balance
from exporter.render import clean, plural
from exporter.reports import words
from exporter.reviewing.pick import pick

COMMENT = 65_000
"""Bytes that fit into a comment on GitHub, with room for a mark by which it is found again. Its answers speak of 65,536
characters; what is counted has been characters at times and bytes at others, and this is less than either."""
SUMMARY = 1_048_576
"""Bytes that GitHub takes for the summary of one step; it refuses the whole of a longer one."""
MOST = 50
"""Songs in review that are shown with their candidates."""
CANDIDATES = 3
"""Candidates shown for a song."""
ROWS = 200
"""Lines shown of anything else."""
TITLES = 5
"""Titles that are named of one change."""

BREAK = "\u200b"
"""A space without width: it keeps apart what would be a link together."""
MARKS = re.compile(r"([\\`*_\[\]<>&|~$])")
"""What means something anywhere in a line."""
BLOCKS = re.compile(r"^([0-9]*)([#+=.)-])")
"""What means something where a line begins: headings, lists, rules."""
LINKS = re.compile(
    r"""
    (?<=[@\#:$])(?=\S)                          # a mention, an issue, an address, an emoji, a formula
    | (?<=www)(?=\.) | (?<=gh)(?=-)             # an address without a scheme, an issue by its old name
    | (?<=[0-9a-f]{6})(?=[0-9a-f])              # a commit
    """,
    re.VERBOSE | re.IGNORECASE,
)


def page(whole: Round) -> str:
    """The page. A night in which nothing happened is a heading and one line."""
    parts = [
        "# What a push would change" if whole.dry else f"# Playlists, {whole.began:%Y-%m-%d %H:%M} UTC",
        _headline(whole),
        *_section("Needs a person", [*_failures(whole), *_refusals(whole), *_questions(whole)]),
        *_section("Without a login", _locked_out(whole)),
        *_section("Could not be asked", _unasked(whole)),
        *_section("Left for the next run", _left(whole)),
        *_section("Would change" if whole.dry else "Changed", _changed(whole)),
        *_section("Found at last", _found(whole)),
        *_section("Not there", _missing(whole)),
        *_section("Ends soon", _ending(whole)),
        *_section("Without a target", _untargeted(whole)),
    ]
    if len(parts) > 2:  # noqa: PLR2004 - more than heading and headline
        parts += _section("Requests", _requests(whole))
    return "\n\n".join(parts) + "\n"


def within(text: str, most: int, rest: str) -> str:
    """A page of no more than ``most`` bytes: its lines as far as they fit, and where the ``rest`` is to be read."""
    if len(text.encode()) <= most:
        return text
    told = f"\n\n**The page is longer than GitHub shows:** {rest}\n"
    kept = text.encode()[: max(0, most - len(told.encode()))].decode(errors="ignore").rpartition("\n")[0]
    return (kept.rstrip() + told) if kept else ""


def plain(text: str) -> str:
    """``text`` as nothing but text, on one line."""
    return BLOCKS.sub(r"\1\\\2", _escaped(_one_line(text))) or "(nothing)"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text)).strip()


def _escaped(line: str) -> str:
    return MARKS.sub(r"\\\1", LINKS.sub(BREAK, line))


def code(text: str) -> str:
    """``text`` as a span of code, on one line."""
    harmless = clean(text)
    fence = "`" * (max(map(len, re.findall("`+", harmless)), default=0) + 1)
    pad = " " if harmless.startswith(("`", " ")) or harmless.endswith(("`", " ")) else ""
    return f"{fence}{pad}{harmless}{pad}{fence}"


def prose(text: str) -> str:
    """``text`` as text, on one line, and as code what stands between two backticks, so that it can be copied."""
    first, *others = re.split("`([^`]+)`", _one_line(text))
    told = [code(one) if number % 2 == 0 else _escaped(one) for number, one in enumerate(others)]
    return "".join([BLOCKS.sub(r"\1\\\2", _escaped(first)), *told]) or "(nothing)"


def link(text: str, url: str) -> str:
    """``text`` that leads to ``url``, where that is an address of the web; else the text alone."""
    if not re.match("https?://", url):
        return plain(text)
    return f"[{plain(text)}](<{quote(url, safe=_URL)}>)"


_URL = "/:?=&%#+,;@~!$'*"


def _headline(whole: Round) -> str:
    needed = words.needs(whole)
    none = "**Nothing needs a person.**" if whole.dry else "**Nothing needed a person.**"
    first = f"**A person is needed:** {needed}." if needed else none
    if not whole.results:
        return f"{first} No playlist was to be looked at."
    took = f"{words.request_words(words.requests(whole.results))}, {words.duration(whole.seconds)}"
    return f"{first} {words.tally(whole)}; {took}."


def _section(title: str, lines: Iterable[str]) -> list[str]:
    """A heading with what stands below it; nothing without."""
    shown = list(lines)
    return [f"## {title}", "\n".join(shown)] if shown else []


def _capped(lines: Iterable[str], most: int = ROWS) -> Iterator[str]:
    every = list(lines)
    yield from every[:most]
    if len(every) > most:
        yield f"- and {len(every) - most:,} more"


# What needs a person.


def _failures(whole: Round) -> Iterator[str]:
    heaps = words.sort(whole.results)
    yield from _errors((*heaps.failed, *heaps.overdue))


def _errors(results: Sequence[Result]) -> Iterator[str]:
    yield from _capped(_failed(target, error, heap) for target, error, heap in words.alike(results))


def _failed(target: str, error: ExporterError, results: Sequence[Result]) -> str:
    who = ", ".join(plain(result.name or result.playlist) for result in results[:TITLES])
    more = f" and {len(results) - TITLES:,} more" if len(results) > TITLES else ""
    where = f" → {code(target)}" if target else ""
    problems = [
        f"  - {code(f'{one.file}:{one.line}:{one.column}')} {plain(f'{one.path}: {one.message}')}"
        for one in getattr(error, "problems", ())[:ROWS]
    ]
    return "\n".join(
        [f"- **{who}{more}**{where}: {plain(words.problem(results[0], error))} {_hint(error)}".rstrip(), *problems]
    )


def _hint(error: ExporterError) -> str:
    return prose(error.hint) if error.hint else ""


def _refusals(whole: Round) -> Iterator[str]:
    for result in whole.results:
        if result.refusal is not None:
            where = f"**{plain(result.name)}** → {code(result.target)}"
            told = plain(words.problem(result, result.refusal))
            yield f"- {where}: a push would stop. {told} {_hint(result.refusal)}".rstrip()


def _questions(whole: Round) -> Iterator[str]:
    asked = [
        (result, number, song, decision)
        for result in whole.results
        for number, (song, decision) in enumerate(result.songs)
        if decision.verdict is Verdict.REVIEW
    ]
    for result, number, song, decision in asked[:MOST]:
        yield from _question(result, number, song, decision)
    if len(asked) > MOST:
        yield f"- and {len(asked) - MOST:,} more songs, which {code('exporter review')} asks about"


def _question(result: Result, number: int, song: Song, decision: Decision) -> Iterator[str]:
    why = "; ".join(reason.words for reason in decision.reasons if reason.veto or reason.effect <= 0)
    where = f"{plain(result.name or result.playlist)} → {code(result.target)}"
    yield f"- **{plain(song.label)}** ({where}){': ' + plain(why) if why else ''}"
    for one in decision.others[:CANDIDATES]:
        yield f"  - {_candidate(one)}: {code(pin_command(result, number, one.track.id))}"
    if not decision.others:
        yield f"  - {code(pin_command(result, number, 'URL'))} says which track it is"


def _candidate(one: Scored) -> str:
    track = one.track
    seconds = round(track.duration) if track.duration is not None else 0
    facts = [f"{seconds // 60}:{seconds % 60:02}"] if seconds else []
    facts += [plain(track.album)] if track.album else []
    facts += [str(track.year)] if track.year else []
    told = f" ({', '.join(facts)})" if facts else ""
    return f"{link(track.label, track.url)}{told}"


def pin_command(result: Result, number: int, track: str) -> str:
    """The command that makes ``track`` the song at ``number`` (from 0), quoted for a shell."""
    named = [result.playlist, _song_words(result, number), track]
    quoted = [shlex.quote(clean(word)) for word in named]
    target = shlex.quote(clean(result.target))
    if any(word.startswith("-") for word in named):  # would be taken for options
        return f"exporter pin --on {target} -- {' '.join(quoted)}"
    return f"exporter pin {quoted[0]} {quoted[1]} --on {target} {quoted[2]}"


def _song_words(result: Result, number: int) -> str:
    """What names the song: title and artists, since numbers shift; its number where those mean more than this one."""
    songs = tuple(song for song, _ in result.songs)
    label = songs[number].label
    try:
        meant = pick(Playlist(result.playlist, result.name, songs), label)
    except UsageError:
        meant = ()
    return label if meant == (number,) and clean(label) == label else str(number + 1)


# What else there is to tell.


def _locked_out(whole: Round) -> Iterator[str]:
    """Playlists that were not planned: why, and how far file and lock tell by themselves what is meant."""
    locked_out = words.sort(whole.results).locked_out
    yield from (f"- {code(target)}: {plain(error.message)}" for target, error, _ in words.alike(locked_out))
    yield from _capped(f"- **{plain(result.name)}** → {code(result.target)}: {_known(result)}" for result in locked_out)


def _known(result: Result) -> str:
    told = {
        Verdict.ACCEPT: "decided",
        Verdict.REVIEW: "in review",
        Verdict.MISSING: "not there",
        Verdict.UNKNOWN: "to be searched for",
        Verdict.SKIP: "left out by the file",
    }
    counts = result.counts
    parts = [f"{counts[verdict]:,} {what}" for verdict, what in told.items() if counts[verdict]]
    return f"of {plural(counts['total'], 'song')}, {', '.join(parts)}"


def _unasked(whole: Round) -> Iterator[str]:
    yield from _errors(words.sort(whole.results).unasked)
    for result in whole.results:
        count = result.counts[Verdict.UNKNOWN]
        if count and result.error is None:
            yield f"- **{plain(result.name)}** → {code(result.target)}: {plural(count, 'song')}"


def _left(whole: Round) -> Iterator[str]:
    heaps = words.sort(whole.results)
    yield from _errors((*heaps.deferred, *heaps.interrupted))


def _changed(whole: Round) -> Iterator[str]:
    cut_off = [result for result in whole.results if result.error and words.edits_of(result) and not result.dry]
    changed = [*words.sort(whole.results).changed, *cut_off]
    if changed:
        yield f"| playlist | target | what {'would change' if whole.dry else 'changed'} |\n| --- | --- | --- |"
    yield from (_row(result) for result in changed[:ROWS])
    if len(changed) > ROWS:
        yield f"| and {len(changed) - ROWS:,} more | | |"


def _row(result: Result) -> str:
    titles = _titles(result)
    edits = words.edits_of(result)
    added = [track for edit in edits if isinstance(edit, Add) for track in edit.ids]
    removed = [track for edit in edits if isinstance(edit, Remove) for track in edit.ids]
    what = [f"as far as it got: {words.changes(result)}" if result.error else words.changes(result)]
    if not result.created:
        what += [f"+ {_named(added, titles)}"] if added else []
        what += [f"− {_named(removed, titles)}"] if removed else []
    name = link(result.name, "" if result.target.endswith("@sandbox") else result.url)
    return f"| {name} | {code(result.target)} | {'; '.join(what)} |"


def _named(tracks: Sequence[str], titles: dict[str, str]) -> str:
    shown = ", ".join(plain(titles.get(track, track)) for track in tracks[:TITLES])
    return f"{shown} and {len(tracks) - TITLES:,} more" if len(tracks) > TITLES else shown


def _titles(result: Result) -> dict[str, str]:
    titles = {item.id: item.title for item in (result.before.items if result.before else ()) if item.title}
    for song, decision in result.songs:
        if decision.track is not None:
            titles[decision.track.id] = decision.track.label if decision.track.title else song.label
    return titles


def _found(whole: Round) -> Iterator[str]:
    return _songs((result, result.found) for result in whole.results)


def _missing(whole: Round) -> Iterator[str]:
    """Songs that are not there, as far as that is news: on the nights between nobody asks."""
    return _songs(
        (result, [song for song, decision in result.songs if decision.verdict is Verdict.MISSING])
        for result in whole.results
        if result.asked
    )


def _songs(rows: Iterable[tuple[Result, Sequence[Song]]]) -> Iterator[str]:
    for result, songs in rows:
        if songs:
            shown = ", ".join(plain(song.label) for song in songs[:TITLES])
            more = f" and {len(songs) - TITLES:,} more" if len(songs) > TITLES else ""
            yield f"- **{plain(result.name)}** → {code(result.target)}: {shown}{more}"


def _ending(whole: Round) -> Iterator[str]:
    for one, end in words.ending(whole):
        yield f"- {code(one.target)}: {plain(end)}; {code(f'exporter login {one.target}')} renews it"


def _untargeted(whole: Round) -> Iterator[str]:
    yield from _capped(f"- {plain(name)}: its file names none, so it is pushed nowhere" for name in whole.untargeted)


def _requests(whole: Round) -> Iterator[str]:
    quotas = {one.target: one.quotas for one in whole.standings}
    for target in dict.fromkeys(result.target for result in whole.results if result.target):
        counts = words.requests(result for result in whole.results if result.target == target)
        left = "".join(f"; {_balance(one)}" for one in quotas.get(target, ()))
        yield f"- {code(target)}: {words.request_words(counts)}{left}"


def _balance(one: Balance) -> str:
    return f"{one.left:,} of {one.per_day:,} {plain(one.quota)} left until {_utc(one.resets)}"


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
