"""What a curator does to a playlist between two nights. Pure; ``rng`` decides where and with which songs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.storm.songs import OURS

FAMILIAR = "".join(Random(1).sample(OURS, len(OURS)))  # noqa: S311 - in no order that a service or we would choose
"""Our letters in the order in which changes use them."""


@dataclass(frozen=True)
class Change:
    """A playlist before and after; ``before`` is None when it does not exist yet."""

    before: str | None
    after: str
    description: str = "Words"

    def respelled(self) -> Change:
        """The same in other letters: those of :data:`FAMILIAR`, in the order in which they come up.

        One song is as good as another. So what was there before is mostly the same word, which is pushed only once.
        """
        met = dict.fromkeys((self.before or "") + self.after)
        letters = str.maketrans(dict(zip(met, FAMILIAR, strict=False)))
        before = None if self.before is None else self.before.translate(letters)
        return replace(self, before=before, after=self.after.translate(letters))


Edit = Callable[[Random, int], Change]


def create(rng: Random, size: int) -> Change:
    return Change(None, _some(rng, size))


def describe(rng: Random, size: int) -> Change:
    word = _some(rng, size)
    return Change(word, word, "Other words")


def add_at_the_top(rng: Random, size: int) -> Change:
    old, new = _split(rng, size)
    return Change(old, new + old)


def add_in_the_middle(rng: Random, size: int) -> Change:
    old, new = _split(rng, size)
    at = rng.randint(1, max(1, len(old) - 1))
    return Change(old, old[:at] + new + old[at:])


def add_at_the_end(rng: Random, size: int) -> Change:
    old, new = _split(rng, size)
    return Change(old, old + new)


def move_one(rng: Random, size: int) -> Change:
    return _moved(rng, size, 1)


def move_a_range(rng: Random, size: int) -> Change:
    return _moved(rng, size, rng.randint(2, 3))


def remove_one(rng: Random, size: int) -> Change:
    return _removed(rng, size, 1)


def remove_many(rng: Random, size: int) -> Change:
    return _removed(rng, size, rng.randint(2, 4))


def remove_a_duplicate(rng: Random, size: int) -> Change:
    word = list(_some(rng, size))
    word[rng.randrange(1, len(word))] = word[0]
    twice = "".join(rng.sample(word, len(word)))
    at = rng.choice([at for at, letter in enumerate(twice) if letter == word[0]])
    return Change(twice, twice[:at] + twice[at + 1 :])


def mixed(rng: Random, size: int) -> Change:
    before = [*_some(rng, size), *rng.choices(OURS, k=rng.randint(0, 2))]
    kept = rng.sample(before, rng.randint(1, len(before))) if rng.random() < 0.5 else before[:: rng.randint(1, 2)]
    after = list(kept)
    for letter in rng.choices(OURS, k=rng.randint(0, 4)):
        after.insert(rng.randint(0, len(after)), letter)
    return Change("".join(before), "".join(after), rng.choice(["Words", "Other words"]))


EDITS: dict[str, Edit] = {
    edit.__name__.replace("_", " "): edit
    for edit in (
        create,
        describe,
        add_at_the_top,
        add_in_the_middle,
        add_at_the_end,
        move_one,
        move_a_range,
        remove_one,
        remove_many,
        remove_a_duplicate,
        mixed,
    )
}


def _some(rng: Random, size: int) -> str:
    return "".join(rng.sample(OURS, max(2, size)))


def _split(rng: Random, size: int) -> tuple[str, str]:
    """A playlist, and songs that are not in it."""
    new = rng.randint(1, 4)
    word = _some(rng, size + new)
    return word[new:], word[:new]


def _moved(rng: Random, size: int, length: int) -> Change:
    word = _some(rng, max(size, length + 1))
    start = rng.randrange(len(word) - length + 1)
    block, rest = word[start : start + length], word[:start] + word[start + length :]
    at = rng.choice([at for at in range(len(rest) + 1) if at != start])
    return Change(word, rest[:at] + block + rest[at:])


def _removed(rng: Random, size: int, count: int) -> Change:
    word = _some(rng, max(size, count + 1))
    gone = rng.sample(range(len(word)), count)
    return Change(word, "".join(letter for at, letter in enumerate(word) if at not in gone))
