"""How well the check of written sentences tells faithful ones from corrupted ones.

    python benchmarks/checking.py [--claims FILE.jsonl] [--articles FOLDER] [--rte RTE3.tsv]

Each line of the claims is a sentence, the article and the sentence of it that it is about, what
was done to it and what the check should say. It is held against ten passages: those of its
article and of others. A third of the claims, by a digest of the sentence, is set aside: the rules
were written without a look at it. For every kind of corruption it prints how many are caught
(recall), and how many of those that the check doubts are corrupted among them and as many faithful
ones (precision); then the time that a sentence takes. RTE3 pairs are entailed or not.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.passages import split_article
from index.rows import Rows
from index.survey import survey
from index.types import Article, article_id_of
from rag.checking import Source, Verdict, check

_PASSAGES = 10
_HERE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Row:
    """A sentence and what the check should say of it."""

    sentence: str
    language: str
    article: str
    about: str
    kind: str
    expected: str

    @property
    def held(self) -> bool:
        """Whether it is set aside."""
        return hashlib.sha256(self.sentence.encode()).digest()[0] % 3 == 0


@dataclass(frozen=True)
class Outcome:
    """What the check said, and in how many seconds."""

    row: Row
    verdict: Verdict
    seconds: float

    @property
    def stands(self) -> bool:
        """Whether the check lets the sentence stand."""
        return self.verdict.support != "unsupported"

    @property
    def right(self) -> bool:
        """As expected; a moved sentence must have come to the sentence that it is about."""
        if self.row.expected != "moved":
            return self.stands == (self.row.expected == "supported")
        return self.stands and self.verdict.moved and self.in_place

    @property
    def in_place(self) -> bool:
        """Whether what carries it is, or touches, the sentence that it is about."""
        return any(
            start < quoted.end and quoted.start < start + len(self.row.about)
            for quoted in self.verdict.carried_by
            if (start := quoted.source.article.text.find(self.row.about)) >= 0
        )


def read_rows(path: Path) -> list[Row]:
    """The claims of a file."""
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def articles_by_file(folder: Path) -> dict[str, Article]:
    """The articles of a folder by their file's name."""
    return {article.sources[0]: article for article in survey(folder, Rows()).articles.values()}


def measure(rows: Iterable[Row], articles: dict[str, Article]) -> list[Outcome]:
    """Hold each claim against what it cites, or, for a wrong id, against something else first."""
    outcomes = []
    for row in rows:
        cited, others = _sources(row, articles)
        before = time.process_time()
        verdict = check(row.sentence, cited, others, language=row.language)
        outcomes.append(Outcome(row, verdict, time.process_time() - before))
    return outcomes


def _sources(row: Row, articles: dict[str, Article]) -> tuple[list[Source], list[Source]]:
    """The passages cited and the others, ten together."""
    names = sorted(articles)
    first = names.index(row.article)
    sources: list[Source] = []
    for name in (*names[first:], *names[:first]):
        sources += (
            Source(f"k{len(sources) + number}", articles[name], passage.start, passage.end)
            for number, passage in enumerate(split_article(articles[name]))
        )
        if len(sources) >= _PASSAGES:
            break
    place = articles[row.article].text.index(row.about)
    right = [
        source
        for source in sources[:_PASSAGES]
        if source.article is articles[row.article]
        and source.start < place + len(row.about)
        and place < source.end
    ]
    wrong = [source for source in sources[:_PASSAGES] if source not in right]
    return (wrong[:1], [*right, *wrong[1:]]) if row.kind == "wrong_id" else (right, wrong)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """A line a kind: how many, how many right, precision and recall of the doubt."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.row.kind].append(outcome)
    faithful = kinds.get("faithful", [])
    doubted = sum(not each.stands for each in faithful) / max(1, len(faithful))
    yield f"{'kind':12}{'count':>6}{'right':>7}{'precision':>11}{'recall':>8}"
    for kind, all_of in sorted(kinds.items()):
        right = sum(each.right for each in all_of) / len(all_of)
        line = f"{kind:12}{len(all_of):6}{right:7.3f}"
        if kind not in ("faithful", "wrong_id"):
            line += f"{right / ((right + doubted) or 1):11.3f}{right:8.3f}"
        yield line
    corrupted = [each for each in outcomes if each.row.expected == "unsupported"]
    if corrupted:
        caught = sum(each.right for each in corrupted) / len(corrupted)
        yield f"{'corrupted':12}{len(corrupted):6}{caught:7.3f}"
    standing = [each for each in faithful if each.stands]
    placed = sum(each.in_place for each in standing)
    yield f"{'in place':12}{placed:6} of {len(standing)} faithful that stand"
    seconds = sorted(each.seconds * 1e3 for each in outcomes)
    p95 = seconds[int(0.95 * len(seconds))]
    yield f"ms a sentence: median {seconds[len(seconds) // 2]:.1f}, p95 {p95:.1f}"


def rte(path: Path) -> Iterator[str]:
    """Precision and recall of what stands among pairs, some of which entail."""
    counts = {label: [0, 0] for label in ("entailment", "neutral", "contradiction")}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            article = Article(article_id_of(row["premise"]), "", row["premise"], None, (), "fr")
            source = Source("k", article, 0, len(article.text))
            verdict = check(row["hypothesis"], [source], [], language="fr")
            counts[row["label_text"]][verdict.support != "unsupported"] += 1
    stand = sum(each[1] for each in counts.values())
    good, all_good = counts["entailment"][1], sum(counts["entailment"])
    for label, (doubted, standing) in counts.items():
        yield f"{label:14}{standing:5} stand of {doubted + standing}"
    yield f"precision {good / max(1, stand):.3f}, recall {good / max(1, all_good):.3f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Plain)
    parser.add_argument("--claims", type=Path, default=_HERE / "tests/claims/seeds.jsonl")
    parser.add_argument("--articles", type=Path, default=_HERE / "seeds")
    parser.add_argument("--rte", type=Path, default=None)
    options = parser.parse_args()
    rows, articles = read_rows(options.claims), articles_by_file(options.articles)
    for held in (False, True):
        outcomes = measure([row for row in rows if row.held == held], articles)
        print("\n".join(["set aside" if held else "tuning", *table(outcomes), ""]))
    if options.rte:
        print("\n".join(["RTE3", *rte(options.rte)]))


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the description."""


if __name__ == "__main__":
    main()
