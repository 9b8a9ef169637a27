"""What a question asks for: the kind of answer, its unit, and the words that only frame it.

Questions are read as folded words, so capitals, accents and apostrophes do not matter. The rules
are tried in order, those of the question's language first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.analysis import Token, is_stop_word, stem, tokens

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


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read.

    ``unit`` narrows the kind: a year, a sum of money. ``head`` is the folded word that is counted
    ("combien de documents": documents). ``definition``: it asks who or what something is.
    ``speech``: it asks what someone said. ``plural``: it asks for several. ``frame`` holds the folded words that say what kind of
    answer is wanted ("date", "a lieu") and need not stand beside it.
    """

    text: str
    language: str
    kind: Kind
    unit: Unit | None = None
    head: str | None = None
    definition: bool = False
    speech: bool = False
    plural: bool = False
    frame: frozenset[str] = frozenset()

    @property
    def precise(self) -> bool:
        """Whether one date, figure, name or place answers it."""
        return self.kind in {"when", "how_many", "how_much", "age", "who", "where"}


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    kind: Kind
    unit: Unit | None = None
    definition: bool = False
    speech: bool = False


def _rule(
    pattern: str,
    kind: Kind,
    unit: Unit | None = None,
    *,
    definition: bool = False,
    speech: bool = False,
) -> _Rule:
    return _Rule(re.compile(pattern), kind, unit, definition, speech)


_BE = r"(?:est|sont|etait|etaient|sera|seront|fut|furent|serait)"
_OPEN = r"^(?:(?:et|mais|alors|donc|so|and|but) )?"
_PREPOSITION = (
    r"(?:(?:a|au|aux|de|d|du|des|en|dans|par|pour|avec|chez|sur|sous|vers|selon|depuis|jusqu a) )?"
)
_WHICH = rf"\bquel(?:le)?s? (?:{_BE} (?:(?:le|la|l|les|son|sa|ses|leur|leurs) )?)?"
_ASK = r"(?:est ce qu(?:e|i)? )?"

