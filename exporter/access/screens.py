"""Logins, checkups and what a job elsewhere needs, as text for a terminal and as JSON. Pure.

Text from services is untrusted: every piece of it goes through :func:`exporter.render.clean`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from exporter.errors import LoginError, NotAllowed, WaitLonger
from exporter.render import clean, error_json, local_time, plural

if TYPE_CHECKING:
    from exporter.access.checkup import Checkup
    from exporter.access.entry import LoggedIn, LoggedOut
    from exporter.backend import Account

ALIVE, SOON, WAIT, DEAD = ("✓", "green"), ("!", "yellow"), ("!", "magenta"), ("✗", "red")


# Logging in and out.


def logged_in(done: LoggedIn) -> RenderableType:
    """Whose login it is, how long it lives and where it is kept."""
    account = done.account
    lives = f"It lives {clean(lifetime(account))}. " if lifetime(account) else ""
    words = f"Logged in to {done.label} as {clean(account.name)}{way(account)}."
    return Group(Text(words, "bold"), Text(f"{lives}It is kept in {done.place}."))


def lifetime(account: Account) -> str:
    """Until when a login lives, in words; empty when nobody knows."""
    return f"until {account.expires}" if account.expires else account.lasts


def way(account: Account) -> str:
    """By which of several ways somebody is logged in."""
    return f", by {clean(account.way)}" if account.way else ""


def logged_in_json(done: LoggedIn) -> dict[str, object]:
    """The account, how long the login lives and where it is kept."""
    return {"target": str(done.target), **account_json(done.account), "kept": done.place}


def account_json(account: Account | None) -> dict[str, object]:
    """Who is logged in and until when; empty texts for nobody."""
    return {
        "account": account.name if account else "",
        "account_id": account.id if account else "",
        "way": account.way if account else "",
        "expires": account.expires if account else "",
        "lasts": account.lasts if account else "",
    }


def logged_out(done: LoggedOut) -> RenderableType:
    """What became of the login, and what stays."""
    return Group(*(Text(line) for line in _farewell(done)))


def _farewell(done: LoggedOut) -> Iterator[str]:
    if done.kept:
        where = f" and ended at {done.label}" if done.revoked else ""
        yield f"Logged out of {done.target}: the login is deleted{where}."
    elif not done.variables:
        yield f"Nobody is logged in to {done.label} ({done.target})."
    if done.problem is not None:
        yield f"{done.label} could not be told that it ends: {clean(done.problem.message)}"
    if done.variables:
        yield f"The environment still holds a login: {', '.join(done.variables)}. Remove what sets it."
    if done.kept and done.page and not done.revoked:
        yield f"{done.label} itself still lists the access; it can be ended at {done.page}."


def logged_out_json(done: LoggedOut) -> dict[str, object]:
    """What became of the login, and what stays."""
    return {
        "target": str(done.target),
        "deleted": done.kept,
        "revoked": done.revoked,
        "environment": list(done.variables),
        "page": done.page,
        "error": error_json(done.problem) if done.problem else None,
    }


def how_to_set(label: str, target: str, names: Sequence[str], caution: str = "") -> RenderableType:
    """How a job elsewhere gets these variables, and what to mind."""
    return Group(
        Text.assemble(("These are secrets. ", "bold yellow"), f"Whoever has them can act as you on {label}."),
        Text("Store each as a secret of the job, never in a file of the repository. On GitHub:"),
        *(Text(f"  gh secret set {name}", "cyan") for name in names),
        Text("or all at once, past the screen and the shell's history:"),
        Text(f"  exporter login {target} --print-env | gh secret set -f -", "cyan"),
        Text("Then give them to the job as environment variables of the same names."),
        Text("They are the same login as here: ending it here may end it there."),
        *([Text(caution, "bold yellow")] if caution else []),
    )


# Checkups.


def checkups(found: Sequence[Checkup]) -> RenderableType:
    """Every target with its login, its quotas and what to do next."""
    if not found:
        return Text("Nobody is logged in anywhere, and no playlist names a target. Log in: exporter login TARGET")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 1, 0))
    for column in ("mark", "target", "state"):
        table.add_column(column, overflow="fold", no_wrap=column != "state")
    for one in found:
        table.add_row(Text(*_mark(one)), Text(str(one.target), "bold"), Group(*_state(one)))
    return table


def _mark(one: Checkup) -> tuple[str, str]:
    if isinstance(one.error, WaitLonger):
        return WAIT
    if one.error is not None:
        return DEAD
    return SOON if one.ends_soon else ALIVE


def _state(one: Checkup) -> Iterator[Text]:
    if one.account is not None:
        yield Text(f"{one.label}: logged in as {clean(one.account.name)}{way(one.account)}")
        if words := _until(one):
            yield Text(words, "yellow" if one.ends_soon else "")
    if one.error is not None:
        yield Text(clean(one.error.message), "red" if one.exit_code else "yellow")
    for balance in one.quotas:
        left = f"{balance.left:,} of {balance.per_day:,} {clean(balance.quota)} are left"
        yield Text(f"{left} until {local_time(balance.resets)}", "" if balance.left else "yellow")
    if about := _about(one):
        yield Text(about, "dim")
    if advice := next_step(one):
        yield Text(f"→ {clean(advice)}", "cyan")


def _until(one: Checkup) -> str:
    words = lifetime(one.account) if one.account else ""
    left = f" ({plural(one.days, 'day')} left)" if one.days is not None and one.days >= 0 else ""
    return f"lives {clean(words)}{left}" if words else ""


def _about(one: Checkup) -> str:
    programs = " with ".join(filter(None, (clean(one.plugin), clean(one.library))))
    places = f"login from {' and '.join(one.places)}" if one.places else ""
    return ", ".join(filter(None, (programs, places)))


def next_step(one: Checkup) -> str:
    """What to do next, in one line; empty when there is nothing to do."""
    if isinstance(one.error, LoginError) and one.places == ():
        return f"exporter login {one.target}"
    if one.error is not None:
        return " ".join(one.error.hint.split())
    return f"exporter login {one.target}, before it ends" if one.ends_soon else ""


def checkups_json(found: Sequence[Checkup]) -> dict[str, object]:
    """Every target with its login, its quotas and what to do next."""
    return {"targets": [_checkup_json(one) for one in found]}


def _checkup_json(one: Checkup) -> dict[str, object]:
    return {
        "target": str(one.target),
        "service": one.label,
        "plugin": one.plugin,
        "library": one.library,
        "asked": one.asked,
        "login": login_state(one),
        "from": list(one.places or ()),
        **account_json(one.account),
        "days": one.days,
        "quota": [
            {
                "quota": balance.quota,
                "left": balance.left,
                "per_day": balance.per_day,
                "resets": balance.resets.isoformat(),
            }
            for balance in one.quotas
        ],
        "next": next_step(one),
        "error": error_json(one.error) if one.error else None,
    }


def login_state(one: Checkup) -> str:
    """``alive``, ``dead``, ``missing``, or ``unknown`` where it could not be asked."""
    if one.account is not None:
        return "alive"
    if isinstance(one.error, LoginError | NotAllowed):
        return "missing" if one.places == () else "dead"
    return "unknown"
