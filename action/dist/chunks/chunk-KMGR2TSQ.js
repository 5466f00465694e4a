import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)

// core/duration.ts
var SECONDS_OF_UNIT = {
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86400
};
var WHOLE = /^\d{1,12}$/;
var PARTS = /^(?:\d{1,9}(?:\.\d{1,9})?(?:ms|s|m|h|d))+$/;
var PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
function parseDuration(value) {
  if (typeof value === "number") return wholeSeconds(value);
  if (typeof value !== "string") return void 0;
  if (WHOLE.test(value)) return wholeSeconds(Number(value));
  if (!PARTS.test(value)) return void 0;
  const parts = [...value.matchAll(PART)].map(
    ([, amount, unit]) => Number(amount) * (SECONDS_OF_UNIT[unit ?? ""] ?? Number.NaN)
  );
  return wholeSeconds(Math.round(parts.reduce((sum, part) => sum + part, 0) * 1e6) / 1e6);
}
function formatDuration(seconds) {
  const whole = Math.round(Math.abs(seconds));
  const parts = [
    [Math.floor(whole / 3600), "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"]
  ];
  const text = parts.map(([amount, unit]) => amount === 0 ? "" : `${amount}${unit}`).join("");
  return `${seconds < 0 && whole > 0 ? "-" : ""}${text || "0s"}`;
}
function wholeSeconds(seconds) {
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds + 0 : void 0;
}

export {
  parseDuration,
  formatDuration
};
