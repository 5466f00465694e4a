import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  require_https
} from "./chunk-AI6MKFH3.js";
import {
  require_promises
} from "./chunk-QUSORWRB.js";
import {
  documentText,
  earlier,
  newNonce,
  putWithNonce,
  readDocument,
  secondsAfter,
  wholeSecond
} from "./chunk-XXEMAFRO.js";
import {
  require_path
} from "./chunk-T6SLSOET.js";
import {
  CREDENTIAL_TYPES,
  HOLDER_FIELDS,
  mergePolicies,
  parseArn,
  policySize
} from "./chunk-EUJ7F674.js";
import {
  DaypassError,
  LEASE_NAME_PATTERN,
  ROLE_NAME_PATTERN,
  isDaypassError,
  nameOf,
  parseLeaseId,
  roleOf
} from "./chunk-L6CZKV57.js";
import {
  require_http
} from "./chunk-23K23II3.js";
import {
  require_crypto
} from "./chunk-MBBGKEYZ.js";
import {
  __commonJS,
  __toESM
} from "./chunk-IDA2HAZ2.js";

// builtin:url
var require_url = __commonJS({
  "builtin:url"(exports) {
    for (const name of ["Url", "parse", "resolve", "resolveObject", "format", "URL", "URLSearchParams", "domainToASCII", "domainToUnicode", "pathToFileURL", "fileURLToPath", "urlToHttpOptions"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("url")[name] });
  }
});

// aws/aws-fault.ts
var AwsFault = class extends Error {
  name = "AwsFault";
  /** AWS's code, without the `Exception` that the SDK appends; absent where the server sent none. */
  code;
  status;
  requestId;
  fate;
  /** Whether an earlier try of the same request may have been done, whatever became of the last. */
  lostReply;
  constructor(message, facts) {
    super(message);
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.fate = facts.fate;
    this.lostReply = facts.lostReply;
  }
};
function readFault(error) {
  if (error instanceof AwsFault) return error;
  if (error instanceof Error && error.cause instanceof AwsFault) return error.cause;
  const raw = typeof error === "object" && error !== null ? error : { message: String(error) };
  const status = raw.$metadata?.httpStatusCode;
  return new AwsFault(words(raw), {
    code: awsCode(raw),
    status,
    requestId: raw.$metadata?.requestId,
    fate: fateOf(raw, status),
    lostReply: raw.lostReply === true
  });
}
var NO_CODE = /* @__PURE__ */ new Set([
  "Error",
  "TypeError",
  "SyntaxError",
  "AggregateError",
  "TimeoutError",
  "AbortError",
  "Unknown",
  "UnknownError",
  "NotFound"
]);
function awsCode(raw) {
  const code = raw.Error?.Code ?? raw.name;
  return code === void 0 || NO_CODE.has(code) ? void 0 : code.replace(/Exception$/, "");
}
var NEVER_CONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|UNABLE_TO_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|ERR_INVALID_URL)$/;
var NOT_READY = /^(?:CredentialsProviderError|TokenProviderError|ProviderError|EndpointError)$/;
function fateOf(raw, status) {
  if (raw.name === "AbortError") return "stopped";
  if (status === 429 || THROTTLING_CODE.test(awsCode(raw) ?? "")) return "refused";
  if (status !== void 0)
    return status >= 300 && status < 500 && status !== 408 ? "refused" : "perhaps-done";
  if (raw.$fault === "client") return "refused";
  const codes = [raw, ...raw.errors ?? []].map(({ code }) => code ?? "");
  if (codes.some((code) => NEVER_CONNECTED.test(code)) || NOT_READY.test(raw.name ?? ""))
    return "never-sent";
  if (raw.syscall === "connect" || raw.message?.includes("did not establish a connection") === true)
    return "never-sent";
  return "perhaps-done";
}
var THROTTLING_CODE = /^(?:Throttl\w*|RequestThrottled|TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded|PriorRequestNotComplete|SlowDown)$/;
var WORDS_MAX = 400;
function words(raw) {
  if (raw.$metadata?.httpStatusCode !== void 0 && raw.$fault === void 0)
    return "the reply cannot be read";
  if (/^(?:SignatureDoesNotMatch|InvalidSignature|IncompleteSignature)/.test(awsCode(raw) ?? ""))
    return "";
  const text3 = raw.message === void 0 || raw.message === "" ? raw.errors?.[0]?.message ?? "" : raw.message;
  const line = text3.replace(/^@smithy\/\S+ - (?:\[\w+\] )?/, "").replace(/[Vv]alue '[^']*' at/gs, "the value at").replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return /^(?:Unknown|UnknownError)$/.test(line) ? "" : line.slice(0, WORDS_MAX);
}

// aws/doing.ts
function partsOf(doing) {
  const space = doing.indexOf(" on ");
  return { operation: doing.slice(0, space), on: doing.slice(space + " on ".length) };
}
function isRead(doing) {
  return /^(?:iam:(?:Get|List)\w+|sts:GetCallerIdentity) /.test(doing);
}

// aws/aws-hint.ts
var MISSING_RIGHT = /not authorized to perform:? ([a-z0-9-]+:\w+)(?: on resource:? ((?:(?:user|role|group|policy) )?\S+))?/;
var GIVE_CREDENTIALS = "give daypass credentials as every AWS tool takes them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or the role of the machine or job";
function hintFor(code, fault, doing) {
  switch (code) {
    case "aws-denied":
      return deniedHint(fault, doing);
    case "aws-credentials-missing":
      return credentialsHint(fault.code ?? "");
    case "aws-throttled":
      return "IAM and STS allow an account only so many requests a second: wait a moment and try again";
    case "aws-limit-exceeded":
      return fault.code === "PackedPolicyTooLarge" ? "make the policies shorter, or give fewer session tags" : "revoke what is not needed, or raise the quota of the account";
    case "aws-unavailable":
      return "check the network, the region and the endpoint (AWS_ENDPOINT_URL)";
    case "outcome-unknown":
      return "nothing is handed out; the sweep finds out what was made and removes it";
    case "aws-rejected":
      return rejectedHint(fault);
    case "cancelled":
      return void 0;
  }
}
function deniedHint(fault, doing) {
  if (/MultiFactorAuthentication/i.test(fault.message)) {
    return "give the code that the MFA device shows now; each code works once";
  }
  if (fault.message.includes("session credentials")) {
    return "AWS wants the long-term key of an IAM user for this, and daypass runs with a session";
  }
  const { operation, on } = partsOf(doing);
  const [, action = operation, resource = on] = MISSING_RIGHT.exec(fault.message) ?? [];
  if (fault.message.includes("explicit deny")) {
    return `an explicit deny forbids ${action} on ${resource}: it must go, an allow does not help`;
  }
  if (/^sts:(?:AssumeRole|TagSession|SetSourceIdentity)$/.test(action)) {
    return `allow ${action} on ${resource} twice: in a policy of the caller, and for the caller in the role's trust policy (which may ask for an external id)`;
  }
  if (action === "sts:AssumeRoleWithWebIdentity") {
    return `the trust policy of ${resource} must allow ${action} to the token's issuer, audience and subject (sub); the account needs that issuer as an identity provider`;
  }
  const hint = `allow ${action} on ${resource.replace(" ", "/")} for the credentials that daypass runs with`;
  return resource.startsWith("user ") && action !== "iam:CreateUser" ? `${hint}, and iam:GetUser on * to know a user that is gone from one that is out of reach` : hint;
}
function credentialsHint(code) {
  switch (code) {
    case "ExpiredToken":
    case "TokenRefreshRequired":
      return "the credentials that daypass runs with have expired: get new ones";
    case "SignatureDoesNotMatch":
    case "InvalidSignature":
    case "RequestExpired":
    case "RequestTimeTooSkewed":
      return "check the secret key that daypass runs with, and the clock of this machine";
    case "InvalidIdentityToken":
      return "the account must have the issuer of the OIDC token as an identity provider, with the token\u2019s audience; a token is good for some minutes";
    default:
      return GIVE_CREDENTIALS;
  }
}
function rejectedHint(fault) {
  switch (fault.code) {
    case "RegionDisabled":
      return "activate STS for this region in the account settings of IAM, or choose another region";
    case "ConcurrentModification":
    case "EntityTemporarilyUnmodifiable":
      return "something else is changing the same entity: try again";
    case void 0:
    default:
      return fault.status === 405 ? "this endpoint does not offer the operation" : void 0;
  }
}

// aws/aws-error.ts
function awsError(error, doing) {
  if (error instanceof DaypassError) return error;
  const fault = readFault(error);
  const code = errorCode(fault, doing);
  const hint = hintFor(code, fault, doing);
  const detail = [fault.code, fault.message].filter((text3) => text3 !== void 0 && text3 !== "");
  const message = [`${doing} ${OUTCOMES[code]}`, ...detail].join(": ");
  return new DaypassError(code, message, { cause: fault, ...hint === void 0 ? {} : { hint } });
}
function awsCodeOf(error) {
  return readFault(error).code;
}
var OUTCOMES = {
  "aws-denied": "was denied",
  "aws-credentials-missing": "needs valid credentials",
  "aws-throttled": "was throttled",
  "aws-limit-exceeded": "goes over a limit",
  "aws-rejected": "was rejected",
  "aws-unavailable": "got no answer",
  "outcome-unknown": "may or may not have been done",
  cancelled: "was stopped"
};
var CREDENTIALS = /^(?:InvalidClientTokenId|ExpiredToken|TokenRefreshRequired|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|UnrecognizedClient|MissingAuthenticationToken|InvalidAccessKeyId|InvalidToken|InvalidIdentityToken|AuthFailure|RequestExpired|RequestTimeTooSkewed|CredentialsProviderError|TokenProviderError|ProviderError)$/;
var DENIED = /^(?:AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden)$/;
var LIMIT = /^(?:LimitExceeded|PackedPolicyTooLarge)$/;
function errorCode(fault, doing) {
  const read4 = isRead(doing);
  if (!read4 && (fault.lostReply || fault.fate === "stopped")) return "outcome-unknown";
  const { code = "", status } = fault;
  if (CREDENTIALS.test(code)) return "aws-credentials-missing";
  if (fault.fate === "never-sent") return "aws-unavailable";
  if (fault.fate === "stopped") return "cancelled";
  if (fault.fate === "perhaps-done") return read4 ? "aws-unavailable" : "outcome-unknown";
  if (THROTTLING_CODE.test(code) || status === 429) return "aws-throttled";
  if (LIMIT.test(code)) return "aws-limit-exceeded";
  if (DENIED.test(code)) return "aws-denied";
  if (code === "" && status === 401) return "aws-credentials-missing";
  if (code === "" && status === 403) return "aws-denied";
  return "aws-rejected";
}

// aws/ask.ts
async function ask(doing, { signal }, request) {
  if (signal?.aborted === true) throw new DaypassError("cancelled", `stopped before ${doing}`);
  try {
    return await request(signal === void 0 ? {} : { abortSignal: signal });
  } catch (error) {
    throw awsError(error, doing);
  }
}

// aws/caller.ts
async function callerIdentity(clients, options = {}) {
  const sts = await clients.sts();
  const reply = await ask(
    "sts:GetCallerIdentity on daypass\u2019s own credentials",
    options,
    (http) => sts.getCallerIdentity({}, http)
  );
  return { accountId: reply.Account ?? "", arn: reply.Arn ?? "", userId: reply.UserId ?? "" };
}

// aws/lost-reply.ts
var EVERY_ATTEMPT = {
  name: "noteLostReply",
  relation: "after",
  toMiddleware: "retryMiddleware"
};
function noteLostReply(next) {
  let lostReply = false;
  return async (request) => {
    try {
      return await next(request);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const { fate, code } = readFault(error);
      if (lostReply) Object.assign(error, { lostReply });
      lostReply ||= fate === "perhaps-done";
      if (code === "LimitExceeded") error.name = code;
      throw error;
    }
  };
}

// aws/clients.ts
var CONNECT_TIMEOUT_MS = 3e3;
var FIRST_REGIONS = {
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
  "aws-eusc": "eusc-de-east-1"
};
function awsClients(config) {
  const iam = once(async () => {
    const { IAM } = await import("./dist-es-JFRPV7JJ.js");
    const make = (region) => new IAM({ ...common(config, region), ...endpoint(config.iamEndpoint) });
    const client = await withRegion(make, config);
    client.middlewareStack.addRelativeTo(noteLostReply, EVERY_ATTEMPT);
    return client;
  });
  const sts = once(async () => {
    const { STS } = await import("./dist-es-UAZJQ6PK.js");
    const make = (region) => new STS({ ...common(config, region), ...endpoint(config.stsEndpoint) });
    const client = await withRegion(make, config);
    client.middlewareStack.addRelativeTo(noteLostReply, EVERY_ATTEMPT);
    return client;
  });
  return {
    iam,
    sts,
    stsAs: async (accessKeyId, secretAccessKey) => {
      const { STS } = await import("./dist-es-UAZJQ6PK.js");
      const region = await (await sts()).config.region();
      return new STS({
        ...common(config, region),
        ...endpoint(config.stsEndpoint),
        credentials: { accessKeyId, secretAccessKey: secretAccessKey.reveal() },
        requestHandler: { ...timeouts(config), ...ONE_USE_CONNECTIONS },
        maxAttempts: 1
      });
    }
  };
}
function asHolder(issued2) {
  const { accessKeyId, secretAccessKey, sessionToken } = issued2;
  return () => Promise.resolve({
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...sessionToken === void 0 ? {} : { sessionToken: sessionToken.reveal() }
  });
}
var ONE_USE_CONNECTIONS = { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } };
function common(config, region) {
  return {
    maxAttempts: config.maxAttempts ?? 4,
    requestHandler: timeouts(config),
    customUserAgent: ["daypass", config.userAgent ?? ""].join(" ").trim(),
    ...region === void 0 ? {} : { region },
    ...config.credentials === void 0 ? {} : { credentials: config.credentials },
    ...config.profile === void 0 ? {} : { profile: config.profile }
  };
}
function timeouts(config) {
  return {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: config.requestTimeoutMs ?? 1e4,
    throwOnRequestTimeout: true,
    ...config.agents
  };
}
function endpoint(url) {
  return url === void 0 ? {} : { endpoint: url };
}
async function withRegion(make, config) {
  const client = make(config.region);
  try {
    await client.config.region();
    return client;
  } catch {
    return make(FIRST_REGIONS[config.partition ?? "aws"] ?? "us-east-1");
  }
}
function once(make) {
  let made;
  return () => made ??= make();
}

// core/secret.ts
var REDACTED = "[secret]";
var Secret = class {
  #value;
  constructor(value) {
    this.#value = value;
  }
  /** The secret itself, for the one place that hands it to its holder or to AWS. */
  reveal() {
    return this.#value;
  }
  toString() {
    return REDACTED;
  }
  toJSON() {
    return REDACTED;
  }
  [/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")]() {
    return REDACTED;
  }
};

