import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  githubHolder,
  issue,
  parseRefreshConfig,
  plainCredentials
} from "./chunk-YCJW353U.js";
import "./chunk-323QZG7Z.js";
import "./chunk-LFILJ4F6.js";
import {
  connect
} from "./chunk-KR5WLP77.js";
import "./chunk-AI6MKFH3.js";
import "./chunk-QUSORWRB.js";
import {
  writeCache
} from "./chunk-5UF6BECA.js";
import {
  appendDurably,
  besideConfig,
  closedIn,
  journalIn,
  readPrivateFile
} from "./chunk-IQ6MMPMF.js";
import "./chunk-XXEMAFRO.js";
import {
  require_path
} from "./chunk-T6SLSOET.js";
import "./chunk-OKH7ZQGB.js";
import "./chunk-YMTCWTXB.js";
import "./chunk-KMGR2TSQ.js";
import "./chunk-EUJ7F674.js";
import {
  DaypassError,
  newLeaseId
} from "./chunk-L6CZKV57.js";
import "./chunk-23K23II3.js";
import {
  require_fs
} from "./chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunk-IDA2HAZ2.js";

// action/refresh/issue-next.ts
var import_node_fs = __toESM(require_fs(), 1);
var import_node_path = __toESM(require_path(), 1);
var ISSUE_MS = 55e3;
async function issueNext(configFile, asking, seal) {
  const { clock, random, env } = asking;
  const directory = (0, import_node_path.dirname)(configFile);
  const { cache } = besideConfig(configFile);
  const text = readPrivateFile(configFile);
  if (text === void 0) throw closed();
  const { connection, role, ttlSeconds, roleArn, roleSessionName } = parseRefreshConfig(
    text,
    configFile
  );
  seal(connection.variables);
  const signal = clock.deadline(ISSUE_MS);
  const { ports } = connect(connection, asking, signal);
  const id = newLeaseId(role.name, random);
  appendDurably(journalIn(directory), id);
  if ((0, import_node_fs.existsSync)(closedIn(directory))) throw closed();
  const holder = githubHolder(env) ?? { kind: "github" };
  const issued = await issue(
    ports,
    { role, holder, id, ttlSeconds, roleArn, roleSessionName },
    { signal }
  );
  const plain = plainCredentials(issued, { alias: void 0, arn: void 0 });
  const credentials = { ...plain, issuedAt: issued.lease.issuedAt };
  writeCache(cache, credentials, random);
  return credentials;
}
function closed() {
  return new DaypassError("lease-ended", "the step that made this profile has ended");
}
export {
  issueNext
};
