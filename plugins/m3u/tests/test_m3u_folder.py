"""A folder of music, and playlists in it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from exporter_m3u import exporter_backends
from exporter_m3u.scratch import silent_flac

from exporter import Add, Backend, Connection, Query, Remove
from exporter.errors import Rejected, ServiceError, Unreachable, UsageError


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    (folder / "YUI" / "Holidays").mkdir(parents=True)
    (folder / "YUI" / "Holidays" / "03 track.flac").write_bytes(
        silent_flac({"TITLE": ["again"], "ARTIST": ["YUI; Yui Yoshioka"], "DATE": ["2010-07-14"]}, 257)
    )
    (folder / "Nena - 99 Luftballons.mp3").touch()
    (folder / normalize("NFD", "Beyoncé - Déjà Vu.mp3")).touch()
    (folder / "cover.jpg").touch()
    (folder / ".hidden.mp3").touch()
    return folder


def opened(music: Path, **settings: str) -> Backend:
    info = exporter_backends()[0]
    return info.connect(Connection(info, settings={"music": str(music), **settings}, folder=music.parent / "state"))


def ids(backend: Backend, **query: str) -> list[str]:
    return [track.id for track in backend.search(Query(**query))]


def test_files_are_found_by_their_tags_and_by_their_names(music: Path) -> None:
    backend = opened(music)
    (tagged,) = backend.search(Query(title="again", artist="YUI"))
    assert (tagged.id, tagged.artists, tagged.year) == ("YUI/Holidays/03 track.flac", ("YUI", "Yui Yoshioka"), 2010)
    assert tagged.duration == pytest.approx(257)
    assert tagged.album == "Holidays"
    assert ids(backend, text="nena luftballons") == ["Nena - 99 Luftballons.mp3"]


def test_whole_words_come_before_parts_of_words(music: Path) -> None:
    for number in range(30):
        (music / f"Band - Song {number}.mp3").touch()
    assert ids(opened(music), title="Song 2", artist="Band")[0] == "Band - Song 2.mp3"
    (music / "supercell - 君の知らない物語ピアノ版.mp3").touch()
    assert ids(opened(music), title="君の知らない物語") == ["supercell - 君の知らない物語ピアノ版.mp3"]


def test_an_id_is_the_same_however_the_system_spells_letters(music: Path) -> None:
    backend = opened(music)
    (found,) = ids(backend, title="Déjà Vu", artist="Beyoncé")
    assert found == normalize("NFC", found)
    remote = backend.create("Accents", "", public=False)
    backend.apply(remote.id, Add(0, (found,)))
    written = (music / "Accents.m3u8").read_text(encoding="utf-8").splitlines()[-1]
    assert (music / written).exists()
    assert backend.read(remote.id).ids == (found,)


def test_tags_are_read_again_only_of_files_that_changed(music: Path) -> None:
    opened(music).account()
    kept = music.parent / "state" / "tags.json"
    document = json.loads(kept.read_bytes())
    (path,) = (path for path in document["files"] if path.endswith("03 track.flac"))
    document["files"][path]["tags"]["title"] = "as it is kept"
    kept.write_text(json.dumps(document), encoding="utf-8")
    assert ids(opened(music), title="kept")
    os.utime(path, (1, 1))
    assert not ids(opened(music), title="kept")
    assert ids(opened(music), title="again")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"layout": 0}', '{"layout": 1, "files": {}}'])
def test_what_is_kept_may_be_lost(music: Path, damage: str) -> None:
    kept = music.parent / "state" / "tags.json"
    kept.parent.mkdir()
    kept.write_text(damage, encoding="utf-8")
    assert ids(opened(music), title="again")


@pytest.mark.parametrize("unplugged", ["Music", "Lists"])
def test_a_folder_that_is_not_there_is_no_empty_answer(music: Path, unplugged: str) -> None:
    """Otherwise a push would make every playlist anew beside the disk."""
    (music.parent / "Lists").mkdir()
    backend = opened(music, playlists=str(music.parent / "Lists" / "mine"))
    remote = backend.create("List", "", public=False)
    (music.parent / unplugged).rename(music.parent / "elsewhere")
    calls: list[Callable[[], object]] = [
        lambda: backend.read(remote.id),
        lambda: backend.in_library(remote.id),
        lambda: backend.playlists("List"),
        lambda: backend.create("Other", "", public=False),
    ]
    for call in calls:
        with pytest.raises(Unreachable, match="is not there"):
            call()
    assert not (music.parent / unplugged).exists()


def test_a_search_without_the_folder_is_no_empty_answer(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="is not there"):
        opened(tmp_path / "unplugged").search(Query(title="again"))


def test_somebody_who_named_no_folder_is_told_how() -> None:
    info = exporter_backends()[0]
    with pytest.raises(UsageError) as told:
        info.connect(Connection(info))
    assert "[targets.m3u]" in told.value.hint


def test_a_stranger_s_file_is_found_by_its_name_and_keeps_its_other_rows(music: Path) -> None:
    theirs = music / "Train.m3u8"
    theirs.write_text("# mine\nhttps://radio.example/live\nNena - 99 Luftballons.mp3\n", encoding="utf-8")
    backend = opened(music)
    (remote,) = backend.playlists("Train")
    assert backend.read(remote.id).ids == ("", "Nena - 99 Luftballons.mp3")
    backend.apply(remote.id, Remove((1,), ("Nena - 99 Luftballons.mp3",)))
    assert theirs.read_text(encoding="utf-8") == "#EXTM3U\n# mine\nhttps://radio.example/live\n"


def test_bytes_that_are_no_text_are_kept(music: Path) -> None:
    theirs = music / "Old.m3u8"
    theirs.write_bytes(b"caf\xe9.mp3\n")
    backend = opened(music)
    backend.apply("Old.m3u8", Add(1, ("Nena - 99 Luftballons.mp3",)))
    assert b"caf\xe9.mp3\n" in theirs.read_bytes()


def test_lists_in_a_folder_of_their_own_lead_to_the_music(music: Path) -> None:
    lists = music.parent / "Lists"
    backend = opened(music, playlists=str(lists))
    remote = backend.create("A/B: \x07?", "", public=False)
    backend.apply(remote.id, Add(0, ("YUI/Holidays/03 track.flac",)))
    (file,) = lists.iterdir()
    assert file.name == "A_B_ __.m3u8"
    assert file.read_text(encoding="utf-8").splitlines()[-2:] == [
        "#EXTINF:257,YUI, Yui Yoshioka - again",
        "../Music/YUI/Holidays/03 track.flac",
    ]


def test_paths_hold_behind_a_link(music: Path) -> None:
    (music.parent / "disk" / "lists").mkdir(parents=True)
    (music.parent / "Lists").symlink_to(music.parent / "disk" / "lists")
    backend = opened(music, playlists=str(music.parent / "Lists"))
    remote = backend.create("List", "", public=False)
    backend.apply(remote.id, Add(0, ("Nena - 99 Luftballons.mp3",)))
    file = music.parent / "Lists" / "List.m3u8"
    assert (file.parent / file.read_text(encoding="utf-8").splitlines()[-1]).is_file()


def test_a_track_that_is_no_file_is_refused(music: Path) -> None:
    backend = opened(music)
    remote = backend.create("List", "", public=False)
    with pytest.raises(Rejected, match=r"no file '\.\./secret\.mp3'"):
        backend.apply(remote.id, Add(0, ("../secret.mp3",)))
    assert backend.read(remote.id).ids == ()


def test_an_edit_of_rows_that_went_away_changes_nothing(music: Path) -> None:
    backend = opened(music)
    remote = backend.create("List", "", public=False)
    with pytest.raises(ServiceError, match="changed by somebody else"):
        backend.apply(remote.id, Remove((3,), ("x",)))
