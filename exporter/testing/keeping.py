"""What a playlist holds, and how playlists are found."""

from __future__ import annotations

from itertools import cycle, islice, pairwise

from exporter.backend import Backend, Feature
from exporter.errors import NotFound
from exporter.model import Add, Remote
from exporter.testing.finding import stranger
from exporter.testing.service import Bench, Service, append
from exporter.testing.telling import broken, expect, promised, shown
from exporter.testing.texts import SCRIPTS

PAGES = (10, 20, 25, 30, 50, 100, 200)
"""Rows in a page, or two, as services have it. Every boundary is read at it and one row behind it."""
LENGTHS = sorted({1, *PAGES, *(page + 1 for page in PAGES)})
OTHERS = 51
"""Playlists beside the one that is looked for: more than a page of any service's list."""
WAIT = 1.0
"""Seconds between two looks for a playlist that the account's list shows late."""


class Keeping(Bench):
    """Promises about playlists."""

    @promised("create")
    def test_a_new_playlist_is_empty_and_ours(self, backend: Backend, remote: Remote) -> None:
        """What create gives is what read gives."""
        read = backend.read(remote.id)
        seen = (read.id, read.name, read.description, read.ids)
        expect("what was read (ID, name, description, rows)", seen, (remote.id, "Contract", "made by a test", ()))

    @promised("names-exact")
    def test_a_playlist_is_found_by_its_exact_name(self, service: Service, backend: Backend, remote: Remote) -> None:
        """A longer name, or one in other letters, is another playlist."""
        expect("playlists('Contract')", found(service, backend, "Contract"), [remote.id])
        for other in ("Contrac", "contract", "Contract ", "Contract 2"):
            expect(f"playlists({other!r})", [one.id for one in backend.playlists(other)], [])

    @promised("names-all")
    def test_every_playlist_of_a_name_is_found_among_many(self, service: Service, backend: Backend) -> None:
        """The first and the last of more than a page."""
        first = backend.create("Twin", "", public=False)
        for number in range(OTHERS):
            backend.create(f"Other {number}", "", public=False)
        last = backend.create("Twin", "", public=False)
        expect(
            f"playlists('Twin'), two among {OTHERS + 2},",
            sorted(found(service, backend, "Twin", count=2)),
            sorted([first.id, last.id]),
        )

    @promised("read-missing")
    def test_a_playlist_that_is_not_there_is_not_found(self, service: Service, backend: Backend) -> None:
        """Neither None nor an empty playlist."""
        for missing in (service.track_ids[0], stranger(service)):
            try:
                read = backend.read(missing)
            except NotFound:
                continue
            broken(f"read({missing!r}), which is no playlist, gave {shown(read)}")

    @promised("in-library")
    def test_a_new_playlist_is_in_the_library(self, service: Service, backend: Backend, remote: Remote) -> None:
        """And one that was never made is not."""
        expect("in_library() of a playlist that was just made", backend.in_library(remote.id), True)  # noqa: FBT003
        missing = stranger(service)
        expect(f"in_library({missing!r}), which was never made,", backend.in_library(missing), False)  # noqa: FBT003

    @promised("order")
    def test_order_is_kept(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Tracks stand as they were added."""
        ids = tuple(reversed(service.track_ids[:10]))
        append(service, backend, remote.id, 0, ids)
        expect("what was read", backend.read(remote.id).ids, ids)

    @promised("duplicates")
    def test_duplicates_are_kept(self, service: Service, backend: Backend, remote: Remote) -> None:
        """In one request (where it takes several) and by a later one."""
        first, second = service.track_ids[:2]
        append(service, backend, remote.id, 0, (first, second, first))
        backend.apply(remote.id, Add(3, (second,)))
        expect("what was read", backend.read(remote.id).ids, (first, second, first, second))

    @promised("pages")
    def test_a_playlist_of_any_length_is_read_whole(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Around the end of every page."""
        ids = tuple(islice(cycle(service.track_ids[:10]), LENGTHS[-1]))
        for before, length in pairwise([0, *(length for length in LENGTHS if length <= service.info.limits.playlist)]):
            append(service, backend, remote.id, before, ids[before:length])
            read = backend.read(remote.id)
            if read.ids != ids[:length] or not read.complete:
                broken(_difference(read, ids[:length]))

    @promised("versions")
    def test_the_version_changes_with_the_playlist(self, service: Service, backend: Backend, remote: Remote) -> None:
        """A version that is still the same means that the playlist is."""
        service.needs(Feature.VERSIONS)
        versions = [backend.read(remote.id).version]
        for number, track_id in enumerate(service.track_ids[:2]):
            backend.apply(remote.id, Add(number, (track_id,)))
            versions.append(backend.read(remote.id).version)
        if not all(versions) or len(set(versions)) < len(versions):
            broken(f"after none, one and two edits the versions were {shown(versions)}")
        expect("the version, read again,", backend.read(remote.id, known_version=versions[-1]).version, versions[-1])
        whole = backend.read(remote.id, known_version=versions[0])
        expect("what was read for an old version", (whole.complete, whole.ids), (True, tuple(service.track_ids[:2])))

    @promised("nothing-kept")
    def test_a_backend_may_be_opened_twice(self, service: Service, backend: Backend, remote: Remote) -> None:
        """The second one knows what the service knows."""
        backend.apply(remote.id, Add(0, (service.track_ids[0],)))
        again = service.connect()
        expect("what a backend read that was opened later", again.read(remote.id).ids, (service.track_ids[0],))
        again.apply(remote.id, Add(1, (service.track_ids[1],)))
        expect("what it wrote, read by the first one,", backend.read(remote.id).ids, tuple(service.track_ids[:2]))

    @promised("unicode")
    def test_names_in_any_script_come_back(self, service: Service, backend: Backend) -> None:
        """And so do descriptions, with the characters that need escaping."""
        for name in SCRIPTS:
            description = f'{name}: "it\'s" / 悲しい & よい'
            made = backend.create(name, description, public=False)
            read = backend.read(made.id)
            expect("name and description", (read.name, read.description), (name, description))
            expect(f"playlists({name!r})", found(service, backend, name), [made.id])


def found(service: Service, backend: Backend, name: str, *, count: int = 1) -> list[str]:
    """The playlists of a name, as soon as there are ``count`` or the list has had its time to show them."""
    waited = 0.0
    while len(ids := [one.id for one in backend.playlists(name)]) < count and waited < service.info.limits.listed_after:
        service.sleep(WAIT)
        waited += WAIT
    return ids


def _difference(read: Remote, ids: tuple[str, ...]) -> str:
    if read.ids == ids:
        return f"of a playlist of {len(ids)} rows all were read, and complete was {read.complete}"
    same = next((at for at, pair in enumerate(zip(read.ids, ids, strict=False)) if pair[0] != pair[1]), len(read.ids))
    return (
        f"of a playlist of {len(ids)} rows {len(read.ids)} were read, the first {min(same, len(ids))} of them rightly"
    )
