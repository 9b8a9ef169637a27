"""A folder of articles to a published index, and what happens when that goes wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import ARTICLES, DIMENSION, BagEmbedder, RandomEmbedder, write_articles

from index import generations, published
from index.building import BuildReport, build_index
from index.calibration import DEFAULT_SHARE, FEWEST_ARTICLES
from index.changes import Changes, Move
from index.embedding import Vectors
from index.errors import FolderError, IndexBusyError, IndexDamagedError, IndexMissingError
from index.manifest import Manifest
from index.rows import Rows
from index.searching import Index
from index.terms import TermIndex
from index.types import Filters, Hit, Passage
from index.vectors import VectorIndex

QUESTION = "Combien coûtera le barrage de Lorméa ?"
TITLES = tuple(
    line.removeprefix("title: ")
    for content in ARTICLES.values()
    for line in content.splitlines()
    if line.startswith("title: ")
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def built(articles: Path, index: Path) -> BuildReport:
    return build_index(articles, index, embedder=BagEmbedder())


def found(index: Path, question: str = QUESTION, *, dimension: int = DIMENSION) -> list[str]:
    """The titles of what is found, best first."""
    opened = Index.open(index, embedder=BagEmbedder(dimension=dimension))
    return [opened.article(hit.passage.article_id).title for hit in opened.search(question)]


def files_of(index: Path) -> dict[str, bytes]:
    """Every file below the current generation, and CURRENT itself."""
    folder = generations.current(index).folder
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    files["CURRENT"] = index / "CURRENT"
    return {name: path.read_bytes() for name, path in files.items() if path.is_file()}


def test_a_folder_becomes_an_index_that_answers(built: BuildReport, index: Path) -> None:
    assert built.published
    assert built.articles == len(ARTICLES)
    assert built.passages >= len(ARTICLES)
    assert built.embedded == built.passages
    assert built.problems == ()
    assert built.changes.added == tuple(sorted(ARTICLES))
    assert found(index)[0] == "Le barrage de Lorméa sera achevé en 2031"
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
    assert "Le barrage de Lorméa sera achevé en 2031" not in found(index)
    manifest = Index.open(index, embedder=BagEmbedder()).manifest
    assert manifest.passages == manifest.vectors == built.passages - 1


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


class _FailureError(Exception):
    pass


def _fail(*arguments: object, **options: object) -> None:
    raise _FailureError


# Every step of write_index, in order: what is current must be the old index at each of them.
_STEPS: dict[str, tuple[object, str]] = {
    "the folder": (generations, "new_folder"),
    "the catalogue": (Rows, "write"),
    "the vectors": (VectorIndex, "write"),
    "the terms": (TermIndex, "build"),
    "the manifest": (Manifest, "write"),
    "the opening": (published.Published, "open"),
    "the search": (published.Published, "check_search"),
    "the syncing": (generations, "_sync"),
    "the pointing": (generations, "_point"),
}


@pytest.mark.parametrize("step", _STEPS)
def test_a_failure_at_any_step_leaves_the_old_index_current(
    built: BuildReport,
    articles: Path,
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    before, answers = files_of(index), found(index)
    (articles / "2025" / "barrage.md").unlink()
    write_articles(articles, {"neuf.txt": "Un pont neuf\n\nLe pont neuf ouvrira en mars."})
    with monkeypatch.context() as patched:
        owner, name = _STEPS[step]
        patched.setattr(owner, name, _fail)
        with pytest.raises(_FailureError):
            # Without what is there already: reading it back opens it too.
            build_index(articles, index, embedder=BagEmbedder(), full=True)
    assert files_of(index) == before
    assert found(index) == answers
    assert [path.name for path in index.iterdir() if path.is_dir()] == [built.generation]
    report = build_index(articles, index, embedder=BagEmbedder())
    assert report.published
    assert found(index) != answers


def test_current_never_names_an_incomplete_folder(
    built: BuildReport, articles: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each sync, a reader finds a whole index: the old one until the last, then the new."""
    (articles / "musee.md").unlink()
    seen = []
    sync = generations._sync

    def spying(path: Path) -> None:
        sync(path)
        seen.append(generations.current(index).name)
        assert published.altered_files(index) == []
        assert found(index)

    monkeypatch.setattr(generations, "_sync", spying)
    report = build_index(articles, index, embedder=BagEmbedder())
    assert seen[0] == built.generation
    assert seen[-1] == report.generation
    assert seen == sorted(seen)


