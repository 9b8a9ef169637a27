"""Bytes to text, and text to the one form that offsets count in.

The order of trials is fixed (BOM, UTF-16 by its zero bytes, UTF-8, Windows-1252, Latin-1):
statistical detection misread 5 of 24 short French texts in Windows-1252.
"""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from functools import lru_cache

from index.errors import ArticleError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs that Python has and no page is in.
_PYTHON_ONLY = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"))
_SAMPLE = 4096  # bytes in which UTF-16 without a mark must show itself
_NOISE = 0.02  # share of control characters above which a file is no text
_REPLACEMENT = "\ufffd"
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, soft hyphens, zero-width spaces and byte order marks: nobody sees them, and each of
# them breaks a word for search. Joiners stay: emoji and several scripts need them.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u200b\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# Normalising sorts the marks upon a letter, in the square of their number. No language has more
# than thirty, by which the Unicode Standard, Annex 15, calls a text safe for streams.
_MOST_MARKS = 30
_MAY_BE_MARKS = re.compile("[\u0300-\U0010ffff]{%d}" % (_MOST_MARKS + 1))  # noqa: UP031
SURROGATES = re.compile("[\ud800-\udfff]")
# Windows-1252 read as Latin-1 and saved as UTF-8 leaves controls where it had “ ” ’ – and …
_C1 = {
    code: char
    for code in range(0x80, 0xA0)
    if code != 0x85 and (char := bytes([code]).decode("cp1252", "ignore"))
}
_ANY_C1 = re.compile("[\x80-\x9f]")


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and notes on what could not be decoded.

    ``declared`` is the encoding that the file names for itself, tried after UTF-8.
    Raises ArticleError for what is no text.
    """
    codec = _wide_codec(data)
    if codec is None and b"\0" in data:
        raise ArticleError("this is binary data, not text: save it as UTF-8 text, .docx or .pdf")
    text = data.decode(codec, "replace") if codec else _decode_narrow(data, declared)
    text = text.removeprefix("\ufeff")
    if len(_CONTROLS.findall(text)) > _NOISE * len(text):
        raise ArticleError("this is binary data, not text: save it as UTF-8 text, .docx or .pdf")
    lost = text.count(_REPLACEMENT)
    if not lost:
        return text, ()
    return text, (f"{lost} characters could not be decoded and show as �: save it again as UTF-8",)


def _wide_codec(data: bytes) -> str | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec
    sample = data[: _SAMPLE - _SAMPLE % 2]
    pairs = len(sample) // 2
    if not pairs:
        return None
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if second > 0.6 * pairs and first < 0.1 * pairs:
        return "utf-16-le"
    if first > 0.6 * pairs and second < 0.1 * pairs:
        return "utf-16-be"
    return None


def _decode_narrow(data: bytes, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    lost = lenient.count(_REPLACEMENT)
    beyond_ascii = len(lenient) - sum(map(str.isascii, lenient))
    if beyond_ascii - lost > 4 * lost:  # UTF-8 with a few damaged bytes, or cut in a character
        return lenient
    for codec in filter(None, (declared, "cp1252")):
        try:
            if codecs.lookup(codec).name not in _PYTHON_ONLY:
                return data.decode(codec)
        except (UnicodeError, LookupError, ValueError):  # the last for a zero byte in its name
            continue
    return data.decode("latin-1")


def clean(text: str) -> str:
    """NFC with line feeds, trimmed, without controls and runs of empty lines.

    Non-breaking spaces stay. Half surrogate pairs become U+FFFD. Of the marks upon a letter the
    first thirty stay.
    """
    text = _LINE_END.sub("\n", text)
    if _ANY_C1.search(text):
        text = text.translate(_C1)
    if _MAY_BE_MARKS.search(text):
        text = _too_many_marks().sub(lambda run: run[0][:_MOST_MARKS], text)
    text = SURROGATES.sub(_REPLACEMENT, _UNSEEN.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = "\n".join([line.rstrip(" \t") for line in text.split("\n")])
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@lru_cache
def _too_many_marks() -> re.Pattern[str]:
    marks = "".join(filter(unicodedata.combining, map(chr, range(0x300, sys.maxunicode + 1))))
    return re.compile(f"[{marks}]{{{_MOST_MARKS + 1},}}")


def one_line(text: str) -> str:
    """A clean text without line breaks or doubled spaces, as titles and names are."""
    return re.sub(r"[ \t]{2,}|[ \t]*\n\s*", " ", clean(text))
