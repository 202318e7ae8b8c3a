"""How well songs are recognised: precision, recall and time of the matcher beside others', on real or on our own data.

    uv run python benchmarks/matching.py [--data FOLDER] [--markdown] [--picture FILE.svg] [--half 0|1]

FOLDER (``../shared/bench`` by default) holds ``queries.jsonl.gz`` and its neighbours; without it the songs of our
playlists serve, each beside what a search for it returns (``benchmarks/data/matching.jsonl``, labelled by hand).
An accept is right when its ID is one of the right answers. Beside the matcher run ``token_set_ratio`` of rapidfuzz,
and beets and spotDL where they are installed, all on titles and artists alone.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from exporter.matching import compare, judge
from exporter.matching.rules import ACCEPT, SURE_ARTIST, SURE_TITLE
from exporter.model import Decision, Song, Track, Verdict

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"
OWN = ROOT / "benchmarks" / "data" / "matching.jsonl"


@dataclass(frozen=True, slots=True)
class Query:
    """A song, what a search returned for it, and which of that is right; nothing right means that it is absent."""

    song: Song
    tracks: tuple[Track, ...]
    right: frozenset[str]
    absent: bool
    family: str
    language: str
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a matcher said to a query: its best track, how sure it is, and whether it takes it."""

    query: Query
    track: Track | None
    score: float
    accepts: bool
    why: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the best track is a right one."""
        return self.track is not None and self.track.id in self.query.right


# The data.


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines; a line about the file itself is left out."""
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    return [row for row in map(json.loads, text.split("\n")[:-1]) if "_readme" not in row]


def shared_queries(folder: Path) -> list[Query]:
    """The queries of a bench folder: titles and artists, nothing else is told."""
    return [
        Query(
            Song(row["title"], (row["artist"],) if row["artist"] else ()),
            tuple(map(_shared_track, row["candidates"])),
            frozenset(row["answer_ids"]) | frozenset(row["also_ok"]),
            row["expect"] == "none",
            row["family"],
            row["lang"],
            row["qid"],
        )
        for row in read(folder / "queries.jsonl.gz")
    ]


def _shared_track(row: Mapping[str, Any]) -> Track:
    seconds = row["duration_ms"] / 1000 if row["duration_ms"] else None
    return Track("bench", row["id"], row["title"], tuple(row["artists"]), album=row["album"] or "", duration=seconds)


def own_queries() -> list[Query]:
    """Our own queries, from the playlists: all that a curator tells is used."""
    return [
        Query(
            Song(**{"artists": (), **row["song"]}),
            tuple(Track("bench", **track) for track in row["candidates"]),
            frozenset(row["right"]),
            not row["right"],
            "playlists",
            "ja",
            row["song"]["title"],
        )
        for row in read(OWN)
    ]


def half_of(query: Query) -> int:
    """Which half of the queries this one is in, by chance but always the same: one was never looked at."""
    return sha256(query.key.encode()).digest()[0] & 1


# The matchers.


def ours(query: Query) -> Answer:
    """The matcher, with the readings of the installed language plugins."""
    decision: Decision = judge(query.song, query.tracks)
    best = decision.track or next((other.track for other in decision.others), None)
    why = "; ".join(reason.name for reason in decision.reasons)
    return Answer(query, best, decision.score, decision.verdict is Verdict.ACCEPT, why)


def token_set(query: Query) -> Answer:
    """The simple rival: the tokens of title and artists, from 90 % on."""
    wanted = f"{query.song.title} {' '.join(query.song.artists)}".casefold()

    def score(track: Track) -> float:
        return fuzz.token_set_ratio(wanted, f"{track.title} {' '.join(track.artists)}".casefold()) / 100

    return _best(query, score, 0.9)


