import { SECRET_VARIABLES } from '../identity/ambient.ts'
import type { ActionSettings, Working } from '../inputs/settings.ts'
import type { Runner } from '../runner/runner.ts'
import { proxiesOf } from './agents.ts'

type Given = Pick<Working, 'keys' | 'proxies'> & Partial<Pick<ActionSettings, 'mfaCode'>>

/** Masks the secrets that daypass was given, before anything else is written. */
export function maskSecrets(
  runner: Pick<Runner, 'mask' | 'env'>,
  { keys, mfaCode, proxies }: Given,
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
