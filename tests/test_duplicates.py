"""Near copies: which articles they are, on disk, through increments, at any number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from dispatches import DISPATCH, bulletin, reprint, words_of
from hypothesis import given, settings
from hypothesis import strategies as st

from index import duplicates
from index.duplicates import Copies
from index.errors import IndexDamagedError, IndexMismatchError
from index.grouping import groups_of
from index.signatures import LENGTH, Signature, near_pairs, signature
from index.types import article_id_of

_EDITS = """
    accent typo name order capitals lines sentence dateline end middle figure
"""


def copies_of(folder: Path, texts: Iterable[str], before: Copies | None = None) -> Copies:
    return Copies.write(folder, before=before, added=signed(texts), removed=[])


def signed(texts: Iterable[str]) -> dict[str, Signature]:
    return {article_id_of(text): signature(text) for text in texts}


def are_near(one: str, other: str) -> bool:
    return bool(near_pairs(signature(one)[None], signature(other)[None])[0])


def edited(before: str, after: str) -> str:
    assert before in DISPATCH
    return DISPATCH.replace(before, after)


@pytest.mark.parametrize(
    "reprinted",
    [
        edited("sans relâche", "sans relache"),
        edited("gouttière qui déborde", "goutière qui deborde"),
        edited("Odile Carvin", "Odile Carvain"),
        edited("La maire, Odile Carvin, a promis", "Odile Carvin, la maire, a promis"),
        DISPATCH.upper(),
        " ".join(DISPATCH.split()),
        DISPATCH
        + "Le conseil municipal se réunira jeudi soir pour en débattre avec les habitants.",
        "MORVELLE (Agence) - " + DISPATCH,
        DISPATCH[: DISPATCH.index("Une\ncollecte")],
        edited(
            "Selon la\npréfecture, aucune autre halle du département ne présente de danger. ", ""
        ),
        edited("1874", "1875"),
    ],
    ids=_EDITS.split(),
)
def test_a_dispatch_reprinted_with_a_small_edit_is_a_near_copy(reprinted: str) -> None:
    assert are_near(DISPATCH, reprinted)


@pytest.mark.parametrize("seed", range(20))
def test_daily_bulletins_that_differ_in_their_figures_are_no_near_copies(seed: int) -> None:
    assert not are_near(bulletin(seed), bulletin(seed + 1))


def test_a_bulletin_with_the_same_figures_is_a_near_copy() -> None:
    assert are_near(
        bulletin(3), bulletin(3).replace("La prudence reste", "La prudence, elle, reste")
    )


def test_the_same_story_about_other_people_is_no_near_copy() -> None:
    story = "Le joueur {} a signé à {} pour trois ans, a annoncé le club de {} dans un communiqué."
    rest = " Il portera le maillot dès le mois prochain et jouera au milieu du terrain." * 3
    one = story.format("Iskan Dorval", "Brême", "Brême") + rest
    other = story.format("Matteo Lunel", "Parme", "Parme") + rest
    assert not are_near(one, other)


@given(st.text(max_size=400))
def test_a_signature_has_one_shape_and_depends_on_the_text_alone(text: str) -> None:
    found = signature(text)
    assert found.shape == (LENGTH,)
    assert found.dtype == np.uint32
    assert (found == signature(text)).all()
    assert are_near(text, text)


@given(st.text(min_size=1), st.text(min_size=1))
def test_nearness_has_no_direction(one: str, other: str) -> None:
    assert are_near(one, other) == are_near(other, one)


@given(st.integers(0, 200), st.integers(201, 400))
def test_texts_without_common_words_are_no_near_copies(one: int, other: int) -> None:
    assert not are_near(words_of(one), words_of(other))


def test_copies_name_each_other_and_nobody_else(tmp_path: Path) -> None:
    one, two, alone = DISPATCH, reprint(DISPATCH, 1), words_of(1)
    copies = copies_of(tmp_path / "copies", [one, two, alone])
    assert copies.of(article_id_of(one)) == {article_id_of(two)}
    assert copies.of(article_id_of(two)) == {article_id_of(one)}
    assert copies.of(article_id_of(alone)) == frozenset()
    assert copies.of("0123456789abcdef") == frozenset()
    assert len(copies) == 2


def test_an_article_is_compared_with_articles_and_not_through_others(tmp_path: Path) -> None:
    """A story that drifts: each version is near the next, the first is not near the last."""
    words = words_of(7, 300).split()
    versions = [" ".join(words[start : start + 200]) for start in range(0, 100, 20)]
    copies = copies_of(tmp_path / "copies", versions)
    first, second, *_, last = map(article_id_of, versions)
    assert second in copies.of(first)
    assert last not in copies.of(first)


def test_two_hundred_copies_are_all_found(tmp_path: Path) -> None:
    texts = [DISPATCH, *(reprint(DISPATCH, number) for number in range(199))]
    copies = copies_of(tmp_path / "copies", [*texts, *map(words_of, range(50))])
    ids = {article_id_of(text) for text in texts}
    assert len(copies) == 200
    assert all(copies.of(article_id) == ids - {article_id} for article_id in ids)


def test_hundreds_of_bulletins_are_compared_and_stay_apart(tmp_path: Path) -> None:
    assert len(copies_of(tmp_path / "copies", map(bulletin, range(300)))) == 0


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_history_of_edits_ends_where_a_whole_build_does(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("copies")
    stories = [DISPATCH, words_of(1), bulletin(1), bulletin(2)]
    pool = signed(reprint(text, number) for text in stories for number in range(8))
    ids = st.sets(st.sampled_from(sorted(pool)), max_size=20)
    present: set[str] = set()
    copies = None
    for step in range(data.draw(st.integers(1, 5))):
        removed, added = data.draw(ids), data.draw(ids)
        present = present - removed | added
        copies = Copies.write(
            folder / f"{step}",
            before=copies,
            added={article_id: pool[article_id] for article_id in added},
            removed=removed,
        )
    whole = Copies.write(
        folder / "whole", before=None, added={name: pool[name] for name in present}, removed=[]
    )
    assert copies is not None
    assert {name: copies.of(name) for name in pool} == {name: whole.of(name) for name in pool}
    assert len(copies) == len(whole)


def test_many_at_once_and_one_by_one_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [reprint(text, n) for text in (DISPATCH, words_of(99)) for n in range(6)]
    seeds = [*map(words_of, range(30)), *map(bulletin, range(30))]
    before = copies_of(tmp_path / "before", seeds)
    singly = copies_of(tmp_path / "singly", texts, before)
    monkeypatch.setattr(duplicates, "_FEW", 1)
    at_once = copies_of(tmp_path / "at_once", texts, before)
    ids = [article_id_of(text) for text in texts]
    assert [singly.of(name) for name in ids] == [at_once.of(name) for name in ids]
    assert len(singly) == len(at_once) == 12


def test_an_addition_links_what_was_there_and_writes_itself_alone(tmp_path: Path) -> None:
    before = copies_of(tmp_path / "one", map(words_of, range(40)))
    content = {path: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    after = copies_of(tmp_path / "two", [DISPATCH], before)
    assert (tmp_path / "two" / "000001.npy").samefile(tmp_path / "one" / "000001.npy")
    assert (tmp_path / "two" / "000002.npy").stat().st_size < 1000
    assert content == {path: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert len(after) == 0


def test_files_stay_few_however_many_additions(tmp_path: Path) -> None:
    copies = copies_of(tmp_path / "start", map(words_of, range(10)))
    for number in range(40):
        copies = copies_of(tmp_path / f"{number}", [reprint(DISPATCH, number)], copies)
    assert len(list((tmp_path / "39").glob("0*.npy"))) <= 6
    assert len(copies) == 40


def test_signatures_of_removed_articles_go_when_they_are_many(tmp_path: Path) -> None:
    texts = signed(map(words_of, range(40)))
    copies = Copies.write(tmp_path / "all", before=None, added=texts, removed=[])
    one, *others = texts
    Copies.write(tmp_path / "less", before=copies, added={}, removed=[one])
    assert (tmp_path / "less" / "000001.npy").samefile(tmp_path / "all" / "000001.npy")
    Copies.write(tmp_path / "few", before=copies, added={}, removed=others)
    sizes = [path.stat().st_size for path in (tmp_path / "few").glob("0*.npy")]
    assert len(sizes) == 1
    assert sizes[0] < 1000


def test_a_chain_of_bands_is_grouped_as_pairs_are() -> None:
    """In an archive of crowded bands, every pair is still found, and nothing else."""
    texts = [reprint(DISPATCH, number) for number in range(90)]
    texts += [bulletin(number) for number in range(90)]
    signatures = np.stack([signature(text) for text in texts])
    rows, groups = groups_of(signatures)
    assert rows.tolist() == list(range(90))
    assert set(groups.tolist()) == {0}


def test_an_empty_archive_has_no_copies(tmp_path: Path) -> None:
    assert len(Copies.write(tmp_path / "copies", before=None, added={}, removed=[])) == 0


@pytest.mark.parametrize("name", ["copied.npy", "settings.json"])
@pytest.mark.parametrize("content", [None, b"", b"\x93NUMPY", b"\x93NUMPY\x01\x00\xff\xff{"])
def test_what_cannot_be_read_is_refused_with_the_remedy(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    copies_of(tmp_path / "copies", [DISPATCH, reprint(DISPATCH, 1)])
    path = tmp_path / "copies" / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="build --full"):
        Copies.open(tmp_path / "copies")


def test_signatures_made_by_other_rules_are_refused(tmp_path: Path) -> None:
    copies_of(tmp_path / "copies", [DISPATCH])
    path = tmp_path / "copies" / "settings.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "shingle": 5}))
    with pytest.raises(IndexMismatchError, match="build --full"):
        Copies.open(tmp_path / "copies")
