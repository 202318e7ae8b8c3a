"""The one seam to the network.

A :class:`Connection` is one login's door to one service. Each thread gets its own ``requests.Session`` from it, and
every request of every client library passes through :meth:`_Session.send`: timeout, pace, count, retry, redaction
and the redirect to the sandbox are there and nowhere else.

Reads are sent again after a failure; writes never are, because an answer that got lost may hide a write that was
applied. Whoever writes reads back instead (see ``sync/push.py``).
"""

from __future__ import annotations

import logging
import math
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random_exponential

from exporter.answers import Answers
from exporter.backend import Kind, Quota, ServiceInfo
from exporter.errors import ExporterError, ServiceError, Unreachable, WaitLonger
from exporter.quota import Ledger

__all__ = ["Connection", "json_of", "retry_after", "wait_longer", "width"]

logger = logging.getLogger("exporter.session")

TIMEOUT = (5.0, 30.0)
"""Seconds to wait for a connection and for each part of an answer (ytmusicapi's own session waits 30)."""
ATTEMPTS = 4
"""How often a read is sent at most. With the back-off below that bridges about ten seconds of trouble."""
PATIENCE = 60.0
"""The longest Retry-After, in seconds, that is waited for. Usual ones are 1 to 60; the next step is hours."""
SLACK = 1.04
"""How much further apart requests are sent than the pace says: they arrive less evenly than they are sent."""
SLOW = 1.0
"""Seconds that an answer takes on a slow day: with one such time's requests under way, the pace is kept even then."""
WIDEST = 16
"""Requests under way at once at most. The sandbox, which bears any pace, gets as many."""
SHORTEST_SECRET = 6
"""Characters below which a value is not masked: masking "a" would only garble every message."""
LONGEST_WAIT = 366 * 24 * 3600.0
"""Seconds of a Retry-After above which it is nonsense and not a wish."""

TROUBLE = frozenset({500, 502, 503, 504})
"""Answers of a service that is in trouble for the moment."""
CUT_OFF = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
LOST = (requests.ConnectionError, requests.Timeout, *CUT_OFF)
"""What ``requests`` raises when no whole answer came, which may pass."""


class Turns:
    """Whose turn it is, for everybody whose requests one service counts together.

    Turns are evenly spaced: a whole second's requests at once would trip a service that counts by rolling windows.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """The first turn is now."""
        self._clock = clock
        self._lock = threading.Lock()
        self._next = 0.0

    def take(self, per_second: float) -> float:
        """Take the next turn; the seconds until then."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + SLACK / per_second
        return turn - now


