"""YouTube Music's answers as they come, before ytmusicapi reads them: who is meant by them, and whether they are whole.

Pure and total. ytmusicapi gives an empty list for everything that it does not understand, and stops reading where an
answer breaks off, so that only the answer tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ytmusicapi.continuations import get_continuation_token

from exporter import Account, Item
from exporter_ytmusic import WAYS

Json = dict[str, Any]

TWO_COLUMNS = ("contents", "twoColumnBrowseResultsRenderer")
FIRST_SECTION = ("sectionListRenderer", "contents", 0)
HEADER = (*TWO_COLUMNS, "tabs", 0, "tabRenderer", "content", *FIRST_SECTION)
SHELF = (*TWO_COLUMNS, "secondaryContents", *FIRST_SECTION, "musicPlaylistShelfRenderer")
ONLY_TAB = ("contents", "singleColumnBrowseResultsRenderer", "tabs", 0, "tabRenderer", "content")
MORE_ROWS = ("onResponseReceivedActions", 0, "appendContinuationItemsAction", "continuationItems")
FOUND = ("contents", "tabbedSearchResultsRenderer", "tabs", 0, "tabRenderer", "content", "sectionListRenderer")
MENU = ("actions", 0, "openPopupAction", "popup", "multiPageMenuRenderer")
BUTTON = ("overlay", "musicItemThumbnailOverlayRenderer", "content", "musicPlayButtonRenderer")
PLAYED = (*BUTTON, "playNavigationEndpoint", "watchEndpoint", "videoId")
CREDIT = ("flexColumns", 1, "musicResponsiveListItemFlexColumnRenderer", "text", "runs", 0, "text")
KINDS = (None, "Song", "Video")
"""What stands in the place of the first name where a hit tells its kind, or nothing."""
ENGLISH = ("song", "video", "album", "artist", "playlist", "podcast", "episode", "profile", "top result")
"""What the titles of shelves hold in the language that ytmusicapi understands."""


def look(value: Any, *path: str | int) -> Any:
    """What is found along a path of keys and positions; None where it ends."""
    for step in path:
        known = isinstance(value, dict) if isinstance(step, str) else isinstance(value, list) and len(value) > step
        if not known:
            return None
        value = value.get(step) if isinstance(step, str) else value[step]
    return value


def text(value: Any) -> str:
    """A text of several runs."""
    runs = look(value, "runs")
    parts = (look(run, "text") for run in runs) if isinstance(runs, list) else ()
    return "".join(part for part in parts if isinstance(part, str))


def mended(answer: Json) -> Json:
    """The answer, changed in place, without what makes ytmusicapi 1.12 stumble.

    Both are of empty playlists: a shelf with an empty list in place of none, and a length in words ("No tracks").
    """
    shelf = look(answer, *SHELF)
    if isinstance(shelf, dict) and shelf.get("contents") == []:
        del shelf["contents"]
    for header in _headers(answer):
        if "secondSubtitle" in header and not any(char.isdigit() for char in text(header["secondSubtitle"])):
            del header["secondSubtitle"]
    return answer


def _headers(answer: Json) -> Iterator[Json]:
    header = look(answer, *HEADER)
    for found in (header, look(header, "musicEditablePlaylistDetailHeaderRenderer", "header")):
        plain = look(found, "musicResponsiveHeaderRenderer")
        if isinstance(plain, dict):
            yield plain


def is_for_guest(answer: Json) -> bool:
    """Whether the answer says that nobody is logged in. Nothing else does: guests' reads succeed."""
    services = look(answer, "responseContext", "serviceTrackingParams")
    pairs = (pair for one in services for pair in look(one, "params") or ()) if isinstance(services, list) else ()
    return any(look(pair, "key") == "logged_in" and look(pair, "value") == "0" for pair in pairs)


def is_menu(answer: Json) -> bool:
    """Whether this is the menu behind the account's picture, be it a guest's."""
    return isinstance(look(answer, *MENU), dict)


def account(answer: Json) -> Account | None:
    """Who is logged in; None in a guest's menu, which has no header."""
    header = look(answer, *MENU, "header", "activeAccountHeaderRenderer")
    name, handle = text(look(header, "accountName")), text(look(header, "channelHandle"))
    if not (name or handle):
        return None
    return Account(id=handle or name, name=name or handle, lasts="for some hours", way=WAYS["browser"])


def message(answer: Json) -> str:
    """What a page says that shows nothing else, such as that a playlist is private."""
    return text(
        look(answer, *ONLY_TAB, *FIRST_SECTION, "itemSectionRenderer", "contents", 0, "messageRenderer", "text")
    )


def says_nothing_found(answer: Json) -> bool:
    """Whether the answer to a search, of which no hit was left, really says that there is none.

    That is a message in place of shelves, or shelves of other things only. A guest's, an odd or an untranslated page
    is none: what was not asked must never count as missing.
    """
    if "contents" not in answer:
        return "responseContext" in answer and "actions" not in answer
    sections = look(answer, *FOUND, "contents") or look(answer, "contents", "sectionListRenderer", "contents")
    return isinstance(sections, list) and bool(sections) and all(map(_is_no_hit, sections))


def _is_no_hit(section: Any) -> bool:
    if look(section, "itemSectionRenderer", "contents", 0, "messageRenderer"):
        return True
    title = text(look(section, "musicShelfRenderer", "title")).lower()
    return any(word in title for word in ENGLISH)


def first_names(answer: Json) -> dict[str, str]:
    """Who is named first in each hit of a search, by video."""
    sections = look(answer, *FOUND, "contents") or ()
    rows = (row for one in sections for row in look(one, "musicShelfRenderer", "contents") or ())
    hits = [look(row, "musicResponsiveListItemRenderer") for row in rows]
    return {str(look(one, *PLAYED)): str(name) for one in hits if (name := look(one, *CREDIT)) not in KINDS}


def is_cut_off(last: Json) -> bool:
    """Whether the last page of a playlist that was read is not its end."""
    rows = look(last, *SHELF, "contents") if "contents" in last else look(last, *MORE_ROWS)
    if not rows:
        return "contents" not in last
    return bool(get_continuation_token(rows))


def is_library_cut_off(last: Json) -> bool:
    """Whether the last page of the library that was read is not its end."""
    if "contents" in last:
        return False
    grid = look(last, "continuationContents", "gridContinuation")
    return grid is None or "continuations" in grid


def succeeded(answer: Json) -> bool:
    """Whether an edit was made: refusals may come with HTTP 200."""
    return "SUCCEEDED" in str(answer.get("status"))


def added(answer: Json) -> tuple[Item, ...]:
    """The rows that an edit made, in the order of the request."""
    results = look(answer, "playlistEditResults")
    made = (look(one, "playlistEditVideoAddedResultData") for one in results) if isinstance(results, list) else ()
    rows = (Item(id=str(look(one, "videoId") or ""), row=str(look(one, "setVideoId") or "")) for one in made)
    return tuple(row for row in rows if row.row)
