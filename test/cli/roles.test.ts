import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { json, jsonList, openStage } from './stage.ts'

const stage = await openStage()
const { daypass } = stage
const broken = mkdtempSync(join(stage.roles, 'broken-'))
writeFileSync(
  join(broken, 'one.yaml'),
  'credential_type: iam_user\nmax_tll: 5\npolicy_arns: [nonsense]\n',
)
writeFileSync(join(broken, 'two.json'), '{"credential_type": "magic"}')

test('validate prints every problem of every file with file, line and column, and ends with 3', async () => {
  const { code, stdout, stderr } = await daypass(['role', 'validate', broken])
  assert.equal(code, 3)
  const lines = stdout.trimEnd().split('\n')
  assert.equal(
    lines[0],
    `${broken}/one.yaml:2:1: max_tll is not a field of a role: did you mean max_ttl?`,
  )
  assert.match(lines[1] ?? '', /one\.yaml:3:15: policy_arns\[0\] is not an ARN/)
  assert.match(lines[2] ?? '', /two\.json:1:\d+: /)
  assert.equal(stderr, `${lines.length} problems\n`)
  const asJson = await daypass(['role', 'validate', broken, '--json'])
  assert.equal(json(asJson.stdout)['valid'], false)
  const [first] = jsonList(asJson.stdout, 'problems')
  assert.deepEqual(
    [first?.['file'], first?.['line'], first?.['column']],
    [`${broken}/one.yaml`, 2, 1],
  )
})

test('a user whose policy leaves no room for the end of a lease is warned of, issued and revoked', async () => {
  const Resource = `arn:aws:s3:::b/${'x'.repeat(1_900)}`
  const policy_document = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }] }
  const file = join(mkdtempSync(join(stage.roles, 'large-')), 'large.json')
  writeFileSync(file, JSON.stringify({ credential_type: 'iam_user', policy_document }))
  const { code, stderr } = await daypass(['role', 'validate', file])
  assert.equal(code, 0)
  assert.match(
    stderr,
    /^warning: role large: policy_document has \d+ of 2048 .*\n1 role, no problems\n$/,
  )
  assert.match((await daypass(['role', 'write', file])).stderr, /^warning: role large: /)
  const issued = await daypass(['issue', 'large', '--roles', 'state:', '--json'])
  assert.equal(issued.code, 0, issued.stderr)
  const revoked = await daypass(['revoke', String(json(issued.stdout)['lease_id'])])
  assert.equal(revoked.code, 0, revoked.stderr)
})

test('validate reads what --roles names when it is given no path, and asks nothing of AWS', async () => {
  const before = stage.sandbox.requests.length
  assert.deepEqual(await daypass(['role', 'validate']), {
    code: 0,
    stdout: '',
    stderr: '2 roles, no problems\n',
  })
  assert.equal((await daypass(['role', 'validate', '--roles', broken])).code, 3)
  assert.equal(stage.sandbox.requests.length, before)
})

test('an issue from an invalid role names all problems and issues nothing', async () => {
  const before = stage.sandbox.requests.length
  const { code, stdout, stderr } = await daypass(['issue', 'one', '--roles', broken])
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(
    stderr,
    /^error: the role in .*one\.yaml has 2 problems\n {2}\/.*one\.yaml:2:1: .*\n {2}\/.*one\.yaml:3:15: .*\n$/,
  )
  const asJson = await daypass(['issue', 'one', '--roles', broken, '--json'])
  const { error } = json(asJson.stderr) as { error: { code: string; problems: unknown[] } }
  assert.deepEqual([error.code, error.problems.length], ['role-invalid', 2])
  assert.equal(stage.sandbox.requests.length, before)
})

test('show prints a role file that means the same', async () => {
  const { code, stdout } = await daypass(['role', 'show', 'reader'])
  assert.equal(code, 0)
  const role = json(stdout)
  assert.deepEqual([role['name'], role['max_ttl']], ['reader', 7200])
  const copy = mkdtempSync(join(stage.roles, 'copy-'))
  writeFileSync(join(copy, 'reader.json'), stdout)
  assert.equal((await daypass(['role', 'show', 'reader', '--roles', copy])).stdout, stdout)
})

