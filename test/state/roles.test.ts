import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type DaypassError, type ErrorCode, isDaypassError } from '../../core/errors.ts'
import { parseRole } from '../../core/role/parse-role.ts'
import { roleFiles } from '../../role-files/role-files.ts'
import { roleKey } from '../../state/documents/keys.ts'
import { storedRoles } from '../../state/roles.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'

const ports = { random: (size: number) => randomBytes(size), dialect: 'aws' } as const
const yaml = (arn: string) => `credential_type: assumed_role\nrole_arns: [${arn}]\n`
const ARN = 'arn:aws:iam::123456789012:role/deploy'
const roleOf = (name: string, arn = ARN) =>
  parseRole(yaml(arn), { file: `${name}.yaml`, name, dialect: 'aws' })

test('a role is read from the store as it was written', async () => {
  const roles = storedRoles(memoryObjects(), ports)
  assert.equal(await roles.read('deploy'), undefined)
  const written = await roles.write(roleOf('deploy'), { absent: true })
  assert.notEqual(written, 'conflict')
  assert.deepEqual(await roles.read('deploy'), roleOf('deploy'))
  assert.deepEqual(await roles.find('deploy'), { role: roleOf('deploy'), ...(written as object) })
})

test('a role in the store is replaced only as it was read', async () => {
  const roles = storedRoles(memoryObjects(), ports)
  const first = await roles.write(roleOf('deploy'))
  assert.ok(first !== 'conflict')
  assert.equal(await roles.write(roleOf('deploy'), { absent: true }), 'conflict')
  const other = `${ARN}-2`
  assert.notEqual(await roles.write(roleOf('deploy', other), first), 'conflict')
  assert.equal(await roles.write(roleOf('deploy'), first), 'conflict')
  assert.deepEqual(await roles.read('deploy'), roleOf('deploy', other))
  await roles.remove('deploy')
  await roles.remove('deploy')
  assert.equal(await roles.read('deploy'), undefined)
})

test('roles in the store are listed by name, without what is not ours', async () => {
  const objects = memoryObjects()
  const roles = storedRoles(objects, ports)
  for (const name of ['b', 'a', 'a-b', 'a.b', 'Z']) await roles.write(roleOf(name))
  await objects.put('roles/README.md', 'not ours')
  await objects.put('roles/sub/a.json', 'not ours')
  const names = (await roles.list()).map(({ name }) => name)
  assert.deepEqual(names, ['Z', 'a', 'a-b', 'a.b', 'b'])
})

test('a name that no role can have is no key either', async () => {
  const objects = memoryObjects()
  await objects.put('roles/../store.json', 'x')
  const roles = storedRoles(objects, ports)
  assert.equal(await roles.read('../store'), undefined)
  await roles.remove('../store')
  assert.equal(objects.stored.size, 1)
})

test('broken roles in the store are told all at once', async () => {
  const objects = memoryObjects()
  const roles = storedRoles(objects, ports)
  await roles.write(roleOf('good'))
  for (const name of ['bad', 'worse']) {
    await objects.put(roleKey(name), '{"version":1,"nonce":"x","role":{"credential_type":"x"}}')
  }
  const error = await rejects(roles.list(), 'role-invalid')
  assert.match(error.message, /roles\/bad\.json.*roles\/worse\.json/)
  await rejects(roles.read('bad'), 'role-invalid')
  await objects.put(roleKey('renamed'), objects.stored.get(roleKey('good'))?.body ?? '')
  const renamed = await rejects(roles.read('renamed'), 'state-invalid')
  assert.match(renamed.message, /roles\/renamed\.json.*it holds the role good/)
})

const root = mkdtempSync(join(tmpdir(), 'daypass-roles-'))
after(() => {
  rmSync(root, { recursive: true })
})
let folders = 0
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(folders++))
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

test('role files are YAML or JSON, and nothing else is', async () => {
  const json = JSON.stringify({ credential_type: 'assumed_role', role_arns: [ARN] })
  const folder = folderWith({
    'b.yaml': yaml(ARN),
    'a.yml': yaml(ARN),
    'c.json': json,
    'role.schema.json': '{}',
    'README.md': '# roles',
    '.hidden.yaml': 'x',
    'd.yaml~': 'x',
  })
  const roles = roleFiles(folder, 'aws')
  assert.deepEqual(
    (await roles.list()).map(({ name }) => name),
    ['a', 'b', 'c'],
  )
  assert.deepEqual(await roles.read('c'), roleOf('c'))
  assert.equal(await roles.read('d'), undefined)
})

