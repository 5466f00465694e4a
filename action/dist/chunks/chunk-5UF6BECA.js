import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  readPrivateFile,
  writePrivateFile
} from "./chunk-IQ6MMPMF.js";
import {
  documentText,
  newNonce,
  readDocument
} from "./chunk-XXEMAFRO.js";

// action/refresh/refresh-cache.ts
var LEFT_MS = 5 * 6e4;
function readCache(file) {
  const text = readPrivateFile(file);
  if (text === void 0) return void 0;
  const fields = readDocument(file, text);
  return {
    accessKeyId: fields.text("access_key_id"),
    secretAccessKey: fields.text("secret_access_key"),
    sessionToken: fields.optionalText("session_token"),
    issuedAt: fields.date("issued_at"),
    expiresAt: fields.date("expires_at")
  };
}
function writeCache(file, credentials, random) {
  const text = documentText(newNonce(random), {
    access_key_id: credentials.accessKeyId,
    secret_access_key: credentials.secretAccessKey,
    session_token: credentials.sessionToken,
    issued_at: credentials.issuedAt,
    expires_at: credentials.expiresAt
  });
  writePrivateFile(file, text, random);
}
function isFresh({ issuedAt, expiresAt }, now) {
  const lifetime = expiresAt.getTime() - issuedAt.getTime();
  return expiresAt.getTime() - now.getTime() > Math.min(LEFT_MS, lifetime / 4);
}
function processOutput(credentials) {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: credentials.expiresAt.toISOString()
  });
}

export {
  readCache,
  writeCache,
  isFresh,
  processOutput
};
