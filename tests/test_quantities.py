from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.types import Span
from rag.quantities import counts_something_else, date_spans, figure_spans
from rag.rules import Unit


def _read(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[slice(*span)] for span in spans]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Quatorze entreprises et 4 200 mètres", ["Quatorze", "4 200 mètres"]),
        ("promis fin mars 15 millions de dollars", ["15 millions de dollars"]),
        ("à 17H00 (15H00 GMT) avec six homologues", ["six"]),
        ("le 16e sommet, 3 absents", ["3"]),
        ("la pandémie de Covid-19", []),
        ("de 12:30 à 18h", []),
        ("en 2023", []),
        ("les deux pays ont signé dix textes", ["dix"]),
        ("tous deux sont partis", []),
    ],
)
def test_figures_are_neither_dates_nor_hours_nor_ranks(text: str, figures: list[str]) -> None:
    assert _read(text, figure_spans(text)) == figures


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("fin mars 15 millions", ["mars"]),
        ("on March 15", ["March 15"]),
        ("le 9 juin 2025", ["9 juin 2025"]),
    ],
)
def test_a_french_day_stands_before_its_month(text: str, dates: list[str]) -> None:
    assert _read(text, date_spans(text)) == dates


@pytest.mark.parametrize(
    ("unit", "dates"),
    [
        (None, ["jeudi 9 juin 2025", "mai", "2026"]),
        ("hour", ["17h30"]),
        ("day", ["jeudi 9 juin 2025"]),
        ("month", ["juin", "mai"]),
        ("year", ["2025", "2026"]),
    ],
)
def test_of_a_date_what_is_asked_for_is_told(unit: Unit | None, dates: list[str]) -> None:
    text = "le jeudi 9 juin 2025 à 17h30, puis en mai et en 2026"
    assert _read(text, date_spans(text, unit)) == dates


@pytest.mark.parametrize(
    ("stretch", "units", "other"),
    [
        ("six mois", {"chef"}, True),
        ("six mois", {"mois"}, False),
        ("30 euros", {"dossier"}, True),
        ("quatorze", {"entreprise"}, False),
        ("12 %", {"habitant"}, False),
    ],
)
def test_a_figure_with_a_unit_counts_its_unit(stretch: str, units: set[str], other: bool) -> None:
    assert counts_something_else(stretch, units) == other
