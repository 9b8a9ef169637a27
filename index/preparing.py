"""All that is worked out of an article's text before it is written: by several processes at once.

Sentences, passages, terms and signatures take most of a first build's time, and need nothing but
the article. What a process cannot give, because it was killed, is worked out in this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from index import preparer
from index.preparer import Prepared, completed, given
from index.teams import in_processes, processors
from index.types import Article

Progress = Callable[[int, int], None]

_AT_ONCE = 64  # articles that a process is given
_FEW = 1_000  # articles that are prepared in the time that processes take to start


def prepare(
    articles: Sequence[Article], *, progress: Progress | None = None, processes: int | None = None
) -> Iterator[Prepared]:
    """Every article prepared, in order; ``progress`` gets (done, total).

    By as many processes as there are processors where there are more than some hundred articles,
    or by as many as are asked for; by this process where that is fewer than two.
    """
    if processes is None:
        processes = processors() if len(articles) > _FEW else 1
    parts = [articles[start : start + _AT_ONCE] for start in range(0, len(articles), _AT_ONCE)]
    found = in_processes(preparer.__name__, parts, processes, here=given)
    done = 0
    for part, answers in zip(parts, found, strict=True):
        for article, answer in zip(part, answers, strict=True):
            yield completed(article, answer)
        done += len(part)
        if progress:
            progress(done, len(articles))