_FRENCH = (
    _rule(r"\bquel age\b|\bage (?:de|d|du|a)\b|\ba quel age\b|^l?\s?age\b", "age"),
    _rule(
        r"\bqui (?:est|etait|sont|etaient|es) (?:ce )?(?!ce |le |la |les |l |un |une |son |sa |a |en )\w+(?: \w+){0,3}$",
        "who",
        definition=True,
    ),
    _rule(r"\bc est qui\b|^qui c est\b|\bqui est ce\b(?! qu)", "who", definition=True),
    _rule(
        r"\bc est quoi\b|\bqu est ce que (?:c est|le|la|l|les|un|une)\b|\bque signifie\b|\bque veut dire\b",
        "what",
        definition=True,
    ),
    _rule(
        r"\bcombien de (?:temps|jours|mois|semaines|annees|minutes|heures|siecles)\b|\bcombien d (?:annees|heures|ans)\b|\bcombien de fois par\b|\bquelle (?:est |etait |sera |fut )?(?:la )?duree\b",
        "how_much",
        "duration",
    ),
    _rule(
        r"\bcombien (?:d argent|de (?:dollars|milliards|millions|francs|livres|roubles)|d euros)\b",
        "how_much",
        "money",
    ),
    _rule(
        r"\bcombien (?:(?:\w+ )?(?:il |elle |ils )?)?(?:coute|coutait|couta|coutera|coutent|vaut|valait|vaudra|gagne|gagnait|paye|paie|rapporte|a coute|ont coute)\b",
        "how_much",
        "money",
    ),
    _rule(
        _WHICH
        + r"(?:montant|somme|prix|cout|budget|salaire|budget|chiffre d affaires|fortune|dette|revenu|recette|tarif|enveloppe|facture)s?\b|\bmontant (?:de|du|des|d)\b",
        "how_much",
        "money",
    ),
    _rule(
        _WHICH
        + r"(?:pourcentage|taux|part|proportion|fraction)\b|\bpourcentage (?:de|du|des|d)\b|\bquel pourcent",
        "how_much",
        "percent",
    ),
    _rule(
        _WHICH
        + r"(?:distance|longueur|largeur|hauteur|altitude|superficie|surface|taille|profondeur|poids|masse|vitesse|temperature|volume|capacite|puissance|densite|diametre)\b",
        "how_much",
        "measure",
    ),
    _rule(r"\bcombien (?:mesure|pese)\b", "how_much", "measure"),
    _rule(
        r"\b(?:a )?combien (?:s eleve|est estime|se monte|s elevent|s elevait|se chiffre)\b|\ba combien\b",
        "how_much",
        "figure",
    ),
    _rule(
        _WHICH + r"(?:nombre|population|effectif|total|objectif chiffre)s?\b|^nombre d",
        "how_many",
        "figure",
    ),
    _rule(r"\bcombien\b", "how_many", "figure"),
    _rule(
        _PREPOSITION + _WHICH + r"(?:annee|an|siecle|decennie)s?\b|\bannee (?:de|du|d)\b",
        "when",
        "year",
    ),
    _rule(_WHICH + r"mois\b", "when", "month"),
    _rule(_WHICH + r"jours?\b", "when", "day"),
    _rule(r"\bquelle heure\b", "when", "hour"),
    _rule(
        _WHICH
        + r"(?:date|epoque|periode|moment|saison)s?\b|\bquand\b|^(?:la )?dates? (?:de|du|des|d)\b",
        "when",
    ),
    _rule(
        r"\bpourquoi\b|\bpour quelles? raisons?\b|"
        + _WHICH
        + r"(?:raison|cause|motif|but)s?\b|\ba cause de quoi\b|\bdans quel but\b",
        "why",
    ),
    _rule(
        _WHICH
        + r"(?:ville|pays|lieu|endroit|capitale|region|continent|departement|province|commune|palais|village|quartier|ile|etat|localite|site|station|fleuve|mer|montagne|destination)\b",
        "where",
        "place",
    ),
    _rule(
        _OPEN
        + r"(?:d |jusqu |par |vers )?ou (?:a|ont|est|sont|etait|se|s|aura|auront|va|vont|y|en|doit|peut|fut|furent|sera|seront|eut|il|elle|vit|\w+(?:ent|t|a|e)\b)",
        "where",
    ),
    _rule(
        r"\bou$|\bou (?:a|ont|est|sont|se|s|aura) \w+(?: \w+)*$(?<!\bsi)|\bdans quel\b(?= lieu)|\bdou\b",
        "where",
    ),
    _rule(
        _OPEN
        + r"(?:cite|citez|citer|liste|lister|listez|enumere|enumerez|enumerer|donne|donnez|nomme|nommez)\b",
        "list",
    ),
    _rule(r"\bquel(?:le)?s\b|\blesquel(?:le)?s\b|^(?:la )?liste d", "list"),
    _rule(
        r"\b(?:qu|que) (?:a|ont|avait|dit|declare|affirme|annonce|pense|propose|demande|souhaite)\b.*\b(?:dit|dire|declare|affirme|souligne|annonce|precise|ajoute|estime|assure|explique|pense|plaide|demande|propose|promis|sur|propos)\b|^que (?:dit|disent|declare|affirme|pense|annonce)\b|\bqu est ce qu\w* .*\b(?:dit|declare|affirme|annonce|souligne)\b",
        "what",
        speech=True,
    ),
    _rule(
        _OPEN
        + _PREPOSITION
        + r"qui\b|\b(?:avec|par|pour|chez|contre|a|de) qui\b|\bqui$|\bc est qui\b|\bqui est ce qu",
        "who",
    ),
    _rule(
        _WHICH
        + r"(?:nom|president|presidente|premier ministre|ministre|roi|reine|chef|auteur|personne|dirigeant|dirigeante|acteur|actrice|homme|femme|artiste|ecrivain|auteure|createur|fondateur|successeur|predecesseur|empereur|chancelier|chanceliere|responsable|realisateur|architecte|joueur|chanteur|chanteuse|directeur|homologue|pere|mere|epouse|mari|fils|fille)\b",
        "who",
    ),
    _rule(r"\bcomment (?:s appel|se nomm|appelle|se prenom|est appel|est nomm|nomme)", "who"),
    _rule(r"\bcomment\b|\bde quelle (?:maniere|facon)\b|\bpar quel moyen\b", "how"),
    _rule(
        r"\bquel(?:le)?\b|\blaquelle\b|\blequel\b|\bquoi\b|"
        + _OPEN
        + _PREPOSITION
        + r"(?:que|qu)\b|\bqu est ce\b",
        "what",
    ),
    _rule(_OPEN + r"est ce que?\b|\b\w+ (?:t )?(?:il|elle|ils|elles|on)\b", "yes_no"),
)