// aws/session-credentials.ts
function sessionCredentials(doing, reply, facts) {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply ?? {};
  if (AccessKeyId === void 0 || SecretAccessKey === void 0 || SessionToken === void 0 || Expiration === void 0) {
    throw new DaypassError("outcome-unknown", `${doing} was answered without credentials`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    arn: facts.arn,
    expiresAt: earlier(Expiration, facts.denyAfter)
  };
}

// aws/role-session.ts
var REFRESH_BEFORE_MS = 5 * 6e4;
function webIdentitySession(clients, role, ports) {
  const doing = `sts:AssumeRoleWithWebIdentity on ${role.roleArn}`;
  return sharedUntilItEnds(ports.clock, async () => {
    const [token, sts] = await Promise.all([ports.identityToken({}), clients.sts()]);
    const request = { ...parameters(role), WebIdentityToken: token.reveal() };
    const reply = await ask(doing, {}, (http) => sts.assumeRoleWithWebIdentity(request, http));
    return sessionCredentials(doing, reply.Credentials, {});
  });
}
function roleSession(clients, role, ports) {
  const doing = `sts:AssumeRole on ${role.roleArn}`;
  return sharedUntilItEnds(ports.clock, async () => {
    const sts = await clients.sts();
    const { externalId } = role;
    const request = {
      ...parameters(role),
      ...externalId === void 0 ? {} : { ExternalId: externalId }
    };
    const reply = await ask(doing, {}, (http) => sts.assumeRole(request, http));
    return sessionCredentials(doing, reply.Credentials, {});
  });
}
function parameters({ roleArn, sessionName, durationSeconds }) {
  return {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    ...durationSeconds === void 0 ? {} : { DurationSeconds: durationSeconds }
  };
}
var REFUSED_FOR_MS = 5e3;
function sharedUntilItEnds(clock, take) {
  let taken;
  return async () => {
    if (taken === void 0 || taken.staleAt <= clock.now().getTime()) {
      taken = { made: take(), staleAt: Infinity };
    }
    const mine = taken;
    try {
      const credentials = await mine.made;
      mine.staleAt = credentials.expiresAt.getTime() - REFRESH_BEFORE_MS;
      return { ...await asHolder(credentials)(), expiration: credentials.expiresAt };
    } catch (error) {
      const refused = isDaypassError(error, "aws-denied", "aws-rejected");
      if (mine.staleAt === Infinity) {
        mine.staleAt = clock.now().getTime() + (refused ? REFUSED_FOR_MS : 0);
      }
      throw error;
    }
  };
}

// aws/account-clients.ts
function accountClients(home, config, revokers) {
  const byAccount = new Map(
    revokers.roleArns.map((arn) => [
      parseArn(arn)?.account,
      awsClients({ ...config, credentials: revokerSession(home, arn, revokers.clock) })
    ])
  );
  const ownAccount = onceKnown(async () => await accountOf(home));
  return async ({ arn }) => {
    const account = parseArn(arn)?.account ?? "";
    const revoker = byAccount.get(account);
    if (revoker !== void 0) return revoker;
    if (account === "") return home;
    const own = await ownAccount();
    if (own === void 0 || own === account) return home;
    throw new DaypassError("aws-denied", `${arn} is in another account than daypass, ${own}`, {
      hint: `name a role of account ${account} that may write its policies as revoker role (DAYPASS_REVOKER_ROLE_ARNS)`
    });
  };
}
var REVOKER_SECONDS = 900;
function revokerSession(home, roleArn, clock) {
  const role = { roleArn, sessionName: "daypass-revoker", durationSeconds: REVOKER_SECONDS };
  return roleSession(home, role, { clock });
}
async function accountOf(clients) {
  try {
    return (await callerIdentity(clients)).accountId;
  } catch (error) {
    if (isDaypassError(error, "aws-rejected")) return void 0;
    throw error;
  }
}
function onceKnown(find) {
  let found;
  return async () => {
    found ??= find();
    try {
      return await found;
    } catch (error) {
      found = void 0;
      throw error;
    }
  };
}

// aws/deny-policies.ts
var POLICY_PATH = "/daypass/";
function denyPolicies(clientsFor) {
  const reach = async (target) => ({
    iam: await (await clientsFor(target)).iam(),
    identity: identityOf(target)
  });
  return {
    putInline: async (target, name, document, options) => {
      const { iam, identity } = await reach(target);
      await putInline(iam, identity, { PolicyName: name, PolicyDocument: document }, options);
    },
    attachManaged: async (target, name, document, options) => {
      const { iam, identity } = await reach(target);
      await makePolicy(iam, name, document, options);
      await attach(iam, identity, `${identity.policyArns}${name}`, options);
    },
    remove: async (target, name, kind, options) => {
      const { iam, identity } = await reach(target);
      if (kind === "inline") await deleteInline(iam, identity, name, options);
      else await removeManaged(iam, identity, `${identity.policyArns}${name}`, options);
    }
  };
}
async function putInline(iam, { kind, name }, policy, options) {
  if (kind === "role") {
    await ask(
      `iam:PutRolePolicy on role/${name}`,
      options,
      (http) => iam.putRolePolicy({ RoleName: name, ...policy }, http)
    );
  } else {
    await ask(
      `iam:PutUserPolicy on user/${name}`,
      options,
      (http) => iam.putUserPolicy({ UserName: name, ...policy }, http)
    );
  }
}
async function makePolicy(iam, name, document, options) {
  const policy = { PolicyName: name, Path: POLICY_PATH, PolicyDocument: document };
  try {
    await unless(
      isThere,
      () => ask(
        `iam:CreatePolicy on policy${POLICY_PATH}${name}`,
        options,
        (http) => iam.createPolicy(policy, http)
      )
    );
  } catch (error) {
    if (!isNotOffered(faultOf(error))) throw error;
    throw new DaypassError("aws-limit-exceeded", "this endpoint has no managed policies", {
      cause: error
    });
  }
}
async function attach(iam, { kind, name }, arn, options) {
  if (kind === "role") {
    await ask(
      `iam:AttachRolePolicy on role/${name}`,
      options,
      (http) => iam.attachRolePolicy({ RoleName: name, PolicyArn: arn }, http)
    );
  } else {
    await ask(
      `iam:AttachUserPolicy on user/${name}`,
      options,
      (http) => iam.attachUserPolicy({ UserName: name, PolicyArn: arn }, http)
    );
  }
}
async function deleteInline(iam, { kind, name }, policy, options) {
  await unless(
    isGone,
    () => kind === "role" ? ask(
      `iam:DeleteRolePolicy on role/${name}`,
      options,
      (http) => iam.deleteRolePolicy({ RoleName: name, PolicyName: policy }, http)
    ) : ask(
      `iam:DeleteUserPolicy on user/${name}`,
      options,
      (http) => iam.deleteUserPolicy({ UserName: name, PolicyName: policy }, http)
    )
  );
}
async function removeManaged(iam, { kind, name }, arn, options) {
  await unless(
    isGone,
    () => kind === "role" ? ask(
      `iam:DetachRolePolicy on role/${name}`,
      options,
      (http) => iam.detachRolePolicy({ RoleName: name, PolicyArn: arn }, http)
    ) : ask(
      `iam:DetachUserPolicy on user/${name}`,
      options,
      (http) => iam.detachUserPolicy({ UserName: name, PolicyArn: arn }, http)
    )
  );
  await unless(
    isGone,
    () => ask(
      `iam:DeletePolicy on ${arn}`,
      options,
      (http) => iam.deletePolicy({ PolicyArn: arn }, http)
    )
  );
}
async function unless(isDone, request) {
  try {
    await request();
  } catch (error) {
    if (!isDone(faultOf(error))) throw error;
  }
}
function faultOf(error) {
  return error instanceof DaypassError && error.cause instanceof Error ? readFault(error.cause) : void 0;
}
function isThere(fault) {
  return fault?.code === "EntityAlreadyExists";
}
function isGone(fault) {
  const withoutCode = fault?.code === void 0 && fault?.status === 404;
  return fault?.code === "NoSuchEntity" || withoutCode || isNotOffered(fault);
}
function isNotOffered(fault) {
  return fault?.status === 405 || fault?.status === 501;
}
function identityOf({ kind, arn }) {
  const parts = parseArn(arn);
  const name = parts?.resource.split("/").at(-1);
  if (parts === void 0 || name === void 0 || !parts.resource.startsWith(`${kind}/`)) {
    throw new DaypassError("state-invalid", `${arn} is not the ARN of a ${kind}`, {
      hint: "somebody has altered an object in the store"
    });
  }
  return {
    kind,
    name,
    policyArns: `arn:${parts.partition}:iam::${parts.account}:policy${POLICY_PATH}`
  };
}

// core/in-parallel.ts
async function inParallel(items, limit, task) {
  const running = /* @__PURE__ */ new Set();
  const failures = [];
  for await (const item of items) {
    const one = task(item).catch((error) => void failures.push(error)).finally(() => running.delete(one));
    running.add(one);
    if (running.size >= limit) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
async function allOrFirstFailure(tasks) {
  const results = await Promise.allSettled(tasks);
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== void 0) throw failed.reason;
  return await Promise.all(tasks);
}

// aws/all-pages.ts
async function allPages(read4, itemsOf) {
  const items = [];
  let marker = {};
  for (; ; ) {
    const page = await read4(marker);
    items.push(...itemsOf(page) ?? []);
    const { IsTruncated, Marker } = page;
    if (IsTruncated !== true || Marker === void 0 || Marker === marker.Marker) return items;
    marker = { Marker };
  }
}

// aws/policy-text.ts
function decodePolicy(text3) {
  try {
    return decodeURIComponent(text3);
  } catch {
    return text3;
  }
}

// aws/group-policies.ts
async function groupPolicies(clients, groups, options) {
  const each = await allOrFirstFailure(
    groups.map(async (group) => await policiesOf(clients, group, options))
  );
  return {
    documents: each.flatMap(({ documents }) => documents),
    arns: [...new Set(each.flatMap(({ arns }) => arns))]
  };
}
async function policiesOf(clients, group, options) {
  const [arns, documents] = await allOrFirstFailure([
    attachedArns(clients, group, options),
    inlineDocuments(clients, group, options)
  ]);
  return { arns, documents };
}
async function attachedArns(clients, group, options) {
  const iam = await clients.iam();
  const attached = await allPages(
    (marker) => ask(
      `iam:ListAttachedGroupPolicies on group/${group}`,
      options,
      (http) => iam.listAttachedGroupPolicies({ GroupName: group, ...marker }, http)
    ),
    (page) => page.AttachedPolicies
  );
  return attached.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}
async function inlineDocuments(clients, group, options) {
  const iam = await clients.iam();
  const names = await allPages(
    (marker) => ask(
      `iam:ListGroupPolicies on group/${group}`,
      options,
      (http) => iam.listGroupPolicies({ GroupName: group, ...marker }, http)
    ),
    (page) => page.PolicyNames
  );
  return await allOrFirstFailure(
    names.map(async (PolicyName) => {
      const policy = await ask(
        `iam:GetGroupPolicy on group/${group}`,
        options,
        (http) => iam.getGroupPolicy({ GroupName: group, PolicyName }, http)
      );
      return decodePolicy(policy.PolicyDocument ?? "");
    })
  );
}

// aws/policy-end.ts
var USER_POLICIES_MAX = 2048;
var END_SID = "DaypassEnd";
function withEnd(document, end3) {
  return withStatements(document, [denyAfter(end3)]);
}
function withStatements(document, added) {
  const policy = document === void 0 ? { Version: "2012-10-17" } : parse(document);
  const taken = new Set(added.map(({ Sid }) => Sid));
  const kept = statementsOf(policy).filter(({ Sid }) => Sid === void 0 || !taken.has(Sid));
  return JSON.stringify({ ...policy, Statement: [...kept, ...added] });
}
function hasEnd(document) {
  return statementsOf(parse(document)).some(({ Sid }) => Sid === END_SID);
}
function denyAfter(end3) {
  const second = new Date(Math.ceil(end3.getTime() / 1e3) * 1e3).toISOString().replace(".000Z", "Z");
  return {
    Sid: END_SID,
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { DateGreaterThan: { "aws:CurrentTime": second } }
  };
}
function statementsOf(policy) {
  return policy.Statement === void 0 ? [] : [policy.Statement].flat();
}
function parse(document) {
  return JSON.parse(document);
}

// aws/session-policy.ts
var SESSION_POLICIES_MAX = 2048;
var POLICY_ARNS_MAX = 10;
var ALLOW_ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
var NO_CHAINING = {
  Sid: "DaypassNoChaining",
  Effect: "Deny",
  Action: "sts:Assume*",
  Resource: "*"
};
function sessionPolicy(parts) {
  const arns = [.../* @__PURE__ */ new Set([...parts.policyArns, ...parts.fromGroups.arns])];
  const inline = withSoftEnd(ownDocument(parts), arns, parts);
  if (inline === void 0 && arns.length === 0 && !parts.hasOwnRights) {
    throw new DaypassError("aws-rejected", "without any policy the session would have no rights", {
      hint: "give the role a policy_document, policy_arns or iam_groups"
    });
  }
  refuseOverLimits(inline ?? "", arns);
  return {
    ...inline === void 0 ? {} : { Policy: inline },
    ...arns.length === 0 ? {} : { PolicyArns: arns.map((arn) => ({ arn })) }
  };
}
function ownDocument(parts) {
  const { groups, fromGroups, policyDocument, policyArns } = parts;
  if (fromGroups.documents.length === 0 && policyDocument !== void 0) return policyDocument;
  const merged = mergePolicies([...fromGroups.documents, policyDocument ?? ""]);
  if (merged !== "") return merged;
  if (groups.length > 0 && policyArns.length + fromGroups.arns.length === 0) {
    throw new DaypassError("aws-rejected", `no policies in iam_groups ${groups.join(", ")}`, {
      hint: "nothing would narrow the session: attach a policy to one of the groups, or take iam_groups out of the role"
    });
  }
  return void 0;
}
function withSoftEnd(document, arns, parts) {
  if (parts.denyAfter === void 0) return document;
  const unnarrowed = document === void 0 && arns.length === 0;
  if (unnarrowed && !parts.hasOwnRights) return void 0;
  const base = unnarrowed ? ALLOW_ALL : document;
  return withStatements(base, [denyAfter(parts.denyAfter), NO_CHAINING]);
}
function refuseOverLimits(inline, arns) {
  if (arns.length > POLICY_ARNS_MAX) {
    throw new DaypassError(
      "aws-limit-exceeded",
      `${arns.length} managed session policies, ${arns.length - POLICY_ARNS_MAX} more than AWS takes`,
      { hint: `leave at most ${POLICY_ARNS_MAX}, those attached to iam_groups included` }
    );
  }
  const size = inline.length + arns.join("").length;
  if (size > SESSION_POLICIES_MAX) {
    throw new DaypassError(
      "aws-limit-exceeded",
      `the session policies take ${size} characters, ${size - SESSION_POLICIES_MAX} more than AWS takes`,
      {
        hint: `shorten policy_document or the policies of iam_groups to ${SESSION_POLICIES_MAX} in all, ARNs included; a managed policy costs only its ARN`
      }
    );
  }
}

// aws/assume-role.ts
async function assumeRole(clients, order, options) {
  const fromGroups = await groupPolicies(clients, order.groups, options);
  const narrowed = sessionPolicy({ ...order, fromGroups, hasOwnRights: true });
  const tags = Object.entries(order.sessionTags).map(([Key, Value]) => ({ Key, Value }));
  const doing = `sts:AssumeRole on ${order.roleArn}`;
  const sts = await clients.sts();
  const reply = await ask(
    doing,
    options,
    (http) => sts.assumeRole(
      {
        RoleArn: order.roleArn,
        RoleSessionName: order.sessionName,
        DurationSeconds: order.durationSeconds,
        ...narrowed,
        ...order.externalId === void 0 ? {} : { ExternalId: order.externalId },
        ...order.sourceIdentity === void 0 ? {} : { SourceIdentity: order.sourceIdentity },
        ...tags.length === 0 ? {} : { Tags: tags }
      },
      http
    )
  );
  const facts = { arn: reply.AssumedRoleUser?.Arn, denyAfter: order.denyAfter };
  return {
    credentials: sessionCredentials(doing, reply.Credentials, facts),
    principal: { type: "assumed_role", roleArn: order.roleArn, sessionName: order.sessionName }
  };
}

// aws/confirm-key.ts
var FIRST_PAUSE_MS = 200;
var PAUSE_MAX_MS = 2e3;
var WAIT_MAX_SECONDS = 60;
async function confirmKey(clients, clock, { accessKeyId, secretAccessKey }, options) {
  const sts = await clients.stsAs(accessKeyId, secretAccessKey);
  const end3 = clock.now().getTime() + WAIT_MAX_SECONDS * 1e3;
  let wanted = 1;
  for (let pause2 = FIRST_PAUSE_MS; ; pause2 = Math.min(pause2 * 1.5, PAUSE_MAX_MS)) {
    const refusal = await tryKey(sts, accessKeyId, options);
    if (refusal === void 0) {
      wanted -= 1;
      if (wanted === 0) return;
    } else {
      wanted = 2;
      if (clock.now().getTime() + pause2 > end3) throw refusal;
    }
    await clock.sleep(pause2, options.signal);
  }
}
async function tryKey(sts, accessKeyId, options) {
  try {
    await ask(
      `sts:GetCallerIdentity on access key ${accessKeyId}`,
      options,
      (http) => sts.getCallerIdentity({}, http)
    );
    return void 0;
  } catch (error) {
    if (!isDaypassError(error) || error.code === "cancelled") throw error;
    if (error.code === "aws-throttled" || error.code === "aws-unavailable") return error;
    if (isKnownButDenied(error) || isNotOffered2(error)) return void 0;
    return new DaypassError(
      "key-not-accepted",
      `AWS still refuses the new access key ${accessKeyId} after ${WAIT_MAX_SECONDS} s`,
      { cause: error, hint: "IAM may be slow to spread changes now: try again in some minutes" }
    );
  }
}
function isKnownButDenied(error) {
  return error.code === "aws-denied" && readFault(error).code !== void 0;
}
function isNotOffered2(error) {
  const { status, code } = readFault(error);
  return status === 405 || status === 501 || code === "InvalidAction";
}

// aws/settling.ts
var FIRST_PAUSE_MS2 = 100;
var PAUSES = 6;
async function onceSettled(clock, { signal }, attempt, isSettling = isBusy) {
  for (let pause2 = 0; pause2 < PAUSES; pause2++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isSettling(error)) throw error;
      await clock.sleep(FIRST_PAUSE_MS2 * 2 ** pause2, signal);
    }
  }
  return await attempt();
}
function isBusy(error) {
  const code = awsCodeOf(error);
  return code === "ConcurrentModification" || code === "EntityTemporarilyUnmodifiable";
}
function isNotYetThere(userName) {
  return (error) => {
    const { code, message } = readFault(error);
    return isBusy(error) || code === "NoSuchEntity" && message.includes(userName) || code === "AccessDenied" && message.includes(`on resource: user ${userName}`);
  };
}

// aws/one-user.ts
async function askAbout({ userName, options }, operation, request) {
  return await ask(`iam:${operation} on user/${userName}`, options, request);
}
async function change(of, operation, request, isSettling = isBusy) {
  const attempt = () => askAbout(of, operation, request);
  return await onceSettled(of.clock, of.options, attempt, isSettling);
}

// aws/extend-user.ts
async function extendUser(of, expiresAt) {
  const { iam, userName: UserName } = of;
  const policies = await inlinePolicies(of);
  const ending = policies.filter(({ PolicyDocument }) => hasEnd(PolicyDocument));
  await allOrFirstFailure(
    ending.map(async ({ PolicyName, PolicyDocument }) => {
      const moved = { UserName, PolicyName, PolicyDocument: withEnd(PolicyDocument, expiresAt) };
      await change(of, "PutUserPolicy", (http) => iam.putUserPolicy(moved, http));
    })
  );
}
async function inlinePolicies(of) {
  const { iam, userName: UserName } = of;
  const none = new DaypassError("aws-rejected", `user ${UserName} has no inline policy any more`, {
    hint: "its end cannot be moved: issue a new lease"
  });
  const attempt = async () => {
    const names = await allPages(
      (marker) => askAbout(
        of,
        "ListUserPolicies",
        (http) => iam.listUserPolicies({ UserName, ...marker }, http)
      ),
      (page) => page.PolicyNames
    );
    if (names.length === 0) throw none;
    return await allOrFirstFailure(names.map((name) => readPolicy(of, name)));
  };
  const settling = isNotYetThere(UserName);
  const isSettling = (error) => error === none || settling(error);
  return await onceSettled(of.clock, of.options, attempt, isSettling);
}
async function readPolicy(of, PolicyName) {
  const policy = await askAbout(
    of,
    "GetUserPolicy",
    (http) => of.iam.getUserPolicy({ UserName: of.userName, PolicyName }, http)
  );
  return { PolicyName, PolicyDocument: decodePolicy(policy.PolicyDocument ?? "") };
}

// aws/issuing-user.ts
async function issuingUser(clients, options) {
  try {
    const { arn } = await callerIdentity(clients, options);
    if (!arn.endsWith(":root")) return arn;
  } catch (error) {
    if (isDaypassError(error, "aws-rejected")) return void 0;
    throw error;
  }
  throw new DaypassError("aws-rejected", "daypass runs with the key of the account\u2019s root user", {
    hint: "use the key of an IAM user: what the root user issues cannot be revoked"
  });
}

// aws/federation-token.ts
async function getFederationToken(clients, order, options) {
  const fromGroups = await groupPolicies(clients, order.groups, options);
  const narrowed = sessionPolicy({ ...order, fromGroups, hasOwnRights: false });
  const doing = `sts:GetFederationToken on federated-user/${order.userName}`;
  const sts = await clients.sts();
  const request = { Name: order.userName, DurationSeconds: order.durationSeconds, ...narrowed };
  const [reply, issuerArn] = await allOrFirstFailure([
    ask(doing, options, (http) => sts.getFederationToken(request, http)),
    issuingUser(clients, options)
  ]);
  const facts = { arn: reply.FederatedUser?.Arn, denyAfter: order.denyAfter };
  return {
    credentials: sessionCredentials(doing, reply.Credentials, facts),
    principal: {
      type: "federation_token",
      userName: order.userName,
      ...issuerArn === void 0 ? {} : { issuerArn }
    }
  };
}

