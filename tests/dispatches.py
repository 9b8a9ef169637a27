"""Dispatches that are reprinted with small edits, and bulletins that share all but the figures."""

from __future__ import annotations

import random

DISPATCH = """
Une partie du toit de la halle aux grains s'est effondrée dans la nuit, après trois jours de pluie
sans relâche sur la vallée. Personne ne se trouvait à l'intérieur, ont indiqué les pompiers, qui ont
fermé la place et les deux rues voisines. La maire, Odile Carvin, a promis que le marché se
tiendrait dimanche sous le préau de l'école. Le bâtiment, construit en 1874, devait être rénové au
printemps : les travaux avaient été repoussés deux fois, faute de crédits. Une experte de la région
est attendue pour dire si la charpente peut encore être sauvée. Les commerçants, eux, demandent
depuis des années que l'on s'occupe de la gouttière qui déborde à chaque orage. Selon la
préfecture, aucune autre halle du département ne présente de danger. Le montant des dégâts n'est
pas connu, et l'assureur de la ville n'a pas souhaité répondre aux questions de la presse. Une
collecte a été lancée par une association d'habitants, qui veut garder les tuiles anciennes.
"""

BULLETIN = """
Le ciel restera couvert sur la plaine ce {day}, avec quelques éclaircies dans l'après-midi. Il fera
{a} degrés à Morvelle au lever du jour et {b} degrés au plus chaud de la journée, contre {c} degrés
la veille. Le vent soufflera du nord à {d} kilomètres par heure, avec des pointes à {e} kilomètres
par heure sur les crêtes. La pluie est attendue en soirée, et il pourrait tomber jusqu'à {f}
millimètres d'eau en une heure. La qualité de l'air sera bonne, avec un indice de {g}. Le soleil se
lèvera à {h} heures et se couchera à {i} heures. La prudence reste de mise sur les routes.
"""


def bulletin(seed: int) -> str:
    draw = random.Random(seed)
    figures = {name: draw.randrange(1, 1000) for name in "abcdefghi"}
    day = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"][seed % 7]
    return BULLETIN.format(day=day, **figures)


def words_of(seed: int, count: int = 150) -> str:
    """A text of invented words, unlike that of any other seed."""
    draw = random.Random(f"text {seed}")
    return " ".join("".join(draw.choices("bcdfaeiou", k=6)) for _ in range(count))


def reprint(text: str, number: int) -> str:
    """The text with one word of its own in it, the figure written in letters."""
    places = text.split()
    letters = "".join(chr(97 + int(digit)) for digit in f"{number:04d}")
    places.insert(7 * number % len(places), f"mot{letters}")
    return " ".join(places)
