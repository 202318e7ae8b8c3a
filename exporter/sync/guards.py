"""What a push refuses to do unasked. Pure; each guard names the numbers and the way out."""

from __future__ import annotations

from exporter.errors import Unsafe
from exporter.model import Item, Plan, Remote

MANY = 0.30
"""The share of a list that may go without asking (octoDNS draws the same line)."""
FEW = 10
"""Shorter lists change by large shares in everyday use."""
NAMED = 5
"""Tracks that a refusal names before it counts the rest."""
LOSS_WAY_ON = "Look at it with `{plan}`; if it is right, `{push} --yes` does it."
FOREIGN_WAY_ON = (
    "Keep them with `keep_extras: true` under the target in the playlist file, "
    "or let the file decide alone with `{push} --adopt`, which removes them."
)
EMPTY_WAY_ON = "Look at it on the service. If it really is empty, `{push} --yes` fills it."
"""What to do next; ``plan`` and ``push`` stand for the whole commands."""


def check_loss(plan: Plan, *, name: str, way_on: str) -> None:
    """Refuse to remove more than 30 % of a list of ten or more; ``way_on`` says what to do next.

    Raises:
        Unsafe: the plan would.
    """
    if plan.before >= FEW and len(plan.lost) > MANY * plan.before:
        raise Unsafe(
            f"{name}: this would remove {len(plan.lost)} of {plan.before} tracks, more than {MANY:.0%}.",
            hint=way_on,
        )


def foreign(remote: Remote, ours: frozenset[str]) -> list[Item]:
    """The rows that hold a track which we did not put there."""
    return [item for item in remote.items if item.id and item.id not in ours]


def check_foreign(remote: Remote, ours: frozenset[str], *, name: str, way_on: str) -> None:
    """Refuse to touch a playlist that holds tracks which we did not put there; ``way_on`` says what to do next.

    Raises:
        Unsafe: it does.
    """
    strangers = foreign(remote, ours)
    if strangers:
        shown = ", ".join(item.title or item.id for item in strangers[:NAMED])
        more = f" and {len(strangers) - NAMED} more" if len(strangers) > NAMED else ""
        raise Unsafe(
            f"{name}: the playlist holds {_tracks(len(strangers))} that we did not put there: {shown}{more}.",
            hint=way_on,
        )


def check_empty(remote: Remote, remembered: int, *, name: str, way_on: str) -> None:
    """Refuse to believe that a playlist which held tracks is empty now; ``way_on`` says what to do next.

    Raises:
        Unsafe: it reads empty, and ``remembered`` tracks were there at the last look.
    """
    if remembered and not remote.items:
        raise Unsafe(
            f"{name}: the playlist reads empty, but held {_tracks(remembered)} at the last look.",
            hint=way_on,
        )


def check_unmoved(seen: Remote, now: Remote, *, name: str) -> None:
    """Refuse to apply a plan to a playlist that has changed since the plan was made for what was ``seen``.

    Raises:
        Unsafe: it has.
    """
    if (seen.version, seen.ids) != (now.version, now.ids):
        raise Unsafe(
            f"{name}: the playlist has changed since the plan was made.",
            hint="Run the same command again; it plans anew.",
        )


def _tracks(count: int) -> str:
    return "1 track" if count == 1 else f"{count} tracks"
