import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  DaypassError
} from "./chunk-L6CZKV57.js";

// core/policy/text.ts
function parsePolicy(text2) {
  const parsed2 = tryParse(text2);
  if ("value" in parsed2) return parsed2.value;
  const problems = [{ path: [], message: parsed2.problem }];
  throw new DaypassError("request-invalid", "the policy is not valid JSON", { problems });
}
function tryParse(text2) {
  try {
    return { value: JSON.parse(text2) };
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    return { problem: `not valid JSON${position === void 0 ? "" : ` at character ${position}`}` };
  }
}
function compactPolicy(value) {
  return JSON.stringify(typeof value === "string" ? parsePolicy(value) : value);
}
function policySize(text2) {
  return text2.replace(/\s/g, "").length;
}
function mergePolicies(texts) {
  const problems = [];
  const statements = texts.flatMap((text2, index) => {
    if (text2.trim() === "") return [];
    const found = statementsOf(text2);
    if (typeof found !== "string") return found;
    problems.push({ path: [index], message: found });
    return [];
  });
  if (problems.length > 0) {
    throw new DaypassError("request-invalid", "the policies cannot be merged", { problems });
  }
  const Statement = withoutRepeats(statements);
  return Statement.length === 0 ? "" : JSON.stringify({ Version: "2012-10-17", Statement });
}
function statementsOf(text2) {
  const parsed2 = tryParse(text2);
  if ("problem" in parsed2) return parsed2.problem;
  if (!isRecord(parsed2.value)) return "a policy must be an object";
  const statements = [parsed2.value["Statement"]].flat();
  return statements.every(isRecord) ? statements : "Statement must be an object or a list of objects";
}
function withoutRepeats(statements) {
  const seen = /* @__PURE__ */ new Set();
  const sids = /* @__PURE__ */ new Set();
  return statements.flatMap((statement) => {
    const text2 = JSON.stringify(statement);
    if (seen.has(text2)) return [];
    seen.add(text2);
    const { Sid, ...rest } = statement;
    if (Sid === void 0 || Sid === "") return [statement];
    if (sids.has(Sid)) return [rest];
    sids.add(Sid);
    return [statement];
  });
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// core/policy/match.ts
var ANY = "\uFFFE";
var ONE = "\uFFFF";
function writtenPattern(text2) {
  return { text: text2, any: "*", one: "?" };
}
function matchesPattern({ text: pattern, any, one }, text2) {
  return matchesGlob(pattern, text2, any, one);
}
function matchesGlob(pattern, text2, any = "*", one = "?") {
  const anyCode = any.charCodeAt(0);
  const oneCode = one.charCodeAt(0);
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text2.length) {
    const code = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (code === anyCode) {
      star = p++;
      mark = t;
    } else if (code === text2.charCodeAt(t) || code === oneCode) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern.charCodeAt(p) === anyCode) p++;
  return p === pattern.length;
}

// core/policy/variables.ts
var LITERALS = /* @__PURE__ */ new Set(["*", "?", "$"]);
function hasVariables(text2) {
  return text2.includes("${");
}
function resolveVariables(text2, lookup) {
  return resolve(text2, lookup, (written) => written);
}
function resolvePattern(text2, lookup) {
  const resolved = resolve(
    text2,
    lookup,
    (written) => written.replaceAll("*", ANY).replaceAll("?", ONE)
  );
  return resolved === void 0 ? void 0 : { text: resolved, any: ANY, one: ONE };
}
function resolve(text2, lookup, written) {
  let result = "";
  let rest = 0;
  for (; ; ) {
    const start = text2.indexOf("${", rest);
    const end = start === -1 ? -1 : text2.indexOf("}", start + 2);
    if (end === -1) return result + written(text2.slice(rest));
    const value = valueOf(text2.slice(start + 2, end), lookup);
    if (value === void 0) return void 0;
    result += written(text2.slice(rest, start)) + value;
    rest = end + 1;
  }
}
function valueOf(variable, lookup) {
  if (LITERALS.has(variable)) return variable;
  const [, key = variable, defaultValue] = /^(.*?), '(.*)'$/.exec(variable) ?? [];
  const value = lookup(key);
  const usable = typeof value === "string" && value !== "" && !value.includes(ANY) && !value.includes(ONE);
  return usable ? value : defaultValue;
}

