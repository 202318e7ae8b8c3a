"""The page of a run: what it tells, and that nothing untrusted in it is more than text."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exporter.errors import (
    Bug,
    Deferred,
    ExporterError,
    FileError,
    LoginError,
    Problem,
    Rejected,
    ServiceError,
    Unreachable,
    Unsafe,
)
from exporter.face import Result, Round, Standing
from exporter.model import (
    Add,
    Create,
    Decision,
    Describe,
    Edit,
    Item,
    Move,
    Moves,
    Plan,
    Playlist,
    Reason,
    Remote,
    Remove,
    Score,
    Scored,
    Song,
    Track,
    Verdict,
)
from exporter.quota import Balance
from exporter.render import clean
from exporter.reports.markdown import BREAK, MOST, code, link, page, pin_command, plain, prose, within
from exporter.reviewing.pick import pick

if TYPE_CHECKING:
    from markdown_it.token import Token

NIGHT = datetime(2026, 11, 22, 3, tzinfo=UTC)
MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")

HOSTILE = (
    "[x](https://evil.example)",
    "![x](https://evil.example/p.png)",
    "<https://evil.example>",
    "https://evil.example",
    "www.evil.example",
    "<img src=x onerror=alert(1)>",
    "<!-- hidden -->",
    "&lt;b&gt; &#64;somebody",
    "@somebody",
    "somebody@evil.example",
    "owner/name#7",
    "GH-7",
    "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334",
    "a | b | c",
    "# Heading",
    "1. one",
    "- point",
    "===",
    "---",
    "```",
    "`code` ``",
    "**bold** _thin_ ~~gone~~",
    "$x$",
    "line\nbreak\r\n# heading\u2028more",
    "\u202eturned",
    "\x1b[31mred",
    "\\",
    "a\\",
    "  ",
    "|",
    ":smile:",
    "[^1]",
    "[x]: https://evil.example",
    "'; rm -rf / #",
    "-rf",
    "7",
)
"""What somebody might call a song."""

TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=30),
    st.text(alphabet="[]()<>!@#|`*_~-=+.:/\\ \n&;'\"$^{}0a", max_size=30),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map("".join),
)


def tokens(text: str) -> list[Token]:
    """Every token of a page, those within lines included."""
    return [inner for token in MARKDOWN.parse(text) for inner in (token, *(token.children or ()))]


def visible(text: str) -> str:
    """What a reader sees of a line of Markdown, spaces without width left out."""
    inner = [token.content for token in tokens(text) if token.type in {"text", "code_inline", "softbreak"}]
    return "".join(inner).replace(BREAK, "")


def becomes_a_link(text: str) -> bool:
    """What GitHub would make a link or a call of in plain text, code left out."""
    spoken = "".join(token.content if token.type == "text" else "\n" for token in tokens(text))
    marks = r"[@#][\w]|://|www\.|\bgh-\d|(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])|\w:\w+:|\$\w"
    return bool(re.search(marks, spoken, re.IGNORECASE))


def track(title: str = "Track", track_id: str = "id", url: str = "https://play.example/id") -> Track:
    return Track("radio", track_id, title, ("Artist",), "Album", 2001, 181.0, url=url)


def question(title: str = "Song", *tracks: Track, why: str = "two fit") -> tuple[Song, Decision]:
    others = tuple(Scored(one, Score(0.5)) for one in tracks or (track(),))
    return Song(title, ("Artist",)), Decision(Verdict.REVIEW, reasons=(Reason("x", why, -1, veto=True),), others=others)


def accepted(title: str = "Song", track_id: str = "id") -> tuple[Song, Decision]:
    return Song(title, ("Artist",)), Decision(Verdict.ACCEPT, track(title, track_id), 1.0)


def result(  # noqa: PLR0913 - whatever a result may have, by name
    name: str = "List",
    *,
    slug: str = "list",
    target: str = "radio",
    songs: Sequence[tuple[Song, Decision]] = (),
    edits: Sequence[Edit] = (),
    created: bool = False,
    asked: bool = False,
    before: Sequence[Item] = (),
    url: str = "",
    error: ExporterError | None = None,
    reads: int = 1,
) -> Result:
    remote = Remote("r", name, tuple(before)) if before else None
    return Result(
        slug,
        target,
        name,
        url=url,
        created=created,
        changed=bool(edits),
        songs=tuple(songs),
        edits=tuple(edits),
        before=remote,
        asked=asked,
        error=error,
        requests={"search": 0, "read": reads, "write": len(edits), "auth": 0},
    )


def told(*results: Result, **more: object) -> str:
    return page(Round(results, began=NIGHT, seconds=12.34, **more))  # type: ignore[arg-type]


# What it tells.


def test_a_night_in_which_nothing_happened_is_one_line() -> None:
    assert told(result(songs=[accepted()]), result(target="other", songs=[accepted()])) == (
        "# Playlists, 2026-11-22 03:00 UTC\n\n"
        "**Nothing needed a person.** 1 playlist on 2 targets: 2 as wanted; 2 reads, 12.3 s.\n"
    )


WHOLE = """\
# Playlists, 2026-11-22 03:00 UTC

