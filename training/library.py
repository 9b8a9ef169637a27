"""All that the embedding model learns from, cut into tokens of a vocabulary chosen from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from training.corpus import Corpus, Pair
from training.sharing import Shared, share_rows
from training.split import piaf_role
from training.texts import Numbers, Texts
from training.vocabulary import UNKNOWN, Words, build_tokenizer, choose_parts, cut_words

# How often a word of each kind of text counts for the vocabulary, where the press counts once: it
# is ten times all the rest, and the vocabulary must know both languages.
_COUNTS = {"english": 10, "french": 3, "questions": 3, "paragraphs": 1, "names": 20}
_LANGUAGES = {"fr": ("titles", "headings", "sentences", "french"), "en": ("english",)}
# How often a sentence pair is drawn: the documentation is long and about one trade.
_WEIGHTS = {"python-docs-fr": 0.25, "tico19": 2.0}
_LONGEST = 40  # tokens that count for how often a sentence pair is drawn: longer says more


@dataclass(frozen=True, slots=True)
class Library:
    """All that is learnt from, in tokens."""

    tokenizer: Tokenizer
    shared: Shared  # the tokens, and the row of each
    titles: Texts
    headings: Texts
    sentences: Texts  # of all press articles, one after another
    articles: Numbers  # bounds: article i has the sentences articles[i] to articles[i + 1]
    english: Texts
    french: Texts
    drawn: npt.NDArray[np.float64]  # the probability of each sentence pair
    names: tuple[Texts, Texts]  # English, French
    questions: Texts
    paragraphs: Texts  # the one that answers each question
    paragraph_of: Numbers  # equal numbers: the same paragraph

    @property
    def unknown(self) -> int:
        """The row of what is no token, which must stay 0."""
        return int(self.shared.mapping[self.shared.tokens.index(UNKNOWN)])

    def counts(self) -> dict[str, Numbers]:
        """How often each token occurs in texts of ``fr`` and of ``en``."""
        size = len(self.shared.tokens)
        return {
            language: np.sum([getattr(self, name).counted(size) for name in names], axis=0)
            for language, names in _LANGUAGES.items()
        }


def read_library(
    corpus: Corpus, names: Sequence[tuple[str, str]], *, size: int, pieces: int, research: bool
) -> Library:
    """Choose the vocabulary and cut every text by it; ``research``: learn from those rows too."""
    words = Words()

    def read(texts: Sequence[str]) -> Texts:
        return Texts.of([words.read(text) for text in texts])

    press = corpus.press[2]
    pairs: list[Pair] = [*corpus.pairs, *(corpus.research if research else ())]
    asked = [
        question
        for question in corpus.piaf.questions
        if piaf_role(corpus.piaf.titles[question.paragraph]) == "embedding"
    ]
    texts = {
        "titles": read([article.title for article in press]),
        "headings": read([article.heading for article in press]),
        "sentences": read([text for article in press for text in article.sentences]),
        "english": read([pair.english for pair in pairs]),
        "french": read([pair.french for pair in pairs]),
        "names_en": read([english for english, _ in names]),
        "names_fr": read([french for _, french in names]),
        "questions": read([question.text for question in asked]),
        "paragraphs": read([corpus.piaf.paragraphs[question.paragraph] for question in asked]),
    }
    weights = _word_counts(words.words, texts)
    seen = {language: _seen(words.words, texts, those) for language, those in _LANGUAGES.items()}
    shared = share_rows(choose_parts(weights, most=pieces), seen, weights, size=size)
    tokenizer = build_tokenizer(shared.tokens)
    parts = Texts.of([list(part) for part in cut_words(words.words, tokenizer)])
    cut = {name: each.recut(parts) for name, each in texts.items()}
    return Library(
        tokenizer=tokenizer,
        shared=shared,
        articles=np.cumsum([0, *(len(article.sentences) for article in press)]),
        drawn=_drawn(pairs, cut["english"]),
        names=(cut.pop("names_en"), cut.pop("names_fr")),
        paragraph_of=np.array([question.paragraph for question in asked], dtype=np.int64),
        **cut,
    )


def _word_counts(words: Sequence[str], texts: Mapping[str, Texts]) -> Counter[str]:
    counts = np.zeros(len(words), dtype=np.int64)
    for name, each in texts.items():
        counts += each.counted(len(words)) * _COUNTS.get(name.split("_")[0], 1)
    return Counter(dict(zip(words, counts.tolist(), strict=True)))


def _seen(words: Sequence[str], texts: Mapping[str, Texts], those: Sequence[str]) -> Counter[str]:
    counts = np.sum([texts[name].counted(len(words)) for name in those], axis=0).tolist()
    return Counter({word: count for word, count in zip(words, counts, strict=True) if count})


def _drawn(pairs: Sequence[Pair], english: Texts) -> npt.NDArray[np.float64]:
    lengths = np.minimum(np.diff(english.bounds), _LONGEST)
    weights = np.sqrt(lengths + 1.0) * [_WEIGHTS.get(pair.source, 1.0) for pair in pairs]
    return np.asarray(weights / weights.sum(), dtype=np.float64)
