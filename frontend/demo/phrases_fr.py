"""Sentences of the invented applications in French."""

from __future__ import annotations

from typing import Final

from frontend.demo.phrases import Phrases
from frontend.demo.synth import Character as C

FRENCH: Final = Phrases(
    practice={
        C.PAD: (
            "[Je compose|Nous composons] des nappes qui changent plus lentement que l'attention de celles et ceux "
            "qui écoutent.",
            "Chez [moi|nous], un accord dure le temps qu'il faut pour qu'on s'y promène.",
        ),
        C.PLUCK: (
            "[Je travaille|Nous travaillons] les cordes : tendues, calculées, ou impossibles ailleurs que dans un "
            "ordinateur.",
            "[Je pince, je mesure et je calcule|Nous pinçons, mesurons et calculons], jusqu'à ce que l'on ne sache "
            "plus quelle corde était en métal.",
        ),
        C.BELLS: (
            "[Je démonte|Nous démontons] le son des cloches et le [recompose|recomposons], partiel après partiel.",
            "[J'accorde|Nous accordons] le métal, à l'établi comme dans le logiciel.",
        ),
        C.GRAINS: (
            "[Je découpe|Nous découpons] des enregistrements en éclats de quelques millisecondes et en "
            "[fais|faisons] des nuages.",
            "[Je collecte|Nous collectons] des bruits et les [laisse|laissons] revenir par milliers, minuscules et "
            "méconnaissables.",
        ),
        C.PULSE: (
            "[J'écris|Nous écrivons] des rythmes que les machines savent jouer et que les corps ont envie de suivre.",
            "Chez [moi|nous], la pulsation trébuche, se fait doubler, puis rattrape tout le monde.",
        ),
        C.DRONE: (
            "[J'écoute|Nous écoutons] l'intérieur des sons tenus et [fais|faisons] de leurs battements un événement.",
            "[Je compose|Nous composons] avec des fréquences si proches qu'elles se mettent à respirer.",
        ),
        C.ARPEGGIO: (
            "[Je transforme|Nous transformons] des suites de nombres en lignes rapides et claires, toujours sur le "
            "point de basculer.",
            "[Je construis mes|Nous construisons nos] propres séquenceurs et en [joue|jouons] comme d'un instrument.",
        ),
        C.VOICE: (
            "[Je travaille|Nous travaillons] la voix avant qu'elle ne devienne parole.",
            "Pour [moi|nous], la langue est une matière : des syllabes, des silences et du souffle.",
        ),
    },
    basis={
        "born": (
            "[C'est à {place} que j'ai grandi|C'est à {place} que nous avons grandi] ; chaque nouvelle pièce y est "
            "essayée d'abord, devant les voisins.",
            "{place} est [ma ville natale|notre ville natale] : l'école de musique y a tout déclenché.",
        ),
        "lives": (
            "[J'habite|Nous habitons] à {place} depuis plusieurs années ; le studio donne sur la rue.",
            "[Je vis|Nous vivons] à {place}, et la plupart des prises de son se font à pied, dans les environs.",
            "{place} est [mon|notre] lieu de vie ; deux fois par an, un concert y est donné à la maison.",
        ),
        "works": (
            "[J'ai mon atelier|Nous avons notre atelier] à {place}, dans un bâtiment partagé avec d'autres artistes.",
            "[J'enseigne|Nous enseignons] à {place}, où [j'anime|nous animons] aussi un atelier ouvert de musique "
            "électronique.",
            "Les répétitions ont lieu à {place}, toujours ouvertes au public ; c'est là que [je travaille|nous "
            "travaillons].",
        ),
        "studies": (
            "[J'étudie|Nous étudions] à {place}, en dernière année ; les trois pièces sont nées dans les salles de "
            "répétition.",
            "{place} est la ville de [mes|nos] études : composition le matin, informatique l'après-midi.",
        ),
    },
    no_city=(
        "Le lieu-dit {place} ne figure pas dans votre liste ; il se trouve à une demi-heure de deux des quatre villes.",
    ),
    source=(
        "Point de départ du cycle actuel : {theme}.",
        "{theme} fournissent la matière depuis deux ans.",
        "{theme} reviennent d'une pièce à l'autre, tantôt comme son, tantôt comme plan.",
        "Tout a commencé par une écoute attentive, un soir d'hiver : {theme}.",
    ),
    career=(
        "Des pièces ont vu le jour pour une salle de concert, un escalier et une piscine vide.",
        "Après des années d'orchestre est venue l'écriture de logiciels, puis les deux ensemble.",
        "Le parcours passe par la fiction radiophonique, la danse et l'installation sonore.",
        "On a pu entendre cette musique dans des caves, des chapelles et des médiathèques.",
        "La dernière série de concerts laissait le public toucher aux réglages.",
        "À côté de la musique de scène, il y a des ciné-concerts et des ateliers en collège.",
        "La lutherie a mené, pas à pas, à la composition.",
    ),
    closing=(
        "Les concerts sont rares par choix, et jamais deux fois les mêmes.",
        "Une partie des outils est libre et sert dans des écoles.",
        "Un programme d'une heure, sans entracte, est en préparation.",
        "L'essentiel : que la technique s'oublie dès la première minute.",
        "Les prochaines pièces devraient être plus courtes. Ce n'est pas la première fois que c'est annoncé.",
    ),
    motive=(
        "[Je présente ma candidature|Nous présentons notre candidature] parce que ce prix cherche du nouveau et non "
        "un genre.",
        "Cette musique tombe souvent entre deux cases ; ici, elle semble à sa place.",
        "[J'ai|Nous avons] suivi plusieurs finales depuis la salle ; l'envie est venue d'y proposer quelque chose.",
        "Ce prix écoute ce que le numérique fait entendre, et non ce qu'il promet.",
        "Après deux ans de studio, [j'ai|nous avons] besoin d'oreilles qui ne connaissent pas déjà tout.",
    ),
    need=(
        "La dotation permettrait d'achever la version de concert et de payer correctement chaque personne.",
        "La somme irait à un système de diffusion multicanal, que d'autres pourraient emprunter dans la région.",
        "Le prix offrirait six mois pour se consacrer à une seule pièce.",
        "Il serait possible de confier le développement à une programmeuse et de rendre le dispositif fiable.",
        "Seraient financées les répétitions sur place, toujours les premières à disparaître des budgets.",
    ),
    region=(
        "Ici, la frontière se traverse tous les jours ; entre le son et le bruit, [je fais|nous faisons] de même.",
        "Quatre villes, des conservatoires, des halles et des vignes à une heure les unes des autres : cette proximité "
        "est [mon|notre] instrument.",
        "Un public qui écoute en trois langues entend très précisément une musique sans paroles.",
        "{theme} n'existent ainsi que dans cette région, et méritent un concert.",
    ),
    wish=(
        "Une place en finale serait la première occasion d'entendre les trois pièces à la suite.",
        "Les retours du jury seront précieux, même sans place en finale.",
        "Ce serait une joie de jouer ensuite dans les trois autres villes.",
        "Et si la salle le permet : sans chaises, s'il vous plaît.",
    ),
    core={
        C.PAD: (
            "Le projet est une pièce de vingt minutes, où un seul accord traverse lentement la salle.",
            "Huit haut-parleurs, un accord, et des couleurs qui suivent la lumière du jour.",
        ),
        C.PLUCK: (
            "Au centre, un instrument à cordes dont l'ordinateur prolonge les notes quand la main se repose.",
            "Trois lignes pincées s'éloignent et ne se retrouvent qu'aux dernières mesures.",
        ),
        C.BELLS: (
            "Douze sons de cloche sont mesurés en direct, désaccordés et répartis dans l'espace.",
            "Le projet invente un carillon qui n'existe pas et sonne une heure que personne ne connaît.",
        ),
        C.GRAINS: (
            "De minuscules fragments forment, devant le public, un corps sonore qui répond aux mouvements de la salle.",
            "Un essaim de sons traverse l'espace, se rassemble, se disperse et laisse une mélodie derrière lui.",
        ),
        C.PULSE: (
            "Quatre motifs se disputent une mesure et finissent par s'accorder sur un cinquième.",
            "C'est une musique de danse pour une salle où, au début, tout le monde est assis.",
        ),
        C.DRONE: (
            "Un son est tenu jusqu'à ce que la salle joue à son tour : murs, sièges et air deviennent audibles.",
            "Sept sons superposés ; leurs battements tiennent lieu de partition.",
        ),
        C.ARPEGGIO: (
            "Une suite de notes parcourt toutes ses permutations ; on finit par remarquer qu'elle compte.",
            "Un jeu de données devient une toccata, jouée sur un séquenceur fait maison.",
        ),
        C.VOICE: (
            "Une voix parle sans rien dire ; une seconde, artificielle, tente de la suivre.",
            "Une pièce chorale pour une seule personne et sept versions d'elle-même, décalées.",
        ),
    },
    technique=(
        "Le logiciel est écrit pour la pièce ; il tourne sans réseau, sur un seul ordinateur.",
        "Des capteurs posés sur les instruments fournissent les données, un modèle propose des variantes, la "
        "main choisit.",
        "Micros de contact, système modulaire et déplacement des harmoniques une à une.",
        "Tout est calculé en temps réel ; aucune bande n'est lancée.",
        "Une petite caméra, qui ne voit que des silhouettes et n'enregistre rien, guide le son dans l'espace.",
    ),
    stage=(
        "Sur scène, une table et rien d'autre ; la lumière suit le volume.",
        "Le public est assis en cercle, le jeu se fait au centre.",
        "Une projection montre les sons comme une écriture mobile, assez calme pour ne pas distraire.",
        "La salle reste dans le noir ; un seul projecteur la traverse en vingt minutes.",
        "On joue dos à l'écran, pour que tout le monde voie la même chose.",
    ),
    plan=(
        "Deux parties sur trois ont été jouées, la dernière sera prête pour le concert.",
        "Une journée de répétition sur place suffit ; montage et démontage sont rodés.",
        "Une résidence est prévue cet hiver, suivie d'une avant-première en petit comité.",
        "La durée peut être fixée librement entre douze et vingt minutes.",
    ),
    describe={
        C.PAD: ("Nappes lentes à quatre ou cinq voix. Le son s'éclaircit vers le milieu et s'éteint sans conclure.",
                "Des accords doux se succèdent et se recouvrent ; ni batterie ni paroles."),
        C.PLUCK: ("Cordes pincées en accords brisés, d'abord isolées, puis plus serrées. Peu de réverbération, "
                  "sans paroles.",
                  "Une corde grave donne le fond ; des notes claires sautent irrégulièrement de gauche à droite."),
        C.BELLS: ("Sons de cloche à longue résonance, auxquels répond souvent un second son.",
                  "Des coups métalliques dont les intervalles se resserrent puis s'écartent."),
        C.GRAINS: ("Un nuage d'éclats sonores qui se densifie jusqu'à faire entendre presque une mélodie.",
                   "De très brefs fragments d'une corde et d'une cloche, crépitants, répartis dans l'espace."),
        C.PULSE: ("Boîte à rythmes, basse et accords brefs ; une pulsation régulière aux accents décalés.",
                  "Coups graves, souffle et motif de basse creux ; toutes les quatre mesures, une brève échappée."),
        C.DRONE: ("Sons tenus qui battent les uns contre les autres. Presque aucun événement, des harmoniques mobiles.",
                  "Une fondamentale grave et six partiels qui enflent et diminuent, chacun pour soi."),
        C.ARPEGGIO: ("Chaînes de notes rapides, montantes et descendantes, avec un écho qui change de côté.",
                     "Figures claires en doubles croches sur quatre fondamentales changeantes."),
        C.VOICE: ("Syllabes sans mots, parlées et à demi chantées, avec des pauses pour respirer :\n\no-a, "
                  "é-i-o, ou-a\na-é-i, o",
                  "Une voix artificielle forme des voyelles qui se fondent l'une dans l'autre. Aucun texte "
                  "intelligible."),
    },
    rider_inputs=(
        "2 lignes symétriques depuis l'interface audio (jack), 1 micro chant",
        "4 lignes symétriques (XLR), 2 micros de contact via boîtes de direct actives",
        "8 lignes pour la diffusion multicanal, somme stéréo en secours",
        "2 micros statiques, 2 boîtes de direct, 1 micro d'ordres",
    ),
    rider_power=(
        "2 circuits 230 V / 16 A", "1 circuit 230 V / 16 A séparé de la lumière", "3 prises au bord de la table",
    ),
    rider_projection=(
        "aucune", "1 vidéoprojecteur 6000 lumens minimum, 16:9, HDMI à la table",
        "écran en fond de scène, le son prime", "aucune ; lumière de salle graduable",
    ),
    rider_notes=(
        "Table 160 × 70 cm, juponnée de noir. Pas de brouillard, s'il vous plaît : les capteurs ne le supportent pas.",
        "Retour au casque. La balance demande le silence en salle.",
        "Accès avec valises à roulettes, monte-charge souhaité. [Mon|Notre] ingénieure du son est présente.",
        "La pièce finit très doucement : merci de couper la ventilation pendant la dernière minute.",
    ),
    composition="composition",
)  # fmt: skip
