import { type Connection, connect } from '../../assembly/connect.ts'
import { type AwsClients, type AwsConfig, awsClients } from '../../aws/clients/clients.ts'
import {
  type CredentialsProvider,
  type OwnRole,
  roleSession,
  webIdentitySession,
} from '../../aws/clients/role-session.ts'
import type { IdentityToken } from '../../aws/sessions/web-identity.ts'
import { accountOfRole } from '../../core/arn.ts'
import type { Secret } from '../../core/secret.ts'
import { serverClock } from '../../core/server-clock.ts'
import { agentsFor, pendingOn } from './agents.ts'
import type { ConnectionSettings } from './connection.ts'
import { findToken } from '../../assembly/identity-token/find-token.ts'
import {
  type TokenSource,
  identityTokenFrom,
} from '../../assembly/identity-token/identity-token.ts'
import { signingToken } from '../../assembly/identity-token/signing-token.ts'
import type { Role } from '../../core/role/role.ts'
import type { Identity, Keys } from '../identity/identity.ts'
import type { Environment } from '../../assembly/settings.ts'
import type { Runner } from '../runner/runner.ts'
import { defined } from '../../core/language/defined.ts'

/** A connection with everything behind it. */
export interface Connected extends Connection {
  /** Clients alike, of somebody else. */
  readonly clientsAs: (credentials: CredentialsProvider) => AwsClients
  /** The job's own OIDC token, where daypass takes a role with it: the same that it is taken with. */
  readonly jobToken: (() => Promise<Secret>) | undefined
  /**
   * The token that says whose job this is, for a role of a type: the one that it is taken with or that daypass signs in
   * with, or else what the job may ask for or has.
   */
  readonly subjectToken: (type: Role['credential_type']) => (() => Promise<Secret>) | undefined
  /**
   * Begins what will be waited for longest: fetches the job's token, if one will be needed, and loads what will be asked
   * with it. Never throws.
   */
  readonly fetchAhead: () => void
  /** The addresses that have been asked something and have not answered yet. */
  readonly waitingFor: () => readonly string[]
  /** Begins to take the broker's role, if there is one. Answers when that is done, however it ends; never throws. */
  readonly signInAhead: () => Promise<void>
}

/** A connection, and where roles are read: in the state where nothing is said. */
type Connecting = ConnectionSettings & { readonly roles?: string }

/** Connects, from the process and its environment that are at hand. */
export type Connect = (connection: Connecting, stopped: AbortSignal) => Connected

/** AWS's shortest. These credentials do not leave the process. */
const BROKER_SECONDS = 900

/** Puts the parts together. Nothing is loaded, read or asked before the first use. */
export function connectJob(
  connection: Connecting,
  runner: Pick<Runner, 'env' | 'clock' | 'random'> & Partial<Pick<Runner, 'mask'>>,
  stopped: AbortSignal,
): Connected {
  const { clock, random, env } = runner
  const { identity, directToken, region, stsEndpoint, iamEndpoint } = connection
  const agents = agentsFor(connection.proxies, process.version)
  const reached: AwsConfig = {
    agents,
    userAgent: userAgentOf(env),
    ...defined({ region, stsEndpoint, iamEndpoint }),
  }
  const tokens = new Map<string, IdentityToken>()
  const masked = (source: TokenSource): IdentityToken => {
    const token = identityTokenFrom(source, { env, clock, random, agents }, stopped)
    return async (options) => {
      const secret = await token(options)
      runner.mask?.(secret.reveal())
      return secret
    }
  }
  const tokenOf = (source: TokenSource): IdentityToken => {
    const key = JSON.stringify(source)
    const known = tokens.get(key) ?? masked(source)
    tokens.set(key, known)
    return known
  }
  const credentials = credentialsOf(identity, reached, { runner, tokenOf })
  const identityToken = directToken && tokenOf(directToken)
  const source = identity.kind === 'broker-by-token' ? identity.token : directToken
  const jobToken = source?.kind === 'job' ? async () => await tokenOf(source)({}) : undefined
  const subjectToken = (type: Role['credential_type']) => {
    const asked = subjectSource(connection, env, type)
    return asked && (async () => await tokenOf(asked)({}))
  }
  const assembled = connect(
    connection,
    {
      config: { ...reached, ...defined({ credentials }) },
      account: accountOf(identity),
      identityToken,
    },
    {
      env,
      clock: serverClock(clock),
      random,
      directory: env['GITHUB_WORKSPACE'] ?? '.',
      isPassing: connection.isPassing,
    },
  )
  return {
    ...assembled,
    clientsAs: (other) => awsClients({ ...reached, credentials: other }),
    jobToken,
    subjectToken,
    waitingFor: () => pendingOn(agents),
    fetchAhead: () => {
      // Whoever needs it asks for it himself and gets the failure.
      void jobToken?.().catch(() => undefined)
      void assembled.clients.sts().catch(() => undefined)
    },
    signInAhead: async () => {
      if (typeof credentials === 'function') await credentials().catch(() => undefined)
    },
  }
}

/** Where the token comes from that says whose job this is. */
function subjectSource(
  { identity, directToken, variables }: ConnectionSettings,
  { HOME, USERPROFILE, ...env }: Environment,
  type: Role['credential_type'],
): TokenSource | undefined {
  if (type === 'assumed_role' && directToken !== undefined) return directToken
  if (identity.kind === 'broker-by-token') return identity.token
  const own = { HOME, USERPROFILE, ...variables }
  const signing = identity.kind === 'ambient' ? signingToken(own, undefined) : undefined
  return signing ?? directToken ?? findToken(env)
}

function credentialsOf(
  identity: Identity,
  reached: AwsConfig,
  {
    runner,
    tokenOf,
  }: { runner: Pick<Runner, 'env' | 'clock'>; tokenOf: (source: TokenSource) => IdentityToken },
): AwsConfig['credentials'] {
  const { clock } = runner
  switch (identity.kind) {
    case 'broker-by-token': {
      const identityToken = tokenOf(identity.token)
      const role = brokerRole(identity.roleArn, runner.env)
      return webIdentitySession(awsClients(reached), role, { clock, identityToken })
    }
    case 'broker-by-keys': {
      const base = awsClients({ ...reached, credentials: plainKeys(identity.keys) })
      return roleSession(base, brokerRole(identity.roleArn, runner.env), { clock })
    }
    case 'keys':
      return plainKeys(identity.keys)
    case 'ambient':
    case 'nobody':
      return undefined
  }
}

/** A broker's ARN tells its account: one request less before a deny is written. */
function accountOf(identity: Identity): string | undefined {
  return 'roleArn' in identity ? accountOfRole(identity.roleArn) : undefined
}

function brokerRole(roleArn: string, env: Environment): OwnRole {
  const run = [env['GITHUB_RUN_ID'] ?? '', env['GITHUB_RUN_ATTEMPT'] ?? ''].filter(Boolean)
  const sessionName = ['daypass-broker', ...run].join('-').replaceAll(/[^\w+=,.@-]/g, '_')
  return { roleArn, sessionName: sessionName.slice(0, 64), durationSeconds: BROKER_SECONDS }
}

/** As the SDK takes them. */
function plainKeys({ accessKeyId, secretAccessKey, sessionToken }: Keys) {
  return {
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
  }
}

/** CloudTrail then tells which run a call belongs to. */
function userAgentOf(env: Environment): string {
  const parts = ['action', env['GITHUB_RUN_ID'] ?? '', env['GITHUB_RUN_ATTEMPT'] ?? '']
  return parts
    .join('/')
    .replaceAll(/[^\w./-]/g, '_')
    .replace(/\/+$/, '')
}
