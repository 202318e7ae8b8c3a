"""Targets of one run: opened once, and paced together where the service counts them together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter.errors import NotAllowed, ServiceError
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.targets import Targets
from tests.conftest import Workplace
from tests.radio import Radio, plug


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Radio:
    """A radio that lets guests listen, so that a login is proved."""
    radio = Radio(guests=True)
    plug(monkeypatch, radio.info)
    monkeypatch.setenv("EXPORTER_RADIO_TOKEN", "token-of-me")
    return radio


@pytest.fixture
def targets(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Targets:
    info = Radio().info
    counted = replace(info, name="app", login=replace(info.login, counted=("client_id",)))
    plug(monkeypatch, info, counted)
    for name, value in {
        "CLIENT_ID": "one-app",
        "CLIENT_ID__ELSEWHERE": "another-app",
        "TOKEN": "token-of-me",
        "TOKEN__WORK": "token-of-work",
        "TOKEN__COPY": "token-of-me",
        "TOKEN__ELSEWHERE": "token-of-me",
    }.items():
        monkeypatch.setenv(f"EXPORTER_RADIO_{name}", value)
    return Targets(Project.find(workplace.root), Plugins())


def share_turns(targets: Targets, one: str, other: str) -> bool:
    first, second = (targets.open(Target.parse(text)).connection._turns for text in (one, other))
    return first is second


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("radio", "radio@copy", True),
        ("radio", "radio@work", False),
        ("app", "app@work", True),
        ("app", "app@elsewhere", False),
        ("radio", "app", False),
        ("radio", "radio@sandbox", False),
    ],
)
def test_targets_of_one_login_or_one_app_share_one_pace(
    targets: Targets, one: str, other: str, *, together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXPORTER_SANDBOX_URL", "http://127.0.0.1:1")
    assert share_turns(targets, one, other) is together


def test_a_target_is_opened_once(targets: Targets) -> None:
    radio = Target("radio")
    assert targets.open(radio) is targets.open(radio)
    assert [opened.target for opened in targets.opened()] == [radio]


def test_an_account_that_the_service_refuses_is_asked_about_once(workplace: Workplace, listening: Radio) -> None:
    listening.broken = NotAllowed("The radio refuses you.")
    targets = Targets(Project.find(workplace.root), Plugins())
    for _ in range(2):
        with pytest.raises(NotAllowed):
            targets.prove(Target("radio"))
    assert listening.proved == 1


def test_a_service_that_fails_for_a_moment_is_asked_again_who_we_are(workplace: Workplace, listening: Radio) -> None:
    targets = Targets(Project.find(workplace.root), Plugins())
    listening.broken = ServiceError("The radio failed (500).")
    with pytest.raises(ServiceError):
        targets.prove(Target("radio"))
    listening.broken = None
    targets.prove(Target("radio"))
    assert listening.proved == 2


def test_an_interruption_reaches_every_target(targets: Targets) -> None:
    doors = [targets.open(Target.parse(text)).connection for text in ("radio", "radio@work")]
    targets.interrupt()
    for door in doors:
        with pytest.raises(Exception, match=r"Interrupted\."):
            door.sleep(0)
