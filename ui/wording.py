"""Every text that the faces show as it stands, in French and in English."""

from __future__ import annotations

from ui.text import Text, alike

# The page's frame
TAGLINE = Text(
    "Chaque phrase, mot pour mot dans vos articles",
    "Every sentence, word for word in your articles",
)
SWITCH = Text("Langue de la page", "Language of the page")
SKIP = Text("Aller à la question", "Skip to the question")
CONVERSATION = Text("Questions et réponses", "Questions and answers")
SOURCES = Text("Sources", "Sources")
NO_SOURCES_YET = Text(
    "Les passages qui fondent la réponse paraîtront ici.",
    "The passages behind the answer will appear here.",
)
NO_SOURCES = Text("Aucune source pour cette question.", "No source for this question.")

# The form
QUESTION = Text("Votre question", "Your question")
ASK = Text("Demander", "Ask")
KEYS = Text(
    "Entrée pour envoyer, Maj + Entrée pour aller à la ligne",
    "Enter sends, Shift + Enter starts a line",
)
FILTERS = Text("Filtres", "Filters")
SINCE = Text("Depuis le", "From")
UNTIL = Text("Jusqu’au", "Until")
SOURCE = Text("Source", "Source")
SOURCE_HINT = Text("nom, dossier ou site", "name, folder or site")
LANGUAGE = Text("Langue des articles", "Article language")
ANY_LANGUAGE = Text("toutes", "any")
CLEAR_FILTERS = Text("Effacer les filtres", "Clear the filters")

# Before the first question
WELCOME = Text("Interrogez vos articles", "Question your articles")
PROMISE = Text(
    "Les réponses sont des citations exactes : chacune mène au passage, puis à l’article. "
    "Quand les articles ne disent rien, Sourcier le dit.",
    "Answers are exact quotations: each one leads to its passage, then to its article. "
    "Where the articles are silent, Sourcier says so.",
)
EXAMPLES = Text("Par exemple", "For example")

# A turn
SEARCHING = Text("Recherche dans les articles…", "Searching the articles…")
READING = Text("Lecture des passages…", "Reading the passages…")
SOURCE_NUMBER = Text("source", "source")
UNSUPPORTED = Text("sans appui dans les articles", "not supported by the articles")
UNDERSTOOD = Text("Compris comme :", "Understood as:")
ASK_ALONE = Text("Poser la question telle quelle", "Ask it as it was typed")
STOP = Text("Arrêter", "Stop")
STOPPED = Text("Réponse arrêtée en route.", "This answer was stopped.")
WRITTEN_BY = Text(
    "Rédigé par {model} ; chaque phrase est vérifiée dans les articles.",
    "Written by {model}; every sentence is checked against the articles.",
)
MOVED = Text("source corrigée", "source corrected")
DOUBTS = {
    "uncited": Text("sans source", "no source given"),
    "quotation": Text(
        "ces mots entre guillemets ne sont pas dans la source",
        "the words in quotation marks are not in the source",
    ),
    "number": Text("chiffre absent de la source", "figure not in the source"),
    "date": Text("date absente de la source", "date not in the source"),
    "name": Text("nom absent de la source", "name not in the source"),
    "negation": Text("la source dit le contraire", "the source says otherwise"),
    "words": UNSUPPORTED,
}
NOTICES = {
    "failed": Text(
        "Le modèle de langage n’a pas répondu ; voici la réponse citée.",
        "The language model did not answer; here is the quoted answer.",
    ),
    "nothing_stands": Text(
        "Rien de ce que le modèle de langage a écrit ne tient ; voici la réponse citée.",
        "Nothing that the language model wrote stands; here is the quoted answer.",
    ),
    "declined": Text(
        "Le modèle de langage ne trouve pas de réponse ; voici la réponse citée.",
        "The language model finds no answer; here is the quoted answer.",
    ),
}
CONFIDENCE = Text("Confiance : {percent} %", "Confidence: {percent}%")
UNMATCHED = Text("Sans correspondance dans les articles :", "No match in the articles for:")
SEE_CLOSEST = Text("Voir les passages les plus proches", "See the closest passages")
CLOSEST = Text("Passages les plus proches", "Closest passages")
NOT_AN_ANSWER = Text("ils ne répondent pas à la question", "they do not answer the question")
BACK = Text("Retour à la réponse", "Back to the answer")
FOR_QUESTION = Text("Pour la question", "For the question")

