"""Answers, passages and reports as lines of a terminal; article text is never markup there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text as Line

from index.types import Article, Hit, Span
from rag.types import Answer, Citation, Segment
from ui import phrases, wording
from ui.copies import main_sources, paths_of
from ui.problems import problem_lines
from ui.text import Text

if TYPE_CHECKING:
    from index.building import BuildReport
    from index.survey import Pending
    from rag.library import Status

_CLOSEST = 3  # passages under an abstention
_LISTED = 20  # names of files before "and more"
_COPIES = 5  # of an article, before "and more"
_EXCERPT = 320  # characters of a passage in a list
_INDENT = "    "

ArticleOf = Callable[[str], Article]


def answer_lines(answer: Answer, *, article_of: ArticleOf) -> Iterator[Line]:
    """The answer, then its numbered sources; for an abstention, the closest passages."""
    if answer.notice:
        yield Line(_say(phrases.notice_in_words(answer.notice), answer), style="yellow")
    if answer.status == "abstained":
        yield Line(answer.text, style="bold")
        if answer.unmatched:
            yield Line(f"{_say(wording.UNMATCHED, answer)} {', '.join(answer.unmatched)}")
        if answer.passages:
            yield Line("")
            yield Line(_say(wording.CLOSEST, answer), style="dim")
            yield from passage_lines(answer.passages[:_CLOSEST], answer.language, article_of)
        return
    for segment in answer.segments:
        yield _segment_line(segment, answer)
    if answer.written_by:
        yield Line(_say(wording.WRITTEN_BY.fill(model=answer.written_by), answer), style="dim")
    if answer.confidence is not None:
        percent = round(100 * answer.confidence)
        yield Line(_say(wording.CONFIDENCE.fill(percent=percent), answer), style="dim")
    yield Line("")
    yield Line(_say(wording.SOURCES, answer), style="dim")
    for citation in answer.citations:
        yield from _citation_lines(citation, answer.language)


def _segment_line(segment: Segment, answer: Answer) -> Line:
    """A sentence with its numbers, or why nothing supports it."""
    if segment.support == "unsupported":
        doubt = wording.DOUBTS.get(segment.reason or "", wording.UNSUPPORTED)
        return Line(segment.text, style="dim").append(f" ({_say(doubt, answer)})", style="yellow")
    numbers = "".join(f" [{number}]" for number in segment.citations)
    moved = f" ({_say(wording.MOVED, answer)})" if segment.moved else ""
    return Line(segment.text).append(numbers, style="bold cyan").append(moved, style="dim")


def passage_lines(hits: Sequence[Hit], language: str, article_of: ArticleOf) -> Iterator[Line]:
    """A passage's article, place and beginning."""
    for number, hit in enumerate(hits, start=1):
        passage = hit.passage
        article = article_of(passage.article_id)
        yield _heading(f"{number}.", article, language)
        text = " ".join(passage.text.split())
        yield Line(_INDENT + (text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"))
        span = Span(passage.start, passage.end)
        yield _place_line(article, span, language)


def report_lines(report: BuildReport) -> Iterator[Line]:
    """What a build changed, what it could not read, and what stands now."""
    changes = report.changes
    names = {
        "added": changes.added,
        "changed": changes.changed,
        "moved": [f"{move.old} → {move.new}" for move in changes.moved],
        "removed": changes.removed,
    }
    counts = ", ".join(f"{len(paths)} {kind}" for kind, paths in names.items())
    yield Line(counts, style="bold")
    for kind, paths in names.items():
        yield from _listed(f"{kind:<8}", paths)
    yield from problem_lines(report.problems)
    state = f"{report.articles} articles, {report.passages} passages"
    if report.published:
        yield Line(f"{report.generation} published: {state}, {report.embedded} newly embedded")
    else:
        yield Line(f"nothing has changed: {report.generation} stands, {state}")


def status_lines(status: Status) -> Iterator[Line]:
    """What is in the index, from where, since when."""
    manifest = status.manifest
    languages = ", ".join(f"{code} {count}" for code, count in manifest.languages.items())
    share = manifest.fusion.dense_share
    facts = {
        "generation": f"{status.generation}, published {manifest.created}",
        "earlier": status.earlier or "none",
        "articles": f"{manifest.articles} ({languages})",
        "near copies": str(status.near_copies),
        "passages": str(manifest.passages),
        "folder": manifest.articles_folder,
        "since then": _pending_line(status.pending),
        "model": f"{manifest.model}, {manifest.dimension} dimensions",
        "weights": f"{1 - share:.0%} terms, {share:.0%} vectors",
        "size": f"{status.size / 1e6:.1f} MB",
    }
    for name, fact in facts.items():
        yield Line(f"{name:<12}", style="dim").append(fact, style="none")


def _pending_line(pending: Pending | None) -> str:
    """What has become of the folder since it was indexed."""
    if pending is None:
        return "the folder cannot be read; the index answers all the same"
    if not pending:
        return "the folder has not changed"
    counts = {
        "new": pending.new,
        "changed": pending.changed,
        "gone": pending.gone,
        "touched, changed or not": pending.unsure,
    }
    files = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    return f"files of the folder: {files}; run `sourcier build`"


def article_lines(
    article: Article, language: str, others: Sequence[Article] = ()
) -> Iterator[Line]:
    """A whole article under its heading, with its near copies."""
    yield _heading("", article, language)
    for source in main_sources(article):
        yield Line(source, style="dim")
    yield from _also_in(article, others, language)
    yield Line("")
    yield Line(article.text)


def place_of(article: Article, span: Span, language: str) -> str:
    """Where a quotation stands: the file, the paragraph, the characters of the article's text."""
    before = article.text[: span.start]
    paragraph = 1 + sum(bool(line.strip()) for line in before.split("\n")[:-1])
    source = article.sources[0] if article.sources else article.article_id
    place = wording.PLACE_IN_FILE.say(language)
    return place.format(source=source, paragraph=paragraph, start=span.start, end=span.end)


def _citation_lines(citation: Citation, language: str) -> Iterator[Line]:
    article = citation.article
    yield _heading(f"[{citation.number}]", article, language)
    for start, end in citation.context:
        yield Line(f"{_INDENT}({article.text[start:end]})", style="dim")
    quote = Line(citation.quote)
    for start, end in citation.marks:
        quote.stylize("bold underline", start, end)
    opening, closing = ("« ", " »") if language == "fr" else ("“", "”")
    yield Line(f"{_INDENT}{opening}").append_text(quote).append(closing)
    yield _place_line(article, Span(citation.start, citation.end), language)
    yield from _also_in(article, [copy.article for copy in citation.also_in], language)


def _also_in(article: Article, others: Sequence[Article], language: str) -> Iterator[Line]:
    """Where else an article stands: near copies under the id that `sourcier show` takes, files."""
    lines = [
        Line(f"{_INDENT}  ")
        .append_text(_heading("", other, language))
        .append(f" · {other.article_id}", style="dim")
        for other in others
    ]
    same = wording.SAME_TEXT.say(language)
    lines += [Line(f"{_INDENT}  {path} ({same})") for path in paths_of(article)[1:]]
    if lines:
        yield Line(f"{_INDENT}{wording.ALSO_IN.say(language)}", style="dim")
    yield from lines[:_COPIES]
    if len(lines) > _COPIES:
        more = wording.AND_MORE.fill(count=len(lines) - _COPIES).say(language)
        yield Line(f"{_INDENT}  {more}", style="dim")


def _place_line(article: Article, span: Span, language: str) -> Line:
    """The place, and the id that `sourcier show` takes."""
    return Line(f"{_INDENT}{place_of(article, span, language)} · {article.article_id}", "dim")


def _heading(number: str, article: Article, language: str) -> Line:
    date = phrases.date_of(article).say(language)
    place = f", {article.place}" if article.place else ""
    origin = f", {article.origin}" if article.origin else ""
    line = Line(f"{number} " if number else "", style="bold cyan")
    return line.append(article.title, style="bold").append(f" ({date}{place}{origin})", "none")


def _listed(kind: str, names: Sequence[str]) -> Iterator[Line]:
    for name in names[:_LISTED]:
        yield Line(f"  {kind} {name}")
    if len(names) > _LISTED:
        yield Line(f"  {kind} and {len(names) - _LISTED} more (--json names them all)")


def _say(text: Text, answer: Answer) -> str:
    return text.say(answer.language)
