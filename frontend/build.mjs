// Builds what the browser loads into src/laufzettel/ui/static/built/. File names carry no hash: Django's storage adds it.
import { readFile, writeFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";
import * as sass from "sass";
import { cutFonts } from "./src/fonts.mjs";

const BUILT = "../src/laufzettel/ui/static/built";
const OUT = "dist"; // a running server keeps the old files until all new ones are there
const ROOMS = "../src/laufzettel/{ui,portal,office,studio,identity}";
// Names that templates put together ("kern-icon--{{ name }}"), so that no search finds them whole.
const PUT_TOGETHER = {
  standard: [/^kern-alert--/, /^kern-badge--/, /^kern-btn--/, /^kern-level-/, /^lz-/, /^htmx-/],
  greedy: [/kern-form-/, /kern-fieldset/],
};
const ICONS = [
  "account-circle", "add", "arrow-back", "arrow-down", "arrow-forward", "arrow-up", "calendar-today", "check", "checklist",
  "close", "danger", "delete", "download", "draft", "edit", "help", "home", "info", "language", "logout", "mail",
  "open-in-new", "search", "success", "visibility", "warning",
];

// KERN chooses its colours on everything that might carry a theme; here the browser's preference is the only theme.
const THEMED = /:is\(body, ?\.kern-light[^)]*\):not\(\[class\*=.?kern-level-.?\]\)/;

function onlyTheBodyIsThemed(css) {
  if (!THEMED.test(css)) throw new Error("KERN's rule for themed elements has changed");
  return css.replace(THEMED, "body");
}

async function stylesheet(name, fonts) {
  const { css } = sass.compile(`src/styles/${name}.scss`, { loadPaths: ["node_modules/@kern-ux/native/src/scss"], quietDeps: true });
  const [purged] = await new PurgeCSS().purge({
    content: [`${ROOMS}/**/*.html`, `${ROOMS}/**/*.py`, "src/scripts/*.js"],
    css: [{ raw: name === "laufzettel" ? onlyTheBodyIsThemed(css) : css }],
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
    safelist: { ...PUT_TOGETHER, standard: [...PUT_TOGETHER.standard, ...ICONS.map((icon) => `kern-icon--${icon}`)] },
    variables: name === "laufzettel", // the office only resets tokens that the other file uses
  });
  const small = await esbuild.transform(fonts + purged.css, { loader: "css", minify: true, target: ["chrome111", "firefox113", "safari16.4"] });
  await writeFile(`${OUT}/${name}.css`, small.code);
}

async function scripts() {
  await esbuild.build({
    entryPoints: ["src/scripts/laufzettel.js", "src/scripts/office.js", "src/scripts/studio.js"],
    outdir: OUT, bundle: true, minify: true, format: "iife", target: "es2020", legalComments: "none",
  });
  await writeFile(`${OUT}/htmx.js`, await readFile("node_modules/htmx.org/dist/htmx.min.js"));
}

// WhiteNoise sends what lies beside a file with these endings to browsers that understand it.
async function compress() {
  for (const file of ["laufzettel.css", "office.css", "laufzettel.js", "office.js", "studio.js", "htmx.js"]) {
    const raw = await readFile(`${OUT}/${file}`);
    const [gzip, brotli] = [gzipSync(raw, { level: 9 }), brotliCompressSync(raw)];
    await writeFile(`${OUT}/${file}.gz`, gzip);
    await writeFile(`${OUT}/${file}.br`, brotli);
    console.log(`${file.padEnd(22)} ${String(raw.length).padStart(7)} bytes, gzip ${gzip.length}, brotli ${brotli.length}`);
  }
  for (const font of ["fira-400", "fira-600"]) console.log(`${font.padEnd(22)} ${String((await stat(`${OUT}/fonts/${font}.woff2`)).size).padStart(7)} bytes`);
}

await rm(OUT, { recursive: true, force: true });
await mkdir(`${OUT}/fonts`, { recursive: true });
await stylesheet("laufzettel", await cutFonts(`${OUT}/fonts`));
await stylesheet("office", "");
await scripts();
await compress();
await rm(BUILT, { recursive: true, force: true });
await mkdir("../src/laufzettel/ui/static", { recursive: true });
await rename(OUT, BUILT);
