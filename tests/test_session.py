"""The seam to the network, over real HTTP against a server on this machine that answers as it is told."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from exporter.backend import BackendInfo, Kind, Limits, Login
from exporter.errors import Deferred, ExporterError, ServiceError, Unreachable, WaitLonger
from exporter.session import LONGEST_WAIT, SLACK, WIDEST, Connection, Turns, json_of, retry_after, wait_longer, width

API, ACCOUNTS = "https://api.example.test/v1", "https://accounts.example.test"
HOSTS = {API: "/example/v1", ACCOUNTS: "/example/accounts"}
SECRET = "s3cret/with+odd=signs"
WAYS_TO_FAIL = ["429", "500", "502", "503", "504", "dropped", "cut", "garbled", "stalled"]


@dataclass(frozen=True)
class Answer:
    """``how``: whole, dropped (no answer), cut (half an answer), stalled (no answer for a while)."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    how: str = "whole"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Server:
    """Gives the answers it was told, in order; then 200."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Request] = []
        self.over = threading.Event()
        self._answers: deque[Answer] = deque()

    def say(self, *answers: Answer) -> None:
        self._answers.extend(answers)

    def take(self, request: Request) -> Answer:
        self.requests.append(request)
        return self._answers.popleft() if self._answers else Answer()

    @property
    def lines(self) -> list[str]:
        return [f"{request.method} {request.path}" for request in self.requests]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_of_test: Server

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.server_of_test.take(Request(self.command, self.path, dict(self.headers.items()), body))
        self.close_connection = answer.how != "whole"
        if answer.how == "stalled":
            self.server_of_test.over.wait(5)
        if answer.how in {"stalled", "dropped"}:
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + (10 if answer.how == "cut" else 0)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - http.server's names

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    class Handler(_Handler):
        pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Handler.server_of_test = Server(f"http://127.0.0.1:{http.server_address[1]}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        http.shutdown()
        thread.join()
        http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    with serving() as server:
        yield server


def kind_of(method: str, url: str) -> Kind:
    if url.startswith(ACCOUNTS):
        return Kind.AUTH
    if method != "GET":
        return Kind.WRITE
    return Kind.SEARCH if "/search" in url else Kind.READ


def info_for(hosts: Mapping[str, str], **more: Any) -> BackendInfo:
    def connect(_: Connection) -> Any:
        raise NotImplementedError

    login = Login(public=frozenset({"client_id"}))
    return BackendInfo(
        name="example", label="Example", connect=connect, hosts=hosts, kind_of=kind_of, login=login, **more
    )


class Bench:
    """A connection whose service is the server, by way of the sandbox redirect; it does not really sleep."""

    def __init__(self, server: Server, **more: Any) -> None:
        self.slept: list[float] = []
        self.connection = Connection(info_for(HOSTS), sandbox_url=server.url, sleep=self.slept.append, **more)
        self.session = self.connection.session()

    @property
    def counts(self) -> Counter[str]:
        return self.connection.counts


@pytest.fixture
def bench(server: Server) -> Bench:
    return Bench(server, secrets={"token": SECRET, "client_id": "public-client-id"})


def answer(way: str) -> Answer:
    if way.isdecimal():
        return Answer(int(way))
    if way == "garbled":
        return Answer(headers={"Content-Encoding": "gzip"}, body=b"this is not gzip")
    return Answer(how=way)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits the real half minute for an answer in a test."""
    monkeypatch.setattr("exporter.session.TIMEOUT", (1.0, 0.1))


def closed_port() -> str:
    with serving() as server:
        return server.url


# Reads are asked again.


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("way", WAYS_TO_FAIL)
@pytest.mark.parametrize("path", ["/me", "/search?q=x"])
def test_reads_and_searches_are_asked_again_after_trouble(server: Server, bench: Bench, way: str, path: str) -> None:
    server.say(answer(way), answer(way))
    assert bench.session.get(API + path).status_code == 200
    assert len(server.requests) == 3
    assert bench.counts["retried"] == len(bench.slept) == 2


