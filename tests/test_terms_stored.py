"""What the terms keep of articles, and what is refused where it was lost or altered."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made_terms import asked, built, of_texts
from support import article, entry

from index.errors import ArticleUnknownError, IndexDamagedError
from index.terms.queries import Scope
from index.terms.searching import TermIndex
from index.types import Article, Entry, Passage

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
