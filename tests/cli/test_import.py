"""``exporter import``: what is read from anywhere ends in a well-kept file, and nothing else of a file is touched."""

from __future__ import annotations

import io
import os
import re
import select
import subprocess
import sys
from collections.abc import Sequence

import pytest

from exporter import Format
from exporter.cli.curation import numbers_in
from exporter.files import load
from exporter.model import Song
from tests.conftest import Run, Sandbox, Workplace

CSV = """\
Track name,Artist name,Playlist name,Type,ISRC,Spotify - id
Lemon,Kenshi Yonezu,Night Songs,Playlist,JPU901800107,04TshWXkhV1qkqHzf31Hn6
BOOTLEG,Kenshi Yonezu,Night Songs,Album,,
Unknown,,Night Songs,Playlist,,
Pretender,Official髭男dism,Night Songs,Playlist,,
"""
NIGHT = """\
name: Night Songs
songs:
  - title: Lemon
    artist: Kenshi Yonezu
    isrc: JPU901800107
    ids:
      spotify: 04TshWXkhV1qkqHzf31Hn6

  - title: Pretender
    artist: Official髭男dism
"""


@pytest.fixture
def csv(workplace: Workplace) -> str:
    (workplace.root / "songs.csv").write_text(CSV, encoding="utf-8")
    return "songs.csv"


def text_of(workplace: Workplace, name: str) -> str:
    return (workplace.root / "playlists" / f"{name}.yaml").read_text(encoding="utf-8")


def titles(workplace: Workplace, name: str) -> list[str]:
    return [song.title for song in load(workplace.root / "playlists" / f"{name}.yaml").songs]


# A new file.


def test_what_is_sure_becomes_a_well_kept_file_and_the_rest_is_told(
    exporter: Run, workplace: Workplace, csv: str
) -> None:
    done = exporter(f"import {csv}")
    assert done.code == 0
    assert done.out == "playlists/night-songs.yaml written: 2 songs. Next: exporter check night-songs\n"
    assert text_of(workplace, "night-songs") == NIGHT
    told = " ".join(done.err.split())
    assert "songs.csv: 3 songs read as comma-separated values" in told
    assert "40% sure; line 4; no artist" in told
    assert "Left out, since nothing makes sure that they are songs: Unknown. Not read as songs: 1 piece of text" in told
    assert exporter("check").code == 0


def test_a_name_may_be_given(exporter: Run, workplace: Workplace, csv: str) -> None:
    assert exporter(f"import {csv} --as 夜.yaml --no-pins").code == 0
    assert "ids" not in text_of(workplace, "夜")
    assert text_of(workplace, "夜").startswith("name: Night Songs\n")


def test_without_any_name_the_file_gives_it(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "Road Trip (2026).txt").write_text("Queen - Don't Stop Me Now\n", encoding="utf-8")
    assert exporter("import", "Road Trip (2026).txt").code == 0
    assert text_of(workplace, "road-trip-2026").startswith("name: Road Trip (2026)\n")


def test_a_long_name_makes_no_name_that_a_system_refuses(exporter: Run, workplace: Workplace) -> None:
    name = "Ｎｉｇｈｔ " + "夜に聴きたい曲" * 20
    (workplace.root / "list.csv").write_text(f"title,artist,playlist\nT,A,{name}\n", encoding="utf-8")
    assert exporter("import list.csv").code == 0
    (path,) = (workplace.root / "playlists").iterdir()
    assert path.stem.startswith("night-夜に聴きたい曲")
    assert load(path).name == name


def test_standard_input_is_a_source(exporter: Run, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO("YOASOBI - 夜に駆ける\n".encode("shift_jis")))
    monkeypatch.setattr(sys, "stdin", given)
    done = exporter("import - --as sad-songs")
    assert done.code == 0
    assert "standard input: 1 song read as lines of Artist - Title, taken for Shift_JIS (--encoding NAME" in done.err
    assert text_of(workplace, "sad-songs") == "name: Sad songs\nsongs:\n  - title: 夜に駆ける\n    artist: YOASOBI\n"


