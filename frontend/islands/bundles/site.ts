import "../qp-theme.ts";
import "../qp-menu.ts";
