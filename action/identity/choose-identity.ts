import { DaypassError } from '../../core/errors.ts'
import type { Settings } from '../inputs/settings.ts'
import type { Identity, TokenSource } from './identity.ts'

/** What the job has besides its inputs. */
export interface Surroundings {
  readonly hasAmbientCredentials: boolean
  readonly hasJobToken: boolean
}

/** As whom daypass works, and with which token roles are taken straight, if they are. */
export interface Chosen {
  readonly identity: Identity
  readonly straight: TokenSource | undefined
}

type Given = Pick<Settings, 'brokerRoleArn' | 'keys' | 'tokenFile' | 'audience' | 'direct'>

/**
 * Chooses by what was given, the more explicit first: a broker role, access keys, a token file; then what lies about;
 * then the job's own token, with which roles are taken straight. Pure.
 *
 * @throws `aws-credentials-missing` where only the job's token is left and the job may not have one.
 */
export function chooseIdentity(given: Given, around: Surroundings): Chosen {
  const { brokerRoleArn: roleArn, keys, tokenFile, audience, direct } = given
  const job: TokenSource = { kind: 'job', audience }
  const token: TokenSource = tokenFile === undefined ? job : { kind: 'file', file: tokenFile }
  const straight = direct === true ? token : undefined
  if (direct === true && token.kind === 'job') requireJobToken(around, 'direct: true')
  if (roleArn !== undefined) {
    if (keys !== undefined) return { identity: { kind: 'broker-by-keys', roleArn, keys }, straight }
    if (token.kind === 'job') requireJobToken(around, 'broker-role-arn')
    return { identity: { kind: 'broker-by-token', roleArn, token }, straight }
  }
  if (keys !== undefined) return { identity: { kind: 'keys', keys }, straight }
  const identity: Identity = { kind: around.hasAmbientCredentials ? 'ambient' : 'nobody' }
  if (tokenFile !== undefined) return { identity, straight: token }
  if (around.hasAmbientCredentials || direct === true) return { identity, straight }
  if (direct === false || !around.hasJobToken) return { identity: { kind: 'ambient' }, straight }
  return { identity, straight: job }
}

function requireJobToken({ hasJobToken }: Surroundings, input: string): void {
  if (hasJobToken) return
  throw new DaypassError(
    'aws-credentials-missing',
    `${input} needs the job's OIDC token, which this job may not ask for`,
    {
      hint: 'give the job "permissions: id-token: write" (a job that a pull request of a fork runs cannot have it)',
    },
  )
}
