import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  removeSections,
  restored,
  revoke,
  timestamp
} from "./chunks/chunk-7VGJPWIA.js";
import {
  parseSavedState
} from "./chunks/chunk-LFILJ4F6.js";
import {
  table
} from "./chunks/chunk-5L73ZW7L.js";
import {
  githubRunner,
  hearStop
} from "./chunks/chunk-UEDL6YGC.js";
import {
  connect
} from "./chunks/chunk-KR5WLP77.js";
import "./chunks/chunk-AI6MKFH3.js";
import "./chunks/chunk-Y3QRTADL.js";
import "./chunks/chunk-QUSORWRB.js";
import {
  sealEnvironment
} from "./chunks/chunk-KWXG35BG.js";
import {
  withFileLock
} from "./chunks/chunk-25IXZ7HA.js";
import {
  closedIn,
  issuingLock,
  journalIn,
  readPrivateFile,
  refreshFiles
} from "./chunks/chunk-IQ6MMPMF.js";
import {
  end,
  errorLine
} from "./chunks/chunk-3FJXS4OM.js";
import "./chunks/chunk-XXEMAFRO.js";
import "./chunks/chunk-T6SLSOET.js";
import {
  parseArn
} from "./chunks/chunk-EUJ7F674.js";
import {
  DaypassError,
  isDaypassError,
  parseLeaseId,
  roleOf
} from "./chunks/chunk-L6CZKV57.js";
import "./chunks/chunk-23K23II3.js";
import {
  require_fs
} from "./chunks/chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunks/chunk-IDA2HAZ2.js";

// action/refresh/close-refresh.ts
var import_node_fs = __toESM(require_fs(), 1);
var WAIT_MS = 5e3;
async function closeRefresh(directory, firsts, ports) {
  if (!(0, import_node_fs.existsSync)(directory)) return [];
  (0, import_node_fs.writeFileSync)(closedIn(directory), "", { mode: 384 });
  await Promise.all(
    firsts.map(async (lease) => {
      const { lock } = refreshFiles(directory, lease);
      await waitFor(lock, ports);
    })
  );
  const lines = (readPrivateFile(journalIn(directory)) ?? "").split("\n");
  return lines.flatMap((line) => line === "" ? [] : readable(line));
}
function removeRefresh(directory) {
  (0, import_node_fs.rmSync)(directory, { recursive: true, force: true });
}
async function waitFor(lock, ports) {
  try {
    await withFileLock(lock, { ...issuingLock(ports), waitMs: WAIT_MS }, () => void 0);
  } catch (error) {
    if (!isDaypassError(error)) throw error;
  }
}
function readable(line) {
  try {
    return [parseLeaseId(line)];
  } catch (error) {
    if (isDaypassError(error)) return [];
    throw error;
  }
}

// action/summary.ts
function summaryTable(endings) {
  const rows = endings.map(({ lease, how, why, at }) => {
    const until = lease.expiresAt === void 0 ? "" : timestamp(lease.expiresAt);
    const end2 = at === void 0 ? how : `${how} ${timestamp(at)}`;
    return [roleOf(lease.id), lease.arn ?? "", lease.id, until, why === "" ? end2 : `${end2}: ${why}`];
  });
  const head = ["Role", "As", "Lease", "Would end", "What became of it"];
  return `### AWS credentials

${table(head, rows)}
`;
}

// action/run-post.ts
var POST_SECONDS = 20;
async function runPost(runner, seal) {
  const text = runner.saved();
  if (text === "") return;
  const stop = hearStop(runner);
  stop.begin(POST_SECONDS);
  try {
    const saved = parseSavedState(text);
    if (saved.maskAccountId) maskAccountsOf(runner, saved);
    seal(saved.connection.variables);
    for (const [name, value] of Object.entries(restored(saved.variables, runner.env))) {
      runner.exportVariable(name, value);
    }
    await removeSections(runner, saved.profiles);
    const endings = await endAll(runner, await withRefreshed(runner, saved), stop);
    if (saved.refreshDirectory !== void 0) removeRefresh(saved.refreshDirectory);
    for (const ending of endings) tell(runner, ending);
    await runner.summarise(summaryTable(endings));
  } catch (error) {
    runner.warn(`post step: ${errorLine(error)}`);
  }
}
async function withRefreshed(runner, saved) {
  const { refreshDirectory, leases } = saved;
  if (refreshDirectory === void 0) return saved;
  const firsts = leases.map(({ id }) => id);
  const more = await closeRefresh(refreshDirectory, firsts, runner);
  const since = more.map((id) => ({ id, alias: void 0, arn: void 0, expiresAt: void 0 }));
  return { ...saved, leases: [...leases, ...since] };
}
async function endAll(runner, saved, stop) {
  const { connection, leases } = saved;
  if (saved.revoke === "never")
    return leases.map((lease) => ({ lease, how: "kept", why: "revoke: never" }));
  if (connection.identity.kind === "nobody") {
    const why = "nobody may revoke it: give a broker-role-arn";
    return leases.map((lease) => ({ lease, how: "kept", why }));
  }
  const connected = connect(connection, runner, stop.signal);
  connected.fetchAhead();
  return await Promise.all(leases.map(async (lease) => await endOne(connected, lease, stop, saved)));
}
async function endOne({ ports }, lease, { signal, patienceEnds }, saved) {
  const late = patienceEnds.then(() => {
    throw new DaypassError("cancelled", "AWS did not answer in time");
  });
  try {
    const result = await Promise.race([revoke(ports, lease.id, { signal }), late]);
    return { lease, ...wordsFor(result) };
  } catch (error) {
    if (isDaypassError(error, "lease-not-found")) return { lease, how: "never issued", why: "" };
    return { lease, how: "not revoked", why: `${errorLine(error)}; ${nextChance(saved)}` };
  }
}
function wordsFor(result) {
  switch (result.status) {
    case "revoked":
      return { how: "revoked", why: "", at: result.at };
    case "ended":
      return {
        how: result.outcome === "never-issued" ? "never issued" : "ended",
        why: "",
        at: result.at
      };
    case "pending":
      return { how: "pending", why: result.reason };
    case "ends_at":
      return { how: "kept", why: result.reason };
  }
}
function nextChance({ connection }) {
  return connection.state.startsWith("s3:") ? "a sweep of the state revokes it" : "no sweep can reach it, since its record was in the runner\u2019s temporary directory";
}
function tell(runner, { lease, how, why, at }) {
  const ends = lease.expiresAt === void 0 ? "" : ` until ${timestamp(lease.expiresAt)}`;
  switch (how) {
    case "revoked":
    case "ended":
      runner.say(`lease ${lease.id} ${how}${at === void 0 ? "" : ` at ${timestamp(at)}`}`);
      break;
    case "never issued":
      runner.say(`lease ${lease.id} was never issued`);
      break;
    case "pending":
      runner.say(`lease ${lease.id} is not revoked yet: ${why}`);
      break;
    case "kept":
      runner.say(`lease ${lease.id} works${ends}: ${why}`);
      break;
    case "not revoked":
      runner.warn(
        lease.expiresAt === void 0 ? `whether lease ${lease.id} was issued could not be found out: ${why}` : `lease ${lease.id} was not revoked and may work${ends}: ${why}`
      );
  }
}
function maskAccountsOf(runner, { leases }) {
  for (const { arn } of leases) {
    const account = parseArn(arn ?? "")?.account ?? "";
    if (account !== "") runner.mask(account);
  }
}

// action/post.ts
var seen = { ...process.env };
await runPost(githubRunner(seen), (variables) => {
  sealEnvironment(process.env, variables);
});
end(0);
