import "../qp-form.ts";
import "../qp-live.ts";
import "../qp-countdown.ts";
import "../qp-dialog.ts";
import "../qp-copy.ts";
import "../qp-count.ts";
