"""The page that shows what was pushed. One function of what the sandbox keeps; every text in it is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.sandbox.catalogue import Entry
    from exporter.sandbox.store import Row, Stored
    from exporter.sandbox.world import World

MOST_ROWS = 500
"""Rows shown of one playlist; a browser takes more only slowly."""

STYLE = """
:root { color-scheme: light dark; --back: #f6f5f2; --card: #fff; --ink: #1d1c1a; --soft: #6d6962; --line: #e6e2da;
  --mark: #b4552d; }
@media (prefers-color-scheme: dark) { :root { --back: #161513; --card: #201f1c; --ink: #ece8e1; --soft: #a29b90;
  --line: #34322d; --mark: #e8925f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3rem; padding-bottom: 1rem; }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -.02em; }
header p, footer { color: var(--soft); }
footer { padding-top: 1rem; padding-bottom: 3rem; font-size: .875rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; background: var(--line); border-radius: .3em;
  padding: .1em .35em; }
details { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; margin: 1rem 0;
  overflow: hidden; }
summary { cursor: pointer; padding: 1rem 1.25rem; display: flex; gap: .25rem 1rem; align-items: baseline;
  flex-wrap: wrap; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:focus-visible { outline: 2px solid var(--mark); outline-offset: -2px; border-radius: .75rem; }
summary h2 { margin: 0; font-size: 1.125rem; flex: 1 1 14rem; overflow-wrap: anywhere; }
.service { color: var(--mark); font-weight: 600; font-size: .875rem; }
.count { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.about { margin: 0; padding: 0 1.25rem 1rem; color: var(--soft); overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { display: grid; grid-template-columns: 2.5rem minmax(0, 5fr) minmax(0, 3fr) 3.5rem; gap: 0 1rem;
  padding: .5rem 1.25rem; align-items: baseline; }
li + li { border-top: 1px solid var(--line); }
li > * { overflow-wrap: anywhere; }
.number, .time { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.time { text-align: right; }
.artists, .album { color: var(--soft); font-size: .9rem; }
.artists { display: block; }
.gone { color: var(--soft); font-style: italic; }
.empty { background: var(--card); border: 1px dashed var(--line); border-radius: .75rem; padding: 2rem 1.25rem;
  text-align: center; color: var(--soft); }
@media (max-width: 40rem) { li { grid-template-columns: 2rem minmax(0, 1fr) 3rem; gap: 0 .5rem; }
  .album { display: none; } }
"""


def page(world: World, labels: Mapping[str, str]) -> str:
    """The HTML of ``/``. ``labels`` has the services' names as people know them."""
    playlists = world.store.all()
    cards = "".join(_card(one, world, labels, opened=number == 0) for number, one in enumerate(playlists))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Sandbox</title><style>{STYLE}</style></head><body>"
        f"<header><h1>Sandbox</h1><p>{_summary(playlists)}</p></header>"
        f"<main>{cards or EMPTY}</main>"
        "<footer>Nothing here has left this machine. "
        'Counts: <a href="/_sandbox/stats"><code>/_sandbox/stats</code></a></footer>'
        "</body></html>"
    )


EMPTY = '<p class="empty">Nothing was pushed yet. Try <code>exporter push NAME --to TARGET@sandbox</code>.</p>'


def _summary(playlists: tuple[Stored, ...]) -> str:
    rows = sum(len(playlist.rows) for playlist in playlists)
    return f"{_count(len(playlists), 'playlist')} with {_count(rows, 'track')}, as the services would have them."


def _card(playlist: Stored, world: World, labels: Mapping[str, str], *, opened: bool) -> str:
    label = labels.get(playlist.service, playlist.service)
    about = [escape(playlist.description), *_marks(playlist)]
    rows = "".join(_line(number, row, playlist, world) for number, row in enumerate(playlist.rows[:MOST_ROWS], 1))
    left_out = len(playlist.rows) - MOST_ROWS
    more = f'<p class="about">… and {_count(left_out, "track")} more.</p>' if left_out > 0 else ""
    return (
        f"<details{' open' if opened else ''}><summary><h2>{escape(playlist.name)}</h2>"
        f'<span class="service">{escape(label)}</span>'
        f'<span class="count">{_count(len(playlist.rows), "track")}</span></summary>'
        f'<p class="about">{" · ".join(filter(None, about))}</p>'
        f"<ol>{rows}</ol>{more}</details>"
    )


def _marks(playlist: Stored) -> list[str]:
    changed = datetime.fromtimestamp(playlist.changed, UTC)
    return [
        "public" if playlist.public else "private",
        f"by {escape(playlist.owner)}" if playlist.owner else "",
        "" if playlist.saved else "no longer in the library",
        f'changed <time datetime="{changed:%Y-%m-%dT%H:%M:%SZ}">{changed:%Y-%m-%d %H:%M} UTC</time>',
    ]


def _line(number: int, row: Row, playlist: Stored, world: World) -> str:
    entry = world.catalogue.get(playlist.service, row.track)
    return f'<li><span class="number">{number}</span>{_track(entry) if entry else _unknown(row)}</li>'


def _track(entry: Entry) -> str:
    minutes, seconds = divmod(round(entry.duration_ms / 1000), 60)
    return (
        f'<span>{escape(entry.title)}<span class="artists">{escape(", ".join(entry.artists))}</span></span>'
        f'<span class="album">{escape(entry.album)}</span><span class="time">{minutes}:{seconds:02}</span>'
    )


def _unknown(row: Row) -> str:
    return f'<span class="gone">{escape(row.track) or "a row without a track"}</span>'


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
