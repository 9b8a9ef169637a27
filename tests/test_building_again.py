"""What a second build does: it takes over what has not changed."""

from __future__ import annotations

import json
from pathlib import Path

from indexes import DAM, QUESTION, files_of, found
from support import ARTICLES, BagEmbedder, RandomEmbedder, write_articles

from index import generations
from index.building import BuildReport, build_index
from index.changes import Changes, Move
from index.published import open_current
from index.searching import Index
from index.types import Filters, Hit, Passage

TITLES = tuple(
    line.removeprefix("title: ")
    for content in ARTICLES.values()
    for line in content.splitlines()
    if line.startswith("title: ")
)


def test_an_unchanged_folder_publishes_nothing(
    built: BuildReport, articles: Path, index: Path
) -> None:
    before = files_of(index)
    embedder = BagEmbedder()
    again = build_index(articles, index, embedder=embedder)
    assert not again.published
    assert (again.generation, again.articles) == (built.generation, built.articles)
    assert (again.embedded, embedder.seen) == (0, [])
    assert not again.changes
    assert files_of(index) == before


def test_a_changed_article_embeds_only_its_new_passages(
    built: BuildReport, articles: Path, index: Path
) -> None:
    path = articles / "musee.md"
    path.write_text(ARTICLES["musee.md"].replace("douze", "treize"), encoding="utf-8")
    new_title = "Le musée de la Mer rend treize sculptures"
    embedder = BagEmbedder()
    report = build_index(articles, index, embedder=embedder)
    assert report.published
    assert report.changes.changed == ("musee.md",)
    assert report.embedded == 1
    # Under its title; what the legs are weighed on is embedded without.
    under_a_title = [text for text in embedder.seen if text.startswith((*TITLES, new_title))]
    assert len(under_a_title) == 1
    assert "treize sculptures" in under_a_title[0]
    assert "treize" in " ".join(found(index, "Combien de sculptures ont été rendues ?"))


