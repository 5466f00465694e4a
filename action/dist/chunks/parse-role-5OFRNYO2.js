import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  parseRole,
  readRole
} from "./chunk-OKH7ZQGB.js";
import "./chunk-YMTCWTXB.js";
import "./chunk-KMGR2TSQ.js";
import "./chunk-EUJ7F674.js";
import "./chunk-L6CZKV57.js";
import "./chunk-IDA2HAZ2.js";
export {
  parseRole,
  readRole
};
