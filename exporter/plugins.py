"""Finds plugins by entry point and loads the one asked for. A broken plugin is a status, never a crash."""

from __future__ import annotations

import importlib.metadata
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pluggy import HookImpl, PluginManager, PluginValidationError

from exporter import hookspecs
from exporter.backend import BackendInfo, Setting
from exporter.enricher import EnricherInfo
from exporter.errors import ExporterError, PluginError, UsageError, one_line
from exporter.exchange import Format
from exporter.model import NAME, names
from exporter.suggest import did_you_mean

GROUP = "exporter"
HOOKS = tuple(name for name in vars(hookspecs) if name.startswith(f"{GROUP}_"))
GUILTY = "Report it to its author; until then, uninstall it."
Info = TypeVar("Info", BackendInfo, EnricherInfo, Format)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one plugin registers. Each kind has names of its own."""

    backends: tuple[BackendInfo, ...] = ()
    formats: tuple[Format, ...] = ()
    enrichers: tuple[EnricherInfo, ...] = ()
    readings: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One entry point: its name, the distribution it comes from, and why it cannot be used (empty: it can)."""

    name: str
    distribution: str
    version: str
    problem: str = ""
    brought: Brought = field(default_factory=Brought)

    @property
    def backends(self) -> tuple[BackendInfo, ...]:
        """The backends it brings."""
        return self.brought.backends


def entry_points() -> tuple[importlib.metadata.EntryPoint, ...]:
    """Every plugin that is installed, by name."""
    return tuple(sorted(importlib.metadata.entry_points(group=GROUP), key=lambda point: point.name))


class Plugins:
    """The plugins of one run. ``points`` replaces the installed entry points, ``modules`` are registered as they are.

    Nothing is imported before it is asked for. Safe for threads.
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
        self._found: dict[str, Found] = {}
        self._brought: dict[str, Brought] = {}
        self._loading = threading.RLock()
        for module in modules:
            self._register(module, None)

    def names(self) -> tuple[str, ...]:
        """The names of all plugins, loaded or not."""
        return tuple(sorted(self._pointed() | {info.name for info in self._backends()}))

    def backend(self, name: str) -> BackendInfo:
        """The backend of this name; only its own plugin is loaded.

        Raises:
            UsageError: no plugin has this name.
            PluginError: the plugin is broken, doubled, or has no backend of its name.
        """
        for info in self._backends():
            if info.name == name:
                return info
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

    def settings(self, name: str) -> Mapping[str, Setting] | None:
        """The settings that the service ``name`` adds to the core's; None where its plugin is not there, or broken."""
        if name not in self.names() or (name in self._pointed() and self.load(name).problem):
            return None
        brought = self._brought.values()
        services = [info for one in brought for info in (*one.backends, *one.enrichers) if info.name == name]
        return {key: setting for info in services for key, setting in info.settings.items()}

    def origin(self, name: str) -> str:
        """The distribution that a plugin comes from, with its version; empty for one that is no distribution's."""
        return next((" ".join(filter(None, _distribution(point))) for point in self._points if point.name == name), "")

    def load(self, name: str) -> Found:
        """Load one plugin and say how that went.

        Raises:
            UsageError: no plugin has this name.
        """
        if name not in self._pointed():
            known = ", ".join(self.names()) or "none"
            raise UsageError(
                f"There is no backend called {name!r}.",
                hint=did_you_mean(name, self.names()) or f"Installed: {known}. `exporter plugins` tells more.",
            )
        with self._loading:
            if name not in self._found:
                self._found[name] = self._load(name)
            return self._found[name]

    def all(self) -> tuple[Found, ...]:
        """Load every plugin and say how each went, by name."""
        return tuple(self.load(name) for name in sorted(self._pointed()))

    def formats(self) -> tuple[Format, ...]:
        """The playlist formats of every plugin that loads, by name."""
        self.all()
        return tuple(sorted((one for brought in self._brought.values() for one in brought.formats), key=_name))

    def enrichers(self) -> tuple[EnricherInfo, ...]:
        """The enrichers of every plugin that loads, by name."""
        self.all()
        return tuple(sorted((one for brought in self._brought.values() for one in brought.enrichers), key=_name))

    def readings(self, text: str) -> tuple[str, ...]:
        """Other spellings of ``text`` from every language plugin, without doubles.

        Raises:
            PluginError: a plugin fails at it.
        """
        readers = self._manager.hook.exporter_readings.get_hookimpls()
        return tuple(dict.fromkeys(reading for reader in readers for reading in _read(reader, text)))

    def announce(self, hook: str, **arguments: object) -> None:
        """Call a hook of every plugin that loads, one after another.

        Raises:
            PluginError: a plugin fails at it.
            ExporterError: what a plugin raises in order to be heard.
        """
        self.all()
        for one in getattr(self._manager.hook, hook).get_hookimpls():
            try:
                one.function(*(arguments[name] for name in one.argnames))
            except ExporterError:
                raise
            except Exception as error:
                message = f"The plugin {one.plugin_name!r} failed at {hook}: {one_line(error)}."
                raise PluginError(message, hint=GUILTY) from error

    def _load(self, name: str) -> Found:
        points = [point for point in self._points if point.name == name]
        distribution, version = _distribution(points[0])
        try:
            if len(points) > 1:
                owners = ", ".join(sorted(_distribution(point)[0] for point in points))
                raise PluginError(f"the name is taken twice, by {owners}; uninstall one of them")  # noqa: TRY301 - below
            brought = self._register(points[0].load(), points[0])
        except ModuleNotFoundError as error:
            # Not by the module's name: what a package index has under that name may be anybody's.
            problem = f"{error}; `pip install {distribution}` brings what it needs"
        except PluginError as error:
            problem = error.message
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin does must not stop the others
            problem = one_line(error)
        else:
            return Found(name, distribution, version, brought=brought)
        return Found(name, distribution, version, problem)

    def _register(self, module: object, point: importlib.metadata.EntryPoint | None) -> Brought:
        """Take the hooks of a module over, and give what it brings; all of it or nothing.

        Several entry points may name one module.
        """
        known = self._manager.get_name(module)
        if known is not None:
            return self._brought[known]
        try:
            name = self._manager.register(module, point.name if point else None) or ""
            _check_marks(module)
            self._manager.check_pending()
            brought = Brought(
                self._asked(module, "exporter_backends", BackendInfo),
                self._asked(module, "exporter_formats", Format),
                self._asked(module, "exporter_enrichers", EnricherInfo),
                hasattr(module, "exporter_readings"),
            )
            self._check_names(brought, point)
        except BaseException as error:
            if self._manager.is_registered(module):
                self._manager.unregister(module)
            if isinstance(error, PluginValidationError):
                raise PluginError(f"a hook is wrong: {' '.join(str(error).split())}") from error
            raise
        self._brought[name] = brought
        return brought

    def _asked(self, module: object, hook: str, kind: type[Info]) -> tuple[Info, ...]:
        """What a hook of one module gives."""
        found = [one for one in getattr(self._manager.hook, hook).get_hookimpls() if one.plugin is module]
        return tuple(info for one in found for info in _infos(one.function(), hook, kind))

    def _pointed(self) -> set[str]:
        """The names of all entry points, loaded or not."""
        return {point.name for point in self._points}

    def _backends(self) -> Iterator[BackendInfo]:
        """The backends of every module that is registered so far."""
        for brought in self._brought.values():
            yield from brought.backends

    def _check_names(self, brought: Brought, point: importlib.metadata.EntryPoint | None) -> None:
        """Refuse a name that is another plugin's, so that the order of loading never counts.

        The name of a backend is also kept from every other entry point that is not loaded yet.
        """
        points = {other.name for other in self._points if point and other.value != point.value}
        _check_free("backend", brought.backends, {info.name for info in self._backends()} | points)
        for what in ("formats", "enrichers"):
            known = {info.name for one in self._brought.values() for info in getattr(one, what)}
            _check_free(what.removesuffix("s"), getattr(brought, what), known)