def test_every_file_and_folder_is_synced_before_it_is_current(
    articles: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    sync = generations._sync

    def spying(path: Path) -> None:
        sync(path)
        synced.append((path, (index / "CURRENT").exists()))

    monkeypatch.setattr(generations, "_sync", spying)
    build_index(articles, index, embedder=BagEmbedder())
    folder = generations.current(index).folder
    early = {path for path, pointed in synced if not pointed}
    assert {folder, *folder.rglob("*")} <= early
    assert (index, True) in synced


class Broken(BagEmbedder):
    def _embed(self, texts: object) -> Vectors:
        raise _FailureError


def test_a_model_that_fails_leaves_the_old_index(
    built: BuildReport, articles: Path, index: Path
) -> None:
    before = files_of(index)
    with pytest.raises(_FailureError):
        build_index(articles, index, embedder=Broken(), full=True)
    assert files_of(index) == before


def test_a_second_build_is_told_to_wait(built: BuildReport, articles: Path, index: Path) -> None:
    with (
        generations.writing(index, wait_seconds=0),
        pytest.raises(IndexBusyError, match="another build"),
    ):
        build_index(articles, index, embedder=BagEmbedder(), full=True)
    assert build_index(articles, index, embedder=BagEmbedder(), full=True).published


_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from index.building import build_index
from index.errors import IndexWriteError
from support import BagEmbedder
embedder = BagEmbedder(dimension=int(sys.argv[4]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    build_index(Path(sys.argv[1]), Path(sys.argv[2]), embedder=embedder)
except IndexWriteError as error:
    print(error)
else:
    sys.exit("there was room")
"""


@pytest.mark.parametrize(
    ("room", "dimension", "reason"),
    [
        (1000, DIMENSION, "File too large"),  # the catalogue, the first file
        (20_000, 16_384, "000002.rows cannot be written whole"),
        (3500, DIMENSION, "the terms cannot be written"),
    ],
)
def test_a_full_disk_leaves_the_old_index_and_says_so(
    articles: Path, index: Path, room: int, dimension: int, reason: str
) -> None:
    pytest.importorskip("resource")
    old = build_index(articles, index, embedder=BagEmbedder(dimension=dimension))
    before, answers = files_of(index), found(index, dimension=dimension)
    words = " ".join(f"pont{number * number}" for number in range(900))
    write_articles(articles, {"neuf.txt": f"Un pont neuf\n\nLe pont neuf ouvrira : {words}."})
    path = os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]])
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            _ON_A_FULL_DISK,
            str(articles),
            str(index),
            str(room),
            str(dimension),
        ],
        env=os.environ | {"PYTHONPATH": path},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert reason in run.stdout
    assert "free disk space" in run.stdout
    assert len(run.stdout.splitlines()) == 1
    assert files_of(index) == before
    assert found(index, dimension=dimension) == answers
    assert [each.name for each in index.iterdir() if each.is_dir()] == [old.generation]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that tests copy before they damage it, beside its articles."""
    folder = tmp_path_factory.mktemp("sound")
    write_articles(folder / "articles")
    build_index(folder / "articles", folder / "index", embedder=BagEmbedder())
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "copy")
    return tmp_path / "copy" / "index"


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _each_file(index: Path) -> Iterator[Path]:
    for path in sorted(generations.current(index).folder.rglob("*")):
        if path.is_file() and path.stat().st_size:
            yield path


@pytest.mark.parametrize("damage", [_flip, _cut, Path.unlink])
def test_damage_to_any_file_is_found_and_refused_with_the_remedy(
    copy: Path, damage: Callable[[Path], None]
) -> None:
    files = list(_each_file(copy))
    assert len(files) >= 8
    for path in files:
        content = path.read_bytes()
        damage(path)
        with pytest.raises(IndexDamagedError, match="sourcier build --full"):
            Index.open(copy, embedder=BagEmbedder())
        if path.name == "manifest.json":
            with pytest.raises(IndexDamagedError):
                published.altered_files(copy)
        else:
            name = path.relative_to(generations.current(copy).folder).as_posix()
            assert published.altered_files(copy) == [name]
        path.write_bytes(content)
    assert published.altered_files(copy) == []
    assert found(copy)


@pytest.mark.parametrize("damage", [_flip, _cut, Path.unlink])
def test_a_build_mends_a_damaged_index(copy: Path, damage: Callable[[Path], None]) -> None:
    articles = copy.parent / "articles"
    for name in ("vectors/000001.rows", "manifest.json", "terms/meta.json", "catalogue/000001.tsv"):
        damage(generations.current(copy).folder / name)
        report = build_index(articles, copy, embedder=BagEmbedder())
        assert report.published
        assert report.embedded == report.passages
        assert published.altered_files(copy) == []
        assert found(copy)[0] == "Le barrage de Lorméa sera achevé en 2031"


def test_an_altered_catalogue_is_not_built_on(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in an index too large for its files to be checked at every opening.
    monkeypatch.setattr("index.manifest._SMALL", 0)
    _flip(generations.current(copy).folder / "catalogue/000001.tsv")
    Index.open(copy, embedder=BagEmbedder())
    articles = write_articles(copy.parent / "articles", {"neuf.txt": "Un pont\n\nIl ouvre."})
    report = build_index(articles, copy, embedder=BagEmbedder())
    assert report.embedded == report.passages
    assert published.altered_files(copy) == []


def test_an_altered_file_that_the_next_generation_shares_is_still_found(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.manifest._SMALL", 0)
    _flip(generations.current(copy).folder / "vectors/000001.rows")
    articles = write_articles(copy.parent / "articles", {"neuf.txt": "Un pont\n\nIl ouvre."})
    assert build_index(articles, copy, embedder=BagEmbedder()).embedded == 1
    assert published.altered_files(copy) == ["vectors/000001.rows"]
    # What is written anew out of it would get a new checksum, and hide the damage.
    many = {f"{number}.txt": f"Le {number}e pont\n\nIl ouvre en {number}." for number in range(40)}
    report = build_index(write_articles(articles, many), copy, embedder=BagEmbedder())
    assert report.embedded == report.passages
    assert published.altered_files(copy) == []


def test_without_hard_links_no_copy_hides_an_altered_file(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    articles = copy.parent / "articles"
    for number, altered in enumerate((False, True)):
        if altered:
            monkeypatch.setattr("index.manifest._SMALL", 0)
            _flip(generations.current(copy).folder / "vectors/000001.rows")
        write_articles(articles, {f"{number}.txt": f"Un pont\n\nIl ouvre {number}."})
        report = build_index(articles, copy, embedder=BagEmbedder())
        assert report.embedded == (report.passages if altered else 1)
        assert published.altered_files(copy) == []
        assert found(copy)[0] == "Le barrage de Lorméa sera achevé en 2031"


def test_an_empty_file_that_is_missing_is_found(copy: Path) -> None:
    folder = generations.current(copy).folder
    empty = [path for path in folder.rglob("*") if path.is_file() and not path.stat().st_size]
    for path in empty:
        path.unlink()
        assert published.altered_files(copy) == [path.relative_to(folder).as_posix()]
        path.touch()


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="sourcier build FOLDER"):
        Index.open(tmp_path / "nowhere", embedder=BagEmbedder())
    with pytest.raises(IndexMissingError):
        published.altered_files(tmp_path)


def test_the_earlier_generation_answers_after_rolling_back(
    built: BuildReport, articles: Path, index: Path
) -> None:
    (articles / "2025" / "barrage.md").unlink()
    build_index(articles, index, embedder=BagEmbedder())
    dam = "Le barrage de Lorméa sera achevé en 2031"
    assert dam not in found(index)
    generations.roll_back(index)
    assert found(index)[0] == dam
    generations.roll_back(index)
    assert dam not in found(index)


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
