"""What the rules of both languages share: the kinds of question, and words that only frame one.

Questions are read as folded words between single spaces, so capitals, accents and apostrophes do
not matter. The first rule that is found in a question tells its kind.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal[
    "when",
    "how_many",
    "how_much",
    "age",
    "who",
    "where",
    "why",
    "how",
    "list",
    "yes_no",
    "what",
    "keywords",
]
Unit = Literal[
    "year", "month", "day", "hour", "money", "percent", "duration", "measure", "figure", "place"
]


class Rule(NamedTuple):
    """A pattern over folded words, and what a question that holds it asks for."""

    pattern: re.Pattern[str]
    kind: Kind
    unit: Unit | None = None
    definition: bool = False
    speech: bool = False


def rule(
    pattern: str,
    kind: Kind,
    unit: Unit | None = None,
    *,
    definition: bool = False,
    speech: bool = False,
) -> Rule:
    """A rule whose pattern is a regular expression over folded words."""
    return Rule(re.compile(pattern), kind, unit, definition, speech)


OPEN = r"^(?:(?:et|mais|alors|donc|so|and|but) )?"

# Words that name the kind of answer or stand for any verb; their absence says little.
_FRAME_WORDS = """
quand date dates annee annees jour jours mois heure moment epoque periode siecle duree temps
nombre montant somme prix pourcentage taux lieu endroit ville pays nom noms personne age raison
raisons cause but hauteur longueur largeur distance altitude superficie surface taille poids
vitesse population effectif total combien dit dire declare declarer affirme annonce annoncer tient
tenu tenue tenir passe passer trouve trouver situe situee appelle appeler nomme cite citez citer
liste lister enumere donne donner donnez moi principaux principales principal principale
differents differentes existe exister eu propos sujet quoi type genre sorte exactement svp stp
merci argent money year day month time number amount price percentage place city country name
person reason height length area size weight speed duration list many much long old take took
takes held hold happen happened happens say said says state called give main kind sort please tell
"""
# Of these, the ones whose absence a reader need not be told.
_LIGHT_WORDS = """
lieu eu dit dire declare declarer affirme annonce annoncer tient tenu tenue tenir passe passer
trouve trouver situe situee appelle appeler nomme cite citez citer liste lister enumere donne
donner donnez moi existe exister propos sujet quoi type genre sorte exactement svp stp merci take
took takes place held hold happen happened happens say said says called give kind sort please tell
list name much many
"""
FRAME = frozenset(_FRAME_WORDS.split())
LIGHT = frozenset(_LIGHT_WORDS.split())
