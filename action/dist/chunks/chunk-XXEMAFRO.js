import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  DaypassError,
  isDaypassError
} from "./chunk-L6CZKV57.js";
import {
  __commonJS,
  __toESM
} from "./chunk-IDA2HAZ2.js";

// builtin:timers/promises
var require_promises = __commonJS({
  "builtin:timers/promises"(exports) {
    for (const name of ["setTimeout", "setImmediate", "setInterval", "scheduler"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("timers/promises")[name] });
  }
});

// core/clock.ts
var import_promises = __toESM(require_promises(), 1);
var systemClock = {
  now: () => /* @__PURE__ */ new Date(),
  sleep: async (milliseconds, signal) => {
    try {
      await (0, import_promises.setTimeout)(milliseconds, void 0, signal === void 0 ? {} : { signal });
    } catch (cause) {
      throw new DaypassError("cancelled", "stopped while waiting", { cause });
    }
  },
  deadline: (milliseconds) => AbortSignal.timeout(milliseconds)
};
function secondsAfter(moment, seconds) {
  return new Date(moment.getTime() + seconds * 1e3);
}
function wholeSecond(moment) {
  return new Date(Math.ceil(moment.getTime() / 1e3) * 1e3);
}
function earlier(moment, limit) {
  return limit !== void 0 && limit < moment ? limit : moment;
}

// state/document.ts
var DOCUMENT_VERSION = 1;
function documentText(nonce, fields) {
  return JSON.stringify({ version: DOCUMENT_VERSION, nonce, ...fields }, void 0, 2);
}
function readDocument(key, text) {
  const fields = readFields(key, "", parse(key, text));
  const version = fields.value("version");
  if (typeof version === "number" && version > DOCUMENT_VERSION) {
    const message = `${key} was written by a newer daypass (document version ${version})`;
    throw new DaypassError("state-invalid", message, { hint: "update daypass here" });
  }
  if (version !== DOCUMENT_VERSION) throw fields.invalid("version is not 1");
  fields.text("nonce");
  return fields;
}
function parse(key, text) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(key, "is not JSON", cause);
  }
}
function readFields(key, place, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(key, `${place === "" ? "the document" : place.slice(0, -1)} is not an object`);
  }
  const entries = new Map(Object.entries(value));
  const left = new Set(entries.keys());
  const fail = (name, what) => invalid(key, `${place}${name} is not ${what}`);
  function take(name) {
    left.delete(name);
    return entries.get(name);
  }
  function text(name) {
    const found = take(name);
    if (typeof found !== "string") throw fail(name, "a text");
    return found;
  }
  function whole(name, min) {
    const found = take(name);
    if (!Number.isSafeInteger(found) || Number(found) < min)
      throw fail(name, `a whole number from ${min}`);
    return Number(found);
  }
  function date(name) {
    const found = parseDate(text(name));
    if (found === void 0) throw fail(name, "a date like 2026-11-21T09:30:00Z");
    return found;
  }
  return {
    text,
    date,
    value: take,
    optionalText: (name) => entries.has(name) ? text(name) : void 0,
    optionalDate: (name) => entries.has(name) ? date(name) : void 0,
    flag: (name) => {
      const found = take(name);
      if (typeof found !== "boolean") throw fail(name, "true or false");
      return found;
    },
    count: (name) => whole(name, 1),
    optionalCount: (name) => entries.has(name) ? whole(name, 1) : void 0,
    seconds: (name) => whole(name, 0),
    oneOf: (name, choices) => {
      const found = text(name);
      const chosen = choices.find((choice) => choice === found);
      if (chosen === void 0) throw fail(name, `one of ${choices.join(", ")}`);
      return chosen;
    },
    fields: (name) => readFields(key, `${place}${name}.`, take(name)),
    optionalFields: (name) => entries.has(name) ? readFields(key, `${place}${name}.`, take(name)) : void 0,
    list: (name) => {
      const found = take(name);
      if (!Array.isArray(found)) throw fail(name, "a list");
      return found.map((item, n) => readFields(key, `${place}${name}.${n}.`, item));
    },
    end: () => {
      const [name] = left;
      if (name !== void 0) throw invalid(key, `${place}${name} is not a known field`);
    },
    invalid: (message) => invalid(key, message)
  };
}
function parseDate(text) {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(text)) return void 0;
  const date = new Date(text);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
  return exists ? date : void 0;
}
function invalid(key, message, cause) {
  return new DaypassError("state-invalid", `${key} cannot be understood: ${message}`, {
    cause,
    hint: "restore the object, or remove it once nothing in AWS stands behind it"
  });
}

// state/nonce.ts
var TRIES = 3;
function newNonce(random) {
  return Buffer.from(random(16)).toString("base64url");
}
async function putWithNonce(objects, key, body, condition) {
  for (let attempt = 1; ; attempt++) {
    const written = await tryPut(objects, key, body, condition);
    if ("version" in written) return written;
    const found = await readBack(objects, key, written);
    if (found?.body === body) return { version: found.version };
    if (written.unclear === void 0 || !isUnchanged(found, condition)) return "conflict";
    if (attempt === TRIES) throw written.unclear;
  }
}
async function tryPut(objects, key, body, condition) {
  try {
    const written = await objects.put(key, body, condition);
    return written === "conflict" ? { unclear: void 0 } : written;
  } catch (error) {
    if (isDaypassError(error, "outcome-unknown")) return { unclear: error };
    throw error;
  }
}
async function readBack(objects, key, { unclear }) {
  try {
    return await objects.get(key);
  } catch (cause) {
    if (!isDaypassError(cause)) throw cause;
    throw unclear ?? new DaypassError("outcome-unknown", `writing ${key} broke off`, { cause });
  }
}
function isUnchanged(found, condition) {
  return "absent" in condition ? found === void 0 : found?.version === condition.version;
}

export {
  systemClock,
  secondsAfter,
  wholeSecond,
  earlier,
  documentText,
  readDocument,
  newNonce,
  putWithNonce
};
