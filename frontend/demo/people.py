"""The invented staff of the demo edition. None of these people exists; the addresses lead nowhere."""

from __future__ import annotations

from typing import Final

from frontend.demo.shapes import MAIL_DOMAIN, DemoPerson, slug, texts


def _mail(name: str) -> str:
    return f"{slug(name)}@{MAIL_DOMAIN}"


ORGANISERS: Final = (
    DemoPerson("Viviane Heuertz-Lamberty", _mail("Viviane Heuertz-Lamberty"), "lb", "organiser"),
    DemoPerson("Matthias Grünewald-Oste", _mail("Matthias Grünewald-Oste"), "de", "organiser"),
)

COORDINATORS: Final = (
    DemoPerson("Claude Reckinger-Stoll", _mail("Claude Reckinger-Stoll"), "lb", "coordinator", "lux"),
    DemoPerson("Bérengère Malancourt", _mail("Bérengère Malancourt"), "fr", "coordinator", "met"),
    DemoPerson("Joachim Niederlinxweiler", _mail("Joachim Niederlinxweiler"), "de", "coordinator", "sbr"),
    DemoPerson("Almut Zewenbach", _mail("Almut Zewenbach"), "de", "coordinator", "tri"),
)

JURORS: Final = (
    DemoPerson(
        "Josée Wiltgen-Arend", _mail("Josée Wiltgen-Arend"), "lb", "juror", "lux",
        about=texts("Komponistin und Lehrerin für elektroakustische Musik", "compositrice, enseigne la musique "
                    "électroacoustique", "Komponistin, ënnerriicht elektroakustesch Musek",
                    "composer, teaches electroacoustic music"),
    ),
    DemoPerson(
        "Raoul Kasel-Marchetti", _mail("Raoul Kasel-Marchetti"), "fr", "juror", "lux",
        about=texts("Musikredakteur beim Rundfunk", "rédacteur musical à la radio", "Museksredakter um Radio",
                    "music editor in radio"),
    ),
    DemoPerson(
        "Anne-Laure Vignerolle", _mail("Anne-Laure Vignerolle"), "fr", "juror", "met", chair=True,
        about=texts("Leiterin eines Konservatoriums, Vorsitz der Jury", "directrice de conservatoire, présidente du "
                    "jury", "Direktesch vun engem Conservatoire, Presidentin vum Jury",
                    "head of a conservatoire, chair of the jury"),
    ),
    DemoPerson(
        "Driss Ouakrimi", _mail("Driss Ouakrimi"), "fr", "juror", "met",
        about=texts("Klangkünstler und Instrumentenbauer", "artiste sonore et luthier numérique",
                    "Klangkënschtler an Instrumentebauer", "sound artist and instrument maker"),
    ),
    DemoPerson(
        "Ulrike Schwalbach-Denk", _mail("Ulrike Schwalbach-Denk"), "de", "juror", "sbr",
        about=texts("Professorin für Musikinformatik", "professeure d'informatique musicale",
                    "Professesch fir Museksinformatik", "professor of computer music"),
    ),
    DemoPerson(
        "Pawel Krumscheid", _mail("Pawel Krumscheid"), "de", "juror", "sbr",
        about=texts("Schlagzeuger und Kurator einer Konzertreihe", "percussionniste et programmateur de concerts",
                    "Schlagzeier a Kurator vun enger Concertsrei", "percussionist and curator of a concert series"),
    ),
    DemoPerson(
        "Theresa Ollinger-Böhm", _mail("Theresa Ollinger-Böhm"), "de", "juror", "tri",
        about=texts("Komponistin und frühere Preisträgerin", "compositrice et ancienne lauréate",
                    "Komponistin a fréier Laureatin", "composer and former laureate"),
    ),
    DemoPerson(
        "Nathan Eifelmann", _mail("Nathan Eifelmann"), "en", "juror", "tri",
        about=texts("Tonmeister und Produzent", "ingénieur du son et producteur", "Tounmeeschter a Produzent",
                    "recording engineer and producer"),
    ),
)  # fmt: skip

STAFF: Final = (*ORGANISERS, *COORDINATORS, *JURORS)
