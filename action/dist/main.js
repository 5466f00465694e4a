import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  formatRefreshConfig,
  githubHolder,
  issue,
  plainCredentials,
  planOrder
} from "./chunks/chunk-YCJW353U.js";
import "./chunks/chunk-323QZG7Z.js";
import {
  beforeExport,
  markOf,
  outputsOf,
  profileSections,
  refuseForeignProfiles,
  revoke,
  runnerName,
  timestamp,
  variableGroups,
  writeSections
} from "./chunks/chunk-7VGJPWIA.js";
import {
  formatSavedState
} from "./chunks/chunk-LFILJ4F6.js";
import {
  ROLES_IN_STATE,
  SECRET_VARIABLES,
  awsFiles,
  connectionFor,
  maskAccounts,
  maskIssued,
  maskSources,
  readSettings
} from "./chunks/chunk-QQGQ3IFT.js";
import {
  EXIT_OF_SIGNAL,
  githubRunner,
  hearStop
} from "./chunks/chunk-UEDL6YGC.js";
import {
  asHolder,
  callerIdentity,
  connect,
  dialectFor,
  gatherRoles,
  require_url,
  rolesByName,
  together
} from "./chunks/chunk-KR5WLP77.js";
import "./chunks/chunk-AI6MKFH3.js";
import "./chunks/chunk-Y3QRTADL.js";
import {
  require_promises
} from "./chunks/chunk-QUSORWRB.js";
import {
  writeCache
} from "./chunks/chunk-5UF6BECA.js";
import "./chunks/chunk-25IXZ7HA.js";
import {
  refreshDirectory,
  refreshFiles,
  writePrivateFile
} from "./chunks/chunk-IQ6MMPMF.js";
import {
  annotate,
  end
} from "./chunks/chunk-3FJXS4OM.js";
import {
  secondsAfter
} from "./chunks/chunk-XXEMAFRO.js";
import {
  require_path
} from "./chunks/chunk-T6SLSOET.js";
import {
  closest
} from "./chunks/chunk-OKH7ZQGB.js";
import "./chunks/chunk-YMTCWTXB.js";
import "./chunks/chunk-KMGR2TSQ.js";
import {
  parseArn
} from "./chunks/chunk-EUJ7F674.js";
import {
  DaypassError,
  isDaypassError,
  newLeaseId
} from "./chunks/chunk-L6CZKV57.js";
import "./chunks/chunk-23K23II3.js";
import "./chunks/chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunks/chunk-IDA2HAZ2.js";

// action/main.ts
var import_node_url = __toESM(require_url(), 1);

// state/role-files.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_path(), 1);
function roleFiles(folder, dialect) {
  async function readRoleFile(file) {
    const path = (0, import_node_path.join)(folder, file);
    const [text, { parseRole }] = await Promise.all([
      textOf(path),
      import("./chunks/parse-role-5OFRNYO2.js")
    ]);
    return parseRole(text, { file: path, name: (0, import_node_path.parse)(file).name, dialect });
  }
  return {
    read: async (name) => {
      const files = await roleFileNames(folder);
      const own = files.filter((file) => (0, import_node_path.parse)(file).name === name);
      const [role] = named(name, await gatherRoles(own, readRoleFile), folder);
      if (role !== void 0) return role;
      const others = files.filter((file) => !own.includes(file));
      return named(name, await gatherRoles(others, readRoleFile), folder)[0];
    },
    list: async () => {
      const gathered = await gatherRoles(await roleFileNames(folder), readRoleFile);
      const invalid = [...gathered.invalid, ...doubles(gathered, folder)];
      return rolesByName({ ...gathered, invalid });
    }
  };
}
function named(name, { roles, invalid }, folder) {
  const found = roles.filter(({ role }) => role.name === name);
  const [double] = doubles({ roles: found, invalid: [] }, folder);
  if (double !== void 0) throw double;
  if (found.length === 0 && invalid.length > 0) throw together(invalid);
  return found.map(({ role }) => role);
}
function doubles({ roles }, folder) {
  const first = /* @__PURE__ */ new Map();
  const errors = [];
  for (const { from, role } of roles.toSorted((a, b) => a.from < b.from ? -1 : 1)) {
    const other = first.get(role.name);
    if (other === void 0) {
      first.set(role.name, from);
      continue;
    }
    const message = `the role ${role.name} stands in ${(0, import_node_path.join)(folder, other)} too: rename one of them`;
    const place = { file: (0, import_node_path.join)(folder, from), line: 1, column: 1 };
    errors.push(
      new DaypassError("role-invalid", `the role ${role.name} stands in two files`, {
        problems: [{ path: ["name"], message, place }]
      })
    );
  }
  return errors;
}
async function roleFileNames(folder) {
  try {
    const names = await (0, import_promises.readdir)(folder);
    return names.filter((name) => /^[^.].*\.(?:ya?ml|json)$/.test(name) && !name.endsWith(".schema.json")).sort();
  } catch (cause) {
    throw new DaypassError("role-not-found", `the folder of role files ${folder} cannot be read`, {
      cause,
      hint: "name the folder with --roles, or make it and put a role file into it"
    });
  }
}
async function textOf(path) {
  try {
    return await (0, import_promises.readFile)(path, "utf8");
  } catch (cause) {
    const place = { file: path, line: 1, column: 1 };
    throw new DaypassError("role-invalid", `the role file ${path} cannot be read`, {
      cause,
      problems: [{ path: [], message: "make it readable for this user", place }]
    });
  }
}

