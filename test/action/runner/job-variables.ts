import type { Machine } from './machine.ts'

/** How a job is to be. */
export interface JobOptions {
  /** The job's `env:`, and what the machine itself has. */
  readonly env?: Readonly<Record<string, string>>
  /** `permissions: id-token: write`. */
  readonly idToken?: { readonly url: string; readonly bearer: string }
  /** Values of `secrets.*`, which are masked from the beginning. */
  readonly secrets?: readonly string[]
  /** `ACTIONS_STEP_DEBUG`. */
  readonly debug?: boolean
}

/**
 * The environment that every step of a job starts from.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
export function jobVariables(
  { home, workspace, temporary }: Machine,
  { env, idToken, debug }: JobOptions,
): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_NUMBER: '17',
    GITHUB_JOB: 'deploy',
    GITHUB_WORKFLOW: 'deploy',
    GITHUB_ACTOR: 'octocat',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
    GITHUB_SERVER_URL: 'https://github.com',
    RUNNER_TEMP: temporary,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'loopback',
    RUNNER_ENVIRONMENT: 'self-hosted',
    // Nobody asks the machine of the test for its metadata.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(debug === true && { RUNNER_DEBUG: '1' }),
    ...(idToken !== undefined && {
      ACTIONS_ID_TOKEN_REQUEST_URL: idToken.url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: idToken.bearer,
    }),
    ...env,
  }
}
