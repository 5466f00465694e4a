import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  Secret
} from "./chunk-KR5WLP77.js";
import {
  documentText,
  newNonce,
  readDocument
} from "./chunk-XXEMAFRO.js";
import {
  parseLeaseId
} from "./chunk-L6CZKV57.js";

// action/saved-state.ts
function formatSavedState(saved, random) {
  const { connection, revoke, maskAccountId, leases, variables, profiles } = saved;
  return documentText(newNonce(random), {
    connection: connectionDocument(connection),
    revoke,
    mask_account_id: maskAccountId,
    leases: leases.map(({ id, alias, arn, expiresAt }) => ({
      id,
      alias,
      arn,
      expires_at: expiresAt
    })),
    variables,
    profiles,
    refresh_directory: saved.refreshDirectory
  });
}
function parseSavedState(text) {
  const saved = readDocument("STATE_daypass", text);
  const state = {
    connection: readConnection(saved.fields("connection")),
    revoke: saved.oneOf("revoke", ["always", "never"]),
    maskAccountId: saved.flag("mask_account_id"),
    leases: saved.list("leases").map(readLease),
    variables: saved.list("variables").map(readVariables),
    profiles: saved.list("profiles").map((fields) => ({
      file: fields.text("file"),
      section: fields.text("section"),
      mark: fields.text("mark")
    })),
    refreshDirectory: saved.optionalText("refresh_directory")
  };
  saved.end();
  return state;
}
function connectionDocument(connection) {
  const { identity, ...rest } = connection;
  const keys = "keys" in identity ? { keys: keysDocument(identity.keys) } : {};
  return { ...rest, identity: { ...identity, ...keys } };
}
function readConnection(fields) {
  const straight = fields.optionalFields("straight");
  return {
    state: fields.text("state"),
    region: fields.optionalText("region"),
    stsEndpoint: fields.optionalText("stsEndpoint"),
    iamEndpoint: fields.optionalText("iamEndpoint"),
    proxy: fields.optionalText("proxy"),
    noProxy: fields.optionalText("noProxy"),
    identity: readIdentity(fields.fields("identity")),
    straight: straight && readToken(straight),
    revocation: fields.oneOf("revocation", ["direct", "tombstone"]),
    revokerRoleArns: texts(fields, "revokerRoleArns"),
    variables: textsByName(fields, "variables")
  };
}
function keysDocument({ accessKeyId, secretAccessKey, sessionToken }) {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    sessionToken: sessionToken?.reveal()
  };
}
function readIdentity(fields) {
  const kinds = ["broker-by-token", "broker-by-keys", "keys", "ambient", "nobody"];
  const kind = fields.oneOf("kind", kinds);
  switch (kind) {
    case "broker-by-token":
      return { kind, roleArn: fields.text("roleArn"), token: readToken(fields.fields("token")) };
    case "broker-by-keys":
      return { kind, roleArn: fields.text("roleArn"), keys: readKeys(fields.fields("keys")) };
    case "keys":
      return { kind, keys: readKeys(fields.fields("keys")) };
    case "ambient":
    case "nobody":
      return { kind };
  }
}
function readToken(fields) {
  const kind = fields.oneOf("kind", ["job", "file"]);
  return kind === "job" ? { kind, audience: fields.text("audience") } : { kind, file: fields.text("file") };
}
function readKeys(fields) {
  const sessionToken = fields.optionalText("sessionToken");
  return {
    accessKeyId: fields.text("accessKeyId"),
    secretAccessKey: new Secret(fields.text("secretAccessKey")),
    sessionToken: sessionToken === void 0 ? void 0 : new Secret(sessionToken)
  };
}
function readLease(fields) {
  return {
    id: parseLeaseId(fields.text("id")),
    alias: fields.optionalText("alias"),
    arn: fields.optionalText("arn"),
    expiresAt: fields.optionalDate("expires_at")
  };
}
function readVariables(fields) {
  const witness = fields.fields("witness");
  return {
    witness: { name: witness.text("name"), value: witness.text("value") },
    earlier: textsByName(fields, "earlier")
  };
}
function textsByName(fields, name) {
  const within = fields.fields(name);
  const value = fields.value(name);
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return Object.fromEntries(names.map((each) => [each, within.text(each)]));
}
function texts(fields, name) {
  const value = fields.value(name);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  throw fields.invalid(`${name} is not a list of texts`);
}

export {
  formatSavedState,
  parseSavedState,
  connectionDocument,
  readConnection
};
