import "../qp-form.ts";
import "../qp-count.ts";
