import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  __commonJS
} from "./chunk-IDA2HAZ2.js";

// builtin:path
var require_path = __commonJS({
  "builtin:path"(exports) {
    for (const name of ["resolve", "normalize", "isAbsolute", "join", "relative", "toNamespacedPath", "dirname", "basename", "extname", "format", "parse", "matchesGlob", "sep", "delimiter", "win32", "posix", "_makeLong"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("path")[name] });
  }
});

export {
  require_path
};
