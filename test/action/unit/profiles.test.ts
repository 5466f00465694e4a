import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { removeSection, writeSections } from '../../../action/profile/edit-aws-files.ts'
import { profileMark } from '../../../action/profile/profile-place.ts'
import { refuseForeignProfile } from '../../../action/profile/refuse-foreign-profile.ts'
import { systemClock } from '../../../core/clock.ts'
import { parseLeaseId } from '../../../core/lease/lease-id.ts'

const LEASE = parseLeaseId('deploy/4cZkq2TzWq0bXyN8rPdU1a')
const DISK = { clock: systemClock, random: randomBytes }

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'daypass-profiles-'))
  t.after(() => {
    rmSync(path, { recursive: true })
  })
  return path
}

function section(file: string, name: string) {
  return { file, name, mark: `${LEASE} until x by ${name}`, values: { aws_access_key_id: name } }
}

test('a profile is written so that only its owner reads it, and its file goes when it is empty', async (t) => {
  const file = join(folder(t), '.aws', 'credentials')
  const one = section(file, 'deploy')
  await writeSections(DISK, [one])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(join(file, '..')).mode & 0o777, 0o700)
  await removeSection(DISK, { file, section: 'deploy', mark: one.mark })
  assert.deepEqual(readdirSync(join(file, '..')), [])
})

test('a file that others could read is closed to them', async (t) => {
  const file = join(folder(t), 'credentials')
  writeFileSync(file, '[a]\n', { mode: 0o644 })
  await writeSections(DISK, [section(file, 'deploy')])
  assert.equal(statSync(file).mode & 0o777, 0o600)
})

test('jobs that write into one file at the same time lose nothing of each other', async (t) => {
  const file = join(folder(t), 'credentials')
  writeFileSync(file, '# of a person\n')
  const names = Array.from({ length: 12 }, (_, n) => `p${n}`)
  await Promise.all(
    names.map(async (name) => {
      await writeSections(DISK, [section(file, name)])
    }),
  )
  const text = readFileSync(file, 'utf8')
  for (const name of names) assert.match(text, new RegExp(`^\\[${name}\\]$`, 'm'))
  await Promise.all(
    names.map(async (name) => {
      const { mark } = section(file, name)
      await removeSection(DISK, { file, section: name, mark })
    }),
  )
  assert.equal(readFileSync(file, 'utf8'), '# of a person\n')
})

test('credentials are not written through a link', async (t) => {
  const path = folder(t)
  writeFileSync(join(path, 'elsewhere'), '')
  symlinkSync(join(path, 'elsewhere'), join(path, 'credentials'))
  mkdirSync(join(path, 'there'))
  symlinkSync(join(path, 'there'), join(path, '.aws'))
  for (const file of [join(path, 'credentials'), join(path, '.aws', 'credentials')]) {
    await assert.rejects(writeSections(DISK, [section(file, 'deploy')]), {
      code: 'request-invalid',
      message: /is not a plain/,
    })
  }
  assert.equal(readFileSync(join(path, 'elsewhere'), 'utf8'), '')
  assert.equal(existsSync(join(path, 'there', 'credentials')), false)
})

test('a lock whose holder died is taken over', async (t) => {
  const file = join(folder(t), 'credentials')
  writeFileSync(`${file}.daypass-lock`, 'of the dead')
  const ahead = { ...systemClock, now: () => new Date(systemClock.now().getTime() + 60_000) }
  await writeSections({ ...DISK, clock: ahead }, [section(file, 'deploy')])
  assert.match(readFileSync(file, 'utf8'), /^\[deploy\]$/m)
  assert.equal(existsSync(`${file}.daypass-lock`), false)
})

const NOW = new Date('2026-11-22T12:00:00Z')
const LATER = new Date('2026-11-22T13:00:00Z')
const EARLIER = new Date('2026-11-22T11:00:00Z')
for (const [title, mark, refused] of [
  ['of a person', undefined, /has a profile deploy already$/],
  ['that a running job of another runner wrote', profileMark(LEASE, LATER, 'r2'), /of another job/],
  ['that another runner left behind', profileMark(LEASE, EARLIER, 'r2'), undefined],
  ['that a job of this runner left behind', profileMark(LEASE, LATER, 'r1'), undefined],
] as const) {
  test(`a profile ${title} is ${refused === undefined ? 'replaced' : 'left alone'}`, (t) => {
    const path = folder(t)
    const files = { credentials: join(path, 'credentials'), config: join(path, 'config') }
    writeFileSync(
      files.config,
      `[profile deploy]\n${mark === undefined ? '' : `# daypass lease ${mark}\n`}`,
    )
    const check = () => {
      refuseForeignProfile('deploy', { files, runner: 'r1' }, NOW)
    }
    if (refused === undefined) check()
    else assert.throws(check, { code: 'request-invalid', message: refused })
  })
}
