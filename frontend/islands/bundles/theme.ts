// Loaded in <head> without defer: the chosen theme must stand before the first paint, and inline script is forbidden.
import { kept } from "../lib/kept.ts";

const choice = kept("qp-theme");
if (choice === "light" || choice === "dark") document.documentElement.dataset["theme"] = choice;
document.documentElement.dataset["js"] = "";
