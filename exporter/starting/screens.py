"""What was made of a folder, and what comes next, as text for a terminal and as JSON. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exporter.render import clean, plural
from exporter.starting.kit import FILES, PLAYLIST

if TYPE_CHECKING:
    from rich.console import RenderableType

    from exporter.starting.project import Begun


def begun(shown: Begun, service: str, *, elsewhere: bool, has_sandbox: bool = True) -> Iterator[RenderableType]:
    """What was made and kept, what is to be done by hand, and the next steps.

    ``service`` is the one to begin with; ``elsewhere`` says that the folder is not the one the user is in,
    ``has_sandbox`` that what the sandbox needs is installed.
    """
    yield Text.assemble(("A playlists project", "bold"), f" in {clean(str(shown.folder))}")
    yield Padding(_files(shown), (1, 0))
    for path, lines in shown.lacking.items():
        yield Text(f"{path} was there, and lacks:", "yellow")
        yield Padding(Text("\n".join(lines)), (0, 0, 1, 4))
    if shown.is_inside:
        yield Text(_inside(shown), "yellow")
        yield Text("")
    yield Text("Next", "bold")
    for number, (words, commands) in enumerate(
        _steps(shown, service, elsewhere=elsewhere, has_sandbox=has_sandbox), start=1
    ):
        yield Text(f"{number}. {words}")
        yield Text("\n".join(f"     {command}" for command in commands), "cyan")


def begun_json(shown: Begun) -> dict[str, object]:
    """The same as a document."""
    return {
        "folder": str(shown.folder),
        "made": list(shown.made),
        "kept": list(shown.kept),
        "lacking": {path: list(lines) for path, lines in shown.lacking.items()},
    }


def _files(shown: Begun) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for path, words in FILES.items():
        if path in shown.made:
            table.add_row(Text("made", "green"), path, Text(words, "dim"))
        elif path in shown.kept:
            table.add_row(Text("kept", "yellow"), path, Text("as it was", "dim"))
    if shown.playlists and PLAYLIST not in shown.kept:
        table.add_row(Text("kept", "yellow"), "playlists/", Text(f"with {plural(shown.playlists, 'playlist')}", "dim"))
    return table


def _inside(shown: Begun) -> str:
    where = clean(str(shown.repository))
    return (
        f"The git repository begins in {where}, and GitHub looks for jobs only there.\n"
        "They were left out; docs/nightly.md tells how one works in a folder of its repository."
    )


def _steps(shown: Begun, service: str, *, elsewhere: bool, has_sandbox: bool) -> Iterator[tuple[str, list[str]]]:
    go = [f"cd {shlex.quote(clean(str(shown.folder)))}"] if elsewhere else []
    install = [] if has_sandbox else ['pip install "playlist-exporter[sandbox]"']
    yield "Try it, without an account:", [*go, *install, f"exporter sync --to {service}@sandbox"]
    yield "Log in, and push:", [f"exporter login {service}", "exporter sync"]
    commit = 'git add --all && git commit -m "Playlists"'
    if shown.is_inside:
        yield "Keep it, decisions and all:", [commit]
        return
    start = [] if shown.repository else ["git init"]
    hand_over = f"exporter login {service} --print-env | gh secret set -f -"
    yield "Push it to GitHub, and give the jobs there your login:", [*start, commit, hand_over]
