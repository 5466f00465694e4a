import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PostVariables } from '../post-state/post-state.ts'
import type { Environment } from '../../assembly/settings.ts'

/** What steps of this job have exported, a line each: a witness, and the variables that go with it. */
function recordOf(env: Environment): string {
  return join(env['RUNNER_TEMP'] ?? '', 'daypass-exported')
}

/** Notes that these variables lead to leased credentials, for later steps of the job. */
export function noteExports(env: Environment, groups: readonly PostVariables[]): void {
  const lines = groups.map(({ witness, earlier }) =>
    JSON.stringify([witness.name, witness.value, ...Object.keys(earlier)]),
  )
  appendFileSync(recordOf(env), lines.map((line) => `${line}\n`).join(''), { mode: 0o600 })
}

/**
 * The environment without leased credentials that earlier steps of this job have exported: daypass works by them as little
 * as it would by what it hands out now. What somebody has changed since stays.
 */
export function withoutOwnExports(env: Environment): Environment {
  const ours = readRecord(env).flatMap(([witness, value, ...names]) =>
    witness !== undefined && env[witness] === value ? names : [],
  )
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.includes(name)))
}

function readRecord(env: Environment): readonly (readonly string[])[] {
  try {
    const lines = readFileSync(recordOf(env), 'utf8').split('\n')
    return lines.flatMap((line) => {
      const fields: unknown = line === '' ? undefined : JSON.parse(line)
      return Array.isArray(fields) ? [fields.map(String)] : []
    })
  } catch {
    return []
  }
}