def beets() -> Callable[[Query], Answer]:
    """The distance of two tracks in beets; its "medium" recommendation accepts."""
    from beets.autotag.distance import track_distance  # type: ignore[import-not-found] # noqa: PLC0415 - if installed
    from beets.autotag.hooks import TrackInfo  # type: ignore[import-not-found] # noqa: PLC0415
    from beets.library import Item  # type: ignore[import-not-found] # noqa: PLC0415

    def answer(query: Query) -> Answer:
        item = Item(title=query.song.title, artist=", ".join(query.song.artists), length=query.song.duration or 0.0)

        def score(track: Track) -> float:
            info = TrackInfo(title=track.title, artist=", ".join(track.artists), length=query.song.duration)
            return 1 - float(track_distance(item, info, incl_artist=True).distance)

        return _best(query, score, 0.75)

    return answer


def spotdl() -> Callable[[Query], Answer]:
    """The order in which spotDL puts search results; it takes the first from 80 on."""
    from spotdl.types.result import Result  # type: ignore[import-not-found] # noqa: PLC0415 - if installed
    from spotdl.types.song import Song as Theirs  # type: ignore[import-not-found] # noqa: PLC0415
    from spotdl.utils.matching import order_results  # type: ignore[import-not-found] # noqa: PLC0415

    def answer(query: Query) -> Answer:
        artists = list(query.song.artists) or [""]
        about = dict.fromkeys(Theirs.__dataclass_fields__)
        length = query.song.duration or 0.0
        song = Theirs(
            **{**about, "name": query.song.title, "artists": artists, "artist": artists[0], "duration": length}
        )
        results = {
            Result(
                source="bench",
                url=track.id,
                verified=False,
                name=track.title,
                duration=length,
                author=", ".join(track.artists),
                result_id=track.id,
                artists=track.artists,
            ): track
            for track in query.tracks
        }
        ordered = order_results(list(results), song)
        scores = {results[result].id: points / 100 for result, points in ordered.items()}
        return _best(query, lambda track: scores.get(track.id, 0.0), 0.8)

    return answer


def _best(query: Query, score: Callable[[Track], float], threshold: float) -> Answer:
    scored = [(score(track), -place, track) for place, track in enumerate(query.tracks)]
    if not scored:
        return Answer(query, None, 0.0, accepts=False)
    points, _, track = max(scored, key=lambda one: one[:2])
    return Answer(query, track, points, points >= threshold)


def matchers() -> dict[str, Callable[[Query], Answer]]:
    """Every matcher that can run here, by name."""
    peers = {"beets": beets, "spotDL": spotdl}
    installed = {name: peer() for name, peer in peers.items() if importlib.util.find_spec(name.lower())}
    return {"exporter": ours, "token_set_ratio": token_set} | installed


# The figures.


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of accepts, and the share of absent songs for which something was accepted."""

    precision: float
    recall: float
    wrong: int
    wrong_absent: int
    absent: int
    queries: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def figures(answers: Sequence[Answer], threshold: float | None = None) -> Figures:
    """The figures of some answers, at the matcher's own threshold or at another."""
    taken = [one for one in answers if (one.accepts if threshold is None else one.track and one.score >= threshold)]
    right = sum(one.is_right for one in taken)
    absent = [one for one in answers if one.query.absent]
    return Figures(
        precision=right / len(taken) if taken else 1.0,
        recall=right / max(1, len(answers) - len(absent)),
        wrong=len(taken) - right,
        wrong_absent=sum(one.query.absent for one in taken),
        absent=len(absent),
        queries=len(answers),
    )


def microseconds(answer: Callable[[Query], Answer], queries: Sequence[Query]) -> float:
    """The median time of one comparison: of a query divided by its candidates, everything seen once before."""
    spans = []
    for query in queries:
        if query.tracks:
            began = time.perf_counter()
            answer(query)
            spans.append((time.perf_counter() - began) / len(query.tracks))
    return statistics.median(spans) * 1e6


def comparison_microseconds(queries: Sequence[Query]) -> float:
    """The median time of :func:`compare` alone, one pair at a time, readings cached."""
    spans = []
    for query in queries:
        for track in query.tracks:
            compare(query.song, track)
            began = time.perf_counter()
            compare(query.song, track)
            spans.append(time.perf_counter() - began)
    return statistics.median(spans) * 1e6


