"""What the faces say of counts, dates, filters and errors, in French and in English."""

from __future__ import annotations

from index.errors import (
    ArticleUnknownError,
    EmbedderError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    SettingsError,
    SourcierError,
)
from index.types import Article, Filters, PartialDate
from rag.types import Notice
from ui import wording
from ui.reasons import reason_in_words
from ui.text import Text, alike

_STAGES = {
    "check": Text("Lecture des fichiers", "Reading the files"),
    "wait": Text(
        "Une autre mise à jour de l’index est en cours : la vôtre commencera après elle",
        "Another update of the index is running: yours begins after it",
    ),
    "read": Text("Lecture du dossier", "Reading the folder"),
    "split": Text("Découpage en passages", "Splitting into passages"),
    "embed": Text("Calcul des vecteurs", "Computing the vectors"),
    "weigh": Text("Réglage de la recherche", "Tuning the search"),
    "write": Text("Écriture de l’index", "Writing the index"),
}
_STAGE = Text("Mise à jour de l’index", "Updating the index")
_ARTICLES = (Text("{n} article", "{n} article"), Text("{n} articles", "{n} articles"))
_ARTICLES_ADDED = (
    Text("{n} article ajouté", "{n} article added"),
    Text("{n} articles ajoutés", "{n} articles added"),
)
_ALSO_IN = (
    Text("aussi dans {n} autre", "also in {n} other"),
    Text("aussi dans {n} autres", "also in {n} others"),
)
_PASSAGES = (Text("{n} passage", "{n} passage"), Text("{n} passages", "{n} passages"))
_MONTHS = (
    Text("janvier", "January"), Text("février", "February"), Text("mars", "March"),
    Text("avril", "April"), Text("mai", "May"), Text("juin", "June"),
    Text("juillet", "July"), Text("août", "August"), Text("septembre", "September"),
    Text("octobre", "October"), Text("novembre", "November"), Text("décembre", "December"),
)  # fmt: skip
# What languages call themselves: the same whatever the language of the page.
_OWN_NAMES = {"fr": "français", "en": "English", "de": "Deutsch", "es": "español", "it": "italiano"}


def also_in_counted(count: int) -> Text:
    """``aussi dans 2 autres``, ``also in 1 other``."""
    return _counted(_ALSO_IN, count)


def articles_counted(count: int) -> Text:
    """``1 article``, ``1 234 articles``, ``1,234 articles``."""
    return _counted(_ARTICLES, count)


def passages_counted(count: int) -> Text:
    """The same for passages."""
    return _counted(_PASSAGES, count)


def stage_in_words(stage: str) -> Text:
    """What a build is doing."""
    return _STAGES.get(stage, _STAGE)


def articles_added(count: int) -> Text:
    """``1 article added``."""
    return _counted(_ARTICLES_ADDED, count)


def date_in_words(date: PartialDate) -> Text:
    """A date as precise as it is known: ``1er mai 2025``, ``May 2025``, ``2025``."""
    if date.month is None:
        return alike(str(date.year))
    month = _MONTHS[date.month - 1]
    if date.day is None:
        return Text(f"{month.fr} {date.year}", f"{month.en} {date.year}")
    day = "1er" if date.day == 1 else str(date.day)
    return Text(f"{day} {month.fr} {date.year}", f"{date.day} {month.en} {date.year}")


def date_of(article: Article) -> Text:
    """An article's date in words, or that it has none."""
    return date_in_words(article.published) if article.published else wording.UNDATED


def language_name(code: str) -> str:
    """What a language calls itself; the code where that is not known here."""
    return _OWN_NAMES.get(code, code)


def filters_in_words(filters: Filters) -> tuple[Text, ...]:
    """One short text for each filter that is set."""
    texts: list[Text] = []
    if filters.since:
        texts.append(
            Text("depuis le {date}", "from {date}").fill(date=date_in_words(filters.since))
        )
    if filters.until:
        texts.append(
            Text("jusqu’au {date}", "until {date}").fill(date=date_in_words(filters.until))
        )
    if filters.source:
        texts.append(Text("source : {name}", "source: {name}").fill(name=filters.source))
    if filters.language:
        name = language_name(filters.language)
        texts.append(Text("langue : {name}", "language: {name}").fill(name=name))
    return tuple(texts)


def notice_in_words(notice: Notice) -> Text:
    """Why an answer is quoted though a language model was asked, and what to do where it failed."""
    told = wording.NOTICES[notice.how]
    if notice.how != "failed":
        return told
    reason = reason_in_words(notice.detail)
    return Text(f"{told.fr} {reason.fr}", f"{told.en} {reason.en}")


def trouble_in_words(error: SourcierError) -> tuple[Text, Text | None]:
    """What an error means to a reader, and the command that mends it where there is one."""
    match error:
        case IndexMissingError():
            return wording.INDEX_MISSING, wording.BUILD_COMMAND
        case IndexMismatchError():
            return wording.INDEX_MISMATCH, wording.REBUILD_COMMAND
        case IndexDamagedError():
            return wording.INDEX_DAMAGED, wording.REBUILD_WHOLE_COMMAND
        case EmbedderError():
            return wording.NO_MODEL, None
        case SettingsError():
            return wording.BAD_SETTING, None
        case ArticleUnknownError():
            return wording.ARTICLE_GONE, None
        case _:
            return wording.FAILED, None


def _counted(forms: tuple[Text, Text], count: int) -> Text:
    # French counts zero and one as singular, English only one.
    one, many = forms
    fr = (one if count < 2 else many).fr.format(n=f"{count:,}".replace(",", "\u202f"))
    return Text(fr, (one if count == 1 else many).en.format(n=f"{count:,}"))
