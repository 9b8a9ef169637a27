"""Words, terms and languages of texts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import fold, is_stop_word, language_of, stem, terms, tokens

# Letters with and without marks, digits and their separators, marks alone, the unseen, emoji,
# right-to-left scripts, scripts without spaces, letters beyond the first plane, a ligature that
# decomposes into words with spaces between them, and a letter that decomposes into a mark alone.
_ALPHABET = (
    "aàâéeèêïôœßøłđıİnsSLETZ019.,:;!?-‑–—'’ʼ \t\n\u00a0\u202f\u2009\u00ad\u200b\u0301\u0308"
    "٣٤אבשלוםमुख्यमंत्री中文字テスト😀𝐏𝒶\ufdfa\uff9e²½ⅧͺⅫ"
)
_TEXTS = st.one_of(st.text(_ALPHABET, max_size=80), st.text(max_size=80))
_LANGUAGES = st.sampled_from(["fr", "en", "und", "de"])


def folded(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


@given(_TEXTS)
def test_offsets_are_those_of_the_text_as_given(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert tokens(text[token.start : token.end])[0].folded == token.folded
        end = token.end


@given(_TEXTS, _LANGUAGES)
def test_terms_are_the_stems_of_the_tokens_but_the_stop_words(text: str, language: str) -> None:
    expected = [
        stem(token.folded, language)
        for token in tokens(text)
        if not is_stop_word(token.folded, language)
    ]
    assert terms(text, language) == expected


@given(_TEXTS, _LANGUAGES)
def test_a_term_is_never_empty_and_never_holds_a_space(text: str, language: str) -> None:
    # The term index parts terms at spaces: one with a space in it would never be found.
    assert " ".join(terms(text, language)).split() == terms(text, language)
    assert all(terms(text, language))


@given(st.text("aàâéèïôüçñAÉÇ bdz'’-", max_size=60))
def test_composed_and_decomposed_letters_give_the_same_terms(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert folded(composed) == folded(decomposed)
    assert terms(composed, "fr") == terms(decomposed, "fr")


@given(st.text("aàâéèïôœæçñßłbdz 019-'", max_size=60))
def test_case_does_not_count(text: str) -> None:
    assert folded(text.upper()) == folded(text)


@given(st.text("abcdéï '", max_size=40))
def test_typographic_apostrophes_spaces_and_hyphens_do_not_count(text: str) -> None:
    assert folded(text) == folded(text.replace("'", "’")) == folded(text.replace("'", "ʼ"))
    assert (
        folded(text) == folded(text.replace(" ", "\u00a0")) == folded(text.replace(" ", "\u202f"))
    )
    assert folded(text) == folded(text.replace(" ", "-")) == folded(text.replace(" ", "\u2011"))


@given(_TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’élection de M. Tokaïev", ["l", "election", "de", "m", "tokaiev"]),
        ("Kassym‑Jomart", ["kassym", "jomart"]),
        ("« Cœur »", ["coeur"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("Wałęsa, Đinđić, İstanbul", ["walesa", "dindic", "istanbul"]),
        ("gouver\u00adne\u200bment", ["gouvernement"]),
        ("snake_case", ["snake", "case"]),
        ("l\u02bcIran", ["l", "iran"]),
        ("𝐏𝐚𝐫𝐢𝐬", ["paris"]),
        ("a😀b", ["a", "b"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("", []),
        ("?!… « » — 😀", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10 000", "10000"),
        ("10\u00a0000", "10000"),
        ("10\u202f000", "10000"),
        ("10\u2009000", "10000"),
        ("10.000", "10000"),
        ("10,000", "10000"),
        ("10'000", "10000"),
        ("10’000", "10000"),
        ("10000", "10000"),
        ("1 250 000", "1250000"),
        ("1.250.000", "1250000"),
        ("1,250,000", "1250000"),
        ("10,5", "10.5"),
        ("10.5", "10.5"),
        ("1 250,75", "1250.75"),
        ("1\u202f250,75", "1250.75"),
        ("1.250,75", "1250.75"),
        ("1,250.75", "1250.75"),
        ("1 250.75", "1250.75"),
        ("0,500", "0.500"),
        ("2025", "2025"),
        ("1er", "1"),
        ("1ère", "1"),
        ("21e", "21"),
        ("2nd", "2"),
        ("3rd", "3"),
        ("٣٤٥", "345"),
        ("m²", "m2"),
    ],
)
def test_a_number_is_one_word_however_it_is_written(written: str, expected: str) -> None:
    for text in (written, f"les {written}.", f"({written})", f"{written}, puis"):
        found = [token for token in tokens(text) if token.folded not in ("les", "puis")]
        assert [token.folded for token in found] == [expected]
        assert text[found[0].start : found[0].end] == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("en 2025 300 personnes", ["en", "2025", "300", "personnes"]),
        ("le 21 mai 2025", ["le", "21", "mai", "2025"]),
        ("de 2020 à 2025", ["de", "2020", "a", "2025"]),
        ("10, 20 et 30", ["10", "20", "et", "30"]),
        ("G20 et COP30", ["g20", "et", "cop30"]),
        ("0 800 123 456", ["0800123456"]),
    ],
)
def test_neighbouring_numbers_stay_apart(text: str, expected: list[str]) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("fr", "sécurité", "SECURITE"),
        ("fr", "engagement", "engagements"),
        ("fr", "présidente", "president"),
        ("fr", "signé", "signer"),
        ("en", "agreements", "Agreement"),
        ("en", "signed", "signing"),
    ],
)
def test_inflections_share_a_term(language: str, first: str, second: str) -> None:
    assert terms(first, language) == terms(second, language)


def test_other_languages_keep_the_word() -> None:
    assert terms("Verhandlungen", "de") == terms("Verhandlungen", "und") == ["verhandlungen"]


def test_stop_words_are_no_terms_in_their_language_alone() -> None:
    assert terms("les accords de la paix", "fr") == terms("accords paix", "fr")
    assert terms("the peace of les", "en") == terms("peace les", "en")
    assert terms("where are you", "en") == []
    assert len(terms("where are you", "und")) == 3


def test_numbers_are_not_stemmed() -> None:
    assert terms("10 000 habitants en 2025", "fr") == ["10000", "habit", "2025"]


def test_a_run_longer_than_a_word_is_passed_over() -> None:
    text = "x" * 65 + " paix " + "y" * 64
    assert folded(text) == ["paix", "y" * 64]
    assert terms(text, "und") == ["paix", "y" * 64]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le président a signé un accord avec les deux pays de la région.", "fr"),
        ("The president has signed an agreement with both of the countries.", "en"),
        ("Qui a signé ?", "fr"),
        ("Who signed it?", "en"),
        ("Виктор Орбан подписал соглашение", "und"),
        ("", "und"),
        ("42", "und"),
    ],
)
def test_the_language_is_that_of_the_function_words(text: str, expected: str) -> None:
    assert language_of(text) == expected


def test_a_text_that_does_not_tell_its_language_gets_the_default() -> None:
    assert language_of("Viktor Orban", "fr") == "fr"
    assert language_of("", "en") == "en"


@given(_TEXTS)
def test_any_text_has_a_language(text: str) -> None:
    assert language_of(text, "und") in ("fr", "en", "und")


@pytest.mark.parametrize(("acronym", "language"), [("US", "en"), ("WHO", "en"), ("UN", "fr")])
def test_an_acronym_is_not_the_function_word_that_it_looks_like(
    acronym: str, language: str
) -> None:
    assert terms(acronym, language) == [acronym]
    assert terms(acronym.lower(), language) == []
