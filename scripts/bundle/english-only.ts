import type { Plugin } from 'esbuild'

/** Leaves out zod's texts in forty languages: daypass has its own words, and English serves for the rest. */
export const englishOnly: Plugin = {
  name: 'english-only',
  setup: (build) => {
    build.onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ path, importer }) =>
      /[\\/]zod[\\/]v4[\\/]/.test(importer)
        ? { path, namespace: 'no-locales', sideEffects: false }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'no-locales' }, () => ({ contents: 'export {}' }))
  },
}
