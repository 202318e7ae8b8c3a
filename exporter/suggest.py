"""Guesses what was meant by a misspelt word."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to ``word``, or an empty string when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``Did you mean "x"?``, or an empty string."""
    found = nearest(word, known)
    return f'Did you mean "{found}"?' if found else ""
