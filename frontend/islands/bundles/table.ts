import "../qp-form.ts";
import "../qp-player.ts";
import "../qp-dialog.ts";
import "../qp-copy.ts";
import "../qp-moment.ts";
import "../qp-fresh.ts";
import "../qp-texts.ts";
