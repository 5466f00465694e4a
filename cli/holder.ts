import type { Holder, HolderField } from '../core/holder.ts'
import type { Context } from './context.ts'

/**
 * The variables of a workflow job.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
const GITHUB_VARIABLES = {
  repository: 'GITHUB_REPOSITORY',
  run_id: 'GITHUB_RUN_ID',
  run_attempt: 'GITHUB_RUN_ATTEMPT',
  job: 'GITHUB_JOB',
  workflow: 'GITHUB_WORKFLOW',
  actor: 'GITHUB_ACTOR',
  ref: 'GITHUB_REF',
  sha: 'GITHUB_SHA',
} as const satisfies Partial<Record<HolderField, string>>

/** Who asks: the workflow job that daypass runs in, or else user and host. */
export function holderOf({ env, user, host }: Context): Holder {
  if (env['GITHUB_ACTIONS'] !== 'true') return { kind: 'shell', user, host }
  const known = Object.entries(GITHUB_VARIABLES).flatMap(([field, variable]) => {
    const value = env[variable] ?? ''
    return value === '' ? [] : [[field, value] as const]
  })
  return { kind: 'github', ...Object.fromEntries(known) }
}