def test_asking_again_backs_off_and_does_not_go_on_for_ever(server: Server, bench: Bench) -> None:
    server.say(*[answer("503")] * 9)
    assert bench.session.get(f"{API}/me").status_code == 503
    assert len(server.requests) == 4
    assert [slept <= most for slept, most in zip(bench.slept, (0.5, 1.0, 2.0), strict=True)] == [True] * 3


def test_a_login_is_asked_again_too_for_it_writes_nothing(server: Server, bench: Bench) -> None:
    server.say(answer("dropped"))
    assert bench.session.post(f"{ACCOUNTS}/token").status_code == 200
    assert bench.counts == {"auth": 2, "retried": 1}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("way", "words"),
    [("dropped", "cannot be reached"), ("cut", "broke off its answer"), ("stalled", "did not answer in time")],
)
def test_an_answer_that_never_comes_is_unreachable(server: Server, bench: Bench, way: str, words: str) -> None:
    server.say(*[answer(way)] * 4)
    with pytest.raises(Unreachable, match=rf"^Example {words} \(127\.0\.0\.1\)\.$") as caught:
        bench.session.get(f"{API}/me", params={"access_token": SECRET})
    assert caught.value.hint
    assert len(server.requests) == 4


def test_a_service_that_is_not_there_is_unreachable() -> None:
    slept: list[float] = []
    connection = Connection(info_for(HOSTS), sandbox_url=closed_port(), sleep=slept.append)
    with pytest.raises(Unreachable) as caught:
        connection.session().get(f"{API}/me")
    assert caught.value.exit_code == 1
    assert connection.counts == {"read": 4, "retried": 3}


@pytest.mark.usefixtures("impatient")
def test_a_client_library_that_passes_no_timeout_gets_one(server: Server, bench: Bench) -> None:
    server.say(*[answer("stalled")] * 4)
    with pytest.raises(Unreachable, match="in time"):
        bench.session.get(f"{API}/me", timeout=None)


def test_a_client_library_may_be_less_patient(server: Server, bench: Bench) -> None:
    server.say(*[answer("stalled")] * 4)
    with pytest.raises(Unreachable, match="in time"):
        bench.session.get(f"{API}/me", timeout=0.05)


@pytest.mark.parametrize("status", [200, 201, 204, 304, 400, 401, 403, 404, 409, 501])
def test_every_other_answer_is_the_backends_business(server: Server, bench: Bench, status: int) -> None:
    server.say(Answer(status, body=b""))
    assert bench.session.get(f"{API}/me").status_code == status
    assert len(server.requests) == 1


# Writes are not.


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("way", WAYS_TO_FAIL)
def test_a_write_is_never_sent_twice(server: Server, bench: Bench, way: str, method: str) -> None:
    server.say(answer(way))
    try:
        status = bench.session.request(method, f"{API}/playlists", json={"name": "x"}).status_code
    except (Unreachable, WaitLonger) as error:
        assert isinstance(error, WaitLonger) == (way == "429")  # noqa: PT017 - either outcome is checked
    else:
        assert str(status) == way
    assert len(server.requests) == 1
    assert not bench.slept
    assert bench.counts == {"write": 1}


@pytest.mark.parametrize(("given", "seconds"), [("7", 7.0), ("0", None), ("soon", None)])
def test_a_throttled_write_says_how_long_to_wait(
    server: Server, bench: Bench, given: str, seconds: float | None
) -> None:
    server.say(Answer(429, {"Retry-After": given}))
    with pytest.raises(WaitLonger) as caught:
        bench.session.post(f"{API}/playlists")
    assert caught.value.seconds == seconds


# Retry-After.


@pytest.mark.parametrize("status", [429, 503])
def test_the_service_is_waited_for_as_long_as_it_asks(server: Server, bench: Bench, status: int) -> None:
    server.say(Answer(status, {"Retry-After": "7"}), Answer(status, {"Retry-After": "60"}))
    assert bench.session.get(f"{API}/me").status_code == 200
    assert bench.slept == [7.0, 60.0]


