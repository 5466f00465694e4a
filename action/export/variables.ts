import type { Export } from '../inputs/exports-in.ts'
import { variablePrefix } from '../inputs/wanted-roles.ts'
import type { PostVariables } from '../post-state/post-state.ts'
import type { Environment } from '../../assembly/settings.ts'
import type { Runner } from '../runner/runner.ts'
import type { PlainCredentials } from './plain-credentials.ts'

/** Variables that belong together: set together, restored together. */
export interface VariableGroup {
  /** By name; empty where a variable must not be there but cannot be taken away. */
  readonly values: Readonly<Record<string, string>>
  /** The one of them that tells, without being a secret, whether they are still ours. */
  readonly witness: string
}

/**
 * The variables that later steps get. An earlier session token is emptied where the new credentials have none: half of
 * one key and half of another would be refused.
 */
export function variableGroups(
  issued: readonly PlainCredentials[],
  region: string | undefined,
): readonly VariableGroup[] {
  const ofCredentials = issued.map((one) => {
    const prefix = variablePrefix(one.alias)
    const witness = `${prefix}AWS_ACCESS_KEY_ID`
    const values = {
      [witness]: one.accessKeyId,
      [`${prefix}AWS_SECRET_ACCESS_KEY`]: one.secretAccessKey,
      [`${prefix}AWS_SESSION_TOKEN`]: one.sessionToken ?? '',
    }
    return { values, witness }
  })
  if (region === undefined) return ofCredentials
  const values = { AWS_REGION: region, AWS_DEFAULT_REGION: region }
  return [...ofCredentials, { values, witness: 'AWS_REGION' }]
}

/** What to leave to post about a group: its witness, and what stood there before. */
export function beforeExport({ values, witness }: VariableGroup, env: Environment): PostVariables {
  return {
    witness: { name: witness, value: values[witness] ?? '' },
    earlier: Object.fromEntries(Object.keys(values).map((name) => [name, env[name] ?? ''])),
  }
}

/** The variables that bring the earlier ones back, of all groups that are still ours. */
export function restoredVariables(
  groups: readonly PostVariables[],
  env: Environment,
): Readonly<Record<string, string>> {
  const ours = groups.filter(({ witness }) => env[witness.name] === witness.value)
  return Object.assign({}, ...ours.map(({ earlier }) => earlier)) as Record<string, string>
}

/** Says when something that stands in the job's environment is likely to be used instead of what is handed over. */
export function warnOfOverrides(
  runner: Pick<Runner, 'env' | 'warn'>,
  exports: readonly Export[],
): void {
  const { env } = runner
  const set = (name: string): boolean => (env[name] ?? '') !== ''
  const profile = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].find(set)
  if (exports.includes('env') && profile !== undefined) {
    runner.warn(
      `${profile} is set in this job: the AWS SDK for JavaScript and some others use it instead of the credentials in the environment. Take it out of env.`,
    )
  }
  if (exports.includes('profile') && !exports.includes('env') && set('AWS_ACCESS_KEY_ID')) {
    runner.warn(
      'AWS_ACCESS_KEY_ID is set in this job: most AWS tools use it instead of AWS_PROFILE. Name the profile (--profile), or take the keys out of env.',
    )
  }
}