def test_a_table_that_a_player_saved_as_text_is_a_table(exporter: Run, workplace: Workplace) -> None:
    table = "Name\tArtist\tComposer\tAlbum\tTime\nLemon\tKenshi Yonezu\t\tLemon\t256\n"
    (workplace.root / "night.txt").write_text(table, encoding="utf-16")
    assert exporter("import night.txt --yes").code == 0
    assert load(workplace.root / "playlists" / "night.yaml").songs == (
        Song("Lemon", ("Kenshi Yonezu",), album="Lemon", duration=256),
    )


RUSSIAN = "Кино - Группа крови\nDDT - Dozhd\nДДТ - Что такое осень\nЗемфира - Искала\n"


def test_a_text_in_an_old_encoding_is_read_and_the_guess_is_told(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "rock.txt").write_bytes(RUSSIAN.encode("cp1251"))
    done = exporter("import rock.txt --yes")
    assert titles(workplace, "rock") == ["Группа крови", "Dozhd", "Что такое осень", "Искала"]
    assert "taken for Windows-1251 (--encoding NAME overrules that)" in done.err


def test_what_may_be_garbled_is_not_taken_unasked(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "kanji.txt").write_bytes("野間久美子 - 百合\nDDT - Dozhd\n".encode("euc_jp"))
    done = exporter("import kanji.txt --yes")
    assert titles(workplace, "kanji") == ["Dozhd"]
    assert "may be garbled, read as" in " ".join(done.err.split())
    exporter("import kanji.txt --yes --encoding euc_jp --as kanji")
    assert titles(workplace, "kanji") == ["百合", "Dozhd"]


def test_a_song_with_a_byte_that_cannot_be_read_is_not_taken_unasked(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "cut.txt").write_bytes("YOASOBI - 夜に駆ける\nQueen - 愛".encode()[:-1])
    exporter("import cut.txt --yes")
    assert titles(workplace, "cut") == ["夜に駆ける"]


