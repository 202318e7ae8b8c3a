"""Continuations: opaque texts that say where the next page begins."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from exporter_ytmusic.sandbox.music.refused import refused


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The row at ``offset`` of ``what``: a playlist's ID, or the kind of a search, or the library."""

    what: str
    offset: int


def write(what: str, offset: int) -> str:
    """The place as a text that survives in an address."""
    return urlsafe_b64encode(msgspec.json.encode(Place(what, offset))).decode().replace("=", "")


def read(text: str) -> Place:
    """The place that :func:`write` wrote; any other text is refused."""
    try:
        place = msgspec.json.decode(urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Place)
    except (msgspec.DecodeError, binascii.Error, ValueError) as error:
        raise refused(400) from error
    if place.offset < 0:
        raise refused(400)
    return place
