from __future__ import annotations

import re
from html import unescape

import pytest

from index.types import Article, Filters, Hit, PartialDate, Passage, Span, article_id_of
from rag.types import Answer, Citation, Notice, Segment
from ui import wording
from ui.render import Trouble, Turn, render_conversation, render_trouble
from ui.sources import citation_text, render_article, render_sources, surroundings

HOSTILE = "<img src=x onerror=alert(1)>"
TEXT = (
    "Les ministres ont pris deux engagements :\n- réduire les taxes ;\n- ouvrir 14 ports.\n\n"
    "La présidente Lena Ostrow a signé. Elle a promis 14 ports avant 2030. Nul ne sait comment."
)


def article_of(text: str = TEXT, *, title: str = "Les ports", **fields: object) -> Article:
    known: dict[str, object] = {
        "published": PartialDate(2025, 5, 1),
        "sources": ("ports.txt",),
        "language": "fr",
    }
    return Article(article_id_of(text), title, text, **{**known, **fields})  # type: ignore[arg-type]


def citation_of(article: Article, quote: str, number: int = 1, **spans: str) -> Citation:
    start = article.text.index(quote)
    mark, context = spans.get("mark"), spans.get("context")
    at = quote.index(mark) if mark else 0
    before = article.text.index(context) if context else 0
    return Citation(
        number,
        article,
        start,
        start + len(quote),
        quote,
        marks=(Span(at, at + len(mark)),) if mark else (),
        context=(Span(before, before + len(context)),) if context else (),
    )


def hit_of(article: Article, start: int, end: int) -> Hit:
    passage = Passage(article.article_id, start, end, article.text[start:end])
    return Hit(passage, 0.5, 1.0, 0.5)


def answer_of(*citations: Citation, hits: tuple[Hit, ...] = (), **fields: object) -> Answer:
    known: dict[str, object] = {
        "question": "Combien de ports ?",
        "language": "fr",
        "status": "answered" if citations else "abstained",
        "text": "Rien.",
        "segments": tuple(Segment(one.quote, (one.number,), "quoted") for one in citations),
        "citations": citations,
        "passages": hits,
        "unmatched": (),
        "confidence": None,
        "timings_ms": {},
        "generation": "g",
        "embedder": "m",
    }
    return Answer(**{**known, **fields})  # type: ignore[arg-type]


