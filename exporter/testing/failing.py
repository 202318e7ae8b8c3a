"""What a backend does when its service fails, and what it never tells."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from exporter.backend import Backend
from exporter.errors import Bug, ExporterError, LoginError, WaitLonger
from exporter.model import Add, Remote
from exporter.testing.finding import asks
from exporter.testing.keeping import found
from exporter.testing.service import Bench, Service, settled
from exporter.testing.telling import broken, expect, promised, shown

NO_ANSWER = ("500=1", "503=1,retry_after=none", "html=1", "cut=1", "empty=1", "timeout=1,hang=0")
"""What is no answer to any question: the service is in trouble, or its answer did not arrive whole."""
REFUSALS = ("400=1", "401=1", "403=1", "404=1", "409=1", "429=1,retry_after=none", "502=1")
LOGGED_OUT = "401=1,only=read|search|write"
"""The service itself refuses the login; its login service, if it has one, does not."""
HOURS = 50_000.0
"""Seconds that a service asks to wait, longer than anybody would in a run."""
LOST = ("lost=1,only=write,times=1", "late=1,only=write,times=1")
"""The write is applied; its answer never arrives, or is a proxy's 502."""


class Failing(Bench):
    """Promises about what goes wrong."""

    @promised("could-not-ask")
    def test_could_not_ask_is_no_answer(self, service: Service, remote: Remote) -> None:
        """Whatever is asked, and however it fails."""
        for spec in NO_ANSWER:
            for name, ask in asks(service, service.connect(), remote.id).items():
                with service.under(spec):
                    try:
                        answer = ask()
                    except ExporterError:
                        continue
                broken(f"{name}() gave {shown(answer)} while every request met {spec!r}")

    @promised("errors-ours")
    def test_whatever_goes_wrong_is_one_of_our_errors(self, service: Service, remote: Remote) -> None:
        """In every method."""
        for spec in (*REFUSALS, *NO_ANSWER):
            writes_alone = spec in NO_ANSWER  # what was asked under it is another promise's: could-not-ask
            for name, call in _writes(service, remote) if writes_alone else _calls(service, remote):
                with service.under(spec):
                    error = _error_of(call)
                if error is not None and (isinstance(error, Bug) or not isinstance(error, ExporterError)):
                    broken(f"{name}() raised {shown(error)} while every request met {spec!r}")
                if error is not None and not str(error).strip():
                    broken(f"{name}() raised a {type(error).__name__} that says nothing, while requests met {spec!r}")

    @promised("errors-login")
    def test_a_refused_login_is_said_to_be_one(self, service: Service) -> None:
        """So that nobody looks for another cause."""
        backend = service.connect()
        with service.under(LOGGED_OUT):
            error = _error_of(backend.account)
        if not isinstance(error, LoginError):
            broken(f"account() raised {shown(error)} while every request was answered 401")

    @promised("errors-wait")
    def test_a_long_wait_is_said_with_its_length(self, service: Service, remote: Remote) -> None:
        """Nobody sleeps through it, and nobody asks again before."""
        for name, call in _calls(service, remote):
            with service.under(f"429=1,retry_after={HOURS:.0f}"):
                error = _error_of(call)
            if not (isinstance(error, WaitLonger) and error.seconds and abs(error.seconds - HOURS) <= 1):
                broken(f"{name}() raised {shown(error)} when it was told to wait {HOURS:.0f} seconds")

    @promised("lost-answer")
    @pytest.mark.parametrize("spec", LOST, ids=["lost", "late"])
    def test_an_edit_whose_answer_is_lost_was_sent_once(
        self, service: Service, backend: Backend, remote: Remote, spec: str
    ) -> None:
        """Whoever wrote reads back."""
        rows, before = settled(service, backend, remote), service.writes()
        with service.under(spec), suppress(ExporterError):
            backend.apply(remote.id, Add(1, (service.track_ids[1],)))
        expect(f"the number of writing requests of Add under {spec!r}", service.writes() - before, 1)
        expect("what was read afterwards", backend.read(remote.id).ids, (*rows, service.track_ids[1]))

    @promised("lost-playlist")
    @pytest.mark.parametrize("spec", LOST, ids=["lost", "late"])
    def test_a_playlist_whose_making_got_no_answer_was_made_once(
        self, service: Service, backend: Backend, spec: str
    ) -> None:
        """Whoever made it looks for it."""
        before = service.writes()
        with service.under(spec), suppress(ExporterError):
            backend.create("Lost", "", public=False)
        expect(f"the number of writing requests of create() under {spec!r}", service.writes() - before, 1)
        expect("the number of playlists of its name", len(found(service, backend, "Lost")), 1)

    @promised("goes-on")
    def test_a_backend_goes_on_when_its_service_does(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Asking and writing, after everything failed."""
        rows = settled(service, backend, remote)
        for spec in ("503=1,retry_after=none", "html=1", "timeout=1,hang=0"):
            for _, call in _calls(service, remote, backend):
                with service.under(spec):
                    _error_of(call)
            for name, ask in asks(service, backend, remote.id).items():
                if error := _error_of(ask):
                    broken(f"{name}() raised {shown(error)} when {spec!r} was over")
            expect("what was read", backend.read(remote.id).ids, tuple(rows))

    @promised("secrets")
    def test_no_secret_gets_into_logs_and_errors(
        self, service: Service, remote: Remote, caplog: pytest.LogCaptureFixture
    ) -> None:
        """At the most talkative level, in good weather and in bad."""
        if service.secrets is None:
            pytest.skip("Nothing to look for: let Service.secrets give what must show nowhere (`sandboxed` does).")
        errors: list[BaseException] = []
        with caplog.at_level(logging.DEBUG):
            for spec in ("", "401=1", "html=1"):
                for _, call in _calls(service, remote):
                    with service.under(spec):
                        errors += filter(None, [_error_of(call)])
        told = [record.getMessage() for record in caplog.records if _is_ours(record, service)]
        told += [f"{error} {getattr(error, 'hint', '')}" for error in errors]
        for secret in service.secrets():
            if leaks := [line for line in told if secret in line]:
                broken(f"the secret {secret[:3]}... stands in {shown(leaks[0].replace(secret, '[the secret]'))}")

    @promised("silence")
    def test_nothing_is_printed(self, service: Service, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
        """Neither when all goes well nor when it does not."""
        for spec in ("", "500=1") if service.weather else ("",):
            for name, call in _calls(service, remote):
                if spec:
                    with service.under(spec):
                        _error_of(call)
                else:
                    _error_of(call)
                out, err = capsys.readouterr()
                if out or err:
                    broken(f"{name}() printed {shown(out or err)}")


Calls = Iterator[tuple[str, Callable[[], object]]]


def _calls(service: Service, remote: Remote, backend: Backend | None = None) -> Calls:
    """Every method of a backend that was just opened (or of this one), each ready to be called."""
    backend = backend or service.connect()
    yield from asks(service, backend, remote.id).items()
    yield from _writes(service, remote, backend)


def _writes(service: Service, remote: Remote, backend: Backend | None = None) -> Calls:
    """The two that write."""
    backend = backend or service.connect()
    yield "create", lambda: backend.create("Contract again", "", public=False)
    yield "apply", lambda: backend.apply(remote.id, Add(0, (service.track_ids[0],)))


def _error_of(call: Callable[[], object]) -> Exception | None:
    try:
        call()
    except Exception as error:  # noqa: BLE001 - which one it is, is the question
        return error
    return None


def _is_ours(record: logging.LogRecord, service: Service) -> bool:
    """Whether exporter writes this record down: its own and the plugin's, not those of a client library."""
    return record.name.partition(".")[0] in {"exporter", service.info.connect.__module__.partition(".")[0]}