// aws/access-key.ts
async function createAccessKey(of) {
  const { iam, userName: UserName } = of;
  const reply = await change(
    of,
    "CreateAccessKey",
    (http) => iam.createAccessKey({ UserName }, http),
    isNotYetThere(UserName)
  );
  const kept = reply.AccessKey?.AccessKeyId;
  if ((reply.$metadata.attempts ?? 1) > 1 && kept !== void 0) {
    const strays = (await accessKeyIds(of)).filter((id) => id !== kept);
    await allOrFirstFailure(strays.map((id) => deleteAccessKey(of, id)));
  }
  return reply;
}
async function accessKeyIds(of) {
  const { iam, userName: UserName } = of;
  const keys = await allPages(
    (marker) => askAbout(of, "ListAccessKeys", (http) => iam.listAccessKeys({ UserName, ...marker }, http)),
    (page) => page.AccessKeyMetadata
  );
  return keys.flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
}
async function deleteAccessKey(of, AccessKeyId) {
  const key = { UserName: of.userName, AccessKeyId };
  try {
    await change(of, "DeleteAccessKey", (http) => of.iam.deleteAccessKey(key, http));
  } catch (error) {
    if (awsCodeOf(error) === "NoSuchEntity") return;
    await change(
      of,
      "UpdateAccessKey",
      (http) => of.iam.updateAccessKey({ ...key, Status: "Inactive" }, http)
    ).catch(() => void 0);
    throw error;
  }
}

// aws/iam-user.ts
var LEASE_TAG = "daypass:lease";
async function issueIamUser(clients, clock, order, options) {
  const document = inlinePolicy(order);
  const user = { iam: await clients.iam(), clock, userName: order.userName, options };
  const arn = await createUser(user, order);
  const { iam, userName: UserName } = user;
  const settle2 = isNotYetThere(UserName);
  const inline = { UserName, PolicyName: order.policyName, PolicyDocument: document };
  const [key] = await allOrFirstFailure([
    createAccessKey(user),
    change(user, "PutUserPolicy", (http) => iam.putUserPolicy(inline, http), settle2),
    ...order.policyArns.map((PolicyArn) => {
      const attach2 = (http) => iam.attachUserPolicy({ UserName, PolicyArn }, http);
      return change(user, "AttachUserPolicy", attach2, settle2);
    }),
    ...order.groups.map((GroupName) => {
      const join5 = (http) => iam.addUserToGroup({ UserName, GroupName }, http);
      return change(user, "AddUserToGroup", join5, settle2);
    })
  ]);
  return issued(order, arn, key);
}
function issued(order, arn, { AccessKey }) {
  const { AccessKeyId: accessKeyId, SecretAccessKey } = AccessKey ?? {};
  if (accessKeyId === void 0 || SecretAccessKey === void 0) {
    const what = `iam:CreateAccessKey on user/${order.userName}`;
    throw new DaypassError("outcome-unknown", `${what} was answered without a key`);
  }
  const { userName, userPath, expiresAt } = order;
  return {
    credentials: {
      accessKeyId,
      secretAccessKey: new Secret(SecretAccessKey),
      sessionToken: void 0,
      arn,
      expiresAt
    },
    principal: { type: "iam_user", userName, userPath, accessKeyId }
  };
}
function inlinePolicy({ policyDocument, expiresAt }) {
  const ended = withEnd(policyDocument, expiresAt);
  if (policyDocument === void 0 || policySize(ended) <= USER_POLICIES_MAX) return ended;
  const size = policySize(policyDocument);
  if (size <= USER_POLICIES_MAX) return policyDocument;
  throw new DaypassError(
    "aws-limit-exceeded",
    `policy_document takes ${size} characters, ${size - USER_POLICIES_MAX} more than a user may have`,
    {
      hint: `shorten it to ${USER_POLICIES_MAX}, white space not counted, or make it a managed policy and name it in policy_arns`
    }
  );
}
async function createUser(of, order) {
  const { userName: UserName, userPath: Path, permissionsBoundaryArn } = order;
  const Tags = Object.entries(order.tags).map(([Key, Value]) => ({ Key, Value }));
  const boundary = permissionsBoundaryArn === void 0 ? {} : { PermissionsBoundary: permissionsBoundaryArn };
  try {
    const create2 = (http) => of.iam.createUser({ UserName, Path, Tags, ...boundary }, http);
    const { User } = await change(of, "CreateUser", create2);
    return User?.Arn;
  } catch (error) {
    if (awsCodeOf(error) !== "EntityAlreadyExists") throw error;
    return await ownUser(of, order);
  }
}
async function ownUser(of, order) {
  const UserName = order.userName;
  const read4 = () => askAbout(of, "GetUser", (http) => of.iam.getUser({ UserName }, http));
  const { User } = await onceSettled(of.clock, of.options, read4, isNotYetThere(UserName));
  const lease = User?.Tags?.find(({ Key }) => Key === LEASE_TAG)?.Value;
  if (lease !== void 0 && lease === order.tags[LEASE_TAG]) return User?.Arn;
  throw new DaypassError(
    "aws-rejected",
    `user ${UserName} is there already and not of this lease`,
    {
      hint: `its tag ${LEASE_TAG} says ${lease ?? "nothing"}; ask again for a lease with another name`
    }
  );
}

// aws/session-token.ts
var TRIES_MAX = 4;
async function getSessionToken(clients, ports, order, options) {
  const issuerArn = await issuingUser(clients, options);
  if (issuerArn === void 0) {
    const credentials = await askForToken(clients, order, options);
    return {
      credentials,
      principal: { type: "session_token", accessKeyId: credentials.accessKeyId }
    };
  }
  let aheadSeconds = 0;
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    const middle = await reserveSecond(ports, issuerArn, aheadSeconds, options);
    const credentials = await askForToken(clients, order, options);
    const issued2 = credentials.expiresAt.getTime() / 1e3 - order.durationSeconds;
    const slack = order.mfaCode === void 0 ? 0 : 1;
    if (Math.abs(Math.floor(issued2) - middle) <= slack) {
      const issuedSecond = new Date(Math.floor(issued2) * 1e3);
      const { accessKeyId } = credentials;
      return {
        credentials,
        principal: { type: "session_token", accessKeyId, issuerArn, issuedSecond }
      };
    }
    aheadSeconds += Math.floor(issued2) - middle;
  }
  throw new DaypassError(
    "aws-unavailable",
    "AWS never answered within the second that was reserved for the session",
    {
      hint: "the clock of this machine or the way to AWS is too unsteady: try again"
    }
  );
}
async function reserveSecond({ clock, seconds }, issuerArn, aheadSeconds, options) {
  const awsMilliseconds = () => clock.now().getTime() + aheadSeconds * 1e3;
  const soonest = Math.ceil(awsMilliseconds() / 1e3);
  for (let slot = Math.ceil((soonest - 1) / SLOT_SECONDS) * SLOT_SECONDS; ; slot += SLOT_SECONDS) {
    if (!await seconds.reserve(issuerArn, slot)) continue;
    const waitMilliseconds = (slot + 1) * 1e3 + INTO_SECOND_MILLISECONDS - awsMilliseconds();
    if (waitMilliseconds > 0) await clock.sleep(waitMilliseconds, options.signal);
    return slot + 1;
  }
}
var SLOT_SECONDS = 3;
var INTO_SECOND_MILLISECONDS = 200;
async function askForToken(clients, order, options) {
  const doing = "sts:GetSessionToken on the calling user";
  const sts = await clients.sts();
  const reply = await ask(
    doing,
    options,
    (http) => sts.getSessionToken(
      {
        DurationSeconds: order.durationSeconds,
        ...order.mfaSerialNumber === void 0 ? {} : { SerialNumber: order.mfaSerialNumber },
        ...order.mfaCode === void 0 ? {} : { TokenCode: order.mfaCode }
      },
      http
    )
  );
  return sessionCredentials(doing, reply.Credentials, {});
}

// aws/web-identity.ts
async function assumeRoleWithWebIdentity(clients, identityToken, order, options) {
  refuseUnknownToWebIdentity(order);
  const [token, sts, fromGroups] = await Promise.all([
    identityToken(options),
    clients.sts(),
    groupPolicies(clients, order.groups, options)
  ]);
  const narrowed = sessionPolicy({ ...order, fromGroups, hasOwnRights: true });
  const doing = `sts:AssumeRoleWithWebIdentity on ${order.roleArn}`;
  const reply = await ask(
    doing,
    options,
    (http) => sts.assumeRoleWithWebIdentity(
      {
        RoleArn: order.roleArn,
        RoleSessionName: order.sessionName,
        WebIdentityToken: token.reveal(),
        DurationSeconds: order.durationSeconds,
        ...narrowed
      },
      http
    )
  );
  const facts = { arn: reply.AssumedRoleUser?.Arn, denyAfter: order.denyAfter };
  return {
    credentials: sessionCredentials(doing, reply.Credentials, facts),
    principal: { type: "assumed_role", roleArn: order.roleArn, sessionName: order.sessionName }
  };
}
function refuseUnknownToWebIdentity(order) {
  const unknown = [
    ...order.externalId === void 0 ? [] : ["external_id"],
    ...order.sourceIdentity === void 0 ? [] : ["source_identity"],
    ...Object.keys(order.sessionTags).length === 0 ? [] : ["session_tags"]
  ];
  if (unknown.length === 0) return;
  throw new DaypassError(
    "aws-rejected",
    `AssumeRoleWithWebIdentity on ${order.roleArn} takes no ${unknown.join(", ")}`,
    { hint: "take the role through a broker role, or leave them out of the role" }
  );
}

// aws/issuer.ts
function awsIssuer(clients, ports) {
  const { clock, identityToken, sessions = clients } = ports;
  const makers = {
    iam_user: (order, options) => issueIamUser(clients, clock, order, options),
    assumed_role: (order, options) => identityToken === void 0 ? assumeRole(clients, order, options) : assumeRoleWithWebIdentity(clients, identityToken, order, options),
    federation_token: (order, options) => getFederationToken(sessions, order, options),
    session_token: (order, options) => getSessionToken(sessions, ports, order, options)
  };
  const issue = (order, options) => makers[order.type](order, options);
  return {
    issue: async (order, options) => await issue(order, options),
    confirm: async (order, credentials, options) => {
      if (order.type === "iam_user") await confirmKey(clients, clock, credentials, options);
    },
    extend: async ({ principal }, expiresAt, options) => {
      if (principal.type !== "iam_user") {
        throw new DaypassError("lease-not-renewable", `AWS cannot extend a ${principal.type}`);
      }
      const { userName } = principal;
      await extendUser({ iam: await clients.iam(), clock, userName, options }, expiresAt);
    }
  };
}

// core/revocation/board.ts
var OVERLAP_SECONDS = 60;
var AFTERLIFE_SECONDS = 60;
function emptyBoard(target) {
  return { target, policies: [] };
}
function deniedSince(board, name) {
  const holding = board?.policies.find(
    (policy) => policy.acknowledgedAt !== void 0 && policy.entries.some((entry) => entry.name === name)
  );
  return holding?.acknowledgedAt;
}
function isOver(entry, now) {
  return secondsAfter(entry.until, AFTERLIFE_SECONDS) <= now;
}
function removable(board, now) {
  return board.policies.filter(
    (policy) => (
      // What a dead writer left has no entries: its put may still be on the way, so it waits as well.
      policy.entries.length > 0 && policy.entries.every((entry) => isOver(entry, now)) || policy.supersededAt !== void 0 && secondsAfter(policy.supersededAt, OVERLAP_SECONDS) <= now
    )
  );
}

// core/revocation/deny-entry.ts
function denialOf(lease) {
  const { principal } = lease;
  const entry = { name: nameOf(lease.id), until: lease.expiresAt };
  switch (principal.type) {
    case "assumed_role":
      return {
        target: { kind: "role", arn: principal.roleArn },
        entry: isCephs(principal.roleArn) ? { ...entry, sessionName: principal.sessionName } : entry
      };
    case "federation_token":
      return principal.issuerArn === void 0 ? void 0 : { target: { kind: "user", arn: principal.issuerArn }, entry };
    case "session_token": {
      const { issuerArn, issuedSecond } = principal;
      if (issuerArn === void 0 || issuedSecond === void 0) return void 0;
      return { target: { kind: "user", arn: issuerArn }, entry: { ...entry, issuedSecond } };
    }
    case "iam_user":
      return void 0;
  }
}
function isCephs(roleArn) {
  return roleArn.split(":")[4] === "";
}
var SESSION_NAME_PATTERN = /^[\w+=,.@-]{2,64}$/;
function isSafe({ name, sessionName }) {
  const named = sessionName === void 0 || SESSION_NAME_PATTERN.test(sessionName) && sessionName.endsWith(name);
  return LEASE_NAME_PATTERN.test(name) && named;
}

// core/revocation/deny-document.ts
var INLINE_CHARACTERS_MAX = { role: 10240, user: 2048 };
var MANAGED_CHARACTERS_MAX = 6144;
function denyDocument(entries) {
  const named = entries.filter((entry) => entry.issuedSecond === void 0).map(useridPattern);
  const seconds = entries.flatMap(
    (entry) => entry.issuedSecond === void 0 ? [] : [awsSecond(entry.issuedSecond)]
  );
  const conditions = [
    ...named.length > 0 ? [{ StringLike: { "aws:userid": named } }] : [],
    ...seconds.length > 0 ? [
      {
        DateEquals: { "aws:TokenIssueTime": seconds },
        StringNotLike: { "aws:userid": "*:*" }
      }
    ] : []
  ];
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: conditions.map((Condition) => ({
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition
    }))
  });
}
function awsSecond(moment2) {
  return `${moment2.toISOString().slice(0, 19)}Z`;
}
function lots(entries, charactersMax) {
  const cut = [];
  for (const entry of entries) {
    const lot = cut.at(-1);
    if (lot === void 0 || denyDocument([...lot, entry]).length > charactersMax) cut.push([entry]);
    else lot.push(entry);
  }
  return cut;
}
function useridPattern(entry) {
  if (!isSafe(entry)) throw new Error("a deny entry must be made of letters and digits");
  return entry.sessionName === void 0 ? `*${entry.name}` : `*:${entry.sessionName}`;
}

// core/revocation/plan-policy.ts
var HARD_SHARE = 0.85;
var SOFT_SHARE = 0.45;
var LIST_SHARE = 0.3;
function unpublished(board, buried, now) {
  return buried.filter(
    (entry) => !isOver(entry, now) && deniedSince(board, entry.name) === void 0
  );
}
function planPolicy(board, waiting, now) {
  const room = INLINE_CHARACTERS_MAX[board.target.kind];
  const inline = board.policies.filter(({ kind }) => kind === "inline");
  const active = inline.filter(
    (policy) => policy.supersededAt === void 0 && policy.acknowledgedAt !== void 0
  );
  const used = sizeOf(inline);
  const own = denyDocument(waiting).length;
  if (own <= room * SOFT_SHARE && sizeOf(active) + own <= room * SOFT_SHARE && used + own <= room * HARD_SHARE) {
    return { kind: "inline", entries: waiting, supersedes: [] };
  }
  const list3 = [...waiting, ...liveEntries(active, now)];
  const listSize = denyDocument(list3).length;
  if (listSize <= room * LIST_SHARE && used + listSize <= room * HARD_SHARE) {
    return { kind: "inline", entries: list3, supersedes: namesOf(active) };
  }
  return planManaged(board, waiting, active, now);
}
function planInline(board, waiting) {
  const [entries = []] = lots(waiting, INLINE_CHARACTERS_MAX[board.target.kind] * LIST_SHARE);
  return { kind: "inline", entries, supersedes: [] };
}
function planManaged(board, waiting, replaceable, now) {
  const [entries = []] = lots(waiting, MANAGED_CHARACTERS_MAX);
  const sparse = board.policies.filter(
    (policy) => policy.kind === "managed" && policy.acknowledgedAt !== void 0 && policy.supersededAt === void 0 && denyDocument(liveEntries([policy], now)).length * 2 < MANAGED_CHARACTERS_MAX
  );
  const taken = [];
  for (const policy of [...replaceable, ...sparse]) {
    const all = [...entries, ...liveEntries([...taken, policy], now)];
    if (denyDocument(all).length <= MANAGED_CHARACTERS_MAX) taken.push(policy);
  }
  return {
    kind: "managed",
    entries: [...entries, ...liveEntries(taken, now)],
    supersedes: namesOf(taken)
  };
}
function liveEntries(policies, now) {
  return policies.flatMap(({ entries }) => entries.filter((entry) => !isOver(entry, now)));
}
function sizeOf(policies) {
  return policies.reduce((sum, { entries }) => sum + denyDocument(entries).length, 0);
}
function namesOf(policies) {
  return policies.map(({ name }) => name);
}

// core/revocation/remove-policies.ts
async function removePolicies(ports, stored, options) {
  const old = stored === void 0 ? [] : removable(stored.board, ports.clock.now());
  if (stored === void 0 || old.length === 0) return 0;
  const { board } = stored;
  for (const { name, kind } of old) {
    await ports.policies.remove(board.target, name, kind, options);
  }
  const policies = board.policies.filter((policy) => !old.includes(policy));
  await ports.store.writeBoard({ ...board, policies }, stored);
  return old.length;
}

// core/revocation/write-policy.ts
var WRITER_SECONDS = 30;
var GATHER_MILLISECONDS = 400;
var TRIES_MAX2 = 4;
async function takeBoard(ports, target, before) {
  const now = ports.clock.now();
  const board = withoutWriter(before?.board ?? emptyBoard(target), now);
  const id = Buffer.from(ports.random(9)).toString("hex");
  const marked = { ...board, writer: { id, until: secondsAfter(now, WRITER_SECONDS) } };
  const stored = await ports.store.writeBoard(marked, before);
  return stored === "conflict" ? void 0 : stored;
}
async function writePolicy(ports, taken, options) {
  const waiting = await gather(ports, taken.board, options);
  if (waiting.length === 0) return await release(ports, taken, []);
  const now = ports.clock.now();
  const name = policyName(taken.board);
  const job = {
    board: taken.board,
    name,
    waiting,
    plan: planPolicy(taken.board, waiting, now),
    perhapsThere: /* @__PURE__ */ new Set()
  };
  const left = () => leftovers(name, ports.clock.now()).filter(({ kind: kind2 }) => job.perhapsThere.has(kind2));
  let written;
  try {
    written = await putPolicy(ports, job, options);
  } catch (error) {
    await release(ports, taken, left());
    throw error;
  }
  const { kind, entries } = written;
  const policy = { name, kind, entries, acknowledgedAt: ports.clock.now() };
  return await release(ports, taken, [policy, ...left()], written);
}
async function putPolicy({ policies, clock }, { board, name, waiting, plan, perhapsThere }, options) {
  for (let attempt = 1, next = plan; ; attempt++) {
    try {
      const document = denyDocument(next.entries);
      if (next.kind === "inline") await policies.putInline(board.target, name, document, options);
      else await policies.attachManaged(board.target, name, document, options);
      perhapsThere.delete(next.kind);
      return next;
    } catch (error) {
      if (next.kind === "managed" || !isRefusal(error)) perhapsThere.add(next.kind);
      const full = isDaypassError(error, "aws-limit-exceeded");
      if (full && next === plan) {
        next = next.kind === "inline" ? planManaged(board, waiting, [], clock.now()) : planInline(board, waiting);
      } else if (full || attempt === TRIES_MAX2 || !mayPass(error)) throw error;
      else await clock.sleep(200 * 2 ** attempt, options.signal);
    }
  }
}
async function gather(ports, board, options) {
  const look2 = async () => unpublished(board, await ports.store.buried(board.target), ports.clock.now());
  const waiting = await look2();
  if (waiting.length < 2) return waiting;
  await ports.clock.sleep(GATHER_MILLISECONDS, options.signal);
  return await look2();
}
async function release(ports, taken, written, plan) {
  const now = ports.clock.now();
  const { target, writer } = taken.board;
  for (let before = taken; ; ) {
    const policies = before.board.policies.map(
      (policy) => plan?.supersedes.includes(policy.name) === true ? { ...policy, supersededAt: now } : policy
    );
    const next = { target, policies: [...policies, ...written] };
    const stored = await ports.store.writeBoard(next, before);
    if (stored !== "conflict") return stored;
    const found = await ports.store.readBoard(target);
    if (found === void 0 || found.board.writer?.id !== writer?.id) return void 0;
    before = found;
  }
}
function withoutWriter(board, now) {
  const { writer, ...rest } = board;
  if (writer === void 0) return rest;
  return { ...rest, policies: [...rest.policies, ...leftovers(policyName(board), now)] };
}
function policyName({ writer }) {
  return `daypass-deny-${writer?.id ?? ""}`;
}
function leftovers(name, now) {
  return ["inline", "managed"].map((kind) => ({
    name,
    kind,
    entries: [],
    supersededAt: now
  }));
}
function mayPass(error) {
  return isDaypassError(error, "outcome-unknown", "aws-throttled", "aws-unavailable");
}
function isRefusal(error) {
  return isDaypassError(
    error,
    "aws-denied",
    "aws-rejected",
    "aws-limit-exceeded",
    "aws-throttled",
    "aws-unavailable",
    "aws-credentials-missing"
  );
}

