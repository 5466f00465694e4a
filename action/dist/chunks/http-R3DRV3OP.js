import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  require_http
} from "./chunk-23K23II3.js";
import "./chunk-IDA2HAZ2.js";
export default require_http();
