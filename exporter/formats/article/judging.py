"""Judges what was found in an article: which of it are songs, read how, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from exporter import Listed, Passage, Song
from exporter.formats.article import extras, glued, prose, told, votes
from exporter.formats.article.blocks import Block, Kind
from exporter.formats.article.finding import Found
from exporter.formats.article.forms import Form, Order
from exporter.formats.article.vocabulary import (
    ABOUT_MUSIC,
    ABOUT_SHOWS,
    ASIDE,
    FROM_SHOWS,
    HEADLINE,
    ORDER_TOLD,
    PERFORMERS,
    SONGS_BY,
    SOUNDTRACK,
)
from exporter.formats.article.words import fold, is_asian, plain

LISTED = 0.25
"""How sure a song has to be to be offered at all; what is below is only told."""

MOST = 0.95
"""The most that a reader of prose may be sure of."""

_BASE = {
    Form.LABELS: 0.85,
    Form.CORNERS: 0.75,
    Form.QUOTED: 0.75,
    Form.COLUMNS: 0.65,
    Form.GLUED: 0.5,
    Form.PAIRED: 0.5,
    Form.DASHED: 0.4,
    Form.BY: 0.4,
    Form.SLASHED: 0.4,
    Form.HYPHEN: 0.2,
    Form.COLON: 0.15,
    Form.ALONE: 0.15,
}
"""How sure a form is by itself."""

COMMON = {Form.COLON, Form.HYPHEN, Form.ALONE, Form.BY}
"""Forms that other lines have as well: they count only where most lines of their kind are written so."""

Doubt = tuple[str, float]
"""What is doubted, in words for a person, and what that costs."""

_TITLES = {"song", "title", "track"}
_HALF_SENTENCE = re.compile(r"(?:and|or|but|because|how|why|what|which|who|where|when|if|so|that|a|an)\s")
_BEGINNING = 60
_LEAD = 200
_LONG_HALF = 12
_ALIKE_FEW, _ALIKE_MANY = 2, 3
_MANY_LINES, _MOST_LINES = 0.4, 0.5


@dataclass(frozen=True)
class Article:
    """What is known of the whole article when its lines are judged."""

    blocks: tuple[Block, ...]
    heading: str
    shows: frozenset[str]

    @cached_property
    def is_about_music(self) -> bool:
        """Whether its heading or the beginning of its text says so; a list without any text is believed to be."""
        prose = "".join(f" {block.text}" for block in self.blocks[:_BEGINNING] if block.is_prose)
        return not prose or bool(ABOUT_MUSIC.search(f"{self.heading} {prose[:5000]}"))

    @cached_property
    def is_about_soundtracks(self) -> bool:
        """Whether its heading says so: its lists then name shows where others name artists."""
        return bool(SOUNDTRACK.search(self.heading))

    @cached_property
    def artist(self) -> str:
        """Whose songs the heading says they are: "ten songs by …"."""
        found = SONGS_BY.search(self.heading)
        return plain(found["artist"]) if found else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are written alike: how many, what part of the lines that stand as they do, and how they are read."""

    size: int
    share: float
    is_minor: bool
    order: Order
    is_told: bool


def judge(found: Sequence[Found], article: Article) -> tuple[list[tuple[int, Listed]], list[tuple[int, Passage]]]:
    """The songs, each with the number of its block, and what could have been one."""
    songs: list[tuple[int, Listed]] = []
    left: list[tuple[int, Passage]] = []
    groups = _groups(found, article)
    under_shows = frozenset(_under_shows(article.blocks))
    for one in found:
        why = _is_aside(one)
        names_shows = article.is_about_soundtracks or one.at in under_shows
        for listed in () if why else _listed(one, groups[one.group], article, names_shows=names_shows):
            if listed.sure >= LISTED:
                songs.append((one.at, listed))
            else:
                why = listed.doubts[0] if listed.doubts else "too little says that it is a song"
        if why and one.entry.form not in COMMON:
            left.append((one.at, Passage(line=one.block.line, text=one.block.source, why=why)))
    return songs, left


def _is_aside(one: Found) -> str:
    return "it reads like a note beside the article" if ASIDE.match(one.block.text) else ""


def _groups(found: Sequence[Found], article: Article) -> Mapping[tuple[str, Form], Group]:
    alike: defaultdict[tuple[str, Form], list[Found]] = defaultdict(list)
    for one in found:
        if not HEADLINE.search(one.block.text) or one.entry.quoted or one.entry.form is Form.LABELS:
            alike[one.group].append(one)
    standing = Counter(
        "line" if block.kind is Kind.HEADING else str(block.kind) for block in article.blocks if not block.is_prose
    )
    biggest = max(map(len, alike.values()), default=0)
    hint = _order_told(article)
    groups = {}
    for key in {one.group for one in found}:
        members = alike[key]
        order, is_told = votes.order([(one.entry, one.told) for one in members if one.entry.second], hint=hint)
        size = len(members)
        groups[key] = Group(size, size / max(1, standing[key[0]]), size * 3 < biggest, order, is_told)
    return groups


