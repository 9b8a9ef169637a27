"""JSON and JSON Lines: an article a record, and records that are none."""

from __future__ import annotations

import json
from pathlib import Path

from files import BODY, article_in, read_articles, reason_for


def test_a_json_object_is_an_article_under_many_names(tmp_path: Path) -> None:
    for title, text, published, language in (
        ("title", "text", "date", "lang"),
        ("titre", "contenu", "date_publication", "langue"),
        ("headline", "articleBody", "datePublished", "inLanguage"),
        ("Title", "content", "publishedAt", "Language"),
        ("title", "body", "published_time", "language"),
        ("title", "article", "published", "locale"),
    ):
        record = {
            title: "Un pont neuf",
            text: BODY,
            published: "2025-05-21T10:00:00Z",
            language: "fr_FR",
            "url": "https://gazette.example/pont",
            "source": {"id": None, "name": "La Gazette"},
        }
        article = article_in(tmp_path, "a.json", json.dumps(record))
        assert (article.title, article.text, article.language) == ("Un pont neuf", BODY, "fr")
        assert str(article.published) == "2025-05-21"
        assert article.sources == ("a.json", "https://gazette.example/pont")
        assert article.origin == "La Gazette"


def test_paragraphs_in_a_list_are_a_text_and_numbers_are_dates_and_sources(tmp_path: Path) -> None:
    record = {"title": 2025, "text": ["Le pont.", "La route."], "date": 20250521, "source": 7}
    article = article_in(tmp_path, "a.json", json.dumps(record))
    assert (article.title, article.text) == ("2025", "Le pont.\n\nLa route.")
    assert (str(article.published), article.origin) == ("2025-05-21", "7")
    endless = record | {"url": "https://gazette.example/" + "x" * 10_000}
    assert article_in(tmp_path, "a.json", json.dumps(endless)).sources == ("a.json",)


def test_a_json_list_numbers_its_articles(tmp_path: Path) -> None:
    records: list[object] = [{"text": "Le pont."}, {"title": "Rien"}, 7, {"text": "La route."}]
    for written in (records, {"articles": records}):
        (tmp_path / "a.json").write_text(json.dumps(written), "utf-8")
        reading = read_articles(tmp_path)
        assert [each.sources for each in reading.articles] == [("a.json#1",), ("a.json#4",)]
        assert [problem.reason.split(" ")[:2] for problem in reading.problems] == [
            ["item", "2"],
            ["item", "3"],
        ]


def test_a_bad_line_of_json_is_reported_by_its_number_and_the_others_go_on(tmp_path: Path) -> None:
    lines = ['{"text": "Le pont."}', "", "{bad", '{"text": "La\u2028route."}', "[" * 99_999, "3"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    reading = read_articles(tmp_path)
    assert [each.sources for each in reading.articles] == [("a.jsonl#1",), ("a.jsonl#4",)]
    assert [each.text for each in reading.articles] == ["Le pont.", "La\nroute."]
    assert [problem.path for problem in reading.problems] == ["a.jsonl"] * 3
    assert [problem.reason.split(" ")[:2] for problem in reading.problems] == [
        ["line", "3"],
        ["line", "5"],
        ["line", "6"],
    ]


def test_json_that_is_none_is_reported_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in reason_for(tmp_path, "a.json", '{"text":\n oui}')
    assert "nested too deep" in reason_for(tmp_path, "a.json", "[" * 99_999)
    assert "thousands of digits" in reason_for(tmp_path, "a.json", f'{{"text": {"1" * 9_999}}}')
    assert "`text`" in reason_for(tmp_path, "a.json", '{"title": "Un pont"}')


def test_half_a_surrogate_pair_never_reaches_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "Le pont \\ud83d ouvre."}', "utf-8")
    reading = read_articles(tmp_path)
    assert reading.articles[0].text == "Le pont \ufffd ouvre."
    assert len(reading.problems) == 1
    assert "surrogate" in reading.problems[0].reason