// core/policy/arn.ts
function splitArn(text2) {
  const fields = splitFields(text2);
  return fields.length === 6 ? fields : void 0;
}
function matchesArn(pattern, text2) {
  const wanted = splitArn(pattern.text);
  const actual = splitArn(text2);
  if (wanted === void 0 || actual === void 0) return false;
  return actual.every(
    (field, index) => matchesGlob(wanted[index] ?? "", field, pattern.any, pattern.one)
  );
}
function splitFields(text2) {
  const fields = [];
  let start = 0;
  while (fields.length < 5) {
    const colon = text2.indexOf(":", start);
    if (colon === -1) break;
    fields.push(text2.slice(start, colon));
    start = colon + 1;
  }
  fields.push(text2.slice(start));
  return fields;
}

// core/policy/ip.ts
function parseIpRange(text2) {
  const [address2 = "", prefixText, ...rest] = text2.split("/");
  const bytes = address2.includes(":") ? parseIpv6(address2) : parseIpv4(address2);
  if (bytes === void 0 || rest.length > 0) return void 0;
  const bits = bytes.length * 8;
  if (prefixText === void 0) return { bytes, prefix: bits };
  if (!/^\d{1,3}$/.test(prefixText) || Number(prefixText) > bits) return void 0;
  return { bytes, prefix: Number(prefixText) };
}
function ipRangeHolds(range, address2) {
  if (range.bytes.length !== address2.bytes.length || range.prefix > address2.prefix) return false;
  return range.bytes.every((byte, index) => {
    const bits = Math.min(Math.max(range.prefix - index * 8, 0), 8);
    const mask = 255 & 255 << 8 - bits;
    return (byte & mask) === ((address2.bytes[index] ?? 0) & mask);
  });
}
function parseIpv4(text2) {
  const parts = text2.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
    return void 0;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : void 0;
}
function parseIpv6(text2) {
  const [head = "", tail, ...rest] = text2.split("::");
  if (rest.length > 0) return void 0;
  const before = parseGroups(head, tail === void 0);
  const after = parseGroups(tail ?? "", true);
  if (before === void 0 || after === void 0) return void 0;
  const missing = 16 - before.length - after.length;
  if (tail === void 0 ? missing !== 0 : missing < 2) return void 0;
  return [...before, ...Array(missing).fill(0), ...after];
}
function parseGroups(text2, last) {
  if (text2 === "") return [];
  const bytes = [];
  const groups = text2.split(":");
  for (const [index, group] of groups.entries()) {
    if (last && index === groups.length - 1 && group.includes(".")) {
      const ipv4 = parseIpv4(group);
      if (ipv4 === void 0) return void 0;
      bytes.push(...ipv4);
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    } else {
      return void 0;
    }
  }
  return bytes;
}

// core/policy/values.ts
function parseDate(text2) {
  if (/^\d+$/.test(text2)) return Number(text2) * 1e3;
  if (!ISO_DATE.test(text2)) return void 0;
  const milliseconds = Date.parse(text2.length > 10 && !HAS_ZONE.test(text2) ? `${text2}Z` : text2);
  return Number.isNaN(milliseconds) ? void 0 : milliseconds;
}
var ISO_DATE = /^\d{4}(?:-\d\d(?:-\d\d(?:[Tt]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)?)?)?)?$/;
var HAS_ZONE = /(?:[Zz]|[+-]\d\d:\d\d)$/;
function parseNumber(text2) {
  return /^[+-]?\d+(\.\d+)?$/.test(text2) ? Number(text2) : void 0;
}
function parseBoolean(text2) {
  const lower = text2.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : void 0;
}

