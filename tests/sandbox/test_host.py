from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from exporter.errors import UsageError
from exporter.sandbox import running

if TYPE_CHECKING:
    from exporter import BackendInfo
    from tests.sandbox.conftest import Sandbox, Start

Opener = Callable[[Path], AbstractContextManager[str]]


def test_it_tells_that_it_lives_and_what_it_has(sandbox: Sandbox) -> None:
    assert sandbox.get("/_sandbox/health").json() == {"status": "ok", "services": ["jukebox"]}


def test_reset_forgets_playlists_and_counts(sandbox: Sandbox) -> None:
    sandbox.push()
    assert sandbox.post("/_sandbox/reset").status_code == 200
    assert sandbox.stats() == {"search": 0, "read": 0, "write": 0, "auth": 0, "status": {}}
    assert sandbox.names() == []


def test_reset_can_change_the_conditions_as_well(sandbox: Sandbox) -> None:
    sandbox.post("/_sandbox/reset", {"faults": "500=1,only=read"})
    assert sandbox.get("/jukebox/v1/x").status_code == 500


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/_sandbox/playlists", '{"service": "jukebox"}', "name"),
        ("/_sandbox/faults", '{"faults": "nonsense=1"}', "nonsense"),
        ("/_sandbox/faults", "{", "does not understand"),
        ("/_sandbox/faults", '{"rate": "fast"}', "rate"),
        ("/_sandbox/switches", '{"jukbox": {}}', "jukbox"),
        ("/_sandbox/playlists", '{"service": "gramophone", "name": "x"}', "gramophone"),
    ],
)
def test_a_wrong_control_request_is_explained_and_changes_nothing(
    sandbox: Sandbox, path: str, body: str, said: str
) -> None:
    answer = sandbox.post(path, body)
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert sandbox.push().status_code == 201


def test_a_playlist_can_be_planted(sandbox: Sandbox) -> None:
    planted = {"service": "jukebox", "name": "Planted", "owner": "somebody", "tracks": ["lemon"]}
    answer = sandbox.post("/_sandbox/playlists", planted)
    assert answer.status_code == 201
    assert answer.json()["id"]
    assert sandbox.names() == ["Planted"]
    again = sandbox.post("/_sandbox/playlists", {**planted, "id": answer.json()["id"]})
    assert (again.status_code, sandbox.names()) == (400, ["Planted"])


def test_a_look_alike_that_two_backends_share_is_made_once(
    tmp_path: Path, catalogue: Path, jukebox: BackendInfo
) -> None:
    both = [jukebox, replace(jukebox, name="gramophone")]
    with running(both, state=tmp_path, catalogue=catalogue) as url:
        assert requests.get(f"{url}/jukebox/v1/x", timeout=5).ok
        assert requests.get(f"{url}/_sandbox/stats", timeout=5).json()["jukebox"]["read"] == 1


def test_what_was_pushed_is_there_after_a_restart(open_at: Opener, tmp_path: Path) -> None:
    with open_at(tmp_path) as url:
        first = requests.post(f"{url}/jukebox/v1/playlists", data="Kept", timeout=5).json()["id"]
    with open_at(tmp_path) as url:
        assert requests.get(f"{url}/jukebox/v1/x", timeout=5).json()["names"] == ["Kept"]
        assert requests.post(f"{url}/jukebox/v1/playlists", data="New", timeout=5).json()["id"] != first


def test_two_sandboxes_share_a_state_folder(start: Start) -> None:
    one, two = start(), start()
    ids = {(one if number % 2 else two).push(str(number)).json()["id"] for number in range(20)}
    assert len(ids) == 20
    assert sorted(one.names()) == sorted(two.names()) == sorted(map(str, range(20)))


def test_it_leaves_no_thread_behind(open_at: Opener, tmp_path: Path) -> None:
    before = threading.active_count()
    with open_at(tmp_path) as url:
        assert requests.get(f"{url}/_sandbox/health", timeout=5).ok
    assert threading.active_count() == before
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/_sandbox/health", timeout=5)


def test_it_stops_when_the_block_it_serves_is_interrupted(open_at: Opener, tmp_path: Path) -> None:
    before = threading.active_count()

    def interrupt() -> None:
        with open_at(tmp_path):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert threading.active_count() == before


def test_a_taken_port_is_explained(sandbox: Sandbox, tmp_path: Path, catalogue: Path) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    with pytest.raises(UsageError, match=f"Port {port}"), running([], state=tmp_path, catalogue=catalogue, port=port):
        pass


def test_only_requests_to_this_machine_by_its_own_name_are_answered(sandbox: Sandbox) -> None:
    answer = requests.get(sandbox.url + "/", headers={"Host": "rebound.example"}, timeout=5)
    assert answer.status_code == 403


def test_another_sites_page_cannot_use_the_controls(sandbox: Sandbox) -> None:
    sandbox.push("Kept")
    headers = {"Origin": "https://elsewhere.example"}
    assert requests.post(sandbox.url + "/_sandbox/reset", headers=headers, timeout=5).status_code == 403
    assert sandbox.names() == ["Kept"]


SERVER = """
import sys
from pathlib import Path
from exporter.sandbox import serve
serve([], state=Path(sys.argv[1]), catalogue=Path(sys.argv[2]), ready=lambda url: print(url, flush=True))
print("ended")
"""


def test_serve_says_when_it_is_ready_and_ends_quietly_on_ctrl_c(tmp_path: Path, catalogue: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", SERVER, str(tmp_path), str(catalogue)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert requests.get(f"{url}/_sandbox/health", timeout=5).ok
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (out, err, process.returncode) == ("ended\n", "", 0)


def test_a_missing_server_library_is_explained() -> None:
    """Blocks uvicorn as if the extra ``sandbox`` were not installed."""
    script = "import sys; sys.modules['uvicorn'] = None; import exporter.sandbox\nexporter.sandbox.running"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert "PluginError: The sandbox needs uvicorn, which is not installed." in done.stderr


def test_importing_the_sandbox_imports_no_server() -> None:
    script = "import sys, exporter.sandbox; print(sorted({'starlette', 'uvicorn', 'sqlite3'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout == "[]\n"
