/** A state on a disk that others use as well: what they may change is refused, and what lies about stops nobody. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { directoryObjects } from '../../state/directory/directory-objects.ts'
import { pathOfKey } from '../../state/directory/directory-path.ts'
import { keysOf } from '../contract/object-store.ts'
import { recordingContext } from '../cli/recording-context.ts'
import { run } from '../../cli/run.ts'

const KEY = 'leases/reader/abc.json'
const OTHER_USER = 12_345
const noModes = process.platform === 'win32' && 'there are no modes'
const notRoot = process.getuid?.() !== 0 && 'only root gives files away'

let top: string
let directory: string
const folder = () => join(directory, 'objects', ...pathOfKey(KEY))
const open = (mayBeShared = false) =>
  directoryObjects(directory, { clock: systemClock, mayBeShared })
const tops: string[] = []
after(() => {
  for (const each of tops) rmSync(each, { recursive: true })
})

/** A state with one object, in a directory of its own. */
beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), 'daypass-shared-'))
  tops.push(top)
  directory = join(top, 'state')
  await open().put(KEY, 'body')
})

/** What others may have done, and the cure that is said. */
const SHARED: readonly (readonly [what: string, how: () => void, cure: RegExp])[] = [
  [
    'that everybody may write',
    () => {
      chmodSync(directory, 0o777)
    },
    /^run chmod go-w .*\/state$/,
  ],
  [
    'that its group may write',
    () => {
      chmodSync(directory, 0o770)
    },
    /^run chmod go-w .*\/state$/,
  ],
  [
    'with a sticky bit',
    () => {
      chmodSync(directory, 0o1777)
    },
    /^run chmod go-w .*\/state$/,
  ],
  [
    'below one that others may write',
    () => {
      chmodSync(top, 0o775)
    },
    /^run chmod go-w .*shared-\w+$/,
  ],
  [
    'with a folder that others may write',
    () => {
      chmodSync(join(directory, 'objects'), 0o777)
    },
    /objects$/,
  ],
  [
    'with an object that others may write',
    () => {
      chmodSync(folder(), 0o777)
    },
    /abc\.json=$/,
  ],
  [
    'with a file that others may write',
    () => {
      chmodSync(join(folder(), '0'), 0o666)
    },
    /=\/0$/,
  ],
  [
    'with a link for its objects',
    () => {
      link(join(directory, 'objects'))
    },
    /rm .*objects$/,
  ],
  [
    'with a link for an object',
    () => {
      link(folder())
    },
    /rm .*=$/,
  ],
  [
    'with a link for a version',
    () => {
      link(join(folder(), '0'))
    },
    /=\/0$/,
  ],
]

describe('a state directory', { skip: noModes }, () => {
  for (const [what, how, cure] of SHARED) {
    test(`${what} is refused with the cure, and taken where that is allowed`, async () => {
      how()
      for (const work of [
        () => open().get(KEY),
        () => open().put(KEY, 'new'),
        () => open().remove([KEY]),
      ]) {
        const refused = (error: unknown) =>
          isDaypassError(error, 'state-unsafe') && cure.test(error.hint ?? '')
        await assert.rejects(work(), refused)
      }
      if (!what.includes('version')) assert.equal((await open(true).get(KEY))?.body, 'body')
    })
  }

  test('of another user is refused, and so is one below theirs', { skip: notRoot }, async () => {
    for (const theirs of [directory, top, join(directory, 'objects'), join(folder(), '0')]) {
      chownSync(theirs, OTHER_USER, OTHER_USER)
      const refused = (error: unknown) =>
        isDaypassError(error, 'state-unsafe') && error.hint === `run chown 0 ${theirs}`
      await assert.rejects(open().get(KEY), refused)
      chownSync(theirs, 0, 0)
    }
    assert.equal((await open().get(KEY))?.body, 'body')
  })

  test('that a link of somebody else leads to is refused', { skip: notRoot }, async () => {
    const path = join(top, 'link')
    symlinkSync(directory, path)
    const linked = () => directoryObjects(path, { clock: systemClock }).get(KEY)
    assert.equal((await linked())?.body, 'body')
    lchownSync(path, OTHER_USER, OTHER_USER)
    await assert.rejects(linked(), (error) => isDaypassError(error, 'state-unsafe'))
  })

  test('that a link leads to through a folder that others may write is refused', async () => {
    const open_ = join(top, 'open')
    mkdirSync(open_)
    symlinkSync(directory, join(open_, 'hop'))
    symlinkSync(join(open_, 'hop'), join(top, 'link'))
    const linked = () => directoryObjects(join(top, 'link'), { clock: systemClock }).get(KEY)
    assert.equal((await linked())?.body, 'body')
    chmodSync(open_, 0o777)
    await assert.rejects(linked(), (error) => isDaypassError(error, 'state-unsafe'))
  })

  test('that is a link to itself is not found', async () => {
    symlinkSync('self', join(top, 'self'))
    const objects = directoryObjects(join(top, 'self'), { clock: systemClock })
    await assert.rejects(objects.get(KEY), (error) => isDaypassError(error, 'state-not-found'))
  })

  test('lists nothing through a link', async () => {
    link(join(directory, 'objects', 'leases'))
    const listed = keysOf(open().list(''))
    await assert.rejects(listed, (error) => isDaypassError(error, 'state-unsafe'))
  })
})

