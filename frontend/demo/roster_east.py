"""Invented artists who apply for Saarbrücken (9), Trier (18) and no city yet (2)."""

from __future__ import annotations

from typing import Final

from frontend.demo import places as at
from frontend.demo.shapes import Seed
from frontend.demo.synth import Character as C

SAARBRUECKEN: Final[tuple[Seed, ...]] = (
    Seed("Jolanta Reetz-Kimmling", "de", "lives", at.SAARBRUECKEN, "Aufnahmen aus einer stillgelegten Kokerei",
         ((C.DRONE, "Koksofenbatterie"), (C.PULSE, "Nachtschicht, leer"), (C.GRAINS, "Löschturm"))),
    Seed("Kammerkollektiv Halbhell", "de", "works", at.SAARBRUECKEN, "Lichtwechsel an den Saarbrücken um halb sechs",
         ((C.PAD, "Blaue Viertelstunde"), (C.ARPEGGIO, "Fünf Brücken"), (C.BELLS, "Laternen")),
         ("Marit Schönecker, Flöten", "Benno Kallfelz, Viola", "Aylin Tosunlar, Live-Elektronik",
          "Robert Zewe-Huth, Klavier", "Hanne Grübel, Licht")),
    Seed("Dario Wackenheimer", "de", "studies", at.SAARBRUECKEN, "Fehlermeldungen aus zwanzig Jahren",
         ((C.ARPEGGIO, "Unbekannter Fehler"), (C.VOICE, "Möchten Sie wirklich?"), (C.PULSE, "Neustart"))),
    Seed("Henrike Lottspeich", "de", "lives", at.ST_INGBERT, "Atemzüge von Bläserinnen vor dem ersten Ton",
         ((C.VOICE, "Auftakt"), (C.PAD, "Vorher"), (C.GRAINS, "Luftklappen"))),
    Seed("Duo Feinstrom", "de", "works", at.VOELKLINGEN, "Spannungen zwischen zwei Zitherrahmen",
         ((C.PLUCK, "Zweiunddreißig Saiten, ein Netzteil"), (C.DRONE, "Brummschleife"), (C.ARPEGGIO, "Gleichrichter")),
         ("Quirin Dörrenbach, elektrische Zither", "Malou Hessler, Elektronik")),
    Seed("Selma Jirkovská", "de", "studies", at.SAARBRUECKEN, "Zugvögel auf einem Regenradar",
         ((C.GRAINS, "Schwarm, 2,4 Gigahertz"), (C.PAD, "Durchzug"), (C.PLUCK, "Rastplatz"))),
    Seed("Ottmar Krebsacker", "de", "born", at.HOMBURG, "Tonbänder eines Dorfchors von 1971",
         ((C.VOICE, "Zweite Stimme fehlt"), (C.BELLS, "Kirmes, Rückseite"), (C.PAD, "Bandrauschen in D"))),
    Seed("Naïma Perchot", "fr", "lives", at.FORBACH, "les échos d'un puits de mine",
         ((C.DRONE, "Puits numéro cinq"), (C.VOICE, "Descente"), (C.BELLS, "Lampes"))),
    Seed("Kip Aldenrath", "en", "works", at.SAARLOUIS, "step counts of a marching band",
         ((C.PULSE, "Left, right, other left"), (C.PLUCK, "Parade rest"), (C.ARPEGGIO, "Drum major's day off"))),
)  # fmt: skip

