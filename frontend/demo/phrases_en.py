"""Sentences of the invented applications in English."""

from __future__ import annotations

from typing import Final

from frontend.demo.phrases import Phrases
from frontend.demo.synth import Character as C

ENGLISH: Final = Phrases(
    practice={
        C.PAD: ("[I|We] build rooms out of a few chords that change more slowly than anyone notices.",),
        C.PLUCK: ("[I|We] work with strings: real ones, computed ones, and ones that could not exist.",),
        C.BELLS: ("[I|We] take the sound of struck metal apart and put it together again, partial by partial.",),
        C.GRAINS: ("[I|We] cut recordings into splinters of a few milliseconds and make weather out of them.",),
        C.PULSE: ("[I|We] write rhythms that machines can play and people want to.",),
        C.DRONE: ("[I|We] listen into held tones until their beating turns into music.",),
        C.ARPEGGIO: ("[I|We] turn rows of numbers into fast, bright lines that keep tipping over.",),
        C.VOICE: ("[I|We] work with the voice before it becomes words.",),
    },
    basis={
        "born": ("[I was|We were] born in {place}, and every new piece is tried out there first.",),
        "lives": (
            "[I have|We have] lived in {place} for several years; most recordings are made on foot, close to home.",
            "{place} is where [I live|we live]; the studio looks onto the street.",
        ),
        "works": (
            "[I work|We work] in {place}, in a studio shared with other artists and open to the neighbours.",
            "{place} is where [I teach and rehearse|we teach and rehearse], three days a week.",
        ),
        "studies": (
            "[I study|We study] in {place}; the three works were made in its practice rooms.",
        ),
    },
    no_city=("{place} lies down the river from the four cities; [I ask|we ask] you to decide whether it counts.",),
    source=(
        "The present cycle began with {theme}.",
        "{theme} have been the material for two years.",
        "{theme} return from piece to piece, now as sound, now only as a plan.",
    ),
    career=(
        "There have been pieces for a concert hall, a stairwell and an empty swimming pool.",
        "After years in bands and orchestras came the writing of software, and then both at once.",
        "The way here led through radio drama, dance and sound installation.",
        "Most concerts take place in cellars, chapels and libraries.",
        "In the latest series the audience was allowed to touch the controls.",
    ),
    closing=(
        "Performances are rare on purpose, and never the same twice.",
        "Some of the tools are free and used in schools.",
        "A programme of one hour without an interval is on its way.",
    ),
    motive=(
        "[I apply|We apply] because this prize asks for what is new, and not for a genre.",
        "This music tends to fall between two stools; here it seems to have a seat.",
        "After two years in the studio [I need|we need] ears that do not know everything already.",
    ),
    need=(
        "The prize would pay for the concert version and for everybody in it, fairly.",
        "The money would go into a multichannel system that others in the region could borrow.",
        "It would buy half a year for a single piece.",
    ),
    region=(
        "The border here is something one crosses every day, and so is the one between tone and noise.",
        "An audience that listens in three languages hears music without words very closely.",
        "{theme} are found like this only around here, and deserve a concert.",
    ),
    wish=(
        "The final would be the first chance to hear all three works in a row.",
        "Comments from the jury would be welcome, with or without a place in the final.",
        "[I would|We would] gladly play in the other three cities afterwards.",
    ),
    core={
        C.PAD: ("The project is a piece of twenty minutes in which one chord crosses the hall once.",),
        C.PLUCK: ("At its centre is a string instrument whose notes a computer carries on when the hand rests.",),
        C.BELLS: ("Twelve bell sounds are measured live, put out of tune and spread over the room.",),
        C.GRAINS: ("Out of tiny fragments grows a body of sound that answers every movement in the hall.",),
        C.PULSE: ("Four patterns quarrel over one bar and finally agree on a fifth.",),
        C.DRONE: ("One tone is held until the room joins in: walls, chairs and air become audible.",),
        C.ARPEGGIO: ("A row of notes runs through all its permutations; at some point one notices that it counts.",),
        C.VOICE: ("One voice speaks without saying anything; a second, artificial one tries to follow.",),
    },
    technique=(
        "The software is [my|our] own and runs without a network on a single computer.",
        "Sensors on the instruments deliver control data, a learning model proposes variants, a hand chooses.",
        "Every sound is computed in real time; nothing is played from tape.",
    ),
    stage=(
        "There is a table on stage and nothing else; the light follows the loudness.",
        "The audience sits in a circle around the players.",
        "A projection shows the sounds as moving script, calm enough not to distract.",
    ),
    plan=(
        "Two parts of three have been performed; the last will be ready for the concert.",
        "One day of rehearsal on site is enough; setting up has been practised.",
        "The length can be anything from twelve to twenty minutes.",
    ),
    describe={
        C.PAD: ("Slow layers in four or five voices. The sound brightens towards the middle and fades without "
                "an end.",),
        C.PLUCK: ("Plucked strings in broken chords, single at first, then denser. Little reverberation, no words.",),
        C.BELLS: ("Bell-like tones that ring for long, often answered by a second tone.",),
        C.GRAINS: ("A cloud of short splinters of sound that thickens until it almost becomes a melody.",),
        C.PULSE: ("Drum machine, bass and short chords; an even pulse with displaced accents.",),
        C.DRONE: ("Held tones beating against each other. Hardly any event, with slowly wandering overtones.",),
        C.ARPEGGIO: ("Fast chains of notes up and down, with an echo that changes sides.",),
        C.VOICE: ("Syllables without words, spoken and half sung:\n\no-a, e-i-o, u-a\na-e-i, o",),
    },
    rider_inputs=(
        "2 balanced lines from the audio interface (jack), 1 vocal microphone",
        "4 balanced lines (XLR), 2 contact microphones on active DI boxes",
        "2 condenser microphones, 2 DI boxes",
    ),
    rider_power=("2 circuits 230 V / 16 A", "1 circuit 230 V / 16 A, apart from the lighting"),
    rider_projection=("none", "1 projector from 6000 lumens, 16:9, HDMI at the table"),
    rider_notes=(
        "Table 160 × 70 cm with black cloth. No haze please, the sensors do not stand it.",
        "Monitoring on headphones. The sound check needs a silent hall.",
    ),
    composition="composition",
)  # fmt: skip
