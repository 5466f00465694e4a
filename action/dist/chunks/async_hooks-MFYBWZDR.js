import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  __commonJS
} from "./chunk-IDA2HAZ2.js";

// builtin:async_hooks
var require_async_hooks = __commonJS({
  "builtin:async_hooks"(exports) {
    for (const name of ["AsyncLocalStorage", "createHook", "executionAsyncId", "triggerAsyncId", "executionAsyncResource", "asyncWrapProviders", "AsyncResource"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("async_hooks")[name] });
  }
});
export default require_async_hooks();