def test_a_picture_is_no_playlist(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR - \x00\x01\xf3\n" * 20)
    done = exporter("import cover.png --as cover --yes")
    assert (done.code, list((workplace.root / "playlists").iterdir())) == (2, [])
    assert "cover.png:1:1: this is no text\n" in done.err
    assert "--encoding NAME" in done.err


@pytest.mark.parametrize("name", ["../x", "--yes", "-x", ".hidden", "a\u202eb", "a\nb"])
def test_a_name_that_would_lead_elsewhere_or_looks_like_an_option_is_none(
    exporter: Run, workplace: Workplace, csv: str, name: str
) -> None:
    done = exporter("import", csv, f"--as={name}", "--yes")
    assert (done.code, list((workplace.root / "playlists").iterdir())) == (2, [])
    assert "is no name for a playlist" in done.err


def test_a_title_that_nobody_can_see_is_none(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "list.csv").write_text("title,artist\n\u200b,A\nLemon,B\n", encoding="utf-8")
    assert exporter("import list.csv --as seen --yes").code == 0
    assert titles(workplace, "seen") == ["Lemon"]


def test_a_dry_run_writes_nothing(exporter: Run, workplace: Workplace, csv: str) -> None:
    done = exporter(f"import {csv} --dry-run")
    assert done.out == "2 songs would be written to playlists/night-songs.yaml.\n"
    assert not list((workplace.root / "playlists").iterdir())


def test_the_whole_import_as_json(exporter: Run, csv: str) -> None:
    done = exporter(f"--json import {csv}")
    assert {key: value for key, value in done.json.items() if key not in {"songs", "left"}} == {
        "source": "songs.csv",
        "format": "comma-separated values",
        "encoding": "UTF-8",
        "playlist": "night-songs",
        "file": "playlists/night-songs.yaml",
        "created": True,
        "added": 2,
        "dry_run": False,
    }
    assert [(song["title"], song["state"], song["sure"]) for song in done.json["songs"]] == [
        *(("Lemon", "added", 1.0), ("Unknown", "left", 0.4), ("Pretender", "added", 1.0)),
    ]
    assert done.json["songs"][0]["ids"] == {"spotify": "04TshWXkhV1qkqHzf31Hn6"}
    assert [(piece["line"], piece["why"]) for piece in done.json["left"]] == [(3, "an album, not a song")]
    assert not done.err


# A file that is there.

THERE = """\
# My songs.
name: Mine
songs:
  - title: Lemon   # the best
    artist: 米津玄師
    artist_aka: [Kenshi Yonezu]

  # the second
  - title: 白日
    artist: King Gnu
"""


def test_into_a_file_that_is_there_goes_what_is_new_where_its_neighbours_stand(
    exporter: Run, workplace: Workplace, csv: str
) -> None:
    workplace.write("mine", THERE)
    done = exporter(f"import {csv} --as mine")
    assert done.out == "1 song added to playlists/mine.yaml.\n"
    assert "the file has it (song 1)" in done.err
    new = "\n  - title: Pretender\n    artist: Official髭男dism\n"
    assert text_of(workplace, "mine") == THERE.replace("[Kenshi Yonezu]\n", f"[Kenshi Yonezu]\n{new}")
    again = exporter(f"import {csv} --as playlists/mine.yaml".replace("playlists/", ""))
    assert again.out == "Nothing new for playlists/mine.yaml: it has all of it.\n"


def test_nobody_adds_to_a_file_without_naming_it(exporter: Run, workplace: Workplace, csv: str) -> None:
    workplace.write("night-songs", THERE)
    done = exporter(f"import {csv}")
    assert done.code == 2
    assert "--as night-songs adds what is new to it" in done.err
    assert text_of(workplace, "night-songs") == THERE


def test_a_file_with_mistakes_is_left_as_it_is(exporter: Run, workplace: Workplace, csv: str) -> None:
    workplace.write("mine", "name: Mine\nsong: []\n")
    assert exporter(f"import {csv} --as mine").code == 2
    assert text_of(workplace, "mine") == "name: Mine\nsong: []\n"


# What cannot be imported.


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("import nothing.csv", "There is no file called 'nothing.csv'."),
        ("import ~nobody-of-this-name/songs.csv", "There is no file called '~nobody-of-this-name/songs.csv'."),
        ("import songs.csv --from xml", "There is no format or service called 'xml'."),
        ("import songs.csv --from xspf", "not XML"),
        ("import songs.csv --encoding klingon", "There is no encoding called 'klingon'."),
        ("import songs.csv --as a/b", "'a/b' is no name for a playlist."),
        ("import songs.csv --as .hidden", "'.hidden' is no name for a playlist."),
        ("import playlists", "Is a directory"),
        ("import other.bin", "this is no text"),
        ("import other.json", "Nothing tells what other.json is."),
        ("import https://example.org/list", "No service that exporter knows has a playlist at"),
        ("import https://open.spotify.com/track/04TshWXkhV1qkqHzf31Hn6", "is a song on Spotify, not a playlist."),
        ("import nonsense --from spotify", "'nonsense' is no playlist of Spotify."),
    ],
)
def test_what_is_wrong_is_said(exporter: Run, workplace: Workplace, csv: str, words: str, message: str) -> None:
    assert csv
    (workplace.root / "other.bin").write_bytes(b"nothing\x00of that kind")
    (workplace.root / "other.json").write_bytes(b"nothing of that kind")
    done = exporter(words)
    assert done.code == 2
    assert message in done.err
    assert not list((workplace.root / "playlists").iterdir())


