"""What a person copies out of a browser, as the few secrets of a browser login. Pure.

Read are request headers as Chrome, Edge, Firefox and Safari copy them, "Copy as cURL" (for bash and for cmd), "Copy as
fetch (Node.js)", a HAR, and the JSON file that ytmusicapi keeps. Only what is needed is taken; the rest, such as what
the browser prefers and what was asked, is forgotten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from exporter.errors import LoginError

WANTED = {"cookie": "cookie", "x-goog-authuser": "authuser", "x-goog-pageid": "user", "user-agent": "user_agent"}
"""The headers of a login, and the secrets that they become. The page ID is a brand account's."""
PROOF = "__Secure-3PAPISID"
"""The cookie without which YouTube Music takes nobody for logged in."""
MUSIC = "https://music.youtube.com/"

HOW = (
    "In a private window, log in at https://music.youtube.com, open the developer tools (F12), Network, and click "
    "around until a request named browse?… turns up. Firefox: right-click it, Copy Value, Copy Request Headers. "
    "Chrome and Edge: click it and copy everything below Request Headers. Then close the window without logging out."
)
"""What a person is told before they paste."""
AGAIN = "Copy the headers of a request named browse?… at https://music.youtube.com once more, as told above."
"""What they are told when it was something else."""

Headers = Mapping[str, str]


def secrets_in(text: str) -> dict[str, str]:
    """The secrets of the login that ``text`` holds, in whichever form it was copied.

    Raises:
        LoginError: something is missing, or cannot be what a browser sends.
    """
    found = max(_requests(text.strip()), key=_worth, default={})
    _check(found)
    return {secret: found[header] for header, secret in WANTED.items() if found.get(header)}


def _worth(headers: Headers) -> tuple[bool, int]:
    """How much of a login a request holds."""
    return PROOF in headers.get("cookie", ""), len(headers)


def _check(found: Headers) -> None:
    if not found:
        raise LoginError("These are no request headers.", hint=AGAIN)
    if "cookie" not in found:
        hint = f"Chrome copies cookies as cURL or HAR only when told to include sensitive data. {AGAIN}"
        raise LoginError("There is no cookie in this.", hint=hint)
    if not re.search(rf"(^|;)\s*{PROOF}=[^;\s]", found["cookie"]):
        message = f"The cookie lacks {PROOF}: nobody was logged in when it was copied."
        raise LoginError(message, hint=f"Log in first. {AGAIN}")
    if "x-goog-authuser" not in found:
        message = "The header x-goog-authuser is missing: this request was not one of YouTube Music's own."
        raise LoginError(message, hint=AGAIN)
    for header, value in found.items():
        if not (value.isascii() and value.isprintable()):
            raise LoginError(f"The header {header} has characters that no browser sends.", hint=AGAIN)


def _requests(text: str) -> Iterator[Headers]:
    """The headers of every request that the text may hold."""
    if text[:1] in {"{", "["}:
        yield from _in_json(text)
    elif re.match(r"curl(\.exe)?\s", text):
        yield _of_curl(_cmd_words(text) if _is_cmd(text) else _bash_words(text))
    elif text.startswith("fetch("):
        yield from _in_fetch(text)
    else:
        yield _of_lines(text)


def _kept(pairs: Iterator[tuple[str, str]]) -> Headers:
    """The wanted ones of some headers; a cookie may come in pieces (RFC 9113 8.2.3)."""
    found: dict[str, str] = {}
    for name, given in pairs:
        header, value = name.strip().lower(), given.strip()
        if header == "cookie" and found.get(header, value) != value:
            value = f"{found[header]}; {value}"
        if header in WANTED and value:
            found[header] = value
    return found


# ---- headers, line by line ----


