"""What the first lines of a text say about it, and what they must not be taken to say."""

from __future__ import annotations

from datetime import date

import pytest

from index.readers.dateline import read_dateline
from index.readers.headers import take_header

TODAY = date(2026, 1, 15)
BODY = "Le maire a reçu les délégués dans la grande salle. Ils repartiront lundi."


@pytest.mark.parametrize(
    ("opening", "place", "published"),
    [
        ("Budapest, 21 mai 2025 — ", "Budapest", "2025-05-21"),
        ("Budapest, le 21 mai 2025 – ", "Budapest", "2025-05-21"),
        ("Budapest, mercredi 21 mai 2025 - ", "Budapest", "2025-05-21"),
        ("Budapest, 21 mai 2025. ", "Budapest", "2025-05-21"),
        ("PARIS, May 21, 2025 (AFP) - ", "Paris", "2025-05-21"),
        ("PARIS (AFP), May 21, 2025 - ", "Paris", "2025-05-21"),
        ("Paris (France), 21 mai 2025 – ", "Paris", "2025-05-21"),
        ("Astana (AFP) – ", "Astana", None),
        ("NEW YORK, May 21 (Reuters) - ", "New York", None),
        ("SAINT-DENIS — ", "Saint-Denis", None),
        ("La Haye, 21 mai 2025 – ", "La Haye", "2025-05-21"),
        ("Aix-en-Provence, 1er mai 2025 -- ", "Aix-en-Provence", "2025-05-01"),
        ("Nijni Novgorod, 3 févr. 2024 — ", "Nijni Novgorod", "2024-02-03"),
        ("Washington, D.C., May 3, 2024 — ", "Washington, D.C.", "2024-05-03"),
    ],
)
def test_a_dateline_gives_place_and_date_and_stays_in_the_text(
    opening: str, place: str, published: str | None
) -> None:
    header = take_header(opening + BODY, language="fr", today=TODAY)
    assert header.place == place
    assert (str(header.published) if header.published else None) == published
    assert header.text == opening + BODY
    assert header.title is None


@pytest.mark.parametrize(
    "opening",
    [
        "Le 21 mai 2025, le maire a parlé. ",
        "En mai 2025 — et pas avant — le pont ouvrira. ",
        "Emmanuel Macron — le président — est venu. ",
        "14 juillet 1789 — La Bastille est prise. ",
        "Depuis Budapest, 21 mai 2025 ou non, rien ne change. ",
        "ONU — Le conseil siège. ",
        "INSOLITE - Le maire a perdu son pari. ",
        "Lyon, 21 mai 2999 — Le futur attend. ",
        "Lyon, ville de 2025 — Tout y change. ",
    ],
)
def test_a_sentence_is_no_dateline(opening: str) -> None:
    assert read_dateline(opening + BODY, language="fr", today=TODAY) == (None, None)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("date 2025-07", "2025-07"),
        ("Date : 21/05/2025", "2025-05-21"),
        ("Date: May 21, 2025", "2025-05-21"),
        ("DATE: 2025", "2025"),
        ("Publié le 21 mai 2025 à 10h", "2025-05-21"),
        ("Publié le 21 mai 2025 à 10h30", "2025-05-21"),
        ("Publié le 21/05/2025 à 10:30, mis à jour le 22/05/2025 à 8:00", "2025-05-21"),
        ("Publié le mercredi 21 mai 2025 par Anne Martin", "2025-05-21"),
        ("Mis en ligne le 21 mai 2025", "2025-05-21"),
        ("Paru le : 21.05.2025", "2025-05-21"),
        ("Published on 21 May 2025", "2025-05-21"),
        ("Published: 2025-05-21T08:00:00Z", "2025-05-21"),
        ("Posted on May 21, 2025 at 10:00 am", "2025-05-21"),
        ("Mis à jour le 22 mai 2025 à 18h", "2025-05-22"),
        ("Mercredi 21 mai 2025", "2025-05-21"),
        ("May 21, 2025", "2025-05-21"),
        ("Juillet 2025", "2025-07"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_date_header_is_taken_out_of_the_text(line: str, published: str, gap: str) -> None:
    header = take_header(f"{line}{gap}{BODY}", language="fr", today=TODAY)
    assert str(header.published) == published
    assert header.text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "Publié le 21 mai 2025, le rapport accuse la ville de lenteur.",
        "Published on 21 May 2025, the report blames the town.",
        "Date de 2019 la dernière réforme.",
        "Date : bientôt",
        "Date : 21/05/2999",
        "2024",
        "2024 fut une année sèche.",
        "21 mai 2025 : le traité est signé.",
        "Mai 2025 aura été doux.",
        "Published in 2019, the book sold well.",
    ],
)
def test_what_only_looks_like_a_date_header_stays_and_dates_nothing(line: str) -> None:
    header = take_header(f"{line}\n\n{BODY}", language="fr", today=TODAY)
    assert header.published is None
    assert header.text == f"{line}\n\n{BODY}"


