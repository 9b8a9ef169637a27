"""The answers below are expected from reading the articles, which are invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import terms
from index.lexicon import load_lexicon
from index.passages import split_article
from index.query import QueryTerm, analyse_query
from index.types import Article, Hit, PartialDate, Passage, article_id_of
from rag.answering import compose
from rag.types import Draft

BRIDGE = """PORT-NAVEL, 3 mars 2024 — Le président valdorien Ivo Maréchal a inauguré dimanche le
pont de Sorel, en présence de la Première ministre norrlandaise Ada Lunel.

L'ouvrage a coûté 2,5 milliards d'euros et mesure 4 200 mètres. Sa construction a duré six ans parce
que la roche du détroit était fissurée. Quatorze entreprises y ont participé.

« Ce pont rapproche nos deux peuples », a déclaré M. Maréchal. Il a promis que le péage resterait
gratuit pour les pêcheurs. Ada Lunel a annoncé que son pays ouvrirait un consulat à Brumeval.

Les deux pays ont pris plusieurs mesures pour faciliter les échanges :
- la suppression des droits de douane sur le poisson ;
- la création d'un tribunal commun à Brumeval ;
- l'ouverture d'une ligne de train de nuit en septembre.

Le commerce a progressé de 12 % en 2023. Le prochain sommet se tiendra le 9 juin 2025 à Kelvik.
"""
FOREST = """The Tarnish government signed a pact on 4 May 2022 to protect its northern forests.

Nora Feld, the environment minister, said that logging would stop within three years. She promised
90 million crowns to the villages that live from timber, and the pact covers 45 percent of the
woodland.

Old Halvard, aged 82, leads the foresters' union in Osterby.
"""
GARDEN = """Le jardin botanique de Lirac rouvre ses portes jeudi. Les serres abritent 800 espèces
d'orchidées. Son directeur, Paul Aubrac, 61 ans, y travaille depuis 1998.
"""


def _article(text: str, title: str, published: str, language: str) -> Article:
    date = PartialDate.parse(published)
    return Article(article_id_of(text), title, text, date, ("a.txt",), language)


ARTICLES = (
    _article(BRIDGE, "Le pont de Sorel est ouvert", "2024-03-03", "fr"),
    _article(FOREST, "Tarnland protects its forests", "2022-05", "en"),
    _article(GARDEN, "Le jardin de Lirac rouvre", "2023", "fr"),
)


class Shelf:
    """Articles in memory: the vocabulary of their passages, and passages by shared terms."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = {article.article_id: article for article in articles}
        self.passages = [passage for article in articles for passage in split_article(article)]
        self._terms = [set(self._terms_of(passage)) for passage in self.passages]
        self._frequencies = Counter(term for found in self._terms for term in found)

    @property
    def passage_count(self) -> int:
        return len(self.passages)

    def passage_frequency(self, term: str) -> int:
        return self._frequencies[term]

    def terms_with_prefix(self, prefix: str) -> list[str]:
        return [term for term in self._frequencies if term.startswith(prefix)]

    def ask(
        self,
        question: str,
        language: str,
        *,
        abstain: bool = True,
        min_confidence: float | None = None,
    ) -> Draft:
        asked, hits = self.look_up(question, language)
        return compose(
            question,
            language=language,
            terms=asked,
            hits=hits,
            article_of=self.articles.__getitem__,
            abstain=abstain,
            min_confidence=min_confidence,
        )

    def look_up(self, question: str, language: str) -> tuple[tuple[QueryTerm, ...], list[Hit]]:
        lexicon = load_lexicon()
        asked = analyse_query(question, language=language, vocabulary=self, lexicon=lexicon)
        wanted = {item.term: item.weight * term.weight for term in asked for item in term.variants}
        scores = [sum(wanted.get(term, 0.0) for term in found) for found in self._terms]
        top = max(scores, default=0.0) or 1.0
        hits = [
            Hit(passage, score / top, score, 0.0)
            for passage, score in zip(self.passages, scores, strict=True)
            if score > 0
        ]
        return asked, sorted(hits, key=lambda hit: -hit.score)[:10]

    def _terms_of(self, passage: Passage) -> list[str]:
        article = self.articles[passage.article_id]
        return terms(f"{article.title}\n{passage.text}", article.language)


SHELF = Shelf(ARTICLES)