/** Moves something away and leads to it. */
function link(path: string): void {
  const away = join(top, 'away')
  renameSync(path, away)
  symlinkSync(away, path)
}

/** What an editor, a backup or a person leaves. */
const STRAY = ['notes.txt', '0~', '0.swp', '1', '.DS_Store', 'a.b.c', '=']

test('a file that lies in the folder of an object makes nothing unreadable', async () => {
  const [first = ''] = readdirSync(folder())
  assert.equal(first, '0')
  await open().put(KEY, 'second')
  const [generation = ''] = readdirSync(folder()).flatMap((name) => name.split('.1').slice(0, -1))
  assert.match(generation, /^[\da-f-]{36}$/)
  const alike = ['~', '.swp', '.9~', '.1e3', '.-1', '.01', '.', '.99 '].map(
    (end) => generation + end,
  )
  for (const name of [...STRAY, ...alike]) writeFileSync(join(folder(), name), 'stray')
  mkdirSync(join(folder(), 'folder'))
  const objects = open()
  const found = await objects.get(KEY)
  assert.equal(found?.body, 'second')
  assert.notEqual(await objects.put(KEY, 'third', { version: found.version }), 'conflict')
  assert.deepEqual(await keysOf(objects.list('')), [KEY])
  await objects.remove([KEY])
  assert.deepEqual(await keysOf(objects.list('')), [])
  assert.equal(await objects.get(KEY), undefined)
  assert.notEqual(await objects.put(KEY, 'again', { absent: true }), 'conflict')
})

test('files that lie beside the folders stop no list', async () => {
  for (const place of ['', 'leases', 'leases/reader'])
    for (const name of ['notes', 'def.json=', 'README.md'])
      writeFileSync(join(directory, 'objects', place, name), 'stray')
  const objects = open()
  assert.deepEqual(await keysOf(objects.list('')), [KEY])
  await objects.put('leases/reader/xyz.json', '')
  const inTheWay = objects.get('leases/reader/def.json')
  await assert.rejects(inTheWay, (error) => isDaypassError(error, 'state-invalid'))
})

test(
  'a pipe or a huge file in place of a version is told by its name, and not waited for',
  { skip: noModes },
  async () => {
    const file = join(folder(), '0')
    rmSync(file)
    execFileSync('sh', ['-c', 'mkfifo -m 600 "$0"', file])
    const invalid = (error: unknown) =>
      isDaypassError(error, 'state-invalid') && error.message.includes(file)
    await assert.rejects(open().get(KEY), invalid)
    rmSync(file)
    writeFileSync(file, '', { mode: 0o600 })
    truncateSync(file, 2 ** 40)
    await assert.rejects(open().get(KEY), invalid)
  },
)

for (const [place, said] of [
  ['/proc', /place of the operating system/],
  ['/proc/self/state', /place of the operating system/],
  ['/sys/daypass', /place of the operating system/],
  ['/dev', /place of the operating system/],
  ['/dev/null', /place of the operating system/],
  ['/dev/shm', /place of the operating system/],
  ['/etc/hosts', /\/etc\/hosts is not a directory/],
  ['/etc/hosts/state', /is not a directory/],
] as const) {
  test(`file://${place} ends with an error`, { skip: noModes }, async () => {
    for (const argv of [['leases'], ['sweep'], ['doctor']]) {
      const { context, stdout, stderr } = recordingContext({})
      const code = await run([...argv, '--state', `file://${place}`], context)
      assert.notEqual(code, 0)
      assert.match(stderr() + stdout(), said)
    }
  })
}
