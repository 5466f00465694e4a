import { readFileSync } from 'node:fs'
import { awsFiles } from '../../assembly/aws-files.ts'
import { CREDENTIAL_VARIABLES } from '../../assembly/credential-variables.ts'
import type { Environment } from '../../assembly/settings.ts'

/** Of the variables of credentials, those that are secrets themselves. */
export const SECRET_VARIABLES: readonly string[] = [
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
]

const LEADS_TO_CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const

/**
 * Whether the job has AWS credentials lying about: in its environment, or in the default profile. A machine's own
 * role does not count, since finding out takes a second: `direct: false` says that it is meant.
 */
export function hasAmbientCredentials(env: Environment, home: string): boolean {
  if (LEADS_TO_CREDENTIALS.some((name) => (env[name] ?? '') !== '')) return true
  const { credentials, config } = awsFiles(env, home)
  return (
    /^\s*\[default\]/m.test(textOf(credentials)) ||
    /^\s*\[default\][^[]*^\s*(?:aws_access_key_id|role_arn|credential_process|sso_\w+|login_session)\s*=/m.test(
      textOf(config),
    )
  )
}

/**
 * What steers the SDK: all `AWS_*` variables of this time, those of credentials only where daypass works with
 * ambient ones. Later steps may set others, and a post step must not run as somebody else.
 */
export function awsVariables(env: Environment, isAmbient: boolean): Record<string, string> {
  const kept = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith('AWS_') &&
    value !== undefined &&
    value !== '' &&
    (isAmbient || !CREDENTIAL_VARIABLES.includes(name))
      ? [[name, value] as const]
      : [],
  )
  return Object.fromEntries(kept)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