// action/find-roles.ts
async function findRoles(source, wanted, from) {
  const names = [...new Set(wanted.map(({ name }) => name))];
  const read = await Promise.allSettled(names.map(async (name) => await source.read(name)));
  const failures = read.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
  if (failures.length > 0) throw together2(failures);
  const found = /* @__PURE__ */ new Map();
  for (const [n, one] of read.entries()) {
    const name = names[n] ?? "";
    const role = one.status === "fulfilled" ? one.value : void 0;
    if (role === void 0) throw await notFound(source, name, from);
    found.set(name, role);
  }
  return wanted.flatMap(({ name }) => found.get(name) ?? []);
}
function together2(failures) {
  const [first] = failures;
  const invalid = failures.filter((one) => isDaypassError(one, "role-invalid"));
  if (invalid.length < failures.length || invalid.length < 2) return first;
  const seen = /* @__PURE__ */ new Set();
  const problems = invalid.flatMap((one) => one.problems).filter((problem) => isNew(seen, problem));
  return new DaypassError("role-invalid", `${invalid.length} roles have problems`, { problems });
}
function isNew(seen, problem) {
  const key = JSON.stringify(problem);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
async function notFound(source, name, from) {
  const names = (await source.list().catch(() => [])).map((role) => role.name);
  const meant = closest(name, names);
  const hint = meant !== void 0 ? `did you mean ${meant}?` : names.length > 0 ? `there are ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", \u2026" : ""}` : void 0;
  const message = `there is no role ${JSON.stringify(name)} in ${from}`;
  return new DaypassError("role-not-found", message, hint === void 0 ? {} : { hint });
}

// action/refresh/begin-refresh.ts
function refuseSecretsForRefresh({ identity, variables }) {
  const hasSecret = "keys" in identity || SECRET_VARIABLES.some((name) => name in variables);
  if (!hasSecret) return;
  throw new DaypassError("request-invalid", "refresh would need the access key in later steps", {
    hint: "let daypass work by the job\u2019s OIDC token: give a broker-role-arn without access keys"
  });
}
function beginRefresh(directory, beginning, { random, program }) {
  const { request, issued, issuedAt, connection, dialect } = beginning;
  const files = refreshFiles(directory, issued.lease);
  const { role, ttlSeconds, roleArn, roleSessionName } = request;
  const config = { connection, role, dialect, ttlSeconds, roleArn, roleSessionName };
  writePrivateFile(files.config, formatRefreshConfig(config, random), random);
  writeCache(files.cache, { ...issued, issuedAt }, random);
  return [program.node, program.script, files.config].map((part) => `"${part}"`).join(" ");
}

// action/plan-profiles.ts
var REFRESHED_SECONDS = 24 * 3600;
function profileName({ profile }, { alias }) {
  return alias ?? profile ?? "";
}
function refuseProfiles({ runner, settings }) {
  if (!settings.exports.includes("profile")) return;
  const files = awsFiles(runner.env, runner.home);
  const asker = { runner: runnerName(runner.env), now: runner.clock.now() };
  for (const role of settings.roles)
    refuseForeignProfiles(profileName(settings, role), files, asker);
}
function plannedProfiles(job, requests, issued, plain) {
  const { runner, settings, connection, program } = job;
  if (!settings.exports.includes("profile")) return [];
  const files = awsFiles(runner.env, runner.home);
  return plain.flatMap((one, n) => {
    const request = requests[n];
    const lease = issued[n]?.lease;
    const until = settings.refresh ? secondsAfter(runner.clock.now(), REFRESHED_SECONDS) : one.expiresAt;
    const parts = {
      name: profileName(settings, one),
      issued: one,
      region: settings.region,
      mark: markOf(one.lease, until, runnerName(runner.env))
    };
    if (!settings.refresh || request === void 0 || lease === void 0)
      return profileSections({ ...parts, command: void 0 }, files);
    const dialect = dialectFor(connection, runner.env);
    const beginning = { request, issued: one, issuedAt: lease.issuedAt, connection, dialect };
    const directory = directoryFor(runner, requests);
    const command = beginRefresh(directory, beginning, { random: runner.random, program });
    return profileSections({ ...parts, command }, files);
  });
}
function directoryFor({ env }, [first]) {
  return refreshDirectory(env, first?.id ?? "");
}

// action/requests.ts
async function readyRequests(roles, asked, ports) {
  refuseForNobody(roles, asked);
  const requests = await Promise.all(
    roles.map(async (role) => ({
      ...optionsFor(role, asked, roles.length === 1),
      role: await withTags(role, asked.sessionTags, ports),
      holder: ports.holder,
      id: newLeaseId(role.name, ports.random)
    }))
  );
  for (const request of requests) {
    const { principal } = planOrder(request, request.id, ports.now);
    if (principal.type === "assumed_role")
      refuseAccount(request.role.name, principal.roleArn, asked.allowedAccountIds);
  }
  return requests;
}
function refuseAccount(role, arn, allowed) {
  if (allowed.length === 0) return;
  const account = arn === void 0 ? void 0 : parseArn(arn)?.account;
  if (account !== void 0 && allowed.includes(account)) return;
  throw new DaypassError(
    "request-invalid",
    `role ${role} leads to account ${account ?? "unknown"}, which allowed-account-ids does not name`
  );
}
function optionsFor(role, asked, isAlone) {
  const { ttlSeconds, roleArn, roleSessionName, mfaCode } = asked;
  const isAssumed = role.credential_type === "assumed_role";
  const hasArn = isAssumed && roleArn !== void 0 && role.role_arns.includes(roleArn);
  return {
    ttlSeconds,
    ...isAlone || hasArn ? { roleArn } : {},
    ...isAlone || isAssumed ? { roleSessionName } : {},
    ...isAlone || role.credential_type === "session_token" ? { mfaCode } : {}
  };
}
function refuseForNobody(roles, asked) {
  const assumed = roles.filter((role) => role.credential_type === "assumed_role");
  const { roleArn, roleSessionName, mfaCode, sessionTags } = asked;
  const unfit = [
    roleArn !== void 0 && roles.length > 1 && !assumed.some((role) => role.role_arns.includes(roleArn)) && "role-arn",
    roleSessionName !== void 0 && assumed.length === 0 && "role-session-name",
    sessionTags !== void 0 && assumed.length === 0 && "session-tags",
    mfaCode !== void 0 && !roles.some((role) => role.credential_type === "session_token") && "mfa-code"
  ].find((input) => input !== false);
  if (unfit === void 0) return;
  const names = [...new Set(roles.map(({ name }) => name))].join(", ");
  throw new DaypassError("request-invalid", `input ${unfit} fits none of ${names}`);
}
async function withTags(role, tags, ports) {
  if (tags === void 0 || role.credential_type !== "assumed_role") return role;
  if (ports.isStraight) {
    throw new DaypassError(
      "request-invalid",
      `role ${role.name} is taken straight with the job's token, which carries no session-tags`,
      { hint: "take it through a broker-role-arn without direct, or leave the tags out" }
    );
  }
  const [{ readRole }, { roleDocument }] = await Promise.all([
    import("./chunks/parse-role-5OFRNYO2.js"),
    import("./chunks/role-document-4VFQNDUA.js")
  ]);
  const document = roleDocument({ ...role, session_tags: { ...role.session_tags, ...tags } });
  const origin = { file: "the input session-tags", name: role.name, dialect: ports.dialect };
  return readRole(document, origin);
}

// action/hand-over.ts
async function handOver(job, { requests, issued, legacy }) {
  const { runner, settings, stop } = job;
  const plain = await Promise.all(
    issued.map(
      async (one, n) => plainCredentials(one, { alias: settings.roles[n]?.alias, arn: await arnOf(job, one) })
    )
  );
  maskIssued(runner, plain);
  for (const { role, arn } of plain) refuseAccount(role, arn, settings.allowedAccountIds);
  if (stop.signal.aborted) throw new DaypassError("cancelled", "stopped before the hand-over");
  const profiles = plannedProfiles(job, requests, issued, plain);
  const groups = groupsOf(job, plain);
  legacy.change((saved) => outcome(job, saved, { plain, groups, profiles }));
  await writeSections(runner, profiles);
  for (const { values } of groups) {
    for (const [name, value] of Object.entries(values)) runner.exportVariable(name, value);
  }
  const outputs = outputsOf(plain, settings.exports.includes("outputs"));
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value);
  for (const one of plain) runner.say(sentence(one));
}
async function arnOf({ connected, settings }, one) {
  const { credentials } = one;
  if (credentials.arn !== void 0) return credentials.arn;
  try {
    return (await callerIdentity(connected.clientsAs(asHolder(credentials)))).arn;
  } catch (error) {
    if (settings.allowedAccountIds.length === 0 && isDaypassError(error)) return void 0;
    throw error;
  }
}
function outcome({ runner }, intention2, { plain, groups, profiles }) {
  const leases = intention2.leases.map((lease, n) => ({
    ...lease,
    arn: plain[n]?.arn,
    expiresAt: plain[n]?.expiresAt
  }));
  const variables = groups.map((group) => beforeExport(group, runner.env));
  return {
    ...intention2,
    leases,
    variables,
    profiles: profiles.map(({ file, name, mark }) => ({ file, section: name, mark }))
  };
}
function groupsOf({ settings }, plain) {
  const { exports, region } = settings;
  if (exports.includes("env")) return variableGroups(plain, region);
  const [only, ...others] = plain;
  if (!exports.includes("profile") || only === void 0 || others.length > 0) return [];
  return [{ values: { AWS_PROFILE: profileName(settings, only) }, witness: "AWS_PROFILE" }];
}
function sentence({ role, lease, arn, expiresAt }) {
  const as = arn === void 0 ? "" : ` as ${arn}`;
  return `role ${role} issued${as} until ${timestamp(expiresAt)}, lease ${lease}`;
}

