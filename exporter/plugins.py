"""Finds plugins by entry point and loads the one asked for. A broken plugin is a status, never a crash."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pluggy import PluginManager, PluginValidationError

from exporter import hookspecs
from exporter.backend import BackendInfo
from exporter.errors import PluginError, UsageError
from exporter.suggest import did_you_mean

GROUP = "exporter"


@dataclass(frozen=True, slots=True)
class Found:
    """One entry point: its name, the distribution it comes from, and why it cannot be used (empty: it can)."""

    name: str
    distribution: str
    version: str
    problem: str = ""
    backends: tuple[BackendInfo, ...] = ()


def entry_points() -> tuple[importlib.metadata.EntryPoint, ...]:
    """Every plugin that is installed, by name."""
    return tuple(sorted(importlib.metadata.entry_points(group=GROUP), key=lambda point: point.name))


class Plugins:
    """The plugins of one run. ``points`` replaces the installed entry points, ``modules`` are registered as they are.

    Nothing is imported before it is asked for.
    """

    def __init__(
        self,
        points: Iterable[importlib.metadata.EntryPoint] | None = None,
        modules: Iterable[object] = (),
    ) -> None:
        """Look at the entry points without loading any."""
        self._points = tuple(entry_points() if points is None else points)
        self._manager = PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)
        self._loaded: dict[str, Found] = {}
        for module in modules:
            self._manager.register(module)

    def names(self) -> tuple[str, ...]:
        """The names of all plugins, loaded or not."""
        registered = [info.name for info in self._backends_of(None)]
        return tuple(sorted({point.name for point in self._points} | set(registered)))

    def backend(self, name: str) -> BackendInfo:
        """The backend of this name; only its own plugin is loaded.

        Raises:
            UsageError: no plugin has this name.
            PluginError: the plugin is broken, doubled, or has no backend of its name.
        """
        for info in self._backends_of(None):
            if info.name == name:
                return info
        if name not in {point.name for point in self._points}:
            known = ", ".join(self.names()) or "none is installed"
            raise UsageError(
                f"There is no backend called {name!r}.",
                hint=did_you_mean(name, self.names()) or f"Installed: {known}. `exporter plugins` tells more.",
            )
        found = self.load(name)
        if found.problem:
            raise PluginError(f"The plugin {name!r} is broken: {found.problem}", hint="`exporter plugins` tells more.")
        for info in found.backends:
            if info.name == name:
                return info
        raise PluginError(
            f"The plugin {name!r} brings no backend of that name.",
            hint=f"It brings: {', '.join(info.name for info in found.backends) or 'none'}.",
        )

    def load(self, name: str) -> Found:
        """Load one plugin and say how that went."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def all(self) -> tuple[Found, ...]:
        """Load every plugin and say how each went, by name."""
        return tuple(self.load(name) for name in sorted({point.name for point in self._points}))

    def _load(self, name: str) -> Found:
        points = [point for point in self._points if point.name == name]
        about = _distribution(points[0])
        if len(points) > 1:
            owners = ", ".join(sorted(_distribution(point)[0] for point in points))
            return Found(name, *about, problem=f"the name is taken twice, by {owners}; uninstall one of them")
        try:
            module = points[0].load()
        except ModuleNotFoundError as error:
            return Found(name, *about, problem=f"{error}; `pip install {_missing(error, about[0])}` may help")
        except Exception as error:  # noqa: BLE001 - whatever a plugin throws at import must not stop the others
            return Found(name, *about, problem=f"{type(error).__name__}: {error}")
        try:
            self._manager.register(module, name=name)
            self._manager.check_pending()
            backends = tuple(self._backends_of(module))
        except PluginValidationError as error:
            self._manager.unregister(module)
            return Found(name, *about, problem=f"a hook is wrong: {' '.join(str(error).split())}")
        except Exception as error:  # noqa: BLE001 - same as above, while it registers
            self._manager.unregister(module)
            return Found(name, *about, problem=f"{type(error).__name__}: {error}")
        taken = [one for one, count in Counter(info.name for info in self._all_backends()).items() if count > 1]
        if taken:
            self._manager.unregister(module)
            return Found(name, *about, problem=f"another plugin already brings a backend called {taken[0]!r}")
        return Found(name, *about, backends=backends)

    def _all_backends(self) -> Iterator[BackendInfo]:
        for brought in self._manager.hook.exporter_backends():
            yield from brought

    def _backends_of(self, module: object | None) -> Iterator[BackendInfo]:
        """What one module brings, or, for None, what the modules given by hand and loaded so far bring."""
        if module is None:
            yield from self._all_backends()
            return
        implementation = getattr(module, "exporter_backends", None)
        if implementation is not None:
            yield from implementation()

    def readings(self, text: str) -> tuple[str, ...]:
        """Other spellings of ``text`` from every language plugin, without doubles."""
        found = (reading for brought in self._manager.hook.exporter_readings(text=text) for reading in brought)
        return tuple(dict.fromkeys(found))


def _distribution(point: importlib.metadata.EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else (point.value, "")


def _missing(error: ModuleNotFoundError, distribution: str) -> str:
    """What to install: the module that was not found, or the plugin anew if one of its own modules is gone."""
    top = (error.name or "").partition(".")[0]
    return distribution if not top or top.replace("_", "-") == distribution else top.replace("_", "-")