**A person is needed:** 2 playlists failed and 1 song is in review. 6 playlists on 2 targets: 1 changed, 1 as wanted, \
2 failed, 1 could not be asked about, 1 deferred; 6 reads, 2 writes, 12.3 s.

## Needs a person

- **Third, X** → `radio`: The login died. Log in again.
- **Song - Artist** (List → `radio`): two fit
  - [Track - Artist](<https://play.example/id>) (3:01, Album, 2001): `exporter pin list 'Song - Artist' --on radio id`

## Could not be asked

- **Fifth** → `other`: Other cannot be reached.

## Left for the next run

- **Sixth** → `other`: Deferred: no time. It goes first in the next run.

## Changed

| playlist | target | what changed |
| --- | --- | --- |
| [List](<https://play.example/list>) | `radio` | 1 added, 1 removed; + New - Artist; − Old |

## Not there

- **Second** → `other`: Lost - Artist

## Ends soon

- `radio`: the Radio login ends in 9 days, on 2026-12-01; `exporter login radio` renews it

## Without a target

- lonely: its file names none, so it is pushed nowhere

## Requests

- `radio`: 3 reads, 2 writes; 40 of 100 units left until 2026-11-23 00:00 UTC
- `other`: 3 reads
"""


def test_the_page_tells_everything_and_most_of_all_what_needs_a_person() -> None:
    dead = LoginError("The login died.", hint="Log in again.")
    lost = Song("Lost", ("Artist",)), Decision(Verdict.MISSING)
    edits: list[Edit] = [Add(0, ("new",)), Remove((1,), ("old",))]
    whole = told(
        result(
            songs=[question(), accepted("New", "new")],
            edits=edits,
            before=[Item("old", title="Old")],
            url="https://play.example/list",
        ),
        result("Second", slug="second", target="other", songs=[lost], asked=True),
        result("Third", slug="third", error=dead),
        result("X", slug="fourth", error=dead),
        result("Fifth", slug="fifth", target="other", error=Unreachable("Other cannot be reached.")),
        result(
            "Sixth",
            slug="sixth",
            target="other",
            error=Deferred("Deferred: no time.", hint="It goes first in the next run."),
        ),
        untargeted=("lonely",),
        standings=(
            Standing(
                "radio", "Radio", date(2026, 12, 1), (Balance("units", 40, 100, datetime(2026, 11, 23, tzinfo=UTC)),)
            ),
            Standing("other", "Other", date(2027, 12, 1)),
        ),
    )
    assert whole == WHOLE


def test_what_was_written_before_something_went_wrong_is_told_too() -> None:
    whole = told(result(songs=[accepted("A", "a")], edits=[Add(0, ("a",))], error=Unreachable("no")))
    assert "| List | `radio` | as far as it got: 1 added; + A - Artist |\n" in whole


def test_one_cause_is_told_once_whoever_it_stopped() -> None:
    dead = LoginError("The login died.")
    whole = told(*(result(f"P{number}", slug=f"p{number}", error=dead) for number in range(200)))
    assert whole.count("The login died.") == 1
    assert "**P0, P1, P2, P3, P4 and 195 more**" in whole


def test_files_with_as_many_mistakes_are_told_each_with_its_own() -> None:
    broken = [FileError([Problem(f"{slug}.yaml", 3, 1, "songs", f"{slug} is wrong")]) for slug in "ab"]
    whole = told(*(Result(slug, "", slug, error=error) for slug, error in zip("ab", broken, strict=True)))
    assert "- **a**: 1 problem found\n  - `a.yaml:3:1` songs: a is wrong" in whole
    assert "- **b**: 1 problem found\n  - `b.yaml:3:1` songs: b is wrong" in whole


@pytest.mark.parametrize(
    ("error", "section"),
    [
        (Rejected("no"), "Needs a person"),
        (Unsafe("no"), "Needs a person"),
        (Bug("no"), "Needs a person"),
        (ExporterError("no"), "Needs a person"),
        (Unreachable("no"), "Could not be asked"),
        (ServiceError("no"), "Could not be asked"),
        (Deferred("no"), "Left for the next run"),
    ],
)
def test_an_error_stands_where_it_belongs(error: ExporterError, section: str) -> None:
    whole = told(result(error=error))
    assert f"## {section}\n" in whole
    assert ("**Nothing needed a person.**" in whole) == (section != "Needs a person")


@pytest.mark.parametrize(
    ("edits", "created", "what"),
    [
        ([Create("List"), Add(0, ("a", "b"))], True, "created with 2 tracks"),
        ([Add(0, ("a",)), Add(3, ("b",))], False, "2 added; + A - Artist, B - Artist"),
        ([Move(0, 3, 2)], False, "2 moved"),
        ([Moves((Move(0, 3, 2), Move(5, 0)))], False, "3 moved"),
        ([Remove((0,), ("a",)), Add(5, ("a",))], False, "1 moved; + A - Artist; − A - Artist"),
        ([Describe("List", "Words")], False, "described anew"),
    ],
)
def test_what_changed_is_said_in_numbers_and_titles(edits: list[Edit], created: bool, what: str) -> None:  # noqa: FBT001
    songs = [accepted("A", "a"), accepted("B", "b")]
    assert f"| {what} |\n" in told(result(songs=songs, edits=edits, created=created))


def test_songs_that_are_still_missing_are_no_news() -> None:
    assert "Lost" not in told(result(songs=[(Song("Lost", ()), Decision(Verdict.MISSING))]))


def test_songs_that_turned_up_are() -> None:
    found = replace(result(songs=[accepted("Lost")], asked=True), found=(Song("Lost", ("Artist",)),))
    assert "## Found at last\n\n- **List** → `radio`: Lost - Artist\n" in told(found)


def test_a_question_without_candidates_says_how_to_answer_it_all_the_same() -> None:
    song, decision = question()
    whole = told(result(songs=[(song, Decision(Verdict.REVIEW, reasons=decision.reasons))]))
    assert "`exporter pin list 'Song - Artist' --on radio URL` says which track it is" in whole


def test_a_very_long_list_of_questions_is_cut() -> None:
    whole = told(result(songs=[question(f"Song {number}") for number in range(MOST + 7)]))
    assert whole.count("exporter pin") == MOST
    assert "and 7 more songs, which `exporter review` asks about" in whole


# The command.


def test_a_song_is_named_by_its_words_and_by_its_number_where_those_mean_another() -> None:
    same = [question("Song"), question("7"), question("Song"), question("Other")]
    commands = [pin_command(result(songs=same), number, "id") for number in range(4)]
    assert [shlex.split(command)[3] for command in commands] == ["1", "7 - Artist", "3", "Other - Artist"]


def test_what_looks_like_an_option_is_none() -> None:
    assert pin_command(result(songs=[question()]), 0, "-id") == "exporter pin --on radio -- list 'Song - Artist' -id"


@given(title=TEXTS, artist=TEXTS, slug=TEXTS, track_id=TEXTS)
def test_a_shell_reads_the_command_as_it_is_meant(title: str, artist: str, slug: str, track_id: str) -> None:
    song = Song(title, (artist,)), Decision(Verdict.REVIEW)
    whole = Result(slug, "radio", "List", songs=(question("First"), song))
    words = shlex.split(pin_command(whole, 1, track_id))
    assert words[:2] == ["exporter", "pin"]
    (target,) = [after for word, after in pairwise(words) if word == "--on"][:1]
    assert target == "radio"
    given = [word for word in words[2:] if word not in {"--on", "radio", "--"}]
    if {"--on", "radio", "--"}.isdisjoint({title, artist, slug, track_id}):
        assert given[0] == clean(slug)
        assert given[-1] == clean(track_id)
        assert pick(Playlist("list", "List", (question("First")[0], song[0])), given[1]) == (1,)


# Nothing untrusted is more than text.


@given(text=TEXTS)
@example(text="a" * 8)
def test_plain_text_stays_text_and_stays_readable(text: str) -> None:
    for line in (plain(text), f"- {plain(text)}", f"- **{plain(text)}** and more"):
        kinds = {token.type for token in tokens(line)}
        assert not kinds & {"link_open", "image", "html_inline", "html_block", "heading_open", "code_inline", "s_open"}
        assert not kinds & {"fence", "code_block", "hr", "table_open", "ordered_list_open", "em_open"}
        assert sum(token.type == "bullet_list_open" for token in tokens(line)) == line.startswith("- ")
        assert not becomes_a_link(line)
    shown = " ".join(clean(text).split()).replace(BREAK, "")
    assert " ".join(visible(plain(text)).split()) == (shown or "(nothing)")


@given(text=TEXTS)
def test_code_is_code_to_its_last_character(text: str) -> None:
    line = f"- {code(text)} end"
    (span,) = [token.content for token in tokens(line) if token.type == "code_inline"] or [""]
    if clean(text).strip():
        assert span.strip(" ") == clean(text).strip(" ")
        assert visible(line).endswith(" end")


@given(text=TEXTS, url=TEXTS)
def test_a_link_leads_where_it_says_or_is_none(text: str, url: str) -> None:
    for address in (url, f"https://play.example/{url}"):
        line = link(text, address)
        links = [token.attrs["href"] for token in tokens(line) if token.type == "link_open"]
        assert len(links) == address.startswith(("https://", "http://"))
        assert all(str(href).startswith(("https://", "http://")) for href in links)
        assert "<" not in re.sub(r"\\<|\(<", "", line)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "HTTPS://x", "file:///etc"]
)
def test_other_addresses_are_no_links(url: str) -> None:
    assert link("text", url) == "text"


@given(texts=st.lists(TEXTS, min_size=8, max_size=8))
def test_nothing_in_a_song_changes_the_shape_of_the_page(texts: list[str]) -> None:
    def whole(words: Sequence[str]) -> str:
        title, artist, name, why, other, url, message, problem = words
        songs = [
            question(title, track(other, "1", f"https://play.example/{url}"), why=why),
            accepted(title, "new"),
            (Song(title, (artist,)), Decision(Verdict.MISSING)),
        ]
        return told(
            result(name, songs=songs, edits=[Add(0, ("new",)), Remove((1,), ("old",))], asked=True),
            result(name, slug="other", error=Rejected(message, hint=problem.replace("`", ""))),
            untargeted=(name,),
        )

    def shape(text: str) -> list[str]:
        quiet = {"text", "softbreak", "text_special"}
        return [token.type for token in tokens(text) if token.type not in quiet]

    plain_words = [f"word{number}" for number in range(8)]
    without_hint = [*plain_words[:7], "" if not texts[7] else "word7"]
    assert shape(whole(texts)) == shape(whole(without_hint))
    assert not becomes_a_link(whole(texts))


def test_a_run_over_nothing_says_so() -> None:
    assert told() == (
        "# Playlists, 2026-11-22 03:00 UTC\n\n**Nothing needed a person.** No playlist was to be looked at.\n"
    )


def test_a_plan_speaks_of_what_would_be() -> None:
    plan = Plan("r", "1", (Add(0, ("id",)),), ("id",))
    shown = told(replace(result(songs=[accepted("New")]), plan=plan, dry=True), dry=True)
    assert shown.startswith(
        "# What a push would change\n\n**Nothing needs a person.** 1 playlist on 1 target: 1 to be changed"
    )
    assert "## Would change" in shown
    assert "| List | `radio` | 1 added; + New - Artist |" in shown


def test_a_login_that_a_plan_lacks_is_nobodys_task_and_one_that_a_push_lacks_is() -> None:
    locked = result(songs=[accepted()], error=LoginError("Nobody is logged in.", hint="Log in."))
    assert "**Nothing needs a person.**" in told(replace(locked, dry=True), dry=True)
    assert "**A person is needed:** 1 playlist failed." in told(locked)


@given(TEXTS)
def test_prose_is_text_and_code_and_nothing_else(text: str) -> None:
    made = prose(text)
    assert {token.type for token in tokens(made)} <= {
        *("paragraph_open", "inline", "paragraph_close"),
        *("text", "text_special", "softbreak", "code_inline"),
    }
    assert not becomes_a_link(made)
    assert letters(visible(made)) == letters(visible(plain(text)))


def letters(text: str) -> str:
    return re.sub(r"[`\s]", "", text.replace("(nothing)", ""))


def test_a_command_in_a_hint_can_be_copied() -> None:
    told = prose("Log in with `exporter login spotify@work`, or\nset A_B.")
    assert told == "Log in with `exporter login spotify@work`, or set A\\_B."


@given(st.lists(st.text(max_size=40), max_size=30), st.integers(0, 800))
def test_a_page_that_is_cut_keeps_whole_lines_and_says_so(lines: list[str], most: int) -> None:
    text = "\n".join(line.replace("\n", " ") for line in ["# Playlists", *lines]) + "\n"
    cut = within(text, most, "Look there.")
    assert len(cut.encode(errors="surrogatepass")) <= most
    if cut and cut != text:
        kept, _, rest = cut.rpartition("\n\n**The page is longer")
        assert rest
        assert text.startswith(kept)
        assert kept.split("\n") == text.split("\n")[: kept.count("\n") + 1] or kept == text[: len(kept)].rstrip()
