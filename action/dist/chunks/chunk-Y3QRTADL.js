import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  __commonJS
} from "./chunk-IDA2HAZ2.js";

// builtin:os
var require_os = __commonJS({
  "builtin:os"(exports) {
    for (const name of ["arch", "availableParallelism", "cpus", "endianness", "freemem", "getPriority", "homedir", "hostname", "loadavg", "networkInterfaces", "platform", "release", "setPriority", "tmpdir", "totalmem", "type", "userInfo", "uptime", "version", "machine", "constants", "EOL", "devNull"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("os")[name] });
  }
});

export {
  require_os
};