test('a role is found by its file’s name though other files are broken', async () => {
  const roles = roleFiles(
    folderWith({ 'a.yaml': yaml(ARN), 'b.yaml': 'credential_type: x' }),
    'aws',
  )
  assert.deepEqual(await roles.read('a'), roleOf('a'))
  await rejects(roles.read('b'), 'role-invalid')
  const { problems } = await rejects(roles.list(), 'role-invalid')
  assert.equal(await roles.read('c'), undefined)
  const { roles: readable, invalid } = await roles.readable()
  assert.deepEqual(
    readable.map(({ name }) => name),
    ['a'],
  )
  assert.deepEqual(invalid?.problems, problems)
})

test('a role is found by the name in the file', async () => {
  const folder = folderWith({ 'a.yaml': `name: real\n${yaml(ARN)}`, 'b.yaml': yaml(ARN) })
  const roles = roleFiles(folder, 'aws')
  assert.equal((await roles.read('real'))?.name, 'real')
  assert.equal(await roles.read('a'), undefined)
  assert.deepEqual(
    (await roles.list()).map(({ name }) => name),
    ['b', 'real'],
  )
})

test('two files with one role are a problem, wherever the name comes from', async () => {
  const same = folderWith({ 'a.yaml': yaml(ARN), 'a.json': '{}', 'b.yaml': yaml(ARN) })
  writeFileSync(
    join(same, 'a.json'),
    JSON.stringify({ credential_type: 'assumed_role', role_arns: [ARN] }),
  )
  const error = await rejects(roleFiles(same, 'aws').read('a'), 'role-invalid')
  assert.equal(error.problems[0]?.place?.file, join(same, 'a.yaml'))
  assert.match(error.problems[0].message, /a\.json/)
  const named = folderWith({ 'a.yaml': yaml(ARN), 'b.yaml': `name: a\n${yaml(ARN)}` })
  await rejects(roleFiles(named, 'aws').list(), 'role-invalid')
})

test('problems of all files are told at once, with their places', async () => {
  const folder = folderWith({
    'a.yaml': 'credential_type: x\n',
    'b.yaml': '\ncredential_type: y\n',
  })
  const error = await rejects(roleFiles(folder, 'aws').list(), 'role-invalid')
  const files = new Set(error.problems.map(({ place }) => place?.file))
  assert.deepEqual([...files].sort(), [join(folder, 'a.yaml'), join(folder, 'b.yaml')])
})

test('a folder that is not there is told with a cure', async () => {
  const roles = roleFiles(join(root, 'nowhere'), 'aws')
  for (const work of [() => roles.list(), () => roles.read('a')]) {
    const error = await rejects(work(), 'role-not-found')
    assert.equal(error.reason?.is, 'role-directory-missing')
    assert.match(error.hint ?? '', /put a role file into it/)
  }
})

test('a folder that is a symbolic link is refused, for a review would not see what it leads to', async () => {
  const folder = folderWith({ 'a.yaml': yaml(ARN) })
  const link = join(folderWith({}), 'roles')
  symlinkSync(folder, link)
  for (const way of [link, `${link}/`, `${link}/.`]) {
    const error = await rejects(roleFiles(way, 'aws').list(), 'role-not-found')
    assert.match(error.message, /roles is a symbolic link/)
    await rejects(roleFiles(way, 'aws').read('a'), 'role-not-found')
  }
})

test('a role file that is a folder is a problem of that file', async () => {
  const folder = folderWith({ 'b.yaml': yaml(ARN) })
  mkdirSync(join(folder, 'a.yaml'))
  const error = await rejects(roleFiles(folder, 'aws').list(), 'role-invalid')
  assert.match(error.message, /a\.yaml cannot be read/)
})

async function rejects(work: Promise<unknown>, code: ErrorCode): Promise<DaypassError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(isDaypassError(error, code), String(error))
  return error
}
