"""Everything that Sourcier raises on purpose.

SourcierError
├── ArticleError            one file cannot be read as an article; the others go on
│   └── ArticleKnownError   the folder of articles holds it already
├── FolderError             the folder of articles cannot be used at all
├── EmbedderError           the embedding model cannot be loaded, or gave unusable vectors
├── IndexMissingError       there is no index where one was expected
├── IndexMismatchError      the index was made with other settings than the ones in force
├── IndexDamagedError       a file of the index is missing, cut or altered
├── IndexBusyError          another build holds the lock
├── IndexWriteError         the disk does not take the index; the one before stays current
├── ArticleUnknownError     the index holds no article of that identifier
├── LanguageModelError      the language model's server is not there, refuses or breaks off
├── HistoryError            the file of kept conversations cannot be used
└── SettingsError           a setting or an argument has a value that cannot be used

Each message names the value at fault and ends with what to do about it.
"""


class SourcierError(Exception):
    """The root: catching it catches every error that a user can mend."""


class ArticleError(SourcierError):
    """One file cannot be read as an article."""


class ArticleKnownError(ArticleError):
    """The folder of articles holds it already."""


class FolderError(SourcierError):
    """The folder of articles cannot be used."""


class EmbedderError(SourcierError):
    """The embedding model cannot be loaded, or gave unusable vectors."""


class IndexMissingError(SourcierError):
    """There is no index where one was expected."""


class IndexMismatchError(SourcierError):
    """The index was made with other settings than the ones in force."""


class IndexDamagedError(SourcierError):
    """A file of the index is missing, cut or altered."""


class IndexBusyError(SourcierError):
    """Another build holds the lock."""


class IndexWriteError(SourcierError):
    """The disk does not take the index."""


class ArticleUnknownError(SourcierError):
    """The index holds no article of that identifier."""


class SettingsError(SourcierError):
    """A setting or an argument has a value that cannot be used."""


class LanguageModelError(SourcierError):
    """The language model's server is not there, refuses, or breaks off."""


class HistoryError(SourcierError):
    """The file of kept conversations cannot be used."""