test('list shows roles with their types and lifetimes', async () => {
  const { stdout } = await daypass(['role', 'list'])
  assert.match(
    stdout,
    /^ROLE +TYPE +TTL +MAX +DESCRIPTION\nreader +iam_user +1h +2h\nviewer +federation_token /,
  )
  const roles = jsonList((await daypass(['role', 'list', '--json'])).stdout, 'roles')
  assert.deepEqual(
    roles.map((role) => role['name']),
    ['reader', 'viewer'],
  )
})

test('a role that is not there is told with the name that was meant', async () => {
  assert.deepEqual(await daypass(['role', 'show', 'raeder']), {
    code: 3,
    stdout: '',
    stderr: `error: there is no role "raeder" in ${stage.roles}\nhint: did you mean reader?\n`,
  })
})

test('roles written into the state are issued from with --roles state:, until they are deleted', async () => {
  const written = await daypass([
    'role',
    'write',
    join(stage.roles, 'reader.yaml'),
    '--name',
    'kept',
  ])
  assert.deepEqual(written, { code: 0, stdout: 'kept written\n', stderr: '' })
  const stated = ['--roles', 'state:']
  assert.match((await daypass(['role', 'list', ...stated])).stdout, /\nkept +iam_user /)
  const issued = json((await daypass(['issue', 'kept', ...stated])).stdout)
  assert.equal((await daypass(['revoke', String(issued['lease_id'])])).code, 0)
  assert.deepEqual(await daypass(['role', 'delete', 'kept']), {
    code: 0,
    stdout: 'kept deleted\n',
    stderr: '',
  })
  const again = await daypass(['role', 'delete', 'kept'])
  assert.deepEqual([again.code, again.stderr], [3, 'error: there is no role kept in the state\n'])
})

test('a role exported from Vault is written from standard input under a name', async () => {
  const stdin = JSON.stringify({
    data: {
      credential_type: 'iam_user',
      policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      iam_groups: null,
      policy_document: '',
    },
  })
  assert.equal(
    (await daypass(['role', 'write', '-', '--name', 'moved'], { stdin })).stdout,
    'moved written\n',
  )
  const { policy_arns } = json(
    (await daypass(['role', 'show', 'moved', '--roles', 'state:'])).stdout,
  )
  assert.deepEqual(policy_arns, ['arn:aws:iam::aws:policy/ReadOnlyAccess'])
  const nameless = await daypass(['role', 'write', '-'], { stdin })
  assert.deepEqual([nameless.code, nameless.stdout], [3, ''])
  assert.match(
    nameless.stderr,
    /^error: nothing was written: 1 problem\n {2}standard input:1:9: .*\nhint: name the role with --name\n$/,
  )
})

test('nothing is written when one of several files has a problem', async () => {
  const files = [join(stage.roles, 'viewer.yaml'), join(broken, 'one.yaml')]
  const { code, stdout, stderr } = await daypass(['role', 'write', ...files])
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(stderr, /^error: nothing was written: 2 problems\n/)
  assert.equal((await daypass(['role', 'show', 'viewer', '--roles', 'state:'])).code, 3)
})

test('schema prints the schema that the project keeps', async () => {
  const { stdout } = await daypass(['role', 'schema'])
  const kept = new URL('../../core/role/role.schema.json', import.meta.url)
  assert.deepEqual(JSON.parse(stdout), JSON.parse(readFileSync(kept, 'utf8')))
})

test('a broken role file hides no other: list shows them, and a name that is typed wrong hears which was meant', async () => {
  const folder = mkdtempSync(join(stage.roles, 'one-broken-'))
  const policy = 'policy_arns: [arn:aws:iam::aws:policy/ReadOnlyAccess]'
  writeFileSync(join(folder, 'deploy.yaml'), `credential_type: iam_user\nmax_ttl: 30d\n${policy}\n`)
  writeFileSync(join(folder, 'bad.yaml'), 'credential_type: magic\n')
  const list = await daypass(['role', 'list', '--roles', folder])
  assert.equal(list.code, 3)
  assert.match(list.stdout, /^deploy +iam_user +1h +30d/m)
  assert.match(list.stderr, /bad\.yaml:1:\d+: /)
  const { code, stderr } = await daypass(['issue', 'depoly', '--roles', folder])
  assert.equal(code, 3)
  assert.match(stderr, /^error: there is no role "depoly"/)
  assert.match(stderr, /bad\.yaml:1:\d+: /)
  assert.match(stderr, /hint: did you mean deploy\?/)
})
