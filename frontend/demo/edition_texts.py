"""The texts and rules of the demo edition 2027, hosted by Luxembourg, in four languages.

The shape follows the real prize; every sentence is ours, and nobody is bound by it.
"""

from __future__ import annotations

from typing import Final

from frontend.demo.edition_rules import CONSENTS, CRITERIA, PRIZES
from frontend.demo.shapes import DemoEdition, texts

TITLE: Final = texts(
    "QuattroPole-Musikpreis · musik.innovativ 2027",
    "Prix de musique QuattroPole · musik.innovativ 2027",
    "QuattroPole-Musekspräis · musik.innovativ 2027",
    "QuattroPole music prize · musik.innovativ 2027",
)
SUMMARY: Final = texts(
    "10.000 Euro für Musik, die mit digitalen Mitteln Neues wagt – aus Luxemburg, Metz, Saarbrücken, Trier und 50 "
    "Kilometern Umgebung.",
    "10 000 euros pour une musique qui ose du nouveau avec les moyens numériques – à Luxembourg, Metz, Sarrebruck, "
    "Trèves et à 50 kilomètres à la ronde.",
    "10.000 Euro fir Musek, déi mat digitale Mëttelen eppes Neies probéiert – aus Lëtzebuerg, Metz, Saarbrécken, "
    "Tréier a 50 Kilometer dorëmmer.",
    "10,000 euro for music that dares something new with digital means – from Luxembourg, Metz, Saarbrücken, Trier and "
    "50 kilometres around.",
)
CALL: Final = texts(
    """
    Die vier Städte Luxemburg, Metz, Saarbrücken und Trier suchen Komponistinnen und Komponisten, Musikerinnen, Musiker
    und Ensembles, die mit digitalen Techniken arbeiten. Ob Sie für ein Streichquartett mit Sensoren schreiben, Beats
    programmieren, Bilder zum Klingen bringen oder Instrumente bauen: Gefragt ist nicht die Sparte, sondern der Einfall.

    Bewerben kann sich, wer in einer der vier Städte oder höchstens 50 Kilometer davon entfernt geboren ist, wohnt,
    arbeitet oder studiert. Ein Alter ist nicht vorgeschrieben. Reichen Sie drei Werke ein, die in den letzten fünf
    Jahren entstanden sind; ein Werk darf noch in Arbeit sein.

    Die Jury hört alle zugelassenen Bewerbungen, ohne Ihren Namen zu kennen. Vier Finalistinnen und Finalisten spielen
    im April 2027 in Luxemburg. Wer gewinnt, entscheidet sich an diesem Abend.
    """,
    """
    Les quatre villes de Luxembourg, Metz, Sarrebruck et Trèves cherchent des compositrices et compositeurs, des
    musiciennes, musiciens et ensembles qui travaillent avec les techniques numériques. Que vous écriviez pour un
    quatuor muni de capteurs, que vous programmiez des rythmes, fassiez sonner des images ou construisiez des
    instruments : ce n'est pas le genre qui compte, c'est l'idée.

    Vous pouvez vous présenter si vous êtes né(e), si vous habitez, travaillez ou étudiez dans l'une des quatre villes
    ou à 50 kilomètres au plus de l'une d'elles. Il n'y a pas de limite d'âge. Envoyez trois œuvres composées ces cinq
    dernières années ; l'une d'elles peut être en cours d'écriture.

    Le jury écoute toutes les candidatures admises sans connaître votre nom. Quatre finalistes joueront en avril 2027 à
    Luxembourg. Le nom de la lauréate ou du lauréat se décidera le soir même.
    """,
    """
    Déi véier Stied Lëtzebuerg, Metz, Saarbrécken an Tréier siche Komponistinnen a Komponisten, Museker, Musekerinnen an
    Ensemblen, déi mat digitalen Technike schaffen. Egal ob Dir fir e Quatuor mat Sensore schreift, Rhythme
    programméiert, Biller zum Klénge bréngt oder Instrumenter baut: et geet net ëm d'Spart, mee ëm d'Iddi.

    Matmaache kann, wien an enger vun de véier Stied oder héchstens 50 Kilometer dovun ewech gebuer ass, wunnt, schafft
    oder studéiert. Eng Altersgrenz gëtt et net. Schéckt dräi Wierker, déi an de leschte fënnef Joer entstane sinn; eent
    dovun däerf nach an der Maach sinn.

    De Jury lauschtert all zougelooss Kandidaturen, ouni Ären Numm ze kennen. Véier Finalistinnen a Finaliste spillen am
    Abrëll 2027 zu Lëtzebuerg. Wie gewënnt, gëtt deeselwechten Owend decidéiert.
    """,
    """
    The four cities of Luxembourg, Metz, Saarbrücken and Trier are looking for composers, musicians and ensembles who
    work with digital techniques. Whether you write for a string quartet with sensors, program beats, make images sound
    or build instruments: it is not the genre that counts, it is the idea.

    You may apply if you were born, live, work or study in one of the four cities or at most 50 kilometres from one.
    There is no age limit. Send three works composed in the last five years; one of them may still be in progress.

    The jury hears every admitted entry without knowing your name. Four finalists play in Luxembourg in April 2027, and
    the winner is decided on that night.
    """,
)
JURY_NOTE: Final = texts(
    "Acht Jurorinnen und Juroren, zwei aus jeder Stadt, hören alle zugelassenen Bewerbungen. Wer mit jemandem "
    "arbeitet, "
    "verwandt ist oder jemanden unterrichtet, bewertet diese Bewerbung nicht.",
    "Huit jurées et jurés, deux par ville, écoutent toutes les candidatures admises. Qui travaille avec une personne, "
    "l'enseigne ou lui est apparenté ne note pas sa candidature.",
    "Aacht Jurymemberen, zwee aus all Stad, lauschteren all zougelooss Kandidaturen. Wie mat engem schafft, mat engem "
    "verwandt ass oder een ënnerriicht, bewäert dës Kandidatur net.",
    "Eight jurors, two from each city, hear every admitted entry. Whoever works with somebody, teaches them or is "
    "related to them does not mark that entry.",
)
NEEDS: Final = (
    texts("Drei Werke als Tondatei, am besten WAV oder FLAC, jeweils höchstens 30 Minuten und 1 GB",
          "Trois œuvres sous forme de fichier son, de préférence WAV ou FLAC, de 30 minutes et 1 Go au plus chacune",
          "Dräi Wierker als Audiofichier, am beschte WAV oder FLAC, all héchstens 30 Minutten an 1 GB",
          "Three works as sound files, WAV or FLAC if possible, at most 30 minutes and 1 GB each"),
    texts("Zu jedem Werk den Text oder eine kurze Beschreibung, für alle, die nicht hören können",
          "Pour chaque œuvre, les paroles ou une brève description, pour celles et ceux qui n'entendent pas",
          "Fir all Wierk den Text oder eng kuerz Beschreiwung, fir all déi, déi net héieren",
          "For each work the lyrics or a short description, for everyone who cannot hear"),
    texts("Eine Biografie, aus der Ihre Verbindung zur Region hervorgeht",
          "Une biographie qui explique votre lien avec la région",
          "Eng Biografie, déi Är Verbindung mat der Regioun erkläert",
          "A biography that explains your link to the region"),
    texts("Ein Motivationsschreiben und die Beschreibung Ihres Projekts",
          "Une lettre de motivation et la description de votre projet",
          "E Motivatiounsbréif an d'Beschreiwung vun Ärem Projet",
          "A letter of motivation and a description of your project"),
    texts("Angaben zur Bühne: Anschlüsse, Strom, Projektion, Aufbauzeit",
          "Les besoins de scène : entrées, courant, projection, temps de montage",
          "Wat Dir op der Bün braucht: Uschlëss, Stroum, Projektioun, Opbauzäit",
          "What you need on stage: inputs, power, projection, time to set up"),
    texts("Ein Foto mit Angabe, wer es gemacht hat (freiwillig)",
          "Une photo avec le nom de la personne qui l'a prise (facultatif)",
          "Eng Foto mam Numm vun deem, dee se gemaach huet (fräiwëlleg)",
          "A photograph and the name of who took it (optional)"),
)  # fmt: skip
DATA_PROTECTION: Final = (
    texts("Wir verwenden Ihre Angaben nur für diesen Preis; Grundlage sind die Teilnahmeregeln.",
          "Vos données ne servent qu'à ce prix ; la base en est son règlement.",
          "Mir benotzen Är Donnéeë just fir dëse Präis; d'Basis ass säi Reglement.",
          "We use your data for this prize only; the basis is its rules."),
    texts("Die Jury hört Ihre Musik ohne Namen; die Koordination Ihrer Stadt sieht die ganze Bewerbung.",
          "Le jury écoute votre musique sans votre nom ; la coordination de votre ville voit toute la candidature.",
          "De Jury héiert Är Musek ouni Numm; d'Koordinatioun vun Ärer Stad gesäit déi ganz Kandidatur.",
          "The jury hears your music without your name; the coordinator of your city sees the whole application."),
    texts("24 Monate nach dem Finale löschen wir Aufnahmen und Texte; das veröffentlichte Ergebnis bleibt.",
          "24 mois après la finale, nous effaçons enregistrements et textes ; le résultat publié demeure.",
          "24 Méint no der Finall läsche mir Opnamen an Texter; dat publizéiert Resultat bleift.",
          "24 months after the final we delete recordings and texts; the published result stays."),
    texts("Sie können jederzeit alles herunterladen, berichtigen oder löschen lassen.",
          "Vous pouvez à tout moment tout télécharger, faire corriger ou effacer.",
          "Dir kënnt zu all Moment alles eroflueden, verbessere oder läsche loossen.",
          "At any time you can download everything, have it corrected or have it erased."),
    texts("Alles liegt auf unseren eigenen Rechnern; keine Seite ruft fremde Dienste auf.",
          "Tout se trouve sur nos propres serveurs ; aucune page ne fait appel à un service tiers.",
          "Alles läit op eisen eegene Serveren; keng Säit rifft friem Servicer op.",
          "Everything is kept on our own servers; no page calls another service."),
)  # fmt: skip

DEMO_EDITION: Final = DemoEdition(
    slug="2027",
    year=2027,
    host_city="lux",
    title=TITLE,
    summary=SUMMARY,
    call_text=CALL,
    jury_note=JURY_NOTE,
    needs=NEEDS,
    data_protection=DATA_PROTECTION,
    criteria=CRITERIA,
    prizes=PRIZES,
    consents=CONSENTS,
)