def test_the_service_may_name_the_moment_instead(server: Server, bench: Bench) -> None:
    server.say(Answer(429, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)}))
    bench.session.get(f"{API}/me")
    assert bench.slept == [pytest.approx(29, abs=2)]


NONSENSE = ["soon", "-5", "inf", "nan", "1e400", "99999999999999999999", "1_000", "Mon, 99 Foo 2026 00:00:00 GMT"]
NO_WAIT = ["0", "Thu, 01 Jan 2015 00:00:00 GMT"]


@pytest.mark.parametrize("value", [*NONSENSE, *NO_WAIT, ""])
def test_without_a_usable_wish_the_back_off_decides(server: Server, bench: Bench, value: str) -> None:
    server.say(Answer(429, {"Retry-After": value}), Answer(429, {"Retry-After": value}))
    bench.session.get(f"{API}/me")
    assert [slept <= most for slept, most in zip(bench.slept, (0.5, 1.0), strict=True)] == [True] * 2
    assert all(slept > 0 for slept in bench.slept)


@pytest.mark.parametrize("status", [429, 503])
def test_a_longer_wait_than_allowed_is_told_and_not_waited_for(server: Server, bench: Bench, status: int) -> None:
    server.say(Answer(status, {"Retry-After": "86400"}))
    before = time.time()
    with pytest.raises(WaitLonger) as caught:
        bench.session.get(f"{API}/me")
    error = caught.value
    assert (error.exit_code, error.seconds, bench.slept, len(server.requests)) == (5, 86400, [], 1)
    assert before + 86400 <= moment_in(error.hint) <= time.time() + 86400 + 60
    assert "nothing is lost" in error.hint


def moment_in(hint: str) -> float:
    found = re.search(r"after (\d{4}-\d\d-\d\d \d\d:\d\d) ", hint)
    assert found
    return datetime.strptime(found[1], "%Y-%m-%d %H:%M").timestamp()  # noqa: DTZ007 - the hint is local time


def test_patience_is_a_setting(server: Server) -> None:
    bench = Bench(server, patience=3600)
    server.say(Answer(429, {"Retry-After": "3600"}))
    assert bench.session.get(f"{API}/me").status_code == 200
    assert bench.slept == [3600]


def test_a_service_that_never_has_enough_is_left_alone_in_the_end(server: Server, bench: Bench) -> None:
    server.say(*[Answer(429, {"Retry-After": "1"})] * 9)
    with pytest.raises(WaitLonger) as caught:
        bench.session.get(f"{API}/me")
    assert caught.value.seconds == 1
    assert len(server.requests) == 4


