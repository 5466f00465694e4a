import { describeSkew, serverClock } from '../core/server-clock.ts'
import manifest from '../package.json' with { type: 'json' }
import { type Context, OutputError } from './process/context.ts'
import { describe, exitOfSignal } from './error-text.ts'
import { EXIT } from './process/exit-codes.ts'
import { hintOfLease, leaseAtHand } from './credentials/own-or-leased.ts'
import { resolveSettings } from './settings.ts'
import { reporterOn } from './printing/reporter.ts'

/**
 * Runs one command line and answers its exit code. Never throws: whatever goes wrong is said on standard
 * error, as `error:` and `hint:`, or as one line of JSON with `--json`.
 *
 * @param argv - the words after `daypass`
 */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  let settings = resolveSettings(flagsBeforeParsing(argv), { ...context, env: {} })
  try {
    if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
      await context.stdout.write(`${manifest.version}\n`)
      return EXIT.ok
    }
    const { readArguments } = await import('./usage/program.ts')
    const wanted = readArguments(argv, context, manifest.version)
    if (wanted.kind === 'text') {
      await context.stdout.write(wanted.text)
      return EXIT.ok
    }
    settings = resolveSettings(wanted.flags, context)
    const clock = serverClock(context.clock)
    const reporter = reporterOn(context, settings)
    try {
      return await wanted.execute({ context, clock, settings, reporter })
    } finally {
      const skew = describeSkew(clock)
      if (skew !== undefined) await reporter.warn(skew)
    }
  } catch (error) {
    // The reader has seen enough (`daypass leases | head`): nobody is left to report to.
    if (error instanceof OutputError && error.code === 'EPIPE') return exitOfSignal('SIGPIPE')
    const { hintOfVault } = await import('./usage/words-of-vault.ts')
    const known = hintOfVault(describe(error), argv)
    const described = hintOfLease(known, leaseAtHand(context, settings))
    await reporterOn(context, settings).fail(described, error)
    return described.exit
  }
}

/** How to complain about a command line that cannot be parsed. */
function flagsBeforeParsing(argv: readonly string[]): { json: boolean } {
  const end = argv.indexOf('--')
  return { json: argv.slice(0, end === -1 ? argv.length : end).includes('--json') }
}
