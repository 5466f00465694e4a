/** `daypass review` on directories, on revisions of git and on a plan. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../../../cli/run.ts'
import { type RecordingOptions, recordingContext } from '../../cli/recording-context.ts'
import { makeRepository, scratch, writeFiles } from './repository.ts'
import { READER, REWORDED, WIDER } from './roles.ts'

const repository = makeRepository()
const first = repository.commit({ 'roles/reader.yaml': READER, 'docs/notes.yaml': 'no: role\n' })
const second = repository.commit({ 'roles/reader.yaml': WIDER })
repository.git('tag', 'v1', first)

interface Options extends RecordingOptions {
  readonly directory?: string
}

async function daypass(argv: readonly string[], options: Options = {}) {
  const { directory = repository.directory, env, ...rest } = options
  const path = process.env['PATH']
  const recording = recordingContext({ ...rest, env: { PATH: path, ...env } })
  const code = await run(argv, { ...recording.context, directory })
  return { code, stdout: recording.stdout(), stderr: recording.stderr() }
}

async function review(...argv: string[]) {
  const { code, stdout, stderr } = await daypass(['review', ...argv, '--json'])
  assert.equal(stderr, '')
  return { code, document: JSON.parse(stdout) as ReviewDocument }
}

interface ReviewDocument {
  readonly verdict: string
  readonly blocking: number
  readonly compared: { readonly base: string; readonly head: string }
  readonly roles: readonly { readonly name: string; readonly kind: string }[]
  readonly unchanged: readonly string[]
  readonly unreadable: readonly { readonly file: string }[]
  readonly findings: readonly {
    readonly rule: string
    readonly severity: string
    readonly is_new: boolean
    readonly place: { readonly file: string; readonly line: number } | null
  }[]
  readonly live_leases: readonly { readonly role: string; readonly count: number }[] | null
}

test('two revisions are compared from the objects of git, whatever is checked out', async () => {
  repository.write({ 'roles/reader.yaml': 'credential_type: nonsense\n' })
  const { code, document } = await review('--base', 'v1', '--head', 'HEAD')
  repository.git('checkout', '--quiet', '--', '.')
  assert.deepEqual([code, document.verdict], [1, 'wider'])
  assert.ok(document.blocking > 0)
  assert.deepEqual(document.compared, {
    base: `v1 ${first.slice(0, 12)}`,
    head: `HEAD ${second.slice(0, 12)}`,
  })
  assert.deepEqual(
    document.findings
      .filter(({ rule }) => rule === 'TRU001')
      .map(({ place }) => [place?.file, place?.line]),
    [['roles/reader.yaml', 5]],
  )
})

test('what became narrower fails nothing', async () => {
  const { code, document } = await review('--base', second, '--head', first)
  assert.deepEqual([code, document.verdict, document.blocking], [0, 'narrower', 0])
})

test('the head is the working directory unless it is named, changes that are not committed too', async () => {
  repository.write({ 'roles/reader.yaml': READER })
  const { document } = await review('--base', 'HEAD')
  repository.git('checkout', '--quiet', '--', '.')
  assert.equal(document.verdict, 'narrower')
})

test('two checkouts are compared below their folder of roles, with places as the repository has them', async () => {
  const [old, fresh] = [scratch(), scratch()]
  writeFiles(old, { 'roles/reader.yaml': READER, 'other.yaml': 'not: a role\n' })
  writeFiles(fresh, { 'roles/reader.yaml': WIDER, 'roles/new.yaml': READER })
  const { document } = await review('--base', old, '--head', fresh)
  assert.deepEqual(
    document.roles.map(({ name, kind }) => `${name} ${kind}`),
    ['new added', 'reader changed'],
  )
  const files = document.findings.flatMap(({ place }) => place?.file ?? [])
  assert.ok(files.includes('roles/reader.yaml'), files.join())
})

test('two directories without that folder are folders of role files', async () => {
  const [old, fresh] = [scratch(), scratch()]
  writeFiles(old, { 'reader.yaml': READER })
  writeFiles(fresh, { 'reader.yaml': REWORDED })
  const { document } = await review('--base', old, '--head', fresh)
  assert.deepEqual([document.verdict, document.roles.length], ['same access', 1])
  const named = await daypass(['review', '--base', old, '--head', fresh, '--roles', 'roles'])
  assert.equal(named.code, 3)
  assert.match(named.stderr, /has a folder roles/)
})

test('a folder that only one side has is empty on the other', async () => {
  const empty = scratch()
  const { document } = await review('--base', empty, '--head', 'v1')
  assert.deepEqual(
    document.roles.map(({ kind }) => kind),
    ['added'],
  )
})

test('no link is followed: neither a file, nor the folder, in a directory or in git', async () => {
  const secret = join(scratch(), 'secret.yaml')
  writeFileSync(secret, 'password-of-somebody: 1\n')
  const linked = makeRepository()
  linked.commit({ 'roles/reader.yaml': READER })
  const base = linked.git('rev-parse', 'HEAD')
  linked.commit({ 'roles/linked.yaml': `→${secret}` })
  for (const head of [linked.directory, 'HEAD']) {
    const { code, stdout } = await daypass(['review', '--base', base, '--head', head, '--json'], {
      directory: linked.directory,
    })
    assert.doesNotMatch(stdout, /password-of-somebody/)
    const { unreadable } = JSON.parse(stdout) as ReviewDocument
    assert.deepEqual([code, unreadable.map(({ file }) => file)], [1, ['roles/linked.yaml']])
  }
  const outside = scratch()
  writeFiles(outside, { roles: `→${join(secret, '..')}` })
  const { stdout } = await daypass(['review', '--base', base, '--head', outside, '--json'], {
    directory: linked.directory,
  })
  assert.doesNotMatch(stdout, /password-of-somebody/)
  assert.deepEqual(
    (JSON.parse(stdout) as ReviewDocument).unreadable.map(({ file }) => file),
    ['roles'],
  )
})

test('a side that is neither a directory nor a revision is wrong use, options of git included', async () => {
  for (const name of ['nowhere', '--upload-pack=touch', '-h', 'HEAD:roles']) {
    const { code, stderr } = await daypass(['review', `--base=${name}`])
    assert.equal(code, 2, stderr)
    assert.match(stderr, /neither a directory nor a revision/)
  }
  assert.equal((await daypass(['review'])).code, 2)
  const elsewhere = await daypass(['review', '--base', 'main'], { directory: scratch() })
  assert.equal(elsewhere.code, 2)
})

test('what fails the review is chosen, and a rule can be weighed otherwise', async () => {
  const sides = ['review', '--base', 'v1', '--head', 'HEAD']
  const code = async (...more: string[]) => (await daypass([...sides, ...more])).code
  assert.equal(await code('--fail-on', 'never'), 0)
  const off = JSON.parse((await daypass([...sides, '--json'])).stdout) as ReviewDocument
  const errors = off.findings.filter(({ severity, is_new }) => severity === 'error' && is_new)
  const calm = [...new Set(errors.map(({ rule }) => `--severity=${rule}=note`))]
  assert.equal(await code(...calm), 0)
  assert.equal(await code(...calm, '--fail-on', 'note'), 1)
  const wrong = await daypass([...sides, '--severity', 'ACC11=note'])
  assert.deepEqual([wrong.code, wrong.stdout], [2, ''])
  assert.match(wrong.stderr, /did you mean ACC0?11/)
})

test('the guardrail of the old side holds, and a change of it beside roles is told', async () => {
  const guarded = makeRepository()
  const base = guarded.commit({
    'roles/reader.yaml': READER,
    'guardrail.yaml': 'forbidden_actions: [s3:PutBucketPolicy]\n',
  })
  guarded.commit({ 'roles/reader.yaml': WIDER, 'guardrail.yaml': 'forbidden_actions: []\n' })
  const argv = ['review', '--base', base, '--head', 'HEAD', '--guardrail', 'guardrail.yaml']
  const { stdout } = await daypass([...argv, '--json'], { directory: guarded.directory })
  const rules = (JSON.parse(stdout) as ReviewDocument).findings.map(({ rule }) => rule)
  assert.ok(rules.includes('GRD006'), rules.join())
  assert.ok(rules.includes('GRD004'), rules.join())
})

test('a guardrail file with problems is told with their places, and ends with 3', async () => {
  const file = join(scratch(), 'guardrail.yaml')
  writeFileSync(file, 'longest_tll: 1h\n')
  const { code, stdout, stderr } = await daypass(['review', '--base', 'v1', '--guardrail', file])
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(stderr, /guardrail\.yaml:1:1: .*did you mean longest_ttl\?/)
  const gone = await daypass(['review', '--base', 'v1', '--guardrail', 'no/such.yaml'])
  assert.equal(gone.code, 2)
})

test("a plan of Terraform's is both sides", async () => {
  const values = (ttl: number) => ({
    name: 'planned',
    credential_type: 'session_token',
    default_sts_ttl: ttl,
    max_sts_ttl: ttl,
  })
  const change = {
    actions: ['update'],
    before: values(900),
    after: values(3600),
    after_unknown: {},
  }
  const stdin = JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      { address: 'daypass_role.a', mode: 'managed', type: 'daypass_role', name: 'a', change },
    ],
  })
  const { stdout } = await daypass(['review', '--plan', '-', '--json'], { stdin })
  const { verdict, roles } = JSON.parse(stdout) as ReviewDocument
  assert.deepEqual([verdict, roles.map(({ name }) => name)], ['wider', ['planned']])
  const both = await daypass(['review', '--plan', '-', '--base', 'v1'], { stdin })
  assert.equal(both.code, 2)
  assert.equal((await daypass(['review', '--plan', '-'], { stdin: 'binary' })).code, 2)
})

test('every format is printed, and the first line of text is the verdict', async () => {
  const out = async (format: string) =>
    (await daypass(['review', '--base', 'v1', '--format', format])).stdout
  assert.match(await out('text'), /^wider: 1 role wider; \d+ findings? block/)
  assert.match(await out('markdown'), /^### Credential roles: wider\n/)
  assert.match(await out('github'), /^::error file=roles\/reader\.yaml,line=\d+/)
  const sarif = JSON.parse(await out('sarif')) as { version: string }
  assert.equal(sarif.version, '2.1.0')
})

test('the example shows what the command prints', async () => {
  const root = new URL('../../..', import.meta.url).pathname
  const { stdout } = await daypass(
    [
      'review',
      '--base=examples/review/base',
      '--head=examples/review/head',
      '--guardrail=guardrail.yaml',
      '--format=markdown',
    ],
    { directory: root, clock: { ...recordingContext().context.clock, now: () => EXAMPLE_DAY } },
  )
  const comment = readFileSync(
    new URL('../../../examples/review/comment.md', import.meta.url),
    'utf8',
  )
  assert.equal(stdout, comment)
})

/** Its waiver holds until later. */
const EXAMPLE_DAY = new Date('2026-11-22T00:00:00Z')
