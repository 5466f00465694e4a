import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  require_path
} from "./chunk-T6SLSOET.js";
import {
  DaypassError,
  nameOf
} from "./chunk-L6CZKV57.js";
import {
  require_fs
} from "./chunk-MBBGKEYZ.js";
import {
  __toESM
} from "./chunk-IDA2HAZ2.js";

// action/private-file.ts
var import_node_fs = __toESM(require_fs(), 1);
var import_node_path = __toESM(require_path(), 1);
function readPrivateFile(path) {
  return isPlainFile(path) ? (0, import_node_fs.readFileSync)(path, "utf8") : void 0;
}
function writePrivateFile(path, text, random) {
  (0, import_node_fs.mkdirSync)((0, import_node_path.dirname)(path), { recursive: true, mode: 448 });
  isPlainFile(path);
  const beside = `${path}.${Buffer.from(random(8)).toString("hex")}`;
  const file = (0, import_node_fs.openSync)(beside, "wx", 384);
  try {
    (0, import_node_fs.writeSync)(file, text);
    (0, import_node_fs.fsyncSync)(file);
  } finally {
    (0, import_node_fs.closeSync)(file);
  }
  try {
    (0, import_node_fs.renameSync)(beside, path);
  } catch (error) {
    (0, import_node_fs.rmSync)(beside, { force: true });
    throw error;
  }
}
function appendDurably(path, line) {
  const file = (0, import_node_fs.openSync)(path, "a", 384);
  try {
    (0, import_node_fs.writeSync)(file, `${line}
`);
    (0, import_node_fs.fsyncSync)(file);
  } finally {
    (0, import_node_fs.closeSync)(file);
  }
}
function isPlainFile(path) {
  for (const one of [(0, import_node_path.dirname)(path), path]) {
    const found = (0, import_node_fs.lstatSync)(one, { throwIfNoEntry: false });
    if (found === void 0) return false;
    if (one === path ? found.isFile() : found.isDirectory()) continue;
    throw new DaypassError(
      "request-invalid",
      `${one} is not a plain ${one === path ? "file" : "directory"}`,
      {
        hint: "credentials are not written through links: remove it"
      }
    );
  }
  return true;
}

// action/refresh/refresh-files.ts
var import_node_path2 = __toESM(require_path(), 1);
function refreshDirectory(env, first) {
  const name = first === "" ? "" : nameOf(first);
  return (0, import_node_path2.join)(env["RUNNER_TEMP"] ?? "", `daypass-refresh-${name}`);
}
function refreshFiles(directory, lease) {
  const config = (0, import_node_path2.join)(directory, `${nameOf(lease)}.json`);
  return { config, ...besideConfig(config) };
}
function besideConfig(config) {
  const stem = config.replace(/\.json$/, "");
  return { cache: `${stem}.cache`, lock: `${stem}.lock` };
}
function journalIn(directory) {
  return (0, import_node_path2.join)(directory, "journal");
}
function closedIn(directory) {
  return (0, import_node_path2.join)(directory, "closed");
}
function issuingLock(ports) {
  return { ...ports, waitMs: 6e4, staleMs: 75e3 };
}

export {
  readPrivateFile,
  writePrivateFile,
  appendDurably,
  refreshDirectory,
  refreshFiles,
  besideConfig,
  journalIn,
  closedIn,
  issuingLock
};
