"""Fails the build when a page would load anything from another host: fonts, scripts, pictures. Used by mkdocs.yml."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
SAID = {"canonical", "next", "prev", "alternate"}
"""Kinds of ``<link>`` that a browser does not load."""


class Loads(HTMLParser):
    """Collects the addresses at other hosts that a page makes a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.strangers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        values = dict(attrs)
        address = values.get(LOADED.get(tag, "")) or ""
        if address.startswith(("http:", "https:", "//")) and values.get("rel") not in SAID:
            self.strangers.append(address)


def on_post_page(output: str, *, page: Page, **_: object) -> str:
    """Let the page through as it is, or stop the build.

    Raises:
        PluginError: it loads something from another host.
    """
    loads = Loads()
    loads.feed(output)
    if loads.strangers:
        raise PluginError(f"{page.file.src_uri} would load {', '.join(loads.strangers)}")
    return output
