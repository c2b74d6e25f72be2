"""Names that the pages of the desk use: states, reasons, roles, findings. Sentences for people, by stable code."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musicprize.kernel.errors import Sentence

LANGUAGES: dict[str, str] = {"de": "Deutsch", "fr": "Français", "lb": "Lëtzebuergesch", "en": "English"}
"""Own names: they are the same in every language."""

WAITING: dict[str, Sentence] = {
    "waiting": _("To check"),
    "asked": _("Artist asked"),
    "admitted": _("Admitted"),
    "refused": _("Refused"),
}
SCREENING: dict[str, Sentence] = {
    "admit": _("Admitted to the competition"),
    "ask": _("The artist was asked"),
    "refuse": _("Refused"),
}
VERDICTS: dict[str, Sentence] = {
    "eligible": _("May take part"),
    "not_eligible": _("May not take part"),
    "undecided": _("Has to be decided"),
}
TONES: dict[str, str] = {"eligible": "ok", "not_eligible": "bad", "undecided": "warn"}

BASES: dict[str, Sentence] = {
    "born": _("Born there"),
    "lives": _("Lives there"),
    "works": _("Works there"),
    "studies": _("Studies there"),
}
REASONS: dict[str, Sentence] = {
    "outside_region": _("No link to the region"),
    "works_too_old": _("A work is too old"),
    "not_complete": _("Not complete"),
    "no_answer": _("No answer in time"),
    "duplicate": _("Sent more than once"),
    "outside_scope": _("Not what the prize is for"),
    "other": _("Another reason"),
}
ROLES: dict[str, Sentence] = {
    "organiser": _("Organiser"),
    "coordinator": _("Coordinator"),
    "juror": _("Juror"),
    "chair": _("Chair of the jury"),
}
PHASES: dict[str, Sentence] = {
    "hidden": _("Not published"),
    "announced": _("Announced"),
    "open": _("Applications"),
    "screening": _("Screening"),
    "jury": _("Jury"),
    "final": _("Final"),
    "over": _("Over"),
}
ROUND_KINDS: dict[str, Sentence] = {
    "screening": _("First listening"),
    "jury": _("Jury round"),
    "final": _("Final"),
}
ROUND_STATES: dict[str, Sentence] = {"draft": _("Draft"), "open": _("Open"), "closed": _("Closed and counted")}
METHODS: dict[str, Sentence] = {
    "adjusted": _("Adjusted for the severity of jurors"),
    "mean": _("Plain mean"),
    "trimmed": _("Mean without the highest and the lowest"),
    "clamp": _("Mean with outlying marks drawn in"),
    "zscore": _("Mean after evening out each juror’s range"),
    "borda": _("Mean of the jurors’ own rankings"),
    "points": _("Points by place, city by city"),
    "robust": _("Adjusted for severity, outlying marks weighing less"),
}
METHODS_TOLD: dict[str, Sentence] = {
    "adjusted": _(
        "Some jurors are strict, others mild. Each juror’s severity is estimated from all the marks and taken off, "
        "so that an entry neither gains nor loses by who happened to hear it."
    ),
    "mean": _("The marks of an entry are added and divided by the number of its jurors. Nothing is evened out."),
    "trimmed": _(
        "Of each entry’s marks the highest and the lowest are left out, as in figure skating. One juror alone can "
        "neither lift nor sink an entry. Needs five jurors or more an entry."
    ),
    "clamp": _(
        "A mark that lies further from the entry’s mean than allowed is drawn in to that distance, as at the Chopin "
        "competition. Nobody’s mark is lost, but none can decide alone."
    ),
    "zscore": _(
        "Every juror’s marks are brought to the same mean and the same range. Strong where jurors use the scale "
        "differently, weak against a juror who votes to win: one ten, the rest threes. Needs ten entries a juror."
    ),
    "borda": _("Only the order counts in which each juror places the entries, not how far apart the marks are."),
    "points": _(
        "The jurors of a city rank the entries together, and the first places get points from a table, as in a song "
        "contest. Every city has the same weight."
    ),
    "robust": _(
        "As the first, but marks that fit neither the juror nor the entry weigh less. Good as a check; hard to "
        "compute by hand."
    ),
}
JUDGES: dict[str, Sentence] = {
    "jurors": _("The jurors"),
    "coordinators": _("The coordinators"),
    "both": _("Jurors and coordinators"),
}
REASSIGN: dict[str, Sentence] = {
    "automatic": _("Another juror gets the entry at once and is told by mail"),
    "ask": _("You decide whether another juror gets it"),
    "no": _("Nobody hears it instead"),
}
MISSING_RULES: dict[str, Sentence] = {
    "refuse": _("The round cannot be closed before all are sealed"),
    "sealed": _("It can be closed; only sealed ballots count"),
    "complete": _("It can be closed; complete sheets of unsealed ballots count too"),
}
MARKS_SHOWN: dict[str, Sentence] = {
    "own": _("The ranking and one’s own marks"),
    "pseudonyms": _("All marks, under numbers instead of names"),
    "names": _("All marks, with names"),
}
MOTION_VOTES: dict[str, Sentence] = {
    "proposer": _("Open or secret, as whoever proposes the motion chooses"),
    "open": _("Always open"),
    "secret": _("Always secret"),
}
LEVELS: dict[str, Sentence] = {
    "default": _("Results and sums by city"),
    "full": _("Every mark, under numbers instead of names"),
}
PUBLICATIONS: dict[str, Sentence] = {"finalists": _("Finalists"), "results": _("Results")}
PUBLICATION_STATES: dict[str, Sentence] = {
    "prepared": _("Waits for a second person"),
    "scheduled": _("Confirmed"),
    "public": _("Public"),
    "cancelled": _("Cancelled"),
}
FINDINGS: dict[str, Sentence] = {
    "silent_start": _("Silence at the beginning"),
    "silent_end": _("Silence at the end"),
    "silent_inside": _("Silence in between"),
    "nearly_silent": _("Nearly silent all through"),
    "dead_channel": _("One channel is dead"),
    "out_of_phase": _("The channels cancel each other"),
    "mono_in_stereo": _("Both channels are the same"),
    "clipped": _("Clipped"),
    "true_peak_over": _("True peak above full scale"),
    "dc_offset": _("Constant offset"),
    "cut_off": _("The file is cut off"),
    "length_differs": _("Shorter or longer than it says"),
    "bad_packets": _("Damaged places"),
    "too_short": _("Too short"),
    "too_long": _("Too long"),
    "low_bit_rate": _("Low bit rate"),
    "same_sound": _("The same recording twice"),
    "video_present": _("Holds a video"),
    "downmixed": _("More than two channels"),
    "no_end": _("Ends without an end"),
}
FINDING_HINTS: dict[str, Sentence] = {
    "silent_start": _("More than 3 seconds. It may be meant."),
    "silent_end": _("More than 5 seconds. It may be meant."),
    "silent_inside": _("More than 4 seconds. It may be meant."),
    "nearly_silent": _("Most often a muted track or the wrong export."),
    "dead_channel": _("Left or right has no sound at all: a cable, or the panning."),
    "out_of_phase": _("On a single loudspeaker or a phone the sound almost vanishes."),
    "mono_in_stereo": _("A mono piece in a stereo file. Nothing is wrong with it."),
    "clipped": _("Cut-off tops of waves: recorded or exported too loudly."),
    "true_peak_over": _("Between two samples the wave goes over full scale; our copies do not."),
    "dc_offset": _("The wave does not swing around zero; it can click."),
    "cut_off": _("The file says that it is longer than the sound in it."),
    "length_differs": _("By a little; most often the program’s fault, not the artist’s."),
    "bad_packets": _(
        "Some parts could not be decoded; they are left out. More than two in a hundred are always refused."
    ),
    "too_short": _("Shorter than the shortest work above."),
    "too_long": _("Longer than the longest work above."),
    "low_bit_rate": _("Compressed to less than 128 kbit/s."),
    "same_sound": _("Two works of an application are the same sound, sample by sample."),
    "video_present": _("A picture beside the sound, in a file or film."),
    "downmixed": _("The jury hears a stereo mix of them."),
    "no_end": _("The end mark is missing; the file may have been cut off."),
}
"""What a finding is, for somebody who decides what it means and need not be a sound engineer."""
CHECK: Sentence = _("The check")
COPIES: dict[str, Sentence] = {
    "aac": _("The copy for listening"),
    "opus": _("The compact copy"),
    "flac": _("The lossless copy"),
    "aac-excerpt": _("The public excerpt"),
    "film": _("The picture"),
}
"""What of a recording can fail on our side."""
SEVERITIES: dict[str, Sentence] = {
    "refusal": _("Refuse the file"),
    "warning": _("Warn the artist"),
    "note": _("Only note it"),
}
ACTS: dict[str, Sentence] = {
    "edition.create": _("The edition was created"),
    "edition.change": _("Dates, rules or texts were changed"),
    "edition.prizes": _("The prizes were set"),
    "edition.consents": _("The consents were set"),
    "application.submit": _("An application was sent"),
    "application.confirm": _("An application was confirmed after a question"),
    "application.take_back": _("An application was taken back"),
    "application.withdraw": _("An application was withdrawn"),
    "application.ask": _("An artist was asked for something"),
    "application.admit": _("An application was admitted"),
    "application.refuse": _("An application was refused"),
    "eligibility.decide": _("Somebody decided whether an artist may take part"),
    "round.open": _("A round was opened; its rules were frozen"),
    "round.close": _("A round was closed; its marks were frozen"),
    "round.count": _("A round was counted"),
    "conflict.answer": _("A juror declared ties, or none, before listening"),
    "conflict.paper": _("A juror declared on paper to have no tie to what was marked"),
    "conflict.name": _("A tie was named"),
    "conflict.lift": _("A named tie was taken back"),
    "conflict.dismiss": _("A likeness was weighed and is no tie"),
    "tie.register": _("A juror wrote down a tie"),
    "tie.remove": _("A juror took a tie out"),
    "assignment.add": _("A juror was given one more entry"),
    "assignment.remove": _("An entry was taken off a juror’s list"),
    "jury.replace": _("A juror was replaced"),
    "ballot.seal": _("A ballot was sealed"),
    "turn.call": _("An entry was called to be marked"),
    "sheet.paper": _("A sheet of paper was typed in by two people"),
    "turn.finish": _("The turn of an entry ended; its marks are fixed"),
    "decision.finalists": _("The finalists were decided"),
    "decision.winner": _("The winner was decided"),
    "decision.special": _("A special prize was decided"),
    "shortlist.add": _("An entry was put on the jury’s shortlist"),
    "shortlist.remove": _("An entry was taken off the jury’s shortlist"),
    "shortlist.move": _("An entry was moved on the jury’s shortlist"),
    "shortlist.note": _("The jury’s table noted something on an entry"),
    "motion.propose": _("A motion was put to the jury"),
    "motion.vote": _("A juror voted on a motion"),
    "motion.close": _("The vote on a motion was ended"),
    "motion.withdraw": _("A motion was withdrawn"),
    "tiebreak.decide": _("The chair broke a tie at the cut"),
    "minutes.sign": _("The minutes of the jury were signed"),
    "decision.replace": _("A finalist who withdrew was replaced from the reserve"),
    "publication.prepare": _("A publication was prepared"),
    "publication.confirm": _("A publication was confirmed by a second person"),
    "publication.cancel": _("A publication was cancelled"),
    "publication.release": _("A publication was released"),
    "role.grant": _("Somebody was given a role"),
    "role.revoke": _("Somebody’s role was ended"),
    "invitation.send": _("Somebody was invited"),
    "invitation.accepted": _("An invitation was accepted"),
    "invitation.declined": _("An invitation was declined"),
    "invitation.withdrawn": _("An invitation was withdrawn"),
    "person.erase": _("Somebody’s personal data were erased"),
    "conflict.declare": _("A juror declared a conflict of interest"),
    "conflict.withdraw": _("A juror took back a conflict of interest"),
    "entry.withdraw": _("An entry was withdrawn from a round"),
}

COUNTED: dict[str, Callable[[int], str]] = {
    "works": lambda n: ngettext("%(n)s work", "%(n)s works", n) % {"n": n},
    "entries": lambda n: ngettext("%(n)s entry", "%(n)s entries", n) % {"n": n},
    "ballots": lambda n: ngettext("%(n)s ballot", "%(n)s ballots", n) % {"n": n},
}
"""Facts of an act in the ledger that are told beside its sentence."""

MARKINGS = {
    "once": _("Once"),
    "first": _("Twice, first by the sound alone, then with text and rider; the first mark counts"),
    "second": _("Twice, first by the sound alone, then with text and rider; the second mark counts"),
}
