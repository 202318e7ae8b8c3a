"""One run of enriching: what the command line and the library do alike."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.enriching.desk import Desk
from exporter.enriching.outcomes import Enriched
from exporter.enriching.sources import opened
from exporter.enriching.walk import Decider, Walk
from exporter.model import Playlist
from exporter.plugins import Plugins
from exporter.project import Project
from exporter.reviewing.pick import pick


def enrich(
    project: Project,
    plugins: Plugins,
    name: str,
    decider: Decider,
    *,
    songs: Sequence[str] = (),
    named: str = "",
    original: bool = False,
    refresh: bool = False,
) -> Enriched:
    """Ask the source called ``named`` about the songs of a playlist, and write what the decider accepts.

    ``songs`` are those that are meant, by number or words of the title; all, if none is named. What was declined before
    is asked about again where the song is named. With ``original`` original titles become the titles; with ``refresh``
    everything is asked anew.

    Raises:
        UsageError: there is no such playlist, song or source, or a setting that it needs is missing.
        FileError: the playlist's file is wrong.
        PluginError: no plugin brings a source.
        Unsafe: somebody changed the file meanwhile.
    """
    desk = Desk(project, name)
    places = _places(desk.playlist, songs)
    with opened(project, plugins, named, refresh=refresh) as source:
        decider.begin(source.target)
        walk = Walk(desk, source, decider, original=original)
        outcomes = tuple(walk.through(places, again=bool(songs)))
        return Enriched(desk.playlist.slug, str(source.target), outcomes, source.requests)


def _places(playlist: Playlist, songs: Sequence[str]) -> Sequence[int]:
    """Where the songs stand that are meant."""
    if not songs:
        return range(len(playlist.songs))
    return sorted({place for words in songs for place in pick(playlist, words)})
