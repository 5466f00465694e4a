import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  outputPrefix,
  variablePrefix
} from "./chunk-UEDL6YGC.js";
import {
  endLease,
  isLive
} from "./chunk-KR5WLP77.js";
import {
  withFileLock
} from "./chunk-25IXZ7HA.js";
import {
  readPrivateFile,
  writePrivateFile
} from "./chunk-IQ6MMPMF.js";
import {
  require_path
} from "./chunk-T6SLSOET.js";
import {
  DaypassError,
  isDaypassError
} from "./chunk-L6CZKV57.js";
import {
  require_crypto,
  require_fs
} from "./chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunk-IDA2HAZ2.js";

// action/export/outputs.ts
function outputsOf(issued, withCredentials) {
  const each = issued.flatMap((one) => {
    const prefixes = /* @__PURE__ */ new Set([outputPrefix(one.alias), ...issued.length === 1 ? [""] : []]);
    return [...prefixes].map((prefix) => prefixed(prefix, outputsOfOne(one, withCredentials)));
  });
  const leases = issued.map((one) => ({
    role: one.role,
    alias: one.alias ?? null,
    lease_id: one.lease,
    arn: one.arn ?? null,
    account_id: one.accountId ?? null,
    expires_at: timestamp(one.expiresAt)
  }));
  return Object.assign({}, ...each, { leases: JSON.stringify(leases) });
}
function timestamp(moment) {
  return moment.toISOString().replace(/\.\d+Z$/, "Z");
}
function outputsOfOne(one, withCredentials) {
  const expiresAt = timestamp(one.expiresAt);
  const facts = {
    "lease-id": one.lease,
    arn: one.arn ?? "",
    "account-id": one.accountId ?? "",
    "expires-at": expiresAt
  };
  if (!withCredentials) return facts;
  return {
    ...facts,
    "aws-access-key-id": one.accessKeyId,
    "aws-secret-access-key": one.secretAccessKey,
    "aws-session-token": one.sessionToken ?? "",
    "aws-expiration": expiresAt
  };
}
function prefixed(prefix, outputs) {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [prefix + name, value]));
}

// action/export/variables.ts
function variableGroups(issued, region) {
  const ofCredentials = issued.map((one) => {
    const prefix = variablePrefix(one.alias);
    const witness = `${prefix}AWS_ACCESS_KEY_ID`;
    const values2 = {
      [witness]: one.accessKeyId,
      [`${prefix}AWS_SECRET_ACCESS_KEY`]: one.secretAccessKey,
      [`${prefix}AWS_SESSION_TOKEN`]: one.sessionToken ?? ""
    };
    return { values: values2, witness };
  });
  if (region === void 0) return ofCredentials;
  const values = { AWS_REGION: region, AWS_DEFAULT_REGION: region };
  return [...ofCredentials, { values, witness: "AWS_REGION" }];
}
function beforeExport({ values, witness }, env) {
  return {
    witness: { name: witness, value: values[witness] ?? "" },
    earlier: Object.fromEntries(Object.keys(values).map((name) => [name, env[name] ?? ""]))
  };
}
function restored(groups, env) {
  const ours = groups.filter(({ witness }) => env[witness.name] === witness.value);
  return Object.assign({}, ...ours.map(({ earlier }) => earlier));
}

// action/profile/profiles.ts
var import_node_fs = __toESM(require_fs(), 1);
var import_node_path = __toESM(require_path(), 1);
var import_node_crypto = __toESM(require_crypto(), 1);

