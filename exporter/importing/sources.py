"""Where a playlist is imported from: a file, standard input, or a service."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporter.backend import BackendInfo
from exporter.errors import ExporterError, FileError, PluginError, Problem, UsageError, one_line
from exporter.exchange import Format, Listing
from exporter.files.native import MAX_BYTES
from exporter.importing.encodings import Decoded, decode, is_text
from exporter.importing.services import fetch, listing_of, named
from exporter.importing.tidy import garbled, tidied
from exporter.plugins import Plugins
from exporter.project import Project, Target
from exporter.suggest import did_you_mean

STDIN = "-"
LINK = re.compile(r"(?:https?://|[a-z]+:)[^\s\\]+|(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
"""What is an address rather than the name of a file."""
SURE = 0.9
"""How likely a format must be to be taken against the ending of a file's name."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was read: ``label`` is how a person knows the source, ``how`` the format or service that read it.

    ``name`` is what the playlist may be called where nothing else says; ``guessed`` says that the encoding was.
    ``target`` is where it was read from, where that is a service.
    """

    label: str
    how: str
    listing: Listing
    name: str = ""
    encoding: str = ""
    guessed: bool = False
    target: Target | None = None

    @property
    def sandboxed(self) -> bool:
        """Whether the IDs in it are the sandbox's, and mean nothing elsewhere."""
        return self.target is not None and self.target.sandboxed


def read(
    project: Project,
    plugins: Plugins,
    given: str,
    told: str = "",
    *,
    encoding: str = "",
    stdin: Callable[[int], bytes] = lambda _: b"",
) -> Source:
    """The playlist that ``given`` names: a file, ``-`` for standard input, or a playlist of a service.

    ``told`` names a format, or the target that ``given`` is a playlist of. ``stdin`` gives so many bytes of standard
    input, or all that there are.

    Raises:
        UsageError: there is no such file, format or service, or nothing tells what the source is.
        FileError: it is not of its format.
        ExporterError: the service could not be asked, or refuses to show it.
    """
    formats = {one.name: one for one in plugins.formats() if one.read}
    infos = backends(plugins)
    if told and told not in formats:
        return _of_service(project, plugins, infos, given, _target(told, formats, plugins))
    if not told and LINK.fullmatch(given) and not _is_there(given):
        return _of_service(project, plugins, infos, given, None)
    data = stdin(MAX_BYTES + 1) if given == STDIN else _bytes(given)
    if len(data) > MAX_BYTES:
        message = f"it is larger than {MAX_BYTES // 2**20} MB"
        raise FileError([Problem(given, 1, 1, "", message, "is this a playlist?")])
    return _of_text(given, decode(data, encoding), [formats[told]] if told else list(formats.values()), infos)


def backends(plugins: Plugins) -> tuple[BackendInfo, ...]:
    """Every backend whose plugin loads, by name."""
    found = {info.name: info for one in plugins.all() for info in one.backends}
    return tuple(found[name] for name in sorted(found))


# Files.


def _is_there(given: str) -> bool:
    try:
        return Path(given).exists()
    except OSError:  # too long for a file's name, say
        return False


def _bytes(given: str) -> bytes:
    try:
        with Path(given).expanduser().open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, RuntimeError) as error:  # or somebody's home folder, of whom nobody knows
        hint = "Give the name of a file, - for standard input, or the link of a playlist."
        raise UsageError(f"There is no file called {given!r}.", hint=hint) from error
    except OSError as error:
        message = f"cannot read the file: {error.strerror or error}"
        raise FileError([Problem(given, 1, 1, "", message, "is the name right, and may you read it?")]) from error


def _of_text(given: str, decoded: Decoded, formats: Sequence[Format], infos: Sequence[BackendInfo]) -> Source:
    label = "standard input" if given == STDIN else given
    if not is_text(decoded.text):
        message = "this is no text"
        hint = "exporter reads text files; where this is one, --encoding NAME says how it is encoded"
        raise FileError([Problem(label, 1, 1, "", message, hint)])
    chosen = formats[0] if len(formats) == 1 else choose(formats, given, decoded.text, label)
    read = tidied(_read(chosen, decoded.text, label), infos)
    listing = garbled(read, decoded.encoding, doubtful=decoded.doubtful)
    name = "" if given == STDIN else Path(given).stem
    return Source(label, chosen.label, listing, name, decoded.encoding, decoded.guessed)


def choose(formats: Sequence[Format], given: str, text: str, label: str) -> Format:
    """The format of a text: the one that its file's name ends like, or that it looks most like.

    Of several of one ending it is one of those, unless the text is surely something else.

    Raises:
        UsageError: it looks like none.
    """
    ending = Path(given).suffix.casefold()
    by_ending = [one for one in formats if ending and ending in one.endings]
    if len(by_ending) == 1:
        return by_ending[0]
    likely = {one.name: _likely(one, text) for one in formats}
    sure = [one for one in formats if likely[one.name] >= SURE]  # what players save as .txt is often a table
    best = max([*by_ending, *sure] if by_ending else formats, key=lambda one: likely[one.name])
    if likely[best.name] == 0:
        names = ", ".join(one.name for one in formats)
        raise UsageError(f"Nothing tells what {label} is.", hint=f"Name its format: --from FORMAT, one of {names}.")
    return best


def _likely(one: Format, text: str) -> float:
    try:
        return one.sniff(text)
    except Exception:  # noqa: BLE001 - a plugin that fails at looking does not know the text
        return 0.0


def _read(chosen: Format, text: str, label: str) -> Listing:
    if chosen.read is None:
        raise UsageError(f"{chosen.label} is only written, not read.")
    try:
        return chosen.read(text, label)
    except ExporterError:
        raise
    except Exception as error:
        raise PluginError(f"The format {chosen.name!r} failed at reading {label}: {one_line(error)}.") from error


# Services.


def _of_service(
    project: Project, plugins: Plugins, infos: Sequence[BackendInfo], given: str, target: Target | None
) -> Source:
    chosen, playlist_id = named(given, infos, target)
    remote = fetch(project, plugins, chosen, playlist_id)
    (info,) = (one for one in infos if one.name == chosen.backend)
    return Source(given, info.label, tidied(listing_of(remote, chosen.backend), infos), remote.name, target=chosen)


def _target(told: str, formats: Iterable[str], plugins: Plugins) -> Target:
    """The target that ``--from`` names."""
    backend = told.partition("@")[0]
    known = {info.name for info in backends(plugins)}
    if backend in known:
        return Target.parse(told)
    written = {one.name for one in plugins.formats() if one.read is None}
    if told in written:
        raise UsageError(f"The format {told!r} is only written, not read.", hint=f"Those read: {', '.join(formats)}.")
    names = (*formats, *sorted(known))
    hint = did_you_mean(told, names) or f"There are: {', '.join(names)}."
    raise UsageError(f"There is no format or service called {told!r}.", hint=hint)
