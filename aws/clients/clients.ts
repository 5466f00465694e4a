import type { Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { IAM, IAMClientConfig } from '@aws-sdk/client-iam'
import type { STS } from '@aws-sdk/client-sts'
import type { Credentials } from '../../core/credentials.ts'
import type { Secret } from '../../core/secret.ts'
import { IN_STEP, type Pace, keepPace } from './pace.ts'
import { EVERY_ATTEMPT, noteLostReply } from '../errors/lost-reply.ts'
import { WHERE_REPLIES_COME_IN, heardDate } from '../../core/language/heard-date.ts'
import { NEXT_TO_THE_WIRE, wholeReply } from '../../core/language/whole-reply.ts'
import type { DateListener } from '../../core/server-clock.ts'
import { AROUND_EVERYTHING, whyNoCredentials } from '../../core/no-credentials.ts'
import { QuietLogger } from '../../core/language/quiet-logger.ts'
import { defined } from '../../core/language/defined.ts'

/** How AWS is reached. What is left out comes from the SDK's own chain: environment, profile, machine. */
export interface AwsConfig {
  /** Region of STS; IAM's follows from its partition. Without one anywhere, the partition's first region. */
  readonly region?: string
  /** A static key or a provider, as the SDK takes them. */
  readonly credentials?: NonNullable<IAMClientConfig['credentials']>
  /** Profile of the shared AWS files, instead of what the environment names. */
  readonly profile?: string
  /** Called before the SDK's own chain is asked for credentials; what it throws is thrown. */
  readonly beforeChain?: () => void
  readonly iamEndpoint?: string
  readonly stsEndpoint?: string
  /** How often the SDK tries in all, on throttling, 5xx and lost connections. 4 when absent. */
  readonly maxAttempts?: number
  /** Of one attempt. 10,000 when absent; a connection has to stand within 3,000 whatever this says. */
  readonly requestTimeoutMs?: number
  /** Chooses the region where none is set: `aws` when absent, `aws-cn`, `aws-us-gov`, … */
  readonly partition?: string
  /** Account of the credentials, where that is known without asking AWS. */
  readonly account?: string
  /** How connections are made: through a proxy, say. Node's own way when absent. */
  readonly agents?: Agents
  /** Hears from every reply what time it is. */
  readonly listener?: DateListener
  /** Of all that is asked of IAM in this process. As fast as it comes when absent; the SDK then waits out throttles by itself. */
  readonly pace?: Pace
  /** Follows `daypass` in the user agent, which CloudTrail records: who called, and for what. */
  readonly userAgent?: string
}

/** Agents of Node, for plain and for encrypted connections. */
export interface Agents {
  readonly httpAgent: HttpAgent
  readonly httpsAgent: HttpsAgent
}

/** SDK clients, each loaded when it is first asked for and then shared. */
export interface AwsClients {
  iam(): Promise<IAM>
  sts(): Promise<STS>
  /** STS as somebody else, to try their key: every request goes over a new connection, and only once. */
  stsAs(accessKeyId: string, secretAccessKey: Secret): Promise<STS>
}

const CONNECT_TIMEOUT_MS = 3000

/** Where IAM and STS of a partition are found when nobody named a region. */
const FIRST_REGIONS: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-iso': 'us-iso-east-1',
  'aws-iso-b': 'us-isob-east-1',
  'aws-iso-e': 'eu-isoe-west-1',
  'aws-iso-f': 'us-isof-south-1',
  'aws-eusc': 'eusc-de-east-1',
}

/**
 * The way to IAM and STS. Costs nothing until a client is asked for; the SDKs take some 150 ms to load.
 * STS endpoints are regional, which is the SDK's default.
 */
export function awsClients(config: AwsConfig): AwsClients {
  const iam = once(async () => {
    if (config.credentials === undefined) config.beforeChain?.()
    const { IAM } = await import('@aws-sdk/client-iam')
    const make = (region?: string) =>
      new IAM({ ...common(config, region), ...endpoint(config.iamEndpoint) })
    const client = await withRegion(make, config)
    if (config.pace !== undefined)
      client.middlewareStack.addRelativeTo(keepPace(config.pace), IN_STEP)
    return listening(client, config)
  })
  const sts = once(async () => {
    if (config.credentials === undefined) config.beforeChain?.()
    const { STS } = await import('@aws-sdk/client-sts')
    const make = (region?: string) =>
      new STS({ ...common(config, region), ...endpoint(config.stsEndpoint) })
    const client = await withRegion(make, config)
    return listening(client, config)
  })
  return {
    iam,
    sts,
    stsAs: async (accessKeyId, secretAccessKey) => {
      const { STS } = await import('@aws-sdk/client-sts')
      const region = await (await sts()).config.region()
      const client = new STS({
        ...common(config, region),
        ...endpoint(config.stsEndpoint),
        credentials: { accessKeyId, secretAccessKey: secretAccessKey.reveal() },
        requestHandler: { ...timeouts(config), ...ONE_USE_CONNECTIONS },
        maxAttempts: 1,
      })
      client.middlewareStack.add(wholeReply, NEXT_TO_THE_WIRE)
      return client
    },
  }
}

/** Puts in what every client does with replies. */
function listening<C extends IAM | STS>(client: C, { listener, profile }: AwsConfig): C {
  // To TypeScript the stacks of the two are different types.
  const { middlewareStack, config } = client as STS
  const { logger } = config
  middlewareStack.add(whyNoCredentials({ logger, profile }), AROUND_EVERYTHING)
  middlewareStack.addRelativeTo(noteLostReply, EVERY_ATTEMPT)
  middlewareStack.add(wholeReply, NEXT_TO_THE_WIRE)
  if (listener !== undefined) middlewareStack.add(heardDate(listener), WHERE_REPLIES_COME_IN)
  return client
}

/** Credentials that were issued, as a config takes them: to try what their holder can do. */
export function asHolder(
  issued: Pick<Credentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>,
) {
  const { accessKeyId, secretAccessKey, sessionToken } = issued
  return () =>
    Promise.resolve({
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
    })
}

const ONE_USE_CONNECTIONS = { httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } }

function common(config: AwsConfig, region: string | undefined) {
  return {
    maxAttempts: config.maxAttempts ?? 4,
    logger: new QuietLogger(),
    requestHandler: timeouts(config),
    customUserAgent: ['daypass', config.userAgent ?? ''].join(' ').trim(),
    ...defined({ region, credentials: config.credentials, profile: config.profile }),
  }
}

function timeouts(config: AwsConfig) {
  return {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: config.requestTimeoutMs ?? 10_000,
    throwOnRequestTimeout: true,
    ...config.agents,
  }
}

/** A chosen address is FIPS or not as it is: the SDK refuses both at once. */
function endpoint(url: string | undefined) {
  return url === undefined
    ? {}
    : { endpoint: url, useFipsEndpoint: false, useDualstackEndpoint: false }
}

/** The SDK finds a region late and fails without one; its chain is asked at once, and a default put in. */
async function withRegion<C extends IAM | STS>(
  make: (region?: string) => C,
  config: AwsConfig,
): Promise<C> {
  const client = make(config.region)
  try {
    await client.config.region()
    return client
  } catch {
    return make(FIRST_REGIONS[config.partition ?? 'aws'] ?? 'us-east-1')
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
