"""Invented artists who apply for Luxembourg (11) and Metz (14). Nobody of these names is known to make music."""

from __future__ import annotations

from typing import Final

from frontend.demo import places as at
from frontend.demo.shapes import Seed
from frontend.demo.synth import Character as C

LUXEMBOURG: Final[tuple[Seed, ...]] = (
    Seed("Maïté Kirchhoffer", "lb", "lives", at.LUXEMBOURG, "Stëmmen aus ale Radiosemissiounen",
         ((C.VOICE, "Wiederbericht fir keen"), (C.GRAINS, "Tëschent de Sender"), (C.PAD, "Nuecht op Mëttelwell"))),
    Seed("Kollektiv Rouden Haff", "lb", "works", at.ESCH, "Geräischer aus de Walzwierker vum Minett",
         ((C.PULSE, "Schicht dräi"), (C.DRONE, "Héichuewen, kal"), (C.GRAINS, "Schlacken")),
         ("Tun Weisgerber, Elektronik", "Sanja Petkow-Lahr, Perkussioun", "Carole Dondelange, Video")),
    Seed("Jang Bettinger-Faber", "lb", "born", at.DIEKIRCH, "Opname vu Beien a Klackentierm",
         ((C.BELLS, "Siwe Klacken, eng Schmuebel"), (C.PLUCK, "Bei der Sauer"), (C.PAD, "Niwwel am Mee"))),
    Seed("Lynn Oestreicher", "lb", "studies", at.LUXEMBOURG, "net geschéckt Text-Messagen",
         ((C.ARPEGGIO, "Gelies, net geäntwert"), (C.VOICE, "Dräi Punkten"), (C.PULSE, "Ausgeschalt"))),
    Seed("Trio Pällembierg", "lb", "lives", at.MERSCH, "Moossdate vu Wandrieder aus dem Éislek",
         ((C.DRONE, "Zwielef Meter an der Sekonn"), (C.BELLS, "Flilleken"), (C.ARPEGGIO, "Netzfrequenz")),
         ("Félix Hostert-Molitor, Gei a Live-Elektronik", "Annick Brosius, Cello", "Ravi Steichen, Programméierung")),
    Seed("Pol Wantz-Diederich", "lb", "works", at.DUDELANGE, "Häerzschléi vun Noperen aus der Strooss",
         ((C.PULSE, "Ronnschlag"), (C.PAD, "Ënner engem Daach"), (C.PLUCK, "Fënster zum Haff"))),
    Seed("Clémence Aubrégny", "fr", "lives", at.LUXEMBOURG, "les annonces des quais de gare",
         ((C.VOICE, "Voie 6, correspondance"), (C.PULSE, "Frontalière, 6 h 42"), (C.PAD, "Salle d'attente"))),
    Seed("Duo Silice Tendre", "fr", "works", at.DIFFERDANGE, "les vibrations de deux tables de verre",
         ((C.BELLS, "Verre trempé"), (C.DRONE, "Deux fois la même note"), (C.GRAINS, "Éclats")),
         ("Ines Varandier, percussions de verre", "Bastien Quirot, traitement en temps réel")),
    Seed("Hugo Salmon-Reuland", "fr", "studies", at.ESCH, "les cris des hirondelles de la place",
         ((C.GRAINS, "Nuée"), (C.ARPEGGIO, "Migration de septembre"), (C.PLUCK, "Fil électrique"))),
    Seed("Wiebke Tannhoff", "de", "lives", at.GREVENMACHER, "Strömungsgeräusche aus einer Schleuse der Mosel",
         ((C.DRONE, "Stauziel"), (C.BELLS, "Unter der Wehrbrücke"), (C.PAD, "Talfahrt, leer"))),
    Seed("Orla Finnerty-Weber", "en", "works", at.REMICH, "recordings of vineyard wires in the wind",
         ((C.PLUCK, "Trellis"), (C.DRONE, "What the wire knows"), (C.VOICE, "Harvest list, read slowly"))),
)  # fmt: skip

