"""French and English words that a dot belongs to, and words that begin a sentence after one."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A dot after these never ends a sentence: a name, or the rest of the expression, follows.
BEFORE_NAME = _words(
    """
    MM Mgr Mme Mmes Mlle Mlles Me Mes Dr dr Drs Pr Prof St Ste Sts Mr Mrs Ms Messrs Gen Gén Col Cdt
    Capt Lt Sgt Maj Cmdr Adm Sen Rep Reps Gov Pres Prés Hon Rev Rép Mt Ft Univ
    vs v c cf env av ap apr bd boul e.g i.e approx dir
    """
)
# After these it ends none when a number follows: "art. 5", "Jan. 5", "No. 10".
BEFORE_NUMBER = _words(
    """
    n no nos No Nos n° nᵒ N° p pp P ca r t vol Vol chap Chap ch fig Fig art Art arts al Al ann éd
    sect tél Tél tel Tel réf ref Ref § Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    janv févr avr juil sept oct nov déc
    """
)
# These end a sentence only where an unmistakable beginning follows.
MAY_END = _words(
    """
    Inc Corp Ltd Co Cos Bros Jr Sr Cie Ave Blvd Rd al ex p.ex prof dép dépt div hab Ph.D Ed Eds ed
    eds trad
    """
)
# A lone capital after these is a label and no initial: "le plan B. Puis".
LABELLED = _words(
    """
    plan plans groupe vitamine vitamines hépatite point catégorie classe type série annexe option
    ligne poule division section partie terminal zone lettre formule grippe bâtiment
    group vitamin hepatitis category class series appendix grade letter
    """
)
BEGINNING = re.compile(
    # Words that are also parts of names ("J. Le Pen") need a lower-case word after them.
    r"(?:(?:Le|La|Les|Un|Une|Des|De|Du|Au|Aux|The|A|An|In|So|To)\s+|D['’])(?=[^\W_A-ZÀ-ÖØ-Þ])"
    r"|(?:[JCSQNTML]|Jusqu|Lorsqu|Puisqu)['’]|(?:D['’]après|Aujourd['’]hui)\b"
    r"|(?:Ils?|Elles?|On|Je|Nous|Vous|Tu|Ce|Cela|Ça|Cet|Cette|Ces|Celui|Celle|Ceux|Mais|Et|Ou|Or"
    r"|Donc|Car|Puis|Ainsi|Alors|Après|Avant|Avec|Sans|Pour|Par|Parmi|Selon|Dans|En|Depuis|Pendant"
    r"|Durant|Lors|Lorsque|Quand|Si|Comme|Malgré|Toutefois|Cependant|Pourtant|Néanmoins|Enfin"
    r"|Ensuite|Aussi|Hier|Demain|Son|Sa|Ses|Leurs?|Notre|Nos|Votre|Vos|Mon|Ma|Mes|Qui|Que|Quel"
    r"|Quelle|Où|Comment|Pourquoi|Tout|Tous|Toutes?|Plusieurs|Chaque|Aucune?|Certaine?s|Deux|Trois"
    r"|Entre|Sur|Sous|Vers|Chez|Dès|Grâce|Face|Quant|Voilà|Voici|Ici|À|Y|Rien|Personne|Même|Déjà"
    r"|Plus|Moins|Non|Oui|Contre|Outre|Née?|Toujours|Jamais|Beaucoup|Quelques|Autres?|Afin|Lui|Eux"
    r"|He|She|It|They|We|You|I|This|That|These|Those|There|Here|His|Her|Its|Their|Our|My|But|And"
    r"|Yet|At|By|For|From|With|Without|After|Before|Since|When|While|If|As|Although|Though|However"
    r"|Meanwhile|Moreover|Also|Then|Now|Some|Many|Most|All|Each|No|Not|What|Who|Why|How|Where|Of"
    r"|Both|Under|During|Last|Earlier|Later)(?![\w.])"
)
# Words that no sentence ends with: dots after them are a pause ("il n'a que... deux voix").
PAUSED = re.compile(
    r"\b(?:à|de|du|des|en|pour|chez|depuis|durant|dans|sur|par|avec|sans|le|la|les|un|une|au|aux|et"
    r"|ou|que|est|sont|seulement|the|of|in|for|with|by|and|or|than|is|are|only)\s?$"
)
