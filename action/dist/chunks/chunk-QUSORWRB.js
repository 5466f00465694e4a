import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  __commonJS
} from "./chunk-IDA2HAZ2.js";

// builtin:fs/promises
var require_promises = __commonJS({
  "builtin:fs/promises"(exports) {
    for (const name of ["access", "copyFile", "cp", "open", "opendir", "rename", "truncate", "rm", "rmdir", "mkdir", "readdir", "readlink", "symlink", "lstat", "stat", "statfs", "link", "unlink", "chmod", "lchmod", "lchown", "chown", "utimes", "lutimes", "realpath", "mkdtemp", "writeFile", "appendFile", "readFile", "watch", "constants"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("fs/promises")[name] });
  }
});

export {
  require_promises
};