def _order_told(article: Article) -> Order:
    """What the article says of its own lines: "artist - title"."""
    for block in article.blocks[:40]:
        if len(block.text) <= votes.HEARD and (found := ORDER_TOLD.search(block.text)):
            first, second = found["first"].lower() in _TITLES, found["second"].lower() in _TITLES
            if first != second:
                return Order.TITLE_FIRST if first else Order.NAME_FIRST
    return Order.OPEN


def _under_shows(blocks: Sequence[Block]) -> Iterator[int]:
    """The items and rows of lists below a line that says their names are shows: "soundtracks from these games:"."""
    lead, names_shows = "", None
    for at, block in enumerate(blocks):
        if block.kind not in {Kind.ITEM, Kind.ROW} or block.is_prose:
            lead, names_shows = block.text[-_LEAD:], None
            continue
        if names_shows is None:
            names_shows = bool(SOUNDTRACK.search(lead) and FROM_SHOWS.search(lead))
        if names_shows:
            yield at


def _listed(one: Found, group: Group, article: Article, *, names_shows: bool) -> Iterator[Listed]:
    sure, doubts = _sure(one, group, article)
    song, more = _song(one, group, article, names_shows=names_shows)
    for doubt, cost in more:
        doubts.append(doubt)
        sure -= cost
    titles = _titles(song.title, one.entry.form)
    if len(titles) > 1:
        doubts.append("the line names two titles")
        sure -= 0.05
    for title in titles:
        if title:
            yield Listed(
                song=replace(song, title=title),
                line=one.block.line,
                text=one.block.source,
                sure=round(min(MOST, max(0.0, sure)), 2),
                doubts=tuple(doubts),
            )


def _sure(one: Found, group: Group, article: Article) -> tuple[float, list[str]]:
    """How likely a line is a song by its looks, and what speaks against it."""
    against = list(_against(one, group, article))
    sure = min(MOST, _BASE[one.entry.form] + _for(one, group, article)) - sum(cost for _, cost in against)
    return sure, [doubt for doubt, _ in against]


def _for(one: Found, group: Group, article: Article) -> float:
    """What a line's looks, and those of the lines like it, add to its form."""
    entry = one.entry
    return (
        0.25 * (group.size >= _ALIKE_MANY)
        + 0.1 * (group.size == _ALIKE_FEW)
        + 0.1 * (group.share >= _MOST_LINES)
        + 0.1 * entry.numbered
        + 0.1 * entry.quoted
        + 0.1 * (entry.form is Form.SLASHED and is_asian(one.block.text))
        + 0.1 * (entry.form is Form.ALONE and article.is_about_music)
        + 0.1 * (one.split >= glued.SURE)
    )


def _against(one: Found, group: Group, article: Article) -> Iterator[Doubt]:
    """What speaks against a line."""
    yield from ((doubt, 0.1) for doubt in one.entry.doubts)
    yield from _against_its_place(one, group, article)
    yield from _against_its_words(one, group)
    yield from _against_its_reading(one, group)


def _against_its_place(one: Found, group: Group, article: Article) -> Iterator[Doubt]:
    """What the article around a line says against it."""
    entry = one.entry
    if entry.form in COMMON and not entry.numbered and (group.size < _ALIKE_MANY or group.share < _MANY_LINES):
        yield "few lines of the article are written like it", 0.25
    elif group.is_minor:
        yield "the article writes most of its songs in another way", 0.3
    if entry.form is Form.ALONE and not entry.quoted and not ABOUT_MUSIC.search(article.heading):
        yield "nothing says that these are songs", 0.35
    elif not article.is_about_music and entry.form not in {Form.LABELS, Form.CORNERS}:
        yield "nothing says that the article is about music", 0.25


def _against_its_words(one: Found, group: Group) -> Iterator[Doubt]:
    """What a line itself says against being a song."""
    entry = one.entry
    halves = (entry.first, entry.second)
    if HEADLINE.search(one.block.text) and not entry.quoted and entry.form not in {Form.LABELS, Form.COLUMNS}:
        is_one_of_many = group.size >= _ALIKE_MANY and group.share >= _MOST_LINES and entry.form not in COMMON
        yield "it reads like a heading", 0.15 if is_one_of_many else 0.45
    if entry.form is not Form.GLUED and max(half.count(" ") for half in halves) >= _LONG_HALF:
        yield "one half is very long", 0.3
    if entry.form is not Form.GLUED and not entry.quoted and any(map(_HALF_SENTENCE.match, halves)):
        yield "one half reads like a part of a sentence", 0.25
    if one.block.linked:
        yield "all of it is a link", 0.1


