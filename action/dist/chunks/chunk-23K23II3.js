import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  __commonJS
} from "./chunk-IDA2HAZ2.js";

// builtin:http
var require_http = __commonJS({
  "builtin:http"(exports) {
    for (const name of ["_connectionListener", "METHODS", "STATUS_CODES", "Agent", "ClientRequest", "IncomingMessage", "OutgoingMessage", "Server", "ServerResponse", "createServer", "validateHeaderName", "validateHeaderValue", "get", "request", "setMaxIdleHTTPParsers", "maxHeaderSize", "globalAgent"]) Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule("http")[name] });
  }
});

export {
  require_http
};
