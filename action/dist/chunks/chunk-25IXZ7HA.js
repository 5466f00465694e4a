import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  DaypassError
} from "./chunk-L6CZKV57.js";
import {
  require_fs
} from "./chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunk-IDA2HAZ2.js";

// action/file-lock.ts
var import_node_fs = __toESM(require_fs(), 1);
async function withFileLock(path, options, task) {
  const own = Buffer.from(options.random(12)).toString("hex");
  const until = options.clock.now().getTime() + options.waitMs;
  while (!tryLock(path, own)) {
    if (options.clock.now().getTime() > until)
      throw new DaypassError("cancelled", `another process holds ${path}`);
    if (!takeOver(path, own, options)) await options.clock.sleep(20);
  }
  try {
    return await task();
  } finally {
    if (holderOf(path) === own) (0, import_node_fs.unlinkSync)(path);
  }
}
function tryLock(path, own) {
  try {
    (0, import_node_fs.writeFileSync)(path, own, { flag: "wx", mode: 384 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}
function takeOver(path, own, { clock, staleMs }) {
  const aside = `${path}.${own}`;
  try {
    const seen = holderOf(path);
    if (clock.now().getTime() - (0, import_node_fs.statSync)(path).mtimeMs < staleMs) return false;
    (0, import_node_fs.renameSync)(path, aside);
    if (holderOf(aside) !== seen) (0, import_node_fs.linkSync)(aside, path);
    (0, import_node_fs.unlinkSync)(aside);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "EEXIST") return false;
    throw error;
  }
}
function holderOf(path) {
  try {
    return (0, import_node_fs.readFileSync)(path, "utf8");
  } catch {
    return void 0;
  }
}
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : void 0;
}

export {
  withFileLock
};
