// Cuts the fonts into what every page needs and what only rarer names need; browsers fetch the second on demand.
import { readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";

const FONTS = "node_modules/@kern-ux/native/dist/fonts";

// German and the languages around it, with Turkish, Polish, Czech, Croatian, Romanian, Baltic letters.
const EVERYDAY = [
  [0x20, 0x7e], [0xa0, 0x17f], [0x218, 0x21b], [0x2010, 0x2015], [0x2018, 0x201e], [0x2022, 0x2022], [0x2026, 0x2026],
  [0x202f, 0x202f], [0x2039, 0x203a], [0x20ac, 0x20ac], [0x2190, 0x2193], [0x2212, 0x2212],
];
// The rest of DIN 91379's Latin: Vietnamese, transliterations, letters made with combining marks.
const RARE = [
  [0x180, 0x217], [0x21c, 0x24f], [0x259, 0x259], [0x292, 0x292], [0x2b0, 0x2ff], [0x300, 0x36f], [0x1e00, 0x1eff],
  [0x2032, 0x2033], [0x2070, 0x209f], [0x2113, 0x2113],
];
const GREEK_AND_CYRILLIC = [[0x370, 0x3ff], [0x400, 0x4ff]];

const CUTS = [
  { family: "Fira Sans", file: "fira-sans/FiraSans-Regular.woff2", weight: "400", name: "fira-400", ranges: EVERYDAY },
  { family: "Fira Sans", file: "fira-sans/FiraSans-SemiBold.woff2", weight: "500 700", name: "fira-600", ranges: EVERYDAY },
  { family: "Fira Sans", file: "fira-sans/FiraSans-Regular.woff2", weight: "400", name: "fira-400-rare", ranges: RARE },
  { family: "Fira Sans", file: "fira-sans/FiraSans-SemiBold.woff2", weight: "500 700", name: "fira-600-rare", ranges: RARE },
  { family: "Fira Sans", file: "fira-sans/FiraSans-Regular.woff2", weight: "400", name: "fira-400-greek", ranges: GREEK_AND_CYRILLIC },
  { family: "Fira Sans", file: "fira-sans/FiraSans-SemiBold.woff2", weight: "500 700", name: "fira-600-greek", ranges: GREEK_AND_CYRILLIC },
  // Fira has no glyph for a hundred of DIN 91379's letters; Noto has them all.
  { family: "Noto Sans", file: "noto-sans/NotoSans-Regular.woff2", weight: "400", name: "noto-400-rare", ranges: RARE },
  { family: "Noto Sans", file: "noto-sans/NotoSans-Bold.woff2", weight: "500 700", name: "noto-600-rare", ranges: RARE },
];

const characters = (ranges) =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))).join("");

const unicodeRange = (ranges) =>
  ranges.map(([from, to]) => `U+${from.toString(16)}${to > from ? "-" + to.toString(16) : ""}`).join(",");

const face = ({ family, weight, name, ranges }) =>
  // The everyday cut is preloaded; `optional` never moves text that already stands. A rare letter may come later.
  `@font-face{font-family:"${family}";font-weight:${weight};font-style:normal;` +
  `font-display:${ranges === EVERYDAY ? "optional" : "swap"};src:url("fonts/${name}.woff2") format("woff2");` +
  `unicode-range:${unicodeRange(ranges)}}`;

/** Writes the cuts into `folder` and returns the CSS that names them. */
export async function cutFonts(folder) {
  for (const cut of CUTS) {
    const source = await readFile(`${FONTS}/${cut.file}`);
    await writeFile(`${folder}/${cut.name}.woff2`, await subsetFont(source, characters(cut.ranges), { targetFormat: "woff2" }));
  }
  return CUTS.map(face).join("\n");
}