// core/policy/operators.ts
function findOperator(name) {
  return OPERATORS.get(name) ?? OPERATORS.get(name.toLowerCase());
}
function text(same2) {
  return {
    matches: (actual, wanted, variables) => {
      if (variables === void 0 || !hasVariables(wanted)) return same2(actual, wanted);
      const resolved = resolveVariables(wanted, variables);
      return resolved !== void 0 && same2(actual, resolved);
    },
    accepts: () => true,
    expects: "text"
  };
}
function wildcards(fits) {
  return {
    matches: (actual, wanted, variables) => {
      if (variables === void 0 || !hasVariables(wanted)) {
        return fits(writtenPattern(wanted), actual);
      }
      const resolved = resolvePattern(wanted, variables);
      return resolved !== void 0 && fits(resolved, actual);
    },
    accepts: () => true,
    expects: "text"
  };
}
function parsed(parse, holds, expects) {
  return {
    matches: (actual, wanted) => {
      const left = parse(actual);
      const right = parse(wanted);
      return left !== void 0 && right !== void 0 && holds(left, right);
    },
    accepts: (wanted) => parse(wanted) !== void 0,
    expects
  };
}
function date(holds) {
  return parsed(parseDate, holds, "a date such as 2026-01-31T12:00:00Z, or epoch seconds");
}
function number(holds) {
  return parsed(parseNumber, holds, "a number");
}
var isTrue = parsed(parseBoolean, (actual, wanted) => actual === wanted, "true or false");
var bool = {
  ...text((actual, wanted) => isTrue.matches(actual, wanted, void 0)),
  accepts: (wanted) => hasVariables(wanted) || isTrue.accepts(wanted),
  expects: isTrue.expects
};
function parseBase64(value) {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? Buffer.from(value, "base64").toString("hex") : void 0;
}
var same = (actual, wanted) => actual === wanted;
var sameIgnoringCase = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
var equal = (actual, wanted) => actual === wanted;
var less = (actual, wanted) => actual < wanted;
var lessOrEqual = (actual, wanted) => actual <= wanted;
var greater = (actual, wanted) => actual > wanted;
var greaterOrEqual = (actual, wanted) => actual >= wanted;
var address = parsed(
  parseIpRange,
  (actual, range) => ipRangeHolds(range, actual),
  "an IP address or a range such as 203.0.113.0/24"
);
var BASES = [
  ["StringEquals", text(same), "StringNotEquals"],
  ["StringEqualsIgnoreCase", text(sameIgnoringCase), "StringNotEqualsIgnoreCase"],
  ["StringLike", wildcards(matchesPattern), "StringNotLike"],
  ["NumericEquals", number(equal), "NumericNotEquals"],
  ["NumericLessThan", number(less)],
  ["NumericLessThanEquals", number(lessOrEqual)],
  ["NumericGreaterThan", number(greater)],
  ["NumericGreaterThanEquals", number(greaterOrEqual)],
  ["DateEquals", date(equal), "DateNotEquals"],
  ["DateLessThan", date(less)],
  ["DateLessThanEquals", date(lessOrEqual)],
  ["DateGreaterThan", date(greater)],
  ["DateGreaterThanEquals", date(greaterOrEqual)],
  ["Bool", bool],
  ["BinaryEquals", parsed(parseBase64, same, "base64")],
  ["IpAddress", address, "NotIpAddress"],
  ["ArnEquals", wildcards(matchesArn), "ArnNotEquals"],
  ["ArnLike", wildcards(matchesArn), "ArnNotLike"]
];
var OPERATORS = new Map(
  [...BASES.flatMap(withNegation), nullOperator()].flatMap((operator) => [
    [operator.name, operator],
    [operator.name.toLowerCase(), operator]
  ])
);
function withNegation([name, comparison, negation]) {
  const positive = variants(name, comparison, false);
  return negation === void 0 ? positive : [...positive, ...variants(negation, comparison, true)];
}
function variants(base, comparison, negated) {
  return [void 0, "ForAllValues", "ForAnyValue"].flatMap(
    (qualifier) => [false, true].map((ifExists) => ({
      ...comparison,
      name: `${qualifier === void 0 ? "" : `${qualifier}:`}${base}${ifExists ? "IfExists" : ""}`,
      negated,
      qualifier,
      ifExists,
      isNull: false
    }))
  );
}
function nullOperator() {
  return {
    ...isTrue,
    name: "Null",
    negated: false,
    qualifier: void 0,
    ifExists: false,
    isNull: true
  };
}

