import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { build } from 'esbuild'
import { issue } from '../../core/issue.ts'
import type { CredentialType } from '../../core/role/role.ts'
import { sweep } from '../../core/sweep.ts'
import { ES_MODULES } from '../../scripts/bundle/for-node.ts'
import { type Sandbox, liveCredentials } from '../../sandbox/sandbox.ts'
import { TYPES, portsAt, roleOf, startStage } from './stage.ts'
import { ROTATIONS } from './rotations.ts'
import type { Case } from './case.ts'
import type { Errand, LeaseErrand } from './victim.ts'

/** One row of the matrix: a verb for a type, at how many points the process was killed, and what was left. */
export interface Row {
  readonly verb: string
  readonly type: string
  /** Requests it makes when it is left alone. */
  readonly requests: number
  /** Kills that struck: before and after each request. */
  readonly points: number
  /** What lived after the end of the lease and one sweep. */
  readonly orphans: readonly string[]
}

const VERBS: readonly LeaseErrand['verb'][] = ['issue', 'renew', 'revoke', 'sweep']

/** All that there is to try: only users can be renewed. */
export const CASES: readonly Case[] = [
  ...VERBS.flatMap((verb) =>
    TYPES.filter((type) => verb !== 'renew' || type === 'iam_user').map((type) => ({
      verb,
      type,
      prepare: (sandbox: Sandbox, stateUrl: string) => prepareErrand(sandbox, stateUrl, verb, type),
      orphans: orphansAfterSweep,
    })),
  ),
  ...ROTATIONS,
]

/** Bundles the process that is to be killed, so that it starts fast. */
export async function prepareVictim(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'daypass-crash-'))
  await build({
    ...ES_MODULES,
    entryPoints: [join(import.meta.dirname, 'victim.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: true,
  })
  return { file: join(folder, 'victim.mjs'), remove: () => rm(folder, { recursive: true }) }
}

/** How a process is killed at a request, and what happens next. */
export interface Blow {
  /** Before the request, after it, or with the request on its way: then it lands when all else has been done. */
  readonly kind: 'hang-before' | 'hang-after' | 'hang-late'
  /** What another process does at once, before what is late lands. */
  readonly meanwhile?: (sandbox: Sandbox, stateUrl: string) => Promise<void>
}

/** Nobody else is there, and nothing is late. */
export const ALONE: readonly Blow[] = [{ kind: 'hang-before' }, { kind: 'hang-after' }]

/** Kills the process at every nth request of one verb with each of some blows, each time in a world of its own. */
export async function killEverywhere(
  victim: string,
  tried: Case,
  { every, blows = ALONE }: { readonly every: number; readonly blows?: readonly Blow[] },
): Promise<Row> {
  const { verb, type } = tried
  const { requests } = await tryPoint(victim, tried, undefined)
  const orphans: string[] = []
  let points = 0
  for (let nth = 1; nth <= requests; nth += every) {
    for (const blow of blows) {
      const end = await tryPoint(victim, tried, { nth, blow })
      if (end.killed) points++
      orphans.push(...end.orphans.map((orphan) => `${blow.kind} ${nth} (${end.at}): ${orphan}`))
    }
  }
  return { verb, type, requests, points, orphans }
}

interface Tried {
  readonly requests: number
  readonly killed: boolean
  readonly at: string
  readonly orphans: readonly string[]
}

async function tryPoint(
  victim: string,
  tried: Case,
  point: { readonly nth: number; readonly blow: Blow } | undefined,
): Promise<Tried> {
  const { sandbox, stateUrl } = await startStage()
  try {
    const errand = await tried.prepare(sandbox, stateUrl)
    const before = sandbox.requests.length
    const remove =
      point && sandbox.faults.add({ nth: point.nth, effect: { kind: point.blow.kind } })
    const child = spawn(process.execPath, [victim, JSON.stringify(errand)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const { killed, at } = await killAtHang(child, sandbox)
    const requests = sandbox.requests.length - before
    remove?.()
    await point?.blow.meanwhile?.(sandbox, stateUrl)
    await land(sandbox)
    return { requests, killed, at, orphans: await tried.orphans(sandbox, stateUrl) }
  } finally {
    await sandbox.stop()
  }
}

/** Lets go what hangs, and waits until it has taken effect. */
async function land(sandbox: Sandbox): Promise<void> {
  sandbox.faults.clear()
  await setImmediate()
}

/** What must be there beforehand; a lease to be swept was issued an hour ago. */
async function prepareErrand(
  sandbox: Sandbox,
  stateUrl: string,
  verb: LeaseErrand['verb'],
  type: CredentialType,
): Promise<Errand> {
  const { url, root } = sandbox
  const errand = {
    verb,
    type,
    sandbox: { url, root },
    stateUrl,
    shiftSeconds: verb === 'sweep' ? 3600 : 0,
  }
  const ports = portsAt(sandbox, stateUrl, 0)
  if (verb === 'issue') {
    await ports.leases.ready()
    return errand
  }
  const { lease } = await issue(ports, { role: roleOf(type), holder: { kind: 'shell' } })
  return { ...errand, leaseId: lease.id }
}

async function killAtHang(
  child: ChildProcess,
  sandbox: Sandbox,
): Promise<{ killed: boolean; at: string }> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const hanging = sandbox.faults.hang()
  const first = await Promise.race([exited, hanging])
  if (typeof first === 'object' && first !== null) {
    child.kill('SIGKILL')
    await Promise.all([exited, first.gone])
    return { killed: true, at: `${first.service} ${first.action}` }
  }
  if (first !== 0) throw new Error(`the process failed by itself: ${said}`)
  return { killed: false, at: 'the end' }
}

/** After the end of every lease and one sweep: users of ours, and credentials that AWS would still accept. */
async function orphansAfterSweep(sandbox: Sandbox, stateUrl: string): Promise<readonly string[]> {
  const later = 4 * 3600
  sandbox.clock.advance(later)
  const report = await sweep(portsAt(sandbox, stateUrl, later))
  const live = liveCredentials(sandbox.world, sandbox.clock.now())
  return [
    ...report.failed.map(({ id, error }) => `sweep of ${id} failed: ${error.message}`),
    ...live
      .filter(({ name }) => name !== 'daypass-root')
      .map(({ principalArn }) => `lives: ${principalArn}`),
    ...[...sandbox.world.account(sandbox.accountId).users.values()]
      .filter(({ arn }) => !arn.endsWith('/daypass-root'))
      .map(({ arn }) => `is there: ${arn}`),
  ]
}
