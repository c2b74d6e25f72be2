"""Criteria, prizes and consents of the demo editions, in four languages."""

from __future__ import annotations

from typing import Final

from frontend.demo.shapes import DemoConsent, DemoCriterion, DemoPrize, texts

CRITERIA: Final = (
    DemoCriterion(
        "innovation", 30,
        texts("Innovation und digitale Technik", "Innovation et technique numérique",
              "Innovatioun an digital Technik", "Innovation and digital technique"),
        texts("Wie neu ist, was hier mit digitalen Mitteln geschieht, und wie sicher werden sie beherrscht?",
              "Ce qui se fait ici avec les moyens numériques est-il nouveau, et avec quelle maîtrise ?",
              "Wéi nei ass dat, wat hei mat digitale Mëttele geschitt, a wéi sécher gi se beherrscht?",
              "How new is what happens here with digital means, and how well are they mastered?"),
        texts("Bekanntes Verfahren, ohne eigenen Zugriff", "Procédé connu, sans apport personnel",
              "Bekannten Oflaf, ouni eegenen Zougrëff", "A known procedure, with nothing of one's own"),
        texts("So noch nicht gehört, und zwingend", "Jamais entendu ainsi, et nécessaire",
              "Esou nach net héieren, an zwéngend", "Not heard like this before, and compelling"),
    ),
    DemoCriterion(
        "artistry", 35,
        texts("Künstlerische Qualität", "Qualité artistique", "Kënschtleresch Qualitéit", "Artistic quality"),
        texts("Tragen Einfall, Form und Klang die Musik, auch beim zweiten Hören?",
              "L'idée, la forme et le son portent-ils la musique, même à la seconde écoute ?",
              "Droen d'Iddi, d'Form an de Klang d'Musek, och beim zweete Lauschteren?",
              "Do idea, form and sound carry the music, on a second hearing too?"),
        texts("Bleibt blass, ohne Form", "Reste pâle, sans forme", "Bleift blatzeg, ouni Form", "Pale and without "
                                                                                                "form"),
        texts("Eigenständig, durchgeformt, berührend", "Singulier, abouti, touchant",
              "Eegestänneg, duerchgeformt, beréierend", "Of its own, fully formed, moving"),
    ),
    DemoCriterion(
        "coherence", 15,
        texts("Zusammenhang der drei Werke", "Cohérence des trois œuvres", "Zesummenhang vun den dräi Wierker",
              "Coherence of the three works"),
        texts("Zeigen die drei Werke zusammen eine Handschrift und eine Entwicklung?",
              "Les trois œuvres montrent-elles ensemble une écriture et une évolution ?",
              "Weisen déi dräi Wierker zesummen eng Handschrëft an eng Entwécklung?",
              "Do the three works together show one hand, and a development?"),
        texts("Drei Dinge ohne Bezug", "Trois choses sans rapport", "Dräi Saachen ouni Bezuch",
              "Three things without a link"),
        texts("Eine Handschrift, drei Seiten davon", "Une écriture, trois de ses faces",
              "Eng Handschrëft, dräi Säiten dovun", "One hand, three sides of it"),
    ),
    DemoCriterion(
        "stage", 20,
        texts("Aufführung und Bühnenkonzept", "Performance et projet scénique", "Performance a Bünekonzept",
              "Performance and stage concept"),
        texts("Lässt sich das Projekt auf die Bühne bringen, und gewinnt es dort?",
              "Le projet peut-il être porté à la scène, et y gagne-t-il ?",
              "Léisst sech de Projet op d'Bün bréngen, a gewënnt en do?",
              "Can the project be brought on stage, and does it gain there?"),
        texts("Nicht erkennbar oder nicht machbar", "Absent ou irréalisable", "Net ze erkennen oder net ze maachen",
              "Not visible, or not feasible"),
        texts("Klar, machbar, nur live zu haben", "Clair, réalisable, à ne vivre que sur place",
              "Kloer, maachbar, nëmme live ze hunn", "Clear, feasible, to be had only live"),
    ),
)  # fmt: skip

