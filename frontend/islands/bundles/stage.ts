import "../qp-form.ts";
import "../qp-stage.ts";
