"""How a contract speaks: which promise was broken, what was seen, and where it is explained."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

from exporter.testing.promises import PROMISES, Promise

_short = reprlib.Repr()
_short.maxstring, _short.maxother, _short.maxtuple, _short.maxlist = 120, 240, 24, 24


class Broken(AssertionError):
    """A promise that was not kept; the message says what was seen."""


@contextmanager
def promised(name: str) -> Iterator[None]:
    """What happens here is promised: whatever goes wrong fails the test in the words of the promise.

    Also a decorator for a test.
    """
    __tracebackhide__ = True
    try:
        yield
    except Broken as broken:
        raise pytest.fail.Exception(_told(PROMISES[name], str(broken)), pytrace=False) from None
    except Exception as error:
        said = _told(PROMISES[name], f"{type(error).__name__} was raised: {shown(str(error))}")
        raise pytest.fail.Exception(said) from error


def expect(what: str, seen: object, wanted: object) -> None:
    """``what`` was ``seen``; anything but ``wanted`` breaks the promise."""
    if seen != wanted:
        broken(f"{what} was {shown(seen)}, and should have been {shown(wanted)}")


def broken(seen: str) -> NoReturn:
    """The promise is broken, as can be ``seen``."""
    raise Broken(seen)


def shown(value: object) -> str:
    """A value for a message: escaped, and cut where it is long."""
    return _short.repr(value)


def _told(promise: Promise, seen: str) -> str:
    return "\n".join(
        (
            f"The promise {promise.name!r} is broken: {promise.sentence}",
            f"  Seen:      {seen}",
            f"  Why:       {promise.why}",
            f"  Explained: {promise.page} and the docstring of {promise.where}",
        )
    )
