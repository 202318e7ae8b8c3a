"""Local look-alikes of the services, spoken to over HTTP by the same client libraries.

For the command line: ``serve(backends, state=…, port=…, …)`` blocks until Ctrl-C, ``running(backends, state=…, …)``
serves for the length of a ``with`` and gives the address (both in :mod:`exporter.sandbox.server`).

For plugins: ``BackendInfo.sandbox`` is a function ``(world: World) -> Mapping[str, ASGIApp]`` that gives each mount
path (``"/example"``) its look-alike; the name of the path is the service's name in switches and statistics. Wrap the
app in :class:`LookAlike` to say how the service words a refusal.

Everything is imported on first use: ``import exporter.sandbox`` needs neither Starlette nor uvicorn.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from exporter.errors import PluginError

if TYPE_CHECKING:
    from exporter.sandbox.catalogue import Catalogue, Entry, Page
    from exporter.sandbox.faults import Faults
    from exporter.sandbox.server import running, serve
    from exporter.sandbox.store import Row, Store, Stored
    from exporter.sandbox.world import LookAlike, World, digits

__all__ = [
    "Catalogue",
    "Entry",
    "Faults",
    "LookAlike",
    "Page",
    "Row",
    "Store",
    "Stored",
    "World",
    "digits",
    "running",
    "serve",
]

_HOMES = {
    "exporter.sandbox.catalogue": ("Catalogue", "Entry", "Page"),
    "exporter.sandbox.faults": ("Faults",),
    "exporter.sandbox.server": ("running", "serve"),
    "exporter.sandbox.store": ("Row", "Store", "Stored"),
    "exporter.sandbox.world": ("LookAlike", "World", "digits"),
}
_EXTRA = {"anyio", "h11", "starlette", "uvicorn"}


def __getattr__(name: str) -> object:
    for home, members in _HOMES.items():
        if name in members:
            return getattr(_import(home), name)
    raise AttributeError(f"module 'exporter.sandbox' has no attribute {name!r}")


def _import(home: str) -> object:
    try:
        return import_module(home)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        raise PluginError(
            f"The sandbox needs {missing}, which is not installed.",
            hint='Install it with `pip install "playlist-exporter[sandbox]"`.',
        ) from error
