"""Files that must survive a crash: written whole or not at all, and private where they hold secrets."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PRIVATE = 0o600
SHARED = 0o644


def write_atomic(path: Path, text: str, *, mode: int = SHARED) -> None:
    """Replace ``path`` by ``text`` in one step: a reader sees the old file or the new one, never a part.

    Raises:
        OSError: the disk is full, the folder read-only ...; the old file is untouched then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