def _check_free(what: str, infos: Iterable[BackendInfo | EnricherInfo | Format], taken: set[str]) -> None:
    for info in infos:
        if not re.fullmatch(NAME, info.name):
            allowed = "only small letters, digits and dashes, a letter first"
            raise PluginError(f"{_a(what)} cannot be called {info.name!r}: {allowed}")
        if info.name in taken:
            raise PluginError(f"another plugin already brings {_a(what)} called {info.name!r}")
        taken.add(info.name)


def _name(info: BackendInfo | EnricherInfo | Format) -> str:
    return info.name


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _check_marks(module: object) -> None:
    """Refuse a hook that pluggy would pass over in silence."""
    for name in HOOKS:
        function = getattr(module, name, None)
        if function is not None and not hasattr(function, f"{GROUP}_impl"):
            raise PluginError(f"{name} is not marked with @hookimpl")


def _infos(given: object, hook: str, kind: type[Info]) -> tuple[Info, ...]:
    found = tuple(given) if isinstance(given, Iterable) else (given,)
    if not all(isinstance(info, kind) for info in found):
        raise PluginError(f"{hook} must give a list of {kind.__name__}")
    return found


def _read(reader: HookImpl, text: str) -> tuple[str, ...]:
    """What one plugin reads in ``text``, called as pluggy would, so that the guilty one can be named."""
    arguments = {"text": text}
    try:
        return names(reader.function(*(arguments[name] for name in reader.argnames)) or ())  # type: ignore[arg-type]
    except Exception as error:
        message = f"The plugin {reader.plugin_name!r} failed at reading {text!r}: {one_line(error)}."
        raise PluginError(message, hint=GUILTY) from error


def _distribution(point: importlib.metadata.EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else (point.module, "")
