import { parseArn } from '../../core/arn.ts'
import type { Role } from '../../core/role/role.ts'
import { proxiesOf } from '../connection/agents.ts'
import type { Connection } from '../connection/connection.ts'
import type { PlainCredentials } from '../export/plain-credentials.ts'
import { SECRET_VARIABLES } from '../identity/ambient.ts'
import type { Settings, Working } from '../inputs/settings.ts'
import type { Runner } from './runner.ts'

/** Masks the secrets that daypass was given, before anything else is written. */
export function maskSources(
  runner: Runner,
  {
    keys,
    mfaCode,
    proxies,
  }: Pick<Working, 'keys' | 'proxies'> & Partial<Pick<Settings, 'mfaCode'>>,
): void {
  const { http, https } = proxiesOf(proxies, runner.env)
  const secrets = [
    keys?.secretAccessKey.reveal(),
    keys?.sessionToken?.reveal(),
    mfaCode,
    ...passwordOf(http),
    ...passwordOf(https),
    ...SECRET_VARIABLES.map((name) => runner.env[name]),
  ]
  for (const secret of secrets) if (secret !== undefined && secret !== '') runner.mask(secret)
}

/** As it is written in the address, and as it is meant. */
function passwordOf(proxy: string | undefined): readonly string[] {
  const password = proxy !== undefined && URL.canParse(proxy) ? new URL(proxy).password : ''
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}

/** Masks what was issued, before it is saved or handed over. */
export function maskIssued(runner: Runner, issued: readonly PlainCredentials[]): void {
  for (const { accessKeyId, secretAccessKey, sessionToken } of issued) {
    for (const text of [accessKeyId, secretAccessKey, sessionToken]) {
      if (text !== undefined) runner.mask(text)
    }
  }
}

/** Masks the account ids that roles and inputs name, where that is asked for. */
export function maskAccounts(
  runner: Runner,
  { identity, revokerRoleArns }: Connection,
  roles: readonly Role[],
): void {
  const ofRoles = roles.flatMap((role) =>
    role.credential_type === 'assumed_role' ? role.role_arns : [],
  )
  const broker = 'roleArn' in identity ? [identity.roleArn] : []
  const accounts = [...ofRoles, ...broker, ...revokerRoleArns].map(
    (arn) => parseArn(arn)?.account ?? '',
  )
  for (const account of new Set(accounts)) if (/^\d{12}$/.test(account)) runner.mask(account)
}