def _marked(draft: Draft) -> list[str]:
    first = draft.citations[0]
    return [first.quote[start:end] for start, end in first.marks]


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("Quand se tiendra le prochain sommet ?", "9 juin 2025"),
        ("c'est quand le prochain sommet", "9 juin 2025"),
        ("Quel jour se tient le prochain sommet ?", "9 juin 2025"),
        ("En quelle année se tiendra le prochain sommet ?", "2025"),
        ("Combien d'entreprises ont participé à la construction ?", "Quatorze"),
        ("Combien a coûté l'ouvrage ?", "2,5 milliards d'euros"),
        ("Combien mesure l'ouvrage ?", "4 200 mètres"),
        ("Combien de temps a duré la construction ?", "six ans"),
        ("De quel pourcentage le commerce a-t-il progressé ?", "12 %"),
        ("Où se tiendra le prochain sommet ?", "Kelvik"),
        ("Le prochain sommet se tient où ?", "Kelvik"),
        ("Dans quelle ville sera créé un tribunal commun ?", "Brumeval"),
        ("Qui a inauguré le pont de Sorel ?", "Ivo Maréchal"),
        ("Qui a annoncé l'ouverture d'un consulat ?", "Ada Lunel"),
        ("Qui est Ada Lunel ?", "Première ministre norrlandaise"),
        ("qui est ada lunel", "Première ministre norrlandaise"),
        ("Quel âge a Paul Aubrac ?", "61 ans"),
        ("Qui dirige le jardin de Lirac ?", "Paul Aubrac"),
    ],
)
def test_a_french_question_gets_one_sentence_with_the_answer_marked(
    question: str, marked: str
) -> None:
    draft = SHELF.ask(question, "fr")
    assert draft.status == "answered"
    assert len(draft.citations) == 1
    assert _marked(draft) == [marked]


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("When was the pact signed?", "4 May 2022"),
        ("What year was the pact signed?", "2022"),
        ("How much money was promised to the villages?", "90 million crowns"),
        ("What percentage of the woodland does the pact cover?", "45 percent"),
        ("Who promised to stop logging?", "Nora Feld"),
        ("Who is Nora Feld?", "environment minister"),
        ("How old is Halvard?", "aged 82"),
        ("Where is the foresters' union?", "Osterby"),
    ],
)
def test_an_english_question_gets_one_sentence_with_the_answer_marked(
    question: str, marked: str
) -> None:
    draft = SHELF.ask(question, "en")
    assert draft.status == "answered"
    assert len(draft.citations) == 1
    assert _marked(draft) == [marked]


def test_why_marks_the_reason() -> None:
    draft = SHELF.ask("Pourquoi la construction a-t-elle duré si longtemps ?", "fr")
    assert _marked(draft) == ["parce\nque la roche du détroit était fissurée"]


def test_what_someone_said_marks_the_speech() -> None:
    draft = SHELF.ask("Qu'a dit M. Maréchal du péage ?", "fr")
    assert "péage" in draft.citations[0].quote
    assert _marked(draft)[0].startswith("le péage resterait")


def test_a_list_question_gets_every_item_with_its_lead_in() -> None:
    draft = SHELF.ask("Quelles mesures facilitent les échanges ?", "fr")
    assert [citation.quote.lstrip("- ").split()[1] for citation in draft.citations] == [
        "suppression",
        "création",
        "d'une",
    ]
    for citation in draft.citations:
        (lead_in,) = citation.context
        assert BRIDGE[slice(*lead_in)].endswith("faciliter les échanges :")


def test_one_item_answers_alone_when_the_question_is_about_it() -> None:
    draft = SHELF.ask("Quand ouvre la ligne de train de nuit ?", "fr")
    assert len(draft.citations) == 1
    assert _marked(draft) == ["septembre"]
    assert len(draft.citations[0].context) == 1


def test_a_pronoun_brings_the_sentence_that_names_it() -> None:
    draft = SHELF.ask("Que promet Ivo Maréchal sur le péage des pêcheurs ?", "fr")
    (citation, *_) = draft.citations
    assert citation.quote.startswith("Il a promis")
    assert ["Maréchal" in BRIDGE[slice(*span)] for span in citation.context] == [True]


def test_a_name_at_the_head_needs_no_other_sentence() -> None:
    draft = SHELF.ask("Qui a annoncé l'ouverture d'un consulat ?", "fr")
    assert draft.citations[0].context == ()


