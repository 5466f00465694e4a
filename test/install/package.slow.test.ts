/** What `npm publish` uploads, installed where nothing else is. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { root } from '../support/source-files.ts'

const MEGABYTES_MAX = 10

const run = promisify(execFile)
const scratch = mkdtempSync(join(tmpdir(), 'daypass-package-'))
after(() => {
  rmSync(scratch, { recursive: true })
})
const project = await installed()
const daypass = join(project, 'node_modules/daypass')

/** Packed from a copy: packing takes fields off package.json for a while. */
async function installed(): Promise<string> {
  const copy = join(scratch, 'copy')
  const left = new Set(['node_modules', '.git', '.cache', 'dist'].map((name) => join(root, name)))
  cpSync(root, copy, { recursive: true, filter: (path) => !left.has(path) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const before = readFileSync(join(copy, 'package.json'), 'utf8')
  await run('npm', ['pack', '--silent'], { cwd: copy })
  assert.equal(readFileSync(join(copy, 'package.json'), 'utf8'), before)
  const folder = join(scratch, 'project')
  mkdirSync(folder)
  const tarball = join(copy, 'daypass-0.1.0.tgz')
  const options = ['--offline', '--no-audit', '--no-fund', '--prefix', folder]
  await run('npm', ['install', ...options, tarball], { cwd: folder })
  return folder
}

test('the package brings no other along, runs no script, and is less than ten megabytes', () => {
  const others = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))
  assert.deepEqual(others, ['daypass'])
  const manifest = JSON.parse(readFileSync(join(daypass, 'package.json'), 'utf8')) as object
  for (const name of ['scripts', 'dependencies', 'devDependencies'])
    assert.ok(!(name in manifest), name)
  assert.ok(bytesOf(daypass) < MEGABYTES_MAX * 1e6, `${bytesOf(daypass)} bytes`)
})

test('the packed command gives a lease on the sandbox, with an example that the package holds', async () => {
  const command = join(project, 'node_modules/.bin/daypass')
  const env = { PATH: process.env['PATH'], HOME: scratch, TMPDIR: scratch }
  const roles = join(daypass, 'examples/roles')
  const words = [
    'sandbox',
    '--roles',
    roles,
    '--',
    command,
    'issue',
    's3-reader',
    '--format',
    'json',
  ]
  const { stdout } = await run(command, words, { cwd: project, env })
  assert.match(stdout, /"lease_id": ?"s3-reader\//)
})

test('a program imports the package, and opening a store that nobody named is a failure with a code', async () => {
  const program = `import { isDaypassFailure, openDaypass } from 'daypass'
    try { openDaypass() } catch (error) { console.log(isDaypassFailure(error), error.code) }`
  const words = ['--input-type=module', '--eval', program]
  const env = { PATH: process.env['PATH'] }
  const { stdout } = await run(process.execPath, words, { cwd: project, env })
  assert.equal(stdout, 'true request-invalid\n')
})

function bytesOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.reduce(
    (sum, { parentPath, name }) => sum + readFileSync(join(parentPath, name)).length,
    0,
  )
}
