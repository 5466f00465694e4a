import tseslint from 'typescript-eslint'
import tsdoc from 'eslint-plugin-tsdoc'

/** node:test's functions return promises that the runner itself awaits. */
const testFunctions = ['test', 'it', 'describe', 'suite', 'before', 'after'].map((name) => ({
  from: 'package',
  package: 'node:test',
  name,
}))

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'action/dist/**',
      'provider/cdktf/**',
      'provider/cdktn/**',
      'node_modules/**',
      'eslint.config.js',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    plugins: { tsdoc },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/return-await': ['error', 'always'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'tsdoc/syntax': 'error',
    },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: testFunctions },
      ],
      'max-lines-per-function': 'off',
    },
  },
)