_AUX = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)"
_WHAT = rf"\b(?:what|which) (?:{_AUX} (?:the |their |his |her )?)?"

_ENGLISH = (
    _rule(r"\bhow old\b|\b(?:what|which) age\b|\bage of\b|\bwhat is \w+(?: \w+)? s age\b", "age"),
    _rule(
        _OPEN + r"who (?:is|are|was|were) (?!the |a |an |going |responsible |to )\w+(?: \w+){0,3}$",
        "who",
        definition=True,
    ),
    _rule(
        _OPEN
        + r"what (?:is|are|was|s) (?:the |a |an )?\w+(?: \w+)?$|\bwhat does \w+(?: \w+)? (?:mean|stand for)\b",
        "what",
        definition=True,
    ),
    _rule(
        r"\bhow long\b(?! ago)|\bhow many (?:years|months|weeks|days|hours|minutes)\b|"
        + _WHAT
        + r"duration\b",
        "how_much",
        "duration",
    ),
    _rule(
        r"\bhow much\b (?!of\b)|\bhow many (?:dollars|euros|pounds|billion|million)\b|"
        + _WHAT
        + r"(?:total )?(?:amount|price|cost|sum|budget|salary|debt|revenue)s?\b|\bhow much$",
        "how_much",
        "money",
    ),
    _rule(
        _WHAT + r"(?:percentage|rate|share|proportion|percent)\b|\bhow much of\b",
        "how_much",
        "percent",
    ),
    _rule(
        r"\bhow (?:far|tall|high|big|large|deep|heavy|fast|wide)\b|"
        + _WHAT
        + r"(?:distance|length|height|area|size|depth|weight|speed|temperature|volume|capacity)\b",
        "how_much",
        "measure",
    ),
    _rule(
        r"\bhow many\b|" + _WHAT + r"(?:number|population|total)\b|^number of\b",
        "how_many",
        "figure",
    ),
    _rule(_WHAT + r"(?:year|century|decade)s?\b", "when", "year"),
    _rule(_WHAT + r"month\b", "when", "month"),
    _rule(_WHAT + r"day\b", "when", "day"),
    _rule(_WHAT + r"time\b", "when", "hour"),
    _rule(_WHAT + r"(?:date|period|era|season)s?\b|\bwhen\b|\bhow long ago\b|^dates? of\b", "when"),
    _rule(r"\bwhy\b|\bhow come\b|" + _WHAT + r"(?:reason|cause|motive|purpose|aim)s?\b", "why"),
    _rule(
        _WHAT
        + r"(?:city|country|town|place|capital|region|continent|state|venue|village|location|province|island)\b|\bwhere\b",
        "where",
        "place",
    ),
    _rule(r"^where\b|\bwhere$", "where"),
    _rule(
        _OPEN + r"(?:please )?(?:list|name|cite|enumerate|give (?:me )?(?:the|a list|all))\b",
        "list",
    ),
    _rule(
        r"\b(?:what|which) (?:(?:new|main|key|other|two|three|four|five|six|\w+al|\w+ic) )?(?!is\b|was\b|has\b|does\b|this\b|us\b)(?:\w{3,}[^s\W]s)\b|\bwhat are the\b|\bwhat were the\b",
        "list",
    ),
    _rule(
        r"\bwhat (?:did|does|do|has|have|had)\b.*\b(?:say|said|state|stated|declare|declared|announce|announced|think|tell|told|stress|stressed|claim|claimed|call|called)\b",
        "what",
        speech=True,
    ),
    _rule(
        _OPEN
        + r"(?:(?:with|by|to|for|from|of|against) )?(?:who|whom|whose)\b|\b(?:with|by|to|for|against) whom?\b",
        "who",
    ),
    _rule(
        _WHAT
        + r"(?:name|president|prime minister|minister|king|queen|leader|author|person|chancellor|head|chief|founder|director)\b",
        "who",
    ),
    _rule(_OPEN + r"how\b", "how"),
    _rule(r"\bwhat\b|\bwhich\b", "what"),
    _rule(_OPEN + _AUX + r"\b", "yes_no"),
)
_RULES = {"fr": _FRENCH, "en": _ENGLISH}