def text_in(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", markup)


QUOTE = "Elle a promis 14 ports avant 2030."


def test_a_turn_shows_its_quotation_with_a_reference_to_its_own_source() -> None:
    answer = answer_of(citation_of(article_of(), QUOTE, mark="14 ports"))
    markup = render_conversation([Turn(3, "Combien ?", answer=answer, finished=True)])
    assert 'id="t3"' in markup
    assert 'href="#t3-s1"' in markup
    assert "Elle a promis <b>14 ports</b> avant 2030." in markup
    assert 'id="t3-s1"' in render_sources([Turn(3, "Combien ?", answer=answer, finished=True)])


def test_a_growing_turn_is_busy_and_a_finished_one_is_not() -> None:
    growing = render_conversation([Turn(1, "Combien ?")])
    assert 'aria-busy="true"' in growing
    assert wording.SEARCHING.fr in growing
    answer = answer_of(citation_of(article_of(), QUOTE))
    done = render_conversation([Turn(1, "Combien ?", answer=answer, finished=True)])
    assert 'aria-busy="false"' in done


def test_a_sentence_without_support_is_flagged_and_one_with_support_is_no_quotation() -> None:
    citation = citation_of(article_of(), QUOTE)
    segments = (
        Segment("Quatorze ports ouvriront.", (1,), "supported"),
        Segment("Tout le monde est content.", (), "unsupported"),
    )
    answer = answer_of(citation, segments=segments)
    markup = render_conversation([Turn(1, "Combien ?", answer=answer, finished=True)])
    assert "<q>" not in markup
    assert markup.count(wording.UNSUPPORTED.fr) == 1
    assert markup.index("content") < markup.index(wording.UNSUPPORTED.fr)


def test_an_abstention_tells_the_words_without_a_match_and_leads_to_the_closest() -> None:
    article = article_of()
    hit = hit_of(article, 0, 40)
    answer = answer_of(hits=(hit,), unmatched=("âge", HOSTILE))
    turn = Turn(2, "Quel âge ?", answer=answer, closest=((hit, article),), finished=True)
    markup = render_conversation([turn])
    assert "<em>âge</em>" in markup
    assert HOSTILE not in markup
    assert 'href="#t2-s1"' in markup
    sources = render_sources([turn])
    assert wording.NOT_AN_ANSWER.fr in sources
    assert "<mark" not in sources


def test_the_filters_of_a_turn_are_told_in_both_languages() -> None:
    filters = Filters(since=PartialDate(2025, 5, 1), source=HOSTILE, language="fr")
    markup = render_conversation([Turn(1, "Combien ?", filters=filters)])
    assert "depuis le 1er mai 2025" in markup
    assert "from 1 May 2025" in markup
    assert HOSTILE not in markup


def test_a_trouble_tells_the_command_and_keeps_the_detail_as_text() -> None:
    trouble = Trouble(
        wording.INDEX_MISSING, command=wording.BUILD_COMMAND, detail=f"no index in {HOSTILE}"
    )
    markup = render_trouble(trouble)
    assert "sourcier build DOSSIER" in text_in(markup)
    assert "sourcier build FOLDER" in text_in(markup)
    assert HOSTILE not in markup
    assert "&lt;img src=x" in markup


def test_a_quotation_is_marked_within_its_passage_and_its_answer_within_it() -> None:
    article = article_of()
    start = TEXT.index("La présidente")
    context = "La présidente Lena Ostrow a signé."
    citation = citation_of(article, QUOTE, mark="14 ports", context=context)
    answer = answer_of(citation, hits=(hit_of(article, start, len(TEXT)),))
    markup = render_sources([Turn(1, "Combien ?", answer=answer, finished=True)])
    assert (
        '<span class="context">La présidente Lena Ostrow a signé.</span> '
        '<mark class="quote">Elle a promis <b>14 ports</b> avant 2030.</mark> '
        "Nul ne sait comment.</p>"
    ) in markup
    assert "réduire les taxes" not in markup


def test_a_lead_in_outside_the_passage_is_shown_before_it() -> None:
    article = article_of()
    item = "ouvrir 14 ports."
    citation = citation_of(article, item, context="Les ministres ont pris deux engagements :")
    start = TEXT.index("- ouvrir")
    answer = answer_of(citation, hits=(hit_of(article, start, len(TEXT)),))
    markup = render_sources([Turn(1, "Combien ?", answer=answer, finished=True)])
    assert markup.index("deux engagements :</span>") < markup.index(f">{item}</mark>")
    assert "réduire les taxes" not in markup


def test_a_quotation_that_no_passage_holds_is_shown_with_what_is_around_it() -> None:
    words = " ".join(f"mot{number}" for number in range(400))
    article = article_of(words)
    citation = citation_of(article, "mot200 mot201")
    around = surroundings(citation, [hit_of(article, 0, 50)])
    shown = words[around.start : around.end]
    assert 500 < len(shown) < 800
    assert shown.split()[0] in words.split()
    assert shown.split()[-1] in words.split()


def test_the_surroundings_of_a_word_without_spaces_still_hold_the_quotation() -> None:
    article = article_of("語" * 2000)
    citation = Citation(1, article, 900, 950, "語" * 50)
    around = surroundings(citation, [])
    assert around.start <= 900
    assert around.end >= 950


def test_a_citation_to_paste_has_quotation_title_date_and_sources() -> None:
    article = article_of(origin="Agence Ostrow", sources=("a.txt", "https://example.org/a"))
    copied = citation_text(article, "Elle a\n  promis.")
    assert copied.fr == (
        "« Elle a promis. » — Les ports, 1er mai 2025, Agence Ostrow, a.txt, https://example.org/a"
    )
    assert copied.en.startswith("“Elle a promis.” — Les ports, 1 May 2025, ")


@pytest.mark.parametrize(
    "source", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]
)
def test_only_addresses_of_the_web_become_links(source: str) -> None:
    article = article_of(sources=(source, "https://example.org/a"))
    answer = answer_of(citation_of(article, QUOTE))
    markup = render_sources([Turn(1, "?", answer=answer, finished=True)])
    markup += render_article(article, Span(0, 0))
    links = re.findall(r'href="([^"]*)"', markup)
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} == {"https"}
    assert source in text_in(markup)
    for link in re.findall(r"<a [^>]*https[^>]*>", markup):
        assert 'rel="noopener noreferrer"' in link


def test_an_article_is_whole_with_the_quotation_marked() -> None:
    article = article_of(place="Port-Clair", published=PartialDate(2025, 7))
    start = TEXT.index(QUOTE)
    markup = render_article(article, Span(start, start + len(QUOTE)))
    assert f'<mark class="quote">{QUOTE}</mark>' in markup
    assert markup.count("<mark") == 1
    for line in filter(None, TEXT.split("\n")):
        assert line in text_in(markup)
    for fact in ("juillet 2025", "July 2025", "Port-Clair", "ports.txt"):
        assert fact in markup


