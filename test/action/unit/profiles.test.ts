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
import { secondsAfter, systemClock } from '../../../core/clock.ts'
import { newLeaseId, parseLeaseId } from '../../../core/lease/lease-id.ts'

const LEASE = parseLeaseId('deploy/4cZkq2TzWq0bXyN8rPdU1a')
const DISK = { clock: systemClock, random: randomBytes }

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'daypass-profiles-'))
  t.after(() => {
    rmSync(path, { recursive: true })
  })
  return path
}

const PLACE = { files: { credentials: '', config: '' }, writer: 'r1.h1.b1' }

function section(file: string, name: string) {
  const mark = `${LEASE} until x by ${name}`
  const values = { aws_access_key_id: name }
  return { file, name, lease: LEASE, mark, values, isSecret: true }
}

test('a profile is written so that only its owner reads it, and its file goes when it is empty', async (t) => {
  const file = join(folder(t), '.aws', 'credentials')
  const one = section(file, 'deploy')
  await writeSections(DISK, [one], PLACE)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(join(file, '..')).mode & 0o777, 0o700)
  await removeSection(DISK, { file, section: 'deploy', lease: LEASE })
  assert.deepEqual(readdirSync(join(file, '..')), [])
})

test('a file that others could read is closed to them while secrets are in it, and open again afterwards', async (t) => {
  const file = join(folder(t), 'credentials')
  writeFileSync(file, '[a]\n', { mode: 0o644 })
  const mode = () => statSync(file).mode & 0o777
  for (const name of ['deploy', 'logs']) {
    await writeSections(DISK, [section(file, name)], PLACE)
    assert.equal(mode(), 0o600)
  }
  await removeSection(DISK, { file, section: 'deploy', lease: LEASE })
  assert.equal(mode(), 0o600)
  await removeSection(DISK, { file, section: 'logs', lease: LEASE })
  assert.deepEqual([mode(), readFileSync(file, 'utf8')], [0o644, '[a]\n'])
})

test('each byte of a file stays, whatever it means', async (t) => {
  const file = join(folder(t), 'credentials')
  for (const text of [
    Buffer.from('# Gr\u00FC\u00DFe', 'latin1'),
    Buffer.from([0xff, 0, 10]),
    Buffer.alloc(0),
  ]) {
    writeFileSync(file, text)
    await writeSections(DISK, [section(file, 'deploy')], PLACE)
    await removeSection(DISK, { file, section: 'deploy', lease: LEASE })
    assert.deepEqual(readFileSync(file), text)
  }
})

test('jobs that write into one file at the same time lose nothing of each other', async (t) => {
  const file = join(folder(t), 'credentials')
  writeFileSync(file, '# of a person\n')
  const names = Array.from({ length: 12 }, (_, n) => `p${n}`)
  await Promise.all(
    names.map(async (name) => {
      await writeSections(DISK, [section(file, name)], PLACE)
    }),
  )
  const text = readFileSync(file, 'utf8')
  for (const name of names) assert.match(text, new RegExp(`^\\[${name}\\]$`, 'm'))
  await Promise.all(
    names.map(async (name) => {
      await removeSection(DISK, { file, section: name, lease: LEASE })
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
    await assert.rejects(writeSections(DISK, [section(file, 'deploy')], PLACE), {
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
  await writeSections({ ...DISK, clock: ahead }, [section(file, 'deploy')], PLACE)
  assert.match(readFileSync(file, 'utf8'), /^\[deploy\]$/m)
  assert.equal(existsSync(`${file}.daypass-lock`), false)
})

test('of jobs that want one profile at the same time one has it, and the others leave nothing', async (t) => {
  const path = folder(t)
  const files = { credentials: join(path, 'credentials'), config: join(path, 'config') }
  const leases = Array.from({ length: 6 }, () => newLeaseId('deploy', randomBytes))
  const jobs = leases.map(async (lease, n) => {
    const writer = `r${n}.h1.b1`
    const mark = profileMark(lease, secondsAfter(systemClock.now(), 60), writer)
    const one = { lease, mark, isSecret: false, values: { k: `v${n}` } }
    const both = [
      { ...one, file: files.credentials, name: 'deploy' },
      { ...one, file: files.config, name: 'profile deploy' },
    ]
    await writeSections(DISK, both, { files, writer })
    return lease
  })
  const ended = await Promise.allSettled(jobs)
  const won = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  assert.equal(won.length, 1)
  for (const file of Object.values(files)) {
    const text = readFileSync(file, 'utf8')
    assert.deepEqual(
      leases.filter((lease) => text.includes(lease)),
      won,
    )
  }
})

test('what cannot be written into the second file goes from the first', async (t) => {
  const path = folder(t)
  const files = { credentials: join(path, 'credentials'), config: join(path, 'config') }
  writeFileSync(files.config, '[profile "deploy"]\nrole_arn = mine\n')
  const both = [section(files.credentials, 'deploy'), section(files.config, 'profile deploy')]
  await assert.rejects(writeSections(DISK, both, PLACE), { code: 'request-invalid' })
  assert.equal(existsSync(files.credentials), false)
})

const NOW = new Date('2026-11-22T12:00:00Z')
const LATER = new Date('2026-11-22T13:00:00Z')
const EARLIER = new Date('2026-11-22T11:00:00Z')
for (const [title, text, refused] of [
  ['of a person', '', /has a profile deploy already$/],
  [
    'of a running job of another runner',
    profileMark(LEASE, LATER, 'r2.h1.b1'),
    /of another job until 2026-11-22T13/,
  ],
  ['of a like runner on another host', profileMark(LEASE, LATER, 'r1.h2.b1'), /of another job/],
  ['that another runner left behind', profileMark(LEASE, EARLIER, 'r2.h1.b1'), undefined],
  ['that a job of this runner left behind', profileMark(LEASE, LATER, 'r1.h1.b1'), undefined],
  ['from before this machine was started anew', profileMark(LEASE, LATER, 'r2.h1.b0'), undefined],
] as const) {
  test(`a profile ${title} is ${refused === undefined ? 'replaced' : 'left alone'}`, (t) => {
    const path = folder(t)
    const files = { credentials: join(path, 'credentials'), config: join(path, 'config') }
    writeFileSync(
      files.config,
      `[profile deploy]\n${text === '' ? '' : `# daypass lease ${text}\n`}`,
    )
    const check = () => {
      refuseForeignProfile('deploy', { ...PLACE, files }, NOW)
    }
    if (refused === undefined) check()
    else assert.throws(check, { code: 'request-invalid', message: refused })
  })
}
