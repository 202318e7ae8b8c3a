"""A new playlist refuses its first edits, and any write may be aborted: 409, and nothing is changed."""

from __future__ import annotations

import random
from typing import Literal

from exporter.sandbox import Stored
from exporter_ytmusic.sandbox import library
from exporter_ytmusic.sandbox.data import refused
from exporter_ytmusic.sandbox.data.call import Call
from exporter_ytmusic.sandbox.data.quota import SERVICE

Edit = Literal["insert", "update"]


def refuse_first(call: Call, edit: Edit, playlist: Stored) -> None:
    """Refuse the first edit of its kind to a playlist that was just made."""
    note, store = f"first {edit} {playlist.id}", call.world.store
    if library.is_settling(call.world, playlist, call.switches.settle_seconds) and not store.note(SERVICE, note):
        store.write_note(SERVICE, note, "yes")
        raise refused.aborted()


def refuse_some(call: Call) -> None:
    """Refuse a share of all writes; which ones, the seed decides."""
    if not call.switches.aborted:
        return
    number = call.world.store.number(f"{SERVICE} aborted")
    dice = random.Random(f"{call.world.seed}:aborted:{number}")  # noqa: S311 - to be repeatable is the point
    if dice.random() < call.switches.aborted:
        raise refused.aborted()