// action/profile/sections.ts
var MARK = "# daypass lease ";
var HEADER = /^\s*\[\s*([^\]]*?)\s*\]\s*(?:[#;].*)?$/;
function whoseSection(text, name) {
  const lines = text.split("\n");
  const marks = headersOf(lines, name).map((at) => markAt(lines, at) ?? "foreign");
  return marks.find((mark) => mark === "foreign") ?? marks[0];
}
function withSection(text, section) {
  const before = whoseSection(text, section.name);
  const base = before === void 0 ? text : withoutSection(text, section.name, before);
  const ended = base === "" || base.endsWith("\n") ? base : `${base}
`;
  const lines = Object.entries(section.values).map(([key, value]) => `${key} = ${value}`);
  const own = [`[${section.name}]`, `${MARK}${section.mark}`, ...lines, ""];
  return `${ended}${ended === "" ? "" : "\n"}${own.join("\n")}`;
}
function withoutSection(text, name, mark) {
  const lines = text.split("\n");
  const start = headersOf(lines, name).find((at) => markAt(lines, at) === mark);
  if (start === void 0) return text;
  const next = lines.findIndex((line, at) => at > start && HEADER.test(line));
  let end = next === -1 ? lines.length : next;
  while (isAside(lines[end - 1] ?? "") && end - 2 > start) end--;
  const from = start > 0 && lines[start - 1]?.trim() === "" ? start - 1 : start;
  return [...lines.slice(0, from), ...lines.slice(end)].join("\n");
}
function headersOf(lines, name) {
  return lines.flatMap(
    (line, at) => HEADER.exec(line)?.[1]?.replaceAll(/\s+/g, " ") === name ? [at] : []
  );
}
function markAt(lines, header) {
  const line = lines[header + 1]?.trim() ?? "";
  return line.startsWith(MARK) ? line.slice(MARK.length) : void 0;
}
function isAside(line) {
  return line.trim() === "" || /^\s*[#;]/.test(line);
}

// action/profile/profiles.ts
function profileSections({ name, issued, region, command, mark }, files) {
  const settings = {
    ...command === void 0 ? {} : { credential_process: command },
    ...region === void 0 ? {} : { region }
  };
  const keys = {
    aws_access_key_id: issued.accessKeyId,
    aws_secret_access_key: issued.secretAccessKey,
    ...issued.sessionToken === void 0 ? {} : { aws_session_token: issued.sessionToken }
  };
  const inConfig = name === "default" ? name : `profile ${name}`;
  return [
    ...command === void 0 ? [{ file: files.credentials, name, mark, values: keys }] : [],
    ...Object.keys(settings).length === 0 ? [] : [{ file: files.config, name: inConfig, mark, values: settings }]
  ];
}
function refuseForeignProfiles(name, files, { runner, now }) {
  const inConfig = name === "default" ? name : `profile ${name}`;
  for (const [file, section] of [
    [files.credentials, name],
    [files.config, inConfig]
  ]) {
    const whose = whoseSection(readPrivateFile(file) ?? "", section);
    if (whose === void 0 || isOver(whose, runner, now)) continue;
    const by = whose === "foreign" ? "" : ", of another job on this machine";
    throw new DaypassError("request-invalid", `${file} has a profile ${name} already${by}`, {
      hint: "choose another name for it, or remove the section"
    });
  }
}
function markOf(lease, until, runner) {
  return `${lease} until ${timestamp(until)} by ${runner}`;
}
function runnerName(env) {
  return (0, import_node_crypto.createHash)("sha256").update(env["RUNNER_TEMP"] ?? "").digest("hex").slice(0, 12);
}
function isOver(mark, runner, now) {
  const [, until = "", by] = / until (\S+) by (\S+)$/.exec(mark) ?? [];
  return by === runner || Date.parse(until) < now.getTime();
}
async function writeSections(disk, sections) {
  for (const section of sections) {
    await edit(disk, section.file, (text) => withSection(text, section));
  }
}
async function removeSections(disk, profiles) {
  for (const { file, section, mark } of profiles) {
    await edit(disk, file, (text) => withoutSection(text, section, mark));
  }
}
var LOCK = { waitMs: 15e3, staleMs: 1e4 };
async function edit(disk, file, change) {
  (0, import_node_fs.mkdirSync)((0, import_node_path.dirname)(file), { recursive: true, mode: 448 });
  await withFileLock(`${file}.daypass-lock`, { ...disk, ...LOCK }, () => {
    const before = readPrivateFile(file);
    const after = change(before ?? "");
    if (after === (before ?? "")) return;
    if (after === "") (0, import_node_fs.rmSync)(file);
    else writePrivateFile(file, after, disk.random);
  });
}

// core/revoke.ts
var RACES_MAX = 5;
async function revoke(ports, id, options = {}) {
  for (let race = 1; ; race++) {
    const found = await ports.leases.read(id);
    if (found === void 0) throw new DaypassError("lease-not-found", `there is no lease ${id}`);
    if (!isLive(found)) {
      return { status: "ended", at: found.endedAt, outcome: found.outcome, recorded: false };
    }
    const { lease } = found;
    if (lease.state === "revoking" && lease.claimed && lease.dueAt > ports.clock.now()) {
      return { status: "pending", reason: "another process is revoking it" };
    }
    try {
      return await endLease(ports, found, "requested", options);
    } catch (error) {
      if (!isDaypassError(error, "lease-conflict") || race === RACES_MAX) throw error;
    }
  }
}

export {
  outputsOf,
  timestamp,
  variableGroups,
  beforeExport,
  restored,
  profileSections,
  refuseForeignProfiles,
  markOf,
  runnerName,
  writeSections,
  removeSections,
  revoke
};
