"""What English questions ask for, the first rule that fits deciding."""

from __future__ import annotations

from rag.rules import OPEN, rule

_AUX = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)"
# "Which Swedish leader": what may stand between "which" and its noun.
_WHICH = rf"\b(?:what|which) (?:(?!{_AUX}\b|of |in |for |s )\w+ ){{0,2}}"
# "What is the name": only what is said to be the noun asks for it, not "what did the minister".
_BEING = r"\b(?:what|which) (?:(?:is|are|was|were) (?:the |their |his |her )?)?"
_WHAT = rf"\b(?:what|which) (?:{_AUX} (?:the |their |his |her )?)?"

ENGLISH = (
    rule(r"\bhow old\b|\b(?:what|which) age\b|\bage of\b|\bwhat is \w+(?: \w+)? s age\b", "age"),
    rule(
        OPEN + r"who (?:is|are|was|were) (?!the |a |an |going |responsible |to )\w+(?: \w+){0,3}$",
        "who",
        definition=True,
    ),
    rule(
        OPEN + r"what (?:is|are|was|s) (?:the |a |an )?\w+(?: \w+)?$|\bwhat does \w+(?: "
        r"\w+)? (?:mean|stand for)\b",
        "what",
        definition=True,
    ),
    rule(
        r"\bhow long\b(?! ago)|\bhow many (?:years|months|weeks|days|hours|minutes)\b|"
        + _WHAT
        + r"duration\b",
        "how_much",
        "duration",
    ),
    rule(
        r"\bhow much\b (?!of\b)|\bhow many (?:dollars|euros|pounds|billion|million)\b|"
        + _WHAT
        + r"(?:total )?(?:amount|price|cost|sum|budget|salary|debt|revenue)s?\b|\bhow much$",
        "how_much",
        "money",
    ),
    rule(
        _WHAT + r"(?:percentage|rate|share|proportion|percent|score)\b|\bhow much of\b"
        r"|\bwhat (?:is|was) (?:\w+ ){1,5}rate\b",
        "how_much",
        "percent",
    ),
    rule(
        r"\bhow (?:far|tall|high|big|large|deep|heavy|fast|wide)\b|"
        + _WHAT
        + r"(?:distance|length|height|area|size|depth|weight|speed|temperature|volume|capacity)\b",
        "how_much",
        "measure",
    ),
    rule(
        r"\bhow many\b|" + _WHAT + r"(?:number|population|total)\b|^number of\b",
        "how_many",
        "figure",
    ),
    rule(_WHAT + r"(?:year|century|decade)s?\b", "when", "year"),
    rule(_WHAT + r"month\b", "when", "month"),
    rule(_WHAT + r"day\b", "when", "day"),
    rule(_WHAT + r"time\b", "when", "hour"),
    rule(_WHAT + r"(?:date|period|era|season)s?\b|\bwhen\b|\bhow long ago\b|^dates? of\b", "when"),
    rule(r"\bwhy\b|\bhow come\b|" + _WHAT + r"(?:reason|cause|motive|purpose|aim)s?\b", "why"),
    rule(
        _BEING + r"(?:city|country|town|place|capital|region|continent|state|venue|village"
        r"|location|province|island)\b(?! s\b)|\bwhere\b|"
        + _WHICH
        + r"(?:city|country|town|capital|region|continent|state|village|province|island"
        r"|department|district|hospital|constituency)\b(?! s\b)",
        "where",
        "place",
    ),
    rule(r"^where\b|\bwhere$", "where"),
    rule(
        OPEN + r"(?:please )?(?:list|name|cite|enumerate|give (?:me )?(?:the|a list|all))\b",
        "list",
    ),
    rule(
        r"\b(?:what|which) (?:(?:new|main|key|other|two|three|four|five|six|\w+al"
        r"|\w+ic) )?(?!is\b|was\b|has\b|does\b|this\b|us\b)(?:\w{3,}[^s\W]s)\b|\bwhat "
        r"are the\b|\bwhat were the\b",
        "list",
    ),
    rule(
        r"\bwhat (?:did|does|do|has|have|had)\b.*\b(?:say|said|state|stated|declare"
        r"|declared|announce|announced|think|tell|told|stress|stressed|claim|claimed"
        r"|call|called)\b",
        "what",
        speech=True,
    ),
    rule(
        OPEN + r"(?:(?:with|by|to|for|from|of|against|before|on|under|behind|about) )?"
        r"(?:who|whom|whose)\b|\b(?:with|by|to|for|against) whom?\b",
        "who",
    ),
    rule(
        _BEING + r"(?:name|president|prime minister|minister|king|queen|leader|author|person"
        r"|chancellor|head|chief|founder|director)\b(?! s\b)|"
        + _WHICH
        + r"(?:president|minister|leader|chief|director|adviser|advisor|journalist|filmmaker"
        r"|researcher|candidate|mp|lawmaker|senator|mayor|lawyer|judge|prosecutor|historian"
        r"|economist|philosopher|doctor|professor|presenter|host|comedian|actor|actress|singer"
        r"|champion|coach|player|boss|general|ambassador|diplomat|envoy|spokesperson|spokesman"
        r"|spokeswoman|photographer|painter|composer|novelist|writer|poet|rival|opponent"
        r"|winner|billionaire|expert|pope|bishop|prince|princess|monarch|negotiator"
        r"|commissioner|man|woman|politician|official|artist|republican|democrat)\b(?! s\b)",
        "who",
    ),
    rule(OPEN + r"how\b", "how"),
    rule(r"\bwhat\b|\bwhich\b", "what"),
    rule(OPEN + _AUX + r"\b", "yes_no"),
)
