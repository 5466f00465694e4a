import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  roleDocument
} from "./chunk-323QZG7Z.js";
import {
  connectionDocument,
  readConnection
} from "./chunk-LFILJ4F6.js";
import {
  PENDING_GRACE_SECONDS,
  activate,
  allOrFirstFailure,
  claim,
  endLease,
  isLive,
  lookAgain
} from "./chunk-KR5WLP77.js";
import {
  documentText,
  earlier,
  newNonce,
  readDocument,
  secondsAfter,
  wholeSecond
} from "./chunk-XXEMAFRO.js";
import {
  DAYPASS_LIMITS,
  readRole,
  renderTemplate,
  sanitizeName,
  sanitizeTagValue
} from "./chunk-OKH7ZQGB.js";
import {
  formatDuration
} from "./chunk-KMGR2TSQ.js";
import {
  parseArn,
  ttlLimits
} from "./chunk-EUJ7F674.js";
import {
  DaypassError,
  isDaypassError,
  nameOf,
  newLeaseId
} from "./chunk-L6CZKV57.js";

// core/github-holder.ts
var GITHUB_VARIABLES = {
  repository: "GITHUB_REPOSITORY",
  run_id: "GITHUB_RUN_ID",
  run_attempt: "GITHUB_RUN_ATTEMPT",
  job: "GITHUB_JOB",
  workflow: "GITHUB_WORKFLOW",
  actor: "GITHUB_ACTOR",
  ref: "GITHUB_REF",
  sha: "GITHUB_SHA"
};
function githubHolder(env) {
  if (env["GITHUB_ACTIONS"] !== "true") return void 0;
  const known = Object.entries(GITHUB_VARIABLES).flatMap(([field, variable]) => {
    const value = env[variable] ?? "";
    return value === "" ? [] : [[field, value]];
  });
  return { kind: "github", ...Object.fromEntries(known) };
}

// action/export/plain-credentials.ts
function plainCredentials({ lease, credentials }, facts) {
  const account = facts.arn === void 0 ? "" : parseArn(facts.arn)?.account ?? "";
  return {
    lease: lease.id,
    role: lease.role,
    alias: facts.alias,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey.reveal(),
    sessionToken: credentials.sessionToken?.reveal(),
    arn: facts.arn,
    accountId: account === "" ? void 0 : account,
    expiresAt: credentials.expiresAt
  };
}

// action/refresh/refresh-config.ts
function formatRefreshConfig(config, random) {
  const { connection, role, dialect, ttlSeconds, roleArn, roleSessionName } = config;
  return documentText(newNonce(random), {
    connection: connectionDocument(connection),
    role: roleDocument(role),
    dialect,
    ttl_seconds: ttlSeconds,
    role_arn: roleArn,
    role_session_name: roleSessionName
  });
}
function parseRefreshConfig(text, file) {
  const fields = readDocument(file, text);
  const dialect = fields.oneOf("dialect", ["aws", "custom-endpoint"]);
  const ttl = fields.value("ttl_seconds");
  const config = {
    connection: readConnection(fields.fields("connection")),
    role: readRole(fields.value("role"), { file, name: "role", dialect }),
    dialect,
    ttlSeconds: typeof ttl === "number" ? ttl : void 0,
    roleArn: fields.optionalText("role_arn"),
    roleSessionName: fields.optionalText("role_session_name")
  };
  fields.end();
  return config;
}

// core/issue-job.ts
var ISSUE_SECONDS = 150;
function issueSignal(ports, job) {
  const deadline = ports.clock.deadline(ISSUE_SECONDS * 1e3);
  return job.signal === void 0 ? deadline : AbortSignal.any([job.signal, deadline]);
}
async function refuseOverLimit(leases, job) {
  if (job.leasesMax === void 0) return;
  const live = await leases.count(job.facts.role, job.leasesMax + 1);
  if (live <= job.leasesMax) return;
  throw new DaypassError(
    "lease-limit-reached",
    `role ${job.facts.role} has its ${job.leasesMax} leases out (max_leases)`,
    {
      hint: "revoke one, wait until one ends, or raise max_leases"
    }
  );
}

