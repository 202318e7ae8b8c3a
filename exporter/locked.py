"""What the lines of a lock say, as data, and which lines say the same. Pure."""

from __future__ import annotations

from itertools import zip_longest

import msgspec

from exporter.model import Verdict


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """One track that might be meant, with all that a person wants to know before choosing it."""

    id: str
    title: str = ""
    artists: tuple[str, ...] = ()
    score: float = 0.0
    url: str = ""
    album: str = ""
    year: int | None = None
    duration: float | None = None
    isrc: str = ""
    kind: str = "song"
    playable: bool = True


class Locked(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One decision as the lock keeps it. ``asked`` is the fingerprint of what the service was asked for.

    ``only_here`` marks a person's answer that no file has: those of the sandbox, whose IDs mean nothing elsewhere.
    ``contested`` marks a question that is none as far as the song alone goes: its first candidate was clearly right,
    but another song of the playlist was given the same track.
    """

    song: str
    verdict: Verdict
    id: str = ""
    title: str = ""
    artists: tuple[str, ...] = ()
    duration: float | None = None
    isrc: str = ""
    url: str = ""
    score: float = 0.0
    how: str = ""
    on: str = ""
    asked: str = ""
    why: str = ""
    candidates: tuple[Candidate, ...] = ()
    only_here: bool = False
    contested: bool = False


class PartHome(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a target keeps one part of a playlist. ``first`` is the track that the part begins with, for people."""

    id: str
    url: str = ""
    first: str = ""


class Home(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a target keeps the playlist. ``former`` are tracks of ours that no decision names any more.

    A playlist that is longer than the service allows has ``parts``: those after the first, in order. ``spare`` are
    parts that were emptied when the playlist became shorter; they are taken again when it grows.
    """

    id: str
    url: str = ""
    former: tuple[str, ...] = ()
    parts: tuple[PartHome, ...] = ()
    spare: tuple[PartHome, ...] = ()


def one_decision(first: Locked, second: Locked) -> Locked | None:
    """The line that says what two lines of one song say; None when they say different things.

    Two lines that accept the same track say the same, whatever the score was on the day; so do two that ask, or two
    that found nothing, and the later one knows more. A pin stands above all else: the playlist file says which track
    is pinned, and a line that does not agree with it is decided anew.
    """
    pins = [entry for entry in (first, second) if entry.how == "pin"]
    if len(pins) == 1:
        return pins[0]
    if (first.verdict, first.id) != (second.verdict, second.id):
        return None
    return max(first, second, key=lambda entry: (entry.on, msgspec.json.encode(entry)))


def one_home(first: Home, second: Home) -> Home | None:
    """The line that says what two lines of one target say; None when they name different playlists.

    What either calls a track of ours is one; of two lists of parts that begin alike the longer one holds. A part that
    was given up in one of them and used in the other is used: the next push finds out whether it is needed.
    """
    lines = sorted((first, second), key=msgspec.json.encode)
    parts = [_one_part(*pair) for pair in zip_longest(*(home.parts for home in lines))]
    if first.id != second.id or not all(parts):
        return None
    used = tuple(part for part in parts if part)
    spare = {part.id: part for home in lines for part in home.spare}
    return Home(
        first.id,
        max(first.url, second.url),
        tuple(sorted({*first.former, *second.former})),
        used,
        tuple(part for part in spare.values() if part.id not in {one.id for one in used}),
    )


def _one_part(first: PartHome | None, second: PartHome | None) -> PartHome | None:
    """Of two parts at the same place the later in the alphabet; None when they are different playlists."""
    if first is None or second is None:
        return first or second
    return max(first, second, key=msgspec.json.encode) if first.id == second.id else None


def what_is_wrong_with(first: tuple[int, Locked], second: tuple[int, Locked]) -> str:
    """What to do about two lines, each with its number (0: nobody knows), that decide one song differently."""
    (here, one), (there, other) = first, second
    if one.how == other.how == "pin":
        return "Keep the one whose track the playlist file pins under `ids`, and remove the other."
    for (number, entry), (open_number, question) in ((first, second), (second, first)):
        if number and entry.verdict is Verdict.ACCEPT and question.verdict is not Verdict.ACCEPT:
            return (
                f"Line {number} has the track that line {open_number} did not have: keep line {number}, unless "
                "somebody took that answer back. Or remove both, and the song is decided anew."
            )
    return (
        f"Keep one of the two lines ({_named(here, one)}, {_named(there, other)}) and remove the other. "
        "Or remove both, and the song is decided anew."
    )


def _named(number: int, entry: Locked) -> str:
    what = entry.url or entry.id or str(entry.verdict)
    return f"{number}: {what}" if number else what
