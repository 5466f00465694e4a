/**
 * `npm run bench:review`: how long a review of 500 changed roles takes, from the texts of their files to the last
 * finding, and how much memory. Fails above 5 s or 300 MB. The time that counts is the processor's, which is the same
 * whatever else the machine does.
 */
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { loadActionTable } from '../../review/actions/load-action-table.ts'
import { readRoleSet } from '../../review/reading/read-role-set.ts'
import { reviewRoles } from '../../review/review-roles.ts'
import { makeJudge } from '../../review/rules/judge.ts'
import { roleFile } from './review-roles.ts'

const ROLES = 500
const SECONDS_MAX = 5
const MEGABYTES_MAX = 300
const print = (text: string): void => void process.stdout.write(`${text}\n`)

if (process.argv.includes('--measure')) await measure()
else compareWithLimits()

/** In a process of its own, whose memory nothing else has used. */
function compareWithLimits(): void {
  const own = fileURLToPath(import.meta.url)
  const args = [...process.execArgv, own, '--measure']
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const { seconds, elapsed, megabytes, wider, actions, findings } = JSON.parse(stdout) as Measured
  print(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
  print(
    `${ROLES} roles, each changed, ${wider} wider, ${actions} actions gained, ${findings} findings`,
  )
  print(
    `${seconds.toFixed(2)} s of processor (at most ${SECONDS_MAX}), ${elapsed.toFixed(2)} s by the clock`,
  )
  print(`${megabytes} MB (at most ${MEGABYTES_MAX})`)
  if (seconds > SECONDS_MAX || megabytes > MEGABYTES_MAX) process.exitCode = 1
}

interface Measured {
  /** Of the processor. */
  readonly seconds: number
  /** By the clock. */
  readonly elapsed: number
  readonly megabytes: number
  readonly wider: number
  readonly actions: number
  readonly findings: number
}

async function measure(): Promise<void> {
  const files = (version: 'before' | 'after') =>
    Array.from({ length: ROLES }, (_, index) => roleFile(index, version))
  const [before, after] = [files('before'), files('after')]
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  const table = await loadActionTable()
  const review = reviewRoles(readRoleSet(before, 'aws'), readRoleSet(after, 'aws'), {
    table,
    judge: makeJudge({ table, now: new Date() }),
  })
  const gained = review.roles.flatMap(({ access }) => access.gained.actions)
  const { user, system } = process.cpuUsage(cpu)
  const measured: Measured = {
    seconds: (user + system) / 1e6,
    elapsed: (performance.now() - start) / 1000,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    wider: review.counts.wider,
    findings: review.findings.length,
    actions: gained.reduce((sum, group) => sum + group.actions.length, 0),
  }
  print(JSON.stringify(measured))
}