PRIZES: Final = (
    DemoPrize(
        "main",
        texts("QuattroPole-Musikpreis", "Prix de musique QuattroPole", "QuattroPole-Musekspräis",
              "QuattroPole music prize"),
        texts("10.000 Euro und je ein Konzert in den drei anderen Städten.",
              "10 000 euros et un concert dans chacune des trois autres villes.",
              "10.000 Euro an ee Concert an all eenzelner vun deenen dräi anere Stied.",
              "10,000 euro and a concert in each of the three other cities."),
        1_000_000,
    ),
    DemoPrize(
        "special",
        texts("Sonderpreis der Jury", "Prix spécial du jury", "Spezialpräis vum Jury", "Special prize of the jury"),
        texts("Die Jury kann ihn für eine besondere Leistung vergeben; sie muss es nicht.",
              "Le jury peut le décerner pour un mérite particulier ; il n'y est pas tenu.",
              "De Jury kann e fir eng besonnesch Leeschtung verginn; hie muss et net.",
              "The jury may award it for something exceptional; it need not."),
        0,
    ),
)  # fmt: skip

CONSENTS: Final = (
    DemoConsent(
        "rules", True,
        texts("Teilnahmeregeln", "Règlement", "Reglement", "Rules of the prize"),
        texts("Ich habe die Teilnahmeregeln gelesen und nehme nach ihnen am Preis teil. Die drei Werke stammen von "
              "mir oder von uns; "
              "wir dürfen sie einreichen.",
              "J'ai lu le règlement et j'y souscris. Les trois œuvres sont de moi ou de nous ; nous avons le droit de "
              "les présenter.",
              "Ech hunn d'Reglement gelies a sinn domat averstanen. Déi dräi Wierker si vu mir oder vun eis; "
              "mir däerfe "
              "se eraschécken.",
              "I have read the rules and agree to take part under them. The three works are mine or ours, and we may "
              "send them in."),
    ),
    DemoConsent(
        "excerpt", False,
        texts("Ausschnitt öffentlich", "Extrait en public", "Auszuch ëffentlech", "Excerpt in public"),
        texts("Wenn ich ins Finale komme, darf ein Ausschnitt von höchstens 90 Sekunden je Werk auf der Seite des "
              "Preises "
              "zu hören sein.",
              "Si je suis finaliste, un extrait de 90 secondes au plus par œuvre peut être écouté sur le site du prix.",
              "Wann ech an d'Finall kommen, däerf en Auszuch vun héchstens 90 Sekonne pro Wierk op der Säit vum "
              "Präis ze "
              "héiere sinn.",
              "If I reach the final, an excerpt of at most 90 seconds of each work may be heard on the prize's site."),
    ),
    DemoConsent(
        "broadcast", False,
        texts("Rundfunk", "Radiodiffusion", "Radio", "Broadcast"),
        texts("Partner des Preises im Rundfunk dürfen meinen Auftritt im Finale senden.",
              "Les radios partenaires du prix peuvent diffuser mon passage en finale.",
              "D'Radioe, déi Partner vum Präis sinn, däerfe mäin Optrëtt an der Finall iwwerdroen.",
              "Radio partners of the prize may broadcast my performance in the final."),
    ),
    DemoConsent(
        "archive", False,
        texts("Archiv", "Archives", "Archiv", "Archive"),
        texts("Meine drei Werke dürfen nach Ablauf der Frist im Archiv des Preises bleiben und dort für Forschung und "
              "Lehre angehört werden.",
              "Mes trois œuvres peuvent rester dans les archives du prix après le délai et y être écoutées pour la "
              "recherche et l'enseignement.",
              "Meng dräi Wierker däerfen nom Delai am Archiv vum Präis bleiwen an do fir d'Fuerschung an den "
              "Enseignement "
              "gelauschtert ginn.",
              "My three works may stay in the prize's archive after the period ends, and be heard there for "
              "research and "
              "teaching."),
    ),
    DemoConsent(
        "newsletter", False,
        texts("Nachrichten", "Nouvelles", "Neiegkeeten", "News"),
        texts("Bitte schreiben Sie mir, wenn die nächste Ausgabe ausgeschrieben wird. Das ist höchstens zweimal im "
              "Jahr.",
              "Écrivez-moi quand la prochaine édition sera annoncée, deux fois par an au plus.",
              "Schreift mir w.e.g., wann déi nächst Editioun ugekënnegt gëtt, héchstens zweemol am Joer.",
              "Write to me when the next edition is announced, twice a year at most."),
    ),
)  # fmt: skip
