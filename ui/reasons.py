"""Why a file was not taken or a language model did not answer, in French: errors are in English.

What is not here is shown as it was said.
"""

from __future__ import annotations

import re

from ui.text import Text

_FRENCH = tuple(
    (re.compile(pattern, re.DOTALL), french)
    for pattern, french in (
        (
            r"files of the kind (?P<kind>.*) are not read: use one of (?P<kinds>.*)",
            "les fichiers de type {kind} ne sont pas lus : prenez l’un de {kinds}",
        ),
        (
            r"it is larger than (?P<size>.*) MB: split it.*",
            "il dépasse {size} Mo : divisez-le",
        ),
        (r"it is empty: .*", "il est vide : mettez-y le texte de l’article"),
        (r"it holds no article: .*", "il ne contient aucun article"),
        (
            r"it holds no text below its title and date: .*",
            "il ne contient aucun texte sous son titre et sa date : ajoutez le texte",
        ),
        (
            r"this is binary data, not text: .*",
            "ce n’est pas du texte : enregistrez-le en texte UTF-8, .docx ou .pdf",
        ),
        (
            r"this PDF is broken: .*",
            "ce PDF est abîmé : ouvrez-le dans une visionneuse et imprimez-le dans un nouveau PDF",
        ),
        (
            r"this PDF holds no text, .*",
            "ce PDF ne contient pas de texte, c’est peut-être une numérisation : "
            "faites-en reconnaître le texte (OCR)",
        ),
        (
            r"(?P<pages>.*) of (?P<all>\d+) pages show pictures and no text, .*",
            "{pages} pages sur {all} montrent des images sans texte, c’est peut-être une "
            "numérisation : faites-en reconnaître le texte (OCR)",
        ),
        (
            r"(?P<pages>.*) of (?P<all>\d+) pages cannot be read: .*",
            "{pages} pages sur {all} sont illisibles : ouvrez-le dans une visionneuse et "
            "imprimez-le dans un nouveau PDF",
        ),
        (
            r"it takes more than (?P<seconds>\S+) seconds to read: .*",
            "il demande plus de {seconds} secondes de lecture : divisez-le",
        ),
        (
            r"it takes more than (?P<size>\S+) MB of memory to read: .*",
            "il demande plus de {size} Mo de mémoire pour être lu : divisez-le",
        ),
        (
            r"its reader (?:failed|broke down) .*",
            "sa lecture a échoué : enregistrez-le de nouveau, ou en .txt",
        ),
        (
            r"its reader was stopped, .*",
            "sa lecture a été arrêtée : recommencez quand la machine est moins occupée, ou "
            "divisez-le",
        ),
        (
            r"it changed while it was read: .*",
            "il a changé pendant sa lecture : recommencez quand il sera écrit",
        ),
        (
            r"(?P<more>\d+) more problems in this file .*",
            "{more} autres problèmes de ce fichier ne sont pas montrés : corrigez ceux-ci d’abord",
        ),
        (
            r"this PDF .*password.*",
            "ce PDF est protégé par un mot de passe : enregistrez-le sans mot de passe",
        ),
        (
            r"this file is encrypted or an old \.doc: .*",
            "ce fichier est chiffré, ou c’est un ancien .doc : enregistrez-le en .docx, "
            "sans mot de passe",
        ),
        (
            r"this is no readable \.docx file: .*",
            "ce .docx est illisible : ouvrez-le dans un traitement de texte et enregistrez-le "
            "de nouveau",
        ),
        (
            r"this \.docx unpacks to (?P<size>\d+) MB, more than (?P<most>\d+): .*",
            "ce .docx occupe {size} Mo une fois ouvert, plus que {most} : ôtez-en les images ou "
            "divisez-le",
        ),
        (
            r"this HTML cannot be read: .*",
            "ce HTML est illisible : enregistrez de nouveau la page, en texte",
        ),
        (
            r"line (?P<line>\d+) is not JSON .*",
            "la ligne {line} n’est pas du JSON : corrigez-la, ou enregistrez le fichier en UTF-8",
        ),
        (
            r"line (?P<line>\d+) has no text: .*",
            "la ligne {line} n’a pas de texte : écrivez un objet avec `title`, `text`, `date` et "
            "`url`",
        ),
        (
            r"this JSON cannot be read .*",
            "ce JSON est illisible : écrivez un objet avec `title`, `text`, `date` et `url`",
        ),
        (
            r"(?P<lost>\d+) characters could not be decoded .*",
            "{lost} caractères n’ont pu être décodés et s’affichent en � : enregistrez-le de "
            "nouveau en UTF-8",
        ),
        (
            r"its \w+ (?P<date>'.*') is left out, .*: write .*",
            "sa date {date} est laissée de côté : écrivez AAAA-MM-JJ, AAAA-MM ou AAAA",
        ),
        (
            r"(?P<date>'.*') is no date: write .*",
            "{date} n’est pas une date : écrivez AAAA, AAAA-MM, AAAA-MM-JJ ou « 21 mai 2025 »",
        ),
        (
            r"no article can be of (?P<date>\S+) yet: .*",
            "aucun article ne peut dater de {date} : corrigez la date",
        ),
        (r"there is no text: .*", "il n’y a pas de texte : donnez celui de l’article"),
        (
            r"nothing was given: .*",
            "rien n’a été donné : choisissez un fichier ou collez un texte",
        ),
        (
            r"(?P<given>\d+) files are more than the (?P<most>\d+) .*",
            "{given} fichiers, c’est plus que les {most} qui sont pris à la fois : donnez-en "
            "moins, ou copiez-les dans le dossier et lancez « sourcier build »",
        ),
        (
            r"the files are larger than (?P<size>\S+) MB together: .*",
            "les fichiers dépassent ensemble {size} Mo : donnez-en moins, ou copiez-les dans le "
            "dossier et lancez « sourcier build »",
        ),
        (
            r"the language model at (?P<url>\S+) took too long: .*",
            "le modèle de langage à {url} a été trop lent : réessayez, prenez un modèle plus "
            "petit, ou augmentez SOURCIER_LLM_TIMEOUT",
        ),
        (
            r"no language model answers at (?P<url>\S+): .*",
            "aucun modèle de langage ne répond à {url} : lancez son serveur, ou corrigez ou "
            "retirez SOURCIER_LLM_URL",
        ),
        (
            r"(?P<url>\S+) refuses the key: .*",
            "{url} refuse la clé : corrigez SOURCIER_LLM_KEY ou SOURCIER_LLM_KEY_FILE",
        ),
        (
            r"(?P<url>\S+) knows no model (?P<model>.*): correct SOURCIER_LLM_MODEL, .*",
            "{url} ne connaît pas le modèle {model} : corrigez SOURCIER_LLM_MODEL, ou l’adresse "
            "(elle finit souvent par /v1)",
        ),
        (
            r"(?P<url>\S+) takes no more questions now: .*",
            "{url} ne prend plus de questions pour l’instant : attendez, puis réessayez",
        ),
        (
            r"the language model at (?P<url>\S+) failed with status (?P<status>\d+): .*",
            "le modèle de langage à {url} a échoué avec le code {status} : voyez le journal de son "
            "serveur",
        ),
        (
            r"the answer of the language model at (?P<url>\S+) broke off \(.*\): .*",
            "la réponse du modèle de langage à {url} s’est interrompue : réessayez, et voyez le "
            "journal de son serveur si cela dure",
        ),
        (
            r"another build is writing .*",
            "une autre mise à jour de l’index est en cours : attendez qu’elle finisse",
        ),
        (
            r"the index cannot be written to (?P<place>.*) \((?P<why>.*)\): .*",
            "l’index ne peut pas être écrit dans {place} ({why}) : libérez de la place ou vérifiez "
            "les droits du dossier",
        ),
        (
            r"(?P<folder>.*) does not take (?P<name>.*) \((?P<why>.*)\): .*",
            "le dossier {folder} ne prend pas {name} ({why}) : libérez de la place ou vérifiez les "
            "droits du dossier",
        ),
    )
)


def reason_in_words(reason: str) -> Text:
    """A reason in both languages; the first letter is a capital, but an address is left alone."""
    english = _sentence(reason)
    for pattern, french in _FRENCH:
        if match := pattern.fullmatch(reason):
            return Text(_sentence(french.format(**match.groupdict())), english)
    return Text(english, english)


def _sentence(text: str) -> str:
    return text if text.startswith("http") else f"{text[:1].upper()}{text[1:]}"
