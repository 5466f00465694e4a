import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { INI_READERS } from '../foreign/process-line-readers.ts'
import { processLine } from '../../core/language/process-line.ts'

/** As the SDKs for Go 1, Java, JavaScript, Ruby and Rust have it read. */
function wordsOfShell(line: string): readonly string[] {
  const printed = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
  return printed.slice(0, -1).split('\n')
}

/** As Go's reader has it, which takes most away. */
const asIniValue = INI_READERS.Go

const word = fc
  .string({
    unit: fc.constantFrom(...Array.from('ab/ \'"\\$`&|*~=;#-%é')),
    minLength: 1,
    maxLength: 8,
  })
  .filter((text) => !/[;#]|\\(?:["']|$)|'.*["$`\\]|["$`\\].*'/.test(text))

test('a line is the words it was made of, through a shell and after a reader of INI files', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
      const all = [...words, 'last']
      assert.deepEqual(wordsOfShell(asIniValue(processLine(all, 'linux'))), all)
    }),
    { numRuns: 100 },
  )
})

test('plain words stand as they are, on Windows too', () => {
  assert.equal(processLine(['/usr/bin/node', '/tmp/x.js'], 'linux'), '/usr/bin/node /tmp/x.js')
  assert.equal(
    processLine(['C:\\node\\node.exe', 'D:\\a b\\x.js', 'y'], 'win32'),
    'C:\\node\\node.exe "D:\\a b\\x.js" y',
  )
})

test('what would be another command is refused', () => {
  for (const words of [
    ['/a #b', 'c'],
    ['/a#b', 'c'],
    ['/a\\new', 'c'],
    [`/it's "c"`, 'c'],
    ['/a\nb', 'c'],
    ['a', 'b c'],
    ['a', ';'],
  ]) {
    assert.throws(() => processLine(words, 'linux'), { code: 'request-invalid' })
  }
})
