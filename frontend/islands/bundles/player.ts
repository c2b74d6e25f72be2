import "../qp-player.ts";
