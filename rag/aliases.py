"""When two names are one: in two languages, in two spellings, as initials, as a capital.

"États-Unis" and "United States", "ONU" and "UN", "Poutine" and "Putin", "Moscou" for Russia. Kin
words (a country and its people) count as one name too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.analysis import fold, stem
from index.lexicon import load_lexicon
from index.query import typing_errors
from rag.kin import kin_of

_LANDS = """
union europeenne|european union|ue|eu
etats unis|united states|usa|us|america|amerique|american|americain
royaume uni|united kingdom|uk|grande bretagne|great britain|britain
pays bas|netherlands|holland|hollande|neerlandais
coree du nord|north korea
coree du sud|south korea
afrique du sud|south africa
arabie saoudite|saudi arabia|saoudien
londres|london
athenes|athens
moscou|moscow
pekin|beijing
teheran|tehran
kaboul|kabul
ryad|riyad|riyadh
varsovie|warsaw
vienne|vienna
geneve|geneva
bruxelles|brussels
lisbonne|lisbon
le caire|cairo
edimbourg|edinburgh
ecosse|scotland|ecossais|ecossaise|scottish
pays de galles|wales
emirats arabes unis|emirates|united arab emirates|emirats
alger|algiers
copenhague|copenhagen
bucarest|bucharest
bahrein|bahrain
burkina faso|burkinabe
mali|malien|malienne|malian
niger|nigerien|nigerienne
nigeria|nigerian|nigeriane
mauritanie|mauritania|mauritanien|mauritanienne|mauritanian
cote d ivoire|ivory coast|ivoirien|ivoirienne|ivorian
guatemala|guatemalteque|guatemalan
djibouti|djiboutien|djiboutienne
amazonie|amazon
mediterranee|mediterranean
"""
_BODIES = """
nations unies|united nations|onu|un
maison blanche|white house
banque mondiale|world bank
conseil de securite|security council
affaires etrangeres|foreign
otan|nato|alliance atlantique
oms|who
fmi|imf
omc|wto
aiea|iaea
ong|ngo
"""
_CAPITALS = """
moscou russie|londres britain|paris france|washington etats|berlin allemagne|ankara turquie
athenes grece|teheran iran|pekin chine|tokyo japon|rome italie|madrid espagne|belgrade serbie
ryad arabie|kaboul afghanistan|nairobi kenya|varsovie pologne|budapest hongrie|pyongyang nord
seoul sud|manama bahrein|lisbonne portugal|bruxelles europe|jerusalem israel|kiev ukraine
minsk bielorussie|vienne autriche|ottawa canada|canberra australie|delhi inde|bagdad irak
damas syrie|alger algerie|tunis tunisie|rabat maroc|caire egypte|astana kazakhstan|dakar senegal
"""
_FUZZY = 6  # letters of a name from which one letter may differ
_SURE = 0.3  # probability of a translation that counts between names
_SOUNDS = {
    "fr": (("tch", "C"), ("sch", "S"), ("ch", "S"), ("dj", "J"), ("j", "J")),
    "en": (("tch", "C"), ("sch", "S"), ("ch", "C"), ("sh", "S"), ("kh", "k"), ("j", "J")),
}
_LEAST_SOUNDS = 3  # consonants of a name that is told by them


def merged(folded: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where a sentence names something by several words that one word can name: (first, end, key).

    ``folded`` are its words.
    """
    phrases = _phrases()
    found = []
    number = 0
    while number < len(folded):
        for length in (3, 2):
            key = phrases.get(tuple(folded[number : number + length]))
            if key is not None and number + length <= len(folded):
                found.append((number, number + length, key))
                number += length - 1
                break
        number += 1
    return found


@lru_cache(maxsize=50_000)
def name_key(folded: str) -> str:
    """What stands for a folded word and everything that names the same."""
    word = fold(folded).removesuffix("'s")
    alias = _phrases().get((word,)) or _phrases().get((word.removesuffix("s").removesuffix("e"),))
    if alias:
        return alias
    kin = kin_of(word)
    if not kin:
        return word
    return next((a for a in (_phrases().get((each,)) for each in sorted(kin)) if a), min(kin))


@lru_cache(maxsize=50_000)
def is_land(folded: str) -> bool:
    """Whether a folded word is a name wherever it stands: a country, a people, initials."""
    return bool(kin_of(folded)) or (folded,) in _lands()


@lru_cache(maxsize=200_000)
def same_name(one: str, language: str, other: str, other_language: str) -> bool:
    """Whether two keys name the same."""
    if one == other:
        return True
    if _is_told(one) or _is_told(other):
        return False
    close = min(len(one), len(other)) >= _FUZZY and abs(len(one) - len(other)) <= 1
    if close and typing_errors(one, other) <= 1:
        return True
    if language == other_language:
        return False
    return _sounds(one, language) == _sounds(other, other_language) or stem(
        other, other_language
    ) in _translations(one, language)


@lru_cache(maxsize=10_000)
def governed_from(key: str) -> str | None:
    """The key of the country that a capital speaks for."""
    return _capitals().get(key)


@lru_cache(maxsize=50_000)
def _is_told(key: str) -> bool:
    """Whether a key is told by a list, or is a number: it names what is written alike alone."""
    return key.startswith("@") or key[0].isdigit() or bool(kin_of(key))


@lru_cache(maxsize=50_000)
def _translations(key: str, language: str) -> frozenset[str]:
    found = load_lexicon().translations(stem(key, language), source=language)
    return frozenset(term for term, sure in found if sure >= _SURE)


@lru_cache(maxsize=50_000)
def _sounds(word: str, language: str) -> str:
    """The consonants of a name as they sound, whatever it is written in; alone where too few."""
    for written, sound in _SOUNDS.get(language, ()):
        word = word.replace(written, sound)
    bare = word[0] + re.sub(r"[aeiouyh\W]", "", word[1:])
    bare = re.sub(r"(.)\1+", r"\1", bare.replace("w", "v").replace("z", "s"))
    return bare if len(bare) >= _LEAST_SOUNDS else f"{word}/{language}"


@lru_cache
def _phrases() -> dict[tuple[str, ...], str]:
    return {**_table(_BODIES), **_lands()}


@lru_cache
def _lands() -> dict[tuple[str, ...], str]:
    return _table(_LANDS)


def _table(lines: str) -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for line in lines.strip().splitlines():
        forms = line.split("|")
        for form in forms:
            words = tuple(form.split())
            table[words] = f"@{forms[0]}"
            for each in kin_of(form) if len(words) == 1 else ():
                table[(each,)] = f"@{forms[0]}"
    return table


@lru_cache
def _capitals() -> dict[str, str]:
    pairs = (pair.split() for pair in _CAPITALS.strip().replace("\n", "|").split("|"))
    whole = {"etats": "@etats unis", "nord": "@coree du nord", "sud": "@coree du sud"}
    whole["arabie"] = "@arabie saoudite"
    return {name_key(city): whole.get(land) or name_key(land) for city, land in pairs}
