"""Sentence ends on hard French and English text."""

from __future__ import annotations

import pytest

from index.sentences import sentence_spans

# "¦" stands where one sentence ends and the next begins; the text is what is left without it.
FRENCH = [
    "M. Tokaïev est arrivé lundi.¦ Il repart mardi.",
    "MM. Aliev et Orbán ont signé.¦ Mme Sandu s'est abstenue.",
    "Mgr. Laurent et le Dr. Petit étaient là.¦ Le Pr. Caron aussi.",
    "Voir le décret n° 3 et l'art. 5 du code.¦ Rien d'autre.",
    "La citation est à la p. 12 du tome.¦ Elle est courte.",
    "Rome brûla en 64 ap. J.-C. sous Néron.¦ On l'accusa.",
    "La ville fut fondée en 52 av. J.-C.¦ Les Romains y restèrent.",
    "Du blé, de l'orge, etc.¦ Puis la récolte fut vendue.",
    "Du blé, de l'orge, etc. et même du riz.",
    "C'est J. Chirac qui décide.¦ F. W. de Klerk approuve.",
    "George W. Bush et J.-P. Raffarin se sont vus.¦ La presse aussi.",
    "Le texte sera soumis à l'ONU.¦ Puis au Conseil.",
    "Il est parti aux U.S.A.¦ Il a trouvé un emploi.",
    "L'O.N.U. a décidé hier.¦ L'O.T.A.N. attend encore.",
    "Le fonds atteint 10,5 milliards.¦ L'an dernier, 1.250.000 euros manquaient.",
    "Il en coûte 3.5 millions.¦ C'est cher.",
    "Le train part à 10 h. 30 de la gare.¦ Il arrive à 12 h.¦ Le retour est libre.",
    "Le site Booking.com a fermé.¦ Amazon.fr non.",
    "Écrivez à jean.dupont@exemple.fr avant lundi.¦ Voyez www.exemple.fr/Page.Html aussi.",
    "Ouvrez le fichier rapport.final.pdf ou https://ex.org/a.B?c=D.E puis lisez.¦ Merci.",
    "Il hésita... et puis il vint.¦ On rit.",
    "Il hésita…¦ Puis il vint.¦ On rit… un peu.",
    "« Eh bien...¦ Je ne sais pas. »",
    "Vraiment ?!¦ Oui, vraiment.",
    "« Quand viendrez-vous ? » a-t-il demandé.¦ Personne n'a répondu.",
    "« Il viendra. »¦ Puis le silence se fit.",
    "« Il viendra ».¦ Puis le silence se fit.",
    '"Il viendra." a-t-il dit.¦ Elle est partie.',
    '"Il viendra."¦ "Nous l\'attendrons."¦ La séance est levée.',
    "“Nous continuerons“ a poursuivi Aliev.¦ Notre volume d'échanges augmente.”",
    "« La paix est proche.¦ Nous la voulons tous.¦ Elle viendra », a dit Orbán.¦ Il a souri.",
    "« Je le dis.¦ Je le répète ! », a-t-il lancé.",
    "Budapest, 21 mai 2025 — Le président est arrivé.¦ Il est reparti.",
    "PARIS (AFP) - Le gouvernement recule.¦ Les syndicats s'en félicitent.",
    "Paris, 3 janv. 2015 – Le Sénat a voté.¦ Le texte passe.",
    "WASHINGTON, D.C. — Le président a parlé.¦ Le Congrès écoute.",
    "Ils se sont revus fin juin.¦Une nouvelle date est fixée.",
    "Le vote a eu lieu en juin.¦L'issue est incertaine.",
    "La phrase porte une note.[1]¦ La suivante aussi.[2][3]¦ Voilà.",
    "La note précède le point[4].¦ Voilà.",
    "Il pense à Louis XIV.¦ Il pense aussi à Henri IV, de France.",
    "C'était sous Charles X.¦ Il régna six ans.",
    "Rendez-vous le 1er.¦ Le 2, c'est férié.",
    "Il passe au plan B.¦ Le plan A échoue.",
    "Le suspect se nomme Karim B.¦ Le jeune homme a été interpellé.",
    "Jean-Marie Le Pen, dit J.-M. Le Pen, a parlé.¦ M. Le Drian aussi.",
    "La S.A.R.L. Dupont ferme.¦ Ses 12 salariés partent.",
    "La Cie. Générale est là.¦ Il y a du monde.",
    "Le P.-D.G. du groupe s'en va.¦ Son second reste.",
    "Le boss (M. X.) a tout nié.¦ La police enquête.",
    "(Il viendra.)¦ Puis il partira.",
    "Le ministre a parlé (sans notes !) pendant une heure.¦ On a dormi.",
    "« Nous voulons [...] une réponse. »¦ La réponse tarde.",
    "Il a 3 ans d'avance.¦ 12 pays l'imitent.",
    "Nous étions en 2025.¦ Le sommet s'ouvrait.",
    "iPhone en main, il sort.¦ iOS plante.",
    "Bravo ! 😀¦ On y va.",
    "Le hashtag suit.¦ #Budapest est en tête.¦ @orban_v répond.",
    "Oui.¦ Non.¦ Peut-être.",
    "— Viendrez-vous ?¦ — Jamais !¦ — Pourquoi ?",
    "Il a dit : « Je viens. »¦ Elle a dit : « Reste ! »¦ Fin.",
    "« Vous êtes prêt ? »¦ Il hocha la tête.",
    '" Il viendra. "¦ Puis le silence se fit.',
    'Il a dit " non. "¦ " Jamais ", a-t-elle répondu.¦ Voilà.',
    "L'article dit « le bien, le mal, etc. » sans rien préciser.¦ C'est court.",
    "Le général (2e div.) commande.¦ Il commande bien.",
    "Ph. Martin et Ch. Durand, p. ex. celui de Lyon, votent.¦ C'est fini.",
    "Il habite au 12, av. Foch, près du bd. Raspail.¦ C'est loin.",
    "Selon le chap. IV et la fig. 2, tout va.¦ Voyez le vol. 3.",
    "L'œuvre d'art.¦ L'art. 3 la protège.",
    "Il gagne 5.000 euros.¦ Ce n'est pas assez.",
    "Le score est de 3-2.¦ « C'est mérité », dit-il.",
    "Tél. 01 02 03 04 05.¦ Fermé le lundi.",
    "À l'O.N.U.¦ Il a pris la parole.",
    "Le col.¦ Le coureur l'a passé seul.",
    "Il a répondu : « Non.¦ Jamais.¦ Et je le maintiens. »¦ Puis il est sorti.",
    "Le cours est à 1,12 $.¦ L'euro baisse de 0,5 %.¦ L'or monte.",
    "Dans l'affaire Dupont c. Durand, le juge a tranché.¦ L'appel est possible.",
    "Rendez-vous à la page 3 (cf. Annexe A).¦ Merci.",
    "Il est né le 5 sept. 1950 à Astana.¦ Il y vit.",
    "Le projet coûte 3 M€.¦ L'État paie.",
    "« Je pars », dit-il.¦ « Moi aussi », répondit-elle.",
    "Le Conseil (O.N.U.) s'est réuni.¦ Rien n'en sort.",
    "M. le Président, Mme. Royal et Me. Duval sont là.¦ Tous écoutent.",
    "Le film dure 1 h. 45.¦ Il est long.",
    "Voici l'adresse : 3 bis, bd. Voltaire.¦ Venez !",
    "Selon l'A.F.P., l'U.R.S.S. n'est plus.¦ La Russie, si.",
    "Il a dit « non »…¦ Mais il viendra.",
    "Le vaccin (cf. p. 3, n° 12) est sûr.¦ L'O.M.S. l'assure.",
    "Elle a 30 ans, il en a 31.¦ 5 ans plus tard, ils partent.",
    "« Où est-il ?¦ Que fait-il ? » s'interroge-t-on.¦ Nul ne sait.",
    "Pourquoi ? parce qu'il le faut.¦ Voilà.",
    "Ah ! si j'étais riche !¦ Hélas !",
    "Il pleut.¦ – Non, il neige, dit-elle.¦ – Ah ?",
    "La version 2.0.1 est sortie.¦ La 2.1 suivra.",
    "L'équipe a battu l'A.S. Monaco.¦ L'O.M. a perdu.",
    "«Il est parti.»¦ «Où ?»¦ «Loin.»",
    "Le journal Liberation.fr l'annonce.¦ Leparisien.fr dément.",
    "«\u00a0Est-ce vrai\u00a0?\u00a0»¦ Non\u202f!¦ Si.",
    "Il a crié « Stop ! » avant de sortir.¦ Puis plus rien.",
    "Article 1er.¦ La République est indivisible.",
    "Les accords de 1995, 1998, 2003...¦ Aucun n'a tenu.",
    "Il n'a que... 2 voix d'avance.¦ C'est peu.",
    "Le Dr. A. Martin et le Pr. B. Durand.¦ Tous deux ont signé.",
    "Les chefs d'État (Tokaïev, Aliev, Orbán…) ont signé.¦ La presse attendait.",
    "Il joue au F.C. Barcelone.¦ Il gagne.",
    "« J'ai essayé (...)¦ Je n'ai pas pu. »¦ Il pleure.",
    "Le texte, selon l'AFP.¦Deux ministres l'ont lu.",
    "L’accord de l’O.N.U.¦ L’Europe l’attend.",
    "Les prix montent de 3 %.¦ Ceux de l'énergie, de 12 %...¦ « C'est trop », dit-on.",
    "Charles III a succédé à Elizabeth II.¦ William attend.",
    "Le groupe « Les M. » chante.¦ On danse.",
    "Il régna longtemps (r. 1590-1613).[réf. nécessaire]¦ Il mourut vieux.",
    "Il a acheté une Wii U.¦ Toujours la même.",
]

