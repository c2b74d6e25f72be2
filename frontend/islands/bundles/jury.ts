import "../qp-player.ts";
import "../qp-level.ts";
import "../qp-film.ts";
import "../qp-dialog.ts";
import "../qp-copy.ts";
import "../qp-jury-room.ts";
import "../qp-jury-ranking.ts";
