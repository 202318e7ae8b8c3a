"""The hooks.

A plugin is a module with some of these functions, each marked ``@hookimpl``::

    # my_plugin/__init__.py
    from exporter import BackendInfo, hookimpl

    @hookimpl
    def exporter_backends() -> list[BackendInfo]:
        from my_plugin.backend import connect          # heavy imports late
        return [BackendInfo(name="mine", label="My Service", connect=connect, hosts={...})]

and an entry point that names the module, in the group ``exporter``::

    [project.entry-points.exporter]
    mine = "my_plugin"

An entry point of a backend plugin carries the backend's name: ``--to mine`` loads that entry point and no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pluggy import HookimplMarker, HookspecMarker

if TYPE_CHECKING:
    from exporter.backend import BackendInfo
    from exporter.enricher import EnricherInfo
    from exporter.exchange import Format
    from exporter.face import Result, Round

hookspec = HookspecMarker("exporter")
hookimpl = HookimplMarker("exporter")


@hookspec
def exporter_backends() -> Sequence[BackendInfo]:  # type: ignore[empty-body]  # pluggy never calls a specification
    """The backends this plugin brings: services that playlists can be pushed to."""


@hookspec
def exporter_formats() -> Sequence[Format]:  # type: ignore[empty-body]  # pluggy never calls a specification
    """The playlist formats this plugin brings: what ``exporter import`` reads and ``exporter export`` writes."""


@hookspec
def exporter_enrichers() -> Sequence[EnricherInfo]:  # type: ignore[empty-body]  # pluggy never calls a specification
    """The sources of facts about songs that this plugin brings: what ``exporter enrich`` asks."""


@hookspec
def exporter_readings(text: str) -> Sequence[str]:  # type: ignore[empty-body]  # pluggy never calls a specification
    """Other spellings that ``text`` may be read as (kanji as romaji, say), likeliest first; none if not yours.

    ``text`` is one title or one name, in any script: Latin letters come here too, as "Kanashimi wo" may be your
    language. Two texts are taken to sound the same when one of ``{text, *readings}`` of either is the same word for
    word, punctuation, case and spaces apart. So give all spellings of a word one *key*, whatever it looks like, and
    give it for a text in Latin letters as well, unless that looks like its key already or cannot be your language.

    A key that begins with ``=`` is an outline: so coarse that it counts only when it is equal, and only between a text
    in Latin letters and one in another script. Give one where your script keeps too little of a foreign word.

    Keep it short (eight are plenty), quick and safe with any text, and remember what was asked; import what is large
    when the first text of yours comes.
    """


@hookspec
def exporter_before_push(result: Result) -> None:
    """A playlist is about to be changed on a target: nothing is written yet, ``result.plan`` says what will be.

    Not called when there is nothing to do, nor for a plan or a dry run. Raise one of :mod:`exporter.errors` to keep
    the playlist from being pushed this time; the run goes on with the others, and shows what you say.
    """


@hookspec
def exporter_after_push(result: Result) -> None:
    """A playlist is done on a target, well or not: see ``result.changed``, ``result.counts`` and ``result.error``.

    Called once for each playlist and target that a push or a sync worked on, from the thread that did, so that several
    may be called at once. What you raise is told as a warning and changes nothing.
    """


@hookspec
def exporter_after_run(run: Round) -> None:
    """A push or a sync is over: the moment to send one message about all of it.

    ``exporter.report(run)`` is the same page in Markdown that ``--report`` writes. What you raise is told as a
    warning and changes nothing.
    """
