"""Songs of every kind, for property tests: what a playlist file can say of one, and nothing that it cannot."""

from __future__ import annotations

from hypothesis import strategies as st

from exporter.model import Song

LETTERS = st.characters(
    exclude_categories=["C", "Z"], include_characters=" ", exclude_characters="\x85\u2028\u2029\ufffe\uffff"
)
BLANK = st.text(LETTERS, max_size=20).map(lambda text: " ".join(text.split()))
WORDS = BLANK.filter(bool)
SERVICES = st.from_regex("[a-z][a-z0-9_-]{0,8}", fullmatch=True).filter(
    lambda name: name not in {"true", "false", "null"}
)
IDS = st.from_regex("[0-9A-Za-z_-]{1,22}", fullmatch=True).filter(
    lambda one: one.lower() not in {"true", "false", "null"}
)
ISRCS = st.from_regex("[A-Z]{2}[A-Z0-9]{3}[0-9]{7}", fullmatch=True)
MBIDS = st.uuids().map(str)
NOTES = st.lists(BLANK, max_size=3).map("\n".join).map(str.strip)


def names(most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(WORDS, max_size=most, unique=True).map(tuple)


def songs() -> st.SearchStrategy[Song]:
    """Any song; its length is of whole seconds."""
    return st.builds(
        Song,
        title=WORDS,
        artists=names(),
        aka=names(),
        artist_aka=names(),
        from_=BLANK,
        album=BLANK,
        year=st.none() | st.integers(1000, 2999),
        duration=st.none() | st.integers(1, 86_399).map(float),
        isrc=st.just("") | ISRCS,
        mbid=st.just("") | MBIDS,
        version=BLANK,
        ids=st.dictionaries(SERVICES, IDS, max_size=2),
        skip=st.lists(SERVICES, max_size=2, unique=True).map(tuple),
        note=NOTES,
        not_=st.dictionaries(SERVICES, st.lists(IDS, min_size=1, max_size=2, unique=True).map(tuple), max_size=2),
    )
