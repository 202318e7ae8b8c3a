"""What plugins promise, as data: the contracts test it, their failures quote it, docs/contract.md lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: ``name`` is its anchor in docs/contract.md, ``kind`` the plugin that gives it.

    ``sentence`` is the promise itself, ``why`` what the core does with it, and ``where`` the name whose docstring says
    more (a public name of ``exporter``, with a member if need be).
    """

    name: str
    kind: str
    sentence: str
    why: str
    where: str

    @property
    def page(self) -> str:
        """Where the promise is explained."""
        return f"docs/contract.md#{self.name}"


def _backend(name: str, where: str, sentence: str, why: str) -> Promise:
    return Promise(name, "backend", sentence, why, f"exporter.{where}")


def _other(name: str, where: str, sentence: str, why: str) -> Promise:
    return Promise(name, name.partition("-")[0], sentence, why, f"exporter.{where}")


_ALL = (
    # What a service has.
    _backend(
        "account",
        "Backend.account",
        "A login belongs to somebody: an account has an ID.",
        "`exporter doctor` proves logins by it, and nothing is written for nobody.",
    ),
    _backend(
        "search-finds",
        "Backend.search",
        "A search by title and artist, or by plain text, finds a song that the service has.",
        "Songs are found by nothing else; what is not found is recorded as missing.",
    ),
    _backend(
        "search-tracks",
        "Track",
        "Every track of an answer names this service, and has an ID and a title.",
        "The ID is what gets into the lock and into the playlist; the title is what the song is compared with.",
    ),
    _backend(
        "search-empty",
        "Backend.search",
        "Nothing found is an answer, and an empty one.",
        "A song that the service does not have is recorded as missing; an error would have it asked about for ever.",
    ),
    _backend(
        "search-isrc",
        "Feature",
        "With `ISRC_SEARCH`, a recording is found by its ISRC.",
        "An ISRC settles which recording is meant; the core asks for it first.",
    ),
    _backend(
        "search-videos",
        "Feature",
        "With `VIDEO_SEARCH`, a search for videos gives videos and no songs.",
        "Videos are asked for last, where no song fits; songs would be the same answer once more.",
    ),
    _backend(
        "track-found",
        "Backend.track",
        "A track is found by its ID, under that very ID.",
        "Pins are looked up by it, and `exporter check --links` asks whether tracks are still there.",
    ),
    _backend(
        "track-none",
        "Backend.track",
        "An ID that the service does not have is None, not an error.",
        "A track that is gone has to be told from a service that cannot be asked.",
    ),
    _backend(
        "links",
        "BackendInfo",
        "An ID is read in what a person copies, the ID itself or a link; other text is None or no ID, never an error.",
        "People paste links into `exporter pin`.",
    ),
    _backend(
        "reads-write-nothing",
        "Backend",
        "Only `create` and `apply` write.",
        "`exporter plan` and `exporter diff` are safe at any time because of it.",
    ),
    _backend(
        "threads",
        "Backend",
        "Several threads may ask at once, and each gets its own answer.",
        "Songs are searched side by side. A client that is shared between threads mixes answers up.",
    ),
    # What a playlist holds.
    _backend(
        "create",
        "Backend.create",
        "A new playlist is empty, and is read back as it was made.",
        "The ID that `create` gives is kept in the lock for ever.",
    ),
    _backend(
        "names-exact",
        "Backend.playlists",
        "Playlists are found by their exact name; a longer one, or one in other letters, is another playlist.",
        "What is found is offered for adoption, and adopting somebody's other playlist would lose it.",
    ),
    _backend(
        "names-all",
        "Backend.playlists",
        "Every own playlist of a name is found, however many others there are.",
        "One that is overlooked, on a later page, is made a second time.",
    ),
    _backend(
        "read-missing",
        "Backend.read",
        "A playlist that is not there is NotFound: neither None nor an empty playlist.",
        "An empty answer would be filled with every song again.",
    ),
    _backend(
        "in-library",
        "Backend.in_library",
        "A new playlist is in the library, and one that was never made is not.",
        "Some services show deleted playlists for ever; what is not in the library is not pushed to.",
    ),
    _backend(
        "order",
        "Backend.read",
        "Tracks stand as they were added.",
        "The order of a playlist is its curator's.",
    ),
    _backend(
        "duplicates",
        "Backend.read",
        "A track may stand twice, added by one request or by two.",
        "A plan counts rows; one that is swallowed is added again by every push.",
    ),
    _backend(
        "pages",
        "Backend.read",
        "A playlist of any length is read whole: every page, and no row twice.",
        "Rows that are not read are added again, rows that are read twice are removed.",
    ),
    _backend(
        "versions",
        "Feature",
        "With `VERSIONS`, the version changes with every change, and what is read for an old one is read whole.",
        "A version that stands still hides what somebody else did meanwhile.",
    ),
    _backend(
        "nothing-kept",
        "Backend",
        "Nothing is kept between two runs but what the service keeps.",
        "Tomorrow's push starts with nothing but the lock.",
    ),
    _backend(
        "unicode",
        "Backend.create",
        "Names and descriptions in any script come back as they were written.",
        "A name that comes back differently is not found again, and is written anew by every push.",
    ),
    # What an edit does.
    _backend(
        "edits",
        "Backend.apply",
        "Each kind of edit that the features name leaves the rows that `exporter.model.apply_edit` gives.",
        "Plans are made of these edits, and each is planned on the rows that the one before it left.",
    ),
    _backend(
        "edits-mixed",
        "Backend.apply",
        "Edits in any order do what each of them says.",
        "What is remembered of the rows, such as their own IDs, has to be right after twenty edits as after one.",
    ),
    _backend(
        "one-request",
        "Backend.apply",
        "Every edit, and making a playlist, is one writing request.",
        "Plans are priced in requests, and a killed push is only ever one request away from a known state.",
    ),
    _backend(
        "describe",
        "Feature",
        "With `DESCRIBE`, name and description can be changed, and the rows stay.",
        "A playlist is renamed where its file is.",
    ),
    _backend(
        "limit-tracks",
        "Limits",
        "As many rows as `Limits.add`, `Limits.move` and `Limits.remove` say go into one request.",
        "Plans are cut to these limits; a smaller one breaks them, and is met only by long playlists.",
    ),
    _backend(
        "limit-names",
        "Limits",
        "A name and a description as long as the limits say come back whole; a longer one is cut or refused.",
        "The core cuts them to the limit before it sends them, and compares what comes back.",
    ),
    # What goes wrong.
    _backend(
        "could-not-ask",
        "Backend",
        "Could not ask is an error, never an empty answer, None or False.",
        "A throttled search that looks like an empty one records the song as missing.",
    ),
    _backend(
        "errors-ours",
        "Backend",
        "Everything that goes wrong leaves as one of `exporter.errors`, with a message.",
        "Each of them has an exit code and a way out; anything else is a traceback.",
    ),
    _backend(
        "errors-login",
        "Backend.account",
        "Where the service says that nobody is logged in, the error is a LoginError.",
        "It is told how to log in again, and nothing else is tried.",
    ),
    _backend(
        "errors-wait",
        "Backend",
        "Where the service says to come back in hours, the error is a WaitLonger that says when.",
        "The run ends at once with exit code 5, and says when to go on.",
    ),
    _backend(
        "lost-answer",
        "Backend.apply",
        "An edit whose answer is lost was sent once.",
        "Nobody knows whether it was applied. Sent again, it would be applied twice; the core reads back instead.",
    ),
    _backend(
        "lost-playlist",
        "Backend.create",
        "A playlist whose making got no answer was made once.",
        "Sent again, there would be two of its name.",
    ),
    _backend(
        "goes-on",
        "Backend",
        "A failure spoils nothing: the same backend goes on when the service does.",
        "A push waits and tries on with the backend it has.",
    ),
    _backend(
        "secrets",
        "Connection",
        "No secret gets into a log or an error.",
        "Logs and errors are shown, kept by CI for everybody to read, and pasted into reports.",
    ),
    _backend(
        "silence",
        "Backend",
        "A backend prints nothing.",
        "Standard output is one JSON document with `--json`; what a person should know goes to `connection.warn`.",
    ),
    # What people and services write.
    _backend(
        "hostile-queries",
        "Query",
        "Any text may be searched for: there is an answer, or one of our errors.",
        "Titles hold quotes, operators, control characters, or nothing but stars.",
    ),
    _backend(
        "hostile-ids",
        "Backend",
        "An ID that can be none is not there, and leads nowhere else.",
        "IDs come from files that anybody may have written; in an address, `../` leads to another one.",
    ),
    _backend(
        "hostile-names",
        "Backend.create",
        "Any name and description is taken, cleaned or refused by one of our errors.",
        "Playlist files come from other people, too.",
    ),
    _backend(
        "hostile-tracks",
        "Item",
        "A track of any title is found, added and read like every other.",
        "One strange title must not hide a row, nor the rows behind it.",
    ),
    # Formats.
    _other(
        "format-registered",
        "Format",
        "A format has a name of one word, endings with their dots, and reads or writes.",
        "`--from` and `--as` take the name, files are known by their endings.",
    ),
    _other(
        "format-written-is-read",
        "Format",
        "What is written is read again: as many songs, in their order, with their titles and artists.",
        "An export is somebody's only copy, sometimes.",
    ),
    _other(
        "format-settles",
        "Format",
        "What was read of a written text is written and read the same way again.",
        "A playlist that goes to another app and back must not change a little each time.",
    ),
    _other(
        "format-hostile",
        "Format",
        "Titles of any text are written, and each is still one song when it is read, or one passage that was left out.",
        "A line break or a comma in a title must not make two songs of one.",
    ),
    _other(
        "format-reads-anything",
        "Format",
        "Any text is a listing or a FileError, also one that is cut off or changed.",
        "Files come from other people's programs.",
    ),
    _other(
        "format-quick",
        "Format",
        "Reading takes time in proportion to the text.",
        "A pattern that tries every way through a long line stops everything.",
    ),
    _other(
        "format-sniff",
        "Format",
        "`sniff` gives a likelihood in [0, 1] for any text, and knows what the format itself writes.",
        "The likeliest format reads a text that says nothing of its kind.",
    ),
    _other(
        "format-listing",
        "Listed",
        "Every song that was read has a title, a place in the text, and a likelihood in [0, 1] with its doubts.",
        "The screen shows the line, and asks about what is not sure.",
    ),
    # Readings.
    _other(
        "readings-yours",
        "hookspecs.exporter_readings",
        "A text of yours has readings, and a text that is nobody's has none.",
        "A reading for everything makes strangers sound alike.",
    ),
    _other(
        "readings-total",
        "hookspecs.exporter_readings",
        "Any text has some readings or none: different texts that are not empty, and no error.",
        "Every title and every name of every candidate comes along.",
    ),
    _other(
        "readings-few",
        "hookspecs.exporter_readings",
        "Eight readings are plenty, and one outline.",
        "Every reading of one text is compared with every reading of the other.",
    ),
    _other(
        "readings-same",
        "hookspecs.exporter_readings",
        "The same text has the same readings every time, in every thread.",
        "A decision must not depend on what was asked before.",
    ),
    _other(
        "readings-quick",
        "hookspecs.exporter_readings",
        "A text that was read before costs nothing, and a long one little.",
        "The same names are compared thousands of times in a run.",
    ),
    # Enrichers.
    _other(
        "enricher-finds",
        "Enricher.facts",
        "A song that the source knows has facts, likeliest first, each with a confidence in [0, 1] and its reason.",
        "A person, or a threshold, decides by it.",
    ),
    _other(
        "enricher-empty",
        "Enricher.facts",
        "A song that the source does not know has no facts, and that is no error.",
        "It is asked about again when the file changes, and not before.",
    ),
    _other(
        "enricher-could-not-ask",
        "Enricher.facts",
        "Could not ask is one of our errors, never an empty answer.",
        "An empty answer is remembered.",
    ),
    _other(
        "enricher-same",
        "Enricher.facts",
        "The same question has the same answer, whoever asks it first.",
        "Two runs over one file must propose the same.",
    ),
    _other(
        "enricher-hostile",
        "Enricher.facts",
        "Any song may be asked about: there is an answer, or one of our errors.",
        "Titles hold quotes, operators, control characters, or nothing but stars.",
    ),
)

PROMISES: Mapping[str, Promise] = MappingProxyType({promise.name: promise for promise in _ALL})
"""Every promise by its name, in the order of docs/contract.md."""
