import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  connectionFor,
  inputReader,
  maskSources,
  positiveDuration,
  readWorking
} from "./chunks/chunk-QQGQ3IFT.js";
import {
  table
} from "./chunks/chunk-5L73ZW7L.js";
import {
  EXIT_OF_SIGNAL,
  githubRunner,
  hearStop
} from "./chunks/chunk-UEDL6YGC.js";
import {
  connect,
  endLease,
  inParallel,
  isLive
} from "./chunks/chunk-KR5WLP77.js";
import "./chunks/chunk-AI6MKFH3.js";
import "./chunks/chunk-Y3QRTADL.js";
import "./chunks/chunk-QUSORWRB.js";
import {
  annotate,
  end,
  errorLine
} from "./chunks/chunk-3FJXS4OM.js";
import "./chunks/chunk-XXEMAFRO.js";
import "./chunks/chunk-T6SLSOET.js";
import "./chunks/chunk-KMGR2TSQ.js";
import "./chunks/chunk-EUJ7F674.js";
import {
  DaypassError,
  isDaypassError
} from "./chunks/chunk-L6CZKV57.js";
import "./chunks/chunk-23K23II3.js";
import "./chunks/chunk-MBBGKEYZ.js";
import "./chunks/chunk-IDA2HAZ2.js";

// core/sweep.ts
var LEASES_AT_ONCE = 16;
async function sweep(ports, options = {}) {
  const tally = { ended: [], failed: [], skipped: [] };
  const now = ports.clock.now();
  await ports.leases.ready();
  const full = options.full ?? (options.dryRun !== true && await ports.leases.beginFullSweep(now));
  const seen = /* @__PURE__ */ new Map();
  await inParallel(entries(ports, now, full), LEASES_AT_ONCE, async (entry) => {
    if (options.signal?.aborted === true) return;
    const before = seen.get(entry.id);
    const swept = before ?? sweepEntry(ports, entry, tally, options);
    seen.set(entry.id, swept);
    if (await swept && before !== void 0 && options.dryRun !== true) {
      await ports.leases.dropDue([entry]).catch(ignoreOperational);
    }
  });
  const stuck = await stuckLeases(ports, options.dryRun === true);
  const denials = options.dryRun === true ? [] : await ports.revoker.tend?.({ signal: options.signal });
  const rotates = options.dryRun !== true && options.revocationsOnly !== true;
  const keys = rotates ? await ports.tendKeys?.({ signal: options.signal }) : [];
  return { ...tally, stuck, denials: denials ?? [], keys: keys ?? [] };
}
async function stuckLeases({ leases }, dryRun) {
  const stuck = [];
  for await (const id of leases.stuck()) {
    const found = await leases.read(id);
    if (found !== void 0 && isLive(found)) stuck.push(id);
    else if (!dryRun) await leases.clearStuck(id);
  }
  return stuck;
}
async function* entries(ports, now, full) {
  yield* ports.leases.due(now);
  if (!full) return;
  for await (const lease of ports.leases.list()) yield { id: lease.id, dueAt: lease.dueAt };
}
async function sweepEntry(ports, entry, tally, options) {
  let reason = "expired";
  try {
    const found = await ports.leases.read(entry.id);
    if (found === void 0 || !isLive(found)) {
      if (options.dryRun !== true) await ports.leases.dropDue([entry]);
      return true;
    }
    const { lease } = found;
    if (options.revocationsOnly === true && lease.state !== "revoking") return false;
    reason = dueReason(lease);
    if (lease.dueAt > ports.clock.now()) {
      await notDue(ports, entry, found, tally, options.dryRun === true);
    } else if (options.dryRun === true) {
      tally.ended.push({ id: entry.id, reason });
    } else {
      const result = await endLease(ports, found, reason, {
        signal: options.signal,
        sweptEntry: entry
      });
      const ours = result.status === "revoked" || result.status === "ended" && result.recorded;
      if (ours) tally.ended.push({ id: entry.id, reason });
      else tally.skipped.push(entry.id);
      return ours || result.status === "ended";
    }
  } catch (error) {
    if (isDaypassError(error, "lease-conflict")) tally.skipped.push(entry.id);
    else if (isDaypassError(error)) tally.failed.push({ id: entry.id, reason, error });
    else throw error;
  }
  return false;
}
function ignoreOperational(error) {
  if (!isDaypassError(error)) throw error;
}
async function notDue(ports, entry, { lease }, tally, dryRun) {
  if (lease.state === "revoking" && lease.claimed) {
    tally.skipped.push(lease.id);
  } else if (!dryRun) {
    await ports.leases.putDue({ id: lease.id, dueAt: lease.dueAt });
    if (entry.dueAt < lease.dueAt) await ports.leases.dropDue([entry]);
  }
}
function dueReason(lease) {
  switch (lease.state) {
    case "pending":
      return "abandoned";
    case "active":
      return "expired";
    case "revoking":
      return lease.reason;
  }
}