# A source and its article
OPEN_ARTICLE = Text("Ouvrir l’article", "Open the article")
COPY = Text("Copier la citation", "Copy the citation")
COPIED = Text("Citation copiée", "Citation copied")
NOT_COPIED = Text("La copie est refusée par le navigateur", "The browser refused to copy")
ORIGINAL = Text("Lire sur le site d’origine", "Read on the original site")
NEW_TAB = Text("nouvel onglet", "new tab")
CHANGED_SINCE = Text(
    "Cet article a été modifié depuis la réponse. Voici le texte qui a été cité.",
    "This article was changed after the answer. This is the text that was quoted.",
)
REMOVED_SINCE = Text(
    "Cet article a été retiré depuis la réponse. Voici le texte qui a été cité.",
    "This article was removed after the answer. This is the text that was quoted.",
)
OPEN_CURRENT = Text("Ouvrir la version actuelle", "Open the current version")
TO_QUOTE = Text("Aller à la citation", "Go to the quotation")
CLOSE = Text("Fermer", "Close")
LOADING = Text("Ouverture de l’article…", "Opening the article…")
UNDATED = Text("sans date", "undated")
DATE = Text("Date", "Date")
PLACE = Text("Lieu", "Place")
PLACE_IN_FILE = Text(
    "{source}, § {paragraph}, caractères {start} à {end}",
    "{source}, § {paragraph}, characters {start} to {end}",
)
ALSO_IN = Text("Aussi dans", "Also in")
SAME_TEXT = Text("même texte", "same text")
DIFFERS = Text("le passage y diffère", "the passage differs there")
NEWER = Text("plus récent", "newer")

# Kept conversations
CONVERSATIONS = Text("Conversations", "Conversations")
NEW_CONVERSATION = Text("Nouvelle conversation", "New conversation")
FIND_KEPT = Text("Chercher", "Find")
NOTHING_KEPT = Text("Aucune conversation.", "No conversation.")
KEPT_HERE = Text(
    "Les conversations restent sur cette machine.", "Conversations stay on this machine."
)
RENAME = Text("Renommer", "Rename")
DELETE = Text("Supprimer", "Delete")
NEW_NAME = Text("Nouveau nom", "New name")
REALLY_DELETE = Text("Supprimer pour de bon ?", "Delete for good?")
GOOD_ANSWER = Text("Bonne réponse", "Good answer")
BAD_ANSWER = Text("Mauvaise réponse", "Bad answer")
REMARK = Text("Remarque", "Remark")
THANKS = Text("C’est noté", "Noted")