class Connection:
    """One login's door to one service.

    ``secrets`` are the login's (``refresh_token`` and the like); ``settings`` what the project's ``exporter.toml``
    says about the target; ``keep`` stores secrets that the service replaced; ``ledger`` has the books of the service's
    quotas; ``answers`` are what the service told before; ``turns`` are shared by the logins that the service counts
    together. With ``sandbox_url`` every request goes to the look-alike there. ``folder`` is where the plugin may keep
    what it can find out again (None: nowhere).

    ``meter`` hears what each request costs before it is sent (``requests``: 1, and units of quotas by their names), and
    may raise to keep it from being sent.
    """

    def __init__(  # noqa: PLR0913 - what a connection is made of, all by name
        self,
        info: ServiceInfo,
        *,
        secrets: Mapping[str, str] | None = None,
        settings: Mapping[str, object] | None = None,
        sandbox_url: str = "",
        folder: Path | None = None,
        ledger: Ledger | None = None,
        answers: Answers | None = None,
        turns: Turns | None = None,
        keep: Callable[[Mapping[str, str]], None] | None = None,
        warn: Callable[[str], None] = logger.warning,
        patience: float | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open nothing yet; the first request does."""
        self.info = info
        self.secrets = dict(secrets or {})
        self.settings = dict(settings or {})
        self.sandbox_url = sandbox_url.rstrip("/")
        self.folder = folder
        self.ledger = ledger or Ledger(info.quotas)
        self.answers = answers or Answers()
        self.warn = warn
        self.patience = _patience(self.settings) if patience is None else patience
        self._sleep = sleep
        self.counts: Counter[str] = Counter()
        self._keep = keep
        self._hidden: set[str] = set()
        self._lock = threading.Lock()
        self._local = threading.local()
        self._turns = turns or Turns(clock)
        self.meter: Callable[[Mapping[str, int]], None] = lambda _: None
        self._interrupted = threading.Event()
        for key, value in self.secrets.items():
            if key not in info.login.public:
                self.hide(value)

    def session(self) -> requests.Session:
        """This thread's own session; the same one every time."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = _Session(self)
        return session

    def sleep(self, seconds: float) -> None:
        """Wait; an interruption ends the wait.

        Raises:
            Unreachable: the run was interrupted.
        """
        if self._sleep is time.sleep:
            self._interrupted.wait(seconds)
        else:
            self._sleep(seconds)
        self.check_interrupted()

    def interrupt(self) -> None:
        """Let every thread that waits or is about to ask stop."""
        self._interrupted.set()

    def check_interrupted(self) -> None:
        """Raise when the run was interrupted."""
        if self._interrupted.is_set():
            raise Unreachable("Interrupted.", hint="Run the same command again; it goes on where it stopped.")

    def keep(self, secrets: Mapping[str, str]) -> None:
        """Remember secrets that the service gave us in place of older ones."""
        for key, value in secrets.items():
            if key not in self.info.login.public:
                self.hide(value)
        self.secrets.update(secrets)
        if self._keep is not None:
            self._keep(secrets)

    def hide(self, secret: str) -> None:
        """Mask this text wherever :meth:`redact` sees it, also as it is written in an address."""
        if len(secret) >= SHORTEST_SECRET:
            self._hidden.update((secret, quote(secret), quote(secret, safe=""), quote_plus(secret)))

    def redact(self, text: str) -> str:
        """``text`` without any of this login's secrets."""
        for secret in sorted(self._hidden, key=len, reverse=True):
            text = text.replace(secret, "[hidden]")
        return text

    def count(self, what: str) -> None:
        """Count one request (by its kind), or one retry."""
        with self._lock:
            self.counts[what] += 1

    def book(self, method: str, url: str) -> None:
        """Book what a request costs of the run's budget and of the service's quotas.

        Raises:
            WaitLonger: it does not fit into what is left today, or of the run.
        """
        method, url = method.upper(), self.service_url(url)
        self.meter({**self.ledger.costs(method, url), "requests": 1})
        quota = self.ledger.book(method, url)
        if quota is not None:
            raise self._used_up(quota)

    def used_up(self, name: str) -> WaitLonger:
        """The error for a quota of which the service says that nothing is left today; the books know from now on."""
        return self._used_up(self.ledger.exhaust(name))

    def _used_up(self, quota: Quota) -> WaitLonger:
        return wait_longer(self.info.label, self.ledger.seconds_to_reset(quota), f"has no {quota.name} left for today")

    def pace(self) -> None:
        """Wait for this request's turn. The sandbox bears any pace, unless the settings name one."""
        per_second = self._per_second()
        seconds = self._turns.take(per_second) if per_second else 0.0
        if seconds > 0:
            self.sleep(seconds)

    def _per_second(self) -> float | None:
        return _set_pace(self.settings) or (None if self.sandbox_url else self.info.limits.per_second)

    @property
    def per_second(self) -> float | None:
        """The requests a second that are sent at most; None: as many as there are."""
        return self._per_second()

    def kind(self, method: str, url: str) -> Kind:
        """What a request is for; the plugin knows its service's addresses."""
        return self.info.kind_of(method.upper(), self.service_url(url))

    def reaches(self, url: str) -> bool:
        """Whether requests may go to ``url``: only to the service's own addresses, and to its sandbox."""
        return any(base and _under(url, base.rstrip("/")) for base in (*self.info.hosts, self.sandbox_url))

    def service_url(self, url: str) -> str:
        """The address on the real service that a sandbox address stands for."""
        for host, path in self.info.hosts.items():
            if self.sandbox_url and _under(url, self.sandbox_url + path):
                return host.rstrip("/") + url[len(self.sandbox_url + path) :]
        return url

    def sandboxed(self, url: str) -> str:
        """The address in the sandbox that stands for one on the real service."""
        for host, path in self.info.hosts.items():
            if self.sandbox_url and _under(url, host.rstrip("/")):
                return self.sandbox_url + path + url[len(host.rstrip("/")) :]
        return url


def width(info: ServiceInfo, settings: Mapping[str, object], *, sandboxed: bool) -> int:
    """How many searches may be under way at once: as many as keep the pace while answers are slow.

    At the service's usual pace that is what the plugin says. A pace that the settings name takes as many as it needs.
    """
    pace = _set_pace(settings)
    if pace is None:
        return max(WIDEST, info.limits.workers) if sandboxed else info.limits.workers
    return max(info.limits.workers, min(WIDEST, math.ceil(pace * SLOW)))


def _patience(settings: Mapping[str, object]) -> float:
    """The longest wait (s) that the settings allow."""
    patience = settings.get("patience")
    return float(patience) if isinstance(patience, int | float) else PATIENCE


def _set_pace(settings: Mapping[str, object]) -> float | None:
    """The requests a second that the settings name, if they do."""
    pace = settings.get("requests_per_second")
    return float(pace) if isinstance(pace, int | float) and pace > 0 else None


def _under(url: str, base: str) -> bool:
    """Whether ``url`` is ``base`` itself or lies below it (a longer host name does not count)."""
    return url == base or url.startswith((base + "/", base + "?"))


def _host(url: str) -> str:
    """The host's name for a message; the rest of an address may hold secrets."""
    try:
        return urlsplit(url).hostname or "no host"
    except ValueError:
        return "no host"


class _Again(Exception):  # noqa: N818 - a signal between send and its retrying, never seen outside
    """A read that failed in a way that may pass."""

    def __init__(
        self, cause: requests.Response | requests.RequestException, seconds: float | None = None, pause: float = 0.0
    ) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.seconds, self.pause = seconds, pause


class _Session(requests.Session):
    """A ``requests.Session`` that keeps the rules of this module."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection
        self.auth = _as_it_is  # otherwise requests puts what ~/.netrc says in place of a client's own login
        self.adapters.clear()
        for base in filter(None, (*connection.info.hosts, connection.sandbox_url)):
            self.mount(base.rstrip("/"), _Redirect(connection))

    def get_adapter(self, url: str | bytes) -> BaseAdapter:
        """Only the service itself is reachable, so that a forged address in an answer gets no token from us."""
        address = url if isinstance(url, str) else url.decode()
        if not self._connection.reaches(address):
            raise ServiceError(
                f"A request to {_host(address)} was refused: {self._connection.info.label} has no such address.",
                hint="Nothing was sent there. Machines in data centres are often sent to a captcha; if it is none, and "
                "the service has moved, a newer version of its plugin may know.",
            )
        return super().get_adapter(address)

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """What a redirect to another host must not carry; requests would also put in what ~/.netrc says."""
        old, new = response.request.url or "", prepared_request.url or ""
        if self.should_strip_auth(old, new):  # type: ignore[no-untyped-call]  # types-requests does not know it
            prepared_request.headers.pop("Authorization", None)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.get_adapter(request.url or "")  # refuses before anything is counted or waited for
        kwargs["timeout"] = kwargs.get("timeout") or TIMEOUT
        kind = self._connection.kind(request.method or "GET", request.url or "")
        if kind is Kind.WRITE:
            return self._once(request, kind, **kwargs)
        retrying = Retrying(
            stop=self._stop,
            wait=_wait,
            retry=retry_if_exception_type(_Again),
            sleep=self._connection.sleep,
            before_sleep=self._before_sleep,
            reraise=True,
        )
        try:
            return retrying(self._once, request, kind, **kwargs)
        except _Again as again:
            return self._give_up(request, again)

    def _once(self, request: requests.PreparedRequest, kind: Kind, **kwargs: Any) -> requests.Response:
        self._connection.check_interrupted()
        self._connection.book(request.method or "GET", request.url or "")
        self._connection.pace()
        self._connection.count(kind)
        began = time.monotonic()
        try:
            response = super().send(request, **kwargs)
        except LOST as error:
            self._log(request, kind, type(error).__name__, began)
            if kind is Kind.WRITE:
                raise self._unreachable(request, error) from error
            raise _Again(error) from error
        except (requests.RequestException, ValueError) as error:  # an address that cannot be followed, for one
            self._log(request, kind, type(error).__name__, began)
            message = f"{self._connection.info.label} gave an answer that cannot be used ({type(error).__name__})."
            raise ServiceError(message, hint="This usually passes; run the same command again.") from error
        except ExporterError as error:  # what a client's own hook read in the answer
            self._log(request, kind, type(error).__name__, began)
            raise
        self._log(request, kind, str(response.status_code), began)
        self._ask_again_later(response, kind)
        return response

    def _ask_again_later(self, response: requests.Response, kind: Kind) -> None:
        """Raise when the service has had enough requests, or when a read may go better the next time."""
        throttled = response.status_code in self._connection.info.busy
        # What a redirect led to has been asked for often enough, each time by this same way.
        in_trouble = response.status_code in TROUBLE and kind is not Kind.WRITE and not response.history
        if not (throttled or in_trouble):
            return
        seconds = retry_after(response) or None  # 0 is no reason to hurry; the back-off decides
        if (throttled and kind is Kind.WRITE) or (seconds or 0) > self._connection.patience:
            raise wait_longer(self._connection.info.label, seconds, ENOUGH if throttled else "is out of order for now")
        raise _Again(response, seconds, self._connection.info.limits.pause if throttled else 0.0)

    def _stop(self, state: RetryCallState) -> bool:
        """Whether it was tried often enough: where pauses grow, until the next one would take all patience."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _Again) and error.pause:
            return state.idle_for + state.upcoming_sleep > self._connection.patience
        return state.attempt_number >= ATTEMPTS

    def _before_sleep(self, state: RetryCallState) -> None:
        self._connection.count("retried")
        seconds = state.next_action.sleep if state.next_action else 0
        logger.info("%s: asking again in %.1f s", self._connection.info.label, seconds)

    def _give_up(self, request: requests.PreparedRequest, again: _Again) -> requests.Response:
        if isinstance(again.cause, requests.RequestException):
            raise self._unreachable(request, again.cause) from again.cause
        if again.cause.status_code in self._connection.info.busy:
            raise wait_longer(self._connection.info.label, again.seconds)
        return again.cause

    def _unreachable(self, request: requests.PreparedRequest, error: requests.RequestException) -> Unreachable:
        what = "cannot be reached"
        if isinstance(error, requests.Timeout):
            what = "did not answer in time"
        elif isinstance(error, CUT_OFF):
            what = "broke off its answer"
        return Unreachable(
            f"{self._connection.info.label} {what} ({_host(request.url or '')}).",
            hint="Check the network and run the same command again; it goes on where it stopped.",
        )

    def _log(self, request: requests.PreparedRequest, kind: Kind, outcome: str, began: float) -> None:
        if logger.isEnabledFor(logging.INFO):
            parts = urlsplit(request.url or "")
            where = parts.path + (f"?{parts.query}" if parts.query else "")
            line = f"{kind} {request.method} {where} -> {outcome} ({time.monotonic() - began:.2f} s)"
            logger.info("%s", self._connection.redact(line))


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class _Redirect(HTTPAdapter):
    """Sends a request for the service to the sandbox instead, when there is one."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        if self._connection.sandbox_url:
            request.url = self._connection.sandboxed(request.url or "")
            kwargs["proxies"] = {}  # a proxy knows the way to the service, not to this machine
        return super().send(request, *args, **kwargs)


_backoff = wait_random_exponential(multiplier=0.5, max=8)


def _wait(state: RetryCallState) -> float:
    """What the service asked for, else a random time under 0.5, 1, 2 ... seconds; never under its growing pause."""
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, _Again):
        return _backoff(state)
    least: float = error.pause * 2 ** (state.attempt_number - 1)
    return max(least, error.seconds if error.seconds is not None else _backoff(state))


def retry_after(response: requests.Response) -> float | None:
    """Seconds to wait by the ``Retry-After`` header (a number or a date, RFC 9110 10.2.3), None without sense."""
    text = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        seconds = float(text)
    else:
        try:
            seconds = max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
        except (ValueError, TypeError, OverflowError):
            return None
    return seconds if seconds <= LONGEST_WAIT else None


ENOUGH = "has had enough requests for now"


def wait_longer(label: str, seconds: float | None, why: str = ENOUGH) -> WaitLonger:
    """The error that says when to come back, in words and local time."""
    if seconds is None:
        return WaitLonger(f"{label} {why}.", hint="Run the same command again later; nothing is lost.")
    moment = datetime.fromtimestamp(math.ceil((time.time() + seconds) / 60) * 60).astimezone()
    return WaitLonger(
        f"{label} {why}. It asks to wait {_duration(seconds)}.",
        seconds=seconds,
        hint=f"Run the same command again after {moment:%Y-%m-%d %H:%M %Z}; nothing is lost.",
    )


def _duration(seconds: float) -> str:
    units = (("second", 1, 100), ("minute", 60, 7200), ("hour", 3600, math.inf))
    unit, size = next((unit, size) for unit, size, most in units if seconds < most)
    count = max(1, round(seconds / size))
    return f"{count} {unit}{'' if count == 1 else 's'}"


def json_of(response: requests.Response, label: str) -> Any:
    """The JSON of an answer.

    Raises:
        ServiceError: it is something else (a proxy's page, a cut answer).
    """
    try:
        return response.json()
    except (requests.exceptions.JSONDecodeError, RecursionError) as error:
        message = f"{label} answered {response.status_code} with something that is not JSON."
        raise ServiceError(message, hint="This usually passes; run the same command again.") from error
