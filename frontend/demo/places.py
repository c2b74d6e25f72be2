"""Homes of the invented artists: places of the gazetteer, by their GeoNames ids, with what the languages call them."""

from __future__ import annotations

from typing import Final

from frontend.demo.shapes import Home

LUXEMBOURG: Final = Home(2960316, "Luxembourg", {"de": "Luxemburg", "lb": "Lëtzebuerg"})
ESCH: Final = Home(2960596, "Esch-sur-Alzette", {"de": "Esch an der Alzette", "lb": "Esch-Uelzecht"})
DUDELANGE: Final = Home(2960634, "Dudelange", {"de": "Düdelingen", "lb": "Diddeleng"})
DIFFERDANGE: Final = Home(2960651, "Differdange", {"de": "Differdingen", "lb": "Déifferdeng"})
MERSCH: Final = Home(2960276, "Mersch", {"lb": "Miersch"})
GREVENMACHER: Final = Home(2960515, "Grevenmacher", {"lb": "Gréiwemaacher"})
REMICH: Final = Home(2960154, "Remich", {"lb": "Réimech"})
DIEKIRCH: Final = Home(2960657, "Diekirch", {"lb": "Dikrech"})
METZ: Final = Home(2994160, "Metz")
THIONVILLE: Final = Home(2972811, "Thionville", {"lb": "Diddenuewen"})
PONT_A_MOUSSON: Final = Home(2986306, "Pont-à-Mousson")
HAGONDANGE: Final = Home(3014080, "Hagondange")
NANCY: Final = Home(2990999, "Nancy")
MONTIGNY: Final = Home(2992402, "Montigny-lès-Metz")
WOIPPY: Final = Home(2967297, "Woippy")
ROMBAS: Final = Home(2983005, "Rombas")
BOULAY: Final = Home(3031182, "Boulay-Moselle")
FORBACH: Final = Home(3017805, "Forbach")
SAARBRUECKEN: Final = Home(2842647, "Saarbrücken", {"fr": "Sarrebruck", "lb": "Saarbrécken"})
VOELKLINGEN: Final = Home(2816630, "Völklingen")
SAARLOUIS: Final = Home(2842632, "Saarlouis", {"fr": "Sarrelouis"})
ST_INGBERT: Final = Home(2841590, "Sankt Ingbert")
HOMBURG: Final = Home(2899449, "Homburg")
TRIER: Final = Home(2821164, "Trier", {"fr": "Trèves", "lb": "Tréier"})
KONZ: Final = Home(2885672, "Konz")
SAARBURG: Final = Home(2842644, "Saarburg")
SCHWEICH: Final = Home(2834594, "Schweich")
BITBURG: Final = Home(2948184, "Bitburg")
WITTLICH: Final = Home(2807240, "Wittlich")
HERMESKEIL: Final = Home(2905929, "Hermeskeil")
BERNKASTEL: Final = Home(2949998, "Bernkastel-Kues")
KOBLENZ: Final = Home(2886946, "Koblenz")
#: An invented hamlet, which no gazetteer has: the applicant names it and a person decides.
NOT_LISTED: Final = Home(None, "Moulin de la Haute-Ronce")
