from __future__ import annotations

from dataclasses import replace

from support import article

from index.building import BuildReport
from index.changes import Changes, Move
from index.types import Article, Hit, Passage, Span
from index.walking import Problem
from rag.types import Answer, Citation, Notice, Segment
from ui.terminal import answer_lines, passage_lines, place_of, report_lines

TEXT = "Titre de bloc.\n\nLe sommet de Riga a réuni neuf pays.\nIl a duré deux jours."
QUOTE = "Il a duré deux jours."
START = TEXT.index(QUOTE)
LEAD = Span(TEXT.index("Le sommet"), TEXT.index("\nIl"))


def answer(of: Article, *, language: str = "fr", status: str = "answered") -> Answer:
    quoted = status == "answered"
    citation = Citation(
        1, of, START, START + len(QUOTE), QUOTE, marks=(Span(10, 20),), context=(LEAD,)
    )
    return Answer(
        question="Combien de temps ?",
        language=language,
        status="answered" if quoted else "abstained",
        text=f"{QUOTE} [1]" if quoted else "Rien.",
        segments=(Segment(QUOTE, (1,), "quoted"),) if quoted else (),
        citations=(citation,) if quoted else (),
        passages=(Hit(Passage(of.article_id, 0, len(TEXT), TEXT), 0.5, 3.0, 0.2),),
        unmatched=() if quoted else ("temps",),
        confidence=0.876,
        timings_ms={"retrieve": 1.0, "answer": 1.0},
        generation="g000001",
        embedder="bag",
    )


def lines(of: Article, given: Answer) -> list[str]:
    return [line.plain for line in answer_lines(given, article_of=lambda _: of)]


def test_an_answer_is_followed_by_its_source() -> None:
    of = article(TEXT, title="Riga", published="2031-03-04", sources=("a/riga.md",), place="Riga")
    shown = lines(of, answer(of))
    assert shown[0] == f"{QUOTE} [1]"
    assert shown[1:] == [
        "Confiance : 88 %",
        "",
        "Sources",
        "[1] Riga (4 mars 2031, Riga)",
        "    (Le sommet de Riga a réuni neuf pays.)",
        f"    « {QUOTE} »",
        f"    a/riga.md, § 3, caractères {START} à {START + len(QUOTE)} · {of.article_id}",
    ]


def test_an_english_question_gets_english_words_around_the_quotation() -> None:
    of = article(TEXT, title="Riga", published="2031-03")
    shown = lines(of, answer(of, language="en"))
    assert "[1] Riga (March 2031)" in shown
    assert f"    “{QUOTE}”" in shown


def test_silence_shows_the_words_without_a_match_and_the_closest_passages() -> None:
    of = article(TEXT, title="Riga")
    shown = lines(of, answer(of, status="abstained"))
    assert shown[0] == "Rien."
    assert "temps" in shown[1]
    assert any("Le sommet de Riga" in line for line in shown)
    assert not any("[1]" in line for line in shown)


def test_article_text_is_never_markup() -> None:
    text = "[bold red]Rouge[/] et [link=file:///etc/passwd]lien[/link]."
    of = article(text, title="[blink]x[/]")
    hit = Hit(Passage(of.article_id, 0, len(text), text), 1.0, 1.0, 1.0)
    shown = "\n".join(line.plain for line in passage_lines([hit], "fr", lambda _: of))
    assert text in shown
    assert "[blink]x[/]" in shown


def test_the_place_counts_paragraphs_that_hold_something() -> None:
    of = article(TEXT, sources=("a.md",))
    assert place_of(of, Span(0, 5), "fr") == "a.md, § 1, caractères 0 à 5"
    assert place_of(of, LEAD, "en").startswith("a.md, § 2, characters")


def test_a_report_names_what_changed_and_what_was_not_read() -> None:
    report = BuildReport(
        generation="g000003",
        published=True,
        articles=4,
        passages=9,
        embedded=2,
        changes=Changes(
            added=tuple(f"{n}.txt" for n in range(25)),
            changed=("b.txt",),
            moved=(Move("c/d.txt", "d.txt"),),
        ),
        problems=tuple(
            Problem(f"{n}.pdf", "this PDF is encrypted: save it without a password")
            for n in range(30)
        ),
    )
    shown = [line.plain for line in report_lines(report)]
    assert shown[0] == "25 added, 1 changed, 1 moved, 0 removed"
    assert shown[1:24] == [
        *(f"  added    {n}.txt" for n in range(20)),
        "  added    and 5 more (--json names them all)",
        "  changed  b.txt",
        "  moved    c/d.txt → d.txt",
    ]
    assert shown[24] == "not read, or not whole: 30"
    assert shown[25] == "  30 × this PDF is encrypted: save it without a password"
    assert shown[26:30] == ["      0.pdf", "      1.pdf", "      2.pdf", "      and 27 more"]
    assert shown[-1] == "g000003 published: 4 articles, 9 passages, 2 newly embedded"


def test_written_sentences_say_what_does_not_stand_and_why_an_answer_is_quoted() -> None:
    of = article(TEXT, title="Riga", published="2031-03")
    written = replace(
        answer(of),
        segments=(
            Segment("Un fait.", (1,), "supported", moved=True),
            Segment("Un doute.", (), "unsupported", "date"),
        ),
        written_by="petit",
        notice=Notice("failed", "start the server"),
    )
    shown = lines(of, written)
    assert "Un fait. [1] (source corrigée)" in shown
    assert "Un doute. (date absente de la source)" in shown
    assert any("Rédigé par petit" in line for line in shown)
    assert [line for line in shown if "Start the server" in line] == [
        "Le modèle de langage n’a pas répondu ; voici la réponse citée. Start the server"
    ]