@given(st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"])))
def test_no_header_makes_us_wait_for_ever_or_fall_over(text: str) -> None:
    response = requests.Response()
    response.headers["Retry-After"] = text
    seconds = retry_after(response)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT


@given(st.one_of(st.none(), st.floats(0, LONGEST_WAIT)))
def test_when_to_come_back_is_never_too_early(seconds: float | None) -> None:
    now = time.time()
    error = wait_longer("Example", seconds)
    assert error.message.startswith("Example ")
    assert seconds is None or moment_in(error.hint) >= now + seconds


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 seconds"), (600, "10 minutes"), (82800, "23 hours")])
def test_a_wait_is_told_in_words(seconds: float, words: str) -> None:
    assert words in wait_longer("Example", seconds).message


# What is counted, what is logged.


def test_every_request_is_counted_by_what_it_is_for(server: Server, bench: Bench) -> None:
    server.say(answer("500"))
    for method, url in [
        ("GET", f"{API}/me"),
        ("GET", f"{API}/search?q=x"),
        ("PUT", f"{API}/playlists/1"),
        ("POST", f"{ACCOUNTS}/token"),
    ]:
        bench.session.request(method, url)
    assert bench.counts == {"read": 2, "search": 1, "write": 1, "auth": 1, "retried": 1}


@pytest.fixture
def log() -> Iterator[list[str]]:
    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    lines: list[str] = []
    logger, handler = logging.getLogger("exporter.session"), Lines()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lines
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def test_the_log_has_a_line_for_each_request(server: Server, bench: Bench, log: list[str]) -> None:
    server.say(answer("502"))
    bench.session.get(f"{API}/search", params={"q": "Lemon"})
    first, pause, second = log
    assert re.fullmatch(r"search GET \S*/search\?q=Lemon -> 502 \(\d+\.\d\d s\)", first)
    assert re.fullmatch(r"Example: asking again in \d\.\d s", pause)
    assert "-> 200" in second


def test_the_log_has_a_line_for_what_a_clients_hook_stopped(server: Server, bench: Bench, log: list[str]) -> None:
    def stop(_response: requests.Response, **_: object) -> None:
        raise WaitLonger("No units are left.")

    with pytest.raises(WaitLonger):
        bench.session.post(f"{API}/playlists", hooks={"response": stop})
    (line,) = log
    assert re.fullmatch(r"write POST \S*/playlists -> WaitLonger \(\d+\.\d\d s\)", line)
    assert len(server.requests) == 1


def test_no_secret_reaches_the_log(server: Server, bench: Bench, log: list[str]) -> None:
    bench.connection.keep({"token": "the new t/ken"})
    server.say(answer("dropped"))
    for secret in (SECRET, "the new t/ken"):
        bench.session.get(
            f"{API}/me/{quote(secret)}",
            params={"token": secret},
            headers={"Authorization": f"Bearer {secret}", "Cookie": f"login={secret}"},
        )
        bench.session.post(f"{ACCOUNTS}/token?key={quote(secret, safe='')}", data={"refresh_token": secret})
    text = "\n".join(log)
    for secret in (SECRET, "the new t/ken"):
        for written in (secret, quote(secret), quote(secret, safe=""), quote_plus(secret)):
            assert written not in text
    assert "[hidden]" in text
    assert "Bearer" not in text
    assert "login=" not in text


def test_what_is_no_secret_stays_readable(bench: Bench) -> None:
    bench.connection.hide("a")
    assert bench.connection.redact(f"a client public-client-id with {SECRET}") == (
        "a client public-client-id with [hidden]"
    )


def test_secrets_that_the_service_replaces_are_kept_and_hidden(server: Server) -> None:
    kept: list[Mapping[str, str]] = []
    connection = Bench(server, secrets={"token": "old-token"}, keep=kept.append).connection
    connection.keep({"token": "new-token"})
    assert (kept, connection.secrets) == ([{"token": "new-token"}], {"token": "new-token"})
    assert connection.redact("old-token new-token") == "[hidden] [hidden]"


# The sandbox.


def test_the_sandbox_gets_the_same_request_at_its_own_address(server: Server, bench: Bench) -> None:
    bench.session.put(
        f"{API}/lists/ä?limit=5", json={"name": "夜"}, headers={"Authorization": "Bearer x", "X-Own": "1"}
    )
    (request,) = server.requests
    assert (request.method, request.path) == ("PUT", "/example/v1/lists/%C3%A4?limit=5")
    assert request.body == b'{"name": "\\u591c"}'
    assert (request.headers["Authorization"], request.headers["X-Own"]) == ("Bearer x", "1")


def test_each_host_of_a_service_has_its_own_place(server: Server, bench: Bench) -> None:
    bench.session.get(f"{API}/me")
    bench.session.post(f"{ACCOUNTS}/api/token")
    assert server.lines == ["GET /example/v1/me", "POST /example/accounts/api/token"]


paths = st.from_regex(r"\A(/[a-z0-9%._~-]{1,9}){1,4}(\?[a-z0-9=&%/:.]{0,12})?\Z")


@given(st.sampled_from([API, ACCOUNTS]), paths)
def test_sandbox_and_service_addresses_stand_for_each_other(host: str, path: str) -> None:
    connection = Connection(info_for(HOSTS), sandbox_url="http://127.0.0.1:8000/")
    there = connection.sandboxed(host + path)
    assert there == f"http://127.0.0.1:8000{HOSTS[host]}{path}"
    assert connection.service_url(there) == host + path
    assert connection.sandboxed(there) == there
    assert connection.service_url(host + path) == host + path


def test_without_a_sandbox_no_address_is_changed() -> None:
    connection = Connection(info_for(HOSTS))
    assert connection.sandboxed(f"{API}/me") == connection.service_url(f"{API}/me") == f"{API}/me"


def test_the_users_proxy_is_not_asked_for_the_sandbox(
    server: Server, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, closed_port())
    assert bench.session.get(f"{API}/me").status_code == 200
    assert server.lines == ["GET /example/v1/me"]


# Nobody else is talked to.


FOREIGN = [
    "https://evil.test/v1/me",
    "https://api.example.test.evil.test/v1/me",
    "https://api.example.test@evil.test/v1/me",
    "https://evil.test/https://api.example.test/v1/me",
    "https://api.example.test/v10/me",
    "https://api.example.test/V1/me",
    "https://api.example.test/v1/../v2/me",
    "https://api.example.test:8443/v1/me",
    "http://api.example.test/v1/me",
    "https://accounts.example.testing/",
    "ftp://api.example.test/v1/me",
]


@pytest.mark.parametrize("sandboxed", [True, False], ids=["sandbox", "service"])
@pytest.mark.parametrize("url", FOREIGN)
def test_other_addresses_are_refused_before_anything_is_sent(server: Server, url: str, *, sandboxed: bool) -> None:
    connection = Connection(info_for(HOSTS), sandbox_url=server.url if sandboxed else "")
    with pytest.raises(ServiceError, match=r"^A request to \S+ was refused: Example has no such address\.$") as caught:
        connection.session().get(url, params={"token": SECRET})
    assert caught.value.hint
    assert SECRET not in caught.value.message
    assert not connection.counts
    assert not server.requests


def test_another_server_on_this_machine_is_not_the_sandbox(server: Server, elsewhere: Server) -> None:
    shorter = server.url[:-1]  # a port that the server's begins with
    for sandbox_url in (elsewhere.url, shorter):
        connection = Connection(info_for(HOSTS), sandbox_url=sandbox_url)
        with pytest.raises(ServiceError, match="refused"):
            connection.session().get(f"{server.url}/example/v1/me")
    assert not server.requests


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_foreign_host_is_not_followed(
    server: Server, elsewhere: Server, bench: Bench, method: str, status: int
) -> None:
    server.say(Answer(status, {"Location": f"{elsewhere.url}/steal"}))
    with pytest.raises(ServiceError, match="refused"):
        bench.session.request(method, f"{API}/me", headers={"Authorization": "Bearer x"})
    assert len(server.requests) == 1
    assert not elsewhere.requests


def test_a_redirect_to_another_host_of_the_service_does_not_carry_the_token(server: Server, elsewhere: Server) -> None:
    connection = Connection(info_for({server.url: "/a", elsewhere.url: "/b"}, limits=Limits(per_second=1e6)))
    server.say(Answer(302, {"Location": f"{elsewhere.url}/moved"}))
    assert connection.session().get(f"{server.url}/me", headers={"Authorization": "Bearer x"}).status_code == 200
    (request,) = elsewhere.requests
    assert "Authorization" not in request.headers


def test_a_redirect_within_the_service_keeps_the_token_and_the_rules(server: Server, bench: Bench) -> None:
    server.say(Answer(302, {"Location": "/example/v1/moved"}), answer("500"))
    assert bench.session.get(f"{API}/me", headers={"Authorization": "Bearer x"}).status_code == 200
    assert server.lines == ["GET /example/v1/me", *["GET /example/v1/moved"] * 2]
    assert {request.headers["Authorization"] for request in server.requests} == {"Bearer x"}


def test_trouble_behind_a_redirect_is_not_multiplied(server: Server, bench: Bench) -> None:
    server.say(Answer(302, {"Location": "/example/v1/moved"}), *[answer("500")] * 99)
    assert bench.session.get(f"{API}/me").status_code == 500
    assert len(server.requests) == 1 + 4


@pytest.mark.parametrize("location", ["https://[::1", "/example/v1/me"])
def test_a_redirect_that_leads_nowhere_is_the_services_fault(server: Server, bench: Bench, location: str) -> None:
    server.say(*[Answer(302, {"Location": location})] * 40)
    with pytest.raises(ServiceError) as caught:
        bench.session.get(f"{API}/me")
    assert caught.value.hint


@pytest.mark.parametrize("redirected", [False, True])
def test_a_netrc_file_does_not_replace_the_login(
    server: Server, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, redirected: bool
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("".join(f"machine {host} login me password mine\n" for host in ("127.0.0.1", "api.example.test")))
    monkeypatch.setenv("NETRC", str(netrc))
    if redirected:
        server.say(Answer(302, {"Location": "/example/v1/moved"}))
    bench.session.get(f"{API}/me", headers={"Authorization": "Bearer x"})
    bench.session.get(f"{API}/me")
    assert server.requests[-2].headers["Authorization"] == "Bearer x"
    assert "Authorization" not in server.requests[-1].headers


# Threads and pace.


def test_each_thread_has_one_session_of_its_own(bench: Bench) -> None:
    barrier = threading.Barrier(3)

    def mine() -> tuple[int, int]:
        barrier.wait()
        found = bench.connection.session(), bench.connection.session()
        barrier.wait()
        return id(found[0]), id(found[1])

    with ThreadPoolExecutor(3) as pool:
        pairs = [future.result() for future in [pool.submit(mine) for _ in range(3)]]
    assert all(first == second for first, second in pairs)
    assert len({first for first, _ in pairs}) == 3
    assert bench.connection.session() is bench.session


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def paced(per_second: float, **more: Any) -> tuple[Connection, Time]:
    watch = Time()
    info = info_for(HOSTS, limits=Limits(per_second=per_second))
    return Connection(info, sleep=watch.sleep, clock=lambda: watch.now, **more), watch


def spent(action: Callable[[], None], watch: Time, times: int) -> float:
    began = watch.now
    for _ in range(times):
        action()
    return watch.now - began


def test_requests_keep_a_little_below_the_pace_that_the_service_bears() -> None:
    connection, watch = paced(50)
    assert spent(connection.pace, watch, 101) == pytest.approx(2.0 * SLACK)


def test_a_pause_does_not_save_up_for_a_burst() -> None:
    connection, watch = paced(50)
    connection.pace()
    watch.now += 60
    assert spent(connection.pace, watch, 11) == pytest.approx(0.2 * SLACK)


def test_a_slow_service_needs_no_further_waiting() -> None:
    connection, watch = paced(50)
    connection.pace()
    watch.now += 0.03
    assert spent(connection.pace, watch, 1) == 0


def test_the_settings_may_name_another_pace() -> None:
    connection, watch = paced(50, settings={"requests_per_second": 2})
    assert spent(connection.pace, watch, 5) == pytest.approx(2.0 * SLACK)


def test_the_sandbox_bears_any_pace_unless_the_settings_name_one() -> None:
    connection, watch = paced(1, sandbox_url="http://127.0.0.1:1")
    assert spent(connection.pace, watch, 100) == 0
    connection, watch = paced(1, sandbox_url="http://127.0.0.1:1", settings={"requests_per_second": 4})
    assert spent(connection.pace, watch, 5) == pytest.approx(1.0 * SLACK)


@pytest.mark.parametrize(
    ("settings", "sandboxed", "searches"),
    [
        ({}, False, 4),
        ({"requests_per_second": 10}, False, 10),
        ({"requests_per_second": 0.5}, False, 4),
        ({"requests_per_second": 1000}, False, WIDEST),
        ({}, True, WIDEST),
        ({"requests_per_second": 6.5}, True, 7),
    ],
)
def test_as_many_searches_are_under_way_as_keep_the_pace_while_answers_take_a_second(
    settings: dict[str, float], *, sandboxed: bool, searches: int
) -> None:
    info = info_for(HOSTS, limits=Limits(per_second=3, workers=4))
    assert width(info, settings, sandboxed=sandboxed) == searches


def test_all_threads_share_one_pace() -> None:
    sleeps: list[float] = []
    connection = Connection(info_for(HOSTS, limits=Limits(per_second=10)), sleep=sleeps.append, clock=lambda: 5.0)
    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(connection.pace) for _ in range(40)]:
            future.result()
    assert sorted(sleeps) == pytest.approx([turn * SLACK / 10 for turn in range(1, 40)])


def test_logins_that_the_service_counts_together_take_turns() -> None:
    watch = Time()
    turns = Turns(lambda: watch.now)
    doors = [
        Connection(info_for(HOSTS, limits=Limits(per_second=10)), turns=turns, sleep=watch.sleep) for _ in range(2)
    ]

    def both() -> None:
        for door in doors:
            door.pace()

    assert spent(both, watch, 10) == pytest.approx(1.9 * SLACK)


def test_what_a_request_costs_is_told_before_it_is_sent_and_may_keep_it_back(server: Server, bench: Bench) -> None:
    costs: list[Mapping[str, int]] = []

    def meter(cost: Mapping[str, int]) -> None:
        costs.append(cost)
        if len(costs) == 3:
            raise Deferred("no more")

    bench.connection.meter = meter
    server.say(Answer(503))
    bench.session.get(f"{API}/me")
    with pytest.raises(Deferred):
        bench.session.post(f"{API}/me")
    assert costs == [{"requests": 1}] * 3
    assert server.lines == ["GET /example/v1/me"] * 2, "what is sent again counts again"


def test_every_request_takes_its_turn_also_when_it_is_sent_again(server: Server) -> None:
    watch = Time()
    info = info_for({server.url: ""}, limits=Limits(per_second=10))
    connection = Connection(info, sleep=watch.sleep, clock=lambda: watch.now)
    server.say(*[Answer(429, {"Retry-After": "0.01"})] * 3)
    connection.session().get(f"{server.url}/me")
    assert watch.now == pytest.approx(100 + 0.3 * SLACK)


# Answers.


@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b'{"a": ', b"", b"[" * 200_000, b"\xff\xfe\xfd"])
def test_an_answer_that_is_not_json_is_told(server: Server, bench: Bench, body: bytes) -> None:
    server.say(Answer(body=body))
    with pytest.raises(ExporterError, match=r"^Example answered 200 with something that is not JSON\.$"):
        json_of(bench.session.get(f"{API}/me"), "Example")


