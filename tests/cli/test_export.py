"""``exporter export``: a playlist with what was decided for it, for other software."""

from __future__ import annotations

import csv
import io
import json

import pytest

from exporter.files import load
from tests.conftest import Run, Sandbox, Workplace

KIMI = {"title": "君の知らない物語", "artist": "supercell", "pin": "434YBNY61Y9sqBSp7OINBa"}
AOI = {"title": "青い栞", "artist": "Galileo Galilei"}


@pytest.fixture
def decided(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:  # noqa: ARG001 - it runs
    """A playlist of two songs that is pushed to the sandbox: one is pinned."""
    workplace.songs("list", KIMI, AOI)
    assert exporter("push list --to spotify@sandbox").code == 0


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("name", ["csv", "json", "jspf", "lines", "m3u8", "markdown", "pls", "tsv", "xspf"])
def test_every_format_is_written_with_the_songs_in_order(exporter: Run, name: str) -> None:
    done = exporter(f"export list --as {name} --on spotify@sandbox")
    assert done.code == 0
    assert 0 <= done.out.index("君の知らない物語") < done.out.index("青い栞")
    assert ("https://open.spotify.com/track/" in done.out) is (name != "lines")
    assert not done.err


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jspf", "xspf", "m3u8", "pls", "md"])
def test_what_was_exported_is_imported_with_every_song(exporter: Run, workplace: Workplace, ending: str) -> None:
    assert exporter(f"export list --output out.{ending} --on spotify@sandbox").code == 0
    assert exporter(f"import out.{ending} --as again --yes").code == 0
    again = load(workplace.root / "playlists" / "again.yaml").songs
    assert [(song.title, song.artists) for song in again] == [
        ("君の知らない物語", ("supercell",)),
        ("青い栞", ("Galileo Galilei",)),
    ]
    assert again[0].ids["spotify"] == KIMI["pin"]


@pytest.mark.usefixtures("decided")
def test_a_file_is_written_in_the_format_its_name_ends_like(exporter: Run, workplace: Workplace) -> None:
    done = exporter("export list --output out.csv --on spotify@sandbox")
    assert (done.code, done.out) == (0, "")
    assert done.err == "out.csv written: 2 songs, each with a link.\n"
    text = (workplace.root / "out.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["title"] for row in rows] == ["君の知らない物語", "青い栞"]
    assert rows[0]["spotify id"] == KIMI["pin"]


def test_pins_are_told_though_nobody_looked_them_up(exporter: Run, workplace: Workplace) -> None:
    workplace.songs("list", KIMI, AOI, head="targets: {spotify: {}}")
    done = exporter("export list --as json")
    assert json.loads(done.out)["songs"][0]["tracks"]["spotify"]["id"] == KIMI["pin"]
    assert "tracks" not in json.loads(done.out)["songs"][1]
    assert done.err == "2 songs, 0 with a link.\n"


@pytest.mark.usefixtures("decided")
def test_an_export_as_one_json_document(exporter: Run) -> None:
    found = exporter("--json export list --as lines --on spotify@sandbox").json
    assert found == {
        "playlist": "list",
        "format": "lines",
        "songs": 2,
        "linked": 2,
        "file": "",
        "text": "supercell - 君の知らない物語\nGalileo Galilei - 青い栞\n",
    }


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("name", ["csv", "json", "jspf", "tsv", "xspf"])
def test_what_is_exported_can_be_imported_again_with_its_tracks(exporter: Run, workplace: Workplace, name: str) -> None:
    exporter(f"export list --output out.{name} --on spotify@sandbox --as {name}")
    assert exporter(f"import out.{name} --as back").code == 0
    before, after = (load(workplace.root / "playlists" / f"{one}.yaml") for one in ("list", "back"))
    assert [(song.title, song.artists) for song in after.songs] == [(song.title, song.artists) for song in before.songs]
    assert [bool(song.ids.get("spotify")) for song in after.songs] == [True, True]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("export nothing --as csv", "There is no playlist called 'nothing'."),
        ("export list --as cvs", 'Did you mean "csv"?'),
        ("export list", "Nothing tells the format to write."),
        ("export list --output out.pdf", "Nothing tells the format to write."),
        ("export list --output ther/out.csv", "There is no folder ther."),
        ("export list --as csv --on spotify --on spotify@work", "Several targets of one backend are named."),
    ],
)
def test_what_is_wrong_is_said(exporter: Run, workplace: Workplace, words: str, message: str) -> None:
    workplace.songs("list", AOI)
    done = exporter(words)
    assert done.code == 2
    assert message in done.err
    assert not done.out
