import "../qp-countdown.ts";
import "../qp-place.ts";
import "../qp-form.ts";
