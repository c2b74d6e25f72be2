"""Sentences of the invented applications in German."""

from __future__ import annotations

from typing import Final

from frontend.demo.phrases import Phrases
from frontend.demo.synth import Character as C

GERMAN: Final = Phrases(
    practice={
        C.PAD: (
            "[Ich baue|Wir bauen] aus wenigen Akkorden Klangräume, die sich langsamer verändern, als man es bemerkt.",
            "Bei [mir|uns] dauert ein Klang so lange, bis man anfängt, in ihm spazieren zu gehen.",
        ),
        C.PLUCK: (
            "[Ich arbeite|Wir arbeiten] mit Saiten: echten, berechneten und solchen, die es nur im Rechner geben kann.",
            "[Ich zupfe, messe und rechne|Wir zupfen, messen und rechnen]; am Ende ist nicht mehr zu hören, welche "
            "Saite aus Draht war.",
        ),
        C.BELLS: (
            "[Ich untersuche|Wir untersuchen] Glockenklänge und [setze|setzen] sie aus ihren Teiltönen neu zusammen.",
            "[Ich stimme|Wir stimmen] Metall um, auf der Werkbank wie in der Software.",
        ),
        C.GRAINS: (
            "[Ich zerlege|Wir zerlegen] Aufnahmen in Splitter von wenigen Millisekunden und [füge|fügen] sie zu "
            "neuen Gestalten.",
            "[Ich sammle|Wir sammeln] Geräusche und [lasse|lassen] sie in Wolken aus tausend kurzen Ausschnitten "
            "wiederkehren.",
        ),
        C.PULSE: (
            "[Ich schreibe|Wir schreiben] Rhythmen, die Maschinen spielen können und Menschen spielen wollen.",
            "Der Puls ist bei [mir|uns] nie nur Takt: Er stolpert, wird überholt und holt wieder auf.",
        ),
        C.DRONE: (
            "[Ich höre|Wir hören] in lang gehaltene Töne hinein und [mache|machen] ihre Schwebungen zum Ereignis.",
            "[Ich komponiere|Wir komponieren] mit Frequenzen, die so nah beieinander liegen, dass sie zu atmen "
            "beginnen.",
        ),
        C.ARPEGGIO: (
            "[Ich verwandle|Wir verwandeln] Zahlenfolgen in schnelle, helle Linien, die ständig kippen.",
            "[Ich baue|Wir bauen] eigene Sequenzer und [spiele|spielen] sie wie ein Instrument.",
        ),
        C.VOICE: (
            "[Ich arbeite|Wir arbeiten] mit der Stimme, bevor aus ihr Worte werden.",
            "Sprache ist für [mich|uns] Material: Silben, Pausen und Atem, am Rechner gedehnt und gefaltet.",
        ),
    },
    basis={
        "born": (
            "[Ich bin|Wir sind] in {place} geboren und aufgewachsen; dort [habe ich|haben wir] das erste Mal auf einer "
            "Bühne gestanden, und dorthin [kehre ich|kehren wir] für jedes neue Stück zurück.",
            "{place} ist [mein Geburtsort|unser Geburtsort]. Der erste Unterricht in der Musikschule dort prägt bis "
            "heute, wie [ich höre|wir hören].",
        ),
        "lives": (
            "[Ich lebe|Wir leben] seit mehreren Jahren in {place}; Wohnung und Studio liegen im selben Haus.",
            "{place} ist [mein|unser] Wohnort. Die meisten Aufnahmen entstehen zu Fuß in der Umgebung.",
            "[Ich wohne|Wir wohnen] in {place} und [gebe|geben] dort zweimal im Jahr Hauskonzerte für die "
            "Nachbarschaft.",
        ),
        "works": (
            "In {place} [habe ich meinen|haben wir unseren] Arbeitsplatz: ein Atelier, das [ich|wir] mit anderen teilen"
            "[ darf|].",
            "[Ich unterrichte|Wir unterrichten] in {place} und [leite|leiten] dort eine offene Werkstatt für "
            "elektronische Musik.",
            "{place} ist der Ort, an dem [ich arbeite|wir proben und arbeiten]; die Proben sind öffentlich.",
        ),
        "studies": (
            "[Ich studiere|Wir studieren] in {place} und [schreibe gerade meine|schreiben gerade unsere] "
            "Abschlussarbeit "
            "über Klang und Daten.",
            "{place} ist [mein|unser] Studienort; die drei Stücke sind dort in den Übungsräumen entstanden.",
        ),
    },
    no_city=("Zu welcher der vier Städte {place} gehört, ist nicht sicher; [ich bitte|wir bitten] Sie um Einordnung.",),
    source=(
        "Ausgangspunkt der jüngsten Arbeiten sind {theme}.",
        "{theme} liefern seit zwei Jahren das Material.",
        "Immer wieder tauchen {theme} auf, mal als Klang, mal nur als Bauplan.",
        "Den Anstoß für den jetzigen Zyklus gaben {theme}.",
    ),
    career=(
        "Es entstanden Stücke für Konzertsaal, Treppenhaus und eine leere Schwimmhalle.",
        "Nach Jahren in Orchestern und Bands kam die Arbeit mit selbst geschriebener Software hinzu.",
        "Auf eine klassische Ausbildung folgten Umwege über Hörspiel, Tanz und Klanginstallation.",
        "Gespielt wurde in Kellern, Kirchen und Bibliotheken, gern dort, wo sonst niemand Musik erwartet.",
        "Zuletzt entstand eine Reihe von Werkstattkonzerten, bei denen das Publikum die Regler bedienen durfte.",
        "Neben der eigenen Musik stehen Arbeiten für Theater und Stummfilm.",
        "Aus dem Bau von Instrumenten wurde Schritt für Schritt das Komponieren.",
    ),
    closing=(
        "Aufführungen sind bewusst selten, dafür jedes Mal anders.",
        "Ein Teil der Software ist frei verfügbar und wird in Schulen benutzt.",
        "Derzeit entsteht ein Abendprogramm ohne Pause.",
        "Wichtig bleibt, dass man der Musik die Technik nicht ansehen muss, um sie zu mögen.",
        "Die nächsten Stücke sollen kürzer werden. Das wurde allerdings schon öfter gesagt.",
    ),
    motive=(
        "[Ich bewerbe mich|Wir bewerben uns], weil der Preis nach Neuem fragt und nicht nach einer Gattung.",
        "Zwischen den Sparten fällt diese Musik oft durch das Raster; hier scheint sie richtig zu sein.",
        "[Ich habe|Wir haben] drei Ausgaben des Preises als Publikum erlebt und [möchte|möchten] nun etwas "
        "zurückgeben.",
        "Dieser Preis hört auf das, was mit digitalen Mitteln klingt, und nicht auf das, was mit ihnen beworben wird.",
        "Nach zwei Jahren im Studio [brauche ich|brauchen wir] Ohren, die nicht schon alles kennen.",
    ),
    need=(
        "Mit dem Preisgeld [würde ich|würden wir] die Konzertfassung fertigstellen und alle Beteiligten fair bezahlen.",
        "Das Preisgeld ginge in ein mehrkanaliges Abspielsystem, das auch andere in der Region ausleihen könnten.",
        "Der Preis gäbe [mir|uns] ein halbes Jahr Zeit, ohne Nebenaufträge an einem einzigen Stück zu arbeiten.",
        "[Ich könnte|Wir könnten] damit eine Programmiererin beauftragen und die Bühnentechnik zuverlässig machen.",
        "Finanziert würden Proben an den Aufführungsorten, die bisher immer als Erstes gestrichen werden.",
    ),
    region=(
        "Die Grenze ist hier etwas, das man täglich überquert, und so [behandle ich|behandeln wir] auch die Grenze "
        "zwischen Ton und Geräusch.",
        "In den vier Städten liegen Konservatorien, Industriehallen und Weinberge eine Stunde auseinander; diese Nähe "
        "ist [mein|unser] Instrument.",
        "Ein Publikum, das in drei Sprachen zuhört, versteht Musik ohne Worte besonders genau.",
        "{theme} gibt es so nur in dieser Gegend, und sie verdienen ein Konzert.",
    ),
    wish=(
        "Ein Auftritt im Finale wäre die erste Gelegenheit, alle drei Stücke hintereinander zu hören.",
        "Über Rückmeldungen der Jury [freue ich mich|freuen wir uns] auch dann, wenn es für das Finale nicht reicht.",
        "Gern [spiele ich|spielen wir] anschließend auch in den drei anderen Städten.",
        "Und falls der Saal es erlaubt: bitte ohne Bestuhlung.",
    ),
    core={
        C.PAD: (
            "Das Projekt ist ein Stück von zwanzig Minuten, in dem ein einziger Akkord den Saal einmal durchquert.",
            "Geplant ist ein Raumklang für acht Lautsprecher, dessen Farben vom Tageslicht abhängen.",
        ),
        C.PLUCK: (
            "Im Mittelpunkt steht ein Saiteninstrument, dessen Töne ein Rechner weiterspielt, wenn die Hand ruht.",
            "Drei gezupfte Linien laufen auseinander und finden sich erst in den letzten Takten wieder.",
        ),
        C.BELLS: (
            "Zwölf Glockenklänge werden live vermessen, verstimmt und auf den Raum verteilt.",
            "Das Projekt baut ein Geläut, das es nicht gibt, und läutet damit eine Stunde ein, die niemand kennt.",
        ),
        C.GRAINS: (
            "Aus kleinsten Ausschnitten entsteht vor Publikum ein Klangkörper, der auf jede Bewegung im Saal "
            "antwortet.",
            "Ein Schwarm von Klängen zieht durch den Raum, sammelt sich, zerstreut sich und lässt eine Melodie zurück.",
        ),
        C.PULSE: (
            "Vier Schlagmuster teilen sich einen Takt, streiten um ihn und einigen sich am Ende auf einen fünften.",
            "Das Projekt ist Tanzmusik für einen Saal, in dem zunächst alle sitzen.",
        ),
        C.DRONE: (
            "Ein Ton wird gehalten, bis der Raum mitspielt: Wände, Stühle und Luft werden hörbar.",
            "Sieben Töne liegen übereinander; ihre Schwebungen sind die Partitur.",
        ),
        C.ARPEGGIO: (
            "Eine Tonfolge durchläuft alle ihre Umstellungen; wer zuhört, merkt irgendwann, dass sie zählt.",
            "Das Projekt macht aus einem Datensatz eine Toccata, gespielt auf einem selbst gebauten Sequenzer.",
        ),
        C.VOICE: (
            "Eine Stimme spricht, ohne etwas zu sagen, und eine zweite, künstliche, versucht ihr zu folgen.",
            "Das Projekt ist ein Chorstück für eine Person und sieben zeitversetzte Fassungen ihrer selbst.",
        ),
    },
    technique=(
        "Die Klangerzeugung ist eigene Software; sie läuft ohne Netz und auf einem einzigen Rechner.",
        "Sensoren an den Instrumenten liefern Steuerdaten, ein lernendes Modell schlägt Varianten vor, gewählt wird "
        "von Hand.",
        "Verwendet werden Kontaktmikrofone, ein Modularsystem und ein Verfahren, das Obertöne einzeln verschiebt.",
        "Alle Klänge werden in Echtzeit berechnet; es gibt keine Zuspielung.",
        "Die Raumbewegung wird mit einer kleinen Kamera gesteuert, die nur Umrisse sieht und nichts speichert.",
    ),
    stage=(
        "Auf der Bühne steht ein Tisch, mehr nicht; das Licht folgt der Lautstärke.",
        "Das Publikum sitzt im Kreis, gespielt wird aus der Mitte.",
        "Eine Projektion zeigt die Klänge als bewegte Schrift, ruhig genug, um nicht abzulenken.",
        "Der Saal bleibt dunkel; ein einzelner Scheinwerfer wandert in zwanzig Minuten von links nach rechts.",
        "Gespielt wird mit dem Rücken zur Leinwand, damit alle dasselbe sehen.",
    ),
    plan=(
        "Zwei der drei Teile sind aufgeführt, der dritte wird bis zum Konzert fertig.",
        "Ein Probentag am Ort genügt, Aufbau und Abbau sind erprobt.",
        "Im Winter folgt eine Probenphase, danach eine Voraufführung im kleinen Kreis.",
        "Die Dauer ist zwischen zwölf und zwanzig Minuten frei einrichtbar.",
    ),
    describe={
        C.PAD: ("Langsame Flächen aus vier bis fünf Stimmen. Der Klang wird zur Mitte heller und verlischt ohne "
                "Schluss.",
                "Weiche Akkorde wechseln alle paar Sekunden und überlappen einander; kein Schlagzeug, keine Worte."),
        C.PLUCK: ("Gezupfte Saiten in gebrochenen Akkorden, erst vereinzelt, dann dichter. Kurzer Nachhall, "
                  "keine Worte.",
                  "Eine tiefe Saite gibt den Grund, darüber springen helle Töne unregelmäßig von links nach rechts."),
        C.BELLS: ("Glockenartige Töne mit langem Nachklang, oft von einem zweiten Ton im Abstand beantwortet.",
                  "Metallische Schläge in wechselndem Tempo; die Abstände werden kürzer und wieder länger."),
        C.GRAINS: ("Eine Wolke kurzer Klangsplitter, die sich verdichtet, bis beinahe eine Melodie entsteht.",
                   "Knisternde, sehr kurze Ausschnitte aus einem Saitenklang und einer Glocke, über den Raum "
                   "verteilt."),
        C.PULSE: ("Trommelmaschine mit Bass und knappen Akkorden, gerader Puls mit versetzten Betonungen.",
                  "Tiefe Schläge, Rauschen und ein hohles Bassmotiv; jeder vierte Takt bricht kurz aus."),
        C.DRONE: ("Lang gehaltene Töne, die gegeneinander schweben. Fast ohne Ereignis, mit langsam wandernden "
                  "Obertönen.",
                  "Ein tiefer Grundton, darüber sechs Teiltöne, die unabhängig voneinander an- und abschwellen."),
        C.ARPEGGIO: ("Schnelle Tonketten auf und ab, mit einem Echo, das die Seiten wechselt.",
                     "Helle, laufende Figuren in Sechzehnteln über vier wechselnden Grundtönen."),
        C.VOICE: ("Silben ohne Worte, gesprochen und halb gesungen, mit Pausen zum Atmen:\n\no-a, e-i-o, u-a\na-e-i, o",
                  "Eine künstliche Stimme formt Vokale, die ineinander übergehen. Es gibt keinen verständlichen Text."),
    },
    rider_inputs=(
        "2 Linien symmetrisch vom Audiointerface (Klinke), 1 Gesangsmikrofon",
        "4 Linien symmetrisch (XLR), 2 Kontaktmikrofone über aktive DI-Boxen",
        "8 Linien für Mehrkanalton, Summe als Stereosignal in Reserve",
        "2 Kondensatormikrofone, 2 DI-Boxen, 1 Talkback",
    ),
    rider_power=(
        "2 Stromkreise 230 V / 16 A", "1 Stromkreis 230 V / 16 A, getrennt vom Licht", "3 Steckdosen an der Tischkante",
    ),
    rider_projection=(
        "keine", "1 Projektor ab 6000 Lumen, 16:9, HDMI am Spieltisch", "Leinwand hinter der Bühne, Ton hat Vorrang",
        "keine; bitte Saallicht dimmbar",
    ),
    rider_notes=(
        "Tisch 160 × 70 cm, schwarz abgehängt. Bitte kein Nebel, die Sensoren vertragen ihn nicht.",
        "Monitorweg auf Kopfhörer. Der Soundcheck braucht Ruhe im Saal.",
        "Zugang mit Rollkoffern, Lastenaufzug erwünscht. Eigener Tonmensch ist dabei.",
        "Das Stück endet leise: Bitte lassen Sie die Lüftung während der letzten Minute aus.",
    ),
    composition="Komposition",
)  # fmt: skip
