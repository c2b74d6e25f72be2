"""The sentences that the scripts of the jury's pages say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JURY: dict[str, str | Promise] = {
    "jury.open": _("Open"),
    "jury.started": _("Started"),
    "jury.scored": _("Scored"),
    "jury.waiting": _("Waiting to send"),
    "jury.conflict": _("Conflict of interest"),
    "jury.recognised": _("Recognised"),
    "jury.withdrawn": _("Withdrawn"),
    "jury.withdrawn_note": _("The artist has withdrawn this entry. You need not mark it."),
    "jury.recused": _("Stood aside"),
    "jury.progress": _("%(done)s of %(total)s scored"),
    "jury.place_in_list": _("%(n)s of %(total)s in this list"),
    "jury.all_done": _("All %(total)s scored."),
    "jury.last": _("This is the end of the list."),
    "jury.work": _("Work %(n)s"),
    "jury.player": _("Player: %(title)s"),
    "jury.note": _("Private note"),
    "jury.next": _("Next"),
    "jury.done_next": _("Done, next"),
    "jury.unmarked": _("Give a mark for “%(title)s”."),
    "jury.marked": _("%(title)s: %(mark)s"),
    "jury.aside": _("You stood aside from this entry. Nothing more is asked of you here."),
    "jury.aside_late": _(
        "You stood aside from this entry after you had closed your sheets. The count leaves your marks for it out."
    ),
    "jury.first_mark": _("Sound alone: %(first)s. Now: %(now)s (%(change)s)"),
    "jury.first_same": _("Sound alone: %(first)s, as now"),
    "jury.text_project": _("Project"),
    "jury.text_motivation": _("Letter of motivation"),
    "jury.text_biography": _("Biography"),
    "jury.text_rider_inputs": _("Audio inputs"),
    "jury.text_rider_power": _("Power"),
    "jury.text_rider_projection": _("Projection and light"),
    "jury.text_rider_setup_minutes": _("Minutes to set up"),
    "jury.text_rider_people": _("People on stage"),
    "jury.text_rider_notes": _("Anything else"),
    "jury.save_idle": _("Everything you mark is saved."),
    "jury.save_saving": _("Saving…"),
    "jury.save_saved": _("Saved %(time)s"),
    "jury.save_offline": _("Offline – kept on this device"),
    "jury.save_failed": _("Not saved – try again"),
    "jury.save_conflict": _("This sheet was changed on another device. Choose which version to keep."),
    "jury.save_signed_out": _(
        "Your session has ended. What you marked is kept on this device until you sign in again."
    ),
    "jury.keys_on": _("Single keys are on. This is kept for your account."),
    "jury.keys_off": _("Single keys are off. This is kept for your account."),
    "jury.sorted": _("Sorted by your scores as they are now."),
    "jury.seal_missing": _("Your sheets cannot be closed yet. These entries are not done:"),
    "jury.seal_unsent": _(
        "Some of your marks have not arrived yet. Wait until “Saved” stands at the top, then close your sheets."
    ),
}
