"""The login: how a person gets one, and how a request proves it."""

from __future__ import annotations

from collections.abc import Mapping

from exporter import Connection, Dialogue
from exporter.errors import LoginError


def login(connection: Connection, dialogue: Dialogue) -> Mapping[str, str]:
    """Walk a person through it; what to keep. The core asks ``account()`` afterwards whether it works."""
    dialogue.say(f"{connection.info.label} gives you a token under Settings, Developer.")
    token = dialogue.ask("Token", secret=True).strip()
    if not token:
        raise LoginError("Without a token nobody is logged in.", hint="Nothing was kept.")
    return {"token": token}


def headers(connection: Connection) -> dict[str, str]:
    """What proves the login."""
    return {"Authorization": f"Bearer {connection.secrets.get('token', '')}"}