@pytest.mark.parametrize("span", [Span(0, 0), Span(-5, -1), Span(10**6, 10**7), Span(9, 3)])
def test_a_span_that_is_none_of_the_article_marks_nothing(span: Span) -> None:
    markup = render_article(article_of(), span)
    assert "<mark" not in markup
    assert QUOTE in markup


def test_an_undated_article_says_so() -> None:
    assert wording.UNDATED.fr in render_article(article_of(published=None), Span(0, 0))


def test_nothing_hostile_in_any_field_becomes_markup() -> None:
    text = f"{HOSTILE} </mark></blockquote><script>alert(1)</script> fin."
    article = article_of(
        text,
        title=HOSTILE,
        sources=(HOSTILE, f"https://example.org/{HOSTILE}"),
        place=HOSTILE,
        origin=HOSTILE,
        language=f'fr"{HOSTILE}',
    )
    citation = Citation(1, article, 0, len(text), text, marks=(Span(0, len(HOSTILE)),))
    answer = answer_of(citation, question=HOSTILE)
    turn = Turn(1, HOSTILE, answer=answer, finished=True)
    markup = render_conversation([turn]) + render_sources([turn])
    markup += render_article(article, Span(0, len(text)))
    names = set(re.findall(r"<([a-z0-9]+)", markup))
    assert not names & {"img", "script", "iframe", "svg", "style"}
    assert "onerror" not in " ".join(re.findall(r"<[^>]*>", re.sub(r'"[^"]*"', '""', markup)))


@pytest.mark.parametrize("text", ["Qui (<b>Lena</b>) ?", "Qui ?"])
def test_how_a_question_was_understood_is_said_and_can_be_undone(text: str) -> None:
    answer = answer_of(question="Et elle ?", understood=text)
    markup = render_conversation([Turn(1, "Et <i>elle</i> ?", answer=answer, finished=True)])
    assert f"Understood as: {text} " in unescape(text_in(markup))
    assert 'data-alone="Et &lt;i&gt;elle&lt;/i&gt; ?"' in markup
    assert "<b>" not in markup
    plain = render_conversation([Turn(1, "Qui ?", answer=answer_of(), finished=True)])
    assert "Compris" not in plain


def test_what_a_model_wrote_is_marked_where_it_does_not_stand_and_where_it_was_moved() -> None:
    article = article_of("Lena Ostrow a promis 14 ports.")
    citation = Citation(1, article, 0, 30, article.text)
    segments = (
        Segment("Elle promet 14 ports.", (1,), "supported", moved=True),
        Segment("Elle promet <b>40</b> ports.", (), "unsupported", "number"),
        Segment("Il pleut.", (), "unsupported", "uncited"),
    )
    answer = answer_of(citation, segments=segments, written_by="petit-modèle<x>")
    markup = render_conversation([Turn(1, "Combien ?", answer=answer, finished=True)])
    text = unescape(text_in(markup))
    assert "source corrigée" in text
    assert "chiffre absent de la source" in text
    assert "sans source" in text
    assert "Rédigé par petit-modèle<x>" in text
    assert "<b>40" not in markup
    assert markup.count('class="said unsupported"') == 2


@pytest.mark.parametrize("how", ["failed", "nothing_stands", "declined"])
@pytest.mark.parametrize("answered", [True, False])
def test_a_notice_says_why_the_answer_is_quoted(how: str, answered: bool) -> None:
    article = article_of("Lena Ostrow a promis 14 ports.")
    cited = (Citation(1, article, 0, 30, article.text),) if answered else ()
    answer = answer_of(*cited, notice=Notice(how, "<u>start</u> it"))  # type: ignore[arg-type]
    markup = render_conversation([Turn(1, "Combien ?", answer=answer, finished=True)])
    assert 'class="notice"' in markup
    assert "<u>" not in markup
    assert ("start" in markup) == (how == "failed")


def test_why_a_language_model_failed_is_told_in_both_languages() -> None:
    error = "no language model answers at http://127.0.0.1:1/v1: start its server, or do without"
    answer = answer_of(notice=Notice("failed", error))
    markup = render_conversation([Turn(1, "Combien ?", answer=answer, finished=True)])
    assert "Aucun modèle de langage ne répond à http://127.0.0.1:1/v1 : lancez" in markup
    assert "No language model answers at http://127.0.0.1:1/v1: start its server" in markup