def test_an_english_question_is_answered_from_a_french_article() -> None:
    draft = SHELF.ask("When will the next summit be held in Kelvik?", "en")
    assert _marked(draft) == ["9 juin 2025"]


def test_a_country_is_met_by_the_name_of_its_people() -> None:
    text = "Le ministre turc des Transports, Emir Tan, a signé lundi un accord sur les ports."
    shelf = Shelf([_article(text, "Ports", "2024", "fr")])
    draft = shelf.ask("Qui est le ministre des Transports de la Turquie ?", "fr")
    assert _marked(draft) == ["Emir Tan"]


@pytest.mark.parametrize(
    ("question", "language", "unmatched"),
    [
        ("Quel âge a Ada Lunel ?", "fr", None),
        ("Quel âge a Ivo Maréchal ?", "fr", None),
        ("How old is Nora Feld?", "en", None),
        ("Que pense Bertrand Osmont du pont ?", "fr", ("pense", "Bertrand", "Osmont")),
        ("Qui est Bertrand Osmont ?", "fr", ("Bertrand", "Osmont")),
        ("Quand le pont de Sorel a-t-il été inauguré en 2019 ?", "fr", ("2019",)),
        ("Where did the pact of 1987 apply?", "en", ("1987", "apply")),
        ("Quelle est la recette du gratin de courge ?", "fr", ("recette", "gratin", "courge")),
        ("Combien d'habitants compte Kelvik ?", "fr", None),
        ("Combien Nora Feld a-t-elle payé le pont de Sorel ?", "fr", None),
        ("What is the salary of Nora Feld?", "en", ("salary",)),
        ("le la les des", "fr", ()),
        ("", "fr", ()),
        ("   ", "fr", ()),
        ("🙂🙂", "fr", ()),
        ("?!«»", "fr", ()),
    ],
)
def test_silence_where_the_articles_do_not_hold_the_answer(
    question: str, language: str, unmatched: tuple[str, ...] | None
) -> None:
    draft = SHELF.ask(question, language)
    assert draft.status == "abstained"
    assert draft.segments == ()
    assert draft.citations == ()
    if unmatched is not None:
        assert draft.unmatched == unmatched


def test_an_answer_is_surer_than_a_trap_about_the_same() -> None:
    answer = SHELF.ask("Quand se tiendra le prochain sommet ?", "fr")
    trap = SHELF.ask("Quand se tiendra le prochain marathon de Brumeval ?", "fr")
    assert 0 < trap.confidence < answer.confidence < 1


def test_more_confidence_than_there_is_means_silence() -> None:
    question = "Quand se tiendra le prochain sommet ?"
    sure = SHELF.ask(question, "fr").confidence
    assert SHELF.ask(question, "fr", min_confidence=sure).status == "answered"
    assert SHELF.ask(question, "fr", min_confidence=min(1.0, sure + 1e-6)).status == "abstained"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Quel âge a Ada Lunel ?", "fr"),
        ("Que pense Bertrand Osmont du pont ?", "fr"),
        ("Quand le pont de Sorel a-t-il été inauguré en 2019 ?", "fr"),
        ("How old is Nora Feld?", "en"),
    ],
)
def test_what_is_asked_about_must_be_there_however_little_confidence_is_asked_for(
    question: str, language: str
) -> None:
    assert SHELF.ask(question, language, min_confidence=0.0).status == "abstained"


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("Quels soldats ont quitté Lorm ?", "Les militaires de Lorm sont partis mardi."),
        ("Qui a démissionné à Lorm ?", "La démission d'Ivo Brac a surpris Lorm, mardi."),
    ],
)
def test_a_question_in_other_words_is_answered(question: str, wording: str) -> None:
    others = " Le temps est resté sec. Les récoltes de pommes seront bonnes cette année."
    shelf = Shelf([_article(wording + others, "Lorm", "2024", "fr")])
    assert shelf.ask(question, "fr", abstain=False).citations[0].quote == wording


def _alone(text: str, *, title: str = "Lorm") -> Shelf:
    return Shelf([_article(text, title, "2024", "fr")])