# Adding articles
ADD = Text("Ajouter des articles", "Add articles")
ADD_FILES = Text("Des fichiers", "Files")
CHOOSE_FILES = Text("Choisir des fichiers", "Choose files")
OR_DROP = Text("ou déposez-les ici", "or drop them here")
FILE_LIMITS = Text(
    "{kinds} ; {size} Mo chacun, {count} à la fois",
    "{kinds}; {size} MB each, {count} at once",
)
DROP_TO_ADD = Text("Déposez pour ajouter ces fichiers", "Drop to add these files")
FORGET_FILE = Text("Retirer", "Remove")
ADD_TEXT = Text("Ou un texte", "Or a text")
TEXT_TITLE = Text("Titre", "Title")
TEXT_DATE_HINT = Text("2025, 2025-07 ou 21 juillet 2025", "2025, 2025-07 or 21 July 2025")
TEXT_SOURCE_HINT = Text("journal, agence ou adresse web", "newspaper, agency or web address")
TEXT_BODY = Text("Texte", "Text")
ADD_NOW = Text("Ajouter", "Add")
KEPT_IN = Text("Les articles sont rangés dans", "Articles are kept in")
NOTHING_CHOSEN = Text("Choisissez un fichier ou collez un texte.", "Choose a file or paste a text.")
WRONG_KIND = Text("n’est pas d’un type qui est lu", "is of no kind that is read")
EMPTY_FILE = Text("est vide", "is empty")
TOO_LARGE = Text("dépasse {size} Mo : divisez-le", "is larger than {size} MB: split it")
TOO_MANY = Text(
    "Pas plus de {count} fichiers à la fois : retirez-en.",
    "No more than {count} files at once: remove some.",
)
TOO_LARGE_TOGETHER = Text(
    "Pas plus de {size} Mo en tout à la fois : retirez des fichiers.",
    "No more than {size} MB in all at once: remove some files.",
)
SENDING = Text("Envoi…", "Sending…")
ADDING_LOST = Text(
    "Le serveur a cessé de répondre. Voyez le terminal où tourne « sourcier chat », puis "
    "réessayez : ce qui est déjà là n’est jamais pris deux fois.",
    "The server stopped responding. See the terminal where “sourcier chat” runs, then try again: "
    "what is there already is never taken twice.",
)
TOO_MANY_AT_ONCE = Text(
    "D’autres personnes ajoutent des articles en ce moment : réessayez dans un instant.",
    "Other people are adding articles right now: try again in a moment.",
)
ADDED = Text("Ajouté", "Added")
KNOWN = Text("Déjà là", "There already")
NOT_ADDED = Text("Non ajouté", "Not added")
NOTHING_ADDED = Text("Rien n’a été ajouté", "Nothing was added")
INDEX_CURRENT = Text("L’index est à jour", "The index is up to date")
INDEX_HOLDS = Text("L’index contient maintenant {count}.", "The index now holds {count}.")
ADDED_NOT_INDEXED = Text(
    "Les fichiers sont enregistrés, mais l’index n’a pas pu être mis à jour",
    "The files are saved, but the index could not be brought up to date",
)
TRY_AGAIN = Text("Mettre l’index à jour", "Update the index")
AND_MORE = Text("et {count} de plus", "and {count} more")
FIRST_ARTICLES = Text("Ou ajoutez des articles ici même.", "Or add articles right here.")

# When something is missing
FAILED = Text("La réponse a échoué", "The answer failed")
DETAIL = Text("Détail", "Detail")
RUN = Text("Dans un terminal, lancez :", "In a terminal, run:")
THEN_RELOAD = Text("puis rechargez cette page.", "then reload this page.")
INDEX_MISSING = Text("Il n’y a pas encore d’index", "There is no index yet")
INDEX_EMPTY = Text("L’index ne contient aucun article", "The index holds no article")
INDEX_DAMAGED = Text("L’index est endommagé", "The index is damaged")
INDEX_MISMATCH = Text(
    "L’index a été construit avec d’autres réglages", "The index was built with other settings"
)
NO_MODEL = Text("Le modèle ne peut pas être chargé", "The model cannot be loaded")
BAD_SETTING = Text("Un réglage ne peut pas servir", "A setting cannot be used")
ARTICLE_GONE = Text(
    "Cet article n’est plus dans l’index : posez la question de nouveau",
    "This article is no longer in the index: ask the question again",
)
UNEXPECTED = Text(
    "Une erreur imprévue s’est produite. Le terminal où tourne « sourcier chat » en donne "
    "le détail ; « sourcier verify » contrôle l’index.",
    "Something unexpected went wrong. The terminal where “sourcier chat” runs has the details; "
    "“sourcier verify” checks the index.",
)
SERVER_LOST = Text(
    "Le serveur ne répond plus. Dans un terminal, relancez « sourcier chat », puis rechargez "
    "cette page.",
    "The server no longer responds. In a terminal, run “sourcier chat” again, then reload "
    "this page.",
)
BUILD_COMMAND = Text("sourcier build DOSSIER", "sourcier build FOLDER")
REBUILD_COMMAND = alike("sourcier build")
REBUILD_WHOLE_COMMAND = alike("sourcier build --full")

# What the live region says
ANSWER_READY = Text("Réponse :", "Answer:")
NO_ANSWER_READY = Text("Pas de réponse :", "No answer:")
