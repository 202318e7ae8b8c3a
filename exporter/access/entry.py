"""Logging in and out: the way that a person chooses, the proof that it works, and what stays afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exporter import logins, vault
from exporter.backend import Account, BackendInfo, Dialogue, Method
from exporter.errors import ExporterError, LoginError, UsageError
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.session import Connection
from exporter.suggest import did_you_mean
from exporter.targets import connected


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants to log in: by which ``method`` (empty: to be asked), and what is no secret of it.

    ``keyring`` says whether the login is to lie in the system's keyring; None: where the last one does.
    """

    method: str = ""
    client_id: str = ""
    keyring: bool | None = None


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A login that works: whose it is, and in which ``place`` (words) it is kept."""

    target: Target
    label: str
    account: Account
    place: str


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """What became of a login: whether one was ``kept``, and whether the service ended it (``revoked``).

    ``problem`` is why it could not; ``variables`` are those of the environment that hold a login still; ``page`` is
    where the account's owner ends the access of apps.
    """

    target: Target
    label: str
    kept: bool = False
    revoked: bool = False
    problem: ExporterError | None = None
    variables: tuple[str, ...] = ()
    page: str = ""


def is_logged_in(info: BackendInfo, target: Target) -> bool:
    """Whether there is a login of one's own for a target; whether it is alive is not asked."""
    return not target.sandboxed and logins.is_login(info, logins.secrets_of(info, target))


def log_in(project: Project, info: BackendInfo, target: Target, dialogue: Dialogue, wish: Wish) -> LoggedIn:
    """Walk a person through a login. Nothing is kept before the service has said who they are.

    Raises:
        UsageError: there is no such way to log in, or a setting of the target is wrong.
        ExporterError: it did not work out.
    """
    method = _chosen(info, target, wish.method, dialogue)
    if wish.keyring:
        vault.check_keyring(target)
    settings = project.target_settings(target)
    before = logins.before(info, target) | ({"client_id": wish.client_id} if wish.client_id else {})
    new = method.login(Connection(info, secrets=before, settings=settings), dialogue)
    opened = connected(info, target, logins.as_if_kept(info, target, new), settings)
    account = opened.backend.account()
    as_now = {key: opened.connection.secrets.get(key, value) for key, value in new.items()}
    logins.keep(info, target, as_now, anew=True, keyring=wish.keyring)
    return LoggedIn(target, info.label, account, logins.place_of(target))


def _chosen(info: BackendInfo, target: Target, name: str, dialogue: Dialogue) -> Method:
    methods = {method.name: method for method in info.login.methods}
    if target.sandboxed:
        raise UsageError("The sandbox needs no login.", hint=f"exporter push NAME --to {target}")
    if not info.login.needed:
        raise UsageError(f"{info.label} needs no login.", hint=f"exporter push NAME --to {target}")
    if not methods:
        raise UsageError(f"{info.label} has no interactive login.", hint=info.login.hint)
    if name:
        if name not in methods:
            known = did_you_mean(name, methods) or f"There are: {', '.join(methods)}."
            raise UsageError(f"{info.label} has no login called {name!r}.", hint=known)
        return methods[name]
    return _asked(info, dialogue) if len(methods) > 1 else info.login.methods[0]


def _asked(info: BackendInfo, dialogue: Dialogue) -> Method:
    methods = info.login.methods
    width = max(len(method.name) for method in methods)
    lines = [f"  {number}  {method.name:<{width}}  {method.words}" for number, method in enumerate(methods, start=1)]
    dialogue.say("\n".join([f"There are {len(methods)} ways to log in to {info.label}:", *lines]))
    while True:
        try:
            answer = dialogue.ask("Which one? A number, or Enter for the first").strip()
        except LoginError as error:
            named = " or ".join(f"--method {method.name}" for method in methods)
            raise LoginError(f"{info.label} has several ways to log in.", hint=f"Name one: {named}") from error
        if found := _meant(methods, answer or "1"):
            return found
        dialogue.say(f"{answer} is none of them.")


def _meant(methods: Sequence[Method], answer: str) -> Method | None:
    named = {str(number): method for number, method in enumerate(methods, start=1)}
    return (named | {method.name: method for method in methods}).get(answer)


def log_out(project: Project, plugins: Plugins, target: Target) -> LoggedOut:
    """End a login and forget it. One that only the environment holds stays as it is.

    Raises:
        UsageError, PluginError: there is no such backend, or its plugin is broken.
        LoginError: the system's keyring does not let it go.
    """
    info = plugins.backend(target.backend)
    if target.sandboxed:
        raise UsageError("The sandbox needs no login, so there is none to end.")
    revoked, problem = _revoked(project, info, target)
    kept = vault.erase(target)
    variables = logins.variables_set(info, target)
    return LoggedOut(target, info.label, kept, revoked, problem, variables, info.login.page)


def _revoked(project: Project, info: BackendInfo, target: Target) -> tuple[bool, ExporterError | None]:
    """Whether the service ended the login that is kept, and why it could not. A dead one has ended already."""
    try:
        secrets = logins.kept_secrets(info, target)
        if not secrets or info.login.revoke is None:
            return False, None
        connection = Connection(info, secrets=secrets, settings=project.target_settings(target))
        return info.login.revoke(connection), None
    except LoginError:
        return False, None
    except ExporterError as error:
        return False, error
