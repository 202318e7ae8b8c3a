"""Which playlists changed since a revision of git: their files, their locks, or the settings of all."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath

from exporter.errors import UsageError
from exporter.project import CONFIG, FOLDER, Project

ENDINGS = {".yaml", ".lock"}


def changed_since(project: Project, revision: str) -> frozenset[str]:
    """The names of the playlists that differ from ``revision``, whether that was committed or not.

    Raises:
        UsageError: the project is in no git repository, git is not there, or the revision is unknown.
    """
    if _git(project.root, "rev-parse", "--is-inside-work-tree").strip() != "true":
        raise UsageError(f"{project.root} is in no git repository.", hint="--changed-since needs one.")
    commit = _commit(project.root, revision)
    listing = _git(project.root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--")
    listing += _git(project.root, "ls-files", "--others", "--exclude-standard", "-z")
    changed = [PurePosixPath(path) for path in listing.split("\0") if path]
    if PurePosixPath(CONFIG) in changed:
        return frozenset(project.playlists())
    names = {path.stem for path in changed if path.parent == PurePosixPath(FOLDER) and path.suffix in ENDINGS}
    return frozenset(names.intersection(project.playlists()))


def _commit(root: Path, revision: str) -> str:
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    except UsageError:
        raise UsageError(
            f"git knows no revision {revision!r} here.",
            hint="A shallow clone lacks older ones: fetch them first (in GitHub's checkout action, `fetch-depth: 0`).",
        ) from None


def _git(root: Path, *words: str) -> str:
    """What git says, asked in ``root``."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the revision stands behind --end-of-options
            ["git", "-C", str(root), *words],  # noqa: S607 - the git that the user's path has
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
        )
    except OSError as error:
        raise UsageError("git cannot be run.", hint="--changed-since needs it.") from error
    if done.returncode:
        reason, _, way_on = done.stderr.strip().partition("\n")
        raise UsageError(f"git does not tell what changed: {reason or 'no reason given'}.", hint=way_on.strip())
    return done.stdout