// core/policy/check-conditions.ts
function checkConditions(value, path) {
  if (value === void 0 || value === null) return [];
  if (!isRecord(value)) return [{ path, message: "must be an object: operator, key, values" }];
  return [
    ...checkSpelling(Object.keys(value), path),
    ...Object.entries(value).flatMap(([name, keys]) => checkOperator(name, keys, [...path, name]))
  ];
}
function checkOperator(name, keys, path) {
  const operator = findOperator(name);
  if (operator === void 0) return [{ path, message: operatorCure(name) }];
  if (!isRecord(keys)) return [{ path, message: "must be an object: condition key, values" }];
  return [
    ...checkSpelling(Object.keys(keys), path),
    ...Object.entries(keys).flatMap(
      ([key, values]) => checkConditionValues(operator, values, [...path, key])
    )
  ];
}
function operatorCure(name) {
  const bare = name.replace(/^.*:/, "").replace(/IfExists$/i, "");
  if (bare.toLowerCase() === "null") return "Null takes neither a qualifier nor IfExists";
  return findOperator(bare) === void 0 ? "is not a condition operator" : `is not a condition operator; qualifiers are ForAllValues: and ForAnyValue:`;
}
function checkConditionValues(operator, values, path) {
  const list = Array.isArray(values) ? values : [values];
  return list.flatMap((value, index) => {
    const here = Array.isArray(values) ? [...path, index] : path;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      return [{ path: here, message: "must be text, a number, true or false" }];
    }
    return operator.accepts(String(value)) ? [] : [{ path: here, message: `${operator.name} takes ${operator.expects}` }];
  });
}
function checkSpelling(names, path) {
  const lower = names.map((name) => name.toLowerCase());
  return names.flatMap(
    (name, index) => lower.indexOf(name.toLowerCase()) === index ? [] : [{ path: [...path, name], message: "is there already in another case" }]
  );
}

// core/policy/check-elements.ts
function checkActions(value, path, kind) {
  return checkTexts(value, path, (action) => {
    if (kind === "trust") {
      return /^sts:[A-Za-z0-9*?]+$/i.test(action) ? void 0 : "a trust policy may only name actions of sts, such as sts:AssumeRole";
    }
    return action === "*" || /^(?:\*|[a-z0-9.-]+):[\w.*?-]+$/i.test(action) ? void 0 : "must be '*' or service:Name, such as s3:GetObject or s3:Get*";
  });
}
function checkResources(value, path, kind) {
  return checkTexts(value, path, (resource) => {
    if (resource === "*") return void 0;
    const [prefix, partition, service, ...rest] = resource.split(":");
    if (prefix !== "arn" || partition === void 0) {
      return "must be '*' or an ARN, such as arn:aws:s3:::my-bucket/*";
    }
    if (!/^(?:\*|aws(?:-[a-z]+)*)$/.test(partition)) {
      return "must have a partition after arn:, such as aws";
    }
    if (service === void 0 || !/^[a-z0-9.-]+$/i.test(service)) {
      return "must name its service without wildcards; for all services write '*'";
    }
    if (rest.length < 3 && kind !== "identity") {
      return "must have all six fields: arn:partition:service:region:account:resource";
    }
    if (rest.length < 3 && resource.includes("::"))
      return "must have six fields when one of them is empty";
    return service === "iam" ? checkIamResource(rest) : void 0;
  });
}
function checkIamResource(rest) {
  const [region, , path] = rest;
  if (path === void 0) return void 0;
  if (region !== "" && region !== "*") return "cannot have a region: IAM has none";
  return path === "*" || /^[a-z-]+\//.test(path) ? void 0 : "must be '*' or start with a type of resource, such as role/, after the account";
}
var EMPTY = "must be a text or a list of at least one";
function checkTexts(value, path, check) {
  if (value === void 0 || value === null) return [];
  const isList = Array.isArray(value);
  const list = isList ? value : [value];
  if (list.length === 0) return [{ path, message: EMPTY }];
  return list.flatMap((item, index) => {
    const here = isList ? [...path, index] : path;
    if (typeof item !== "string") return [{ path: here, message: isList ? "must be text" : EMPTY }];
    const message = check(item);
    return message === void 0 ? [] : [{ path: here, message }];
  });
}