TRIER: Final[tuple[Seed, ...]] = (
    Seed("Nora Feldwisch", "de", "lives", at.TRIER, "Messreihen der Moselpegel seit 1817",
         ((C.ARPEGGIO, "Pegel Trier"), (C.DRONE, "Hundertjähriges"), (C.GRAINS, "Treibgut"))),
    Seed("Ensemble Randstein", "de", "works", at.TRIER, "Schritte auf römischem Pflaster",
         ((C.PULSE, "Via"), (C.PLUCK, "Fugenbreite"), (C.BELLS, "Drei Tore")),
         ("Katrein Ollmert, Violine", "Silas Grabowsky, Kontrabass", "Yuna Hartkopf, Elektronik")),
    Seed("Levin Schartz-Omlor", "de", "studies", at.TRIER, "Ladezeiten unserer Telefone",
         ((C.PULSE, "Ein Prozent"), (C.ARPEGGIO, "Schnelllader"), (C.PAD, "Flugmodus"))),
    Seed("Amrei Döhnsdorf", "de", "born", at.KONZ, "Glockenpläne beider Flussufer",
         ((C.BELLS, "Zusammenfluss"), (C.PLUCK, "Saar und Mosel, zu vier Händen"), (C.PAD, "Uferlos"))),
    Seed("Konstantin Uelzhöfer", "de", "works", at.TRIER, "Druckwellen in einer Orgelpfeife",
         ((C.DRONE, "Sechzehn Fuß"), (C.VOICE, "Vox humana, verstimmt"), (C.ARPEGGIO, "Windlade"))),
    Seed("Mira Tscheschner", "de", "lives", at.SAARBURG, "Wasserfälle in neun Auflösungen",
         ((C.GRAINS, "Achtzehn Meter"), (C.PAD, "Gischt"), (C.VOICE, "Nennen Sie es Rauschen"))),
    Seed("Trio Kelternzeit", "de", "lives", at.SCHWEICH, "Gärgeräusche aus vierzig Fässern",
         ((C.GRAINS, "Spontan"), (C.PULSE, "Blasen, Ventil, Takt"), (C.DRONE, "Hefelager")),
         ("Rieke Thielgen, Akkordeon", "Jonte Basten-Roos, Schlagwerk", "Imke Wallrath, Klangregie")),
    Seed("Falk Immerath", "de", "lives", at.BITBURG, "Funkverkehre eines verlassenen Flugplatzes",
         ((C.VOICE, "Tower, niemand"), (C.PAD, "Landebahn 06"), (C.PULSE, "Transponder"))),
    Seed("Ronja Quetschlich", "de", "studies", at.TRIER, "Würfelspiele aus der Zeit der Kaffeehäuser",
         ((C.PLUCK, "Menuett mit Fehlern"), (C.ARPEGGIO, "Elf Würfe"), (C.BELLS, "Sechs und Sechs"))),
    Seed("Büro für leise Maschinen", "de", "works", at.TRIER, "Lüftergeräusche eines Rechenzentrums",
         ((C.DRONE, "Kaltgang"), (C.ARPEGGIO, "Warteschlange"), (C.GRAINS, "Abwärme")),
         ("Edda Marquering, Konzept und Code", "Philipp Nauroth-Sin, Blockflöten", "Tove Ahlgrim, Objekte")),
    Seed("Berit Kaltwasser-Ngo", "de", "lives", at.HERMESKEIL, "Wuchsgeräusche von Fichtenholz",
         ((C.PLUCK, "Jahresring, innen"), (C.GRAINS, "Trockenstress"), (C.DRONE, "Harz"))),
    Seed("Emil Sonnhalter", "de", "born", at.WITTLICH, "Zählreime von vier Schulhöfen",
         ((C.VOICE, "Ene mene weg"), (C.PULSE, "Hüpfkasten"), (C.PLUCK, "Große Pause"))),
    Seed("Greta Holzemer-Vidal", "de", "works", at.TRIER, "Kontaktaufnahmen von Tischtennisplatten",
         ((C.PULSE, "Doppel, gemischt"), (C.BELLS, "Netzroller"), (C.ARPEGGIO, "Elf zu neun"))),
    Seed("Vokalwerk Untertage", "de", "lives", at.BERNKASTEL, "Echos aus einem Schieferstollen",
         ((C.VOICE, "Mundloch"), (C.PAD, "Neunzig Meter Stein"), (C.BELLS, "Tropfen für Tropfen")),
         ("Swantje Ehrlinspiel, Sopran", "Ruben Akyol-Frey, Bariton", "Tilda Morscheid, Elektronik")),
    Seed("Malte Rögenberg", "de", "studies", at.TRIER, "Karten aller Funklöcher der Eifel",
         ((C.GRAINS, "Kein Netz"), (C.PLUCK, "Balken um Balken"), (C.VOICE, "Hören Sie mich noch"))),
    Seed("Félicie Grandhomme-Arzt", "lb", "works", at.TRIER, "Schrëtt vu Pendler op enger Bréck",
         ((C.PLUCK, "Op der Grenz"), (C.ARPEGGIO, "Hin an zeréck"), (C.DRONE, "Bréckeschwéngung"))),
    Seed("Ansel Overmoor", "en", "lives", at.KONZ, "tuning forks played through river water",
         ((C.BELLS, "Confluence study"), (C.PAD, "Slow boat to Perl"), (C.GRAINS, "Silt"))),
    Seed("The Borrowed Kitchen", "en", "studies", at.TRIER, "sounds of twelve shared kitchens",
         ((C.PULSE, "Dishwasher suite"), (C.VOICE, "Whose milk is this"), (C.BELLS, "Lids")),
         ("Priya Lindqvarn, samplers", "Owen Castellmoor, drums", "Dilan Weyersberg, visuals")),
)  # fmt: skip

NO_CITY: Final[tuple[Seed, ...]] = (
    Seed("Aurélien Vaucresson-Thill", "fr", "lives", at.NOT_LISTED, "les roues d'un moulin à aubes",
         ((C.PULSE, "Roue, roue"), (C.PAD, "Bief"), (C.BELLS, "Farine"))),
    Seed("Marlow Enderby-Krings", "en", "lives", at.KOBLENZ, "horn signals of river barges",
         ((C.DRONE, "Two long, one short"), (C.ARPEGGIO, "Kilometre 592"), (C.PLUCK, "Mooring lines"))),
)  # fmt: skip
