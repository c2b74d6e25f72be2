"""Sentences of the libraries that people see here, named so that our own catalogues carry them in all four languages.

Django's Luxembourgish is half done, and the API and sign-in libraries have none: what stands in our catalogue wins.
"""

from django.utils.translation import gettext_noop as _

DAYS = (
    *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")),
    *(_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")),
)
MONTHS = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August")),
    *(_("September"), _("October"), _("November"), _("December")),
)
FIELDS = (
    _("This field is required."),
    _("This field may not be blank."),
    _("This field may not be null."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("Enter a valid value."),
    _("Not a valid string."),
    _("A valid integer is required."),
    _("A valid number is required."),
    _("Must be a valid boolean."),
    _("Must be a valid UUID."),
    _('"{input}" is not a valid choice.'),
    _('Expected a list of items but got type "{input_type}".'),
    _('Expected a dictionary of items but got type "{input_type}".'),
    _("Invalid data. Expected a dictionary, but got {datatype}."),
    _("Datetime has wrong format. Use one of these formats instead: {format}."),
    _("Ensure this field has no more than {max_length} characters."),
    _("Ensure this field has at least {min_length} characters."),
    _("Ensure this value is less than or equal to {max_value}."),
    _("Ensure this value is greater than or equal to {min_value}."),
    _('Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.'),
    _("Null characters are not allowed."),
    _("Value must be valid JSON."),
    _("This list may not be empty."),
    _("Invalid input."),
)
REQUESTS = (
    _("Authentication credentials were not provided."),
    _("You do not have permission to perform this action."),
    _("Not found."),
    _("Malformed request."),
    _("A server error occurred."),
    _("Request was throttled."),
    _("Expected available in {wait} second."),
    _("Expected available in {wait} seconds."),
    _('Method "{method}" not allowed.'),
    _('Unsupported media type "{media_type}" in request.'),
    _("Invalid cursor"),
    _("Invalid token."),
)
SIGN_IN = (
    _("Incorrect code."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
)