// core/undo-issue.ts
async function undoIssue(ports, id, error) {
  const failure = asFailure(error);
  try {
    const found = await ports.leases.read(id);
    if (found !== void 0 && isLive(found)) {
      if (failure.code === "outcome-unknown" || failure.code === "cancelled") {
        const now = ports.clock.now();
        const watched = lookAgain(
          claim(found.lease, "failed", now),
          failure.message,
          secondsAfter(now, PENDING_GRACE_SECONDS)
        );
        await ports.leases.replace(found, watched);
        await ports.revoker.revoke(watched, {});
      } else {
        await endLease(ports, found, "failed");
      }
    }
  } catch (undoError) {
    const why = undoError instanceof Error ? undoError.message : "unknown";
    return new DaypassError(
      failure.code,
      `${failure.message}; taking it back failed too (${why}): the sweep will do it`,
      {
        cause: error,
        problems: failure.problems,
        ...failure.hint === void 0 ? {} : { hint: failure.hint }
      }
    );
  }
  return failure;
}
function asFailure(error) {
  if (isDaypassError(error)) return error;
  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError")) {
    return new DaypassError("cancelled", "issuing was stopped before it was done", { cause: error });
  }
  throw error;
}

// core/issue-session.ts
async function issueSession(ports, job) {
  const { facts, order } = job;
  const lease = { ...facts, state: "active", dueAt: facts.expiresAt };
  const signal = issueSignal(ports, job);
  try {
    const [stored, issued] = await allOrFirstFailure([
      recordLease(ports, job, lease),
      ports.issuer.issue(order, { signal }),
      ports.leases.ready()
    ]);
    signal.throwIfAborted();
    const active = { ...lease, principal: issued.principal };
    const last = order.type !== "assumed_role" ? await ports.leases.replace(stored, active, { keepDue: true }) : { lease: active };
    return { lease: last.lease, credentials: issued.credentials };
  } catch (error) {
    await ports.leases.withdraw(lease).catch(() => void 0);
    throw asFailure(error);
  }
}
async function recordLease(ports, job, lease) {
  const stored = await ports.leases.create(lease);
  await refuseOverLimit(ports.leases, job);
  return stored;
}

// core/issue-user.ts
async function issueUser(ports, job) {
  const stored = await recordIntention(ports, job);
  const signal = issueSignal(ports, job);
  try {
    const issued = await ports.issuer.issue(job.order, { signal });
    const [active] = await allOrFirstFailure([
      recordActive(ports, stored, issued),
      ports.issuer.confirm(job.order, issued.credentials, { signal })
    ]);
    signal.throwIfAborted();
    return { lease: active, credentials: issued.credentials };
  } catch (error) {
    throw await undoIssue(ports, stored.lease.id, error);
  }
}
async function recordIntention(ports, job) {
  const dueAt = wholeSecond(secondsAfter(job.facts.issuedAt, PENDING_GRACE_SECONDS));
  const lease = { ...job.facts, state: "pending", dueAt };
  try {
    const [stored] = await allOrFirstFailure([
      ports.leases.create(lease).then(async (created) => {
        await refuseOverLimit(ports.leases, job);
        return created;
      }),
      ports.leases.ready()
    ]);
    return stored;
  } catch (error) {
    await ports.leases.withdraw(lease).catch(() => void 0);
    throw error;
  }
}
async function recordActive(ports, stored, issued) {
  const { lease } = stored;
  const active = await ports.leases.replace(stored, activate(lease, issued.principal), {
    keepDue: lease.expiresAt >= lease.dueAt
  });
  if (lease.expiresAt.getTime() !== lease.dueAt.getTime()) {
    await ports.leases.dropDue([{ id: lease.id, dueAt: lease.dueAt }]).catch(() => void 0);
  }
  return active.lease;
}