// action/legacy.ts
function leaveToPost(runner, first) {
  let now = first;
  const change = (next) => {
    now = next(now);
    runner.save(isNothing(now) ? "" : formatSavedState(now, runner.random));
  };
  change((saved) => saved);
  return {
    change,
    drop: (leases) => {
      if (leases.length === 0) return;
      change((saved) => ({
        ...saved,
        leases: saved.leases.filter(({ id }) => !leases.includes(id))
      }));
    }
  };
}
function isNothing({ leases, variables, profiles, refreshDirectory: refreshDirectory2 }) {
  const changes = leases.length + variables.length + profiles.length;
  return changes === 0 && refreshDirectory2 === void 0;
}

// action/issue-all.ts
async function issueAll(ports, requests, { signal, onOver }) {
  const settled = await Promise.allSettled(
    requests.map(async (request) => await issue(ports, request, { signal }))
  );
  const failed = settled.find((one) => one.status === "rejected");
  const issued = settled.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
  if (failed === void 0) return issued;
  const none = requests.filter((request, n) => {
    const one = settled[n];
    return one?.status === "rejected" && isNothing2(request, one.reason);
  });
  onOver(none.map(({ id }) => id));
  onOver(await takeBack(ports, issued));
  throw failed.reason;
}
async function takeBack(ports, issued) {
  const ids = issued.map(({ lease }) => lease.id);
  const settled = await Promise.allSettled(ids.map(async (id) => await revoke(ports, id)));
  for (const one of settled) {
    if (one.status === "rejected" && !isDaypassError(one.reason)) throw one.reason;
  }
  return ids.filter((_, n) => {
    const one = settled[n];
    return one?.status === "fulfilled" && /^(?:revoked|ended)$/.test(one.value.status);
  });
}
function isNothing2({ role }, error) {
  return role.credential_type !== "iam_user" && isDaypassError(error) && error.code !== "outcome-unknown" && error.code !== "cancelled";
}

