"""Questions and filters as queries of tantivy, each built from terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import tantivy

from index.query import QueryTerm
from index.terms.fields import SEARCHED
from index.types import PartialDate


@dataclass(frozen=True, slots=True)
class Scope:
    """What a search is limited to; none lets everything through.

    ``without`` are articles that it does not let through: of all, the fewer are quicker to name.
    """

    since: PartialDate | None = None
    until: PartialDate | None = None
    language: str | None = None
    article_ids: frozenset[str] | None = None
    without: frozenset[str] = frozenset()


def question_query(schema: tantivy.Schema, question: Sequence[QueryTerm]) -> tantivy.Query | None:
    """Passages with at least one of the words; none where the vocabulary holds none of them."""
    words = [_word(schema, term) for term in question if term.variants]
    if not words:
        return None
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])


def vectors_query(schema: tantivy.Schema, vector_ids: Sequence[int]) -> tantivy.Query:
    """Passages of these few vectors; a set of terms took 1 ms more, for going through all."""
    one = partial(tantivy.Query.term_query, schema, "vector_id", index_option="basic")
    wanted = [(tantivy.Occur.Should, one(vector_id)) for vector_id in vector_ids]
    return tantivy.Query.const_score_query(tantivy.Query.boolean_query(wanted), 0.0)


def scope_queries(schema: tantivy.Schema, scope: Scope | None) -> list[tantivy.Query]:
    """What each limit lets through; none adds to a score."""
    if scope is None:
        return []
    limits = []
    if scope.since is not None:
        limits.append(_days(schema, "last_day", lower=scope.since.first_day.toordinal()))
    if scope.until is not None:
        limits.append(_days(schema, "first_day", upper=scope.until.last_day.toordinal()))
    if scope.language is not None:
        limits.append(tantivy.Query.term_query(schema, "language", scope.language))
    if scope.article_ids is not None:
        limits.append(_articles(schema, scope.article_ids))
    if scope.without:
        every, those = tantivy.Query.all_query(), _articles(schema, scope.without)
        clauses = [(tantivy.Occur.Must, every), (tantivy.Occur.MustNot, those)]
        limits.append(tantivy.Query.boolean_query(clauses))
    return [tantivy.Query.const_score_query(limit, 0.0) for limit in limits]


def all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """Passages that every query finds."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _word(schema: tantivy.Schema, term: QueryTerm) -> tantivy.Query:
    """The best of a word's variants counts, so that synonyms do not add up."""
    fields = []
    for field, boost in SEARCHED.items():
        one = partial(tantivy.Query.term_query, schema, field, index_option="freq")
        variants = [
            tantivy.Query.boost_query(one(variant.term), boost * variant.weight)
            for variant in term.variants
        ]
        fields.append((tantivy.Occur.Should, tantivy.Query.disjunction_max_query(variants)))
    return tantivy.Query.boolean_query(fields)


def _articles(schema: tantivy.Schema, article_ids: frozenset[str]) -> tantivy.Query:
    return tantivy.Query.term_set_query(schema, "article_id", sorted(article_ids))


def _days(
    schema: tantivy.Schema, field: str, *, lower: int | None = None, upper: int | None = None
) -> tantivy.Query:
    return tantivy.Query.range_query(
        schema, field, tantivy.FieldType.Integer, lower_bound=lower, upper_bound=upper
    )
