"""Words that name the same thing: a country, its people and its language; months and days.

"Turquie" and "turc" share no stem, and an English question writes "Turkish" or "June". Forms are
folded and singular.
"""

from __future__ import annotations

from functools import lru_cache

_KIN = """
afghanistan afghan afghane
albanie albania albanais albanian
algerie algeria algerien algerienne algerian
allemagne germany allemand allemande german
arabie arabia saoudien saoudienne saoudite saudi
amerique america americain americaine american
argentine argentina argentin argentinian
armenie armenia armenien armenienne armenian
australie australia australien australienne australian
autriche austria autrichien autrichienne austrian
azerbaidjan azerbaijan azerbaidjanais azeri azerie azerbaijani
belgique belgium belge belgian
bielorussie belarus bielorusse belarusian
bosnie bosnia bosnien bosniaque bosnian
bresil brazil bresilien bresilienne brazilian
bulgarie bulgaria bulgare bulgarian
cameroun cameroon camerounais cameroonian
canada canadien canadienne canadian
chili chile chilien chilienne chilean
chine china chinois chinoise chinese
chypre cyprus chypriote cypriot
colombie colombia colombien colombienne colombian
coree korea coreen coreenne korean
croatie croatia croate croatian
cuba cubain cubaine cuban
danemark denmark danois danoise danish
egypte egypt egyptien egyptienne egyptian
espagne spain espagnol espagnole spanish
estonie estonia estonien estonienne estonian
ethiopie ethiopia ethiopien ethiopienne ethiopian
europe europeen europeenne european
finlande finland finlandais finlandaise finnish
france francais francaise french
georgie georgia georgien georgienne georgian
grece greece grec grecque greek
hongrie hungary hongrois hongroise hungarian
inde india indien indienne indian
indonesie indonesia indonesien indonesienne indonesian
irak iraq irakien irakienne iraqi
iran iranien iranienne iranian
irlande ireland irlandais irlandaise irish
islande iceland islandais islandaise icelandic
israel israelien israelienne israeli
italie italy italien italienne italian
japon japan japonais japonaise japanese
jordanie jordan jordanien jordanienne jordanian
kazakhstan kazakh kazakhe kazakhstanais
kenya kenyan kenyane
kirghizistan kirghizstan kyrgyzstan kirghize kirghiz kyrgyz
kosovo kosovar kosovare
lettonie latvia letton lettone latvian
liban lebanon libanais libanaise lebanese
libye libya libyen libyenne libyan
lituanie lithuania lituanien lituanienne lithuanian
luxembourg luxembourgeois luxembourgeoise
macedoine macedonia macedonien macedonienne macedonian
malte malta maltais maltaise maltese
maroc morocco marocain marocaine moroccan
mexique mexico mexicain mexicaine mexican
moldavie moldova moldave moldovan
mongolie mongolia mongol mongole mongolian
norvege norway norvegien norvegienne norwegian
ouzbekistan uzbekistan ouzbek ouzbeke uzbek
pakistan pakistanais pakistanaise pakistani
palestine palestinien palestinienne palestinian
netherlands neerlandais neerlandaise dutch
perou peru peruvien peruvienne peruvian
pologne poland polonais polonaise polish
portugal portugais portugaise portuguese
qatar qatari qatarien qatarienne
roumanie romania roumain roumaine romanian
britain britannique british
russie russia russe russian
senegal senegalais senegalaise senegalese
serbie serbia serbe serbian
slovaquie slovakia slovaque slovak
slovenie slovenia slovene slovenian
soudan sudan soudanais soudanaise sudanese
suede sweden suedois suedoise swedish
suisse switzerland swiss
syrie syria syrien syrienne syrian
tadjikistan tajikistan tadjik tadjike tajik
tchad chad tchadien tchadienne chadian
tcheque czech tchequie czechia
thailande thailand thailandais thailandaise thai
tunisie tunisia tunisien tunisienne tunisian
turkmenistan turkmene turkmen
turquie turkey turkiye turc turque turkish
turcique turkic
ukraine ukrainien ukrainienne ukrainian
venezuela venezuelien venezuelienne venezuelan
vietnam vietnamien vietnamienne vietnamese
afrique africa africain africaine african
asie asia asiatique asian
janvier january
fevrier february
mars march
avril april
mai may
juin june
juillet july
aout august
septembre september
octobre october
novembre november
decembre december
lundi monday
mardi tuesday
mercredi wednesday
jeudi thursday
vendredi friday
samedi saturday
dimanche sunday
"""
# Capitals, which stand in the news for their governments ("Moscou a répondu": "la réponse russe").
_SEATS = """
kaboul kabul afghan
alger algiers algerien algerian
berlin allemand german
riyad riyadh saoudien saudi
washington americain american
canberra australien australian
vienne vienna autrichien austrian
bakou baku azerbaidjanais azerbaijani
bruxelles brussels europeen european belge belgian
minsk bielorusse belarusian belarus
brasilia bresilien brazilian
ottawa canadien canadian
pekin beijing chinois chinese
pyongyang coreen korean
seoul coreen korean
havane havana cubain cuban
caire cairo egyptien egyptian
madrid espagnol spanish
paris francais french
athenes athens grec greek
budapest hongrois hungarian
delhi indien indian
bagdad baghdad irakien iraqi
teheran tehran iranien iranian
rome italien italian
tokyo japonais japanese
amman jordanien jordanian
astana kazakh
beyrouth beirut libanais lebanese
tripoli libyen libyan
bamako malien malian
rabat marocain moroccan
mexico mexicain mexican
oslo norvegien norwegian
islamabad pakistanais pakistani
varsovie warsaw polonais polish
lisbonne lisbon portugais portuguese
bucarest bucharest roumain romanian
londres london britannique british
moscou moscow russe russian
kremlin russe russian
damas damascus syrien syrian
dakar senegalais senegalese
belgrade serbe serbian
stockholm suedois swedish
tunis tunisien tunisian
ankara turc turkish
kiev kyiv ukrainien ukrainian
caracas venezuelien venezuelan
hanoi vietnamien vietnamese
"""


def kin_of(word: str) -> frozenset[str]:
    """The folded words, French and English, that name the same thing as a folded word."""
    table = _table()
    return table.get(word) or table.get(singular(word)) or frozenset()


def seat_of(word: str) -> frozenset[str]:
    """The words that name the country of a folded word that is a capital, or none."""
    return _seats().get(word, frozenset())


def is_kin(word: str, kin: frozenset[str]) -> bool:
    """Whether a folded word, or the one that it is the plural of, is among ``kin``."""
    return word in kin or singular(word) in kin


def singular(word: str) -> str:
    """A folded word without the s of a plural."""
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


@lru_cache(maxsize=1)
def _seats() -> dict[str, frozenset[str]]:
    """The country's words of each capital, and the capitals of each of these words."""
    found: dict[str, set[str]] = {}
    for line in _SEATS.strip().splitlines():
        words = line.split()
        countries = {kin for word in words for kin in kin_of(word)}
        capitals = [word for word in words if not kin_of(word)]
        for capital in capitals:
            found.setdefault(capital, set()).update(countries)
        for country in countries:
            found.setdefault(country, set()).update(capitals)
    return {word: frozenset(group) for word, group in found.items()}


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    groups = (frozenset(line.split()) for line in _KIN.strip().splitlines())
    return {word: group for group in groups for word in group}