METZ: Final[tuple[Seed, ...]] = (
    Seed("Solène Marchavoine", "fr", "lives", at.METZ, "les résonances des voûtes de pierre jaune",
         ((C.PAD, "Jaumont"), (C.BELLS, "Vêpres sans horaire"), (C.DRONE, "Pierre chaude"))),
    Seed("Ensemble Contre-écluse", "fr", "works", at.METZ, "les mouvements d'une équipe d'aviron",
         ((C.PULSE, "Huit de pointe"), (C.ARPEGGIO, "Cadence 34"), (C.PAD, "Brume sur le plan d'eau")),
         ("Thibault Nerval-Roch, clarinette basse", "Jade Ollivon, harpe", "Karim Bensalès, électronique",
          "Odile Prémont, capteurs et lumière")),
    Seed("Yanis Courtevoie", "fr", "born", at.WOIPPY, "les rythmes du parking d'un supermarché",
         ((C.PULSE, "Caddies"), (C.GRAINS, "Verre, carton, néon"), (C.VOICE, "Ticket de caisse"))),
    Seed("Apolline Drouvaux", "fr", "studies", at.METZ, "les erreurs d'une machine à traduire",
         ((C.VOICE, "Langue d'arrivée"), (C.ARPEGGIO, "Faux amis"), (C.GRAINS, "Phrase non trouvée"))),
    Seed("Rémi Hautecloche", "fr", "lives", at.MONTIGNY, "les harmoniques de cloches fêlées",
         ((C.BELLS, "La fêlure"), (C.DRONE, "Bourdon"), (C.PLUCK, "Angélus désaccordé"))),
    Seed("Duo Cire Seconde", "fr", "lives", at.THIONVILLE, "les grésillements de vieux disques de cire",
         ((C.GRAINS, "Sillon"), (C.PAD, "78 tours par nuit"), (C.PLUCK, "Valse sous la poussière")),
         ("Élodie Sarramon, alto", "Vincent Tréhel, platines et logiciel")),
    Seed("Mounia Belhadri-Lang", "fr", "works", at.NANCY, "les berceuses de trois grands-mères",
         ((C.VOICE, "Berceuse n° 0"), (C.PLUCK, "Ce que chantait Zohra"), (C.PAD, "Sommeil léger"))),
    Seed("Augustin Feuillerat", "fr", "born", at.HAGONDANGE, "les plans d'une usine qui n'existe plus",
         ((C.DRONE, "Train à bandes"), (C.PULSE, "Trois-huit"), (C.BELLS, "Démolition, répétition générale"))),
    Seed("Collectif Air Mesuré", "fr", "works", at.METZ, "les données de la qualité de l'air",
         ((C.GRAINS, "Particules fines"), (C.DRONE, "Alerte orange"), (C.ARPEGGIO, "Vent d'ouest, enfin")),
         ("Lison Charmois, chant", "Noé Verdavaine, synthétiseurs modulaires", "Paola Minghelli, images")),
    Seed("Camille Ortéga-Bruchet", "fr", "studies", at.METZ, "les gestes d'une langue des signes",
         ((C.ARPEGGIO, "Dix doigts"), (C.PLUCK, "Le mot pour “corde”"), (C.VOICE, "Bouche fermée"))),
    Seed("Lucien Varache", "fr", "lives", at.PONT_A_MOUSSON, "les sons d'une fonderie la nuit",
         ((C.BELLS, "Coulée de trois heures"), (C.PULSE, "Marteau-pilon"), (C.DRONE, "Refroidissement"))),
    Seed("Héloïse Tintignac", "fr", "born", at.BOULAY, "les pas de promeneurs en forêt",
         ((C.PLUCK, "Sentier des crêtes"), (C.GRAINS, "Feuilles, mode d'emploi"), (C.PAD, "Lisière"))),
    Seed("Gesa Rautenkamp", "de", "works", at.METZ, "Schaltgeräusche alter Aufzüge",
         ((C.ARPEGGIO, "Vierter Stock, bitte"), (C.PULSE, "Seilfahrt"), (C.VOICE, "Notruf nach Feierabend"))),
    Seed("Tomasz Wierzbin", "en", "studies", at.ROMBAS, "radio signals reflected by meteors",
         ((C.ARPEGGIO, "Forty-nine megahertz"), (C.GRAINS, "Perseids, cloud cover"), (C.BELLS, "Ionised"))),
)  # fmt: skip