def test_a_date_header_may_share_its_line_with_the_text() -> None:
    header = take_header(f"date 2025-07 {BODY}", language="fr", today=TODAY)
    assert str(header.published) == "2025-07"
    assert header.text == BODY
    assert header.title is None


def test_capitals_before_a_hyphen_are_a_place_in_english() -> None:
    header = take_header("DOHA - The talks began. They go on.", language="en", today=TODAY)
    assert header.place == "Doha"


def test_dates_in_the_body_are_never_the_article_s() -> None:
    text = (
        f"{BODY}\n\nLe 20 novembre 2022, on votera.\n\n21 mai 2025\n\nDate : 2025-05-21\n\n{BODY}"
    )
    header = take_header(text, language="fr", today=TODAY)
    assert header.published is None
    assert header.text == text


def test_an_update_dates_an_article_only_where_nothing_else_does() -> None:
    text = f"Mis à jour le 23 mai 2025\nPublié le 21 mai 2025\n{BODY}"
    assert str(take_header(text, language="fr", today=TODAY).published) == "2025-05-21"
    text = f"Mis à jour le 23 mai 2025\nLyon, 21 mai 2025 — {BODY}"
    assert str(take_header(text, language="fr", today=TODAY).published) == "2025-05-21"


def test_a_header_wins_over_the_dateline() -> None:
    header = take_header(f"date 2025-07\nLyon, 21 mai 2025 — {BODY}", language="fr", today=TODAY)
    assert str(header.published) == "2025-07"
    assert header.place == "Lyon"


def test_a_block_of_headers_is_read_whole() -> None:
    text = (
        "Titre : Un pont : le vote\nDate : 3 mars 2024\nLieu : Lyon\nLangue : français\n"
        f"Source : La Gazette\nURL : https://gazette.example/pont\n\n{BODY}"
    )
    header = take_header(text, language="fr", today=TODAY)
    assert header.title == "Un pont : le vote"
    assert str(header.published) == "2024-03-03"
    assert (header.place, header.language) == ("Lyon", "fr")
    assert (header.origin, header.url) == ("La Gazette", "https://gazette.example/pont")
    assert header.text == BODY


def test_a_byline_between_headers_stays_in_the_text() -> None:
    text = f"Un pont neuf\nPar Anne Martin\nPublié le 3 mars 2024\n\n{BODY}"
    header = take_header(text, language="fr", today=TODAY)
    assert header.title == "Un pont neuf"
    assert str(header.published) == "2024-03-03"
    assert header.text == f"Par Anne Martin\n\n{BODY}"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "title", ["Un pont neuf pour Lyon", "Qui paiera le pont ?", "A New Bridge", "# Un pont neuf"]
)
def test_a_first_line_that_is_a_title_is_the_title(title: str, gap: str) -> None:
    header = take_header(f"{title}{gap}{BODY}", language="fr", today=TODAY)
    assert header.title == title.lstrip("# ")
    assert header.text == BODY


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Une seule ligne sans point",
        f"Une phrase finie.\n{BODY}",
        f"Voici la liste :\n- un\n- deux\n\n{BODY}",
        f"- un point\n{BODY}",
        f"Le maire a reçu les délégués de la\nville voisine. {BODY}",
        "mot " * 60 + f"\n{BODY}",
        f"***\n{BODY}",
        "Le maire de la ville a reçu mardi matin les dix délégués de la Grande\n"
        "Assemblée dans la salle des fêtes, où il leur a parlé du pont que la\n"
        "République leur doit depuis si longtemps que plus personne ne sait\n"
        "Pourquoi il manque encore, et des travaux qui doivent commencer un\n"
        "jour prochain.",
    ],
)
def test_the_beginning_of_the_text_is_no_title(text: str) -> None:
    header = take_header(text, language="fr", today=TODAY)
    assert header.title is None
    assert header.text == text.strip()


def test_a_known_title_is_taken_out_where_the_text_repeats_it() -> None:
    header = take_header(
        f"UN PONT\nNEUF !\n\n{BODY}", language="fr", today=TODAY, title="Un pont neuf"
    )
    assert header.text == BODY
    kept = f"Un pont neuf pour Lyon\n\n{BODY}"
    assert take_header(kept, language="fr", today=TODAY, title="Un pont neuf").text == kept
