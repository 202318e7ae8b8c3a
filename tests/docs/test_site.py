"""The site loads nothing from other hosts, and shows docstrings as Markdown."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.exceptions import PluginError

from docs.docstrings import as_markdown
from docs.no_strangers import on_post_page

PAGE: Any = SimpleNamespace(file=SimpleNamespace(src_uri="page.md"))


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example.org/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.org/a.css">',
        '<img alt="" src="http://pictures.example.org/a.png"/>',
    ],
)
def test_a_page_that_loads_from_another_host_ends_the_build(html: str) -> None:
    with pytest.raises(PluginError, match=r"page\.md would load .*example\.org"):
        on_post_page(html, page=PAGE)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org">a link</a>',
        '<link rel="canonical" href="https://example.org">',
        '<img src="a.png">',
    ],
)
def test_a_page_may_link_anywhere(html: str) -> None:
    assert on_post_page(html, page=PAGE) == html


def test_a_role_becomes_a_link_where_the_site_has_what_is_meant() -> None:
    said = as_markdown("One of :mod:`exporter.errors`.")
    assert said == 'One of <autoref identifier="exporter.errors" optional><code>exporter.errors</code></autoref>.'


def test_an_example_in_a_docstring_is_a_block_of_code() -> None:
    assert as_markdown("Like this::\n\n    import exporter") == "Like this:\n\n    import exporter"
    assert as_markdown("First.\n\n::\n\n    import exporter") == "First.\n\n\n\n    import exporter"
    assert as_markdown("A list::") == "A list::"
