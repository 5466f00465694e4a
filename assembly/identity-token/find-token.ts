import { readTokenClaims } from '../../core/trust/token-claims.ts'
import { isDaypassError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import type { Environment } from '../settings.ts'
import type { TokenSource } from './identity-token.ts'
import { hasJobToken } from './job-token.ts'

/** What AWS's own tools ask for. */
const STS_AUDIENCE = 'sts.amazonaws.com'

/**
 * Variables in which services put the token of what they run, by themselves: HCP Terraform, Bitbucket Pipelines and
 * CircleCI.
 *
 * Sources: https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/manual-generation,
 * https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/,
 * https://circleci.com/docs/openid-connect-tokens/
 */
const TOKEN_VARIABLES = [
  'TFC_WORKLOAD_IDENTITY_TOKEN',
  'BITBUCKET_STEP_OIDC_TOKEN',
  'CIRCLE_OIDC_TOKEN_V2',
  'CIRCLE_OIDC_TOKEN',
]

/**
 * Where the token is that says whose job this is, where daypass signs in to AWS without one (else it is the one of
 * `signing-token.ts`, whatever lies about): the job's own where it may ask for one; what the service that runs it
 * put into its environment; the file that AWS's tools are to use. Undefined where there is none.
 */
export function findToken(env: Environment): TokenSource | undefined {
  if (hasJobToken(env)) return { kind: 'job', audience: STS_AUDIENCE }
  const text = TOKEN_VARIABLES.map((name) => env[name] ?? '').find((one) => one !== '')
  const token = text ?? tokenOfGitlab(env)
  if (token !== undefined) return { kind: 'text', token: new Secret(token) }
  const file = env['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? ''
  return file === '' ? undefined : { kind: 'file', file }
}

/**
 * GitLab puts tokens into variables that the job's file names; they are known by their issuer.
 *
 * Source: https://docs.gitlab.com/ci/secrets/id_token_authentication/
 */
function tokenOfGitlab(env: Environment): string | undefined {
  const { CI_SERVER_URL: server = '', GITLAB_CI: isGitlab } = env
  if (isGitlab === undefined || server === '') return undefined
  return Object.values(env).find(
    (text) =>
      text !== undefined && /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(text) && issuerOf(text) === server,
  )
}

function issuerOf(token: string): string | undefined {
  try {
    return readTokenClaims(token).issuer
  } catch (error) {
    if (isDaypassError(error)) return undefined
    throw error
  }
}
