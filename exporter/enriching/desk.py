"""Where accepted facts are written: the playlist's file, one song at a time, so that a cut-off run loses nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exporter.answers import Answers
from exporter.enricher import Facts
from exporter.enriching.proposals import Proposal
from exporter.files.edit import Source
from exporter.lock import song_key
from exporter.model import Song
from exporter.project import Project
from exporter.store import alone


class Desk:
    """One playlist's file. ``number`` is a song's place in it, from 0."""

    def __init__(self, project: Project, name: str) -> None:
        """Read the playlist.

        Raises:
            UsageError, FileError: there is no such playlist, or its file is wrong.
        """
        self._source = Source.read(project.path(name))
        self.playlist = self._source.playlist()
        self._mark = project.lock_mark(self.playlist.slug)
        self._declined = Answers(project.state / "declined" / self.playlist.slug)

    @property
    def path(self) -> Path:
        """The playlist's file, as short as it can be named."""
        return self._source.path

    @property
    def text(self) -> str:
        """The file as it is."""
        return self._source.text

    def with_facts(self, number: int, proposal: Proposal) -> str:
        """The file as it would be with a song's facts.

        Raises:
            FileError: it cannot be written safely, or would be no playlist any more.
        """
        text = self._source.add_facts(number, proposal.gives)
        replace(self._source, text=text).playlist()
        return text

    def write(self, number: int, proposal: Proposal) -> None:
        """Write a song's facts.

        Raises:
            FileError: as :meth:`with_facts`.
            Unsafe: somebody changed the file meanwhile.
        """
        text = self.with_facts(number, proposal)
        with alone(self.playlist.name, self._mark):
            self._source = self._source.write(text)
        self.playlist = self._source.playlist()

    def decline(self, song: Song, facts: Facts) -> None:
        """Remember on this machine that a person does not want these facts for the song."""
        self._declined.keep(_about(song, facts), answer=True)

    def is_declined(self, song: Song, facts: Facts) -> bool:
        """Whether a person refused them not long ago."""
        return self._declined.recall(_about(song, facts)) is not None


def _about(song: Song, facts: Facts) -> str:
    return f"{song_key(song)}\n{facts.url or facts.mbid or facts.title}"
