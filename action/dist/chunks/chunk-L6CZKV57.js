import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)

// core/errors.ts
var DaypassError = class extends Error {
  name = "DaypassError";
  code;
  problems;
  hint;
  constructor(code, message, options = {}) {
    super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
    this.code = code;
    this.problems = options.problems ?? [];
    this.hint = options.hint;
  }
};
function isDaypassError(error, ...codes) {
  return error instanceof DaypassError && (codes.length === 0 || codes.includes(error.code));
}

// core/lease-id.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
var NAME_LENGTH = 22;
var ROLE_NAME_PATTERN = /^\w(?:[\w.@-]{0,62}\w)?$/;
var LEASE_NAME_PATTERN = /^[A-Za-z0-9]{22}$/;
function newLeaseId(role, random) {
  let name = "";
  while (name.length < NAME_LENGTH) {
    for (const byte of random(32)) {
      if (byte < 248 && name.length < NAME_LENGTH) name += ALPHABET.charAt(byte % 62);
    }
  }
  return parseLeaseId(`${role}/${name}`);
}
function parseLeaseId(text) {
  const slash = text.lastIndexOf("/");
  if (ROLE_NAME_PATTERN.test(text.slice(0, Math.max(slash, 0))) && LEASE_NAME_PATTERN.test(text.slice(slash + 1))) {
    return text;
  }
  throw new DaypassError("request-invalid", `${JSON.stringify(text)} is not a lease id`, {
    hint: "a lease id looks like s3-reader/4cZkq2TzWq0bXyN8rPdU1a: role name, slash, 22 letters and digits"
  });
}
function roleOf(id) {
  return id.slice(0, id.lastIndexOf("/"));
}
function nameOf(id) {
  return id.slice(id.lastIndexOf("/") + 1);
}

export {
  DaypassError,
  isDaypassError,
  ROLE_NAME_PATTERN,
  LEASE_NAME_PATTERN,
  newLeaseId,
  parseLeaseId,
  roleOf,
  nameOf
};
