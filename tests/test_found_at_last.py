"""Songs that a service did not have, asked about again after some days, until they turn up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exporter.app import Depth
from exporter.errors import FileError
from exporter.project import Project
from tests.conftest import Run, Workplace
from tests.test_work import Nights, track


@pytest.fixture
def nights(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Nights:
    monkeypatch.setenv("EXPORTER_MEMORY_TOKEN", "a-secret-token")
    monkeypatch.setattr("exporter.session.Connection.sleep", lambda _self, _seconds: None)
    return Nights(workplace)


def settings(nights: Nights, text: str) -> None:
    (nights.workplace.root / "exporter.toml").write_text(text, encoding="utf-8")


def days_asked(nights: Nights, monkeypatch: pytest.MonkeyPatch, until: int, *, keeps_state: bool = True) -> list[int]:
    asked = []
    for day in range(1, until):
        later = datetime.now(UTC).date() + timedelta(days=day)
        monkeypatch.setattr("exporter.clock.today", lambda later=later: later)
        nights.memory.requests.clear()
        nights.push()
        asked += [day] if nights.memory.requests["search"] else []
        if not keeps_state:
            nights.lose_state()
    return asked


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [7, 14]),
        ("[targets.memory]\nask_again_days = 3\n", [3, 6, 9, 12, 15]),
        ("[targets.memory]\nask_again_days = 1\n", list(range(1, 16))),
        ("[targets.memory]\nask_again_days = 30\n", []),
    ],
)
def test_a_missing_song_is_asked_about_again_after_as_many_days_as_the_settings_say(
    nights: Nights, monkeypatch: pytest.MonkeyPatch, text: str, wanted: list[int]
) -> None:
    settings(nights, text)
    nights.file("az")
    nights.push()
    assert days_asked(nights, monkeypatch, 16) == wanted


def test_a_machine_without_memory_asks_about_as_often_but_not_on_the_same_days(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.file("az")
    nights.push()
    assert 2 <= len(days_asked(nights, monkeypatch, 22, keeps_state=False)) <= 4


@pytest.mark.parametrize("days", ["0", "-1", "true", '"week"', "1.5"])
def test_days_are_whole_and_at_least_one(nights: Nights, days: str) -> None:
    settings(nights, f"[targets.memory]\nask_again_days = {days}\n")
    with pytest.raises(FileError) as caught:
        Project.find(nights.workplace.root)
    assert "a whole number of days" in caught.value.problems[0].message


def test_a_song_that_turns_up_is_told_once(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.file("az")
    assert not nights.push().found
    nights.memory.tracks["z"] = track("z")
    assert not nights.push().found, "nobody asked yet"
    later = datetime.now(UTC).date() + timedelta(days=7)
    monkeypatch.setattr("exporter.clock.today", lambda: later)
    result = nights.push()
    assert [song.title for song in result.found] == ["Title z"]
    assert nights.rows() == "az"
    assert not nights.push().found


def test_a_song_that_is_new_in_the_file_or_pinned_is_not_found_at_last(nights: Nights) -> None:
    nights.file("az")
    nights.push()
    nights.file("abz", of={"z": "    ids: {memory: m}\n"})
    result = nights.push()
    assert result.counts["accept"] == 3
    assert not result.found


def test_what_the_file_refuses_stays_refused_however_often_it_is_asked(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights.file("ab", of={"b": "    not: {memory: b}\n"})
    nights.push()
    assert days_asked(nights, monkeypatch, 22) == [7, 14, 21]
    assert nights.rows() == "a"
    nights.lose_lock()
    nights.lose_state()
    nights.run(Depth.RESOLVE)
    assert "b" not in nights.lock().tracks("memory", "memory")


@pytest.mark.usefixtures("sandbox")
def test_the_command_line_tells_what_was_found_at_last(exporter: Run, workplace: Workplace) -> None:
    workplace.songs("list", {"title": "君の知らない物語", "artist": "supercell"})
    missing = '      {"song":"君の知らない物語 - supercell","verdict":"missing","how":"search","on":"2020-01-01"}'
    assert exporter("push list --to spotify@sandbox").code == 0
    (lock,) = workplace.state.glob("projects/*/sandbox/list.lock")
    lines = lock.read_text(encoding="utf-8").splitlines()

    def forget() -> None:
        lock.write_text("\n".join(missing if '"song"' in line else line for line in lines), encoding="utf-8")

    forget()
    assert "found at last: 君の知らない物語 - supercell" in exporter("push list --to spotify@sandbox").out
    forget()
    result = exporter("--json push list --to spotify@sandbox").result
    assert result["found"] == [{"title": "君の知らない物語", "artists": ["supercell"]}]
    assert not result["changed"]
