import type { Export } from '../inputs/exports-in.ts'
import type { Runner } from '../runner/runner.ts'

/** Says when something that stands in the job's environment is likely to be used instead of what is handed over. */
export function warnOfOthers(runner: Runner, exports: readonly Export[]): void {
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