def test_a_figure_must_count_what_is_asked() -> None:
    text = "Les chefs d'État se sont réunis lundi à Brumeval, pour la première fois en six mois."
    asked = "Combien de chefs d'État se sont réunis à Brumeval ?"
    assert _alone(text).ask(asked, "fr").status == "abstained"
    assert _marked(_alone(text.replace("Les chefs", "Sept chefs")).ask(asked, "fr")) == ["Sept"]


def test_the_date_of_a_dispatch_is_not_that_of_its_news() -> None:
    assert _marked(SHELF.ask("Quand le pont de Sorel a-t-il été inauguré ?", "fr")) == ["dimanche"]


def test_a_reason_in_the_next_sentence_is_quoted_with_what_it_explains() -> None:
    text = (
        "La séance du conseil de Lorm a été annulée mardi. Le maire était absent en raison d'une"
        " panne de train. Le temps est resté sec."
    )
    draft = _alone(text).ask("Pourquoi la séance du conseil de Lorm a-t-elle été annulée ?", "fr")
    assert any("en raison" in citation.quote for citation in draft.citations)


def test_a_reason_without_because_is_quoted_from_the_next_sentence() -> None:
    text = (
        "Norrland a refusé de signer l'accord. Son ministre Ivo Brac a estimé que le texte allait"
        " trop loin.\n\nLe temps est resté sec à Lorm."
    )
    draft = _alone(text).ask("Pourquoi Norrland a-t-il refusé de signer l'accord ?", "fr")
    assert [citation.quote.split()[0] for citation in draft.citations] == ["Norrland", "Son"]


def test_a_list_goes_on_in_the_sentences_that_follow() -> None:
    text = (
        "Le gouvernement de Lorm a annoncé trois mesures pour la pêche. La première interdit les"
        " filets. La deuxième ferme le port en mai. Enfin, les amendes doublent. Il pleut."
    )
    draft = _alone(text).ask("Quelles mesures Lorm a-t-il annoncées pour la pêche ?", "fr")
    assert [citation.quote.split()[0] for citation in draft.citations] == [
        "Le",
        "La",
        "La",
        "Enfin,",
    ]


def test_a_listed_name_keeps_the_word_that_the_question_says() -> None:
    text = "Les ports de Port Aline, Kelvik et Cap Sorel sont fermés depuis lundi."
    (mark,) = _marked(_alone(text).ask("Quels ports sont fermés ?", "fr"))
    assert "Port Aline" in mark
    assert mark.endswith("Cap Sorel")


def test_the_age_of_a_namesake_is_no_answer() -> None:
    text = "Le maire Ivo Brac a salué Ada Brac (37 ans), venue lundi à Lorm."
    assert _alone(text).ask("Quel âge a Ivo Brac ?", "fr").status == "abstained"
    assert _marked(_alone(text).ask("Quel âge a Ada Brac ?", "fr")) == ["37 ans"]


def test_an_item_about_another_name_is_no_answer() -> None:
    text = (
        "Les pays ont promis à Lorm des camions :\n- Tarnland : 40 camions ;\n"
        "- Norrland : 25 camions.\n"
    )
    asked = "Combien de camions Norrland a-t-il promis à Lorm ?"
    draft = _alone(text).ask(asked, "fr", min_confidence=0.0)
    assert _marked(draft) == ["25"]


@pytest.mark.parametrize(
    ("question", "language"),
    [("Who funds the library?", "en"), ("Qui finance la bibliothèque ?", "fr")],
)
def test_who_does_something_is_marked_and_not_whose_it_is_done_to(
    question: str, language: str
) -> None:
    text = "La bibliothèque de Lorm est financée par la Banque du Nord depuis 2015. Il pleut."
    assert _marked(_alone(text).ask(question, language)) == ["Banque du Nord"]


def test_a_capital_stands_for_its_government() -> None:
    text = "Le gouvernement turc a dénoncé lundi le blocus des ports. Le temps est resté sec."
    draft = _alone(text, title="Ports").ask("Quel blocus Ankara a-t-elle dénoncé ?", "fr")
    assert draft.status == "answered"
    assert draft.citations[0].quote.startswith("Le gouvernement turc")


def test_an_abstention_speaks_the_language_of_the_question() -> None:
    assert "articles ne" in SHELF.ask("Qui est Bertrand Osmont ?", "fr").text
    assert "do not" in SHELF.ask("Who is Bertrand Osmont?", "en").text


