import { DaypassError } from '../../core/errors.ts'
import type { ActionSettings } from '../inputs/settings.ts'
import type { Identity, LastingTokenSource } from './identity.ts'

/** What the job has besides its inputs. */
export interface JobContext {
  readonly hasAmbientCredentials: boolean
  readonly hasJobToken: boolean
}

/** As whom daypass works, and with which token roles are taken directly, if they are. */
export interface Chosen {
  readonly identity: Identity
  readonly directToken: LastingTokenSource | undefined
}

type Given = Pick<
  ActionSettings,
  'brokerRoleArn' | 'keys' | 'tokenFile' | 'audience' | 'direct' | 'state'
>

/**
 * Chooses by what was given, the more explicit first: a broker role, access keys, a token file; then the job's own token,
 * with which roles are taken directly; then what lies about, which is meant where the step says so or names a state, since
 * the token alone cannot write one. Pure.
 *
 * @throws `aws-credentials-missing` where only the job's token is left and the job may not have one.
 */
export function chooseIdentity(given: Given, around: JobContext): Chosen {
  const { brokerRoleArn: roleArn, keys, tokenFile, audience, direct, state } = given
  const job: LastingTokenSource = { kind: 'job', audience }
  const token: LastingTokenSource =
    tokenFile === undefined ? job : { kind: 'file', file: tokenFile }
  const directToken = direct === true ? token : undefined
  if (direct === true && token.kind === 'job') requireJobToken(around, 'direct: true')
  if (roleArn !== undefined) {
    if (keys !== undefined)
      return { identity: { kind: 'broker-by-keys', roleArn, keys }, directToken }
    if (token.kind === 'job') requireJobToken(around, 'broker-role-arn')
    return { identity: { kind: 'broker-by-token', roleArn, token }, directToken }
  }
  if (keys !== undefined) return { identity: { kind: 'keys', keys }, directToken }
  const identity: Identity = { kind: around.hasAmbientCredentials ? 'ambient' : 'nobody' }
  if (tokenFile !== undefined) return { identity, directToken: token }
  if (direct === true) return { identity, directToken }
  const isMeant = direct === false || (state !== undefined && around.hasAmbientCredentials)
  if (isMeant || !around.hasJobToken) return { identity: { kind: 'ambient' }, directToken }
  return { identity: { kind: 'nobody' }, directToken: job }
}

function requireJobToken({ hasJobToken }: JobContext, input: string): void {
  if (hasJobToken) return
  throw new DaypassError(
    'aws-credentials-missing',
    `${input} needs the job's OIDC token, which this job may not ask for`,
    {
      hint: 'give the job "permissions: id-token: write" (a job that a pull request of a fork runs cannot have it)',
    },
  )
}
