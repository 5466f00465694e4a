import { type AwsFault, readFault } from '../aws/errors/aws-fault.ts'
import { type AwsClients, asHolder, awsClients } from '../aws/clients/clients.ts'
import type { Credentials } from '../core/credentials.ts'
import { s3Client } from '../state/s3/s3-client.ts'
import type { Bench } from './bench.ts'
import type { Thing } from './things.ts'

/** What a request came to. `unanswered`: throttled, no connection, anything that says nothing about rights. */
export type Answer = 'allowed' | 'refused' | 'unanswered'

/** A request that is made again and again to see whether AWS still lets it through. */
export interface Probe {
  /** `S3 in eu-central-1` */
  readonly name: string
  readonly ask: () => Promise<Answer>
}

/** The way to AWS of a holder. */
export function clientsAs(bench: Bench, held: Credentials, region = bench.regions[0]): AwsClients {
  return awsClients({ region, credentials: asHolder(held), maxAttempts: 2 })
}

/** IAM, and STS and S3 in every region, as a session of a role. */
export function roleProbes(bench: Bench, held: Credentials, role: Thing): readonly Probe[] {
  return [iamProbe(bench, held, role), ...bench.regions.map(stsIn), ...s3Probes(bench, held)]

  function stsIn(region: string): Probe {
    return stsProbe(bench, held, { role, region })
  }
}

/** S3 in every region: all that a federated session may be asked for (it may call neither IAM nor STS). */
export function s3Probes(bench: Bench, held: Credentials): readonly Probe[] {
  return bench.regions.map((region) => ({
    name: `S3 in ${region}`,
    ask: async () => {
      const location = { kind: 's3', bucket: '', prefix: '', region } as const
      const s3 = await s3Client(location, { credentials: asHolder(held) })
      return await answerOf(s3, () => s3.listBuckets({ MaxBuckets: 1 }))
    },
  }))
}

/** Reads a role. Sessions without MFA that are not of a role may not call IAM at all. */
export function iamProbe(bench: Bench, held: Credentials, { name }: Thing): Probe {
  return {
    name: 'IAM',
    ask: async () => {
      const iam = await clientsAs(bench, held).iam()
      return await answerOf(iam, () => iam.getRole({ RoleName: name }))
    },
  }
}

/** Assumes a role. */
export function stsProbe(
  bench: Bench,
  held: Credentials,
  { role, region }: { readonly role: Thing; readonly region: string },
): Probe {
  return {
    name: `STS in ${region}`,
    ask: async () => {
      const sts = await clientsAs(bench, held, region).sts()
      const request = { RoleArn: role.arn, RoleSessionName: 'probe', DurationSeconds: 900 }
      return await answerOf(sts, () => sts.assumeRole(request))
    },
  }
}

/** The one call that no policy forbids: only a principal that is gone stops it. */
export function identityProbe(bench: Bench, held: Credentials): Probe {
  return {
    name: 'GetCallerIdentity',
    ask: async () => {
      const sts = await clientsAs(bench, held).sts()
      return await answerOf(sts, () => sts.getCallerIdentity({}))
    },
  }
}

/** Every probe goes over a new connection, so as to meet another of AWS's hosts. */
async function answerOf(
  client: { destroy(): void },
  request: () => Promise<unknown>,
): Promise<Answer> {
  try {
    await request()
    return 'allowed'
  } catch (error) {
    return isRefusal(readFault(error)) ? 'refused' : 'unanswered'
  } finally {
    client.destroy()
  }
}

const DEAD_CREDENTIALS = /^(?:ExpiredToken|InvalidToken|InvalidClientTokenId|InvalidAccessKeyId)$/

function isRefusal({ status, code = '' }: AwsFault): boolean {
  return status === 401 || status === 403 || DEAD_CREDENTIALS.test(code)
}
