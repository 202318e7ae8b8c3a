"""A look at targets before any work: is the plugin there, is the login alive, as whom, until when, what is left.

Nothing is written to any service. Each login is proved by a request that a guest cannot get answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from exporter import clock, logins
from exporter.backend import Account, BackendInfo
from exporter.errors import (
    ExporterError,
    FileError,
    LoginError,
    NotAllowed,
    PluginError,
    Problem,
    UsageError,
    WaitLonger,
)
from exporter.face import SOON
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.quota import Balance
from exporter.targets import Opened, Targets

WORST_FIRST = (LoginError.exit_code, PluginError.exit_code, WaitLonger.exit_code)


@dataclass(frozen=True, slots=True)
class Checkup:
    """How a target fares. ``error`` is what stands in the way; without one ``account`` is who is logged in.

    ``asked`` says that somebody relies on it: it was named, or is among a playlist's targets. ``places`` are where the
    login comes from, in words (None: that could not be read); ``days`` is how long it lives, where that is known.
    """

    target: Target
    asked: bool
    label: str = ""
    plugin: str = ""
    library: str = ""
    places: tuple[str, ...] | None = None
    account: Account | None = None
    days: int | None = None
    quotas: tuple[Balance, ...] = ()
    error: ExporterError | None = None

    @property
    def ends_soon(self) -> bool:
        """Whether it is time to log in again."""
        return self.days is not None and self.days < SOON

    @property
    def exit_code(self) -> int:
        """What this target means for the whole: 0 where nothing is wrong, or nobody relies on it."""
        lacks_login = isinstance(self.error, LoginError | NotAllowed)
        return 0 if self.error is None or (lacks_login and not self.asked) else self.error.exit_code


def exit_code(checkups: Sequence[Checkup]) -> int:
    """4 for a dead or missing login that somebody relies on, 1 for what else is broken, 5 for a service to wait for."""
    codes = {checkup.exit_code for checkup in checkups}
    return next((code for code in WORST_FIRST if code in codes), max(codes, default=0))


def check_up(project: Project, plugins: Plugins, named: Sequence[Target]) -> tuple[Checkup, ...]:
    """Look at the targets that were ``named``, or at all that have a login or stand in the project's files.

    Raises:
        UsageError: a target was named whose backend is not installed.
        FileError: a playlist cannot be read, so that its targets are not known.
    """
    for unknown in (target.backend for target in named if target.backend not in plugins.names()):
        plugins.backend(unknown)
    relied_on = frozenset(named) or _of_playlists(project)
    others = () if named else (*_of_settings(project), *logins.present(_backends(plugins)))
    found = dict.fromkeys((*(named or sorted(relied_on, key=str)), *others))
    today = clock.today()
    with Targets(project, plugins) as opened:
        return tuple(_check(target, plugins, opened, today, asked=target in relied_on) for target in found)


def _of_playlists(project: Project) -> frozenset[Target]:
    """The targets that playlists name; the problems of all files at once."""
    found: set[Target] = set()
    problems: list[Problem] = []
    for name in project.playlists():
        try:
            found.update(map(Target.parse, project.load(name).targets))
        except FileError as error:
            problems += error.problems
    if problems:
        raise FileError(problems)
    return frozenset(found)


def _of_settings(project: Project) -> tuple[Target, ...]:
    return tuple(map(Target.parse, sorted(project.settings)))


def _backends(plugins: Plugins) -> tuple[BackendInfo, ...]:
    return tuple(info for found in plugins.all() for info in found.backends)


def _check(target: Target, plugins: Plugins, targets: Targets, today: date, *, asked: bool) -> Checkup:
    checkup = Checkup(target, asked)
    try:
        checkup = _with_plugin(checkup, plugins)
        info = plugins.backend(target.backend)
        checkup = replace(checkup, places=logins.places(info, target))
        return _asked(checkup, targets.open(target), today)
    except UsageError as error:
        return replace(checkup, error=_not_installed(target, plugins, error))
    except ExporterError as error:
        return replace(checkup, error=error)


def _asked(checkup: Checkup, opened: Opened, today: date) -> Checkup:
    """Ask who is logged in. The question costs something itself, and a refusal may tell that nothing is left."""
    ledger = opened.connection.ledger
    try:
        account = opened.backend.account()
    except ExporterError as error:
        return replace(checkup, quotas=ledger.balances(), error=error)
    return replace(checkup, account=account, days=_days(account, today), quotas=ledger.balances())


def _with_plugin(checkup: Checkup, plugins: Plugins) -> Checkup:
    info = plugins.backend(checkup.target.backend)
    return replace(checkup, label=info.label, plugin=plugins.origin(info.name), library=_library(info))


def _library(info: BackendInfo) -> str:
    if not info.library:
        return ""
    try:
        return f"{info.library} {version(info.library)}"
    except PackageNotFoundError as error:
        raise PluginError(
            f"{info.library}, which speaks to {info.label}, is not installed.",
            hint=f'pip install "playlist-exporter[{info.name}]"',
        ) from error


def _days(account: Account, today: date) -> int | None:
    try:
        return (date.fromisoformat(account.expires) - today).days
    except ValueError:
        return None


def _not_installed(target: Target, plugins: Plugins, error: UsageError) -> ExporterError:
    """A playlist may name a service whose plugin is not there; other mistakes are told as they are."""
    if target.backend in plugins.names():
        return error
    hint = f'pip install "playlist-exporter[{target.backend}]", or take it out of the files.'
    return PluginError(f"There is no plugin for {target.backend}.", hint=hint)