def _of_lines(text: str) -> Headers:
    """Headers as ``name: value``, or as a name on one line and its value on the next, as Chrome copies them."""
    return _kept(_pairs([line.strip() for line in text.splitlines() if line.strip()]))


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Only wanted names are looked for: between the others Chrome puts lines that are neither name nor value."""
    position = 0
    while position < len(lines):
        name, colon, value = lines[position].partition(":")
        position += 1
        if name.strip().lower() not in WANTED:
            continue
        if not value.strip() and position < len(lines):
            value = lines[position]
            position += 1
        elif not colon:
            continue
        yield name, value


# ---- JSON ----


def _in_json(text: str) -> Iterator[Headers]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LoginError("This begins as JSON and goes on as something else.", hint=AGAIN) from error
    yield from _in_value(found)


def _in_value(found: object) -> Iterator[Headers]:
    """Of a HAR (all its requests to YouTube Music), one request of it, a list of headers, or a plain object."""
    match found:
        case {"log": {"entries": [*entries]}}:
            for entry in entries:
                yield from _in_value(entry)
        case {"request": {"url": str(url)}} if not url.startswith(MUSIC):
            return
        case {"request": request}:
            yield from _in_value(request)
        case {"headers": inner}:
            yield from _in_value(inner)
        case [*rows]:
            yield _kept(_named(rows))
        case dict():
            yield _kept((str(name), value) for name, value in found.items() if isinstance(value, str))


def _named(headers: list[object]) -> Iterator[tuple[str, str]]:
    for header in headers:
        match header:
            case {"name": str(name), "value": str(value)}:
                yield name, value


def _in_fetch(text: str) -> Iterator[Headers]:
    """``fetch("…", {"headers": {…}, …})``: the second argument is JSON."""
    start = text.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(text[start:]) if start >= 0 else ({}, 0)
    except (ValueError, RecursionError) as error:
        raise LoginError("This fetch( … ) was not copied whole.", hint=AGAIN) from error
    yield from _in_value(found)


# ---- cURL ----

OPTIONS = {"-b": "cookie", "--cookie": "cookie", "-A": "user-agent", "--user-agent": "user-agent"}
"""Options of curl that are headers of their own."""


def _of_curl(words: list[str]) -> Headers:
    def pairs() -> Iterator[tuple[str, str]]:
        for option, value in pairwise(words):
            if option in {"-H", "--header"}:
                name, _, rest = value.partition(":")
                yield name, rest
            elif option in OPTIONS:
                yield OPTIONS[option], value

    return _kept(pairs())


def _is_cmd(text: str) -> bool:
    """Whether it was written for Windows' cmd: a caret before the first quote, or at the ends of lines."""
    return re.match(r'curl(\.exe)?\s+(\^"|"[^"\r\n]*"\s\^\r?$)', text, flags=re.MULTILINE) is not None


BASH = re.compile(r"""\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\s+)|(.)""", re.DOTALL)
ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{1,4})|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
NAMED = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}


def _bash_words(text: str) -> list[str]:
    """The words of a bash command: ``'…'``, ``"…"``, ``$'…'`` and backslashes."""
    words = [""]
    for part in BASH.finditer(text):
        ansi, single, double, escaped, blank, plain = part.groups()
        if blank is not None:
            words.append("")
        elif ansi is not None:
            words[-1] += ESCAPED.sub(_unescaped, ansi)
        elif double is not None:
            words[-1] += re.sub(r'\\([$`"\\\n])', lambda found: found[1].strip("\n"), double)
        else:
            words[-1] += single or plain or (escaped or "").strip("\n")
    return [word for word in words if word]


def _unescaped(found: re.Match[str]) -> str:
    four, two, octal, one = found.groups()
    if four or two:
        return chr(int(four or two, 16))
    return chr(int(octal, 8)) if octal else NAMED.get(one, one)


CMD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\s+)|(.)', re.DOTALL)


def _cmd_words(text: str) -> list[str]:
    """The words of a cmd command: a caret makes the next character plain and joins lines, then quotes are read."""
    line = re.sub(r"\^(\r?\n|.)", lambda found: found[1].strip("\r\n"), text)
    words = [""]
    for part in CMD.finditer(line):
        quoted, blank, plain = part.groups()
        if blank is not None:
            words.append("")
        else:
            words[-1] += plain or re.sub(r'\\(["\\])', r"\1", quoted or "")
    return [word for word in words if word]
