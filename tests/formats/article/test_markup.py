"""Markdown and HTML."""

from __future__ import annotations

import pytest

from tests.articles import TOLD, read, row, taken

HTML = f"""<!DOCTYPE html>
<html><head><title>15 Sad Songs | A Site</title>
<meta name="description" content="Songs &amp; tears, picked by hand.">
<style>h2 {{ color: “Red” – Blue }}</style></head>
<body><nav><ul><li><a href="/">“Home” – Start</a></li></ul></nav>
<article><h1>15 Sad Songs</h1><p>By <a href="/jane">Jane Doe</a></p>
<div class="toc"><ul><li>“Menu” – Contents</li></ul></div>
<ul><li><a href="#1">1. “Lantern” – Tide</a></li><li><a href="#2">2. “Snow &amp; Rain” — Kumo</a></li></ul>
<h2 id="1">1. &ldquo;Lantern&rdquo; &ndash; Tide</h2>
<iframe src="//video" title="Tide - Lantern (Official Video)"></iframe><p>{TOLD}</p>
<h2>2. &#8220;Snow &amp;&nbsp;Rain&#8221; &mdash; <em>Kumo</em></h2>
<figure><img alt="x > y"><figcaption>Kumo - Snow &amp; Rain</figcaption></figure><p>{TOLD}</p>
<h2>3. “Ember”<br>– Sora</h2><p>{TOLD}<!-- “Hidden” – Comment --></p>
<script>document.write("<h2>“Script” – Nobody</h2>")</script>
<h2>Final thoughts</h2><p>{TOLD}</p>
<div class="related-posts"><div>“Other” – Post</div><h3>“Another” – Post</h3></div>
</article><aside><h2>“Aside” – Nobody</h2></aside><footer><p>“Foot” – Note</p></footer></body></html>
"""


def test_a_page_gives_what_its_headings_say_and_nothing_beside_them() -> None:
    assert taken(HTML) == [("Lantern", "Tide", ""), ("Snow & Rain", "Kumo", ""), ("Ember", "Sora", "")]


def test_a_page_says_its_name_and_description_itself() -> None:
    listing = read(HTML)
    assert (listing.name, listing.description) == ("15 Sad Songs", "Songs & tears, picked by hand.")


def test_a_page_keeps_its_line_numbers() -> None:
    assert [HTML.split("\n")[one.line - 1].count(f"{number}. ") for number, one in enumerate(read(HTML).songs, 1)] == [
        1,
        1,
        1,
    ]


def test_elements_that_touch_divide_a_title_from_its_artist() -> None:
    headings = "".join(
        f"<h3>{title}<span>{artist}</span></h3><p>{TOLD}</p>"
        for title, artist in [("Lantern", "tide"), ("Snow", "kumo")]
    )
    assert taken(f"<h1>Songs</h1>{headings}") == [("Lantern", "tide", ""), ("Snow", "kumo", "")]


def test_nested_lists_are_read_in_order() -> None:
    page = (
        "<h1>Music</h1><ul><li>Films<ul><li>Theme of Snow — Aki Mori<li>Ember for You — Aki Mori</ul>"
        "<li>Games<ol><li>Lantern of the Sea — Kumo Orchestra</ol></ul>"
    )
    assert [title for title, *_ in taken(page)] == ["Theme of Snow", "Ember for You", "Lantern of the Sea"]


@pytest.mark.parametrize("bullet", ["• ", "・", "- ", "♪ ", "<b>•</b> "])
def test_a_bullet_typed_into_a_paragraph_makes_an_item(bullet: str) -> None:
    songs = "".join(f"<p>{bullet}{song}</p>" for song in ("Tide – Lantern", "Kumo – Snow", "Sora – Ember"))
    page = f"<h1>Songs for the rain - A mixtape</h1><p>{TOLD}</p>{songs}"
    assert taken(page) == [("Lantern", "Tide", ""), ("Snow", "Kumo", ""), ("Ember", "Sora", "")]
    assert read(page).name == "Songs for the rain - A mixtape"