def test_an_answer_in_json_is_read(server: Server, bench: Bench) -> None:
    server.say(Answer(body='{"name": "夜に駆ける"}'.encode()))
    assert json_of(bench.session.get(f"{API}/me"), "Example") == {"name": "夜に駆ける"}


# Services that say by other answers that they had enough, and want to be left alone for longer.


def busy_bench(server: Server, **more: Any) -> Bench:
    bench = Bench(server, **more)
    limits = replace(bench.connection.info.limits, pause=2.0)
    bench.connection.info = replace(bench.connection.info, busy=frozenset({429, 503}), limits=limits)
    return bench


def test_pauses_grow_and_are_never_shorter_than_the_service_wants(server: Server) -> None:
    bench = busy_bench(server)
    server.say(Answer(503), Answer(503, {"Retry-After": "1"}), Answer(503, {"Retry-After": "20"}))
    assert bench.session.get(f"{API}/me").status_code == 200
    assert bench.slept == [2.0, 4.0, 20.0]


def test_pauses_go_on_until_the_next_one_would_take_all_patience(server: Server) -> None:
    bench = busy_bench(server, patience=60)
    server.say(*[Answer(503)] * 9)
    with pytest.raises(WaitLonger):
        bench.session.get(f"{API}/me")
    assert bench.slept == [2.0, 4.0, 8.0, 16.0]


def test_other_trouble_of_such_a_service_is_met_as_ever(server: Server) -> None:
    bench = busy_bench(server)
    server.say(*[Answer(500)] * 9)
    assert bench.session.get(f"{API}/me").status_code == 500
    assert len(server.requests) == 4
    assert all(slept < 2 for slept in bench.slept)