// action/sweep/sweep-table.ts
var ROWS_MAX = 200;
function sweepTable({ ended, failed, stuck, skipped }) {
  const rows = [
    ...stuck.map((id) => [id, "stuck", "could not be revoked three times or more"]),
    ...failed.map(({ id, error }) => [id, "failed", errorLine(error)]),
    ...ended.map(({ id, reason }) => [id, "ended", reason]),
    ...skipped.map((id) => [id, "skipped", "another process was at it"])
  ];
  const shown = rows.slice(0, ROWS_MAX);
  const rest = rows.length > shown.length ? `
and ${rows.length - shown.length} more
` : "";
  const counts = `${ended.length} ended, ${failed.length} failed, ${stuck.length} stuck`;
  const body = shown.length === 0 ? "" : table(["Lease", "What", "Why"], shown);
  return `### daypass sweep

${counts}

${body}${rest}
`;
}

// action/sweep/run-sweep.ts
var TIMEOUT_SECONDS = 600;
async function runSweep(runner) {
  const stop = hearStop(runner);
  const work = async () => {
    try {
      const settings = readSweepSettings((name) => runner.input(name));
      stop.begin(settings.timeoutSeconds);
      maskSources(runner, settings);
      const { ports, fetchAhead } = connect(connectionFor(settings, runner), runner, stop.signal);
      fetchAhead();
      return await tell(runner, settings, await sweep(ports, { signal: stop.signal }));
    } catch (error) {
      annotate(runner, error);
      return 1;
    }
  };
  const code = await Promise.race([work(), stop.patienceEnds.then(() => 1)]);
  const by = stop.by();
  return by === void 0 ? code : EXIT_OF_SIGNAL[by];
}
function readSweepSettings(input) {
  const read = inputReader(input);
  const working = readWorking(read);
  const { state } = working;
  if (state === void 0) read.problem("state", "it is missing: name the bucket to sweep");
  if (working.brokerRoleArn === void 0 && working.tokenFile !== void 0)
    read.problem("broker-role-arn", "it is missing: the token file is for taking it");
  const settings = {
    ...working,
    // A sweep has to be somebody: it takes no roles straight.
    direct: false,
    state: state ?? "",
    failWhenStuck: read.flag("fail-when-stuck", false),
    timeoutSeconds: read.parsed("timeout", positiveDuration, "a duration like 600 or 10m") ?? TIMEOUT_SECONDS
  };
  read.end();
  return settings;
}
async function tell(runner, { failWhenStuck }, report) {
  const { ended, failed, stuck } = report;
  runner.setOutput("ended", String(ended.length));
  runner.setOutput("failed", String(failed.length));
  runner.setOutput("stuck", String(stuck.length));
  for (const { id, reason } of ended) runner.say(`lease ${id} ended: ${reason}`);
  for (const { id, error } of failed)
    runner.warn(`lease ${id} could not be ended and is tried again: ${errorLine(error)}`);
  runner.say(`${ended.length} ended, ${failed.length} failed, ${stuck.length} stuck`);
  await runner.summarise(sweepTable(report));
  if (stuck.length === 0) return 0;
  const which = stuck.slice(0, 20).join(", ");
  const stuckError = new DaypassError(
    "outcome-unknown",
    `cannot be revoked again and again: ${which}`,
    {
      hint: "look at why, with daypass leases --stuck and daypass revoke"
    }
  );
  if (failWhenStuck) annotate(runner, stuckError);
  else runner.warn(errorLine(stuckError));
  return failWhenStuck ? 1 : 0;
}

// action/sweep.ts
end(await runSweep(githubRunner(process.env)));
