"""The person at the terminal: what a login tells and asks them. Secrets are neither arguments nor shown."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from exporter.errors import LoginError, UsageError
from exporter.render import clean, plural

STDIN = "-"
END = b"\x04"
"""Ctrl-D, as a terminal sends it when it does not gather lines."""


class Terminal:
    """A dialogue on standard error and the keyboard; what is to be pasted may come from a file (``-``: a pipe)."""

    def __init__(self, source: str = "") -> None:
        """Ask nothing yet."""
        self._source = source

    def say(self, text: str) -> None:
        """Tell something."""
        click.echo("\n".join(map(_wrapped, text.splitlines())), err=True)

    def ask(self, question: str, *, secret: bool = False) -> str:
        """One line; a secret is not shown while it is typed.

        Raises:
            LoginError: nobody is there.
        """
        if self._source == STDIN or not sys.stdin.isatty():
            raise LoginError(
                f"Nobody can be asked here: {clean(question)}?", hint="Run the same command in a terminal."
            )
        answer: str = click.prompt(clean(question), default="", show_default=False, hide_input=secret, err=True)
        return answer

    def paste(self, what: str) -> str:
        """Several lines, from the file that was named, or pasted.

        Raises:
            LoginError: nobody is there.
            UsageError: the file cannot be read, or is not text.
        """
        if self._source:
            return _read(self._source)
        if not sys.stdin.isatty():
            raise LoginError(
                f"Nobody is here to paste {clean(what)}.", hint="Give it in a file (--from FILE) or a pipe (--from -)."
            )
        click.echo(f"Paste {clean(what)} and press Ctrl-D. It is not shown.", err=True)
        text = _pasted()
        click.echo(f"Got {plural(len(text), 'character')}.", err=True)
        return text


def _wrapped(line: str) -> str:
    """A line that fits the screen; an address stays whole, so that it can be clicked and copied."""
    width = shutil.get_terminal_size().columns if sys.stderr.isatty() else 0
    whole = clean(line)
    return textwrap.fill(whole, width, break_long_words=False, break_on_hyphens=False) if width else whole


def _read(source: str) -> str:
    try:
        data = sys.stdin.buffer.read() if source == STDIN else Path(source).read_bytes()
        return data.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{clean(source)} is not UTF-8 text.") from error
    except OSError as error:
        raise UsageError(f"{clean(source)} cannot be read: {error.strerror}.") from error


def _pasted() -> str:
    """What is pasted, up to Ctrl-D. Lines are not gathered, for a terminal cuts long ones (macOS after 1,024)."""
    with _keys() as read:
        pieces = []
        while (piece := read()) and END not in piece:
            pieces.append(piece)
        pieces.append(piece.partition(END)[0])
    return b"".join(pieces).decode(errors="replace")


@contextmanager
def _keys() -> Iterator[Callable[[], bytes]]:
    """A function that reads what comes from the keyboard, piece by piece and unseen."""
    try:
        import termios
    except ImportError:  # Windows, where Ctrl-Z and Enter end it
        yield sys.stdin.buffer.readline
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    quiet = list(before)
    quiet[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(descriptor, termios.TCSADRAIN, quiet)
    try:
        yield lambda: os.read(descriptor, 65_536)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
