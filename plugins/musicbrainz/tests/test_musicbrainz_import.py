from __future__ import annotations

import subprocess
import sys

from exporter_musicbrainz import API, exporter_enrichers, kind_of

from exporter import Kind


def test_the_plugin_is_known_without_importing_anything_heavy() -> None:
    code = (
        "import sys, exporter_musicbrainz; exporter_musicbrainz.exporter_enrichers();"
        "print(sorted({'requests', 'urllib3', 'starlette'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.strip() == "[]"


def test_a_question_with_a_query_is_a_search_and_any_other_reads() -> None:
    assert kind_of("GET", f"{API}/recording?query=recording%3Ax&fmt=json") is Kind.SEARCH
    assert kind_of("GET", f"{API}/recording?artist=x") is Kind.READ
    assert kind_of("GET", f"{API}/isrc/JPA320592244") is Kind.READ


def test_one_request_a_second_is_sent_at_most_and_503_means_that_there_were_too_many() -> None:
    (info,) = exporter_enrichers()
    assert info.limits.per_second == 1
    assert info.limits.pause >= 2
    assert 503 in info.busy