// core/revocation/tend-denials.ts
async function tendDenials(ports, options = {}) {
  const tended = [];
  for await (const target of ports.store.targets()) {
    if (options.signal?.aborted === true) break;
    tended.push(await tendTarget(ports, target, options));
  }
  return tended;
}
async function tendTarget(ports, target, options) {
  let view = await look(ports, target);
  let removed = 0;
  try {
    while (view.waiting > 0 && await writeForOthers(ports, view, options))
      view = await look(ports, target);
    removed = await removeWhatIsOver(ports, view, options);
  } catch (error) {
    if (!isDaypassError(error)) throw error;
    return { target, removed, waiting: view.waiting, error };
  }
  return { target, removed, waiting: view.waiting };
}
async function look({ store, clock }, target) {
  const [stored, buried] = await allOrFirstFailure([store.readBoard(target), store.buried(target)]);
  const waiting = unpublished(stored?.board ?? emptyBoard(target), buried, clock.now()).length;
  return { target, stored, buried, waiting };
}
async function writeForOthers(ports, { target, stored }, options) {
  const writer = stored?.board.writer;
  if (writer !== void 0 && writer.until > ports.clock.now()) return false;
  const taken = await takeBoard(ports, target, stored);
  if (taken === void 0) return false;
  await writePolicy(ports, taken, options);
  return true;
}
async function removeWhatIsOver(ports, { target, stored, buried }, options) {
  const now = ports.clock.now();
  await ports.store.unbury(
    target,
    buried.filter((entry) => isOver(entry, now))
  );
  return await removePolicies(ports, stored, options);
}

// aws/deny-user.ts
var REVOKED_POLICY = "daypass-revoked";
var DENY_ALL = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
async function denyAll(of) {
  const { iam, userName: UserName } = of;
  const policy = { UserName, PolicyName: REVOKED_POLICY, PolicyDocument: DENY_ALL };
  try {
    await change(of, "PutUserPolicy", (http) => iam.putUserPolicy(policy, http));
    return "denied";
  } catch (error) {
    if (awsCodeOf(error) === "NoSuchEntity") return "no-user";
    if (!(error instanceof DaypassError) || HOPELESS.has(error.code)) throw error;
    return error.code === "aws-denied" && await isGone2(of) ? "no-user" : error;
  }
}
async function isGone2(of) {
  try {
    await askAbout(of, "GetUser", (http) => of.iam.getUser({ UserName: of.userName }, http));
    return false;
  } catch (error) {
    return awsCodeOf(error) === "NoSuchEntity";
  }
}
var HOPELESS = /* @__PURE__ */ new Set([
  "cancelled",
  "aws-credentials-missing",
  "aws-unavailable"
]);

// aws/remove-all.ts
async function removeAll(of, [listing, list3], idsOf, [name, call]) {
  const ids = [];
  const unlisted = await failuresOf(async () => {
    const read4 = (marker) => askAbout(of, listing, (http) => list3(marker, http));
    ids.push(...(await allPages(read4, idsOf)).filter((id) => id !== void 0));
  });
  const removals = ids.map((id) => remove(of, [name, (http) => call(id, http)]));
  return [...unlisted, ...(await Promise.all(removals)).flat()];
}
async function remove(of, [name, call]) {
  return await failuresOf(() => change(of, name, call));
}
async function failuresOf(step) {
  try {
    await step();
    return [];
  } catch (error) {
    if (!(error instanceof DaypassError)) throw error;
    return awsCodeOf(error) === "NoSuchEntity" ? [] : [error];
  }
}

// aws/other-credentials.ts
async function removeOtherCredentials(of) {
  const { iam, userName: UserName } = of;
  const failures = await Promise.all([
    remove(of, ["DeleteLoginProfile", (http) => iam.deleteLoginProfile({ UserName }, http)]),
    removeMfaDevices(of),
    removeAll(
      of,
      ["ListSSHPublicKeys", (marker, http) => iam.listSSHPublicKeys({ UserName, ...marker }, http)],
      (page) => page.SSHPublicKeys?.map(({ SSHPublicKeyId }) => SSHPublicKeyId),
      [
        "DeleteSSHPublicKey",
        (SSHPublicKeyId, http) => iam.deleteSSHPublicKey({ UserName, SSHPublicKeyId }, http)
      ]
    ),
    removeAll(
      of,
      [
        "ListSigningCertificates",
        (marker, http) => iam.listSigningCertificates({ UserName, ...marker }, http)
      ],
      (page) => page.Certificates?.map(({ CertificateId }) => CertificateId),
      [
        "DeleteSigningCertificate",
        (CertificateId, http) => iam.deleteSigningCertificate({ UserName, CertificateId }, http)
      ]
    ),
    removeAll(
      of,
      [
        "ListServiceSpecificCredentials",
        (marker, http) => iam.listServiceSpecificCredentials({ UserName, ...marker }, http)
      ],
      (page) => page.ServiceSpecificCredentials?.map((one) => one.ServiceSpecificCredentialId),
      [
        "DeleteServiceSpecificCredential",
        (ServiceSpecificCredentialId, http) => iam.deleteServiceSpecificCredential({ UserName, ServiceSpecificCredentialId }, http)
      ]
    )
  ]);
  return failures.flat();
}
var VIRTUAL_DEVICE = /^arn:[^:]+:iam::\d*:mfa\//;
async function removeMfaDevices(of) {
  const { iam, userName: UserName } = of;
  const virtual = [];
  const failures = await removeAll(
    of,
    ["ListMFADevices", (marker, http) => iam.listMFADevices({ UserName, ...marker }, http)],
    (page) => page.MFADevices?.map(({ SerialNumber }) => SerialNumber),
    [
      "DeactivateMFADevice",
      async (SerialNumber, http) => {
        await iam.deactivateMFADevice({ UserName, SerialNumber }, http);
        if (VIRTUAL_DEVICE.test(SerialNumber)) virtual.push(SerialNumber);
      }
    ]
  );
  await Promise.all(
    virtual.map(
      (SerialNumber) => remove(of, [
        "DeleteVirtualMFADevice",
        (http) => iam.deleteVirtualMFADevice({ SerialNumber }, http)
      ])
    )
  );
  return failures;
}

// aws/user-policies.ts
async function removePolicies2(of, keep) {
  const { iam, userName: UserName } = of;
  const failures = await Promise.all([
    removeAll(
      of,
      ["ListUserPolicies", (marker, http) => iam.listUserPolicies({ UserName, ...marker }, http)],
      (page) => page.PolicyNames?.filter((name) => name !== keep),
      [
        "DeleteUserPolicy",
        (PolicyName, http) => iam.deleteUserPolicy({ UserName, PolicyName }, http)
      ]
    ),
    removeAll(
      of,
      [
        "ListAttachedUserPolicies",
        (marker, http) => iam.listAttachedUserPolicies({ UserName, ...marker }, http)
      ],
      (page) => page.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn),
      [
        "DetachUserPolicy",
        (PolicyArn, http) => iam.detachUserPolicy({ UserName, PolicyArn }, http)
      ]
    ),
    removeAll(
      of,
      ["ListGroupsForUser", (marker, http) => iam.listGroupsForUser({ UserName, ...marker }, http)],
      (page) => page.Groups?.map(({ GroupName }) => GroupName),
      [
        "RemoveUserFromGroup",
        (GroupName, http) => iam.removeUserFromGroup({ UserName, GroupName }, http)
      ]
    )
  ]);
  return failures.flat();
}

// aws/delete-user.ts
var ROUNDS_MAX = 5;
var FIRST_PAUSE_MS3 = 500;
async function deleteUser(of) {
  for (let round = 1; ; round++) {
    const denial = await denyAll(of);
    if (denial === "no-user") return;
    const failures = await undress(of, denial, round > 1);
    const objections = await deleteBare(of, denial);
    if (objections.length === 0) return;
    if (!isConflict(objections) || round === ROUNDS_MAX || round > 1 && failures.length > 0) {
      if (await denyAll(of) === "no-user") return;
      throw undeleted(of, [...failures, ...objections], denial);
    }
    if (round > 1) await of.clock.sleep(FIRST_PAUSE_MS3 * 2 ** (round - 2), of.options.signal);
  }
}
async function undress(of, denial, everything) {
  const keys = removeKeys(of);
  if (denial !== "denied" && (await keys).length > 0) throw undeleted(of, await keys, denial);
  const [keyFailures, ...others] = await Promise.all([
    keys,
    removePolicies2(of, denial === "denied" ? REVOKED_POLICY : void 0),
    ...everything ? [removeOtherCredentials(of)] : []
  ]);
  if (keyFailures.length > 0) throw undeleted(of, [...keyFailures, ...others.flat()], denial);
  return others.flat();
}
async function removeKeys(of) {
  const ids = [];
  const unlisted = await failuresOf(async () => {
    ids.push(...await accessKeyIds(of));
  });
  const deletions = ids.map((id) => failuresOf(() => deleteAccessKey(of, id)));
  return [...unlisted, ...(await Promise.all(deletions)).flat()];
}
async function deleteBare(of, denial) {
  const { iam, userName: UserName } = of;
  if (denial === "denied") {
    const policy = { UserName, PolicyName: REVOKED_POLICY };
    const failures = await remove(of, [
      "DeleteUserPolicy",
      (http) => iam.deleteUserPolicy(policy, http)
    ]);
    if (failures.length > 0) return failures;
  }
  return await remove(of, ["DeleteUser", (http) => iam.deleteUser({ UserName }, http)]);
}
function isConflict(objections) {
  return objections.every((error) => awsCodeOf(error) === "DeleteConflict");
}
function undeleted({ userName }, failures, denial) {
  const all = denial instanceof DaypassError ? [...failures, denial] : failures;
  const [first2] = all;
  if (first2 === void 0) throw new TypeError("there is no failure to report");
  return new DaypassError(first2.code, `user ${userName} is not deleted yet: ${first2.message}`, {
    cause: first2.cause,
    problems: all.map(({ message }) => ({ path: [], message })),
    ...first2.hint === void 0 ? {} : { hint: first2.hint }
  });
}

// core/revocation/deny-session.ts
async function denySession(ports, denial, options) {
  const { target, entry } = denial;
  let [stored] = await allOrFirstFailure([ports.store.readBoard(target), ports.store.bury(denial)]);
  for (; ; ) {
    if (options.signal?.aborted === true) {
      throw new DaypassError("cancelled", "stopped before IAM had the deny");
    }
    const since = deniedSince(stored?.board, entry.name);
    if (since !== void 0) return since;
    const written = await writeInRoom(ports, target, stored, options);
    stored = written ?? await ports.store.readBoard(target);
  }
}
async function writeInRoom(ports, target, stored, options) {
  try {
    return await writeOrWait(ports, target, stored, options);
  } catch (error) {
    if (!isDaypassError(error, "aws-limit-exceeded")) throw error;
    const board = await ports.store.readBoard(target);
    if (await removePolicies(ports, board, options) === 0) throw error;
    return void 0;
  }
}
async function writeOrWait(ports, target, stored, options) {
  const writer = stored?.board.writer;
  if (writer !== void 0 && writer.until > ports.clock.now()) {
    await pause(ports, 100, options);
    return void 0;
  }
  const taken = await takeBoard(ports, target, stored);
  if (taken !== void 0) return await writePolicy(ports, taken, options);
  await pause(ports, 20, options);
  return void 0;
}
async function pause(ports, leastMilliseconds, options) {
  const [spread = 0] = ports.random(1);
  await ports.clock.sleep(leastMilliseconds + spread * 2, options.signal);
}

// aws/revoke-session.ts
async function revokeSession(ports, mode, lease, options) {
  const denial = denialOf(lease);
  if (denial === void 0) {
    return {
      status: "ends_at",
      reason: "it was never recorded what AWS issued, so nothing can single it out"
    };
  }
  if (mode === "tombstone") {
    await ports.store.bury(denial);
    const stored = await ports.store.readBoard(denial.target);
    if (deniedSince(stored?.board, denial.entry.name) !== void 0) return { status: "revoked" };
    return {
      status: "pending",
      reason: "the next sweep with the right to write IAM policies denies it"
    };
  }
  try {
    await denySession(ports, denial, options);
    return { status: "revoked" };
  } catch (error) {
    if (!isDaypassError(error, "aws-limit-exceeded")) throw error;
    return {
      status: "ends_at",
      reason: `no room now for another deny on ${denial.target.arn}; the sweep tries again`
    };
  }
}

// aws/revoker.ts
var SECONDS_KEPT = 3600;
function awsRevoker(clients, options) {
  const { clock, denials, seconds, mode = "direct" } = options;
  const session = async (_, lease, call) => await revokeSession(denials, mode, lease, call);
  const revocations = {
    iam_user: async ({ userName }, lease, call) => {
      refuseForeignName(userName, lease);
      await deleteUser({ iam: await clients.iam(), clock, userName, options: call });
      return { status: "revoked" };
    },
    assumed_role: session,
    federation_token: session,
    session_token: session
  };
  const revoke = (principal, lease, call) => revocations[principal.type](principal, lease, call);
  return {
    revoke: async (lease, call) => await revoke(lease.principal, lease, call),
    ...mode === "direct" && {
      tend: async (call) => {
        await seconds?.forgetBefore(secondsAfter(clock.now(), -SECONDS_KEPT));
        return await tendDenials(denials, call);
      }
    }
  };
}
function refuseForeignName(userName, lease) {
  if (userName.endsWith(nameOf(lease.id))) return;
  throw new DaypassError(
    "state-invalid",
    `user ${userName} is not one that lease ${lease.id} made`,
    {
      hint: "the name must end in that of the lease; somebody has altered the lease in the store"
    }
  );
}

// assembly/assemble.ts
function assemblePorts(parts) {
  const { config, state, clock, random, keys } = parts;
  const clients = keys?.own ?? parts.clients;
  const sessions = keys?.sessions;
  const { leases, seconds } = state;
  const revokers = { roleArns: parts.revokerRoleArns ?? [], clock };
  const policies = denyPolicies(accountClients(clients, config, revokers));
  const denials = { store: state.denials, policies, clock, random };
  const { identityToken, revocation } = parts;
  return {
    issuer: awsIssuer(clients, { clock, seconds, identityToken, sessions }),
    revoker: awsRevoker(clients, {
      clock,
      denials,
      seconds,
      ...revocation === void 0 ? {} : { mode: revocation }
    }),
    leases,
    clock,
    random,
    ...keys === void 0 ? {} : { tendKeys: keys.tend }
  };
}

// core/role/dialect-of.ts
var ENDPOINT_VARIABLES = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_IAM", "AWS_ENDPOINT_URL_STS"];
function dialectOf(env) {
  return ENDPOINT_VARIABLES.some((name) => (env[name] ?? "") !== "") ? "custom-endpoint" : "aws";
}

// core/lease-event.ts
function eventOfCreate(lease, at) {
  return { name: lease.state === "pending" ? "begun" : "issued", at, lease };
}
function eventOfReplace(before, next, at) {
  switch (next.state) {
    case "pending":
      return void 0;
    case "active": {
      if (before.state === "pending") return { name: "issued", at, lease: next };
      const isLonger = next.expiresAt > before.expiresAt;
      return isLonger ? { name: "renewed", at, lease: next } : void 0;
    }
    case "revoking":
      return next.claimed ? void 0 : { name: "postponed", at, lease: next };
  }
}
function eventOfEnd(lease) {
  return { name: "ended", at: lease.endedAt, lease };
}

// state/keys.ts
var STORE_KEY = "store.json";
var FULL_SWEEP_KEY = "full-sweep.json";
var FOLDERS = {
  live: "leases/",
  ended: "ended/",
  due: "due/",
  stuck: "stuck/",
  roles: "roles/",
  audit: "audit/"
};
var EPOCH_DIGITS = 11;
var SHARDS = Array.from({ length: 16 }, (_, n) => n.toString(16));
function shardOf(id) {
  return (nameOf(id).charCodeAt(0) % SHARDS.length).toString(16);
}
function liveKey(id) {
  return `${FOLDERS.live}${id}.json`;
}
function endedKey(id) {
  return `${FOLDERS.ended}${id}.json`;
}
function stuckKey(id) {
  return `${FOLDERS.stuck}${id}`;
}
function roleKey(name) {
  return `${FOLDERS.roles}${name}.json`;
}
function dueKey({ dueAt, id }) {
  const epoch2 = Math.max(0, Math.ceil(dueAt.getTime() / 1e3));
  return `${dueFolder(shardOf(id))}${String(epoch2).padStart(EPOCH_DIGITS, "0")}/${id}`;
}
function dueFolder(shard) {
  return `${FOLDERS.due}${shard}/`;
}
function readDueKey(key) {
  const [, shard, epoch2, id] = /^due\/([0-9a-f])\/(\d{11})\/(.+)$/.exec(key) ?? [];
  const lease = id === void 0 ? void 0 : asLeaseId(id);
  if (lease === void 0 || shardOf(lease) !== shard) return void 0;
  return { dueAt: new Date(Number(epoch2) * 1e3), id: lease };
}
function readLeaseKey(folder, key, ending = "") {
  if (!key.startsWith(folder) || !key.endsWith(ending)) return void 0;
  return asLeaseId(key.slice(folder.length, key.length - ending.length));
}
function asLeaseId(text3) {
  const [role = "", name = "", ...rest] = text3.split("/");
  const fits = rest.length === 0 && ROLE_NAME_PATTERN.test(role) && LEASE_NAME_PATTERN.test(name);
  return fits ? parseLeaseId(text3) : void 0;
}

