import { jsonText } from '../../core/language/json-text.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallerIdentity, callerIdentity } from '../../aws/clients/caller.ts'
import type { AwsClients } from '../../aws/clients/clients.ts'
import { connectAws } from '../connect.ts'
import { exitOfSignal, usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { ownCredentials } from '../../assembly/own-credentials.ts'
import { count } from '../printing/plain-text.ts'
import { type Bench, openBench } from '../../prove/bench.ts'
import { chooseCases } from '../../prove/cases.ts'
import type { Case, Row } from '../../prove/case.ts'
import { type Left, removeThings } from '../../prove/remove-things.ts'
import { reportDocument, reportTable } from '../prove/report.ts'
import { runCases } from '../../prove/run-cases.ts'
import type { Session } from '../session.ts'
import { hearStop } from '../process/stop.ts'
import { styleFor } from '../printing/style.ts'

/** Options of `prove`. */
export interface ProveFlags {
  readonly only?: string
  readonly regions?: string
  readonly yes?: boolean
}

/**
 * Tries on the caller's own account what daypass relies on, in roles and users made for it, and removes them,
 * also after an error and a stop signal. If the process is killed they stay, named `daypass-prove-…`.
 */
export async function proveCommand(session: Session, flags: ProveFlags): Promise<number> {
  const cases = chooseCases(flags.only)
  const named = regionsIn(flags.regions)
  const own = await connectAws(session)
  await ownCredentials(await own.iam())
  const caller = await callerIdentity(own)
  refuseRoot(caller)
  const regions = named ?? [await regionOf(own)]
  if (!(await isAgreed(session, flags, { caller, cases }))) return EXIT.usage
  const stop = hearStop(
    session,
    'stopping, and removing what was made; once more to leave it there',
  )
  const scratch = await mkdtemp(join(tmpdir(), 'daypass-prove-'))
  try {
    const { clock } = session
    const { random } = session.context
    const { signal } = stop
    const bench = openBench({ caller, own, regions, clock, random, signal, scratch })
    const { rows, left } = await runAndRemove(session, bench, cases)
    await report(session, rows, left)
    const by = stop.by()
    if (by !== undefined) return exitOfSignal(by)
    const isGood = left.length === 0 && rows.every(({ verdict }) => verdict !== 'differs')
    return isGood ? EXIT.ok : EXIT.partial
  } finally {
    stop.release()
    await rm(scratch, { recursive: true, force: true })
  }
}

function refuseRoot({ arn }: CallerIdentity): void {
  if (!arn.endsWith(':root')) return
  throw usageError(
    'prove does not run with the key of the account’s root user',
    'use an IAM user or a role: AWS lets the root user assume none',
  )
}

async function runAndRemove(
  { reporter }: Session,
  bench: Bench,
  cases: readonly Case[],
): Promise<{ readonly rows: readonly Row[]; readonly left: readonly Left[] }> {
  let left: readonly Left[] = []
  let rows: readonly Row[] = []
  try {
    rows = await runCases(bench, cases, async (one) => {
      const place = `${cases.indexOf(one) + 1} of ${cases.length}`
      await reporter.note(`${one.id}: ${one.title} (${place})`)
    })
  } finally {
    await reporter.note(`removing ${count(bench.made.size, 'role or user', 'roles and users')}`)
    left = await removeThings(bench)
    for (const { arn, why } of left) await reporter.warn(`${arn} could not be removed: ${why}`)
  }
  return { rows, left }
}

async function report(
  { context, settings }: Session,
  rows: readonly Row[],
  left: readonly Left[],
): Promise<void> {
  const { stdout, env } = context
  if (settings.json) {
    await stdout.write(jsonText(reportDocument(rows, left)))
    return
  }
  const width = stdout.terminal ? stdout.columns : undefined
  await stdout.write(reportTable(rows, { style: styleFor(stdout, settings.color, env), width }))
}

async function isAgreed(
  { context, reporter }: Session,
  { yes = false }: ProveFlags,
  { caller, cases }: { readonly caller: CallerIdentity; readonly cases: readonly Case[] },
): Promise<boolean> {
  const sum = (kind: 'roles' | 'users') => cases.reduce((all, { makes }) => all + makes[kind], 0)
  const endpoint = context.env['AWS_ENDPOINT_URL'] ?? ''
  const where = `account ${caller.accountId}${endpoint === '' ? '' : ` at ${endpoint}`}`
  await reporter.note(
    `makes up to ${count(sum('roles'), 'role')} and ${count(sum('users'), 'user')} in ${where}, as ${caller.arn}; they are named /daypass/daypass-prove-…, may list buckets, read themselves and assume each other, and are removed in the end`,
  )
  if (yes) return true
  if (context.ask === undefined) {
    throw usageError('nobody is there to agree to changes in the account', 'add --yes to agree')
  }
  const answer = await context.ask(`change ${where}? [y/N] `)
  return /^y(?:es)?$/i.test(answer.trim())
}

function regionsIn(text: string | undefined): readonly [string, ...string[]] | undefined {
  if (text === undefined) return undefined
  const [first = '', ...others] = new Set(text.split(',').map((word) => word.trim()))
  const stray = [first, ...others].find((word) => !/^[a-z]{2,}(?:-[a-z]+)+-\d$/.test(word))
  if (stray === undefined) return [first, ...others]
  throw usageError(`${JSON.stringify(stray)} is not a region`, 'like eu-central-1,us-east-1')
}

async function regionOf(own: AwsClients): Promise<string> {
  return await (await own.sts()).config.region()
}