// core/lifetime.ts
var SHORTEST_STS_SECONDS = 900;
function sessionLength({ expiresAt, now }) {
  const seconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1e3);
  return seconds < SHORTEST_STS_SECONDS ? { durationSeconds: SHORTEST_STS_SECONDS, denyAfter: expiresAt } : { durationSeconds: seconds, denyAfter: void 0 };
}
function lifetimeSeconds({ role, ttlSeconds }) {
  const limits = ttlLimits(role);
  const seconds = ttlSeconds ?? limits.default;
  const least = DAYPASS_LIMITS.leaseSecondsMin;
  if (!Number.isInteger(seconds) || seconds < least) {
    throw new DaypassError(
      "request-invalid",
      `a lease lives for ${least} s at the least, in whole seconds`
    );
  }
  if (seconds > limits.max) {
    const asked = formatDuration(seconds);
    throw new DaypassError(
      "request-invalid",
      `role ${role.name} allows at most ${formatDuration(limits.max)}, not ${asked}`,
      {
        hint: `ask for less, or raise ${role.credential_type === "iam_user" ? "max_ttl" : "max_sts_ttl"} in the role`
      }
    );
  }
  return seconds;
}

// core/names.ts
var NAME_PREFIX = "daypass-";
var AWS_NAME_LENGTH_MAX = 64;
function nameFor(readable, id, lengthMax) {
  const own = `-${nameOf(id)}`;
  const tidy = sanitizeName(readable).replaceAll(/-{2,}/g, "-");
  return `${tidy.slice(0, lengthMax - own.length).replace(/-$/, "")}${own}`;
}
function sourceIdentity(template, values) {
  const text = sanitizeName(renderTemplate(template, values)).slice(0, 64);
  if (text.length >= 2) return text;
  throw new DaypassError(
    "request-invalid",
    `source_identity ${JSON.stringify(template)} is empty for this holder`,
    {
      hint: "the template names fields that this holder does not have"
    }
  );
}
function templateValues(role, holder) {
  return { ...holder, role };
}
function holderTag(holder) {
  const { kind, ...fields } = holder;
  const text = [kind, ...Object.values(fields)].join(" ");
  return text.replaceAll(/[^\w.:/=+@ -]/g, "_").slice(0, 256);
}

