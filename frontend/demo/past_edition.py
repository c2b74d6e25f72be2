"""The edition before, 2026 in Metz, with its public result. All names, works and sentences are invented."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from frontend.demo.edition_rules import CONSENTS, CRITERIA, PRIZES
from frontend.demo.edition_texts import DATA_PROTECTION, JURY_NOTE, NEEDS
from frontend.demo.shapes import DemoEdition, DemoFinalist, DemoWork, Language, Texts, texts
from frontend.demo.synth import Character, piece_for

PAST_EDITION: Final = DemoEdition(
    slug="2026",
    year=2026,
    host_city="met",
    title=texts(
        "QuattroPole-Musikpreis · musik.innovativ 2026",
        "Prix de musique QuattroPole · musik.innovativ 2026",
        "QuattroPole-Musekspräis · musik.innovativ 2026",
        "QuattroPole music prize · musik.innovativ 2026",
    ),
    summary=texts(
        "Sechs Finalistinnen und Finalisten, vier Städte, ein Abend in Metz.",
        "Six finalistes, quatre villes, une soirée à Metz.",
        "Sechs Finalistinnen a Finalisten, véier Stied, een Owend zu Metz.",
        "Six finalists, four cities, one night in Metz.",
    ),
    call_text=texts(
        "Die Ausschreibung 2026 ist abgeschlossen. Gesucht waren drei Werke, die mit digitalen Techniken arbeiten, von "
        "Menschen mit einer Verbindung zu einer der vier Städte. Das Finale fand im April 2026 in Metz statt.",
        "L'appel 2026 est clos. Étaient demandées trois œuvres travaillant avec les techniques numériques, par des "
        "personnes liées à l'une des quatre villes. La finale a eu lieu en avril 2026 à Metz.",
        "Den Opruff 2026 ass ofgeschloss. Gefrot waren dräi Wierker, déi mat digitalen Technike schaffen, vu Leit mat "
        "enger Verbindung zu enger vun de véier Stied. D'Finall war am Abrëll 2026 zu Metz.",
        "The call for 2026 is closed. It asked for three works that use digital techniques, by people with a link to "
        "one of the four cities. The final took place in Metz in April 2026.",
    ),
    jury_note=JURY_NOTE,
    needs=NEEDS,
    data_protection=DATA_PROTECTION,
    criteria=CRITERIA,
    prizes=PRIZES,
    consents=CONSENTS,
)


def _finalist(
    name: str,
    language: Language,
    city: str,
    work: tuple[Character, str, int, str],
    presentation: Texts,
    prize: Literal["main", "special"] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> DemoFinalist:
    character, title, seed, description = work
    piece = piece_for(character, seed)
    made = DemoWork(1, title, 2025, False, name, description, 0, piece)
    return DemoFinalist(name, language, city, presentation, made, prize, reasons or {})


FINALISTS: Final = (
    _finalist(
        "Edmée Rostaing-Falk", "fr", "met",
        (Character.DRONE, "Ce qui reste du pont", 2601,
         "Sept sons tenus, enregistrés sur les câbles d'un pont, battent les uns contre les autres et s'éteignent un à "
         "un. Sans paroles."),
        texts(
            "Edmée Rostaing-Falk lässt die Seile einer Brücke klingen und macht aus ihren Schwebungen eine "
            "Partitur für "
            "den ganzen Saal.",
            "Edmée Rostaing-Falk fait sonner les câbles d'un pont et tire de leurs battements une partition pour toute "
            "la salle.",
            "D'Edmée Rostaing-Falk léisst d'Seeler vun enger Bréck kléngen a mécht aus hire Schwiewungen eng Partitur "
            "fir de ganze Sall.",
            "Edmée Rostaing-Falk makes the cables of a bridge sound and turns their beating into a score for the whole "
            "hall.",
        ),
        "main",
        texts(
            "Mit einfachsten Mitteln entsteht eine Musik, die man mit dem ganzen Körper hört. Die digitale Technik ist "
            "überall und nirgends zu sehen: Sie misst, verstimmt und hält sich zurück. Die drei Werke gehören zusammen "
            "wie drei Jahreszeiten, und auf der Bühne wird aus dem Saal selbst ein Instrument. Die Jury war sich "
            "einig, so etwas noch nicht gehört zu haben.",
            "Avec les moyens les plus simples naît une musique que l'on écoute de tout son corps. La technique "
            "numérique "
            "est partout et ne se montre nulle part : elle mesure, désaccorde et s'efface. Les trois œuvres se "
            "tiennent "
            "comme trois saisons et, sur scène, la salle elle-même devient instrument. Le jury est unanime : il "
            "n'avait "
            "encore rien entendu de tel.",
            "Mat deenen einfachste Mëttelen entsteet eng Musek, déi een am ganze Kierper spiert. Déi digital "
            "Technik ass "
            "iwwerall an néierens ze gesinn: si moosst, verstëmmt an hält sech zeréck. Déi dräi Wierker gehéieren "
            "zesumme wéi dräi Joreszäiten, an op der Bün gëtt de Sall selwer zum Instrument. De Jury war sech eens, "
            "datt hien esou eppes nach net héieren hat.",
            "With the simplest of means comes a music that one hears with the whole body. The digital technique is "
            "everywhere and nowhere to be seen: it measures, detunes and holds back. The three works belong together "
            "like three seasons, and on stage the hall itself becomes an instrument. The jury agreed that it had not "
            "heard anything like it before.",
        ),
    ),
    _finalist(
        "Werkgruppe Ziegelstaub", "de", "sbr",
        (Character.PULSE, "Pausenhof, zweite Ableitung", 2602,
         "Ein Tanzstück aus Ballspielgeräuschen mit Bass und Trommelmaschine. Jeder vierte Takt gerät aus dem Tritt."),
        texts(
            "Die Werkgruppe Ziegelstaub gibt Kindern Sensoren in die Hand und tanzt nach dem, was dabei herauskommt.",
            "Werkgruppe Ziegelstaub confie des capteurs à des enfants et danse sur ce qu'il en sort.",
            "D'Werkgruppe Ziegelstaub gëtt Kanner Sensoren an d'Hand an danzt no deem, wat dobäi erauskënnt.",
            "Werkgruppe Ziegelstaub hands sensors to children and dances to what comes of it.",
        ),
        "special",
        texts(
            "Der Sonderpreis gilt einer Arbeit, die andere mitspielen lässt, ohne an Strenge zu verlieren. Aus "
            "dem Lärm "
            "eines Schulhofs wird ein Rhythmus, dem man sich nicht entziehen kann. Dass die Beteiligten zwischen acht "
            "und zwölf Jahre alt sind, hört man nur an der Freude.",
            "Le prix spécial distingue un travail qui laisse jouer les autres sans rien perdre de sa rigueur. Du bruit "
            "d'une cour d'école naît un rythme irrésistible. Que les participants aient entre huit et douze ans, on ne "
            "l'entend qu'à la joie.",
            "De Spezialpräis geet un eng Aarbecht, déi anerer matspille léisst, ouni u Strengt ze verléieren. Aus dem "
            "Kaméidi vun engem Schoulhaff gëtt e Rhythmus, deem ee sech net entzéie kann. Datt déi Bedeelegt tëschent "
            "aacht an zwielef Joer al sinn, héiert een nëmmen un der Freed.",
            "The special prize goes to a work that lets others play along without losing its rigour. Out of the "
            "noise of "
            "a school yard comes a rhythm one cannot resist. That the players are between eight and twelve "
            "years old is "
            "heard only in their joy.",
        ),
    ),
    _finalist(
        "Marc-Olivier Steyer-Conrath", "lb", "lux",
        (Character.BELLS, "Aacht Klacken am Tunnel", 2603,
         "Klackeschléi mat laangem Nohall, an engem Tunnel opgeholl a live verstëmmt. Keng Wierder."),
        texts(
            "Marc-Olivier Steyer-Conrath hat acht Glocken in einem Fußgängertunnel aufgehängt und spielt sie vom "
            "Rechner aus.",
            "Marc-Olivier Steyer-Conrath a suspendu huit cloches dans un tunnel piéton et les joue depuis "
            "l'ordinateur.",
            "De Marc-Olivier Steyer-Conrath huet aacht Klacken an engem Foussgängertunnel opgehaangen a spillt se vum "
            "Computer aus.",
            "Marc-Olivier Steyer-Conrath has hung eight bells in a pedestrian tunnel and plays them from a computer.",
        ),
    ),
    _finalist(
        "Wenke Auerhammer", "de", "tri",
        (Character.VOICE, "Alphabet der Lippen", 2604,
         "Silben ohne Worte, gesprochen und gesungen, von einer künstlichen Stimme beantwortet:\n\nm-a, b-o, f-u"),
        texts(
            "Wenke Auerhammer lehrt ein neuronales Netz das Stottern und singt mit ihm im Duett.",
            "Wenke Auerhammer apprend à un réseau de neurones à bégayer et chante en duo avec lui.",
            "D'Wenke Auerhammer léiert engem neuronalen Netz d'Stotteren a séngt mat him am Duo.",
            "Wenke Auerhammer teaches a neural network to stutter and sings duets with it.",
        ),
    ),
    _finalist(
        "Quatuor Étendoir", "fr", "met",
        (Character.PLUCK, "Cordes à linge", 2605,
         "Quatuor à cordes pincées, prolongées par l'ordinateur. Les notes passent d'un balcon à l'autre. Sans "
         "paroles."),
        texts(
            "Das Quatuor Étendoir spielt auf Wäscheleinen zwischen vier Balkonen; der Rechner stimmt sie nach.",
            "Le Quatuor Étendoir joue sur des cordes à linge tendues entre quatre balcons ; l'ordinateur les "
            "accorde.",
            "De Quatuor Étendoir spillt op Wäschléngten tëschent véier Balkonen; de Computer stëmmt se no.",
            "Quatuor Étendoir plays on washing lines between four balconies; the computer keeps them in tune.",
        ),
    ),
    _finalist(
        "Jaro Binsfeldt & Ida Korngrün", "de", "tri",
        (Character.GRAINS, "Streuobst", 2606,
         "Tausende kurzer Ausschnitte aus Erntegeräuschen, die sich zu einer Melodie verdichten und wieder zerfallen."),
        texts(
            "Jaro Binsfeldt und Ida Korngrün streuen Erntegeräusche in den Saal und lassen das Publikum sie "
            "aufsammeln.",
            "Jaro Binsfeldt et Ida Korngrün sèment dans la salle les sons d'une récolte que le public vient ramasser.",
            "De Jaro Binsfeldt an d'Ida Korngrün streeën d'Geräischer vun der Recolte an de Sall an d'Publikum "
            "liest se "
            "op.",
            "Jaro Binsfeldt and Ida Korngrün scatter the sounds of a harvest in the hall for the audience to pick up.",
        ),
    ),
)  # fmt: skip
