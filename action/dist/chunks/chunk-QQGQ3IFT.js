import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  wantedRoles
} from "./chunk-UEDL6YGC.js";
import {
  Secret,
  hasJobToken,
  proxyOf,
  require_url
} from "./chunk-KR5WLP77.js";
import {
  require_path
} from "./chunk-T6SLSOET.js";
import {
  parseDuration
} from "./chunk-KMGR2TSQ.js";
import {
  parseArn
} from "./chunk-EUJ7F674.js";
import {
  DaypassError
} from "./chunk-L6CZKV57.js";
import {
  require_fs
} from "./chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunk-IDA2HAZ2.js";

// action/inputs/input-reader.ts
function inputReader(input) {
  const problems = [];
  const text = (name) => {
    const given = input(name);
    return given === "" ? void 0 : given;
  };
  const problem = (name, message) => {
    problems.push({ path: [name], message });
  };
  return {
    text,
    problem,
    flag: (name, otherwise) => {
      const given = text(name)?.toLowerCase();
      if (given === void 0) return otherwise;
      if (given !== "true" && given !== "false") problem(name, "it is true or false");
      return given === "true";
    },
    oneOf: (name, choices, otherwise) => {
      const given = text(name);
      const chosen = choices.find((choice) => choice === given);
      if (given !== void 0 && chosen === void 0)
        problem(name, `it is one of ${choices.join(", ")}`);
      return chosen ?? otherwise;
    },
    parsed: (name, parse, like) => {
      const given = text(name);
      if (given === void 0) return void 0;
      const parsed = parse(given);
      if (parsed === void 0)
        problem(name, `${JSON.stringify(given.slice(0, 80))} is not ${like}`);
      return parsed;
    },
    words: (name) => (text(name) ?? "").split(/[\s,]+/).filter((word) => word !== ""),
    end: () => {
      if (problems.length === 0) return;
      const [first] = problems;
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more problems)` : "";
      const message = `input ${String(first?.path[0])}: ${first?.message ?? ""}${more}`;
      throw new DaypassError("request-invalid", message, { problems });
    }
  };
}
function roleArnOf(text) {
  const arn = parseArn(text);
  return arn?.service === "iam" && arn.resource.startsWith("role/") ? text : void 0;
}

// action/inputs/exports-in.ts
var EXPORTS = ["env", "outputs", "profile"];
var PROFILE = /^[\w.@+-]{1,64}$/;
function exportsIn(read) {
  const profile = read.text("profile");
  if (profile !== void 0 && !PROFILE.test(profile))
    read.problem("profile", "it has letters, digits and . @ + - _, at most 64");
  const words = read.words("export");
  const known = EXPORTS.filter((one) => words.includes(one));
  if (new Set(words).size > known.length)
    read.problem("export", `it names some of ${EXPORTS.join(", ")}`);
  if (words.length === 0) return { exports: [profile === void 0 ? "env" : "profile"], profile };
  if (profile !== void 0 && !known.includes("profile"))
    read.problem("profile", "export does not name profile");
  return { exports: known, profile };
}

// action/inputs/session-tags.ts
var LIKE = "a JSON object of texts, or lines key=value";
function tagsIn(read) {
  return read.parsed("session-tags", parseTags, LIKE);
}
function parseTags(text) {
  return text.startsWith("{") ? fromJson(text) : fromLines(text);
}
function fromJson(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return void 0;
    const entries = Object.entries(value).map(
      ([key, one]) => typeof one === "string" || typeof one === "number" || typeof one === "boolean" ? [key, String(one)] : void 0
    );
    const right = entries.filter((entry) => entry !== void 0);
    return right.length === entries.length ? Object.fromEntries(right) : void 0;
  } catch {
    return void 0;
  }
}
function fromLines(text) {
  const lines = text.split("\n").flatMap((line) => line.trim() === "" ? [] : [line.trim()]);
  const entries = lines.map((line) => {
    const equals = line.indexOf("=");
    return [line.slice(0, equals).trim(), line.slice(equals + 1).trim(), equals > 0];
  });
  const keys = new Set(entries.map(([key]) => key));
  if (!entries.every(([, , isPair]) => isPair) || keys.size < entries.length) return void 0;
  return Object.fromEntries(entries.map(([key, value]) => [key, value]));
}

// action/inputs/settings.ts
var ROLES_IN_STATE = "state";
var DEFAULTS = {
  roles: "roles",
  audience: "sts.amazonaws.com",
  revoke: "always",
  revocation: "direct",
  timeout: "60"
};
function readSettings(input) {
  const read = inputReader(input);
  const exports = exportsIn(read);
  const settings = {
    ...readWorking(read),
    ...exports,
    roles: wantedRoles(read, exports.exports, exports.profile),
    rolesFrom: read.text("roles") ?? DEFAULTS.roles,
    ttlSeconds: read.parsed("ttl", positiveDuration, "a duration like 15m, 1h30m or 3600"),
    roleArn: read.parsed("role-arn", roleArnOf, "the ARN of an IAM role"),
    roleSessionName: read.text("role-session-name"),
    sessionTags: tagsIn(read),
    mfaCode: read.parsed("mfa-code", (text) => matched(text, /^\d{6}$/), "a code of six digits"),
    revoke: read.oneOf("revoke", ["always", "never"], DEFAULTS.revoke),
    allowedAccountIds: accountIds(read),
    maskAccountId: read.flag("mask-aws-account-id", false),
    timeoutSeconds: read.parsed("timeout", positiveDuration, "a duration like 60 or 2m") ?? Number(DEFAULTS.timeout),
    refresh: read.flag("refresh", false)
  };
  refuseContradictions(read, settings);
  read.end();
  return settings;
}
function readWorking(read) {
  const revocation = read.oneOf("revocation", ["direct", "tombstone"], DEFAULTS.revocation);
  return {
    region: read.parsed("aws-region", (text) => matched(text, /^[a-z0-9-]+$/), "a region"),
    stsEndpoint: read.parsed("sts-endpoint", webUrl, "a URL like https://sts.example.com"),
    iamEndpoint: read.parsed("iam-endpoint", webUrl, "a URL like https://iam.example.com"),
    proxy: read.parsed("http-proxy", webUrl, "a URL like http://proxy.example.com:3128"),
    noProxy: read.text("no-proxy"),
    brokerRoleArn: read.parsed("broker-role-arn", roleArnOf, "the ARN of an IAM role"),
    keys: keysIn(read),
    tokenFile: read.text("web-identity-token-file"),
    audience: read.text("audience") ?? DEFAULTS.audience,
    direct: read.text("direct") === void 0 ? void 0 : read.flag("direct", false),
    revocation,
    revokerRoleArns: revokerRoleArns(read),
    state: read.text("state")
  };
}
function keysIn(read) {
  const accessKeyId = read.text("aws-access-key-id");
  const secret = read.text("aws-secret-access-key");
  const token = read.text("aws-session-token");
  if (read.text("web-identity-token-file") !== void 0 && accessKeyId !== void 0) {
    read.problem("web-identity-token-file", "aws-access-key-id is given too: leave one of them out");
  }
  if (accessKeyId !== void 0 && secret !== void 0) {
    const sessionToken = token === void 0 ? void 0 : new Secret(token);
    return { accessKeyId, secretAccessKey: new Secret(secret), sessionToken };
  }
  if (accessKeyId !== void 0) read.problem("aws-secret-access-key", "it is missing or empty");
  else if ((secret ?? token) !== void 0)
    read.problem(
      "aws-access-key-id",
      "it is missing or empty: is the secret set in this repository?"
    );
  return void 0;
}
function refuseContradictions(read, settings) {
  const { direct, tokenFile, refresh, exports, keys, revocation, state, rolesFrom } = settings;
  if (direct === false && tokenFile !== void 0 && settings.brokerRoleArn === void 0)
    read.problem("web-identity-token-file", "it serves a broker-role-arn or direct: true");
  if (refresh && !exports.includes("profile"))
    read.problem("refresh", "it needs export: profile, which AWS tools read again");
  if (refresh && keys !== void 0)
    read.problem(
      "refresh",
      "it cannot keep access keys for later steps: use a broker-role-arn by OIDC"
    );
  if (revocation === "tombstone" && state === void 0)
    read.problem("revocation", "tombstone needs a state that a sweep can read");
  if (rolesFrom === ROLES_IN_STATE && state === void 0)
    read.problem("roles", 'there is no state to read them from: give the input "state"');
}
function positiveDuration(text) {
  const seconds = parseDuration(text);
  return seconds === void 0 || seconds <= 0 ? void 0 : seconds;
}
function matched(text, pattern) {
  return pattern.test(text) ? text : void 0;
}
function webUrl(text) {
  return URL.canParse(text) && /^https?:\/\//i.test(text) ? text : void 0;
}
function accountIds(read) {
  const ids = read.words("allowed-account-ids");
  if (!ids.every((id) => /^\d{12}$/.test(id)))
    read.problem("allowed-account-ids", "an account id has twelve digits");
  return ids;
}
function revokerRoleArns(read) {
  const arns = read.words("revoker-role-arns");
  const accounts = arns.map(
    (arn) => roleArnOf(arn) === void 0 ? void 0 : parseArn(arn)?.account
  );
  if (accounts.includes(void 0))
    read.problem("revoker-role-arns", "they are ARNs of IAM roles, one for each account");
  else if (new Set(accounts).size < accounts.length)
    read.problem("revoker-role-arns", "there are two of one account");
  return arns;
}

// action/identity/ambient.ts
var import_node_fs = __toESM(require_fs(), 1);
var import_node_path = __toESM(require_path(), 1);
var CREDENTIAL_VARIABLES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
];
var SECRET_VARIABLES = [
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN"
];
var LEADS_TO_CREDENTIALS = [
  "AWS_ACCESS_KEY_ID",
  "AWS_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI"
];
function hasAmbientCredentials(env, home) {
  if (LEADS_TO_CREDENTIALS.some((name) => (env[name] ?? "") !== "")) return true;
  const { credentials, config } = awsFiles(env, home);
  return /^\s*\[default\]/m.test(textOf(credentials)) || /^\s*\[default\][^[]*^\s*(?:aws_access_key_id|role_arn|credential_process|sso_\w+|login_session)\s*=/m.test(
    textOf(config)
  );
}
function awsFiles(env, home) {
  const named = (variable) => env[variable] === "" ? void 0 : env[variable];
  return {
    credentials: named("AWS_SHARED_CREDENTIALS_FILE") ?? (0, import_node_path.join)(home, ".aws", "credentials"),
    config: named("AWS_CONFIG_FILE") ?? (0, import_node_path.join)(home, ".aws", "config")
  };
}
function awsVariables(env, isAmbient) {
  const credentials = CREDENTIAL_VARIABLES;
  const kept = Object.entries(env).flatMap(
    ([name, value]) => name.startsWith("AWS_") && value !== void 0 && value !== "" && (isAmbient || !credentials.includes(name)) ? [[name, value]] : []
  );
  return Object.fromEntries(kept);
}
function textOf(file) {
  try {
    return (0, import_node_fs.readFileSync)(file, "utf8");
  } catch {
    return "";
  }
}

// action/mask.ts
function maskSources(runner, { keys, mfaCode, proxy }) {
  const ofProxy = proxy === void 0 ? "" : decodeURIComponent(new URL(proxy).password);
  const secrets = [
    keys?.secretAccessKey.reveal(),
    keys?.sessionToken?.reveal(),
    mfaCode,
    ofProxy,
    ...SECRET_VARIABLES.map((name) => runner.env[name])
  ];
  for (const secret of secrets) if (secret !== void 0 && secret !== "") runner.mask(secret);
}
function maskIssued(runner, issued) {
  for (const { accessKeyId, secretAccessKey, sessionToken } of issued) {
    for (const text of [accessKeyId, secretAccessKey, sessionToken]) {
      if (text !== void 0) runner.mask(text);
    }
  }
}
function maskAccounts(runner, { identity, revokerRoleArns: revokerRoleArns2 }, roles) {
  const ofRoles = roles.flatMap(
    (role) => role.credential_type === "assumed_role" ? role.role_arns : []
  );
  const broker = "roleArn" in identity ? [identity.roleArn] : [];
  const accounts = [...ofRoles, ...broker, ...revokerRoleArns2].map(
    (arn) => parseArn(arn)?.account ?? ""
  );
  for (const account of new Set(accounts)) if (/^\d{12}$/.test(account)) runner.mask(account);
}

// action/prepare.ts
var import_node_path2 = __toESM(require_path(), 1);
var import_node_url = __toESM(require_url(), 1);

// action/identity/choose-identity.ts
function chooseIdentity(given, around) {
  const { brokerRoleArn: roleArn, keys, tokenFile, audience, direct } = given;
  const job = { kind: "job", audience };
  const token = tokenFile === void 0 ? job : { kind: "file", file: tokenFile };
  const straight = direct === true ? token : void 0;
  if (direct === true && token.kind === "job") requireJobToken(around, "direct: true");
  if (roleArn !== void 0) {
    if (keys !== void 0) return { identity: { kind: "broker-by-keys", roleArn, keys }, straight };
    if (token.kind === "job") requireJobToken(around, "broker-role-arn");
    return { identity: { kind: "broker-by-token", roleArn, token }, straight };
  }
  if (keys !== void 0) return { identity: { kind: "keys", keys }, straight };
  const identity = { kind: around.hasAmbientCredentials ? "ambient" : "nobody" };
  if (tokenFile !== void 0) return { identity, straight: token };
  if (around.hasAmbientCredentials || direct === true) return { identity, straight };
  if (direct === false || !around.hasJobToken) return { identity: { kind: "ambient" }, straight };
  return { identity, straight: job };
}
function requireJobToken({ hasJobToken: hasJobToken2 }, input) {
  if (hasJobToken2) return;
  throw new DaypassError(
    "aws-credentials-missing",
    `${input} needs the job's OIDC token, which this job may not ask for`,
    {
      hint: 'give the job "permissions: id-token: write" (a job that a pull request of a fork runs cannot have it)'
    }
  );
}