def _against_its_reading(one: Found, group: Group) -> Iterator[Doubt]:
    """What is not known of how a line is to be read."""
    if one.split < glued.SURE:
        cost = 0.1 if one.split >= glued.FAIR else 0.35
        yield "title and artist stand without a space, and where they part is a guess", cost
    if one.entry.order is Order.OPEN and not group.is_told:
        yield "which half is the title is a guess", 0.2


def _titles(title: str, form: Form) -> list[str]:
    """The titles of a line: two where a stroke stands between them and another sign before the name."""
    parts = [part.strip() for part in re.split(r"\s[/／]\s", title)]
    return parts if form in {Form.DASHED, Form.QUOTED} and len(parts) == 2 and all(parts) else [title]  # noqa: PLR2004 - two sides


def _song(one: Found, group: Group, article: Article, *, names_shows: bool) -> tuple[Song, list[Doubt]]:
    """The song of a line, and the doubts about who is who in it."""
    entry = one.entry
    order = group.order if entry.order is Order.OPEN else entry.order
    title, name = (entry.first, entry.second) if order is Order.TITLE_FIRST else (entry.second, entry.first)
    title, title_show, title_year = _without_extras(title)
    name, name_show, name_year = _without_extras(name)
    show, doubts = title_show or name_show or _said_show(entry.show), list[Doubt]()
    if not show and ABOUT_SHOWS.search(article.heading):
        name, show, doubts = _name_and_show(name)
    artists, named_show, more = _credited(one, title, name, show, article, names_shows=names_shows)
    facts = told.facts(one.told) if one.block.kind in {Kind.LINE, Kind.HEADING} else told.Facts()
    year = title_year or name_year or facts.year
    return Song(title, artists, from_=named_show or facts.show, year=year), [*doubts, *more]


def _without_extras(half: str) -> tuple[str, str, int | None]:
    """A half without the show and the year it names; and these."""
    text, year = extras.take_year(plain(extras.without_noise(half)))
    return *extras.take_show(text), year


def _name_and_show(name: str) -> tuple[str, str, list[Doubt]]:
    """A name in an article about shows, and the show that stands beside it: in brackets, or after "from"."""
    bare, show = extras.take_bracket(name)
    if show:
        return bare, show, []
    bare, show = extras.take_origin(name)
    return bare, show, [(f"“from {show}” is taken for the show, not a part of the artist's name", 0.1)] if show else []


def _credited(
    one: Found, title: str, name: str, show: str, article: Article, *, names_shows: bool
) -> tuple[tuple[str, ...], str, list[Doubt]]:
    """The artists and the show of a song, whichever of them its name is; and the doubts about it."""
    is_show = names_shows and one.entry.form is not Form.BY and not _is_somebody(name, one.told)
    if name and (extras.names_a_soundtrack(name) or is_show):
        bare = extras.without_kind(name)
        return (), bare, [(f"“{bare}” is taken for the show, not the artist", 0.05)]
    if name:
        may_be_show = told.may_be_show(name, one.told, article.shows)
        return (name,), show, [(f"“{name}” may be the show, not the artist", 0.2)] if may_be_show else []
    if named := _told_artist(title, one.told) or article.artist:
        return (named,), show, [(f"“{named}” is named elsewhere in the article", 0.0)]
    return (), show, [("only the show is named" if show else "no artist is named", 0.1)]


def _is_somebody(name: str, text: str) -> bool:
    """Whether a name where shows stand is that of performers."""
    return bool(PERFORMERS.search(name)) or told.speaks_for_artist(name, text)


def _said_show(said: str) -> str:
    """The show in what stands after an entry: "(from Show)", "(Show)"."""
    if not said:
        return ""
    _, show = extras.take_show(f"x {said}")
    return plain(show or _unbracketed(said))


def _unbracketed(text: str) -> str:
    """A text without the brackets around it; those that open within it are its own."""
    bare = text.strip()
    while bare and _AROUND.get(bare[0]) == bare[-1]:
        bare = bare[1:-1].strip()
    return bare


_AROUND = {"(": ")", "[": "]", "（": "）", "『": "』", "「": "」"}


def _told_artist(title: str, text: str) -> str:
    """The artist that the text below an entry names beside its title."""
    same = fold(title)
    return next((found.artist for found in prose.named(text) if found.artist and fold(found.title) == same), "")