def test_a_format_that_is_only_written_is_no_source(exporter: Run, csv: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = Format(name="poster", label="Poster", write=lambda _: "")
    monkeypatch.setattr("exporter.plugins.Plugins.formats", lambda _: [written])
    assert "The format 'poster' is only written, not read." in exporter(f"import {csv} --from poster").err


@pytest.mark.parametrize("text", ["", "title,artist\n"])
def test_a_source_without_songs_is_an_error(exporter: Run, workplace: Workplace, text: str) -> None:
    (workplace.root / "empty.txt").write_text(text, encoding="utf-8")
    done = exporter(f"import empty.txt --from {'csv' if text else 'lines'}")
    assert done.code == 1
    assert "There is no song in empty.txt." in done.err


# Services.

KIMI = {"title": "君の知らない物語", "artist": "supercell", "pin": "434YBNY61Y9sqBSp7OINBa"}
AOI = {"title": "青い栞", "artist": "Galileo Galilei", "pin": "3fCO1n6l7yekcNRDRkoJJ4"}


def test_a_playlist_of_a_service_is_imported_by_its_link(exporter: Run, workplace: Workplace, sandbox: Sandbox) -> None:
    workplace.songs("list", KIMI, AOI)
    exporter("push list --to spotify@sandbox")
    (made,) = sandbox.playlists()
    done = exporter(f"import https://open.spotify.com/playlist/{made['id']}?si=x --from spotify@sandbox --as copy")
    assert done.code == 0
    songs = load(workplace.root / "playlists" / "copy.yaml").songs
    assert [song.title for song in songs] == ["君の知らない物語", "青い栞"]
    assert all(song.isrc and song.duration and not song.ids for song in songs)  # the sandbox's IDs mean nothing


def test_what_was_pushed_is_known_again_whatever_the_service_calls_it(
    exporter: Run, workplace: Workplace, sandbox: Sandbox
) -> None:
    workplace.songs("list", {**KIMI, "title": "Quite else"}, AOI)
    exporter("push list --to spotify@sandbox")
    (made,) = sandbox.playlists()
    done = exporter(f"import {made['id']} --from spotify@sandbox --as list")
    assert done.out == "Nothing new for playlists/list.yaml: it has all of it.\n"


def test_what_a_service_does_not_show_is_said(exporter: Run, sandbox: Sandbox) -> None:
    hers = "3cEYpjA9oz9GiPac4AsH4n"
    sandbox.post("/_sandbox/playlists", {"service": "spotify", "name": "Hers", "owner": "somebody", "id": hers})
    done = exporter(f"import {hers} --from spotify@sandbox --as hers")
    assert done.code == 4
    told = " ".join(done.err.split())
    assert "Spotify shows the songs of the playlist" in told
    assert "only to its owner and collaborators" in told
    assert "docs/import.md" in told


def test_a_link_without_a_login_says_how_to_log_in(exporter: Run) -> None:
    done = exporter("import https://music.youtube.com/playlist?list=PLabcdefghij")
    assert done.code == 4
    assert "Nobody is logged in to YouTube Music (ytmusic)." in done.err


# The curator.


def drive(words: Sequence[str], answers: Sequence[str]) -> str:
    """Run the command line in a terminal, and answer each of its questions."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    call = [sys.executable, "-c", "from exporter.cli.main import main; main()", *words]
    shown, waiting = b"", list(answers)
    with subprocess.Popen(call, stdin=theirs, stdout=theirs, stderr=theirs) as child:  # noqa: S603 - ours
        os.close(theirs)
        while select.select([ours], [], [], 60)[0]:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # how a terminal says on Linux that nobody is there any more
                break
            shown += piece
            if not piece:
                break
            if waiting and shown.endswith((b"? ", b": ")):
                os.write(ours, f"{waiting.pop(0)}\n".encode())
        assert child.wait(10) == 0
    os.close(ours)
    assert not waiting
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())


LINES = f"A heading\nKenshi Yonezu - Lemon\nFlamingo - Kenshi Yonezu\nKing-Gnu\nA - Dropped\n{'word ' * 60}\n"


def test_the_curator_drops_swaps_mends_and_takes_before_anything_is_written(workplace: Workplace) -> None:
    (workplace.root / "list.txt").write_text(LINES, encoding="utf-8")
    answers = ["s 3", "d 5", "e 4", "白日", "King Gnu; Someone", "l", "t l1", "Extra", "", "x", "d 99", "p", ""]
    shown = drive(["import", "list.txt", "--from", "lines", "--as", "night"], answers)
    assert "too long for a song" in shown
    assert "x is no answer here." in shown
    assert "Name songs by their numbers, 1 to 6: 3 5-7, or all." in shown
    assert "playlists/night.yaml written: 4 songs." in shown
    assert text_of(workplace, "night") == (
        "name: Night\nsongs:\n"
        "  - title: Lemon\n    artist: Kenshi Yonezu\n"
        "  - title: Flamingo\n    artist: Kenshi Yonezu\n"
        "  - title: 白日\n    artist: [King Gnu, Someone]\n"
        "  - title: Extra\n"
    )


def test_the_curator_may_leave_without_writing(workplace: Workplace) -> None:
    (workplace.root / "list.txt").write_text(LINES, encoding="utf-8")
    shown = drive(["import", "list.txt", "--from", "lines"], ["t 1", "q"])
    assert "Nothing was written." in shown
    assert not list((workplace.root / "playlists").iterdir())


def test_what_is_mended_to_a_song_of_the_file_is_known_again(workplace: Workplace) -> None:
    workplace.write("mine", THERE)
    (workplace.root / "list.txt").write_text("Kenshi Yonezu - Lemmon\n", encoding="utf-8")
    shown = drive(["import", "list.txt", "--as", "mine"], ["e 1", "Lemon", "", ""])
    assert "the file has it (song 1)" in shown
    assert text_of(workplace, "mine") == THERE


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        *(("3", [3]), ("3 5-7", [3, 5, 6, 7]), ("1,2", [1, 2]), ("ALL", range(1, 10))),
        *((words, None) for words in ("", "0", "10", "5-3", "x", "1-", "-1")),
    ],
)
def test_songs_are_named_by_their_numbers(words: str, numbers: Sequence[int] | None) -> None:
    assert numbers_in(words, 9) == numbers


def test_of_very_many_songs_only_the_doubtful_are_shown(exporter: Run, workplace: Workplace) -> None:
    rows = [f"Song {number},Artist\n" for number in range(300)]
    (workplace.root / "many.csv").write_text("".join(["title,artist\n", *rows, "Alone,\n"]), encoding="utf-8")
    brief = exporter("import many.csv --dry-run").err
    assert ("Song 7 " in brief, "Alone" in brief) == (False, True)
    assert "Song 7 " in exporter("import many.csv --dry-run -v").err


def test_of_very_many_doubtful_songs_only_the_most_doubtful_are_shown(exporter: Run, workplace: Workplace) -> None:
    lines = [f"Artist—Song {number}\n" for number in range(300)]
    (workplace.root / "many.txt").write_text("".join([*lines, "Alone\n"]), encoding="utf-8")
    brief = exporter("import many.txt --from lines --dry-run").err
    assert ("Song 7 " in brief, "Song 299 " in brief, "Alone" in brief) == (True, False, True)
    assert "Song 299 " in exporter("import many.txt --from lines --dry-run -v").err


def test_where_nothing_is_sure_nothing_is_written(exporter: Run, workplace: Workplace) -> None:
    (workplace.root / "doubtful.txt").write_text("One\nTwo\n", encoding="utf-8")
    done = exporter("import doubtful.txt --from lines")
    assert done.out == "Nothing is taken; no playlists/doubtful.yaml is written.\n"
    assert not list((workplace.root / "playlists").iterdir())
