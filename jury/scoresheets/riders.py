"""The rider's PDF beside the second mark. The file is as the artist sent it and may say in every corner who plays, so
it is there only where the round says so anyway, and never before the first mark is kept."""

from uuid import UUID

from jury.conflicts import queries as conflicts
from jury.conflicts.rules import check_answered
from jury.rounds.rules import Marking
from jury.scoresheets import access
from jury.scoresheets.models import ScoreSheet
from jury.scoresheets.rules import check_can_hear, is_blind
from musicprize.accounts.models import User
from musicprize.kernel.errors import NotFound
from submissions.applications import downloads
from submissions.applications.downloads import Link


def link(person: User, sheet_id: UUID) -> Link:
    """Where to fetch the PDF of one's own sheet's entry, for some minutes; its name is the entry's code.

    NotFound for anybody else's sheet, in a blind round and in one with a single mark, before the first mark is kept (or
    the round closed), and where there is no PDF; Conflict `recused`, `declaration_missing` as for the sound.
    """
    round_id = access.round_of_sheet(person, sheet_id)
    sheet = ScoreSheet.objects.select_related("entry__round").get(pk=sheet_id)
    check_answered(conflicts.answered(round_id, person.pk))
    check_can_hear(sheet.state, withdrawn=sheet.entry.withdrawn_at is not None)
    round_ = sheet.entry.round
    shown = sheet.shown_at is not None or round_.closed_at is not None
    if round_.marking == Marking.ONCE or is_blind(blind=round_.blind, marking=round_.marking, shown=shown):
        raise NotFound()
    return downloads.for_the_jury(sheet.entry.application_id, "rider", name=sheet.entry.code)
