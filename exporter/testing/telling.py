"""How a contract speaks: which promise was broken, what was seen, and where it is explained."""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast

import pytest

from exporter.testing.promises import PROMISES, Promise

Test = TypeVar("Test", bound=Callable[..., Any])

_short = reprlib.Repr()
_short.maxstring, _short.maxother, _short.maxtuple, _short.maxlist = 120, 240, 24, 24


class Broken(AssertionError):  # noqa: N818 - it says what happened to the promise
    """A promise that was not kept; the message says what was seen."""


class promised:  # noqa: N801 - read as a word: @promised("order")
    """What happens here is promised: whatever goes wrong fails the test in the words of the promise.

    Around a test, or around a part of one.
    """

    def __init__(self, name: str) -> None:
        self.promise = PROMISES[name]

    def __call__(self, test: Test) -> Test:
        """The test, which carries the name of its promise as ``promise``."""

        @wraps(test)
        def kept(*arguments: Any, **fixtures: Any) -> None:
            __tracebackhide__ = True
            with self:
                test(*arguments, **fixtures)

        kept.promise = self.promise.name  # type: ignore[attr-defined]  # functions have any attribute
        return cast(Test, kept)

    def __enter__(self) -> None:
        """Nothing is broken yet."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Fail in the words of the promise. What pytest itself raises, a skip for one, passes."""
        __tracebackhide__ = True
        if isinstance(error, Broken):
            raise pytest.fail.Exception(_told(self.promise, str(error)), pytrace=False) from None
        if isinstance(error, Exception):
            raise pytest.fail.Exception(_told(self.promise, f"{shown(error)} was raised")) from error


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
