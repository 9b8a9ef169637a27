"""A folder of articles to a published index."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from indexes import DAM, files_of, found
from support import ARTICLES, BagEmbedder, write_articles

from index import published
from index.building import BuildReport, build_index
from index.calibration import DEFAULT_SHARE, FEWEST_ARTICLES
from index.errors import FolderError
from index.searching import Index


def test_a_folder_becomes_an_index_that_answers(built: BuildReport, index: Path) -> None:
    assert built.published
    assert built.articles == len(ARTICLES)
    assert built.passages >= len(ARTICLES)
    assert built.embedded == built.passages
    assert built.problems == ()
    assert built.changes.added == tuple(sorted(ARTICLES))
    assert found(index)[0] == DAM
    assert published.altered_files(index) == []


def test_the_manifest_says_what_was_built(built: BuildReport, articles: Path, index: Path) -> None:
    manifest = Index.open(index, embedder=BagEmbedder()).manifest
    assert (manifest.articles, manifest.passages) == (built.articles, built.passages)
    assert manifest.vectors == built.passages
    assert manifest.articles_folder == str(articles)
    assert (manifest.model, manifest.model_digest) == ("bag-0", BagEmbedder().digest)
    assert manifest.languages == {"fr": 10, "en": 2}
    paths = {record.path for record in manifest.files}
    assert {"catalogue/000001.tsv", "vectors/000001.rows", "terms/meta.json"} <= paths


def test_a_copy_is_one_article_with_two_sources(
    built: BuildReport, articles: Path, index: Path
) -> None:
    shutil.copy(articles / "musee.md", articles / "copie.md")
    report = build_index(articles, index, embedder=BagEmbedder())
    assert report.articles == built.articles
    assert (report.changes.added, report.changes.changed) == (("copie.md",), ())
    opened = Index.open(index, embedder=BagEmbedder())
    (hit, *_) = opened.search("sculptures du musée")
    assert opened.article(hit.passage.article_id).sources == ("copie.md", "musee.md")


def test_the_weights_rest_on_the_articles_alone_and_not_on_their_history(
    tmp_path: Path, index: Path
) -> None:
    names = list(ARTICLES)
    fitted = []
    for counts in ((6, 12), (9, 10, 12), (12,), (12, 12)):
        where = tmp_path / f"{counts}"
        for count in counts:
            write_articles(where, {name: ARTICLES[name] for name in names[:count]})
            build_index(where, where / ".index", embedder=BagEmbedder())
            fusion = Index.open(where / ".index", embedder=BagEmbedder()).manifest.fusion
            assert len(fusion.articles) == count
            assert (count >= FEWEST_ARTICLES) or fusion.dense_share == DEFAULT_SHARE
        fitted.append(fusion)
    assert fitted == fitted[:1] * 4


def test_among_many_articles_the_weights_stay_until_one_they_rest_on_goes(
    tmp_path: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.weighing.MOST_ARTICLES", 3)
    articles = write_articles(tmp_path / "few", dict(list(ARTICLES.items())[:6]))
    build_index(articles, index, embedder=BagEmbedder())
    opened = Index.open(index, embedder=BagEmbedder())
    ids = sorted(opened.catalogue.records)
    assert opened.manifest.fusion.articles == tuple(ids[:3])
    (articles / opened.article(ids[5]).sources[0]).unlink()
    seen: list[str] = []
    for gone, expected in ((ids[4], ids[:3]), (ids[1], [ids[0], ids[2], ids[3]])):
        (articles / opened.article(gone).sources[0]).unlink()
        build_index(
            articles, index, embedder=BagEmbedder(), progress=lambda *step: seen.append(step[0])
        )
        fusion = Index.open(index, embedder=BagEmbedder()).manifest.fusion
        assert fusion.articles == tuple(expected)
        assert ("weigh" in seen) == (gone == ids[1])


def test_progress_is_told_by_stage_and_comes_to_its_end(articles: Path, index: Path) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    build_index(
        articles,
        index,
        embedder=BagEmbedder(),
        progress=lambda stage, done, total: told.setdefault(stage, []).append((done, total)),
    )
    assert list(told) == ["read", "split", "embed", "write", "weigh"]
    for steps in told.values():
        assert steps[-1][0] == steps[-1][1]
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02"], ids=["none", "empty", "binary"])
def test_a_folder_without_articles_is_refused_and_the_index_stays(
    built: BuildReport, tmp_path: Path, index: Path, content: bytes | None
) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    if content is not None:
        (folder / "a.txt").write_bytes(content)
    before = files_of(index)
    with pytest.raises(FolderError, match=rf"no readable article in {folder}.*\.txt"):
        build_index(folder, index, embedder=BagEmbedder())
    assert files_of(index) == before
    assert found(index)


def test_a_folder_that_is_not_there_is_refused(
    built: BuildReport, tmp_path: Path, index: Path
) -> None:
    with pytest.raises(FolderError, match="nowhere"):
        build_index(tmp_path / "nowhere", index, embedder=BagEmbedder())
    assert found(index)


def test_a_file_that_cannot_be_read_is_told_and_the_others_go_on(
    articles: Path, index: Path
) -> None:
    (articles / "vide.txt").write_bytes(b"")
    report = build_index(articles, index, embedder=BagEmbedder())
    assert [problem.path for problem in report.problems] == ["vide.txt"]
    assert report.articles == len(ARTICLES)


def test_one_article_of_one_sentence_is_an_index(tmp_path: Path, index: Path) -> None:
    folder = write_articles(tmp_path / "one", {"a.txt": "Le pont est fermé."})
    report = build_index(folder, index, embedder=BagEmbedder())
    assert (report.articles, report.passages) == (1, 1)
    assert found(index, "pont") == ["Le pont est fermé."]


def test_equal_passages_share_a_vector_and_are_both_found(tmp_path: Path, index: Path) -> None:
    # The same text below the same title would be one article: the ends differ.
    body = "Le conseil a voté le budget de la ville. " * 18
    files = {
        f"{name}.txt": f"Budget\n\n{body}\n\n{f'La ville de {name} attend. ' * 30}"
        for name in ("Sorbeck", "Almina")
    }
    report = build_index(write_articles(tmp_path / "two", files), index, embedder=BagEmbedder())
    opened = Index.open(index, embedder=BagEmbedder())
    assert report.articles == 2
    assert opened.manifest.vectors == report.passages - 1
    hits = opened.search("conseil budget")
    same = [hit for hit in hits if hit.passage.start == 0]
    assert len({hit.passage.article_id for hit in same}) == 2
    assert same[0].score == same[1].score
