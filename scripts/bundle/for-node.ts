import type { BuildOptions } from 'esbuild'

/** What all bundles have in common. */
export const FOR_NODE = {
  bundle: true,
  platform: 'node',
  // A package's ES modules before its CommonJS twin: only those can be split and stripped of what is unused.
  mainFields: ['module', 'main'],
  // The SDK's advice about Node 20 is for who chooses its version, which is pinned here, not for who runs a command.
  define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
  logLevel: 'warning',
} as const satisfies BuildOptions

/** Those that are ES modules, for the oldest Node that daypass runs on. */
export const ES_MODULES = {
  ...FOR_NODE,
  format: 'esm',
  target: 'node20.19',
  // Some dependencies are CommonJS and call `require` for Node's own modules, which ES modules do not have.
  banner: {
    js: `import { createRequire as createRequireForBundle } from 'node:module'
const require = createRequireForBundle(import.meta.url)`,
  },
} as const satisfies BuildOptions
