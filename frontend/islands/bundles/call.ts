import "../qp-countdown.ts";
import "../qp-place.ts";
