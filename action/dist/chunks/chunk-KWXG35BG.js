import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)

// action/seal-environment.ts
function sealEnvironment(environment, variables) {
  for (const name of Object.keys(environment)) {
    if (name.startsWith("AWS_")) Reflect.deleteProperty(environment, name);
  }
  Object.assign(environment, variables);
}

export {
  sealEnvironment
};
