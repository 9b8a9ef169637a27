"""What French questions ask for, the first rule that fits deciding."""

from __future__ import annotations

from rag.rules import OPEN, rule

_BE = r"(?:est|sont|etait|etaient|sera|seront|fut|furent|serait|(?:a|ont|avait|aura) ete)"
_PREPOSITION = (
    r"(?:(?:a|au|aux|de|d|du|des|en|dans|par|pour|avec|chez|sur|sous|vers|selon|depuis|jusqu a) )?"
)
_WHICH = rf"\bquel(?:le)?s? (?:{_BE} (?:(?:le|la|l|les|son|sa|ses|leur|leurs) )?)?"
# What may stand between "quel" and its noun.
_SUCH = (
    r"(?:(?:ancien|ancienne|ex|autre|jeune|celebre|grand|grande|petit|petite|futur|future|nouveau"
    r"|nouvelle|premier|premiere|seul|seule|haut|haute) )?"
)

FRENCH = (
    rule(
        r"\bquel age\b|^l?\s?age\b"
        r"|^(?!(?:a |de |sur )?(?:qu|que|quoi|qui|pourquoi|comment)\b)(?:.* )?age (?:de|d|du|a)\b",
        "age",
    ),
    rule(
        r"\bqui (?:est|etait|sont|etaient|es) (?:ce )?(?!ce |le |la |les |l |un |une "
        r"|son |sa |a |en )\w+(?: \w+){0,3}$",
        "who",
        definition=True,
    ),
    rule(r"\bc est qui\b|^qui c est\b|\bqui est ce\b(?! qu)", "who", definition=True),
    rule(
        r"\bc est quoi\b|\bqu est ce que (?:c est|le|la|l|les|un|une)\b|\bque "
        r"signifie\b|\bque veut dire\b",
        "what",
        definition=True,
    ),
    rule(
        r"\bcombien de (?:temps|jours|mois|semaines|annees|minutes|heures|siecles)\b"
        r"|\bcombien d (?:annees|heures|ans)\b|\bcombien de fois par\b|\bquelle "
        r"(?:est |etait |sera |fut )?(?:la )?duree\b",
        "how_much",
        "duration",
    ),
    rule(
        r"\bcombien (?:d argent|de (?:dollars|milliards|millions|francs|livres|roubles)|d euros)\b",
        "how_much",
        "money",
    ),
    rule(
        r"\bcombien (?!de |d )(?:\w+ ){0,9}?(?:cout(?:e|ait|a|era|ent|er)|vaut|valait|vaudra|valent"
        r"|gagn(?:e|ait|ent)|pa[iy](?:e|ent|er)|rapport(?:e|ent|ait|er)|touche|verse)\b",
        "how_much",
        "money",
    ),
    rule(
        _WHICH + r"(?:montant|somme|prix|cout|budget|salaire|budget|chiffre d affaires|fortune"
        r"|dette|revenu|recette|tarif|enveloppe|facture)s?\b|\bmontant (?:de|du|des"
        r"|d)\b",
        "how_much",
        "money",
    ),
    rule(
        _WHICH + r"(?:pourcentage|taux|part|proportion|fraction|score)\b|\bpourcentage (?:de|du|des"
        r"|d)\b|\bquel pourcent",
        "how_much",
        "percent",
    ),
    rule(
        _WHICH + r"(?:distance|longueur|largeur|hauteur|altitude|superficie|surface|taille"
        r"|profondeur|poids|masse|vitesse|temperature|volume|capacite|puissance"
        r"|densite|diametre)\b",
        "how_much",
        "measure",
    ),
    rule(r"\bcombien (?:mesure|pese)\b", "how_much", "measure"),
    rule(
        r"\b(?:a )?combien (?:s eleve|est estime|se monte|s elevent|s elevait|se "
        r"chiffre)\b|\ba combien\b",
        "how_much",
        "figure",
    ),
    rule(
        _WHICH + r"(?:nombre|population|effectif|total|objectif chiffre)s?\b|^nombre d",
        "how_many",
        "figure",
    ),
    rule(r"\bcombien\b", "how_many", "figure"),
    rule(
        _PREPOSITION + _WHICH + r"(?:annee|an|siecle|decennie)s?\b|\bannee (?:de|du|d)\b",
        "when",
        "year",
    ),
    rule(_WHICH + r"mois\b", "when", "month"),
    rule(_WHICH + r"jours?\b", "when", "day"),
    rule(r"\bquelle heure\b", "when", "hour"),
    rule(
        _WHICH + r"(?:date|epoque|periode|moment|saison)s?\b|^(?!ou )(?:.* )?quand\b"
        r"|^(?:la )?dates? (?:de|du|des|d)\b",
        "when",
    ),
    rule(
        r"\bpourquoi\b|\bpour quelles? raisons?\b|"
        + _WHICH
        + r"(?:raison|cause|motif|but)s?\b|\ba cause de quoi\b|\bdans quel but\b",
        "why",
    ),
    rule(
        _WHICH
        + _SUCH
        + r"(?:ville|pays|lieu|endroit|capitale|region|continent|departement|province"
        r"|commune|palais|village|quartier|ile|etat|localite|site|station|fleuve|mer"
        r"|montagne|destination|arrondissement|circonscription|canton|banlieue|aeroport|stade"
        r"|hopital|prison)\b",
        "where",
        "place",
    ),
    rule(
        OPEN + r"(?:d |jusqu |par |vers )?ou (?:a|ont|est|sont|etait|se|s|aura|auront|va|vont"
        r"|y|en|doit|peut|fut|furent|sera|seront|eut|il|elle|vit|\w+(?:ent|t|a|e)\b)",
        "where",
    ),
    rule(
        r"\bou$|\bou (?:a|ont|est|sont|se|s|aura) \w+(?: \w+)*$(?<!\bsi)|\bdans "
        r"quel\b(?= lieu)|\bdou\b",
        "where",
    ),
    rule(
        OPEN + r"(?:cite|citez|citer|liste|lister|listez|enumere|enumerez|enumerer|donne"
        r"|donnez|nomme|nommez)\b",
        "list",
    ),
    rule(r"\bquel(?:le)?s\b|\blesquel(?:le)?s\b|^(?:la )?liste d", "list"),
    rule(
        r"\b(?:qu|que) (?:a|ont|avait|dit|declare|affirme|annonce|pense|propose"
        r"|demande|souhaite)\b.*\b(?:dit|dire|declare|affirme|souligne|annonce|precise"
        r"|ajoute|estime|assure|explique|pense|plaide|demande|propose|promis|sur"
        r"|propos)\b|^que (?:dit|disent|declare|affirme|pense|annonce)\b|\bqu est ce "
        r"qu\w* .*\b(?:dit|declare|affirme|annonce|souligne)\b",
        "what",
        speech=True,
    ),
    rule(
        OPEN
        + _PREPOSITION
        + r"qui\b|\b(?:avec|par|pour|chez|contre|a|de) qui\b|\bqui$|\bc est qui\b|\bqui est ce qu",
        "who",
    ),
    rule(
        _WHICH
        + _SUCH
        + r"(?:nom|president|presidente|premier ministre|ministre|roi|reine|chef|auteur"
        r"|personne|dirigeant|dirigeante|acteur|actrice|homme|femme|artiste|ecrivain"
        r"|auteure|createur|fondateur|successeur|predecesseur|empereur|chancelier"
        r"|chanceliere|responsable|realisateur|architecte|joueur|chanteur|chanteuse"
        r"|directeur|directrice|homologue|pere|mere|epouse|mari|fils|fille|frere|soeur|conseiller"
        r"|conseillere|journaliste|cineaste|chercheur|chercheuse|candidat|candidate|depute|deputee"
        r"|senateur|senatrice|maire|elu|elue|avocat|avocate|juge|magistrat|magistrate|procureur"
        r"|procureure|historien|historienne|economiste|politologue|sociologue|philosophe|medecin"
        r"|professeur|animateur|animatrice|presentateur|presentatrice|humoriste|comedien"
        r"|comedienne|champion|championne|coureur|footballeur|entraineur|patron|patronne"
        r"|secretaire|general|colonel|ambassadeur|ambassadrice|diplomate|emissaire|envoye"
        r"|porte parole|cheffe|photographe|peintre|compositeur|romancier|romanciere|poete|pilote"
        r"|prefet|prefete|rival|rivale|adversaire|laureat|laureate|vainqueur|milliardaire"
        r"|expert|experte|specialiste|pape|cardinal|eveque|prince|princesse|mannequin|musicien"
        r"|musicienne|rappeur|monarque|souverain|negociateur|negociatrice|commissaire)\b",
        "who",
    ),
    rule(r"\bcomment (?:s appel|se nomm|appelle|se prenom|est appel|est nomm|nomme)", "who"),
    rule(r"\bcomment\b|\bde quelle (?:maniere|facon)\b|\bpar quel moyen\b", "how"),
    rule(
        r"\bquel(?:le)?\b|\blaquelle\b|\blequel\b|\bquoi\b|"
        + OPEN
        + _PREPOSITION
        + r"(?:que|qu)\b|\bqu est ce\b",
        "what",
    ),
    rule(OPEN + r"est ce que?\b|\b\w+ (?:t )?(?:il|elle|ils|elles|on)\b", "yes_no"),
)