// state/lease-document.ts
var HOLDER_KINDS = ["github", "terraform", "shell"];
var END_REASONS = ["requested", "expired", "abandoned", "failed"];
var OUTCOMES2 = ["revoked", "expired", "never-issued"];
function leaseText(lease, nonce) {
  return documentText(nonce, {
    state: lease.state,
    id: lease.id,
    credential_type: lease.credentialType,
    holder: lease.holder,
    principal: principalFields(lease.principal),
    issued_at: lease.issuedAt,
    expires_at: lease.expiresAt,
    ...stateFields(lease)
  });
}
function readLiveLease(key, id, text3) {
  const fields = readDocument(key, text3);
  const state = fields.oneOf("state", ["pending", "active", "revoking"]);
  const facts = {
    ...readFacts(fields, id),
    maxExpiresAt: fields.date("max_expires_at"),
    dueAt: fields.date("due_at")
  };
  const lease = { ...facts, ...readLiveState(fields, state) };
  fields.end();
  return lease;
}
function readEndedLease(key, id, text3) {
  const fields = readDocument(key, text3);
  const lease = {
    ...readFacts(fields, id),
    state: fields.oneOf("state", ["ended"]),
    endedAt: fields.date("ended_at"),
    outcome: fields.oneOf("outcome", OUTCOMES2),
    reason: fields.oneOf("reason", END_REASONS)
  };
  fields.end();
  return lease;
}
function stateFields(lease) {
  if (lease.state === "ended") {
    return { ended_at: lease.endedAt, outcome: lease.outcome, reason: lease.reason };
  }
  const common2 = { max_expires_at: lease.maxExpiresAt, due_at: lease.dueAt };
  switch (lease.state) {
    case "pending":
      return common2;
    case "active":
      return { ...common2, renewed_at: lease.renewedAt };
    case "revoking":
      return {
        ...common2,
        reason: lease.reason,
        requested_at: lease.requestedAt,
        attempts: lease.attempts,
        claimed: lease.claimed,
        last_error: lease.lastError
      };
  }
}
function readLiveState(fields, state) {
  switch (state) {
    case "pending":
      return { state };
    case "active":
      return { state, ...present("renewedAt", fields.optionalDate("renewed_at")) };
    case "revoking":
      return {
        state,
        reason: fields.oneOf("reason", END_REASONS),
        requestedAt: fields.date("requested_at"),
        attempts: fields.count("attempts"),
        claimed: fields.flag("claimed"),
        ...present("lastError", fields.optionalText("last_error"))
      };
  }
}
function readFacts(fields, id) {
  if (fields.text("id") !== id) throw fields.invalid(`id is not ${id}`);
  const credentialType = fields.oneOf("credential_type", CREDENTIAL_TYPES);
  return {
    id,
    role: roleOf(id),
    credentialType,
    holder: readHolder(fields.fields("holder")),
    principal: readPrincipal(fields.fields("principal"), credentialType),
    issuedAt: fields.date("issued_at"),
    expiresAt: fields.date("expires_at")
  };
}
function readHolder(fields) {
  const kind = fields.oneOf("kind", HOLDER_KINDS);
  const known = {};
  for (const name of HOLDER_FIELDS) {
    const found = fields.optionalText(name);
    if (found !== void 0) known[name] = found;
  }
  fields.end();
  return { kind, ...known };
}
function principalFields(principal) {
  switch (principal.type) {
    case "iam_user":
      return {
        user_name: principal.userName,
        user_path: principal.userPath,
        access_key_id: principal.accessKeyId
      };
    case "assumed_role":
      return { role_arn: principal.roleArn, session_name: principal.sessionName };
    case "federation_token":
      return { user_name: principal.userName, issuer_arn: principal.issuerArn };
    case "session_token":
      return {
        access_key_id: principal.accessKeyId,
        issuer_arn: principal.issuerArn,
        issued_second: principal.issuedSecond
      };
  }
}
function readPrincipal(fields, type) {
  const principal = readPrincipalOf(fields, type);
  fields.end();
  return principal;
}
function readPrincipalOf(fields, type) {
  switch (type) {
    case "iam_user": {
      const names = { userName: fields.text("user_name"), userPath: fields.text("user_path") };
      return { type, ...names, ...present("accessKeyId", fields.optionalText("access_key_id")) };
    }
    case "assumed_role":
      return { type, roleArn: fields.text("role_arn"), sessionName: fields.text("session_name") };
    case "federation_token":
      return {
        type,
        userName: fields.text("user_name"),
        ...present("issuerArn", fields.optionalText("issuer_arn"))
      };
    case "session_token":
      return {
        type,
        ...present("accessKeyId", fields.optionalText("access_key_id")),
        ...present("issuerArn", fields.optionalText("issuer_arn")),
        ...present("issuedSecond", fields.optionalDate("issued_second"))
      };
  }
}
function present(name, value) {
  if (value === void 0) return {};
  const field = {};
  field[name] = value;
  return field;
}

// state/merge-sorted.ts
async function* mergeSorted(sources, compare) {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map(async (iterator) => await iterator.next()));
    for (; ; ) {
      let first2;
      for (const [n, head] of heads.entries()) {
        if (head.done === true) continue;
        if (first2 === void 0 || compare(head.value, first2.value) < 0) {
          first2 = { n, value: head.value };
        }
      }
      if (first2 === void 0) return;
      yield first2.value;
      const next = await iterators[first2.n]?.next();
      if (next !== void 0) heads[first2.n] = next;
    }
  } finally {
    await Promise.all(iterators.map(async (iterator) => await iterator.return?.()));
  }
}

// state/audit.ts
function auditTrail(objects) {
  return {
    write: async (event) => {
      await objects.put(eventKey(event), eventText(event));
    }
  };
}
function eventKey({ name, at, lease }) {
  const time = at.toISOString().slice(11, 23).replaceAll(/[:.]/g, "");
  const what = lease.state === "ended" ? `${name}-${lease.outcome}` : name;
  return `${dayFolder(shardOf(lease.id), at)}${time}-${what}/${lease.id}.json`;
}
function dayFolder(shard, day) {
  return `${FOLDERS.audit}shard=${shard}/dt=${day.toISOString().slice(0, 10)}/`;
}
function eventText({ name, at, lease }) {
  const { kind, ...holder } = lease.holder;
  return JSON.stringify({
    version: 1,
    time: at,
    event: name,
    lease_id: lease.id,
    lease_name: nameOf(lease.id),
    role: lease.role,
    credential_type: lease.credentialType,
    holder_kind: kind,
    ...Object.fromEntries(
      Object.entries(holder).map(([field, value]) => [`holder_${field}`, value])
    ),
    ...principalFields(lease.principal),
    issued_at: lease.issuedAt,
    expires_at: lease.expiresAt,
    ...endFields(lease)
  });
}
function endFields(lease) {
  switch (lease.state) {
    case "pending":
    case "active":
      return {};
    case "revoking":
      return { reason: lease.reason, attempts: lease.attempts, error: lease.lastError };
    case "ended":
      return { reason: lease.reason, outcome: lease.outcome, ended_at: lease.endedAt };
  }
}

// state/deny-entry-text.ts
function denyEntryText({ name, until, issuedSecond, sessionName }) {
  const second = issuedSecond === void 0 ? "" : `.${epoch(issuedSecond)}`;
  return `${epoch(until)}/${name}${second}${sessionName === void 0 ? "" : `/${sessionName}`}`;
}
function readDenyEntryText(text3) {
  const [, until, name, second, sessionName] = /^(\d{11})\/([^/.]+)(?:\.(\d{11}))?(?:\/([^/]+))?$/.exec(text3) ?? [];
  if (until === void 0 || name === void 0) return void 0;
  const entry = {
    name,
    until: moment(until),
    ...second !== void 0 && { issuedSecond: moment(second) },
    ...sessionName !== void 0 && { sessionName }
  };
  return isSafe(entry) ? entry : void 0;
}
function epoch(date) {
  return String(Math.max(0, Math.ceil(date.getTime() / 1e3))).padStart(11, "0");
}
function moment(epochText) {
  return new Date(Number(epochText) * 1e3);
}

// state/board-document.ts
function boardText(board, nonce) {
  return documentText(nonce, {
    target: board.target,
    policies: board.policies.map((policy) => ({
      name: policy.name,
      kind: policy.kind,
      acknowledged_at: policy.acknowledgedAt,
      superseded_at: policy.supersededAt,
      entries: policy.entries.map(denyEntryText)
    })),
    writer: board.writer
  });
}
function readBoard(key, target, text3) {
  const fields = readDocument(key, text3);
  const said = fields.fields("target");
  if (said.text("arn") !== target.arn || said.text("kind") !== target.kind) {
    throw fields.invalid(`target is not ${target.arn}`);
  }
  const policies = fields.list("policies").map(readPolicy2);
  const writer = fields.optionalFields("writer");
  const board = { target, policies };
  const marked = writer && {
    ...board,
    writer: { id: writer.text("id"), until: writer.date("until") }
  };
  fields.end();
  return marked ?? board;
}
function readPolicy2(fields) {
  const acknowledgedAt = fields.optionalDate("acknowledged_at");
  const supersededAt = fields.optionalDate("superseded_at");
  const policy = {
    name: fields.text("name"),
    kind: fields.oneOf("kind", ["inline", "managed"]),
    entries: readEntries(fields),
    ...acknowledgedAt && { acknowledgedAt },
    ...supersededAt && { supersededAt }
  };
  fields.end();
  return policy;
}
function readEntries(fields) {
  const listed = fields.value("entries");
  if (!Array.isArray(listed)) throw fields.invalid("entries is not a list");
  return listed.map((item) => {
    const entry = typeof item === "string" ? readDenyEntryText(item) : void 0;
    if (entry === void 0) throw fields.invalid("an item of entries is not a deny entry");
    return entry;
  });
}