// action/prepare.ts
function connectionFor(working, runner) {
  const { env, home } = runner;
  const { identity, straight } = chooseIdentity(working, {
    hasAmbientCredentials: hasAmbientCredentials(env, home),
    hasJobToken: hasJobToken(env)
  });
  const { region, stsEndpoint, iamEndpoint, revocation, revokerRoleArns: revokerRoleArns2, state } = working;
  if (identity.kind === "nobody" && state !== void 0) refuseStateOfNobody();
  return {
    ...proxyOf(working, env),
    region,
    stsEndpoint,
    iamEndpoint,
    revocation,
    revokerRoleArns: revokerRoleArns2,
    state: state ?? directoryOfJob(env),
    identity,
    straight,
    variables: awsVariables(env, identity.kind === "ambient")
  };
}
function directoryOfJob(env) {
  const directory = env["RUNNER_TEMP"] ?? "";
  if (directory !== "") return (0, import_node_url.pathToFileURL)((0, import_node_path2.join)(directory, "daypass-state")).href;
  throw new DaypassError("request-invalid", "there is no RUNNER_TEMP to keep leases in", {
    hint: 'give the input "state", like s3://bucket/prefix'
  });
}
function refuseStateOfNobody() {
  throw new DaypassError("request-invalid", "nobody is there who may write the state", {
    hint: 'give a broker-role-arn with rights on the state and to revoke; with "direct: true" roles are still taken straight'
  });
}

export {
  inputReader,
  ROLES_IN_STATE,
  readSettings,
  readWorking,
  positiveDuration,
  SECRET_VARIABLES,
  awsFiles,
  maskSources,
  maskIssued,
  maskAccounts,
  connectionFor
};
