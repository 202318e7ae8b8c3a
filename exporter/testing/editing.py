"""What edits do, and what they cost."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from exporter.backend import Backend, Feature
from exporter.errors import ExporterError
from exporter.model import Add, Describe, Edit, Move, Moves, Remote, Remove, apply_edit
from exporter.testing.service import Bench, Service, settled
from exporter.testing.telling import broken, expect, promised, shown

MIXED = 24
"""Edits in the mixture: enough that each kind follows each."""
FEWEST, MOST = 4, 12
"""Rows between which the mixture keeps the playlist."""
FEW = 4
"""Tracks that the mixture adds, so that most of them stand in several rows."""
LARGEST = 500
"""Tracks in one request that are tried at most; no service known takes more."""


class Editing(Bench):
    """Promises about edits."""

    @promised("edits")
    def test_edits_do_what_they_say(self, service: Service, backend: Backend, remote: Remote) -> None:
        """Each edit that the service can do leaves the list that :func:`exporter.model.apply_edit` gives."""
        rows = settled(service, backend, remote, 8)
        for edit_of in _each(service):
            rows = _applied(backend, remote, rows, edit_of(rows))

    @promised("edits-mixed")
    def test_edits_in_any_order_do_what_they_say(self, service: Service, backend: Backend, remote: Remote) -> None:
        """The same mixture every time."""
        rows = settled(service, backend, remote, 8)
        dice = random.Random(20)  # noqa: S311 - to be repeatable is the point
        for _ in range(MIXED):
            rows = _applied(backend, remote, rows, _any(service, rows, dice))

    @promised("one-request")
    def test_every_edit_is_one_request(self, service: Service, backend: Backend, remote: Remote) -> None:
        """What a plan costs is what it takes."""
        rows = settled(service, backend, remote, 8)
        edits = list(_each(service))
        if Feature.DESCRIBE in service.info.features:
            backend.apply(remote.id, Describe("Contract", "described once"))  # settles as well
            edits.append(lambda _: Describe("Contract", "described anew"))
        for edit_of in edits:
            edit, before = edit_of(rows), service.writes()
            backend.apply(remote.id, edit)
            expect(f"the number of writing requests of {shown(edit)}", service.writes() - before, 1)
            rows = apply_edit(rows, edit)

    @promised("one-request")
    def test_a_playlist_is_made_by_one_request(self, service: Service, backend: Backend) -> None:
        """Whoever pays for requests knows what it costs."""
        before = service.writes()
        backend.create("Priced", "with a description", public=True)
        expect("the number of writing requests of create()", service.writes() - before, 1)

    @promised("describe")
    def test_name_and_description_can_be_changed(self, service: Service, backend: Backend, remote: Remote) -> None:
        """They come back as they were written, with the characters that need escaping, and the rows stay."""
        service.needs(Feature.DESCRIBE)
        rows = tuple(settled(service, backend, remote, 2))
        words = Describe("青い栞 & more", '"it\'s" / 悲しい & よい')
        backend.apply(remote.id, words)
        read = backend.read(remote.id)
        seen = (read.name, read.description, read.ids)
        expect("name, description and rows", seen, (words.name, words.description, rows))

    @promised("limit-tracks")
    def test_a_request_takes_as_many_tracks_as_the_limits_say(
        self, service: Service, backend: Backend, remote: Remote
    ) -> None:
        """Adding, moving (where several moves are one request) and removing."""
        limits = service.info.limits
        rows = settled(service, backend, remote)
        count = min(limits.add, LARGEST, limits.playlist - 1)
        new = tuple(service.track_ids[number % 10] for number in range(count))
        rows = _applied(backend, remote, rows, Add(1, new), f"Add(1, {count} tracks)")
        if limits.move > 1:
            moves = (Move(len(rows) - 1, 0),) * min(limits.move, LARGEST)
            rows = _applied(backend, remote, rows, Moves(moves), f"Moves({len(moves)} rows)")
        removal = _largest_removal(service, rows)
        _applied(backend, remote, rows, removal, f"Remove({len(removal.positions)} rows)")

    @promised("limit-names")
    def test_names_may_be_as_long_as_the_limits_say(self, service: Service, backend: Backend) -> None:
        """In any script, since limits are in characters."""
        limits = service.info.limits
        for letter in "aé曲":
            name, description = _of_length(letter, limits.name), _of_length(letter, limits.description)
            read = backend.read(backend.create(name, description, public=False).id)
            expect(f"a name of {limits.name} characters", read.name, name)
            expect(f"a description of {limits.description} characters", read.description, description)

    @promised("limit-names")
    def test_names_beyond_the_limits_are_cut_or_refused(self, service: Service, backend: Backend) -> None:
        """And nothing else happens."""
        limits = service.info.limits
        for more in (1, 10_000):
            name, description = _of_length("a", limits.name + more), _of_length("b", limits.description + more)
            for given in ((name, ""), ("Contract", description)):
                try:
                    read = backend.read(backend.create(*given, public=False).id)
                except ExporterError:
                    continue
                if not (_begins(given[0], read.name) and _begins(given[1], read.description)):
                    broken(
                        f"name and description of {shown(given)} came back as {shown((read.name, read.description))}"
                    )


def _applied(backend: Backend, remote: Remote, rows: Sequence[str], edit: Edit, told: str = "") -> list[str]:
    """Carry one edit out and read; the rows as they have to be."""
    wanted = apply_edit(rows, edit)
    backend.apply(remote.id, edit)
    seen = list(backend.read(remote.id).ids)
    if seen != wanted:
        broken(f"{told or edit} on {shown(list(rows))} left {shown(seen)}, and should have left {shown(wanted)}")
    return wanted


def _each(service: Service) -> Iterator[Callable[[Sequence[str]], Edit]]:
    """Edits that the service's features allow, each for the rows that the ones before it left; at first eight."""
    features, ninth, tenth = service.info.features, service.track_ids[8], service.track_ids[9]
    yield lambda rows: Add(len(rows), (ninth,))
    if Feature.ADD_ANYWHERE in features:
        for position in (0, 4):
            yield partial(_add, position, tenth)
            yield partial(_remove, (position,))
    if Feature.MOVE in features:
        yield lambda _: Move(0, 9, 1)
        yield lambda _: Move(8, 0, 1)
        yield lambda _: Move(2, 5, 1)
        yield lambda _: Move(4, 2, 1)
    if service.info.limits.move > 1:
        yield lambda _: Moves((Move(6, 1, 1), Move(2, 7, 1)))
    if Feature.MOVE_RANGE in features:
        yield lambda _: Move(1, 7, 3)
        yield lambda _: Move(4, 1, 3)
    if Feature.REMOVE_ROWS in features:
        yield lambda rows: Add(len(rows), (rows[0],))
        yield partial(_remove, (9,))
    yield partial(_remove, (2, 5, 8)[: service.info.limits.remove])


