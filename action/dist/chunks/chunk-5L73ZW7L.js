import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  oneLine
} from "./chunk-UEDL6YGC.js";

// action/markdown.ts
var CELL_CHARACTERS_MAX = 300;
function table(head, rows) {
  const lines = [head.map(cell), head.map(() => "---"), ...rows.map((row) => row.map(cell))];
  return lines.map((cells) => `| ${cells.join(" | ")} |
`).join("");
}
function cell(text) {
  const line = oneLine(text);
  const characters = Array.from(line);
  const short = characters.length > CELL_CHARACTERS_MAX ? `${characters.slice(0, CELL_CHARACTERS_MAX).join("")}\u2026` : line;
  return short.replaceAll(
    /[&<>"'`*_~[\](){}|\\!#@$:+^=-]|\bwww\./g,
    (mark) => mark === "www." ? "www&#46;" : `&#${mark.charCodeAt(0)};`
  );
}

export {
  table
};
