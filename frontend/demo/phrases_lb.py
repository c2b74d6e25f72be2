"""Sentences of the invented applications in Luxembourgish."""

from __future__ import annotations

from typing import Final

from frontend.demo.phrases import Phrases
from frontend.demo.synth import Character as C

LUXEMBOURGISH: Final = Phrases(
    practice={
        C.PAD: ("[Ech bauen|Mir bauen] aus e puer Akkorde Raim, déi sech méi lues veränneren, wéi een et mierkt.",),
        C.PLUCK: ("[Ech schaffe|Mir schaffe] mat Säiten: mat richtegen, mat gerechenten a mat onméiglechen.",),
        C.BELLS: ("[Ech huelen|Mir huelen] de Klang vu Klacken auserneen a setzen en nei zesummen.",),
        C.GRAINS: ("[Ech schneiden|Mir schneiden] Opnamen a ganz kleng Stécker a maache Wolleken doraus.",),
        C.PULSE: ("[Ech schreiwe|Mir schreiwe] Rhythmen, déi d'Maschinne spille kënnen an d'Mënsche spille wëllen.",),
        C.DRONE: ("[Ech lauschteren|Mir lauschteren] a laang Téin eran, bis hir Schwiewungen eng eege Musek ginn.",),
        C.ARPEGGIO: ("[Ech maachen|Mir maachen] aus Zuele séier, hell Linnen, déi ëmmer erëm kippen.",),
        C.VOICE: ("[Ech schaffe|Mir schaffe] mat der Stëmm, ier Wierder doraus ginn.",),
    },
    basis={
        "born": (
            "[Ech sinn|Mir sinn] zu {place} gebuer an opgewuess; all neit Stéck gëtt fir d'éischt do gespillt.",
        ),
        "lives": (
            "[Ech wunnen|Mir wunnen] zënter e puer Joer zu {place}; de Studio ass am selwechten Haus.",
            "[Ech liewen|Mir liewen] zu {place}, an déi meescht Opnamen entstinn zu Fouss an der Géigend.",
        ),
        "works": (
            "[Ech schaffen|Mir schaffen] zu {place}, an engem Atelier, dee fir d'Leit aus der Noperschaft opsteet.",
            "Zu {place} gi Prouwen a Workshoppen ofgehalen; do [ass meng|ass eis] Aarbecht doheem.",
        ),
        "studies": (
            "[Ech studéieren|Mir studéieren] zu {place}; déi dräi Stécker sinn do an de Prouwesäll entstanen.",
        ),
    },
    no_city=(
        "Bei wéi eng vun de véier Stied {place} gehéiert, ass net kloer; [ech bieden|mir bieden] Iech, dat ze "
        "entscheeden.",
    ),
    source=(
        "Ugefaangen huet alles domat: {theme}.",
        "{theme} sinn zënter zwee Joer d'Material.",
        "{theme} tauchen an all Stéck op, emol als Klang, emol just als Plang.",
    ),
    career=(
        "Et si Stécker fir e Concertssall, fir eng Trapenhal a fir eng eidel Schwämm entstanen.",
        "No Joren an der Harmonie ass d'Programméieren derbäikomm.",
        "De Wee ass iwwer Héierspill, Danz a Klanginstallatioune gaangen.",
        "Gespillt gouf a Kelleren, Kierchen a Bibliothéiken, gär do, wou soss keng Musek ass.",
        "Zulescht konnt d'Publikum bei enger Rei Concerte selwer un de Reegler dréinen.",
    ),
    closing=(
        "D'Concerte si rar, dofir all Kéier anescht.",
        "En Deel vun der Software ass fräi a gëtt a Schoule benotzt.",
        "Am Moment entsteet e Programm vun enger Stonn ouni Paus.",
    ),
    motive=(
        "[Ech bewerbe mech|Mir bewerben eis], well dëse Präis no Neiem freet an net no enger Spart.",
        "Dës Musek fält oft tëschent zwee Still; hei schéngt si op der richteger Plaz ze sinn.",
        "[Ech hu|Mir hu] scho méi Finallen als Publikum erlieft a wëllen elo eppes zeréckginn.",
        "No zwee Joer am Studio [brauch ech|brauche mir] Oueren, déi net scho alles kennen.",
    ),
    need=(
        "Mat de Suen aus dem Präis kéint d'Concertsversioun fäerdeg ginn, a jidderee géif uerdentlech bezuelt.",
        "D'Sue géifen an eng Anlag mat aacht Lautspriecher goen, déi och anerer aus der Regioun léine kéinten.",
        "De Präis géif e hallwe Joer Zäit schenken, fir un engem eenzege Stéck ze schaffen.",
    ),
    region=(
        "D'Grenz ass hei eppes, wat een all Dag passéiert; tëschent Toun a Geräisch ass et genee sou.",
        "E Publikum, dat an dräi Sproochen nolauschtert, versteet Musek ouni Wierder besonnesch gutt.",
        "Véier Stied, Conservatoiren, Halen a Wéngerten, alles an enger Stonn: dat ass [mäin|eist] Instrument.",
    ),
    wish=(
        "An der Finall kéint een déi dräi Stécker fir d'éischt hannerteneen héieren.",
        "Iwwer eng Réckmeldung vum Jury [géif ech mech|géife mir eis] och esou freeën.",
        "Gär [spillen ech|spille mir] duerno och an deenen dräi anere Stied.",
    ),
    core={
        C.PAD: ("De Projet ass e Stéck vun zwanzeg Minutten, an deem een Akkord lues duerch de Sall wandert.",),
        C.PLUCK: ("An der Mëtt steet en Instrument mat Säiten, deem säin Toun de Computer weiderspillt.",),
        C.BELLS: ("Zwielef Klackekläng gi live gemooss, verstëmmt an am Raum verdeelt.",),
        C.GRAINS: ("Aus ganz klenge Stécker entsteet virum Publikum e Klang, deen op all Beweegung am Sall äntwert.",),
        C.PULSE: ("Véier Rhythme streide sech ëm een Takt a gi sech um Enn op e fënneften eens.",),
        C.DRONE: ("En Toun gëtt gehal, bis de Raum matspillt: Maueren, Still a Loft ginn héierbar.",),
        C.ARPEGGIO: ("Eng Rei Téin leeft duerch all hir Ëmstellungen; iergendwa mierkt een, datt si zielt.",),
        C.VOICE: ("Eng Stëmm schwätzt, ouni eppes ze soen, an eng zweet, kënschtlech, probéiert hir nozegoen.",),
    },
    technique=(
        "D'Software ass selwer geschriwwen; si leeft ouni Internet op engem eenzege Computer.",
        "Sensoren um Instrument liwweren d'Donnéeën, gewielt gëtt vun Hand.",
        "All Kläng ginn an Echtzäit gerechent; näischt kënnt vum Band.",
        "Kontaktmikroen an e Modularsystem si mat engem Programm verbonnen, deen Uewertéin eenzel verréckelt.",
    ),
    stage=(
        "Op der Bün steet en Dësch, soss näischt; d'Luucht geet mat der Lautstäerkt.",
        "D'Publikum sëtzt am Krees, gespillt gëtt an der Mëtt.",
        "Eng Projektioun weist d'Kläng als roueg Schrëft.",
    ),
    plan=(
        "Zwee vun dräi Deeler si scho gespillt ginn, deen drëtten ass fir de Concert fäerdeg.",
        "Een Dag Prouf op der Plaz geet duer; den Opbau ass erprobt.",
        "D'Dauer kann tëschent zwielef an zwanzeg Minutte gewielt ginn.",
    ),
    describe={
        C.PAD: ("Lues Flächen a véier bis fënnef Stëmmen. De Klang gëtt an der Mëtt méi hell a geet lues aus.",),
        C.PLUCK: ("Gezappt Säiten a gebrachenen Akkorden, fir d'éischt eenzel, duerno méi dicht. Keng Wierder.",),
        C.BELLS: ("Téin wéi vu Klacken, mat laangem Nohall; dacks äntwert en zweeten Toun.",),
        C.GRAINS: ("Eng Wollek aus kuerze Klangstécker, déi ëmmer méi dicht gëtt, bis bal eng Melodie entsteet.",),
        C.PULSE: ("Drummaschinn mat Bass a kuerzen Akkorden; e feste Puls mat verréckelte Betounungen.",),
        C.DRONE: ("Laang Téin, déi géintenee schwiewen. Bal kee Virfall, d'Uewertéin wandere lues.",),
        C.ARPEGGIO: ("Séier Ketten aus Téin, erop an erof, mat engem Echo, dat d'Säite wiesselt.",),
        C.VOICE: ("Silben ouni Wierder, geschwat an hallef gesongen:\n\no-a, e-i-o, u-a\na-e-i, o",),
    },
    rider_inputs=(
        "2 symmetresch Linne vum Audio-Interface (Jack), 1 Gesangsmikro",
        "4 symmetresch Linnen (XLR), 2 Kontaktmikroen iwwer aktiv DI-Boxen",
        "2 Kondensatormikroen, 2 DI-Boxen",
    ),
    rider_power=("2 Stroumkreesser 230 V / 16 A", "1 Stroumkrees 230 V / 16 A, getrennt vum Liicht"),
    rider_projection=("keng", "1 Beamer vu 6000 Lumen un, 16:9, HDMI um Dësch"),
    rider_notes=(
        "Dësch 160 × 70 cm, mat schwaarzem Stoff. W.e.g. keen Niwwel, d'Sensore verdroen en net.",
        "Retour iwwer Kopfhörer. Fir de Soundcheck muss et am Sall roueg sinn.",
    ),
    composition="Kompositioun",
)  # fmt: skip