def _add(position: int, track: str, _rows: Sequence[str]) -> Edit:
    return Add(position, (track,))


def _remove(positions: tuple[int, ...], rows: Sequence[str]) -> Remove:
    return Remove(positions, tuple(rows[position] for position in positions))


def _any(service: Service, rows: Sequence[str], dice: random.Random) -> Edit:
    """Some edit that the service can do and that keeps the playlist neither short nor long."""
    features = service.info.features
    ways = [_any_addition] * (len(rows) < MOST) + [_any_removal] * (len(rows) > FEWEST)
    ways += [_any_move] * (Feature.MOVE in features and len(rows) >= FEWEST)
    return dice.choice(ways)(service, rows, dice)


def _any_addition(service: Service, rows: Sequence[str], dice: random.Random) -> Edit:
    position = dice.randint(0, len(rows)) if Feature.ADD_ANYWHERE in service.info.features else len(rows)
    count = dice.randint(1, min(3, service.info.limits.add))
    return Add(position, tuple(dice.choices(service.track_ids[:FEW], k=count)))


def _any_removal(service: Service, rows: Sequence[str], dice: random.Random) -> Edit:
    if Feature.REMOVE_ROWS not in service.info.features:
        return _remove(_rows_of(dice.choice(rows), rows), rows)
    count = dice.randint(1, min(3, service.info.limits.remove))
    return _remove(tuple(sorted(dice.sample(range(len(rows)), count))), rows)


def _any_move(service: Service, rows: Sequence[str], dice: random.Random) -> Edit:
    if service.info.limits.move > 1 and dice.random() < 1 / 3:
        return Moves(tuple(_one_move(rows, dice, most=1) for _ in range(2)))
    return _one_move(rows, dice, most=3 if Feature.MOVE_RANGE in service.info.features else 1)


def _one_move(rows: Sequence[str], dice: random.Random, *, most: int) -> Move:
    length = dice.randint(1, most)
    start = dice.randint(0, len(rows) - length)
    return Move(start, dice.choice([*range(start), *range(start + length + 1, len(rows) + 1)]), length)


def _rows_of(track: str, rows: Sequence[str]) -> tuple[int, ...]:
    return tuple(position for position, row in enumerate(rows) if row == track)


def _largest_removal(service: Service, rows: Sequence[str]) -> Remove:
    """As many rows as one request may name, or all rows of as many tracks."""
    most = service.info.limits.remove
    if Feature.REMOVE_ROWS in service.info.features:
        return _remove(tuple(range(min(most, len(rows)))), rows)
    tracks = list(dict.fromkeys(rows))[:most]
    return _remove(tuple(position for position, row in enumerate(rows) if row in tracks), rows)


def _of_length(letter: str, length: int) -> str:
    """A text of words that is exactly so long: a service may mend what is one endless word."""
    return ((letter * 7 + " ") * (length // 8 + 1))[: length - 1] + letter


def _begins(given: str, kept: str) -> bool:
    """Whether what came back is what was given, perhaps cut (with some mark of it)."""
    return given.startswith(kept.rstrip("… .")) or kept.startswith(given)