def groups(answers: Iterable[Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """The answers by family, by language, the independent families together, and by half."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        found[one.query.family].append(one)
        found[f"language {one.query.language}"].append(one)
        found[f"half {half_of(one.query)}"].append(one)
        if one.query.family[:2] in {"A2", "A3", "A4", "A5", "A6"}:
            found["A2 to A6"].append(one)
            found[f"A2 to A6, half {half_of(one.query)}"].append(one)
    yield from sorted(found.items())


# Pairs.


def pair_lines(folder: Path) -> Iterator[str]:
    """How many pairs of titles and of artists in two scripts are taken for one, by kind, and how many wrongly."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in read(folder / "title_pairs.jsonl.gz"):
        names = {reason.name for reason in _pair_score(row["title_ja"], row["title_latin"], "title")}
        counts[f"titles: {row['kind']}"][not names.isdisjoint(SURE_TITLE)] += 1
    for row in read(folder / "artist_pairs.jsonl.gz"):
        names = {reason.name for reason in _pair_score(row["artist_ja"], row["artist_latin"], "artist")}
        counts["artists"][not names.isdisjoint(SURE_ARTIST)] += 1
    for kind, count in sorted(counts.items()):
        yield f"{kind:<92} {count[True]:>4} of {count.total():>4} taken for one ({count[True] / count.total():.1%})"


def _pair_score(one: str, other: str, what: str) -> tuple[Any, ...]:
    if what == "title":
        return compare(Song(one, ("the same",)), Track("bench", "1", other, ("the same",))).reasons
    return compare(Song("the same", (one,)), Track("bench", "1", "the same", (other,))).reasons


def structured_figures(path: Path) -> tuple[float, float, float]:
    """Precision, recall and F1 on pairs with album, year and length, of which nothing was learnt."""
    verdicts: Counter[tuple[bool, bool]] = Counter()
    for row in read(path):
        left, right = row["left"], row["right"]
        song = Song(
            left["title"],
            (left["artist"],),
            album=left["album"] or "",
            year=left["year"],
            duration=left["duration_s"],
        )
        track = Track(
            "bench",
            row["id"],
            right["title"],
            (right["artist"],),
            album=right["album"] or "",
            year=right["year"],
            duration=right["duration_s"],
        )
        score = compare(song, track)
        verdicts[not score.vetoed and score.value >= ACCEPT, bool(row["label"])] += 1
    hits, wrong, missed = verdicts[True, True], verdicts[True, False], verdicts[False, True]
    return hits / max(1, hits + wrong), hits / max(1, hits + missed), 2 * hits / max(1, 2 * hits + wrong + missed)


# What is shown.


def table(results: Mapping[str, Sequence[Answer]], times: Mapping[str, float], *, markdown: bool) -> Iterator[str]:
    """One line for each matcher."""
    yield "| matcher | precision | recall | F1 | wrong on absent songs | µs a comparison |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, answers in sorted(results.items(), key=lambda one: -figures(one[1]).f1):
        of = figures(answers)
        absent = f"{of.wrong_absent} of {of.absent}"
        shown = f"**{name}**" if markdown and name == "exporter" else name
        yield f"| {shown} | {of.precision:.3f} | {of.recall:.3f} | {of.f1:.3f} | {absent} | {times[name]:.0f} |"


def details(answers: Sequence[Answer]) -> Iterator[str]:
    """The matcher by family, language and half, then its worst mistakes."""
    for name, some in groups(answers):
        of = figures(some)
        absent = f"   {of.wrong_absent} of {of.absent} absent accepted" if of.absent else ""
        yield f"{name:<46} {of.queries:>5}  precision {of.precision:.3f}  recall {of.recall:.3f}{absent}"
    yield ""
    wrong = [one for one in answers if one.accepts and not one.is_right]
    yield f"Wrong accepts, surest first ({len(wrong)}):"
    yield from (_mistake(one) for one in sorted(wrong, key=lambda one: -one.score))
    missed = [one for one in answers if not one.accepts and one.is_right]
    yield f"Right ones that were not accepted, nearest first ({len(missed)}, the first 20):"
    yield from (_mistake(one) for one in sorted(missed, key=lambda one: -one.score)[:20])


def _mistake(one: Answer) -> str:
    return f"  {one.score:.2f}  {one.query.song.label}  ->  {one.track.label if one.track else 'nothing'}  ({one.why})"


def curve(answers: Sequence[Answer]) -> list[tuple[float, float]]:
    """Recall and precision at every threshold, from the strictest to the most generous."""
    steps = sorted({one.score for one in answers if one.track}, reverse=True)
    return [(of.recall, of.precision) for of in (figures(answers, step) for step in steps)]


WIDTH, HEIGHT, MARGIN, LEAST = 640, 400, 56, 0.6
COLOURS = ("#1db954", "#888888", "#d9822b", "#3b7dd8")


def picture(results: Mapping[str, Sequence[Answer]]) -> str:
    """Precision against recall as SVG: a line over all thresholds, a dot at each matcher's own."""

    def at(recall: float, precision: float) -> tuple[float, float]:
        across = MARGIN + recall * (WIDTH - 2 * MARGIN)
        up = (max(precision, LEAST) - LEAST) / (1 - LEAST)
        return round(across, 1), round(HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN), 1)

    def text(place: tuple[float, float], words: str, anchor: str = "middle", colour: str = "#555555") -> str:
        return f'<text x="{place[0]}" y="{place[1]}" text-anchor="{anchor}" fill="{colour}">{words}</text>'

    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    for step in range(6):
        (x, bottom), (_, top) = at(step / 5, LEAST), at(step / 5, 1)
        parts += [f'<path d="M{x} {bottom}V{top}" stroke="#eeeeee"/>', text((x, bottom + 18), f"{step / 5:.1f}")]
    for tenth in range(6, 11):
        (left, y), (right, _) = at(0, tenth / 10), at(1, tenth / 10)
        parts += [
            f'<path d="M{left} {y}H{right}" stroke="#eeeeee"/>',
            text((left - 8, y + 4), f"{tenth / 10:.1f}", "end"),
        ]
    parts.append(text((WIDTH / 2, HEIGHT - 14), "recall: songs found, of those that are there"))
    parts.append(text((MARGIN, MARGIN - 24), "precision: accepts that are right", "start"))
    for (name, answers), colour in zip(results.items(), COLOURS, strict=False):
        line = " ".join(f"{x},{y}" for x, y in (at(*point) for point in curve(answers)))
        own = figures(answers)
        x, y = at(own.recall, own.precision)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" opacity="0.5"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>')
        parts.append(text((x - 8, y + 18), name, "end", colour))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12">\n{body}\n</svg>\n'
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=BENCH, help="a bench folder; without it our own songs")
    parser.add_argument("--own", action="store_true", help="our own songs, even where there is a bench folder")
    parser.add_argument("--half", type=int, choices=(0, 1), help="one half of the queries only")
    parser.add_argument("--markdown", action="store_true", help="print the table for docs/matching.md and stop")
    parser.add_argument("--picture", type=Path, help="write precision against recall to this SVG")
    return parser.parse_args()


def main() -> None:
    chosen = arguments()
    shared = not chosen.own and (chosen.data / "queries.jsonl.gz").exists()
    queries = shared_queries(chosen.data) if shared else own_queries()
    queries = [query for query in queries if chosen.half in {None, half_of(query)}]
    running = matchers()
    results = {name: [answer(query) for query in queries] for name, answer in running.items()}
    times = {name: microseconds(answer, queries) for name, answer in running.items()}
    print("\n".join(table(results, times, markdown=chosen.markdown)))
    if chosen.picture:
        chosen.picture.write_text(picture(results), encoding="utf-8")
    if chosen.markdown:
        return
    print(f"\n{len(queries)} queries; compare() alone takes {comparison_microseconds(queries):.0f} µs (median)\n")
    print("\n".join(details(results["exporter"])))
    if shared:
        print("\nPairs in two scripts:")
        print("\n".join(pair_lines(chosen.data)))
        precision, recall, f1 = structured_figures(chosen.data / "itunes_amazon_structured.jsonl.gz")
        print(f"iTunes-Amazon, structured: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    main()