// core/plan-order.ts
function planOrder(request, id, now) {
  const { role } = request;
  refuseExpiredRole(request, now);
  refuseForeignOptions(request);
  const ttlSeconds = lifetimeSeconds(request);
  const expiresAt = earlier(wholeSecond(secondsAfter(now, ttlSeconds)), role.expires_at);
  const end = { expiresAt, maxExpiresAt: expiresAt };
  switch (role.credential_type) {
    case "iam_user": {
      const order = iamUserOrder(role, request, id, expiresAt);
      const maxExpiresAt = earlier(wholeSecond(secondsAfter(now, role.max_ttl)), role.expires_at);
      return {
        order,
        principal: { type: "iam_user", userName: order.userName, userPath: order.userPath },
        expiresAt,
        maxExpiresAt
      };
    }
    case "assumed_role": {
      const order = assumedRoleOrder(role, request, id, { expiresAt, now });
      return {
        order,
        principal: { type: "assumed_role", roleArn: order.roleArn, sessionName: order.sessionName },
        ...end
      };
    }
    case "federation_token": {
      const order = federationTokenOrder(role, id, { expiresAt, now });
      return { order, principal: { type: "federation_token", userName: order.userName }, ...end };
    }
    case "session_token":
      return {
        order: sessionTokenOrder(role, request, { expiresAt, now }),
        principal: { type: "session_token" },
        ...end
      };
  }
}
function iamUserOrder(role, request, id, expiresAt) {
  const userName = nameFor(`${NAME_PREFIX}${role.name}`, id, AWS_NAME_LENGTH_MAX);
  const ours = {
    "daypass:lease": id,
    "daypass:role": role.name,
    "daypass:holder": holderTag(request.holder)
  };
  return {
    type: "iam_user",
    userName,
    userPath: role.user_path,
    permissionsBoundaryArn: role.permissions_boundary_arn,
    tags: { ...role.iam_tags, ...ours },
    policyArns: role.policy_arns,
    policyDocument: role.policy_document,
    policyName: sanitizeName(role.name),
    groups: role.iam_groups,
    expiresAt
  };
}
function assumedRoleOrder(role, request, id, span) {
  const values = templateValues(role.name, request.holder);
  const template = request.roleSessionName ?? role.role_session_name ?? "daypass-{{role}}";
  const tags = Object.entries(role.session_tags).map(
    ([key, value]) => [key, sanitizeTagValue(renderTemplate(value, values))]
  );
  return {
    type: "assumed_role",
    roleArn: chooseRoleArn(role, request.roleArn),
    sessionName: nameFor(renderTemplate(template, values), id, AWS_NAME_LENGTH_MAX),
    ...sessionLength(span),
    policyArns: role.policy_arns,
    policyDocument: role.policy_document,
    groups: role.iam_groups,
    externalId: role.external_id,
    sessionTags: Object.fromEntries(tags),
    sourceIdentity: role.source_identity === void 0 ? void 0 : sourceIdentity(role.source_identity, values)
  };
}
function federationTokenOrder(role, id, span) {
  return {
    type: "federation_token",
    // AWS allows 32 characters here: the prefix and the lease's 22 leave no room for more.
    userName: `${NAME_PREFIX}${nameOf(id)}`,
    ...sessionLength(span),
    policyArns: role.policy_arns,
    policyDocument: role.policy_document,
    groups: role.iam_groups
  };
}
function sessionTokenOrder(role, request, span) {
  if (role.mfa_serial_number !== void 0 && request.mfaCode === void 0) {
    throw new DaypassError("request-invalid", `role ${role.name} needs an MFA code`, {
      hint: "give the six digits that the device shows now"
    });
  }
  const { durationSeconds, denyAfter } = sessionLength(span);
  if (denyAfter !== void 0) {
    throw new DaypassError(
      "request-invalid",
      `a session_token lives for at least ${formatDuration(SHORTEST_STS_SECONDS)}`,
      {
        hint: "AWS takes no policy for this type, so daypass cannot end it earlier; ask for 15m or more"
      }
    );
  }
  return {
    type: "session_token",
    durationSeconds,
    mfaSerialNumber: role.mfa_serial_number,
    mfaCode: request.mfaCode
  };
}
function chooseRoleArn(role, asked) {
  const [first, ...others] = role.role_arns;
  if (asked !== void 0 && role.role_arns.includes(asked)) return asked;
  if (asked === void 0 && first !== void 0 && others.length === 0) return first;
  const choice = role.role_arns.join(", ");
  throw asked === void 0 ? new DaypassError("request-invalid", `role ${role.name} has several role_arns: choose one`, {
    hint: `one of ${choice}`
  }) : new DaypassError(
    "request-invalid",
    `role_arn ${asked} is not one of role ${role.name}'s role_arns`,
    { hint: `one of ${choice}` }
  );
}
function refuseExpiredRole({ role }, now) {
  if (role.expires_at === void 0 || role.expires_at > now) return;
  throw new DaypassError(
    "role-invalid",
    `role ${role.name} ended on ${role.expires_at.toISOString()}`,
    {
      hint: "move its expires_at if the role is still wanted"
    }
  );
}
function refuseForeignOptions(request) {
  const type = request.role.credential_type;
  const foreign = [
    request.roleArn !== void 0 && type !== "assumed_role" && "role_arn",
    request.roleSessionName !== void 0 && type !== "assumed_role" && "role_session_name",
    request.mfaCode !== void 0 && type !== "session_token" && "mfa_code"
  ].find((field) => field !== false);
  if (foreign === void 0) return;
  throw new DaypassError(
    "request-invalid",
    `${foreign} does not go with role ${request.role.name}, which is of type ${type}`
  );
}

// core/issue.ts
async function issue(ports, request, options = {}) {
  const id = request.id ?? newLeaseId(request.role.name, ports.random);
  const now = ports.clock.now();
  const plan = planOrder(request, id, now);
  const facts = {
    id,
    role: request.role.name,
    credentialType: request.role.credential_type,
    holder: request.holder,
    principal: plan.principal,
    issuedAt: now,
    expiresAt: plan.expiresAt,
    maxExpiresAt: plan.maxExpiresAt
  };
  const job = {
    facts,
    order: plan.order,
    leasesMax: request.role.max_leases,
    signal: options.signal
  };
  return plan.order.type === "iam_user" ? await issueUser(ports, job) : await issueSession(ports, job);
}

export {
  githubHolder,
  plainCredentials,
  formatRefreshConfig,
  parseRefreshConfig,
  planOrder,
  issue
};