ENGLISH = [
    "U.S. officials met Mr. Smith on Monday.¦ No deal was reached.",
    "He lives in the U.S.¦ He likes it there.",
    "U.S. President Joe Biden spoke at 5 p.m. Monday.¦ The crowd cheered.",
    "The talks ended at 5 p.m.¦ The ministers left at 6 a.m. on Tuesday.",
    "On Jan. 5 the treaty was signed.¦ It took effect on Sept. 11, 2025.",
    "Apple Inc. said so.¦ Google Inc. and Ford Motor Co. agreed.",
    "She works for Acme Corp.¦ She is its lawyer.",
    "It was France vs. Germany.¦ Germany won.",
    "Bring fruit, e.g. apples, i.e. something sweet.¦ Thanks.",
    "See Dr. Jones, Ph.D., at St. Mary's.¦ Mrs. Brown is away.",
    "George H. W. Bush met F. W. de Klerk.¦ They talked.",
    "He is ranked No. 10 in the world.¦ No. 1 is out.",
    "Growth was 3.5 percent.¦ Inflation was 2.1 percent.",
    "“We will win.¦ We must win,” he said.¦ They lost.",
    "“Will you come?” she asked.¦ He nodded.",
    "He said, “I'm done.”¦ Then he left.",
    '"Is it over?"¦ Nobody answered.',
    "He left (at last!) on Friday.¦ We stayed.",
    "WASHINGTON (AP) — The Senate voted Tuesday.¦ The House will follow.",
    "Wait... what?¦ Yes.",
    "Martin Luther King Jr. spoke.¦ John Doe Sr.¦ The crowd listened.",
    "Sen. Bernie Sanders and Rep. Alexandria Ocasio-Cortez voted.¦ Gov. Newsom did not.",
    "Read the study by Jones et al. (2015) first.¦ It is short.",
    "The firm is based in Washington, D.C.¦ Its chief lives in St. Louis.",
    "Node.js and Booking.com were down.¦ Users complained.",
    "The meeting is on the 3rd.¦ The vote is on the 4th.",
    "He moved to the U.K. in 2010.¦ In the U.K. Parliament he spoke twice.",
    "J. K. Rowling wrote it.¦ I read it.",
    "Gen. Lee and Lt. Col. Grant talked.¦ The war ended.",
    "It cost $4.5 million.¦ $3 million came from the state.",
    "“I came.¦ I saw.¦ I conquered.”¦ That was all.",
    "He said (and I quote): “No.”¦ She left.",
    "The U.N. General Assembly met.¦ It voted.",
    "Mr. and Mrs. Jones left.¦ Prof. Green stayed.",
    "It was 10:30 a.m. in New York.¦ It was 4:30 p.m. in Paris.",
    "It happened on Dec. 7.¦ Ten people died.",
    "Visit example.com.¦ It is free.",
    "He met Col. Smith at Ft. Bragg against the wishes of Sen. Doe.¦ He won.",
    "Is this Dr. No?¦ Yes.",
    "He went to Washington, D.C., last May.¦ He flew.",
    '"Stop!" he cried.¦ "Don\'t move."',
    "We need eggs, milk, etc.¦ Then we bake.",
]

