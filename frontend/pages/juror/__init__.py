"""The jury's pages: my rounds and their rules, the room in which I listen and mark, my receipt, the board."""

from django.urls import URLPattern, path

from frontend.pages.juror import board, live, minutes, report, room, rounds, rules, table, ties

urlpatterns: list[URLPattern] = [
    path("jury/", rounds.mine, name="jury"),
    path("jury/<uuid:round_id>/", room.room, name="jury_room"),
    path("jury/<uuid:round_id>/live/", live.live, name="jury_live"),
    path("jury/<uuid:round_id>/ties/", ties.ties, name="jury_ties"),
    path("jury/<uuid:round_id>/rules/", rules.rules, name="jury_rules"),
    path("jury/<uuid:round_id>/ranking/", room.ranking, name="jury_ranking"),
    path("jury/<uuid:round_id>/sealed/", room.sealed, name="jury_sealed"),
    path("jury/<uuid:round_id>/sealed/receipt.json", room.receipt, name="jury_receipt"),
    path("jury/<uuid:round_id>/sheets/<uuid:sheet_id>/rider/", room.rider, name="jury_rider"),
    path("jury/<uuid:round_id>/board/", board.board, name="board"),
    path("jury/<uuid:round_id>/table/", table.table, name="table"),
    path("jury/<uuid:round_id>/table/compare/", table.compare, name="compare"),
    path("jury/<uuid:round_id>/minutes/", minutes.minutes, name="minutes"),
    path("jury/<uuid:round_id>/report/", report.report, name="report"),
]
