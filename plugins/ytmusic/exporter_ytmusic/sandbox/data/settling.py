"""A new playlist refuses its first edits, and any write may be aborted: 409, and nothing is changed."""

from __future__ import annotations

import random
from typing import Literal

from exporter.sandbox import World
from exporter_ytmusic.sandbox.data import refused
from exporter_ytmusic.sandbox.data.call import Call
from exporter_ytmusic.sandbox.data.quota import SERVICE

Edit = Literal["insert", "update"]


def begin(world: World, playlist_id: str) -> None:
    """A playlist was made just now."""
    for edit in ("insert", "update"):
        world.store.write_note(SERVICE, f"fresh {edit} {playlist_id}", "yes")


def refuse_first(call: Call, edit: Edit, playlist_id: str) -> None:
    """Refuse the first edit of its kind."""
    note = f"fresh {edit} {playlist_id}"
    if call.world.store.note(SERVICE, note) and call.switches.settling:
        call.world.store.write_note(SERVICE, note, "")
        raise refused.aborted()


def refuse_some(call: Call) -> None:
    """Refuse a share of all writes; which ones, the seed decides."""
    if not call.switches.aborted:
        return
    number = call.world.store.number(f"{SERVICE} aborted")
    dice = random.Random(f"{call.world.seed}:aborted:{number}")  # noqa: S311 - to be repeatable is the point
    if dice.random() < call.switches.aborted:
        raise refused.aborted()