OTHER = [
    "هل ستأتي؟¦ نعم، سآتي غداً.¦ شكراً.",
    "你好。¦我来了！¦你呢？",
    "「你好。」¦我说。",
    "Съезд окончен.¦ Все ушли.",
    "Музей имени А. С. Пушкина закрыт.¦ Все ушли.",
    "Η συνάντηση τελείωσε.¦ Όλοι έφυγαν.",
]


def _fails(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize("marked", [*FRENCH, *ENGLISH, *OTHER])
def test_a_hard_line_is_cut_where_a_reader_would(marked: str) -> None:
    assert sentences(marked.replace("¦", "")) == [part.strip() for part in marked.split("¦")]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            "Le site de Yahoo! France a fermé.", marks=_fails("a name that ends with a stop")
        ),
        pytest.param(
            "Il a tourné pour Warner Bros.¦ Schumacher l'a dirigé.",
            marks=_fails("a name after an abbreviation that may end a sentence"),
        ),
        pytest.param(
            "Elle lisait Malcolm X.¦ Washington l'a salué.",
            marks=_fails("a surname of one letter before a name"),
        ),
        pytest.param(
            "Tout était dit.¦ le reste suivit.", marks=_fails("a sentence without a capital")
        ),
    ],
)
def test_a_line_that_needs_its_meaning_is_cut_too(marked: str) -> None:
    assert sentences(marked.replace("¦", "")) == [part.strip() for part in marked.split("¦")]
