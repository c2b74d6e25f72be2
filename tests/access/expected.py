"""The role × address matrix, literally: what each person is answered at each address.

The world (world.py): the call is open, a round is counted, the application is admitted, and a result is prepared,
neither confirmed nor public. 404 hides that something exists; 403 says that somebody may not; 409 and 400 mean that
the person may, and the state or the body does not allow it. 302 leads a visitor to the sign-in.
Columns: anonymous, stranger, owner of the application, coordinator of its city, coordinator elsewhere, juror of the
sheet, chair, organiser of the edition.
"""

API = """
GET api-me                             403 200 200 200 200 200 200 200
PATCH api-me                           403 200 200 200 200 200 200 200
GET api-tokens                         403 200 200 200 200 200 200 200
POST api-tokens                        403 201 201 201 201 201 201 201
DELETE api-tokens-one                  403 404 404 404 404 404 404 404
GET api-people                         403 403 403 403 403 403 403 200
GET api-invitations                    403 403 403 403 403 403 403 200
POST api-invitations                   403 403 403 403 403 403 403 201
POST api-grants                        403 403 403 403 403 403 403 204
POST api-grants-revoke                 403 403 403 403 403 403 403 204
POST api-invitations-accept            403 404 404 404 404 404 404 404
POST api-invitations-decline           403 404 404 404 404 404 404 404
POST api-invitations-withdraw          403 403 403 403 403 403 403 204
GET api-witnesses                      403 403 403 403 403 403 403 200
POST api-witnesses                     403 403 403 403 403 403 403 201
POST api-witnesses-dismiss             403 403 403 403 403 403 403 204
GET api-editions                       200 200 200 200 200 200 200 200
POST api-editions                      403 403 403 403 403 403 403 403
GET api-editions-one                   200 200 200 200 200 200 200 200
PATCH api-editions-one                 403 403 403 403 403 403 403 200
PUT api-editions-prizes                403 403 403 403 403 403 403 409
PUT api-editions-consents              403 403 403 403 403 403 403 200
GET api-ledger                         403 403 403 403 403 403 403 200
GET api-ledger-verify                  200 200 200 200 200 200 200 200
GET api-places-list                    200 200 200 200 200 200 200 200
GET api-applications-list              403 200 200 200 200 200 200 200
POST api-applications-list             403 201 200 201 201 201 201 201
GET api-applications-one               403 404 200 404 404 404 404 404
PATCH api-applications-one             403 404 409 404 404 404 404 404
PUT api-applications-members           403 404 409 404 404 404 404 404
PUT api-applications-consents          403 404 200 404 404 404 404 404
GET api-applications-tasks             403 404 200 404 404 404 404 404
POST api-applications-submit           403 404 409 404 404 404 404 404
POST api-applications-take-back        403 404 409 404 404 404 404 404
POST api-applications-withdraw         403 404 204 404 404 404 404 404
GET api-applications-receipts          403 404 200 404 404 404 404 404
GET api-applications-file              403 404 404 404 404 404 404 404
DELETE api-applications-file           403 404 409 404 404 404 404 404
GET api-receipts-one                   403 404 404 404 404 404 404 404
GET api-receipts-pdf                   403 404 404 404 404 404 404 404
GET api-screening-queue                403 404 404 200 200 404 404 200
GET api-screening-facts                403 404 404 200 404 404 404 200
POST api-screening-admit               403 404 404 409 404 404 404 409
POST api-screening-ask                 403 404 404 409 404 404 404 409
POST api-screening-refuse              403 404 404 409 404 404 404 409
POST api-screening-eligibility         403 404 404 409 404 404 404 409
GET api-works-list                     403 404 200 404 404 404 404 404
GET api-works-one                      403 404 200 200 404 404 404 200
PATCH api-works-one                    403 404 409 404 404 404 404 404
DELETE api-works-audio                 403 404 409 404 404 404 404 404
POST api-works-try-again               403 404 404 404 404 404 404 409
GET api-works-play                     403 404 200 200 404 404 404 200
GET api-works-film                     403 404 404 404 404 404 404 404
GET api-works-peaks                    403 404 200 200 404 404 404 200
GET api-uploads-list                   403 200 200 200 200 200 200 200
POST api-uploads-list                  403 404 403 404 404 404 404 404
GET api-uploads-detail                 403 404 200 404 404 404 404 404
DELETE api-uploads-detail              403 404 409 404 404 404 404 404
POST api-uploads-sign                  403 404 409 404 404 404 404 404
PUT api-uploads-receive                403 403 403 403 403 403 403 403
POST api-uploads-complete              403 404 200 404 404 404 404 404
GET api-rounds                         403 404 404 404 404 200 200 200
POST api-rounds                        403 404 404 404 404 403 403 201
GET api-rounds-one                     403 404 404 404 404 200 200 200
PATCH api-rounds-one                   403 404 404 404 404 403 403 409
DELETE api-rounds-one                  403 404 404 404 404 403 403 409
PUT api-rounds-criteria                403 404 404 404 404 403 403 409
POST api-rounds-open                   403 404 404 404 404 403 403 409
POST api-rounds-copy                   403 404 404 404 404 403 403 201
GET api-rounds-progress                403 404 404 404 404 403 200 200
POST api-rounds-close                  403 404 404 404 404 403 409 409
GET api-ties-register                  403 404 404 200 200 200 200 404
POST api-ties-register                 403 404 404 201 201 201 201 404
DELETE api-ties-register-one           403 404 404 404 404 204 404 404
POST api-ties-answer                   403 404 404 404 404 200 200 404
GET api-ties-named                     403 404 200 200 404 404 404 200
POST api-ties-named                    403 404 201 201 404 404 404 201
POST api-ties-lift                     403 404 404 403 403 403 403 204
GET api-ties-hints                     403 404 404 403 403 403 403 200
POST api-ties-hints                    403 404 404 403 403 403 403 204
POST api-assignments-add               403 404 404 404 404 403 403 409
POST api-assignments-remove            403 404 404 404 404 403 403 409
POST api-assignments-stead             403 404 404 404 404 403 403 409
POST api-panel-replace                 403 404 404 404 404 403 403 409
GET api-jury-rounds                    403 200 200 200 200 200 200 200
GET api-ballot                         403 404 404 404 404 200 200 404
POST api-ballot-seal                   403 404 404 404 404 409 409 404
POST api-ballot-reopen                 403 404 404 404 404 403 409 403
GET api-reopenings                     403 404 404 404 404 403 200 200
POST api-sheets-show                   403 404 404 404 404 409 404 404
PATCH api-sheets-mark                  403 404 404 404 404 409 404 404
POST api-sheets-complete               403 404 404 404 404 409 404 404
POST api-sheets-reopen                 403 404 404 404 404 409 404 404
POST api-sheets-recuse                 403 404 404 404 404 409 404 404
POST api-sheets-return                 403 404 404 404 404 409 404 404
POST api-sheets-listening              403 404 404 404 404 200 404 404
GET api-sheets-play                    403 404 404 404 404 200 404 404
GET api-sheets-rider                   403 404 404 404 404 404 404 404
GET api-sheets-film                    403 404 404 404 404 404 404 404
GET api-sheets-peaks                   403 404 404 404 404 200 404 404
GET api-table                          403 404 404 404 404 200 200 200
POST api-table-shortlist               403 404 404 404 404 201 201 201
POST api-table-move                    403 404 404 404 404 409 409 409
PUT api-table-note                     403 404 404 404 404 200 200 200
POST api-table-take-off                403 404 404 404 404 200 200 200
POST api-table-tie                     403 404 404 404 404 403 409 403
POST api-table-motions                 403 404 404 404 404 201 201 403
POST api-table-vote                    403 404 404 404 404 200 200 403
POST api-table-close                   403 404 404 404 404 403 200 403
POST api-table-withdraw                403 404 404 404 404 200 200 403
GET api-minutes                        403 404 404 404 404 200 200 200
POST api-minutes                       403 404 404 404 404 403 201 403
GET api-minutes-pdf                    403 404 404 404 404 404 404 404
GET api-table-play                     403 404 404 404 404 200 200 200
GET api-table-peaks                    403 404 404 404 404 200 200 200
POST api-decisions-replace             403 404 404 404 404 403 409 409
GET api-board                          403 404 404 404 404 200 200 200
GET api-board-marks                    403 404 404 404 404 403 200 200
GET api-board-rules                    403 404 404 404 404 200 200 200
GET api-decisions                      403 404 404 404 404 200 200 200
POST api-decisions                     403 404 404 404 404 403 201 201
GET api-publications                   403 404 404 404 404 404 200 200
POST api-publications                  403 404 404 404 404 404 404 201
GET api-publications-one               403 404 404 404 404 404 200 200
POST api-publications-confirm          403 404 404 404 404 404 200 409
POST api-publications-cancel           403 404 404 404 404 404 404 200
GET api-live                           403 404 404 404 404 404 404 404
GET api-live-running                   403 404 404 404 404 403 404 404
PUT api-live-running                   403 404 404 404 404 403 404 404
POST api-live-call                     403 404 404 404 404 403 404 404
POST api-live-finish                   403 404 404 404 404 403 404 404
GET api-paper                          403 404 404 404 404 403 200 200
POST api-paper                         403 404 404 404 404 403 409 409
POST api-paper-seal                    403 404 404 404 404 403 409 409
POST api-publications-release          403 404 404 404 404 404 409 409
PUT api-publications-notes             403 404 404 404 404 404 200 200
GET api-results                        200 200 200 200 200 200 200 200
GET api-results-one                    404 404 404 404 404 404 404 404
GET api-results-play                   404 404 404 404 404 404 404 404
GET api-results-audio                  404 404 404 404 404 404 404 404
GET api-results-bundle                 404 404 404 404 404 404 404 404
GET api-results-portrait               404 404 404 404 404 404 404 404
"""
PAGES = """
GET media                              403 403 403 403 403 403 403 403
GET set_language                       302 302 302 302 302 302 302 302
GET account_request_login_code         200 302 302 302 302 302 302 302
GET account_confirm_login_code         302 302 302 302 302 302 302 302
GET mfa_login_webauthn                 302 302 302 302 302 302 302 302
GET account_logout                     302 200 200 200 200 200 200 200
GET account_reauthenticate             302 403 403 403 403 403 403 403
GET mfa_reauthenticate_webauthn        302 403 403 403 403 403 403 403
GET account_inactive                   200 200 200 200 200 200 200 200
GET mfa_list_webauthn                  302 200 200 200 200 200 200 200
GET mfa_add_webauthn                   302 200 200 200 200 200 200 200
GET mfa_remove_webauthn                302 404 404 404 404 404 404 404
GET mfa_edit_webauthn                  302 404 404 404 404 404 404 404
GET mfa_index                          302 200 200 200 200 200 200 200
GET account_login                      302 302 302 302 302 302 302 302
GET account_signup                     302 302 302 302 302 302 302 302
GET home_after_sign_in                 302 302 302 302 302 302 302 302
GET account                            302 200 200 200 200 200 200 200
GET invitation                         302 404 404 404 404 404 404 404
GET demo_mail                          200 200 200 200 200 200 200 200
GET jury                               302 200 200 200 200 200 200 200
GET jury_room                          302 404 404 404 404 200 200 404
GET jury_ties                          302 404 404 404 404 200 200 404
GET jury_rules                         302 404 404 404 404 200 200 200
GET jury_ranking                       302 404 404 404 404 302 302 404
GET jury_live                          302 404 404 404 404 404 404 404
GET jury_sealed                        302 404 404 404 404 200 200 404
GET jury_rider                         302 404 404 404 404 404 404 404
GET jury_receipt                       302 404 404 404 404 200 200 404
GET board                              302 404 404 404 404 200 200 200
GET table                              302 404 404 404 404 200 200 200
GET compare                            302 404 404 404 404 200 200 200
GET minutes                            302 404 404 404 404 200 200 200
GET report                             302 404 404 404 404 200 200 404
GET call                               200 200 200 200 200 200 200 200
GET call_of                            200 200 200 200 200 200 200 200
GET places                             200 200 200 200 200 200 200 200
GET results                            200 200 200 200 200 200 200 200
GET result                             404 404 404 404 404 404 404 404
GET accessibility                      200 200 200 200 200 200 200 200
GET privacy                            200 200 200 200 200 200 200 200
GET sources                            200 200 200 200 200 200 200 200
GET apply                              302 200 302 200 200 200 200 200
GET application                        302 404 200 404 404 404 404 404
GET application_check                  302 404 200 404 404 404 404 404
GET application_sent                   302 404 302 404 404 404 404 404
GET application_ties                   302 404 200 404 404 404 404 404
GET application_section                302 404 200 404 404 404 404 404
GET screening                          302 403 403 302 302 403 403 302
GET screening_queue                    302 404 404 200 200 404 404 200
GET screening_one                      302 404 404 200 404 404 404 200
GET desk                               302 403 403 403 403 403 200 200
GET desk_new                           302 403 403 403 403 403 403 403
GET desk_edition                       302 403 403 403 403 403 403 200
GET desk_applications_csv              302 403 403 403 403 403 403 200
GET desk_setup                         302 403 403 403 403 403 403 200
GET desk_people                        302 403 403 403 403 403 403 200
GET desk_rounds                        302 403 403 403 403 403 200 200
GET desk_assignment                    302 403 403 403 403 403 403 200
GET desk_ties                          302 403 403 403 403 403 403 200
GET desk_round                         302 403 403 403 403 403 200 200
GET desk_figures                       302 403 403 403 403 403 200 200
GET desk_figures_csv                   302 403 403 403 403 403 404 404
GET desk_live                          302 403 403 403 403 403 404 404
GET desk_paper                         302 403 403 403 403 403 200 200
GET desk_decide                        302 403 403 403 403 403 200 200
GET desk_publish                       302 403 403 403 403 403 200 200
GET desk_preview                       302 403 403 403 403 403 200 200
GET stage                              302 403 403 403 403 403 200 200
GET stage_presenter                    302 403 403 403 403 403 200 200
GET desk_ledger                        302 403 403 403 403 403 403 200
"""

THE_SAME_FOR_EVERYBODY = {
    "GET healthz": "asks the broker; tests/musicprize/supervisor/test_health.py",
    "GET api-schema": "the description of the API names no row",
    "GET api-docs": "the same, to read",
}


def expected() -> dict[str, list[int]]:
    """{operation: status for each role}."""
    lines = [line.split() for line in (API + PAGES).splitlines() if line]
    table = {f"{method} {name}": [int(one) for one in cells] for method, name, *cells in lines}
    assert len(table) == len(lines), "an operation stands in the table twice"
    return table
