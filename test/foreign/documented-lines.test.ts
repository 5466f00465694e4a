import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readArguments } from '../../cli/usage/program.ts'
import { recordingContext } from '../cli/recording-context.ts'
import { documentedLines } from './documented-lines.ts'
import { INI_READERS, type Reader, readWords } from './process-line-readers.ts'

const lines = documentedLines()
const readers = Object.keys(INI_READERS) as Reader[]

for (const line of lines) {
  test(`every SDK starts the same command for ${line}`, () => {
    const platform = line.startsWith('daypass.cmd ') ? 'windows' : 'posix'
    const all = readers.map((reader) => readWords(reader, line, platform))
    const [first = []] = all
    for (const words of all) assert.deepEqual(words, first)
    assert.match(String(first[0]), /^daypass(\.cmd)?$/)
    const { context } = recordingContext()
    assert.equal(readArguments(first.slice(1), context, '0').kind, 'command')
  })

  test(`no folder decides what is found by ${line}`, () => {
    assert.doesNotMatch(line, /--roles (?!'?([/]|[A-Z]:[/]|state:))/)
    assert.match(line, /--roles |static-creds/)
    assert.match(line, /--aws-profile [\w-]+$/)
  })
}

test('lines for both kinds of systems are there to copy', () => {
  assert.ok(lines.some((line) => line.startsWith('daypass issue ')))
  assert.ok(lines.some((line) => line.startsWith('daypass.cmd issue ')))
})
