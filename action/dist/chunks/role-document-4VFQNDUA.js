import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)
import {
  roleDocument
} from "./chunk-323QZG7Z.js";
import "./chunk-IDA2HAZ2.js";
export {
  roleDocument
};