// core/policy/check-principals.ts
function checkPrincipals(value, path, kind) {
  if (value === void 0 || value === null || value === "*") return [];
  if (!isRecord(value) || Object.keys(value).length === 0) {
    return [
      {
        path,
        message: `must be '*' or an object such as {"AWS": "arn:aws:iam::123456789012:root"}`
      }
    ];
  }
  return Object.entries(value).flatMap(([type, names]) => {
    const here = [...path, type];
    const check = PRINCIPALS.get(type);
    if (check === void 0 || type === "CanonicalUser" && kind === "trust") {
      return [{ path: here, message: "must be AWS, Federated, Service or, for S3, CanonicalUser" }];
    }
    return names === void 0 ? [{ path: here, message: EMPTY }] : checkTexts(names, here, check);
  });
}
var PRINCIPALS = /* @__PURE__ */ new Map([
  ["AWS", checkAws],
  ["Federated", checkFederated],
  ["Service", checkService],
  ["CanonicalUser", checkCanonicalUser]
]);
function checkAws(name) {
  if (name === "*" || /^(?:\d{12}|A[A-Z0-9]{15,127})$/.test(name)) return void 0;
  const arn = splitArn(name);
  const isPrincipal = arn?.[0] === "arn" && /^(?:\d{12})?$/.test(arn[4] ?? "") && (arn[2] === "iam" && /^(?:root$|user\/.|role\/.)/.test(arn[5] ?? "") || arn[2] === "sts" && /^(?:assumed-role\/[^/]+\/|federated-user\/)./.test(arn[5] ?? ""));
  if (!isPrincipal) return "must be '*', an account or the ARN of a user, role, session or root";
  return /[*?]/.test(name) ? "cannot have wildcards: name the principal in full, or everybody by '*'" : void 0;
}
function checkFederated(name) {
  return name === "" || /[*?\s]/.test(name) ? "must be a provider, without wildcards" : void 0;
}
function checkService(name) {
  return /^[\w-]+(?:\.[\w-]+)+$/.test(name) ? void 0 : "must be a service, such as ec2.amazonaws.com";
}
function checkCanonicalUser(name) {
  return /^[a-z0-9]+$/i.test(name) ? void 0 : "must be a canonical user id";
}