def test_the_date_of_the_article_is_no_answer_of_its_text() -> None:
    text = "Les ministres ont signé le traité de pêche à Kelvik."
    shelf = Shelf([_article(text, "Pêche", "2024-06-01", "fr")])
    assert shelf.ask("Quand le traité de pêche a-t-il été signé ?", "fr").status == "abstained"


def test_the_year_of_the_article_is_held_against_no_question() -> None:
    text = "Les ministres ont signé le traité de pêche à Kelvik."
    shelf = Shelf([_article(text, "Pêche", "2024-06-01", "fr")])
    asked = "Où le traité de pêche a-t-il été signé en 2024 ?"
    assert _marked(shelf.ask(asked, "fr")) == ["Kelvik"]
    assert shelf.ask(asked.replace("2024", "2019"), "fr").status == "abstained"


def test_without_abstention_three_different_sentences_are_given() -> None:
    draft = SHELF.ask("Que dit Bertrand Osmont du pont de Sorel ?", "fr", abstain=False)
    assert draft.status == "answered"
    assert len({citation.quote for citation in draft.citations}) == 3


def test_two_articles_that_say_the_same_are_quoted_once() -> None:
    said = "Le barrage de Lorm fournira de l'électricité à toute la vallée de Brume."
    twins = [
        _article(said, "Un", "2024", "fr"),
        _article(said + " Il pleut.", "Deux", "2024", "fr"),
    ]
    draft = Shelf(twins).ask("Que fournira le barrage de Lorm ?", "fr")
    assert len(draft.citations) == 1


def test_the_text_is_the_quotations_with_their_numbers() -> None:
    draft = SHELF.ask("Quelles mesures facilitent les échanges ?", "fr")
    expected = " ".join(f"{item.quote} [{item.number}]" for item in draft.citations)
    assert draft.text == expected
    assert [segment.text for segment in draft.segments] == [c.quote for c in draft.citations]


def _check(draft: Draft) -> None:
    assert (draft.status == "abstained") == (draft.segments == ())
    assert draft.text
    assert [citation.number for citation in draft.citations] == list(
        range(1, len(draft.citations) + 1)
    )
    assert [segment.citations for segment in draft.segments] == [
        (citation.number,) for citation in draft.citations
    ]
    for citation in draft.citations:
        text = citation.article.text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip() == citation.quote != ""
        for start, end in citation.marks:
            assert 0 <= start < end <= len(citation.quote)
        for start, end in citation.context:
            assert 0 <= start < end <= len(text)
            assert (start, end) != (citation.start, citation.end)


SOME_WORDS = """
Quand qui où combien pourquoi quel âge quelles mesures who when how many Ada Lunel Maréchal pont
Sorel sommet 2025 2019 12 % traité pact forests Kelvik Il elle : - « » a-t-il dit ? . , Turquie
turc millions d'euros le la 3 mars né en aged 82 OET ( )
"""
WORDS = st.sampled_from([*SOME_WORDS.split(), "\n"])
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=3), st.sampled_from(["fr", "en", "de"]), st.booleans())
def test_whatever_is_asked_of_whatever_text_each_quotation_is_exact(
    question: str, texts: list[str], language: str, abstain: bool
) -> None:
    articles = [_article(text, "Titre", "2024", language) for text in dict.fromkeys(texts)]
    shelf = Shelf([*articles, ARTICLES[0]])
    asked, _ = shelf.look_up(question, language)
    hits = [Hit(passage, 0.5, 1.0, 0.0) for passage in shelf.passages[:10]]
    draft = compose(
        question,
        language=language,
        terms=asked,
        hits=hits,
        article_of=shelf.articles.__getitem__,
        abstain=abstain,
    )
    _check(draft)


def test_no_hit_at_all_is_an_abstention() -> None:
    draft = compose("Où ?", language="fr", terms=(), hits=(), article_of=SHELF.articles.__getitem__)
    assert draft.status == "abstained"


def test_a_question_of_ten_thousand_characters_is_answered_in_time() -> None:
    asked, hits = SHELF.look_up("Quand se tiendra le prochain sommet ? " * 260, "fr")
    began = process_time()
    _check(
        compose(
            "Quand se tiendra le prochain sommet ? " * 260,
            language="fr",
            terms=asked,
            hits=hits,
            article_of=SHELF.articles.__getitem__,
        )
    )
    assert process_time() - began < 1.0