# Words that name the kind of answer or stand for any verb; their absence says little.
_FRAME = frozenset(
    """
    quand date dates annee annees jour jours mois heure moment epoque periode siecle duree temps
    nombre montant somme prix pourcentage taux lieu endroit ville pays nom noms personne age raison
    raisons cause but hauteur longueur largeur distance altitude superficie surface taille poids vitesse duree
    population effectif total combien dit dire declare declarer affirme annonce annoncer tient tenu tenue
    tenir passe passer trouve trouver situe situee appelle appeler nomme cite citez citer liste lister enumere
    donne donner donnez moi principaux principales principal principale differents differentes
    existe exister eu lieu propos sujet quoi type genre sorte exactement svp stp merci
    date year day month time number amount price percentage place city country name person age
    reason cause height length distance area size weight speed duration list many much long old take took takes place held hold happen happened happens say
    said says state called give main kind sort please tell
    """.split()
)
# Of these, the ones whose absence a reader need not be told.
LIGHT = frozenset(
    """
    lieu eu dit dire declare declarer affirme annonce annoncer tient tenu tenue tenir passe passer
    trouve trouver situe situee appelle appeler nomme cite citez citer liste lister enumere donne
    donner donnez moi existe exister propos sujet quoi type genre sorte exactement svp stp merci
    take took takes place held hold happen happened happens say said says called give kind sort
    please tell list name cite
    """.split()
)
_PLURAL = re.compile(
    r"\b(?:quels|quelles|lesquels|lesquelles)\b|\b(?:what|which) \w+(?:ies|[^su]s) "
)
_COUNTED = re.compile(
    r"\bcombien (?:de |d )(?P<a>\w+)|\bhow many (?:other |more |new )?(?P<b>\w+)"
    r"|\bnombre (?:de |d )(?P<c>\w+)|\bnumber of (?P<d>\w+)|\bquel(?:le)?s? (?P<e>\w+)"
    r"|\b(?:what|which) (?P<f>\w+)"
)


def analyse_question(question: str, language: str) -> Question:
    """Read a question; whatever no rule knows is a what-question or a bunch of keywords."""
    read = tokens(question)
    words = " ".join(token.folded for token in read)
    frame = frozenset(token.folded for token in read if token.folded in _FRAME)
    rule = _first_rule(words, question, read, language)
    if rule is None:
        return Question(question, language, "keywords", frame=frame)
    return Question(
        question,
        language,
        rule.kind,
        rule.unit,
        head=_head(words, language),
        definition=rule.definition,
        speech=rule.speech,
        plural=rule.kind == "list" or _PLURAL.search(words) is not None,
        frame=frame,
    )


def _first_rule(words: str, question: str, read: list[Token], language: str) -> _Rule | None:
    if language == "fr" and _asks_where(question, read):
        return _Rule(re.compile(""), "where")
    tables = [_RULES.get(language, _FRENCH), *(t for n, t in _RULES.items() if n != language)]
    for table in tables:
        for rule in table:
            if rule.pattern.search(words):
                return rule
    return None


def _asks_where(question: str, read: list[Token]) -> bool:
    """Whether "où" opens or ends the question; inside, it is a relative ("le jour où")."""
    places = [n for n, t in enumerate(read) if question[t.start : t.end].lower() == "où"]
    return bool(places) and (places[0] <= 1 or places[-1] == len(read) - 1)


def _head(words: str, language: str) -> str | None:
    """The counted or chosen noun, as the term that texts are matched by."""
    found = _COUNTED.search(words)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    return None if is_stop_word(word, language) else stem(word, language)
