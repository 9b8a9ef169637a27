"""The terms in tantivy, against the published formula of BM25."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import article, entry

from index.analysis import terms
from index.errors import ArticleUnknownError, IndexDamagedError
from index.query import QueryTerm, Variant
from index.terms.queries import Scope
from index.terms.searching import TermIndex
from index.terms.writing import build_terms
from index.types import Article, Entry, PartialDate, Passage

K1, B = 1.2, 0.75
HEADING = 0.5

# Terms that the English stemmer and stop words leave as they are.
WORDS = ["accord", "dam", "fish", "harbor", "island", "storm", "wind", "wolf"]


def built(folder: Path, articles: Sequence[tuple[Article, Sequence[Entry]]]) -> TermIndex:
    folder.mkdir(exist_ok=True)
    return build_terms(folder, articles)


def of_texts(folder: Path, texts: Sequence[str], headings: Sequence[str] = ()) -> TermIndex:
    """One article a text, whose vector id is its number."""
    pairs = []
    for number, text in enumerate(texts):
        one = article(text, language="en")
        heading = headings[number] if headings else ""
        pairs.append((one, [entry(one, number, heading=heading)]))
    return built(folder, pairs)


def asked(*words: str | Mapping[str, float]) -> list[QueryTerm]:
    """A question of words, or of words with several variants and their weights."""
    question = []
    for word in words:
        weights = {word: 1.0} if isinstance(word, str) else word
        variants = tuple(Variant(term, weight, "exact") for term, weight in weights.items())
        question.append(QueryTerm("", 0, 0, False, variants, 1.0))
    return question


def by_vector(index: TermIndex, question: Sequence[QueryTerm], k: int = 1000) -> dict[int, float]:
    found = index.search(question, k)
    return dict(
        zip(index.vector_ids([key for key, _ in found]), (s for _, s in found), strict=True)
    )


def bm25(term: str, bags: Sequence[Counter[str]], number: int) -> float:
    """Robertson and Zaragoza 2009, equation 3.15, with an idf that is never negative."""
    holding = sum(term in bag for bag in bags)
    idf = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
    average = sum(bag.total() for bag in bags) / len(bags)
    frequency = bags[number][term]
    norm = K1 * (1 - B + B * bags[number].total() / average)
    return idf * frequency * (K1 + 1) / (frequency + norm) if frequency else 0.0


def expected_scores(
    question: Sequence[QueryTerm], bodies: Sequence[str], headings: Sequence[str]
) -> dict[int, float]:
    fields = [
        (1.0, [Counter(terms(text, "en")) for text in bodies]),
        (HEADING, [Counter(terms(text, "en")) for text in headings]),
    ]
    scores = {
        number: sum(
            boost * max(v.weight * bm25(v.term, bags, number) for v in term.variants)
            for term in question
            for boost, bags in fields
        )
        for number in range(len(bodies))
    }
    return {number: score for number, score in scores.items() if score > 0}


_TEXTS = st.lists(st.sampled_from(WORDS), max_size=38).map(" ".join)  # lengths kept exactly: <= 40
_QUESTIONS = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.dictionaries(
            st.sampled_from(WORDS), st.sampled_from([1.0, 0.8, 0.5]), min_size=1, max_size=3
        ),
    ),
    min_size=1,
    max_size=4,
).map(lambda words: asked(*words))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=6), _QUESTIONS)
def test_scores_are_those_of_the_published_formula(
    texts: list[tuple[str, str]], question: list[QueryTerm]
) -> None:
    bodies = [f"{body} text{number}" for number, (body, _) in enumerate(texts)]
    headings = [f"{heading} title" for _, heading in texts]
    expected = expected_scores(question, bodies, headings)
    with TemporaryDirectory() as folder:
        index = of_texts(Path(folder), bodies, headings)
        assert by_vector(index, question) == pytest.approx(expected, rel=1e-4)
        keys = [key for key, _ in index.search(question, 1000)]
        ids = list(range(len(bodies)))
        scores = index.scores(question, ids)
        assert {
            number: score for (key, score) in scores.items() for number in index.vector_ids([key])
        } == pytest.approx({number: expected.get(number, 0.0) for number in ids}, rel=1e-4)
        assert {key: scores[key] for key in keys} == pytest.approx(
            dict(index.search(question, 1000))
        )


@pytest.fixture(scope="module")
def winds(tmp_path_factory: pytest.TempPathFactory) -> TermIndex:
    texts = [f"wind {'dam ' * number}" for number in range(12)]
    return of_texts(tmp_path_factory.mktemp("winds"), texts)


@pytest.mark.parametrize("k", [-1, 0, 1, 5, 12, 13, 10**9])
def test_the_best_come_first_and_no_more_than_were_asked_for(winds: TermIndex, k: int) -> None:
    found = winds.search(asked("wind"), k)
    # The shorter a text, the higher its score: they were written from short to long.
    assert winds.vector_ids([key for key, _ in found]) == list(range(max(0, min(k, 12))))


def test_equal_scores_come_in_the_order_of_the_index(tmp_path: Path) -> None:
    index = of_texts(tmp_path, [f"wind number{number}" for number in range(5)])
    found = index.search(asked("wind"), 5)
    assert index.vector_ids([key for key, _ in found]) == [0, 1, 2, 3, 4]


def test_what_no_passage_holds_finds_nothing(winds: TermIndex) -> None:
    assert winds.search(asked("wolf"), 5) == []
    assert winds.search(asked({}), 5) == []
    assert winds.search([], 5) == []
    assert winds.scores([], []) == {}
    assert set(winds.scores([], [3, 4]).values()) == {0.0}
    assert winds.scores(asked("wind"), [999]) == {}


@pytest.mark.parametrize(
    "term", ["", " ", "wind dam", '"', "body:wind", "*", "w*", "(", "😀", "AND", "x" * 10_000]
)
def test_a_term_is_a_term_whatever_it_looks_like(winds: TermIndex, term: str) -> None:
    assert winds.search(asked(term), 5) == []
    assert winds.passage_frequency(term) == 0


def test_frequencies_and_prefixes_are_those_of_bodies_and_headings(tmp_path: Path) -> None:
    index = of_texts(
        tmp_path, ["wind storm", "wind", "dam"], ["harbor", "wind harbor", "wolf harbor"]
    )
    assert index.passage_count == 3
    assert index.passage_frequency("wind") == 2
    assert index.passage_frequency("harbor") == 3
    assert index.passage_frequency("island") == 0
    assert sorted(index.terms_with_prefix("w")) == ["wind", "wolf"]
    assert index.terms_with_prefix("island") == []
    assert sorted(index.terms_with_prefix("")) == ["dam", "harbor", "storm", "wind", "wolf"]


def test_a_lead_in_is_searched_with_its_passage(tmp_path: Path) -> None:
    one = article("storm wall", language="en")
    index = built(tmp_path, [(one, [entry(one, 4, lead_in="The island plans:")])])
    assert by_vector(index, asked("island")).keys() == {4}
    (key, _), *_ = index.search(asked("island"), 1)
    assert index.passage(key).text == "storm wall"


DATED = [
    ("d0", "2025-05-21", "fr"),
    ("d1", "2025-05", "fr"),
    ("d2", "2025", "en"),
    ("d3", "2024-12-31", "en"),
    ("d4", "2026-01-01", "fr"),
    ("d5", None, "fr"),
]


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> TermIndex:
    pairs = []
    for number, (name, published, language) in enumerate(DATED):
        one = article(f"wind {name}", published=published, language=language)
        pairs.append((one, [entry(one, number)]))
    return built(tmp_path_factory.mktemp("dated"), pairs)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, {0, 1, 2, 3, 4, 5}),
        ("2025-05-21", None, {0, 1, 2, 4}),
        ("2025-05-22", None, {1, 2, 4}),
        ("2025-06", None, {2, 4}),
        ("2026", None, {4}),
        ("2027", None, set()),
        (None, "2025-05-21", {0, 1, 2, 3}),
        (None, "2025-05-20", {1, 2, 3}),
        (None, "2025-04", {2, 3}),
        (None, "2024", {3}),
        (None, "2023", set()),
        ("2025-05-21", "2025-05-21", {0, 1, 2}),
        ("2025", "2025", {0, 1, 2}),
        ("2024-12-31", "2026-01-01", {0, 1, 2, 3, 4}),
        ("2026", "2024", set()),
        ("0001", "9999", {0, 1, 2, 3, 4}),
    ],
)
def test_an_article_passes_where_one_of_its_possible_days_does(
    dated: TermIndex, since: str | None, until: str | None, expected: set[int]
) -> None:
    scope = Scope(
        since=PartialDate.parse(since) if since else None,
        until=PartialDate.parse(until) if until else None,
    )
    assert dated.vectors_within(scope) == expected
    found = dated.search(asked("wind"), 10, within=scope)
    assert set(dated.vector_ids([key for key, _ in found])) == expected
    scored = dated.scores(asked("wind"), range(len(DATED)), within=scope)
    assert set(dated.vector_ids(list(scored))) == expected


def test_a_scope_changes_no_score(dated: TermIndex) -> None:
    free = dict(dated.search(asked("wind"), 10))
    limited = dict(dated.search(asked("wind"), 10, within=Scope(since=PartialDate(2025))))
    assert limited == {key: free[key] for key in limited}
    scored = dated.scores(asked("wind"), [0, 1], within=Scope(since=PartialDate(2025)))
    assert scored == {key: free[key] for key in scored}


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", {0, 1, 4, 5}), ("en", {2, 3}), ("de", set()), ("", set()), ("fr en", set())],
)
def test_a_language_lets_its_articles_through(
    dated: TermIndex, language: str, expected: set[int]
) -> None:
    assert dated.vectors_within(Scope(language=language)) == expected


def test_article_ids_let_their_articles_through(dated: TermIndex) -> None:
    wanted = frozenset(article(f"wind {name}").article_id for name in ("d1", "d5"))
    assert dated.vectors_within(Scope(article_ids=wanted)) == {1, 5}
    assert dated.vectors_within(Scope(article_ids=wanted, language="en")) == set()
    assert dated.vectors_within(Scope(article_ids=frozenset())) == set()
    assert dated.search(asked("wind"), 5, within=Scope(article_ids=frozenset())) == []


HOSTILE = 'L’« accord » 😀 "x"\t\\ <b>&amp;</b>\nשלום \u202eabc\u0000 ' + "𝐏" * 70

STORED = article(
    HOSTILE,
    title='Un titre, "dit-il"',
    published="2025-07",
    language="fr",
    place="Port-Lorméa",
    sources=("dossier/a.md", "b.jsonl#3", "https://exemple.example/é"),
    origin="Agence de l'Est",
)


def test_articles_and_passages_come_back_as_they_were(tmp_path: Path) -> None:
    passages = [Passage(STORED.article_id, 0, 5, HOSTILE[:5])]
    passages.append(Passage(STORED.article_id, 5, len(HOSTILE), HOSTILE[5:]))
    plain = article("paix", published=None, language="und", sources=())
    entries = [Entry(passage, number, "titre") for number, passage in enumerate(passages)]
    built(tmp_path, [(STORED, entries), (plain, [entry(plain, 2)])])
    index = TermIndex.open(tmp_path)
    assert index.article(STORED.article_id) == STORED
    assert index.article(plain.article_id) == plain
    found = [index.passage(key) for key, _ in index.search(asked("titr"), 10)]
    assert found == passages


@pytest.mark.parametrize("article_id", ["", "0" * 16, "ABC", "é", "\ud800", "x" * 100_000])
def test_an_unknown_article_is_an_error_that_says_so(tmp_path: Path, article_id: str) -> None:
    index = of_texts(tmp_path, ["wind"])
    with pytest.raises(ArticleUnknownError, match="sourcier search"):
        index.article(article_id)


def test_an_article_that_is_not_its_id_is_refused(tmp_path: Path) -> None:
    true = article("le vrai texte")
    false = Article(true.article_id, "", "un autre texte", None, (), "fr")
    index = built(tmp_path, [(false, [entry(false, 0)])])
    with pytest.raises(IndexDamagedError, match=rf"{true.article_id} was altered.*--full"):
        index.article(true.article_id)


def test_an_index_without_articles_answers_nothing(tmp_path: Path) -> None:
    built(tmp_path, [])
    index = TermIndex.open(tmp_path)
    assert index.passage_count == 0
    assert index.search(asked("wind"), 5) == []
    assert index.terms_with_prefix("w") == []
    assert index.vectors_within(Scope(language="fr")) == set()
    with pytest.raises(ArticleUnknownError):
        index.article("0" * 16)


def test_an_opened_index_scores_as_the_built_one(tmp_path: Path) -> None:
    index = of_texts(tmp_path, ["wind dam", "wind wind", "wolf"])
    question = asked("wind", "dam")
    assert TermIndex.open(tmp_path).search(question, 5) == index.search(question, 5)


def test_a_folder_without_an_index_is_refused_with_the_remedy(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexDamagedError, match="sourcier build --full"):
            TermIndex.open(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b"\xff\xfe", b'{"segments": 3}'])
def test_an_altered_list_of_segments_is_refused(tmp_path: Path, content: bytes) -> None:
    of_texts(tmp_path, ["wind"])
    (tmp_path / "meta.json").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        TermIndex.open(tmp_path)


@pytest.mark.parametrize("kind", ["term", "store", "idx", "fast", "fieldnorm"])
def test_a_missing_segment_file_is_refused(tmp_path: Path, kind: str) -> None:
    of_texts(tmp_path, ["wind"])
    for path in tmp_path.glob(f"*.{kind}"):
        path.unlink()
    with pytest.raises(IndexDamagedError, match="sourcier build --full"):
        TermIndex.open(tmp_path)


_ON_A_READ_ONLY_DISK = """
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 77
shift && exec "$@"
"""

_ASK = """
import sys
from pathlib import Path
from index.terms.searching import TermIndex
folder = Path(sys.argv[1])
try:
    (folder / "new").touch()
except OSError:
    index = TermIndex.open(folder)
    print(index.passage_count, index.terms_with_prefix("wi"), index.article(sys.argv[2]).text)
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="mounts need unshare")
def test_a_read_only_disk_is_read(tmp_path: Path) -> None:
    one = article("wind dam", language="en")
    folder = tmp_path / "terms"
    built(folder, [(one, [entry(one, 0)])])
    mounted = ["unshare", "-rm", "sh", "-c", _ON_A_READ_ONLY_DISK, "sh", str(folder)]
    asking = [sys.executable, "-c", _ASK, str(folder), one.article_id]
    run = subprocess.run([*mounted, *asking], capture_output=True, text=True, check=False)
    if run.returncode == 77 or "unshare" in run.stderr:
        pytest.skip("this machine allows no mounts")
    assert (run.stdout, run.returncode) == ("1 ['wind'] wind dam\n", 0), run.stderr