// state/arn-folder.ts
function arnFolder(arn) {
  return Buffer.from(arn).toString("latin1").replaceAll(/[^\w.-]/g, (char) => `=${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
function arnOfFolder(folder) {
  const bytes = folder.replaceAll(
    /=([0-9a-f]{2})/g,
    (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

// state/denials.ts
var REVOKED = "revoked/";
var BOARDS = "boards/";
function denialStore(objects, ports) {
  return {
    bury: async ({ target, entry }) => {
      await putWithNonce(objects, tombstoneKey(target, entry), "", { absent: true });
    },
    buried: async (target) => {
      const entries = [];
      const folder = `${REVOKED}${arnFolder(target.arn)}/`;
      for await (const key of objects.list(folder)) {
        const entry = readDenyEntryText(key.slice(folder.length));
        if (entry !== void 0) entries.push(entry);
      }
      return entries;
    },
    unbury: async (target, entries) => {
      if (entries.length > 0)
        await objects.remove(entries.map((entry) => tombstoneKey(target, entry)));
    },
    readBoard: async (target) => {
      const key = boardKey(target);
      const found = await objects.get(key);
      return found && { board: readBoard(key, target, found.body), version: found.version };
    },
    writeBoard: async (board, before) => {
      const text3 = boardText(board, newNonce(ports.random));
      const condition = before === void 0 ? { absent: true } : { version: before.version };
      const written = await putWithNonce(objects, boardKey(board.target), text3, condition);
      return written === "conflict" ? written : { board, version: written.version };
    },
    targets: () => targets(objects)
  };
}
async function* targets(objects) {
  const seen = /* @__PURE__ */ new Set();
  for await (const key of objects.list(BOARDS)) {
    const folder = key.slice(BOARDS.length, -".json".length);
    seen.add(folder);
    yield targetOf(folder);
  }
  for (let after = REVOKED; ; ) {
    const next = await first(objects.list(REVOKED, { after }));
    const folder = next?.slice(REVOKED.length).split("/")[0];
    if (folder === void 0) return;
    if (!seen.has(folder)) yield targetOf(folder);
    after = `${REVOKED}${folder}/~`;
  }
}
async function first(keys) {
  for await (const key of keys) return key;
  return void 0;
}
function boardKey(target) {
  return `${BOARDS}${arnFolder(target.arn)}.json`;
}
function tombstoneKey(target, entry) {
  return `${REVOKED}${arnFolder(target.arn)}/${denyEntryText(entry)}`;
}
function targetOf(folder) {
  const arn = arnOfFolder(folder);
  return { kind: arn.includes(":user/") ? "user" : "role", arn };
}

// state/directory-objects.ts
var import_node_path4 = __toESM(require_path(), 1);

// state/directory-error.ts
function hasCode(error, ...codes) {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
function directoryError(error, directory) {
  if (isDaypassError(error)) return error;
  if (hasCode(error, "EACCES", "EPERM", "EROFS")) {
    return new DaypassError("state-denied", `the state directory ${directory} is not accessible`, {
      cause: error,
      hint: `give your user the right to read and write in ${directory}`
    });
  }
  if (hasCode(error, "ENOTDIR")) {
    return new DaypassError("state-not-found", `${directory} is not a directory`, {
      cause: error,
      hint: "name a directory in the state URL"
    });
  }
  if (hasCode(error, "ENAMETOOLONG")) {
    return new DaypassError("state-unavailable", "a name is too long for a state directory", {
      cause: error,
      hint: "keep the state in a bucket"
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new DaypassError("state-unavailable", `the state directory failed: ${reason}`, {
    cause: error
  });
}

// state/directory-list.ts
var import_promises2 = __toESM(require_promises(), 1);
var import_node_path2 = __toESM(require_path(), 1);

// state/directory-path.ts
var DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;
var OBJECT_MARK = "=";
function pathOfKey(key) {
  const parts = key.split("/").map(encode);
  return parts.map((part, index) => index === parts.length - 1 ? part + OBJECT_MARK : part);
}
function segmentOf(folder) {
  const kind = folder.endsWith(OBJECT_MARK) ? "object" : "tree";
  const encoded = kind === "object" ? folder.slice(0, -OBJECT_MARK.length) : folder;
  const name = decode(encoded);
  return name === void 0 || encode(name) !== encoded ? void 0 : { name, kind };
}
function encode(part) {
  if (part === "") return "%";
  let name = "";
  for (const byte of Buffer.from(part)) {
    const character = String.fromCharCode(byte);
    name += /[a-z0-9._@-]/.test(character) ? character : escape(byte);
  }
  const awkwardStart = DEVICE_NAME.test(name) || name.startsWith(".");
  if (awkwardStart) name = escape(name.charCodeAt(0)) + name.slice(1);
  return name.endsWith(".") ? name.slice(0, -1) + escape(46) : name;
}
function decode(name) {
  if (name === "%") return "";
  try {
    return decodeURIComponent(name);
  } catch {
    return void 0;
  }
}
function escape(byte) {
  return `%${byte.toString(16).padStart(2, "0")}`;
}

// state/directory-version.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_path(), 1);
var ROOT = "0";
function fileOf({ generation, number }) {
  return number === 0 ? ROOT : `${generation}.${number}`;
}
function textOf({ generation, token, parent, body }) {
  return `${generation} ${token} ${parent}
${body}`;
}
async function readFolder(folder) {
  const files = await namesIn(folder);
  const root = await readVersion(folder, ROOT);
  const numbers = root === void 0 ? [] : files.map((file) => numberOf(file, root.generation));
  return { files, root, newest: Math.max(0, ...numbers) };
}
function numberOf(file, generation) {
  const [name, number] = file.split(".");
  return name === generation && number !== void 0 ? Number(number) : -1;
}
async function readVersion(folder, file) {
  const text3 = await readIfThere((0, import_node_path.join)(folder, file));
  if (text3 === void 0) return void 0;
  const [, generation, token, parent, body] = /^(\S+) (\S+) (\S+)\n(.*)$/s.exec(text3) ?? [];
  if (!generation || !token || !parent || body === void 0) {
    throw new DaypassError("state-invalid", `${(0, import_node_path.join)(folder, file)} is not a file of daypass`, {
      hint: "restore it from a backup, or remove it once nothing in AWS stands behind it"
    });
  }
  const number = file === ROOT ? 0 : numberOf(file, generation);
  return { generation, number, token, parent, body };
}
async function namesIn(folder) {
  try {
    return await (0, import_promises.readdir)(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}
async function readIfThere(file) {
  try {
    return await (0, import_promises.readFile)(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return void 0;
    throw error;
  }
}

// state/directory-list.ts
async function* listKeys(folder, wanted, start = "") {
  for (const { key, file, isTree } of await entriesOf(folder, start)) {
    if (!mayHoldWanted(key, isTree, wanted)) continue;
    if (isTree) yield* listKeys((0, import_node_path2.join)(folder, file), wanted, key);
    else if (await isThere2((0, import_node_path2.join)(folder, file, ROOT))) yield key;
  }
}
async function entriesOf(folder, start) {
  const entries = (await namesIn(folder)).flatMap((file) => {
    const segment = segmentOf(file);
    if (segment === void 0) return [];
    const isTree = segment.kind === "tree";
    return [{ key: start + segment.name + (isTree ? "/" : ""), file, isTree }];
  });
  return entries.sort((a, b) => a.key < b.key ? -1 : 1);
}
function mayHoldWanted(key, isTree, { prefix, after }) {
  if (!isTree) return key.startsWith(prefix) && key > after;
  const fits = key.startsWith(prefix) || prefix.startsWith(key);
  return fits && (key > after || after.startsWith(key));
}
async function isThere2(file) {
  try {
    await (0, import_promises2.access)(file);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

// state/directory-write.ts
var import_node_crypto = __toESM(require_crypto(), 1);
var import_promises3 = __toESM(require_promises(), 1);
var import_node_path3 = __toESM(require_path(), 1);
var TEMPORARY_MILLISECONDS = 36e5;
function successorOf(before, body) {
  const token = (0, import_node_crypto.randomUUID)();
  return before === void 0 ? { generation: token, number: 0, token, parent: "-", body } : {
    generation: before.generation,
    number: before.number + 1,
    token,
    parent: before.token,
    body
  };
}
async function publish(folder, next, temporaryFolder) {
  if (!await linkVersion(folder, next, temporaryFolder)) return false;
  try {
    const counts = next.number === 0 || await settle(folder, next);
    if (counts) await syncFolder(folder);
    return counts;
  } catch (cause) {
    throw new DaypassError("outcome-unknown", `writing in ${folder} broke off`, { cause });
  }
}
async function linkVersion(folder, next, temporary) {
  const file = (0, import_node_path3.join)(temporary, (0, import_node_crypto.randomUUID)());
  await (0, import_promises3.mkdir)(temporary, { recursive: true, mode: 448 });
  try {
    await writeSynced(file, textOf(next));
    if (next.number === 0) await (0, import_promises3.mkdir)(folder, { recursive: true, mode: 448 });
    await (0, import_promises3.link)(file, (0, import_node_path3.join)(folder, fileOf(next)));
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST", "ENOENT")) return false;
    throw error;
  } finally {
    await unlinkIfThere(file);
  }
}
async function settle(folder, next) {
  const { root, newest } = await readFolder(folder);
  let counts = root?.generation === next.generation;
  if (counts && newest > next.number) {
    const child = await readVersion(folder, fileOf({ ...next, number: next.number + 1 }));
    counts = child?.parent === next.token;
  }
  if (counts) await dropReplaced(folder, next);
  else await unlinkIfThere((0, import_node_path3.join)(folder, fileOf(next)));
  return counts;
}
async function dropReplaced(folder, { generation, number }) {
  for (const file of await namesIn(folder)) {
    const old = numberOf(file, generation);
    if (old > 0 && old < number - 1) await unlinkIfThere((0, import_node_path3.join)(folder, file));
  }
}
async function removeObject(folder, top) {
  await unlinkIfThere((0, import_node_path3.join)(folder, ROOT));
  const { files, root } = await readFolder(folder);
  const dead = files.filter((file) => file !== ROOT && !belongsTo(file, root?.generation));
  for (const file of dead) await unlinkIfThere((0, import_node_path3.join)(folder, file));
  if (root === void 0) await removeEmptyFolders(folder, top);
}
function belongsTo(file, generation) {
  return generation !== void 0 && numberOf(file, generation) > 0;
}
async function removeEmptyFolders(folder, top) {
  for (let path = folder; path !== top; path = (0, import_node_path3.dirname)(path)) {
    try {
      await (0, import_promises3.rmdir)(path);
    } catch (error) {
      if (!hasCode(error, "ENOENT")) return;
    }
  }
}
async function clearTemporary(folder, clock) {
  const forgotten = clock.now().getTime() - TEMPORARY_MILLISECONDS;
  for (const name of await namesIn(folder)) {
    const file = (0, import_node_path3.join)(folder, name);
    try {
      if ((await (0, import_promises3.stat)(file)).mtimeMs < forgotten) await (0, import_promises3.unlink)(file);
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }
}
async function writeSynced(file, text3) {
  const handle = await (0, import_promises3.open)(file, "wx", 384);
  try {
    await handle.writeFile(text3);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function syncFolder(folder) {
  if (process.platform === "win32") return;
  const handle = await (0, import_promises3.open)(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function unlinkIfThere(file) {
  try {
    await (0, import_promises3.unlink)(file);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

// state/directory-objects.ts
var ROUNDS_MAX2 = 1e3;
var REMOVALS_AT_ONCE = 8;
function directoryObjects(directory, ports) {
  const objects = (0, import_node_path4.join)(directory, "objects");
  const temporary = (0, import_node_path4.join)(directory, "temporary");
  const folderOf = (key) => (0, import_node_path4.join)(objects, ...pathOfKey(key));
  let cleared;
  async function write(key, body, condition) {
    await (cleared ??= clearTemporary(temporary, ports.clock));
    const folder = folderOf(key);
    for (let round = 0; round < ROUNDS_MAX2; round++) {
      const before = await newestIn(folder);
      if (!holds(condition, before)) return "conflict";
      const next = successorOf(before, body);
      if (await publish(folder, next, temporary)) return { version: versionOf(next) };
    }
    throw new DaypassError("state-unavailable", `others write ${key} all the time`);
  }
  async function guarded(work) {
    try {
      return await work;
    } catch (error) {
      throw directoryError(error, directory);
    }
  }
  async function read4(key) {
    const found = await newestIn(folderOf(key));
    return found === void 0 ? void 0 : { body: found.body, version: versionOf(found) };
  }
  async function remove2(keys) {
    await inParallel(keys, REMOVALS_AT_ONCE, async (key) => {
      await removeObject(folderOf(key), objects);
    });
  }
  return {
    get: async (key) => await guarded(read4(key)),
    put: async (key, body, condition) => await guarded(write(key, body, condition)),
    remove: async (keys) => {
      await guarded(remove2(keys));
    },
    async *list(prefix, { after = "" } = {}) {
      try {
        yield* listKeys(objects, { prefix, after });
      } catch (error) {
        throw directoryError(error, directory);
      }
    }
  };
}
async function newestIn(folder) {
  for (let round = 0; round < ROUNDS_MAX2; round++) {
    const { root, newest } = await readFolder(folder);
    if (root === void 0 || newest === 0) return root;
    const found = await readVersion(folder, fileOf({ ...root, number: newest }));
    if (found !== void 0) return found;
  }
  throw new DaypassError("state-unavailable", `${folder} changes all the time`);
}
function versionOf({ generation, number }) {
  return `${generation}.${number}`;
}
function holds(condition, found) {
  if (condition === void 0) return true;
  if ("absent" in condition) return found === void 0;
  return found !== void 0 && versionOf(found) === condition.version;
}

// core/lease.ts
var STUCK_AFTER_ATTEMPTS = 3;
var CLAIM_SECONDS = 120;
var PENDING_GRACE_SECONDS = 300;
function activate(lease, principal) {
  return { ...lease, principal, state: "active", dueAt: lease.expiresAt };
}
function claim(lease, reason, now) {
  const before = lease.state === "revoking" ? lease : void 0;
  return {
    ...lease,
    state: "revoking",
    reason: before?.reason ?? reason,
    requestedAt: before?.requestedAt ?? now,
    attempts: (before?.attempts ?? 0) + 1,
    claimed: true,
    dueAt: wholeSecond(secondsAfter(now, CLAIM_SECONDS))
  };
}
function postpone(lease, error, now) {
  const seconds = Math.min(30 * 2 ** Math.min(lease.attempts - 1, 20), 6 * 3600);
  const next = wholeSecond(secondsAfter(now, seconds));
  const ends = lease.principal.type !== "iam_user" && lease.expiresAt > now ? lease.expiresAt : next;
  return { ...lease, claimed: false, lastError: error, dueAt: ends < next ? ends : next };
}
function lookAgain(lease, reason, at) {
  return { ...lease, claimed: false, lastError: reason, dueAt: at };
}
function end(lease, outcome, reason, now) {
  const { id, role, credentialType, holder, principal, issuedAt, expiresAt } = lease;
  const facts = { id, role, credentialType, holder, principal, issuedAt, expiresAt };
  return { ...facts, state: "ended", endedAt: now, outcome, reason };
}

// state/read-ahead.ts
async function* readAhead(items, limit, read4) {
  const begun = [];
  for await (const item of items) {
    const reading = read4(item);
    reading.catch(() => void 0);
    begun.push(reading);
    const first2 = begun.length < limit ? void 0 : begun.shift();
    if (first2 !== void 0) yield await first2;
  }
  for (const reading of begun) yield await reading;
}

// state/self-test.ts
async function testConditions(objects, random) {
  const key = `probe/${newNonce(random)}`;
  try {
    const ignored = await firstIgnored(objects, key);
    if (ignored !== void 0) throw unsafe(ignored);
  } finally {
    await objects.remove([key]);
  }
}
function unsafe(what) {
  return new DaypassError("state-unsafe", `the state store ${what}`, {
    hint: "use Amazon S3, or an S3 server with conditional writes; buckets of Ceph must not be versioned"
  });
}
async function firstIgnored(objects, key) {
  const first2 = await putWithNonce(objects, key, "first", { absent: true });
  if (first2 === "conflict") return "refuses to create an object under a free key";
  if (await objects.put(key, "second", { absent: true }) !== "conflict") {
    return "ignores If-None-Match: it overwrote an object that was to be created";
  }
  const next = await putWithNonce(objects, key, "third", first2);
  if (next === "conflict") return "refuses If-Match with the version that it has just given";
  if (await objects.put(key, "fourth", first2) !== "conflict") {
    return "ignores If-Match: it overwrote a newer version";
  }
  if ((await objects.get(key))?.body !== "third") {
    return "does not read what was written last";
  }
  await objects.remove([key]);
  if (await objects.put(key, "fifth", next) !== "conflict") {
    return "ignores If-Match: it wrote over an object that was removed";
  }
  return void 0;
}

// state/ready.ts
function readiness(objects, ports) {
  let checked;
  return async () => {
    checked ??= prove(objects, ports);
    try {
      await checked;
    } catch (error) {
      checked = void 0;
      throw error;
    }
  };
}
async function prove(objects, ports) {
  const create2 = async () => {
    const proof = { created_at: ports.clock.now() };
    const text3 = documentText(newNonce(ports.random), proof);
    return await objects.put(STORE_KEY, text3, { absent: true });
  };
  if (await create2() === "conflict") return;
  await objects.remove([STORE_KEY]);
  await testConditions(objects, ports.random);
  await create2();
}

// state/leases.ts
var READS_AT_ONCE = 16;
var DAY_SECONDS = 24 * 3600;
function leaseStore(objects, ports) {
  const { clock, random, audit } = ports;
  const writing = { objects, clock, random, audit };
  return {
    ready: readiness(objects, ports),
    create: async (lease) => await create(writing, lease),
    read: async (id) => await read(objects, id),
    replace: async (before, next, options) => await replace(writing, before, next, options),
    dropDue: async (entries) => {
      await removeKeys2(objects, entries.map(dueKey));
    },
    putDue: async (entry) => {
      await objects.put(dueKey(entry), "");
    },
    end: async (before, ended, due2) => await end2(writing, before, ended, due2),
    withdraw: async (lease) => {
      const withdrawn = { name: "withdrawn", at: clock.now(), lease };
      await Promise.all([
        removeKeys2(objects, [liveKey(lease.id), ...firstDueKeys(lease)]),
        audit?.write(withdrawn).catch(ignoreOperational)
      ]);
    },
    due: (until) => due(objects, until),
    beginFullSweep: async (now) => await beginFullSweep(writing, now),
    count: async (role, limit) => await count(objects, role, limit),
    list: (role) => list(objects, role),
    stuck: () => stuck(objects),
    markStuck: async (id) => {
      await objects.put(stuckKey(id), "");
    },
    clearStuck: async (id) => {
      await objects.remove([stuckKey(id)]);
    }
  };
}
async function create(writing, lease) {
  const [stored] = await allOrFirstFailure([
    writeLease(writing, lease, { absent: true }),
    ...firstDueKeys(lease).map(async (key) => await writing.objects.put(key, "")),
    writing.audit?.write(eventOfCreate(lease, writing.clock.now()))
  ]);
  return stored;
}
async function replace(writing, before, next, { keepDue = false } = {}) {
  const replaced = writeLease(writing, next, { version: before.version });
  const event = eventOfReplace(before.lease, next, writing.clock.now());
  const noted = event === void 0 ? void 0 : writing.audit?.write(event);
  const audited = next.state === "active" ? noted : noted?.catch(ignoreOperational);
  if (keepDue) return (await allOrFirstFailure([replaced, audited]))[0];
  const put2 = writing.objects.put(dueKey(next), "");
  const [lease, entry, trail] = await Promise.allSettled([replaced, put2, audited]);
  if (lease.status === "rejected") throw lease.reason;
  if (trail.status === "rejected") throw trail.reason;
  if (entry.status === "rejected") {
    if (!isDaypassError(entry.reason)) throw entry.reason;
    const message = `lease ${next.id} was changed, but not its entry in the due index`;
    throw new DaypassError("outcome-unknown", message, { cause: entry.reason });
  }
  return lease.value;
}
async function writeLease({ objects, random }, lease, condition) {
  const text3 = leaseText(lease, newNonce(random));
  const written = await putWithNonce(objects, liveKey(lease.id), text3, condition);
  if (written === "conflict") {
    throw new DaypassError("lease-conflict", `another process changed lease ${lease.id}`);
  }
  return { lease, version: written.version };
}
async function read(objects, id) {
  const live = await objects.get(liveKey(id));
  if (live !== void 0) {
    return { lease: readLiveLease(liveKey(id), id, live.body), version: live.version };
  }
  const ended = await objects.get(endedKey(id));
  return ended && readEndedLease(endedKey(id), id, ended.body);
}
async function end2({ objects, random, audit }, before, ended, due2) {
  const text3 = leaseText(ended, newNonce(random));
  const written = await putWithNonce(objects, endedKey(ended.id), text3, { absent: true });
  const isStuck = before.state === "revoking" && before.attempts >= STUCK_AFTER_ATTEMPTS;
  const past = [...due2.map(dueKey), ...isStuck ? [stuckKey(ended.id)] : []];
  const isOurs = written !== "conflict";
  await Promise.all([
    removeKeys2(objects, [liveKey(ended.id), ...past]),
    isOurs ? audit?.write(eventOfEnd(ended)).catch(ignoreOperational) : void 0
  ]);
  return isOurs;
}
function ignoreOperational(error) {
  if (!isDaypassError(error)) throw error;
}
function due(objects, until) {
  const shards = SHARDS.map((shard) => dueIn(objects, dueFolder(shard), until));
  return mergeSorted(shards, (a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}
async function* dueIn(objects, folder, until) {
  for await (const key of objects.list(folder)) {
    const entry = readDueKey(key);
    if (entry === void 0) continue;
    if (entry.dueAt > until) return;
    yield entry;
  }
}
async function beginFullSweep({ objects, random }, now) {
  const before = await objects.get(FULL_SWEEP_KEY);
  if (before !== void 0) {
    const last = readDocument(FULL_SWEEP_KEY, before.body).date("begun_at");
    if (secondsAfter(last, DAY_SECONDS) > now) return false;
  }
  const text3 = documentText(newNonce(random), { begun_at: now });
  const condition = before === void 0 ? { absent: true } : { version: before.version };
  return await putWithNonce(objects, FULL_SWEEP_KEY, text3, condition) !== "conflict";
}
async function count(objects, role, limit) {
  let found = 0;
  if (limit <= 0) return found;
  for await (const key of objects.list(`${FOLDERS.live}${role}/`)) {
    if (readLeaseKey(FOLDERS.live, key, ".json") !== void 0) found++;
    if (found >= limit) break;
  }
  return found;
}
async function* list(objects, role) {
  const keys = objects.list(role === void 0 ? FOLDERS.live : `${FOLDERS.live}${role}/`);
  const leases = readAhead(keys, READS_AT_ONCE, async (key) => {
    const id = readLeaseKey(FOLDERS.live, key, ".json");
    const found = id === void 0 ? void 0 : await objects.get(key);
    return id && found && readLiveLease(key, id, found.body);
  });
  for await (const lease of leases) {
    if (lease !== void 0) yield lease;
  }
}
async function* stuck(objects) {
  for await (const key of objects.list(FOLDERS.stuck)) {
    const id = readLeaseKey(FOLDERS.stuck, key);
    if (id !== void 0) yield id;
  }
}
function firstDueKeys({ id, dueAt, expiresAt }) {
  const moments = expiresAt > dueAt ? [dueAt, expiresAt] : [dueAt];
  return moments.map((moment2) => dueKey({ id, dueAt: moment2 }));
}
async function removeKeys2(objects, keys) {
  if (keys.length > 0) await objects.remove([...new Set(keys)]);
}

// state/seconds.ts
var SECONDS = "seconds/";
function secondStore(objects, ports) {
  return {
    reserve: async (issuerArn, slot) => {
      const key = `${SECONDS}${digits(slot)}/${arnFolder(issuerArn)}`;
      const text3 = documentText(newNonce(ports.random), {});
      return await putWithNonce(objects, key, text3, { absent: true }) !== "conflict";
    },
    forgetBefore: async (moment2) => {
      const limit = `${SECONDS}${digits(Math.floor(moment2.getTime() / 1e3))}`;
      const past = [];
      for await (const key of objects.list(SECONDS)) {
        if (key >= limit) break;
        past.push(key);
      }
      if (past.length > 0) await objects.remove(past);
    }
  };
}
function digits(epochSecond) {
  return String(epochSecond).padStart(11, "0");
}

// core/root/root-key.ts
var ROOT_USES = ["sessions", "everything"];

// state/kept-store.ts
function keptStore(objects, { key, random, text: text3, read: read4 }) {
  return {
    place: key,
    read: async () => {
      const found = await objects.get(key);
      return found && { kept: read4(key, found.body), version: found.version };
    },
    write: async (kept, before) => {
      const condition = before === void 0 ? { absent: true } : { version: before.version };
      const written = await putWithNonce(objects, key, text3(kept, newNonce(random)), condition);
      return written === "conflict" ? written : { kept, version: written.version };
    },
    remove: async () => {
      await objects.remove([key]);
    }
  };
}

// state/kept-document.ts
var PHASES = ["empty", "steady", "creating", "proving", "retiring", "removing"];
function ringFields(ring) {
  const { phase } = ring;
  switch (phase) {
    case "empty":
      return { phase };
    case "steady":
      return { phase, current: keyFields(ring.current) };
    case "creating":
      return { phase, ...optional("current", ring.current), attempt: attemptFields(ring.attempt) };
    case "proving":
      return {
        phase,
        ...optional("current", ring.current),
        attempt: attemptFields(ring.attempt),
        candidate: keyFields(ring.candidate)
      };
    case "retiring":
      return {
        phase,
        current: keyFields(ring.current),
        attempt: attemptFields(ring.attempt),
        ...optional("old", ring.old),
        until: ring.until
      };
    case "removing":
      return {
        phase,
        access_keys: ring.accessKeyIds.map(idFields),
        ...ring.attempt === void 0 ? {} : { attempt: attemptFields(ring.attempt) }
      };
  }
}
function readRing(document) {
  const ring = ringOf(document);
  document.end();
  return ring;
}
function ringOf(document) {
  const phase = document.oneOf("phase", PHASES);
  const current = () => readKey(document.fields("current"));
  const before = () => readOptional(document.optionalFields("current"));
  const attempt = () => readAttempt(document.fields("attempt"));
  switch (phase) {
    case "empty":
      return { phase };
    case "steady":
      return { phase, current: current() };
    case "creating":
      return { phase, current: before(), attempt: attempt() };
    case "proving": {
      const candidate = readKey(document.fields("candidate"));
      return { phase, current: before(), attempt: attempt(), candidate };
    }
    case "retiring": {
      const old = readOptional(document.optionalFields("old"));
      const until = document.date("until");
      return { phase, current: current(), attempt: attempt(), old, until };
    }
    case "removing": {
      const accessKeyIds2 = document.list("access_keys").map(readId);
      const fields = document.optionalFields("attempt");
      return { phase, accessKeyIds: accessKeyIds2, attempt: fields && readAttempt(fields) };
    }
  }
}
function userFields({ arn, name, id }) {
  return { arn, name, id };
}
function readUser(fields) {
  const user = { arn: fields.text("arn"), name: fields.text("name"), id: fields.text("id") };
  fields.end();
  return user;
}
function keyFields({ accessKeyId, recipients, since, sealed }) {
  return { access_key_id: accessKeyId, since, recipients: recipients.join(" "), sealed };
}
function readKey(fields) {
  const key = {
    accessKeyId: fields.text("access_key_id"),
    since: fields.date("since"),
    recipients: fields.text("recipients").split(" "),
    sealed: fields.text("sealed")
  };
  fields.end();
  return key;
}
function optional(name, key) {
  return key === void 0 ? {} : { [name]: keyFields(key) };
}
function readOptional(fields) {
  return fields && readKey(fields);
}
function attemptFields({ begunAt, until, keysBefore }) {
  return { begun_at: begunAt, until, keys_before: keysBefore.map(idFields) };
}
function readAttempt(fields) {
  const attempt = {
    begunAt: fields.date("begun_at"),
    until: fields.date("until"),
    keysBefore: fields.list("keys_before").map(readId)
  };
  fields.end();
  return attempt;
}
function idFields(accessKeyId) {
  return { access_key_id: accessKeyId };
}
function readId(fields) {
  const id = fields.text("access_key_id");
  fields.end();
  return id;
}

// state/root-key.ts
var ROOT_KEY = "root/key.json";
function rootKeyStore(objects, ports) {
  return keptStore(objects, { key: ROOT_KEY, random: ports.random, text, read: read2 });
}
function text({ user, use, rotationPeriodSeconds, graceSeconds, ring }, nonce) {
  return documentText(nonce, {
    user: userFields(user),
    use,
    ...rotationPeriodSeconds === void 0 ? {} : { rotation_period: rotationPeriodSeconds },
    grace_period: graceSeconds,
    ...ringFields(ring)
  });
}
function read2(key, body) {
  const document = readDocument(key, body);
  return {
    user: readUser(document.fields("user")),
    use: document.oneOf("use", ROOT_USES),
    rotationPeriodSeconds: document.optionalCount("rotation_period"),
    graceSeconds: document.seconds("grace_period"),
    ring: readRing(document)
  };
}

// state/gather-roles.ts
var READS_AT_ONCE2 = 16;
async function gatherRoles(items, read4) {
  const roles = [];
  const invalid = [];
  await inParallel(items, READS_AT_ONCE2, async (from) => {
    try {
      const role = await read4(from);
      if (role !== void 0) roles.push({ from, role });
    } catch (error) {
      if (!isDaypassError(error, "role-invalid")) throw error;
      invalid.push(error);
    }
  });
  return { roles, invalid };
}
function rolesByName({ roles, invalid }) {
  if (invalid.length > 0) throw together(invalid);
  return roles.map(({ role }) => role).sort((a, b) => a.name < b.name ? -1 : 1);
}
function together(invalid) {
  const errors = invalid.toSorted((a, b) => a.message < b.message ? -1 : 1);
  return new DaypassError("role-invalid", errors.map(({ message }) => message).join("; "), {
    problems: errors.flatMap(({ problems }) => problems)
  });
}

// state/roles.ts
function storedRoles(objects, ports) {
  async function find(name) {
    const found = ROLE_NAME_PATTERN.test(name) ? await objects.get(roleKey(name)) : void 0;
    if (found === void 0) return void 0;
    return { role: await readText(name, found.body, ports.dialect), version: found.version };
  }
  const read4 = async (name) => (await find(name))?.role;
  return {
    find,
    read: read4,
    list: async () => rolesByName(await gatherRoles(roleNames(objects), read4)),
    write: async (role, condition) => {
      const { roleDocument } = await import("./role-document-4VFQNDUA.js");
      const text3 = documentText(newNonce(ports.random), { role: roleDocument(role) });
      const key = roleKey(role.name);
      if (condition !== void 0) return await putWithNonce(objects, key, text3, condition);
      return await objects.put(key, text3);
    },
    remove: async (name) => {
      if (ROLE_NAME_PATTERN.test(name)) await objects.remove([roleKey(name)]);
    }
  };
}
async function readText(name, text3, dialect) {
  const key = roleKey(name);
  const document = readDocument(key, text3);
  const value = document.value("role");
  document.end();
  const { readRole: readRole2 } = await import("./parse-role-5OFRNYO2.js");
  const role = readRole2(value, { file: key, name, dialect });
  if (role.name === name) return role;
  throw document.invalid(`it holds the role ${role.name}`);
}
async function* roleNames(objects) {
  for await (const key of objects.list(FOLDERS.roles)) {
    const name = key.slice(FOLDERS.roles.length, -".json".length);
    if (key === roleKey(name) && ROLE_NAME_PATTERN.test(name)) yield name;
  }
}

// state/static-roles.ts
var FOLDER = "static/";
function staticRoleStore(objects, { random }) {
  return {
    at: (name) => keptStore(objects, { key: keyOf(name), random, text: text2, read: read3 }),
    names: () => namesOf2(objects)
  };
}
function keyOf(name) {
  return `${FOLDER}${name}.json`;
}
async function* namesOf2(objects) {
  for await (const key of objects.list(FOLDER)) {
    const name = key.slice(FOLDER.length, -".json".length);
    if (key === keyOf(name) && ROLE_NAME_PATTERN.test(name)) yield name;
  }
}
function text2({ user, role, ring }, nonce) {
  const fields = { role, user: userFields(user), ...ringFields(ring) };
  return documentText(nonce, fields);
}
function read3(key, body) {
  const document = readDocument(key, body);
  const role = readRole(document.fields("role"));
  if (keyOf(role.name) !== key) throw document.invalid(`it holds the static role ${role.name}`);
  return {
    role,
    user: readUser(document.fields("user")),
    rotationPeriodSeconds: role.rotation_period,
    graceSeconds: role.grace_period,
    ring: readRing(document)
  };
}
function readRole(fields) {
  const optional2 = (name) => {
    const found = fields.optionalText(name);
    return found === void 0 ? {} : { [name]: found };
  };
  const role = {
    name: fields.text("name"),
    username: fields.text("username"),
    rotation_period: fields.count("rotation_period"),
    grace_period: fields.seconds("grace_period"),
    ...optional2("description"),
    ...optional2("assume_role_arn"),
    ...optional2("assume_role_session_name"),
    ...optional2("external_id")
  };
  fields.end();
  return role;
}

// state/s3-client.ts
var REGION_OF_NO_REGION = "us-east-1";
var SILENT = {
  trace: () => void 0,
  debug: () => void 0,
  info: () => void 0,
  warn: () => void 0,
  error: () => void 0
};
async function s3Client(location, access2 = {}) {
  const { S3 } = await import("./dist-es-AFYXKRGA.js");
  const { endpoint: endpoint2 } = location;
  const region = location.region ?? (endpoint2 === void 0 ? void 0 : REGION_OF_NO_REGION);
  return new S3({
    maxAttempts: 3,
    customUserAgent: ["daypass", access2.userAgent ?? ""].join(" ").trim(),
    requestHandler: {
      logger: SILENT,
      connectionTimeout: 3e3,
      requestTimeout: 1e4,
      socketTimeout: 1e4,
      throwOnRequestTimeout: true,
      ...access2.agents
    },
    forcePathStyle: location.pathStyle ?? endpoint2 !== void 0,
    ...region === void 0 ? {} : { region },
    ...endpoint2 === void 0 ? {} : { endpoint: endpoint2 },
    ...access2.credentials === void 0 ? {} : { credentials: access2.credentials },
    ...access2.profile === void 0 ? {} : { profile: access2.profile }
  });
}

// state/s3-failure.ts
function readFailure(error) {
  const raw = typeof error === "object" && error !== null ? error : {};
  const status = raw.$metadata?.httpStatusCode;
  const code = raw.Code ?? raw.name ?? "Error";
  const requestId = raw.$metadata?.requestId;
  return {
    code,
    status,
    network: raw.code ?? raw.errors?.[0]?.code,
    region: status !== void 0 && WRONG_REGION.has(status) ? regionOf(raw) : void 0,
    summary: [
      status === void 0 ? wordsOf(raw) : `S3 answered ${status} ${code}`,
      ...requestId === void 0 ? [] : [`(request ${requestId})`]
    ].join(" ")
  };
}
var WRONG_REGION = /* @__PURE__ */ new Set([301, 307, 400]);
function regionOf(raw) {
  return raw.Region ?? raw.$response?.headers?.["x-amz-bucket-region"];
}
function wordsOf({ name, message, errors, code }) {
  const words2 = message === void 0 || message === "" ? errors?.[0]?.code : message;
  return (words2 ?? code ?? name ?? "unknown error").replace(/\s+/g, " ").slice(0, 300);
}

// state/s3-error.ts
var NEVER_CONNECTED2 = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|UNABLE_TO_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*)$/;
var RIGHTS = {
  read: "s3:GetObject",
  write: "s3:PutObject and s3:GetObject",
  remove: "s3:DeleteObject",
  list: "s3:ListBucket"
};
function s3Error(error, attempt) {
  if (error instanceof DaypassError) return error;
  const failure2 = readFailure(error);
  const { code, hint } = judge(failure2, attempt);
  const message = `cannot ${attempt.action} s3://${attempt.bucket}/${attempt.key}: ${failure2.summary}`;
  return new DaypassError(code, message, {
    cause: new Error(failure2.summary),
    ...hint === void 0 ? {} : { hint }
  });
}
function judge(failure2, attempt) {
  const { code, status, network } = failure2;
  if (/^(?:CredentialsProviderError|TokenProviderError|ProviderError)$/.test(code)) {
    return {
      code: "aws-credentials-missing",
      hint: "give AWS credentials in any way the AWS CLI takes"
    };
  }
  if (failure2.summary.startsWith("Region is missing") || failure2.region !== void 0) {
    const region = failure2.region ?? "the bucket\u2019s region";
    return { code: "state-url-invalid", hint: `add ?region=${region} to the state URL` };
  }
  if (code === "NoSuchBucket" || status === 404) {
    return {
      code: "state-not-found",
      hint: `create the bucket ${attempt.bucket}, or correct the state URL`
    };
  }
  if (status === 501) {
    return {
      code: "state-unsafe",
      hint: "use Amazon S3 or an S3 server with conditional writes (If-None-Match and If-Match)"
    };
  }
  if (status !== void 0 && status >= 300 && status < 500 && !isPassing(failure2)) {
    return { code: "state-denied", hint: deniedHint2(failure2, attempt) };
  }
  const neverSent = NEVER_CONNECTED2.test(network ?? "");
  const unclear = attempt.action === "write" && !neverSent && status !== 409;
  return unclear ? { code: "outcome-unknown" } : {
    code: "state-unavailable",
    hint: "check the connection to S3 and the endpoint, then repeat"
  };
}
function isPassing({ status, code }) {
  return status === 408 || status === 409 || status === 429 || code === "RequestTimeout";
}
function deniedHint2({ code, status }, attempt) {
  if (/^(?:ExpiredToken|InvalidToken|InvalidAccessKeyId|SignatureDoesNotMatch)$/.test(code)) {
    return "renew the AWS credentials that daypass runs with";
  }
  if (code === "RequestTimeTooSkewed") return "set this machine\u2019s clock";
  if (status !== 403) return "check the settings in the state URL, e.g. the KMS key";
  const { bucket, key, expectedBucketOwner, action } = attempt;
  const resource = action === "list" ? `the bucket ${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
  const owner = expectedBucketOwner === void 0 ? "" : `, and check that the bucket belongs to ${expectedBucketOwner}`;
  const missing = action === "read" ? ", and s3:ListBucket on the bucket (else S3 says 403 of a missing object)" : "";
  return `allow ${RIGHTS[action]} on ${resource}${missing}${owner}`;
}

// state/s3-examine.ts
async function examineBucket(place) {
  return await Promise.all([
    examined("bucket versioning", versioning(place)),
    examined("public access", publicAccess(place))
  ]);
}
async function examined(name, answer) {
  try {
    return { name, ...await answer };
  } catch (error) {
    return { name, status: "unknown", detail: readFailure(error).summary };
  }
}
async function versioning({ client, common: common2, location }) {
  const { Status } = await (await client()).getBucketVersioning({ ...common2 });
  if (Status !== "Enabled") return { status: "ok", detail: "off" };
  return location.endpoint === void 0 ? {
    status: "ok",
    detail: "on: what daypass removes stays as an old version",
    cure: "let a lifecycle rule expire noncurrent versions after some days"
  } : {
    status: "failed",
    detail: "on, at a server other than AWS: Ceph ignores conditions in versioned buckets",
    cure: "use a bucket that was never versioned"
  };
}
async function publicAccess({ client, common: common2 }) {
  const blocked = await isPublicAccessBlocked(client, common2);
  return blocked ? { status: "ok", detail: "blocked" } : {
    status: "failed",
    detail: "not blocked: a wrong bucket policy or ACL could publish who holds which lease",
    cure: "turn on all four settings of S3 Block Public Access for the bucket"
  };
}
async function isPublicAccessBlocked(client, common2) {
  try {
    const { PublicAccessBlockConfiguration: block } = await (await client()).getPublicAccessBlock({ ...common2 });
    return block?.BlockPublicAcls === true && block.IgnorePublicAcls === true && block.BlockPublicPolicy === true && block.RestrictPublicBuckets === true;
  } catch (error) {
    if (readFailure(error).code === "NoSuchPublicAccessBlockConfiguration") return false;
    throw error;
  }
}

// state/s3-remove.ts
var KEYS_MAX = 1e3;
async function removeFromS3(place, keys) {
  const [only] = keys;
  if (keys.length === 1 && only !== void 0) await removeOne(place, only);
  for (let start = 0; keys.length > 1 && start < keys.length; start += KEYS_MAX) {
    await removeMany(place, keys.slice(start, start + KEYS_MAX));
  }
}
async function removeOne(place, key) {
  const client = await place.client();
  try {
    await client.deleteObject({ ...place.common, Key: place.keyOf(key) });
  } catch (error) {
    throw place.failed(error, "remove", key);
  }
}
async function removeMany(place, keys) {
  const client = await place.client();
  const Objects = keys.map((key2) => ({ Key: place.keyOf(key2) }));
  const { Errors = [] } = await client.deleteObjects({ ...place.common, Delete: { Objects, Quiet: true } }).catch((error) => {
    throw place.failed(error, "remove", keys[0] ?? "");
  });
  const [first2] = Errors;
  if (first2 === void 0) return;
  const status = first2.Code === "AccessDenied" ? 403 : 500;
  const refusal = { name: first2.Code, $metadata: { httpStatusCode: status } };
  const key = keys.find((one) => place.keyOf(one) === first2.Key);
  throw place.failed(refusal, "remove", key ?? "");
}

// state/s3-objects.ts
var UNDECIDED_MAX = 6;
function s3Objects(location, ports) {
  const place = placeOf(location, ports);
  return {
    get: async (key) => await get(place, key),
    put: async (key, body, condition) => await put(place, ports.clock, key, body, condition),
    remove: async (keys) => {
      await removeFromS3(place, keys);
    },
    list: (prefix, options) => list2(place, prefix, options?.after),
    examine: async () => await examineBucket(place)
  };
}
function placeOf(location, access2) {
  const { bucket, prefix, expectedBucketOwner } = location;
  let loaded;
  const keyOf2 = (key) => prefix === "" ? key : `${prefix}/${key}`;
  return {
    location,
    keyOf: keyOf2,
    client: async () => await (loaded ??= s3Client(location, access2)),
    common: {
      Bucket: bucket,
      ...expectedBucketOwner !== void 0 && { ExpectedBucketOwner: expectedBucketOwner }
    },
    failed: (error, action, key) => s3Error(error, { action, bucket, key: keyOf2(key), expectedBucketOwner })
  };
}
async function get(place, key) {
  const client = await place.client();
  try {
    const found = await client.getObject({ ...place.common, Key: place.keyOf(key) });
    const body = await found.Body?.transformToString() ?? "";
    return { body, version: versionOf2(found.ETag) };
  } catch (error) {
    const failure2 = readFailure(error);
    if (failure2.status === 404 && failure2.code !== "NoSuchBucket") return void 0;
    throw place.failed(error, "read", key);
  }
}
async function put(place, clock, key, body, condition) {
  const client = await place.client();
  const input = writeInput(place, key, body, condition);
  for (let attempt = 1; ; attempt++) {
    try {
      const { ETag } = await client.putObject(input);
      return { version: versionOf2(ETag) };
    } catch (error) {
      const failure2 = readFailure(error);
      if (isLost(failure2, condition)) return "conflict";
      if (failure2.status !== 409 || attempt === UNDECIDED_MAX) {
        throw place.failed(error, "write", key);
      }
      await clock.sleep(25 * 2 ** attempt);
    }
  }
}
function writeInput({ common: common2, location, keyOf: keyOf2 }, key, body, condition) {
  const { encryption, kmsKeyId } = location;
  return {
    ...common2,
    Key: keyOf2(key),
    // A text, not a stream: Ceph takes no chunked uploads.
    Body: body,
    // The SDK leaves it out for an empty text.
    ContentLength: Buffer.byteLength(body),
    ContentType: "application/json",
    ...encryption !== void 0 && { ServerSideEncryption: encryption },
    ...kmsKeyId !== void 0 && { SSEKMSKeyId: kmsKeyId },
    ...condition !== void 0 && ("absent" in condition ? { IfNoneMatch: "*" } : { IfMatch: condition.version })
  };
}
function isLost({ status, code }, condition) {
  if (condition === void 0) return false;
  const isGone3 = status === 404 && "version" in condition && code !== "NoSuchBucket";
  return status === 412 || isGone3;
}
async function* list2(place, prefix, after) {
  const client = await place.client();
  const own = place.keyOf("").length;
  let from = after === void 0 || after === "" ? {} : { StartAfter: place.keyOf(after) };
  for (; ; ) {
    const input = { ...place.common, Prefix: place.keyOf(prefix), ...from };
    const page = await client.listObjectsV2(input).catch((error) => {
      throw place.failed(error, "list", prefix);
    });
    for (const { Key } of page.Contents ?? []) if (Key !== void 0) yield Key.slice(own);
    if (page.NextContinuationToken === void 0) return;
    from = { ContinuationToken: page.NextContinuationToken };
  }
}
function versionOf2(etag) {
  if (etag !== void 0) return etag.replaceAll('"', "");
  throw new DaypassError("state-unsafe", "the state store gives no ETag", {
    hint: "use Amazon S3 or an S3 server with conditional writes"
  });
}

// state/open.ts
function openState(location, ports) {
  const objects = openObjects(location, ports);
  const { random, dialect = "aws" } = ports;
  return {
    objects,
    leases: leaseStore(objects, { ...ports, audit: auditTrail(objects) }),
    roles: storedRoles(objects, { random, dialect }),
    denials: denialStore(objects, ports),
    seconds: secondStore(objects, ports),
    rootKey: rootKeyStore(objects, ports),
    staticRoles: staticRoleStore(objects, ports)
  };
}
function openObjects(location, ports) {
  if (location.kind === "directory") return directoryObjects(location.directory, ports);
  const { region = ports.region, endpoint: endpoint2 = ports.endpoint } = location;
  const reached = {
    ...location,
    ...region === void 0 ? {} : { region },
    ...endpoint2 === void 0 ? {} : { endpoint: endpoint2 }
  };
  return s3Objects(reached, ports);
}

// state/state-url.ts
var import_node_path5 = __toESM(require_path(), 1);
var import_node_url = __toESM(require_url(), 1);

// state/invalid-state-url.ts
function invalidStateUrl(text3, what, hint) {
  return new DaypassError(
    "state-url-invalid",
    `the state URL ${JSON.stringify(withoutUser(text3))} ${what}`,
    {
      hint
    }
  );
}
function withoutUser(text3) {
  return text3.replace(/\/\/[^/]*@/, "//***@");
}

// state/s3-url.ts
var S3_OPTIONS = [
  "region",
  "endpoint",
  "expected_bucket_owner",
  "sse",
  "kms_key_id",
  "path_style"
];
function parseS3Url(text3, url) {
  const options = optionsOf(text3, url.searchParams);
  const encryption = options.sse;
  const location = {
    kind: "s3",
    bucket: bucketOf(text3, url),
    prefix: prefixOf(text3, url.pathname),
    ...options.region && { region: options.region },
    ...options.endpoint && { endpoint: options.endpoint },
    ...options.expected_bucket_owner && { expectedBucketOwner: options.expected_bucket_owner },
    ...(encryption === "AES256" || encryption === "aws:kms") && { encryption },
    ...options.kms_key_id && { kmsKeyId: options.kms_key_id },
    ...options.path_style && { pathStyle: options.path_style === "true" }
  };
  if (location.kmsKeyId !== void 0 && encryption !== "aws:kms") {
    throw invalidStateUrl(text3, "has kms_key_id without sse=aws:kms", "add sse=aws:kms");
  }
  return location;
}
var OPTION_RULES = {
  region: { pattern: /^[a-z0-9-]+$/, cure: "a region looks like eu-central-1" },
  endpoint: {
    pattern: /^https?:\/\/[\w.:[\]-]+\/?$/,
    cure: "an endpoint looks like https://s3.example.com:9000"
  },
  expected_bucket_owner: { pattern: /^\d{12}$/, cure: "an account id has twelve digits" },
  sse: { pattern: /^(?:AES256|aws:kms)$/, cure: "sse is AES256 or aws:kms" },
  kms_key_id: { pattern: /^[\w:/-]+$/, cure: "give the key\u2019s id or its ARN" },
  path_style: { pattern: /^(?:true|false)$/, cure: "path_style is true or false" }
};
function optionsOf(text3, query) {
  const options = {};
  for (const [given, value] of query) {
    const name = S3_OPTIONS.find((option) => option === given);
    if (name === void 0) {
      throw invalidStateUrl(
        text3,
        `has an unknown option ${given}`,
        `known are ${S3_OPTIONS.join(", ")}`
      );
    }
    if (name in options) throw invalidStateUrl(text3, `has ${name} twice`, "leave one of them out");
    const { pattern, cure } = OPTION_RULES[name];
    if (!pattern.test(value)) throw invalidStateUrl(text3, `has a bad ${name}`, cure);
    options[name] = value;
  }
  return options;
}
function bucketOf(text3, { host, port }) {
  const named = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/.test(host);
  if (!named || port !== "" || /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.startsWith("xn--")) {
    throw invalidStateUrl(
      text3,
      `has no valid bucket name: ${JSON.stringify(host)}`,
      "a bucket name has 3 to 63 lower-case letters, digits, dots and hyphens"
    );
  }
  if (host.endsWith("--x-s3")) {
    throw invalidStateUrl(
      text3,
      "names a directory bucket, which does not list in order",
      "use a general purpose bucket"
    );
  }
  return host;
}
function prefixOf(text3, pathname) {
  const prefix = decode2(text3, pathname).replace(/^\/|\/$/g, "");
  if (prefix !== "" && !/^[\w!.*'()@=+:,-]+(?:\/[\w!.*'()@=+:,-]+)*$/.test(prefix)) {
    throw invalidStateUrl(
      text3,
      "has a prefix that not every S3 server can take",
      "use letters, digits and _ - . ! * ' ( ) @ = + : , between single slashes"
    );
  }
  if (prefix.length > 512)
    throw invalidStateUrl(text3, "has a prefix over 512 characters", "shorten it");
  return prefix;
}
function decode2(text3, pathname) {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw invalidStateUrl(text3, "has a broken %-escape", "correct it");
  }
}

// state/state-url.ts
function parseStateUrl(text3) {
  const url = asUrl(text3);
  if (url.username !== "" || url.password !== "" || url.hash !== "") {
    throw invalidStateUrl(text3, "has a user, password or fragment", "leave them out");
  }
  switch (url.protocol) {
    case "s3:":
      return parseS3Url(text3, url);
    case "file:":
      return parseFile(text3, url);
    default:
      throw invalidStateUrl(text3, `begins with ${url.protocol}`, EXAMPLE);
  }
}
var EXAMPLE = "a state URL looks like s3://bucket/prefix?region=eu-central-1 or file:///home/ann/.daypass";
function asUrl(text3) {
  try {
    return new URL(text3);
  } catch {
    throw invalidStateUrl(text3, "is not a URL", EXAMPLE);
  }
}
function parseFile(text3, url) {
  if (!/^file:\/\/\/(?!\/)/i.test(text3)) {
    throw invalidStateUrl(
      text3,
      "is not absolute",
      "write three slashes and the whole path: file:///home/ann/.daypass"
    );
  }
  if (url.search !== "") throw invalidStateUrl(text3, "has options", "a directory takes none");
  const directory = pathOf(text3, url);
  if ((0, import_node_path5.dirname)(directory) === directory) {
    throw invalidStateUrl(text3, "names no directory", EXAMPLE);
  }
  return { kind: "directory", directory };
}
function pathOf(text3, url) {
  try {
    return (0, import_node_path5.resolve)((0, import_node_url.fileURLToPath)(url));
  } catch {
    throw invalidStateUrl(text3, "is not a path of this system", EXAMPLE);
  }
}

// action/agents.ts
var import_node_http = __toESM(require_http(), 1);
var import_node_https = __toESM(require_https(), 1);
var PROXY_SINCE = [24, 5];
var PROXY_VARIABLES = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
function agentsFor(proxy, nodeVersion) {
  const common2 = { keepAlive: true, maxSockets: 50 };
  if (proxy.proxy === void 0) {
    return { httpAgent: new import_node_http.Agent(common2), httpsAgent: new import_node_https.Agent(common2) };
  }
  refuseOldNode(nodeVersion);
  const proxyEnv = {
    HTTP_PROXY: proxy.proxy,
    HTTPS_PROXY: proxy.proxy,
    ...proxy.noProxy === void 0 ? {} : { NO_PROXY: proxy.noProxy }
  };
  const proxied = { ...common2, proxyEnv };
  return { httpAgent: new import_node_http.Agent(proxied), httpsAgent: new import_node_https.Agent(proxied) };
}
function proxyOf(given, env) {
  const named = PROXY_VARIABLES.map((name) => env[name] ?? "").find((value) => value !== "");
  const except = [env["no_proxy"] ?? "", env["NO_PROXY"] ?? ""].find((value) => value !== "");
  return { proxy: given.proxy ?? named, noProxy: given.noProxy ?? except };
}
function refuseOldNode(version) {
  const [major = 0, minor = 0] = version.replace("v", "").split(".").map(Number);
  const [wanted, minorWanted] = PROXY_SINCE;
  if (major > wanted || major === wanted && minor >= minorWanted) return;
  throw new DaypassError("request-invalid", `Node ${version} of this runner cannot use a proxy`, {
    hint: "update the runner: Node 24.5 and later can"
  });
}

// action/identity/identity-token.ts
var import_promises4 = __toESM(require_promises(), 1);

// action/identity/job-token.ts
var import_node_http2 = __toESM(require_http(), 1);
var import_node_https2 = __toESM(require_https(), 1);
var TRIES = 5;
var TRY_MS = 5e3;
var REPLY_CHARACTERS_MAX = 64 * 1024;
function hasJobToken(env) {
  return (env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "") !== "" && (env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? "") !== "";
}
async function fetchJobToken(ports, audience, signal) {
  const url = new URL(addressOf(ports.env));
  url.searchParams.set("audience", audience);
  for (let attempt = 1; ; attempt++) {
    const answer = await ask2(ports, url, signal);
    if (signal?.aborted === true)
      throw new DaypassError("cancelled", "stopped before the token came");
    const token = "status" in answer && answer.status === 200 ? tokenIn(answer.text) : void 0;
    if (token !== void 0) return token;
    if (attempt === TRIES || !mayPass2(answer)) throw failure(answer);
    const [spread = 0] = ports.random(1);
    await ports.clock.sleep(100 * 2 ** attempt * (256 + spread) / 512, signal);
  }
}
function addressOf(env) {
  if (hasJobToken(env)) return env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "";
  throw new DaypassError("aws-credentials-missing", "the job may not ask for an OIDC token", {
    hint: 'give the job "permissions: id-token: write" (a job that a pull request of a fork runs cannot have it)'
  });
}
async function ask2(ports, url, signal) {
  const limit = ports.clock.deadline(TRY_MS);
  const secure = url.protocol === "https:";
  const request = secure ? import_node_https2.request : import_node_http2.request;
  const bearer = ports.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? "";
  return await new Promise((resolve2) => {
    const lost = (error) => {
      resolve2({
        lost: limit.aborted ? `no answer within ${TRY_MS / 1e3} s` : error.code ?? error.name
      });
    };
    const options = {
      agent: secure ? ports.agents.httpsAgent : ports.agents.httpAgent,
      headers: { authorization: `Bearer ${bearer}`, accept: "application/json; api-version=2.0" },
      signal: signal === void 0 ? limit : AbortSignal.any([signal, limit])
    };
    const sent = request(url, options, (reply) => {
      let text3 = "";
      reply.setEncoding("utf8");
      reply.on("data", (chunk) => {
        text3 = (text3 + chunk).slice(0, REPLY_CHARACTERS_MAX);
      });
      reply.on("end", () => {
        resolve2({ status: reply.statusCode ?? 0, text: text3 });
      });
      reply.on("error", lost);
    });
    sent.on("error", lost).end();
  });
}
function mayPass2(answer) {
  if ("lost" in answer) return true;
  const { status, text: text3 } = answer;
  return status === 429 || status >= 500 || status === 403 && /'?Pending'? state/i.test(text3);
}
function tokenIn(text3) {
  try {
    const reply = JSON.parse(text3);
    const has = typeof reply === "object" && reply !== null && "value" in reply;
    return has && typeof reply.value === "string" && reply.value !== "" ? new Secret(reply.value) : void 0;
  } catch {
    return void 0;
  }
}
function failure(answer) {
  if ("lost" in answer || answer.status >= 500 || answer.status === 429) {
    const why = "lost" in answer ? answer.lost : `status ${answer.status}`;
    return new DaypassError(
      "aws-unavailable",
      `GitHub's OIDC token service did not answer (${why})`,
      {
        hint: "nothing was done: run the job again; githubstatus.com tells whether it is known"
      }
    );
  }
  const what = answer.status === 200 ? "sent no token" : `refused with status ${answer.status}`;
  return new DaypassError("aws-credentials-missing", `GitHub's OIDC token service ${what}`, {
    hint: 'does the job have "permissions: id-token: write"?'
  });
}

