"""The look-alike answers as MusicBrainz does: its forms, its errors, its limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exporter_musicbrainz.sandbox.library import mbid
from exporter_musicbrainz.sandbox.routes import Limiter, Refused
from exporter_musicbrainz.sandbox.switches import Switches

if TYPE_CHECKING:
    from tests.conftest import LookAlike

RAIN = mbid("recording", "JPM471232681")
SINGER = mbid("artist", "中西保志")


def test_a_search_shows_scores_and_the_artists_aliases_but_not_the_recordings(lookalike: LookAlike) -> None:
    first, *rest = lookalike.find("recording", 'recording:"最後の雨"')
    assert first["score"] == 100
    assert all(hit["score"] <= 100 for hit in rest)
    assert first["artist-credit"][0]["artist"]["sort-name"] == "Nakanishi, Yasushi"
    assert first["artist-credit"][0]["artist"]["aliases"][0]["name"] == "Yasushi Nakanishi"
    assert "aliases" not in first
    assert first["isrcs"] == ["JPM471232681"]
    assert first["releases"][0]["media"][0]["track"][0]["title"] == "最後の雨"


def test_a_lookup_shows_what_is_included_and_no_more(lookalike: LookAlike) -> None:
    bare = lookalike.get(f"recording/{RAIN}").json()
    assert set(bare) == {"id", "title", "length", "disambiguation", "video", "first-release-date"}
    whole = lookalike.get(f"recording/{RAIN}", inc="aliases artist-credits isrcs releases media release-groups").json()
    assert whole["aliases"][0]["name"] == "The Last Rain"
    pseudo = next(one for one in whole["releases"] if one["status"] == "Pseudo-Release")
    assert pseudo["text-representation"] == {"language": "jpn", "script": "Latn"}
    assert pseudo["media"][0]["tracks"][0]["title"] == "Saigo no Ame"


def test_an_artist_is_found_by_alias_and_a_recording_by_the_artists_id(lookalike: LookAlike) -> None:
    (artist,) = lookalike.find("artist", 'alias:"Yasushi Nakanishi"')
    assert (artist["id"], artist["name"]) == (SINGER, "中西保志")
    found = lookalike.find("recording", f'arid:{SINGER} AND recording:"窓"')
    assert [hit["title"] for hit in found] == ["窓"]
    assert not lookalike.find("recording", 'artist:"Yasushi Nakanishi"'), "aliases of artists are not in this index"


def test_an_isrc_gives_its_recordings_and_an_unknown_one_is_not_found(lookalike: LookAlike) -> None:
    answer = lookalike.get("isrc/JPM471232681", inc="artist-credits").json()
    assert answer["isrc"] == "JPM471232681"
    assert [one["id"] for one in answer["recordings"]] == [RAIN]
    missing = lookalike.get("isrc/USZZZ9999999")
    assert missing.status_code == 404
    assert missing.json()["error"] == "Not Found"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("recording/no-id", {}, 400),
        (f"recording/{mbid('none')}", {}, 404),
        (f"recording/{RAIN}", {"inc": "everything"}, 400),
        ("isrc/short", {}, 400),
        ("recording", {"query": '"open'}, 400),
        ("recording", {"query": "(a"}, 400),
        ("recording", {"query": "a)"}, 400),
        ("recording", {"query": "a", "limit": "many"}, 400),
        ("recording", {}, 404),
        ("nothing", {}, 404),
    ],
)
def test_what_makes_no_sense_is_refused_in_its_words(
    lookalike: LookAlike, path: str, query: dict[str, str], status: int
) -> None:
    answer = lookalike.get(path, **query)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "help"}


@pytest.mark.parametrize("agent", ["", "python-requests/2.32", "Java/17"])
def test_who_does_not_say_who_he_is_gets_nothing(lookalike: LookAlike, agent: str) -> None:
    assert lookalike.get(f"recording/{RAIN}", headers={"User-Agent": agent}).status_code == 403


def test_without_a_word_about_json_the_answer_is_xml(lookalike: LookAlike) -> None:
    assert "xml" in lookalike.get(f"recording/{RAIN}", fmt="").headers["Content-Type"]


def test_an_artists_recordings_come_in_pages(lookalike: LookAlike) -> None:
    pages = [lookalike.get("recording", artist=SINGER, limit=2, offset=offset).json() for offset in (0, 2, 4)]
    assert [page["recording-count"] for page in pages] == [3, 3, 3]
    titles = [one["title"] for page in pages for one in page["recordings"]]
    assert titles == ["最後の雨", "最後の雨 (Live at 日本武道館)", "窓"]


def test_videos_of_other_services_are_no_recordings(lookalike: LookAlike) -> None:
    assert not lookalike.find("recording", 'recording:"A Clip"')


def test_everything_is_refused_until_there_are_fewer_requests() -> None:
    now = [0.0]
    limiter, switches = Limiter(lambda: now[0]), Switches(per_second=1)
    limiter.check(switches)
    for moment in (0.5, 1.2, 1.9, 2.6):  # what is refused counts: asking on keeps it closed
        now[0] = moment
        with pytest.raises(Refused) as refused:
            limiter.check(switches)
        assert refused.value.status == 503
    now[0] = 4.0
    limiter.check(switches)


def test_too_many_requests_are_told_with_503(lookalike: LookAlike) -> None:
    lookalike.switch(per_second=1)
    answers = [lookalike.get(f"recording/{RAIN}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 503, 503]
    assert "exceeding the allowable rate limit" in answers[1].json()["error"]