def test_a_new_sentence_at_the_end_of_a_long_article_embeds_no_passage_before_it(
    built: BuildReport, articles: Path, index: Path
) -> None:
    paragraphs = [
        f"La ville numéro {number} a voté le budget. " + "Elle construira une école. " * 28
        for number in range(6)
    ]
    path = articles / "villes.txt"
    path.write_text("Six villes votent\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    first = build_index(articles, index, embedder=BagEmbedder())
    assert first.embedded >= 6
    path.write_text(path.read_text(encoding="utf-8") + "\n\nFin.", encoding="utf-8")
    second = build_index(articles, index, embedder=BagEmbedder())
    assert 1 <= second.embedded <= 2


def test_a_moved_file_keeps_its_vectors_and_has_its_new_path(
    built: BuildReport, articles: Path, index: Path
) -> None:
    (articles / "ailleurs").mkdir()
    (articles / "musee.md").rename(articles / "ailleurs" / "museum.md")
    embedder = BagEmbedder()
    report = build_index(articles, index, embedder=embedder)
    assert report.changes.moved == (Move("musee.md", "ailleurs/museum.md"),)
    assert (report.changes.added, report.changes.removed) == ((), ())
    assert report.published
    assert embedder.seen == []
    opened = Index.open(index, embedder=embedder)
    (hit, *_) = opened.search("sculptures", filters=Filters(source="ailleurs"))
    assert opened.article(hit.passage.article_id).sources == ("ailleurs/museum.md",)
    assert opened.search("sculptures", filters=Filters(source="musee.md")) == []


def test_a_removed_article_leaves_the_answers(
    built: BuildReport, articles: Path, index: Path
) -> None:
    (articles / "2025" / "barrage.md").unlink()
    report = build_index(articles, index, embedder=BagEmbedder())
    assert report.changes.removed == ("2025/barrage.md",)
    assert report.embedded == 0
    assert DAM not in found(index)
    manifest = Index.open(index, embedder=BagEmbedder()).manifest
    assert manifest.passages == manifest.vectors == built.passages - 1


def test_an_index_that_grew_by_steps_is_the_one_built_at_once(
    tmp_path: Path, articles: Path, index: Path
) -> None:
    growing = tmp_path / "growing"
    for names in (list(ARTICLES)[:9], list(ARTICLES)):
        write_articles(growing, {name: ARTICLES[name] for name in names})
        build_index(growing, tmp_path / "grown", embedder=BagEmbedder())
    build_index(articles, index, embedder=BagEmbedder())
    by_steps = Index.open(tmp_path / "grown", embedder=BagEmbedder())
    at_once = Index.open(index, embedder=BagEmbedder())
    for question in (QUESTION, "wind power", "Ilse Marévan", "câbles"):
        one, other = by_steps.search(question, k=50), at_once.search(question, k=50)
        assert legs(one) == legs(other)


def legs(hits: list[Hit]) -> dict[Passage, tuple[float, float]]:
    """What each leg gave; the weights of the two may differ."""
    return {hit.passage: (round(hit.terms, 4), round(hit.similarity, 4)) for hit in hits}


def test_another_model_embeds_all_anew(built: BuildReport, articles: Path, index: Path) -> None:
    report = build_index(articles, index, embedder=RandomEmbedder())
    assert report.published
    assert report.embedded == built.passages
    Index.open(index, embedder=RandomEmbedder())


def test_full_embeds_all_anew_and_tells_what_has_changed(
    built: BuildReport, articles: Path, index: Path
) -> None:
    (articles / "musee.md").rename(articles / "museum.md")
    report = build_index(articles, index, embedder=BagEmbedder(), full=True)
    assert report.changes == Changes(moved=(Move("musee.md", "museum.md"),))
    assert report.published
    assert report.embedded == built.passages
    assert report.generation != built.generation


def test_another_folder_with_the_same_articles_is_named_in_the_manifest(
    built: BuildReport, articles: Path, index: Path
) -> None:
    other = articles.parent / "others"
    articles.rename(other)
    report = build_index(other, index, embedder=BagEmbedder())
    assert report.published
    assert report.embedded == 0
    manifest = Index.open(index, embedder=BagEmbedder()).manifest
    assert manifest.articles_folder == str(other)


def test_the_earlier_generation_answers_after_rolling_back(
    built: BuildReport, articles: Path, index: Path
) -> None:
    (articles / "2025" / "barrage.md").unlink()
    build_index(articles, index, embedder=BagEmbedder())
    assert DAM not in found(index)
    generations.roll_back(index)
    assert found(index)[0] == DAM
    generations.roll_back(index)
    assert DAM not in found(index)


def test_an_opened_index_goes_on_answering_while_others_are_published(
    built: BuildReport, articles: Path, index: Path
) -> None:
    opened = Index.open(index, embedder=BagEmbedder())
    before = opened.search(QUESTION)
    for number in range(3):
        (articles / "2025" / "barrage.md").write_text(f"Essai {number}.", encoding="utf-8")
        build_index(articles, index, embedder=BagEmbedder())
    assert opened.search(QUESTION) == before
    assert opened.article(before[0].passage.article_id).text


def test_copies_of_articles_of_one_large_file_cost_one_look_into_it(
    articles: Path, index: Path, parsed: list[str]
) -> None:
    texts = [f"La cabane numéro {number} a été repeinte en bleu lundi." for number in range(60)]
    lines = (json.dumps({"title": "Cabane", "text": text}) for text in texts)
    (articles / "archive.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build_index(articles, index, embedder=BagEmbedder())
    for number, text in enumerate(texts):
        (articles / f"copie-{number}.txt").write_text(f"Cabane\n\n{text}", encoding="utf-8")
    parsed.clear()
    report = build_index(articles, index, embedder=BagEmbedder())
    assert len(report.changes.added) == len(texts)
    assert parsed.count("archive.jsonl") <= 5  # of 60 that might be
    records = open_current(index).catalogue().records.values()
    (sources,) = (one.sources for one in records if "copie-7.txt" in one.sources)
    assert sources == ("archive.jsonl#8", "copie-7.txt")