// action/identity/identity-token.ts
var SERVES_MS = 12e4;
function identityTokenFrom(source, ports, stopped) {
  const take = async () => source.kind === "job" ? await fetchJobToken(ports, source.audience, stopped) : await readTokenFile(source.file);
  return shared(ports.clock, take);
}
function shared(clock, take) {
  let last;
  return async () => {
    const now = clock.now().getTime();
    if (last === void 0 || last.until < now) last = { token: take(), until: now + SERVES_MS };
    const mine = last;
    try {
      return await mine.token;
    } catch (error) {
      if (last === mine) last = void 0;
      throw error;
    }
  };
}
async function readTokenFile(file) {
  try {
    return new Secret((await (0, import_promises4.readFile)(file, "utf8")).trim());
  } catch (cause) {
    throw new DaypassError("aws-credentials-missing", `the token file ${file} cannot be read`, {
      cause,
      hint: "name a file that this step can read as web-identity-token-file"
    });
  }
}

// action/connect.ts
var BROKER_SECONDS = 900;
function connect(connection, runner, stopped) {
  const { clock, random, env } = runner;
  const { region, identity, straight } = connection;
  const agents = agentsFor(connection, process.version);
  const userAgent = userAgentOf(env);
  const reached = {
    agents,
    userAgent,
    ...region === void 0 ? {} : { region },
    ...connection.stsEndpoint === void 0 ? {} : { stsEndpoint: connection.stsEndpoint },
    ...connection.iamEndpoint === void 0 ? {} : { iamEndpoint: connection.iamEndpoint }
  };
  const tokens = /* @__PURE__ */ new Map();
  const tokenOf = (source) => {
    const key = JSON.stringify(source);
    const known = tokens.get(key) ?? identityTokenFrom(source, { env, clock, random, agents }, stopped);
    tokens.set(key, known);
    return known;
  };
  const credentials = credentialsOf(identity, reached, { runner, tokenOf });
  const config = credentials === void 0 ? reached : { ...reached, credentials };
  const clients = awsClients(config);
  const dialect = dialectFor(connection, env);
  const access2 = { clock, random, region, dialect, credentials, agents, userAgent };
  const state = openState(parseStateUrl(connection.state), access2);
  const { revocation, revokerRoleArns } = connection;
  const identityToken = straight === void 0 ? void 0 : tokenOf(straight);
  const parts = { clients, config, state, clock, random, revocation, revokerRoleArns };
  return {
    ports: assemblePorts({ ...parts, identityToken }),
    state,
    clients,
    clientsAs: (other) => awsClients({ ...reached, credentials: other }),
    fetchAhead: () => {
      const source = identity.kind === "broker-by-token" ? identity.token : straight;
      if (source?.kind === "job") void tokenOf(source)({}).catch(() => void 0);
    }
  };
}
function dialectFor(reach, env) {
  return (reach.stsEndpoint ?? reach.iamEndpoint) === void 0 ? dialectOf(env) : "custom-endpoint";
}
function credentialsOf(identity, reached, {
  runner,
  tokenOf
}) {
  const { clock } = runner;
  switch (identity.kind) {
    case "broker-by-token": {
      const identityToken = tokenOf(identity.token);
      const role = brokerRole(identity.roleArn, runner.env);
      return webIdentitySession(awsClients(reached), role, { clock, identityToken });
    }
    case "broker-by-keys": {
      const base = awsClients({ ...reached, credentials: plainKeys(identity.keys) });
      return roleSession(base, brokerRole(identity.roleArn, runner.env), { clock });
    }
    case "keys":
      return plainKeys(identity.keys);
    case "ambient":
    case "nobody":
      return void 0;
  }
}
function brokerRole(roleArn, env) {
  const run = [env["GITHUB_RUN_ID"] ?? "", env["GITHUB_RUN_ATTEMPT"] ?? ""].filter(Boolean);
  const sessionName = ["daypass-broker", ...run].join("-").replaceAll(/[^\w+=,.@-]/g, "_");
  return { roleArn, sessionName: sessionName.slice(0, 64), durationSeconds: BROKER_SECONDS };
}
function plainKeys({ accessKeyId, secretAccessKey, sessionToken }) {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...sessionToken === void 0 ? {} : { sessionToken: sessionToken.reveal() }
  };
}
function userAgentOf(env) {
  const parts = ["action", env["GITHUB_RUN_ID"] ?? "", env["GITHUB_RUN_ATTEMPT"] ?? ""];
  return parts.join("/").replaceAll(/[^\w./-]/g, "_").replace(/\/+$/, "");
}

