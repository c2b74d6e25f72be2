"""The sentences that scripts say, by island: one gettext serves pages and scripts.

Placeholders are named (%(name)s). Where a number decides, there are two keys, `.one` and `.other`; which of them
fits is decided in islands/lib/texts.ts.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.jury_texts import JURY

Texts = dict[str, str | Promise]

HTTP: Texts = {
    "http.unreachable": _("The server does not answer. Nothing was sent; please try again in a moment."),
    "http.offline": _("You are offline. Nothing was sent; try again when you are connected."),
    "http.signed_out": _(
        "Your session has ended. Sign in again in a new tab, then try once more here; what you typed stays."
    ),
    "http.too_many": _("That was a lot at once. Please wait a minute and try again."),
    "http.server": _("Something went wrong on our side. Nothing was changed; please try again."),
    "http.refused": _("This is not possible at the moment."),
}
FORM: Texts = {
    "error.prefix": _("Error:"),
}
COUNT: Texts = {
    "count.of": _("%(n)s of %(limit)s characters"),
}
SAVE: Texts = {
    "save.idle": _("Everything you type is saved."),
    "save.saving": _("Saving…"),
    "save.saved": _("Saved %(time)s"),
    "save.offline": _("Offline – not saved yet"),
    "save.failed": _("Not saved – try again"),
    "save.conflict": _("This was changed elsewhere. Choose which text to keep."),
}
UPLOAD: Texts = {
    "upload.fingerprint": _("Reading the file…"),
    "upload.size": _("%(size)s MB"),
    "upload.done_of": _("%(done)s of %(size)s MB"),
    "upload.done_and_left": _("%(done)s, %(left)s"),
    "upload.seconds.one": _("%(n)s second left"),
    "upload.seconds.other": _("%(n)s seconds left"),
    "upload.minutes.one": _("%(n)s minute left"),
    "upload.minutes.other": _("%(n)s minutes left"),
    "upload.percent_said": _("%(name)s: %(percent)s percent uploaded"),
    "upload.retrying": _("The connection is lost. Trying again, %(attempt)s of %(tries)s…"),
    "upload.busy": _("The server is busy. Trying again, %(attempt)s of %(tries)s…"),
    "upload.offline": _("You are offline. It goes on by itself when you are connected again."),
    "upload.kept": _(
        "You may open other parts of the application meanwhile: it goes on there, and after a restart, without "
        "choosing the file again. This browser keeps a copy until all has arrived."
    ),
    "upload.stay": _(
        "Please stay on this page until it is done: this browser cannot keep a copy. If you leave, choose the file "
        "again later; only what is missing is then sent."
    ),
    "upload.elsewhere": _("This file is being sent in another tab. If you close that tab, it goes on here."),
    "upload.other_content": _("This file is not the one that was begun before. It is sent from the start."),
    "upload.removed": _("The upload was stopped, and what was sent is deleted."),
    "upload.paused": _("Paused. What was sent stays; go on whenever you like."),
    "upload.resume": _("Choose “%(name)s” again, %(percent)s %% is already here."),
    "upload.checking_bytes": _("Sent. Checking that every byte arrived…"),
    "upload.checking_sound": _("Arrived. Listening through the recording…"),
    "upload.checking_lost": _("The connection is lost. The check goes on; this page will show its result."),
    "upload.ready": _("The file has arrived whole."),
    "upload.ready_audio": _("The recording is sound. Length %(duration)s."),
    "upload.refused": _("This recording cannot be used. Please choose another file."),
    "upload.expired": _("This upload was not finished in time. Please choose the file again."),
    "upload.gave_up": _(
        "The connection did not come back. What was sent stays. It goes on when you are online again, or press “Go on”."
    ),
    "upload.gave_up_busy": _(
        "The server has been busy for some time. What was sent stays. Please press “Go on” in a few minutes."
    ),
    "upload.file_changed": _("The file was changed or moved while it was read. Please choose it again."),
    "upload.unexpected": _(
        "The upload stopped for a reason that we do not know. What was sent stays. Please try again; if that does not "
        "help, load this page anew."
    ),
    "upload.other_tab": _(
        "This file is being uploaded in another tab of this browser. Go on there, or close that tab first."
    ),
    "upload.empty_file": _("This file is empty. Please choose another one."),
    "upload.too_large": _("This file is too large. At most %(max)s MB are possible."),
    "upload.part_too_large": _(
        "The network between you and us refuses pieces of this size. Please try another network, and tell us."
    ),
    "upload.do_flac": _("Saved as FLAC it is about half as large and sounds exactly the same."),
    "upload.do_export": _("Please export it from your program as one of these."),
    "upload.quota": _(
        "All files of an application together may have %(all)s MB, and %(left)s MB are left. Take another file away "
        "first, or choose a smaller one."
    ),
    "upload.no_room": _(
        "There is no room for this file on the server at the moment. Your file is all right: please try again in an "
        "hour, and write to us if the deadline is near."
    ),
    "upload.gone": _("This upload was ended, perhaps on another device. Please choose the file again."),
    "upload.insecure": _("Uploads need a secure connection. Please open this page with https://."),
}
UNDER_WAY: Texts = {
    "upload.line_lost": _("The connection is lost. It goes on by itself."),
    "upload.line_paused": _("Paused. It goes on at its own part of the application."),
    "upload.line_elsewhere": _("Is being sent in another tab."),
    "upload.line_done": _("Has arrived and is being checked."),
    "upload.line_stopped": _("Cannot go on here. Open its part of the application to see why."),
}
PLAYER: Texts = {
    "player.play": _("Play: %(title)s"),
    "player.pause": _("Pause: %(title)s"),
    "player.position": _("%(now)s of %(all)s"),
    "player.heard": _("Heard %(percent)s %%"),
    "player.press_again": _("Ready. Press play once more."),
    "player.lost": _("The connection was lost while playing. Try again when you are online."),
    "player.unplayable": _("This recording cannot be played on this device. Try again, or use another browser."),
}
LEVEL: Texts = {
    "level.unknown": _(
        "Every entry is played at one level of its own, so that all are equally loud. Nothing is compressed."
    ),
    "level.same": _("All works of this entry are played as loud as they were sent. Nothing is compressed."),
    "level.louder": _(
        "All works of this entry are played %(db)s dB louder than they were sent, so that entries are equally loud."
        " Nothing is compressed."
    ),
    "level.softer": _(
        "All works of this entry are played %(db)s dB softer than they were sent, so that entries are equally loud."
        " Nothing is compressed."
    ),
    "level.delivered": _("You hear this work as loud as it was sent."),
    "level.delivered_peaks": _(
        "You hear this work %(db)s dB softer than it was sent: louder, its peaks would be clipped."
    ),
}
PLACE: Texts = {
    "place.found.one": _("%(n)s place found. Use the arrow keys to choose."),
    "place.found.other": _("%(n)s places found. Use the arrow keys to choose."),
    "place.none": _("This place is not on our list. You may still apply; we then decide."),
}
COUNTDOWN: Texts = {
    "countdown.left": _("%(one)s and %(other)s left"),
    "countdown.days.one": _("%(n)s day"),
    "countdown.days.other": _("%(n)s days"),
    "countdown.hours.one": _("%(n)s hour"),
    "countdown.hours.other": _("%(n)s hours"),
    "countdown.minutes.one": _("%(n)s minute"),
    "countdown.minutes.other": _("%(n)s minutes"),
    "countdown.over": _("The time is over."),
}
MEMBERS: Texts = {
    "save.members": _(
        "The members were changed on another device meanwhile. Note what you typed here, then load the page again."
    ),
}

MOMENT: Texts = {
    "moment.none": _("Time of Luxembourg"),
    "moment.never": _("This time does not exist in Luxembourg: the clocks are set forward then. Choose another one."),
    "moment.twice": _("%(when)s – this time exists twice, since the clocks are set back then; the first one counts."),
}
KEYS: Texts = {
    "keys.on": _("Single keys are on."),
    "keys.off": _("Single keys are off."),
}
LIST: Texts = {
    "list.unsaved": _("Not saved yet"),
    "list.saved": _("Saved %(time)s"),
    "list.removed": _("Removed. It is gone once you save."),
    "list.moved": _("Moved to place %(place)s of %(all)s."),
    "list.first": _("This is the first one already."),
    "list.last": _("This is the last one already."),
}
FRESH: Texts = {
    "fresh.both": _("Somebody wrote in the same field meanwhile. Both texts stand in it now; save what is to stay."),
    "fresh.waits": _("There is something new at the table. It is shown once you have saved what you are writing."),
}
VERIFY: Texts = {
    "verify.sound": _("Sound: all %(n)s entries follow from each other."),
    "verify.broken": _("Not sound. What is wrong, entry by entry:"),
}
STAGE: Texts = {
    "stage.again": _("R again reveals it. Esc keeps it."),
    "stage.nothing": _("There is nothing to reveal on this slide."),
    "stage.second_person": _("A second person has to confirm the publication first."),
    "stage.last": _("This is the last slide."),
    "stage.waits": _("The secret: “Reveal” shows it."),
    "stage.web_public": _("The result is public on the web."),
    "stage.web_confirmed": _("The result is not public yet. It becomes so when the last prize is revealed."),
    "stage.web_unconfirmed": _("A second person has to confirm the publication before anything can be revealed."),
}
LIVE: Texts = {
    "live.saving": _("Saving…"),
    "live.saved": _("All your marks are saved."),
    "live.failed": _("Not saved yet. Trying again…"),
    "live.unmarked": _("Give a mark for every criterion first."),
    "live.again": _("Your marks were changed on another device meanwhile. Look at them and send them again."),
}

BUNDLES: dict[str, tuple[Texts, ...]] = {
    "call": (HTTP, PLACE, COUNTDOWN),
    "player": (HTTP, PLAYER),
    "forms": (HTTP, FORM, COUNT),
    "application": (HTTP, FORM, COUNT, SAVE, UNDER_WAY, PLACE, COUNTDOWN, MEMBERS),
    "work": (HTTP, FORM, COUNT, SAVE, UPLOAD, UNDER_WAY, PLAYER, COUNTDOWN),
    "table": (HTTP, FORM, PLAYER, MOMENT, FRESH),
    "desk": (HTTP, FORM, COUNT, PLAYER, LEVEL, COUNTDOWN, MOMENT, KEYS, LIST, VERIFY),
    "jury": (HTTP, FORM, PLAYER, LEVEL, JURY),
    "stage": (HTTP, FORM, STAGE),
    "live": (HTTP, FORM, LIVE),
}
"""Script of frontend/islands/bundles → what it may say. A bundle that says nothing is not listed."""


def texts_for(bundle: str, more: Texts | None = None) -> dict[str, str]:
    """All sentences of a bundle in the language of the moment; `more` adds those of one page."""
    merged: Texts = {}
    for group in BUNDLES.get(bundle, ()):
        merged.update(group)
    merged.update(more or {})
    return {key: str(sentence) for key, sentence in merged.items()}
