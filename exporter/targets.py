"""Targets ready to work with: plugin, login, connection and backend together, and the sandbox behind them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from os import environ
from pathlib import Path
from typing import Self

from exporter import logins
from exporter.backend import Backend, BackendInfo, ServiceInfo
from exporter.errors import ExporterError, LoginError, NotAllowed, PluginError, UsageError, one_line
from exporter.plugins import GUILTY, Plugins
from exporter.project import Project, Target, state_folder
from exporter.quota import ledger
from exporter.session import Connection, Turns, width

SANDBOX_URL = "EXPORTER_SANDBOX_URL"


@dataclass(frozen=True, slots=True)
class Opened:
    """A target that is ready to work with."""

    target: Target
    info: BackendInfo
    connection: Connection
    backend: Backend


class Targets:
    """The targets of one run, each opened once, with the sandbox behind them if one is asked for. Safe for threads."""

    def __init__(self, project: Project, plugins: Plugins) -> None:
        """Open nothing yet."""
        self._project = project
        self.plugins = plugins
        self._stack = ExitStack()
        self._open: dict[Target, Opened] = {}
        self._proved: dict[Target, NotAllowed | None] = {}
        self._sandboxes: dict[str, str] = {}
        self._turns: dict[object, Turns] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Nothing is opened before it is asked for."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the sandboxes that this run started."""
        self._stack.close()

    def open(self, target: Target, *, as_guest: bool = False) -> Opened:
        """The target, connected; ``as_guest`` also without a login, where the service answers guests.

        Raises:
            UsageError: there is no such backend.
            PluginError: its plugin is broken.
            LoginError: nobody is logged in.
        """
        with self._lock:
            if target not in self._open:
                self._open[target] = self._connect(target, as_guest=as_guest)
            return self._open[target]

    def opened(self) -> tuple[Opened, ...]:
        """Every target that could be opened, in order."""
        return tuple(self._open.values())

    def interrupt(self) -> None:
        """Let every thread that waits for a service or is about to ask one stop."""
        for opened in self.opened():
            opened.connection.interrupt()

    def prove(self, target: Target) -> None:
        """Find out whether the login is alive, once, where the service would answer a guest instead of refusing him.

        Raises:
            LoginError: it is dead.
            NotAllowed: the service refuses the account; said without asking once more.
        """
        opened = self.open(target)
        if opened.info.guests and target not in self._proved:
            try:
                opened.backend.account()
                self._proved[target] = None
            except NotAllowed as error:
                self._proved[target] = error
        if refusal := self._proved.get(target):
            raise refusal

    def _connect(self, target: Target, *, as_guest: bool) -> Opened:
        info = self.plugins.backend(target.backend)
        secrets = logins.secrets_of(info, target)
        if not (logins.is_login(info, secrets) or (as_guest and info.guests)):
            raise LoginError(f"Nobody is logged in to {info.label} ({target}).", hint=login_hint(info, target))
        return connected(
            info,
            target,
            secrets,
            self._project.target_settings(target),
            sandbox_url=self._sandbox(info) if target.sandboxed and info.scratch is None else "",
            folder=self._project.backend_folder(target),
            turns=self._turns.setdefault(counted_as(info, target, secrets), Turns()),
            keep=lambda new: logins.keep(info, target, new),
        )

    def _sandbox(self, info: BackendInfo) -> str:
        if info.name not in self._sandboxes:
            self._sandboxes[info.name] = sandbox(info, self._project, self._stack)
        return self._sandboxes[info.name]


def sandbox(info: ServiceInfo, project: Project, stack: ExitStack) -> str:
    """The address of the running sandbox, or of one with this service that lives as long as ``stack``.

    Raises:
        UsageError: the variable that names the running one makes no sense.
        PluginError: the service has no look-alike.
    """
    if url := environ.get(SANDBOX_URL, "").strip().rstrip("/"):
        if not re.fullmatch(r"http://(127\.0\.0\.1|localhost|\[::1\]):[0-9]{1,5}", url):
            raise UsageError(
                f"{SANDBOX_URL} is {url!r}, which is no sandbox's address.",
                hint="`exporter sandbox serve` prints the address to set; without the variable one is started.",
            )
        return url
    if info.sandbox is None:
        raise PluginError(f"{info.label} has no look-alike for the sandbox.")
    from exporter.sandbox import running  # noqa: PLC0415 - a web server that only the sandbox needs

    return stack.enter_context(running([info], state=project.state / "sandbox"))


def connected(
    info: BackendInfo,
    target: Target,
    secrets: Mapping[str, str],
    settings: Mapping[str, object],
    *,
    sandbox_url: str = "",
    folder: Path | None = None,
    turns: Turns | None = None,
    keep: Callable[[Mapping[str, str]], None] | None = None,
) -> Opened:
    """A target with a login; ``keep`` stores secrets that the service replaces, ``turns`` are those of its account.

    Raises:
        UsageError: a setting is wrong.
        LoginError: the login lacks what the settings ask for.
        PluginError: the client library is not there, or the plugin is broken.
    """
    if target.sandboxed and info.scratch is not None and folder is not None:
        settings = {**settings, **info.scratch(folder)}
    info = info.fit(secrets, settings)
    workers = width(info, settings, sandboxed=target.sandboxed)
    info = replace(info, limits=replace(info.limits, workers=workers))
    connection = Connection(
        info,
        secrets=secrets,
        settings=settings,
        sandbox_url=sandbox_url,
        folder=folder,
        ledger=ledger(info, secrets, None if target.sandboxed else state_folder()),
        turns=turns,
        keep=keep,
    )
    try:
        return Opened(target, info, connection, info.connect(connection))
    except ImportError as error:
        raise PluginError(
            f"The backend {info.name} cannot be used: {error}.",
            hint="Install its plugin again: it brings the client library that it needs.",
        ) from error
    except ExporterError:
        raise
    except Exception as error:
        message = f"The backend {info.name} failed to begin: {connection.redact(one_line(error))}."
        raise PluginError(message, hint=GUILTY) from error


def counted_as(info: BackendInfo, target: Target, secrets: Mapping[str, str]) -> object:
    """What two targets have in common whose requests the service counts together: the app, or else the login."""
    keys = info.login.counted or sorted(set(secrets) - info.login.public)
    return info.name, target.sandboxed, tuple(secrets.get(key, "") for key in keys)


def login_hint(info: BackendInfo, target: Target) -> str:
    """How to log in to a target, and how to try it without."""
    how = info.login.hint or f"Log in with `exporter login {target}`."
    if target.profile:
        variables = f"this profile's variables, whose names end in {target.variable_suffix}"
        how = f"Log in with `exporter login {target}`, or set {variables}."
    return (
        f"{how} To try it without an account, there is `{info.name}@sandbox`." if info.sandbox or info.scratch else how
    )