// core/policy/check.ts
var DOCUMENT_ELEMENTS = ["Version", "Id", "Statement"];
var STATEMENT_ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition"
];
function checkPolicyDocument(value, kind) {
  if (typeof value !== "string") return checkDocument(value, kind);
  const parsed2 = tryParse(value);
  return "problem" in parsed2 ? [{ path: [], message: parsed2.problem }] : checkDocument(parsed2.value, kind);
}
function checkDocument(document, kind) {
  if (!isRecord(document)) return [{ path: [], message: "a policy must be an object" }];
  const { Version, Id, Statement } = document;
  const problems = [...checkNames(document, DOCUMENT_ELEMENTS, [])];
  if (Version !== void 0 && Version !== "2012-10-17" && Version !== "2008-10-17") {
    problems.push({
      path: ["Version"],
      message: "must be '2012-10-17' (or, for old policies, '2008-10-17')"
    });
  }
  if (Id !== void 0 && typeof Id !== "string") {
    problems.push({ path: ["Id"], message: "must be text" });
  }
  return [...problems, ...checkStatements(Statement, kind)];
}
function checkStatements(value, kind) {
  const path = ["Statement"];
  if (value === void 0) return [{ path, message: "is missing" }];
  if (isRecord(value)) return checkStatement(value, path, kind);
  if (!Array.isArray(value) || value.length === 0) {
    return [{ path, message: "must be a statement or a list of at least one" }];
  }
  return [
    ...value.flatMap(
      (statement, index) => isRecord(statement) ? checkStatement(statement, [...path, index], kind) : [{ path: [...path, index], message: "must be an object" }]
    ),
    ...checkUniqueSids(value)
  ];
}
function checkStatement(statement, path, kind) {
  const { Effect } = statement;
  const isEffect = Effect === "Allow" || Effect === "Deny";
  return [
    ...checkNames(statement, STATEMENT_ELEMENTS, path),
    ...checkSid(statement["Sid"], [...path, "Sid"], kind),
    ...isEffect ? [] : [{ path: [...path, "Effect"], message: "must be 'Allow' or 'Deny'" }],
    ...checkPresence(statement, path, kind),
    ...["Action", "NotAction"].flatMap(
      (element) => checkActions(statement[element], [...path, element], kind)
    ),
    ...(kind === "trust" ? [] : ["Resource", "NotResource"]).flatMap(
      (element) => checkResources(statement[element], [...path, element], kind)
    ),
    ...(kind === "resource" || kind === "trust" ? ["Principal", "NotPrincipal"] : []).flatMap(
      (element) => checkPrincipals(statement[element], [...path, element], kind)
    ),
    ...checkConditions(statement["Condition"], [...path, "Condition"])
  ];
}
function checkPresence(statement, path, kind) {
  const problems = [];
  const report = (element, message) => problems.push({ path: [...path, element], message });
  const has = (element) => statement[element] !== void 0;
  for (const element of ["Action", "Resource", "Principal"]) {
    if (has(element) && has(`Not${element}`))
      report(`Not${element}`, `cannot stand beside ${element}`);
  }
  if (!has("Action") && !has("NotAction")) report("Action", "is missing");
  const hasPrincipals = kind === "resource" || kind === "trust";
  for (const element of ["Principal", "NotPrincipal"].filter(has)) {
    if (!hasPrincipals)
      report(element, `cannot be in ${articleFor(kind)} policy: it applies to whoever has it`);
  }
  if (kind === "trust") {
    for (const element of ["Resource", "NotResource"].filter(has)) {
      report(element, "cannot be in a trust policy: the role is the resource");
    }
    if (has("NotPrincipal")) report("NotPrincipal", "cannot be in a trust policy");
  } else if (kind !== "resource" && !has("Resource") && !has("NotResource")) {
    report("Resource", "is missing");
  }
  if (hasPrincipals && !has("Principal") && !has("NotPrincipal")) report("Principal", "is missing");
  return problems;
}
function articleFor(kind) {
  return kind === "identity" ? "an identity" : `a ${kind}`;
}
function checkNames(record, known, path) {
  return Object.entries(record).flatMap(([name, value]) => {
    if (known.includes(name)) {
      return value === null ? [{ path: [...path, name], message: "must not be null" }] : [];
    }
    const meant = known.find((other) => other.toLowerCase() === name.toLowerCase());
    const cure = meant === void 0 ? `known are ${known.join(", ")}` : `${meant} is meant`;
    return [{ path: [...path, name], message: `is not an element of a policy; ${cure}` }];
  });
}
function checkSid(sid, path, kind) {
  if (sid === void 0 || sid === null) return [];
  if (typeof sid !== "string") return [{ path, message: "must be text" }];
  return kind === "resource" || /^[A-Za-z0-9]*$/.test(sid) ? [] : [{ path, message: "may only have letters and digits" }];
}
function checkUniqueSids(statements) {
  const seen = /* @__PURE__ */ new Set();
  return statements.flatMap((statement, index) => {
    const sid = isRecord(statement) ? statement["Sid"] : void 0;
    if (typeof sid !== "string" || sid === "") return [];
    if (seen.has(sid)) {
      return [{ path: ["Statement", index, "Sid"], message: "is taken by an earlier statement" }];
    }
    seen.add(sid);
    return [];
  });
}

// core/arn.ts
var ARN = /^arn:(aws(?:-cn|-us-gov|-iso(?:-[a-z])?|-eusc)?):([\w-]+):([\w-]*):([\w-]*):([^\s]+)$/;
function parseArn(text2) {
  const [, partition, service, region, account, resource] = ARN.exec(text2) ?? [];
  if (partition === void 0 || service === void 0 || resource === void 0) return void 0;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

// core/role/role.ts
var CREDENTIAL_TYPES = [
  "iam_user",
  "assumed_role",
  "federation_token",
  "session_token"
];
function ttlLimits(role) {
  return role.credential_type === "iam_user" ? { default: role.default_ttl, max: role.max_ttl } : { default: role.default_sts_ttl, max: role.max_sts_ttl };
}

// core/holder.ts
var HOLDER_FIELDS = [
  "repository",
  "run_id",
  "run_attempt",
  "job",
  "workflow",
  "actor",
  "ref",
  "sha",
  "workspace",
  "user",
  "host"
];

export {
  compactPolicy,
  policySize,
  mergePolicies,
  checkPolicyDocument,
  CREDENTIAL_TYPES,
  ttlLimits,
  parseArn,
  HOLDER_FIELDS
};