// core/lease-store.ts
function isLive(found) {
  return "version" in found;
}

// core/end-lease.ts
var REVOKE_SECONDS = 90;
var OUTCOMES3 = {
  requested: "revoked",
  expired: "expired",
  abandoned: "never-issued",
  failed: "never-issued"
};
async function endLease(ports, found, reason, options = {}) {
  const now = ports.clock.now();
  if (isOver2(found.lease, now))
    return await record(ports, found.lease, "expired", options.sweptEntry);
  const mine = claim(found.lease, reason, now);
  const claimed = found.lease.principal.type === "iam_user" ? await ports.leases.replace(found, mine, { keepDue: options.sweptEntry !== void 0 }) : { lease: mine, version: found.version };
  const stale = dueEntries(found.lease, options.sweptEntry);
  try {
    const signal = AbortSignal.any([
      ports.clock.deadline(REVOKE_SECONDS * 1e3),
      ...options.signal ? [options.signal] : []
    ]);
    const revocation = await ports.revoker.revoke(claimed.lease, { signal });
    if (revocation.status !== "revoked") {
      const { status, reason: why } = revocation;
      await putBack(ports, claimed, why, stale);
      return status === "pending" ? { status, reason: why } : { status, at: claimed.lease.expiresAt, reason: why };
    }
  } catch (error) {
    await putBack(ports, claimed, describe(error), stale);
    throw error;
  }
  return await record(ports, claimed.lease, claimed.lease.reason, options.sweptEntry, stale);
}
function isOver2(lease, now) {
  return lease.principal.type !== "iam_user" && lease.expiresAt <= now;
}
async function record(ports, lease, reason, sweptEntry, stale = []) {
  const ended = end(lease, OUTCOMES3[reason], reason, ports.clock.now());
  const ours = await ports.leases.end(lease, ended, [...stale, ...dueEntries(lease, sweptEntry)]);
  return ours && reason !== "expired" ? { status: "revoked", at: ended.endedAt } : { status: "ended", at: ended.endedAt, outcome: ended.outcome, recorded: ours };
}
async function putBack(ports, claimed, why, stale) {
  const postponed = postpone(claimed.lease, why, ports.clock.now());
  try {
    await ports.leases.replace(claimed, postponed);
    if (postponed.attempts >= STUCK_AFTER_ATTEMPTS) await ports.leases.markStuck(postponed.id);
    const past = [...stale, ...dueEntries(claimed.lease)];
    await ports.leases.dropDue(
      past.filter((entry) => entry.dueAt.getTime() !== postponed.dueAt.getTime())
    );
  } catch (storeError) {
    if (!(storeError instanceof DaypassError)) throw storeError;
  }
}
function dueEntries(lease, swept) {
  const { id, dueAt, expiresAt } = lease;
  return [{ id, dueAt }, { id, dueAt: expiresAt }, ...swept === void 0 ? [] : [swept]];
}
function describe(error) {
  return isDaypassError(error) ? `${error.code}: ${error.message}`.slice(0, 500) : "unexpected error";
}

export {
  require_url,
  inParallel,
  allOrFirstFailure,
  gatherRoles,
  rolesByName,
  together,
  callerIdentity,
  asHolder,
  Secret,
  PENDING_GRACE_SECONDS,
  activate,
  claim,
  lookAgain,
  proxyOf,
  hasJobToken,
  connect,
  dialectFor,
  isLive,
  endLease
};
