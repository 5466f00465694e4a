import assert from 'node:assert/strict'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { secondsAfter, systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { directoryObjects } from '../../state/directory/directory-objects.ts'
import { pathOfKey } from '../../state/directory/directory-path.ts'
import {
  type Version,
  fileOf,
  readFolder,
  readVersion,
  textOf,
} from '../../state/directory/directory-version.ts'
import { publish, settle, successorOf } from '../../state/directory/directory-write.ts'
import { keysOf, written } from '../contract/object-store.ts'
import { startWriter } from './writer-process.ts'

const root = mkdtempSync(join(tmpdir(), 'daypass-directory-'))
after(() => {
  rmSync(root, { recursive: true })
})
let stores = 0
const newStore = () => {
  const directory = join(root, String(stores++))
  const open = (clock = systemClock) => directoryObjects(directory, { clock })
  const folder = (key: string) => join(directory, 'objects', ...pathOfKey(key))
  return { directory, open, folder, temporary: join(directory, 'temporary') }
}

test('a writer that slept while its number was used and removed changes nothing', async () => {
  const { open, folder, temporary } = newStore()
  const objects = open()
  await objects.put('k', '0')
  await objects.put('k', '1')
  const asleep = await readVersionOf(folder('k'))
  for (let n = 2; n < 7; n++) await objects.put('k', String(n))
  assert.equal(readdirSync(folder('k')).length, 3, 'replaced versions are removed')
  assert.equal(await publish(folder('k'), successorOf(asleep, 'late'), temporary), false)
  assert.equal((await objects.get('k'))?.body, '6')
  assert.equal(readdirSync(folder('k')).length, 3, 'the late version is removed')
})

test('a writer that slept while the object was removed and made anew changes nothing', async () => {
  const { open, folder, temporary } = newStore()
  const objects = open()
  await objects.put('k', 'old')
  const asleep = await readVersionOf(folder('k'))
  await objects.remove(['k'])
  await objects.put('k', 'new', { absent: true })
  assert.equal(await publish(folder('k'), successorOf(asleep, 'late'), temporary), false)
  assert.equal((await objects.get('k'))?.body, 'new')
  assert.deepEqual(readdirSync(folder('k')), ['0'])
})

test('a writer whose object was removed does not bring it back', async () => {
  const { open, folder, temporary } = newStore()
  const objects = open()
  await objects.put('a/k', 'old')
  const asleep = await readVersionOf(folder('a/k'))
  await objects.remove(['a/k'])
  assert.equal(await publish(folder('a/k'), successorOf(asleep, 'late'), temporary), false)
  assert.equal(await objects.get('a/k'), undefined)
  assert.deepEqual(await keysOf(objects.list('')), [])
})

test('a version on which another was built counts, though it was replaced at once', async () => {
  const { open, folder } = newStore()
  const objects = open()
  await objects.put('k', '0')
  const mine = successorOf(await readVersionOf(folder('k')), 'mine')
  writeFileSync(join(folder('k'), fileOf(mine)), textOf(mine))
  await objects.put('k', 'next')
  assert.equal(await settle(folder('k'), mine), true)
  assert.equal((await objects.get('k'))?.body, 'next')
})

test('what a process left that died while it removed an object is nothing, and is cleared', async () => {
  const { open, folder } = newStore()
  const objects = open()
  await objects.put('a/k', '0')
  await objects.put('a/k', '1')
  rmSync(join(folder('a/k'), '0'))
  assert.equal(await objects.get('a/k'), undefined)
  assert.deepEqual(await keysOf(objects.list('')), [])
  const created = written(await objects.put('a/k', 'new', { absent: true }))
  assert.deepEqual(await objects.get('a/k'), { body: 'new', ...created })
  await objects.remove(['a/k'])
  assert.deepEqual(readdirSync(join(folder('a/k'), '..', '..')), [])
})

test('temporary files are cleared when they are older than an hour, and no sooner', async () => {
  const { open, temporary } = newStore()
  await open().put('k', '')
  for (const [name, minutes] of [
    ['dead', 61],
    ['alive', 59],
  ] as const) {
    writeFileSync(join(temporary, name), '')
    const then = secondsAfter(systemClock.now(), -60 * minutes)
    utimesSync(join(temporary, name), then, then)
  }
  await open().put('k', '')
  assert.deepEqual(readdirSync(temporary), ['alive'])
})

test(
  'files and folders are for their owner only',
  { skip: process.platform === 'win32' },
  async () => {
    const { directory, open } = newStore()
    await open().put('a/b', 'x')
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
      const { mode } = statSync(join(directory, name))
      assert.equal(mode & 0o077, 0, name)
    }
  },
)

