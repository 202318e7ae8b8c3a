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
    return EXAMPLE.sub(lambda found: f"{found[1]}:" if found[1] else "", ROLE.sub(_link, text))


def _link(found: re.Match[str]) -> str:
    """A link, where the site has what is meant; else just its name."""
    return f'<autoref identifier="{found[1]}" optional><code>{found[1]}</code></autoref>'
