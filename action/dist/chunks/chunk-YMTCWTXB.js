import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  __commonJS
} from "./chunk-IDA2HAZ2.js";

// builtin:process
var require_process = __commonJS({
  "builtin:process"(exports) {
    for (const name of ["version", "versions", "arch", "platform", "release", "_rawDebug", "moduleLoadList", "binding", "_linkedBinding", "_events", "_eventsCount", "_maxListeners", "domain", "_exiting", "exitCode", "config", "dlopen", "uptime", "_getActiveRequests", "_getActiveHandles", "getActiveResourcesInfo", "reallyExit", "_kill", "loadEnvFile", "cpuUsage", "resourceUsage", "memoryUsage", "constrainedMemory", "availableMemory", "kill", "exit", "hrtime", "openStdin", "getuid", "geteuid", "getgid", "getegid", "getgroups", "allowedNodeEnvironmentFlags", "assert", "features", "_fatalException", "setUncaughtExceptionCaptureCallback", "hasUncaughtExceptionCaptureCallback", "emitWarning", "nextTick", "_tickCallback", "sourceMapsEnabled", "setSourceMapsEnabled", "getBuiltinModule", "_debugProcess", "_debugEnd", "_startProfilerIdleNotifier", "_stopProfilerIdleNotifier", "stdout", "stdin", "stderr", "abort", "umask", "chdir", "cwd", "initgroups", "setgroups", "setegid", "seteuid", "setgid", "setuid", "env", "title", "argv", "execArgv", "pid", "ppid", "execPath", "debugPort", "argv0", "_preload_modules", "report", "emit", "listenerCount", "listeners"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("process")[name] });
  }
});

export {
  require_process
};