// action/refuse-straight.ts
function refuseStraight({ identity }, roles) {
  if (identity.kind !== "nobody") return;
  const other = roles.find((role) => role.credential_type !== "assumed_role");
  if (other === void 0) return;
  throw new DaypassError(
    "aws-credentials-missing",
    `role ${other.name} is of type ${other.credential_type}: the job's token alone cannot make it`,
    { hint: "give a broker-role-arn that may" }
  );
}
function sayCosts(runner, { identity }, { state, revoke: revoke2 }) {
  if (identity.kind === "nobody") {
    runner.notice(
      "roles are taken straight with the job\u2019s token and nobody may revoke them: they work until they expire; give a broker-role-arn to have them revoked when the job ends"
    );
  } else if (state === void 0 && revoke2 === "always") {
    runner.notice(
      "leases are recorded in the temporary directory of this runner: if it is lost before the post step, no sweep can revoke them; give the input state to have them in a bucket"
    );
  }
}

// action/run-main.ts
async function runMain(runner, program) {
  const stop = hearStop(runner);
  const work = main(runner, stop, program).then(
    () => 0,
    (error) => {
      annotate(runner, error);
      return 1;
    }
  );
  const code = await Promise.race([work, stop.patienceEnds.then(() => tooLate(runner))]);
  const by = stop.by();
  return by === void 0 || code === 0 ? code : EXIT_OF_SIGNAL[by];
}
async function main(runner, stop, program) {
  const settings = readSettings((name) => runner.input(name));
  stop.begin(settings.timeoutSeconds);
  maskSources(runner, settings);
  const connection = connectionFor(settings, runner);
  const connected = connect(connection, runner, stop.signal);
  if (settings.refresh) refuseSecretsForRefresh(connection);
  connected.fetchAhead();
  const job = { runner, settings, connection, connected, stop, program };
  const requests = await requestsFor(job);
  const legacy = leaveToPost(runner, intention(job, requests));
  const { ports } = connected;
  const drop = (leases) => {
    legacy.drop(leases);
  };
  const issued = await issueAll(ports, requests, { signal: stop.signal, onOver: drop });
  try {
    await handOver(job, { requests, issued, legacy });
  } catch (error) {
    drop(await takeBack(ports, issued));
    throw error;
  }
}
async function requestsFor(job) {
  const { runner, settings, connection } = job;
  const { env, random, clock } = runner;
  const roles = await rolesOf(job);
  refuseStraight(connection, roles);
  sayCosts(runner, connection, settings);
  refuseProfiles(job);
  if (settings.maskAccountId) maskAccounts(runner, connection, roles);
  const holder = githubHolder(env) ?? { kind: "github" };
  const dialect = dialectFor(connection, env);
  const isStraight = connection.straight !== void 0;
  return await readyRequests(roles, settings, {
    holder,
    random,
    now: clock.now(),
    dialect,
    isStraight
  });
}
async function rolesOf({ runner, settings, connection, connected }) {
  const { roles, rolesFrom } = settings;
  const fromState = rolesFrom === ROLES_IN_STATE;
  const source = fromState ? connected.state.roles : roleFiles(rolesFrom, dialectFor(connection, runner.env));
  return await findRoles(source, roles, fromState ? "the state" : rolesFrom);
}
function intention(job, requests) {
  const { runner, settings, connection } = job;
  return {
    connection,
    revoke: settings.revoke,
    maskAccountId: settings.maskAccountId,
    leases: requests.map(({ id }, n) => ({
      id,
      alias: settings.roles[n]?.alias,
      arn: void 0,
      expiresAt: void 0
    })),
    variables: [],
    profiles: [],
    refreshDirectory: settings.refresh ? directoryFor(runner, requests) : void 0
  };
}
function tooLate(runner) {
  runner.fail(
    "stopped before it was done: the post step revokes what was issued",
    "daypass: Stopped"
  );
  return 1;
}

// action/main.ts
var script = (0, import_node_url.fileURLToPath)(new URL("credentials.js", import.meta.url));
end(await runMain(githubRunner(process.env), { node: process.execPath, script }));
