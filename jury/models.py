"""Index of this floor's tables; each lives in its room."""

from jury.assignments.models import Assignment
from jury.conflicts.models import Answer, Declaration, Dismissal, Registered
from jury.decisions.models import Decision, DecisionEntry, Standing, Tally
from jury.deliberation.models import Analysis, Meeting, MeetingAct, Minutes, Motion, Shortlisted, TieBreak, Voice
from jury.live.models import Turn
from jury.panel.models import Witness
from jury.paper.models import PaperSheet
from jury.publication.models import Bundle, Publication
from jury.rounds.models import Criterion, Round, RoundEntry
from jury.scoresheets.models import Ballot, FirstMark, Listening, Mark, Reopening, ScoreSheet

__all__ = [
    "Analysis",
    "Answer",
    "Assignment",
    "Ballot",
    "Bundle",
    "Criterion",
    "Decision",
    "DecisionEntry",
    "Declaration",
    "Dismissal",
    "FirstMark",
    "Listening",
    "Mark",
    "Meeting",
    "MeetingAct",
    "Minutes",
    "Motion",
    "PaperSheet",
    "Publication",
    "Registered",
    "Reopening",
    "Round",
    "RoundEntry",
    "ScoreSheet",
    "Shortlisted",
    "Standing",
    "Tally",
    "TieBreak",
    "Turn",
    "Voice",
    "Witness",
]
