// Builds frontend/dist: one style sheet, one script per group of pages, fonts and static files. Names are fixed;
// Django's manifest storage adds the hashes. meta.json tells the budget test which bytes come from where.
import { build, context } from "esbuild";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const watching = process.argv.includes("--watch");

/** Every file in islands/bundles is one script of that name: site.ts → site.js; *.worker.ts → a worker. */
async function entries() {
  const folder = join(here, "islands", "bundles");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return names.map((name) => ({ in: join(folder, name), out: name.replace(/\.ts$/, "") }));
}

/** main.css is every page's style sheet; a file in styles/bundles is one that a page asks for besides. */
async function sheets() {
  const folder = join(here, "styles", "bundles");
  const names = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith(".css")) : [];
  const more = names.map((name) => ({ in: join(folder, name), out: name.replace(/\.css$/, "") }));
  return [{ in: join(here, "styles", "main.css"), out: "styles" }, ...more];
}

const shared = { bundle: true, minify: true, metafile: true, logLevel: "warning", outdir: dist, absWorkingDir: join(here, "..") };
const scripts = { ...shared, entryPoints: await entries(), format: "iife", target: "es2022", charset: "utf8", legalComments: "none" };
// Targets keep light-dark() and nesting as written; the fonts are copied, not bundled.
const styles = {
  ...shared,
  entryPoints: await sheets(),
  external: ["./fonts/*"],
  target: ["chrome123", "firefox128", "safari17.5"],
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await cp(join(here, "fonts"), join(dist, "fonts"), { recursive: true });

if (watching) {
  for (const options of [scripts, styles]) await (await context(options)).watch();
} else {
  const [a, b] = await Promise.all([build(scripts), build(styles)]);
  const meta = { inputs: { ...a.metafile.inputs, ...b.metafile.inputs }, outputs: { ...a.metafile.outputs, ...b.metafile.outputs } };
  await writeFile(join(dist, "meta.json"), JSON.stringify(meta, null, 1));
}
