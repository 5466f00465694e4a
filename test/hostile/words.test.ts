import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logLine } from '../../bootstrap/sweep-lambda/error-text.ts'
import { reporterOn } from '../../cli/printing/reporter.ts'
import { facts, table } from '../../cli/printing/table.ts'
import type { CommandSettings } from '../../cli/settings.ts'
import { DaypassError } from '../../core/errors.ts'
import { jsonLine, jsonText } from '../../core/language/json-text.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { daypass } from '../../provider/daypass.ts'
import { explain } from '../../provider/explain.ts'
import { systemClock } from '../../core/clock.ts'
import { serverClock } from '../../core/server-clock.ts'
import { plainText } from '../../review/format/plain-text.ts'
import { attempt } from '../../terraform-plugin/rpc/attempt.ts'
import type { Instance } from '../../terraform-plugin/rpc/instance.ts'
import { recordingContext } from '../cli/recording-context.ts'

/** Every character of Unicode that is not seen, or moves what is: controls, formats, separators, fillers. */
const UNSEEN = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u3164]/u.test(character))

const HOSTILE = `a${UNSEEN.join('b')}c\r\n##[error]gone\n::add-mask::x\n#\u200b#[x] ##[group]`
const plain = (_: unknown, text: string): string => text

/** What a terminal and a runner are given must have nothing that commands them. */
function assertInert(name: string, text: string): void {
  for (const line of text.split('\n')) {
    assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u3164]/u, name)
    assert.ok(!line.includes('##['), `${name}: a command to the runner`)
    assert.doesNotMatch(line, /^\s*::/, name)
  }
}

const ERROR = new DaypassError('aws-rejected', HOSTILE, {
  hint: HOSTILE,
  problems: [{ path: ['x'], message: HOSTILE }],
})

async function printed(json: boolean): Promise<string> {
  const recording = recordingContext({ env: { DAYPASS_DEBUG: '1' } })
  const reporter = reporterOn(recording.context, {
    json,
    quiet: false,
    color: 'never',
  } as CommandSettings)
  await reporter.note(HOSTILE)
  await reporter.warn(HOSTILE)
  const described = {
    exit: 1,
    code: 'x',
    message: HOSTILE,
    hint: HOSTILE,
    problems: ERROR.problems,
  }
  await reporter.fail(described, new Error(HOSTILE, { cause: new Error(HOSTILE) }))
  return recording.stderr()
}

async function diagnosed(thrown: (() => never) | undefined): Promise<string> {
  const provider = daypass({
    env: {},
    directory: '.',
    clock: serverClock(systemClock),
    random: () => new Uint8Array(16),
  })
  const { diagnostics } = await attempt(
    { provider, log: SILENT } as unknown as Instance,
    (found) => {
      found.warning({ summary: HOSTILE, detail: HOSTILE })
      thrown?.()
    },
  )
  return diagnostics.map(({ summary = '', detail = '' }) => `${summary}\n${detail}`).join('\n')
}

const SILENT = { debug: () => undefined, error: () => undefined }

test('every way out of daypass writes a hostile text so that it commands nothing and hides nothing', async () => {
  const ways: readonly (readonly [string, string])[] = [
    ['a line', oneLine(HOSTILE)],
    ['a review', plainText(HOSTILE, 100_000).replaceAll('##[', '')],
    ['JSON', jsonText({ [HOSTILE]: [HOSTILE] })],
    ['a line of JSON', jsonLine({ [HOSTILE]: HOSTILE })],
    ['the log of the function', logLine(ERROR)],
    ['the command', await printed(false)],
    ['the command, with --json', await printed(true)],
    [
      'a table',
      table([1], [{ title: 'X', text: () => HOSTILE }], { style: plain, width: undefined }),
    ],
    ['facts', facts([['x', HOSTILE]], plain)],
    ["Terraform's diagnostics", await diagnosed(undefined)],
    [
      "Terraform's diagnostics of an error",
      await diagnosed(() => {
        throw ERROR
      }),
    ],
    [
      "Terraform's diagnostics of a fault",
      await diagnosed(() => {
        throw new Error(HOSTILE)
      }),
    ],
  ]
  for (const [name, text] of ways) assertInert(name, text)
})

test('no text of another makes a line of its own in a diagnostic', () => {
  const { detail } = explain(
    new DaypassError('aws-rejected', 'one\nError: gone', { hint: 'two\nthree' }),
  )
  assert.equal(detail.split('\n').length, 1)
})

test('what is written as JSON is read back as it was', () => {
  assert.deepEqual(JSON.parse(jsonText({ [HOSTILE]: HOSTILE })), { [HOSTILE]: HOSTILE })
  assert.deepEqual(JSON.parse(jsonLine([HOSTILE])), [HOSTILE])
  assert.equal(jsonLine([HOSTILE]).split('\n').length, 2)
})