test('a damaged file is told by its name', async () => {
  const { open, folder } = newStore()
  const objects = open()
  await objects.put('k', 'x')
  writeFileSync(join(folder('k'), '0'), 'garbage')
  await assert.rejects(
    objects.get('k'),
    (error) => isDaypassError(error, 'state-invalid') && error.message.includes(folder('k')),
  )
})

test('a file where the directory should be is not found', async () => {
  const { directory, open } = newStore()
  writeFileSync(directory, '')
  const objects = open()
  for (const work of [
    () => objects.get('k'),
    () => objects.put('k', ''),
    () => keysOf(objects.list('')),
  ]) {
    await assert.rejects(work(), (error) => isDaypassError(error, 'state-not-found'))
  }
})

test(
  'a directory that may not be written is denied',
  { skip: process.platform === 'win32' || process.getuid?.() === 0 },
  async () => {
    const { directory, open } = newStore()
    await open().put('k', '')
    chmodSync(join(directory, 'temporary'), 0o500)
    await assert.rejects(open().put('k', ''), (error) => isDaypassError(error, 'state-denied'))
    chmodSync(join(directory, 'temporary'), 0o700)
  },
)

const PROCESSES = 8
const ROUNDS = 15

test(`of 56 writers in ${PROCESSES} processes one wins, every round`, async () => {
  const { directory, open } = newStore()
  const writers = Array.from({ length: PROCESSES }, () => startWriter(directory))
  await Promise.all(writers.map(async (writer) => await writer.ask('ready')))
  const objects = open()
  for (let round = 0; round < ROUNDS; round++) {
    const key = `round/${round}`
    const created = await Promise.all(writers.map((writer) => writer.ask(`create ${key}`)))
    const [creator, ...others] = created.flatMap((answer) => answer.split(' ').filter(Boolean))
    assert.ok(creator !== undefined && others.length === 0, `${created.join('|')} in ${key}`)
    const first = await objects.get(key)
    assert.equal(first?.body, creator)
    const replaced = await Promise.all(
      writers.map((writer) => writer.ask(`replace ${key} ${first.version}`)),
    )
    const winners = replaced.flatMap((answer) => answer.split(' ').filter(Boolean))
    assert.deepEqual(winners, [(await objects.get(key))?.body])
  }
  for (const writer of writers) await writer.kill()
})

test('a counter loses nothing to processes that are killed at any point', async () => {
  const { directory, open } = newStore()
  const objects = open()
  await objects.put('count', '0 start')
  let confirmed = 0
  for (let life = 0; life < 4; life++) {
    const writers = [startWriter(directory), startWriter(directory)]
    for (const writer of writers) {
      writer.send('count count')
      // Objects come and go meanwhile, so that some die in that too.
      writer.send(`churn churn/${life}`)
    }
    const target = confirmed + 20
    while (confirmed < target) {
      await Promise.race(writers.map((writer) => writer.counted()))
      confirmed = writers.reduce((sum, writer) => sum + writer.taken(), confirmed)
    }
    for (const writer of writers) await writer.kill()
    confirmed = writers.reduce((sum, writer) => sum + writer.taken(), confirmed)
  }
  const counted = Number((await objects.get('count'))?.body.split(' ')[0])
  // Each of the eight may have died after its last count took effect and before it said so.
  assert.ok(counted >= confirmed && counted <= confirmed + 8, `${counted} of ${confirmed}`)
  for (let n = 0; n < 2; n++) {
    const key = `churn/${n}`
    await objects.remove([key])
    assert.notEqual(await objects.put(key, 'again', { absent: true }), 'conflict')
    assert.equal((await objects.get(key))?.body, 'again')
  }
})

async function readVersionOf(folder: string): Promise<Version> {
  const { root: first, newest } = await readFolder(folder)
  assert.ok(first)
  const found = await readVersion(folder, fileOf({ ...first, number: newest }))
  assert.ok(found)
  return found
}
