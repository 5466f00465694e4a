import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ERROR_TEXTS } from '../../cli/error-text.ts'
import { EXIT, EXIT_TEXTS } from '../../cli/process/exit-codes.ts'
import { readArguments } from '../../cli/usage/program.ts'
import { run } from '../../cli/run.ts'
import { recordingContext } from './recording-context.ts'

const manual = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')

/** Every command that the help knows, those of groups with their group. */
const COMMANDS = await commandNames()

async function commandNames(): Promise<readonly string[]> {
  const names = (help: string): readonly string[] =>
    [...help.matchAll(/^ {2}([a-z][a-z-]*)(?: .*)?$/gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'daypass' && name !== 'help')
  const listed = (help: string): string => help.slice(0, help.indexOf('Common options:'))
  const top = names(listed(await daypass()))
  const groups = ['role', 'root', 'static-role']
  const below = groups.map(async (group) =>
    names(listed(await daypass(group, '--help'))).map((name) => `${group} ${name}`),
  )
  return [...top, ...(await Promise.all(below)).flat()]
}

async function daypass(...argv: string[]): Promise<string> {
  const recording = recordingContext()
  assert.deepEqual([await run(argv, recording.context), recording.stderr()], [0, ''])
  return recording.stdout()
}

test('the help lists the commands', () => {
  const known = [
    'issue',
    'exec',
    'renew',
    'revoke',
    'leases',
    'lease',
    'sweep',
    'sandbox',
    'doctor',
  ]
  assert.deepEqual(
    known.filter((name) => !COMMANDS.includes(name)),
    [],
  )
  for (const name of ['validate', 'show', 'list', 'write', 'delete', 'schema']) {
    assert.ok(COMMANDS.includes(`role ${name}`), name)
  }
})

test('daypass alone, --help and help print the same, which names every exit code', async () => {
  const help = await daypass()
  assert.equal(await daypass('--help'), help)
  assert.equal(await daypass('help'), help)
  for (const [code, meaning] of EXIT_TEXTS) assert.ok(help.includes(`${code.padEnd(6)} ${meaning}`))
})

for (const command of COMMANDS) {
  test(`the help of ${command} fits into 80 columns and shows examples`, async () => {
    const help = await daypass(...command.split(' '), '--help')
    assert.equal(await daypass(...command.split(' '), '-h'), help)
    assert.match(help, new RegExp(`^Usage: daypass ${command}\\b`))
    assert.match(help, /\nExamples:\n {2}\S/)
    const wide = help
      .split('\n')
      .filter((line) => line.length > 80 && !/^ {2}(?:daypass|credential_process =) /.test(line))
    assert.deepEqual(wide, [])
  })
}

test('every example of the help and of the manual is a command line that daypass takes', async () => {
  const helps = await Promise.all(
    COMMANDS.map((command) => daypass(...command.split(' '), '--help')),
  )
  const parts = [
    ...helps.map((help) => help.slice(help.indexOf('\nExamples:'))),
    ...[...manual.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, block = '']) => block),
  ]
  const lines = parts.flatMap((part) => part.split('\n')).flatMap(calls)
  assert.ok(lines.length > 30, String(lines.length))
  for (const line of lines) {
    const wanted = readArguments(line, recordingContext().context, '0')
    assert.equal(wanted.kind, 'command', line.join(' '))
  }
})

/** The words of a call of daypass in a line of shell, without what surrounds it. */
function calls(line: string): readonly (readonly string[])[] {
  const [, call] = /^(?:.*[|(=] ?| *)daypass ([^|>)#]+)/.exec(line) ?? []
  return call === undefined ? [] : [call.replaceAll('"', '').trim().split(/\s+/)]
}

test('the manual names every command, option, variable and exit code', async () => {
  for (const command of COMMANDS) {
    assert.ok(manual.includes(`daypass ${command}`), command)
    const help = await daypass(...command.split(' '), '--help')
    const options = help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)
    for (const [, option = ''] of options) assert.ok(manual.includes(`\`${option}`), option)
    for (const [name] of help.matchAll(/DAYPASS_\w+/g)) assert.ok(manual.includes(name), name)
  }
  for (const [code] of EXIT_TEXTS) {
    assert.match(manual, new RegExp(`^\\| ${code.replace('+', '\\+')} +\\|`, 'm'))
  }
})

test('every error has an exit code that is documented', () => {
  const documented = EXIT_TEXTS.map(([code]) => code)
  for (const { exit } of Object.values(ERROR_TEXTS)) assert.ok(documented.includes(String(exit)))
  const others: readonly number[] = [EXIT.signal, EXIT.notExecutable, EXIT.notFound]
  for (const exit of Object.values(EXIT)) {
    assert.ok(documented.includes(String(exit)) || others.includes(exit), String(exit))
  }
})

test('the version is that of the package', async () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { version: string }
  assert.equal(await daypass('--version'), `${version}\n`)
  assert.equal(await daypass('-V'), `${version}\n`)
})

test('common options stand before or after the command, and the latter win', () => {
  const flags = (...argv: string[]): unknown => {
    const wanted = readArguments(argv, recordingContext().context, '0')
    return wanted.kind === 'command' ? wanted.flags : wanted
  }
  assert.deepEqual(flags('--state', 's3://a', '--json', 'leases'), { state: 's3://a', json: true })
  const both = flags('--state', 's3://aaa', 'role', '--quiet', 'list', '--state', 's3://bbb')
  assert.deepEqual(both, { state: 's3://bbb', quiet: true })
})

test('options after -- belong to the command that is run', () => {
  const argv = ['exec', 'reader', '--', 'terraform', 'output', '--json', '--', '-x']
  const wanted = readArguments(argv, recordingContext().context, '0')
  assert.ok(wanted.kind === 'command')
  assert.equal(wanted.flags.json, undefined)
})

test('a fault in daypass itself is one line without a trace, and a trace only when asked for', async () => {
  const broken = (env: Readonly<Record<string, string>>) => {
    const recording = recordingContext({ env })
    const clock = {
      ...recording.context.clock,
      now: () => {
        throw new TypeError(`x-amz-security-token:${'A'.repeat(200)}`)
      },
    }
    return { ...recording, context: { ...recording.context, clock } }
  }
  const argv = ['sweep', '--state', 'file:///nonexistent/daypass']
  const quiet = broken({})
  assert.equal(await run(argv, quiet.context), 70)
  assert.equal(
    quiet.stderr(),
    'error: unexpected: x-amz-security-token:[…]\nhint: this is a fault in daypass; DAYPASS_DEBUG=1 shows where it happened\n',
  )
  const loud = broken({ DAYPASS_DEBUG: '1' })
  await run(argv, loud.context)
  assert.match(loud.stderr(), /\nTypeError: x-amz-security-token:\[…\]\n {4}at /)
  assert.doesNotMatch(loud.stderr(), /AAAA/)
})
