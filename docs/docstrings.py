"""Docstrings on the site: what they write for people who read code, as Markdown. Used by mkdocs.yml.

Code names its own with :mod:`exporter.errors`, and begins examples with two colons.
"""

from __future__ import annotations

import re

from griffe import Extension, Object

ROLE = re.compile(r":(?:attr|class|func|meth|mod):`([^`]+)`")
EXAMPLE = re.compile(r"(?m)^(.*?):?:$(?=\n\n {4})")


class Docstrings(Extension):
    """Rewrites each docstring when it has been read."""

    def on_object(self, *, obj: Object, **_: object) -> None:
        """Rewrite the docstring of a module, a class, a function or an attribute."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(text: str) -> str:
    """The docstring with links in place of roles, and one colon before an example."""
    linked = ROLE.sub(lambda found: f"[`{found[1]}`][{found[1]}]" if "." in found[1] else f"`{found[1]}`", text)
    return EXAMPLE.sub(lambda found: f"{found[1]}:" if found[1] else "", linked)
