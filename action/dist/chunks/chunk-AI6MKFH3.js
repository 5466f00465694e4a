import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  __commonJS
} from "./chunk-IDA2HAZ2.js";

// builtin:https
var require_https = __commonJS({
  "builtin:https"(exports) {
    for (const name of ["Agent", "globalAgent", "Server", "createServer", "get", "request"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("https")[name] });
  }
});

export {
  require_https
};
