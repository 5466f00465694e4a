import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  isFresh,
  processOutput,
  readCache
} from "./chunks/chunk-5UF6BECA.js";
import {
  sealEnvironment
} from "./chunks/chunk-KWXG35BG.js";
import {
  withFileLock
} from "./chunks/chunk-25IXZ7HA.js";
import {
  besideConfig,
  issuingLock
} from "./chunks/chunk-IQ6MMPMF.js";
import {
  end,
  errorLine
} from "./chunks/chunk-3FJXS4OM.js";
import {
  systemClock
} from "./chunks/chunk-XXEMAFRO.js";
import "./chunks/chunk-T6SLSOET.js";
import {
  isDaypassError
} from "./chunks/chunk-L6CZKV57.js";
import {
  require_crypto
} from "./chunks/chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunks/chunk-IDA2HAZ2.js";

// action/credentials.ts
var import_node_crypto = __toESM(require_crypto(), 1);

// action/refresh/fresh-credentials.ts
async function freshCredentials(configFile, asking, seal) {
  const { clock } = asking;
  const { cache, lock } = besideConfig(configFile);
  const before = readCache(cache);
  if (before !== void 0 && isFresh(before, clock.now())) return before;
  try {
    return await withFileLock(lock, issuingLock(asking), async () => {
      const meanwhile = readCache(cache);
      if (meanwhile !== void 0 && isFresh(meanwhile, clock.now())) return meanwhile;
      const { issueNext } = await import("./chunks/issue-next-DJGUMQEP.js");
      return await issueNext(configFile, asking, seal);
    });
  } catch (error) {
    if (before !== void 0 && before.expiresAt > clock.now() && isDaypassError(error))
      return before;
    throw error;
  }
}

// action/credentials.ts
var seen = { ...process.env };
var [, , config = ""] = process.argv;
try {
  const credentials = await freshCredentials(
    config,
    { env: seen, clock: systemClock, random: import_node_crypto.randomBytes },
    (variables) => {
      sealEnvironment(process.env, variables);
    }
  );
  process.stdout.write(`${processOutput(credentials)}
`);
  end(0);
} catch (error) {
  process.stderr.write(`daypass: ${errorLine(error)}
`);
  end(1);
}
