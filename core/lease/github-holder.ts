import type { Holder, HolderField } from './holder.ts'

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

/** The workflow job that an environment is of, if it is one of GitHub's runner. */
export function githubHolder(
  env: Readonly<Record<string, string | undefined>>,
): Holder | undefined {
  if (env['GITHUB_ACTIONS'] !== 'true') return undefined
  const known = Object.entries(GITHUB_VARIABLES).flatMap(([field, variable]) => {
    const value = env[variable] ?? ''
    return value === '' ? [] : [[field, value] as const]
  })
  return { kind: 'github', ...Object.fromEntries(known) }
}
