"""What people and services write, and a backend has to bear."""

from __future__ import annotations

import pytest

from exporter.backend import Backend
from exporter.errors import ExporterError
from exporter.model import Query, Remote
from exporter.testing.finding import NONSENSE
from exporter.testing.service import Bench, Service, append
from exporter.testing.telling import broken, expect, promised, shown
from exporter.testing.texts import HOSTILE, UNSAYABLE

STRANGE_IDS = ("", " ", "..", "../me", "a/b?c=d#e", "%2e%2e%2f", "naïve", "曲", "x" * 10_000, "a\nb: c", "\x00")
"""What is no ID of any service, and what an address would make of some."""


class Enduring(Bench):
    """Promises about hostile text."""

    @promised("hostile-queries")
    @pytest.mark.parametrize("text", [*HOSTILE.values(), *UNSAYABLE.values()], ids=[*HOSTILE, *UNSAYABLE])
    def test_any_text_may_be_searched_for(self, backend: Backend, text: str) -> None:
        """As a title, as an artist, and as it stands."""
        for query in (Query(title=text, artist=text), Query(title=NONSENSE, artist=text), Query(text=text)):
            try:
                found = backend.search(query)
            except ExporterError:
                continue
            if not all(track.id and track.title for track in found):
                broken(f"{shown(query)} gave {shown(found)}")

    @promised("hostile-ids")
    @pytest.mark.parametrize("strange", STRANGE_IDS, ids=lambda text: repr(text[:20]))
    def test_what_is_no_id_is_not_there(self, service: Service, backend: Backend, strange: str) -> None:
        """Neither a track, nor a playlist, nor one of the library."""
        before = service.writes()
        for name, ask in (("track", backend.track), ("read", backend.read), ("in_library", backend.in_library)):
            try:
                answer = ask(strange)
            except ExporterError:
                continue
            if answer:
                broken(f"{name}({shown(strange)}) gave {shown(answer)}")
        expect("the number of writing requests", service.writes() - before, 0)

    @promised("hostile-names")
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_any_name_is_taken_cleaned_or_refused(self, service: Service, backend: Backend, text: str) -> None:
        """On one line and within the limits, as the core sends it; and what was made can be read."""
        limits, line = service.info.limits, " ".join(text.split())
        try:
            made = backend.create(line[: limits.name], line[: limits.description], public=False)
        except ExporterError:
            return
        expect("the rows of the new playlist", backend.read(made.id).ids, ())

    @promised("hostile-tracks")
    def test_tracks_of_any_title_are_like_all_others(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Found by their IDs and by searching, added, and read in their place."""
        if not service.hostile:
            pytest.skip("Nothing to look at: give Service.hostile tracks with hostile titles (`sandboxed` does).")
        for hostile in service.hostile:
            track = backend.track(hostile.id)
            if track is None or track.id != hostile.id or not track.title:
                broken(f"track({hostile.id!r}), whose title is {shown(hostile.title)}, gave {shown(track)}")
        ids = tuple(track.id for track in service.hostile)
        append(service, backend, remote.id, 0, ids)
        expect("what was read", backend.read(remote.id).ids, ids)
        for hostile in service.hostile:
            found = backend.search(Query(title=hostile.title.split()[0], artist=hostile.artists[0]))
            if not all(track.id and track.title for track in found):
                broken(f"a search for {shown(hostile.title)} gave {shown(found)}")