def test_captions_are_songs_where_nothing_else_is() -> None:
    page = "<p>Three videos that we like, with music that we like.</p>" + "".join(
        f'<iframe title="Tide「{title}」"></iframe>' for title in ("Lantern", "Snow", "Ember")
    )
    assert [title for title, *_ in taken(page)] == ["Lantern", "Snow", "Ember"]


def test_a_table_says_by_its_header_what_is_what() -> None:
    page = (
        "<table><tr><th>No.<th>Artist<th>Song<th>Anime<th>Year"
        "<tr><td>1<td>Tide<td>“Lantern”<td>The Harbour<td>2001<tr><td>2<td>Kumo<td>Snow<td></table>"
    )
    assert taken(page) == [("Lantern", "Tide", "The Harbour"), ("Snow", "Kumo", "")]


def test_a_table_of_something_else_holds_no_songs() -> None:
    assert taken("<table><tr><th>City<th>Date<tr><td>Osaka<td>Friday<tr><td>Kyoto<td>Monday</table>") == []


@pytest.mark.parametrize(
    "broken", ["<h2>“Lantern” – Tide", "<h2 class='x' “Lantern” – Tide", "<p><b>“Lantern” – Tide</i></p></div>"]
)
def test_broken_pages_are_read_as_far_as_they_go(broken: str) -> None:
    text = f"<html><body><h1>Songs</h1><h2>“Snow” – Kumo</h2>{broken}"
    assert taken(text)[0] == ("Snow", "Kumo", "")


MARKDOWN = f"""\
---
title: "Songs of the sea"
description: What the tide brings.
---

## The list

- [Lantern](https://a.example/x_(y)) - **Tide**
- [*Snow*](https://a.example/z) - Tide
- `Ember` - _Sora_
  * Harbour of You - Sora ![cover](x.png)

> “Paper Moon” – Aki Mori https://a.example/watch?v=1

| # | Song | Artist | Film |
|---|:----:|--------|------|
| 1 | **Rain** | Umi &amp; Co | Dune |

Read also
=========

- [Ten best songs of the year](https://a.example)
- [How to dance - a guide](https://a.example)

{TOLD}
"""


def test_markdown_is_read_without_its_marks() -> None:
    assert taken(MARKDOWN) == [
        ("Lantern", "Tide", ""),
        ("Snow", "Tide", ""),
        ("Ember", "Sora", ""),
        ("Harbour of You", "Sora", ""),
        ("Paper Moon", "Aki Mori", ""),
        ("Rain", "Umi & Co", "Dune"),
    ]
    assert (read(MARKDOWN).name, read(MARKDOWN).description) == ("Songs of the sea", "What the tide brings.")


def test_headings_of_markdown_hold_songs() -> None:
    text = f"# Songs\n\n## 1. “Lantern” – Tide ##\n\n{TOLD}\n\n“Snow” – Kumo\n---\n\n{TOLD}\n"
    assert [row(one)[:2] for one in read(text).songs] == [("Lantern", "Tide"), ("Snow", "Kumo")]


def test_a_page_as_export_writes_it_is_read_again() -> None:
    text = (
        "# Night\n\n1. **Lantern of You** – Tide · *The Harbour* · [one](https://a.example/1) · [two](https://b.example/2)\n"
        "2. **A \\*Star\\* in the Sea** (piano) – Tide\n3. **My Ember** – Kumo · [one](https://a.example/3)\n"
    )
    assert taken(text) == [
        ("Lantern of You", "Tide", "The Harbour"),
        ("A *Star* in the Sea (piano)", "Tide", ""),
        ("My Ember", "Kumo", ""),
    ]


def test_a_show_keeps_the_brackets_that_open_within_it() -> None:
    page = "# Songs\n\n1. **Lantern** – Tide · *Harbour (Minato)*\n2. **Snow** – Kumo · *(Lights)*\n"
    assert [show for *_, show in taken(page)] == ["Harbour (Minato)", "Lights"]


def test_dots_divide_as_strokes_do() -> None:
    assert taken("Songs\n\nLantern of You · Tide\nMy Ember · Tide\nOf the Sea · Kumo\n") == [
        ("Lantern of You", "Tide", ""),
        ("My Ember", "Tide", ""),
        ("Of the Sea", "Kumo", ""),
    ]
