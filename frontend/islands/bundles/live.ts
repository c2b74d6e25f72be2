import "../qp-dialog.ts";
import "../qp-form.ts";
import "../qp-live-sheet.ts";
