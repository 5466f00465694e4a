import { assemblePorts } from '../../assembly/assemble.ts'
import { keptKeys } from '../../assembly/kept-keys.ts'
import { sealOfEnvironment } from '../../assembly/seal-of-environment.ts'
import { type AwsClients, type AwsConfig, awsClients } from '../../aws/clients/clients.ts'
import {
  type CredentialsProvider,
  type OwnRole,
  roleSession,
  webIdentitySession,
} from '../../aws/clients/role-session.ts'
import type { IdentityToken } from '../../aws/sessions/web-identity.ts'
import { parseArn } from '../../core/arn.ts'
import type { Ports } from '../../core/ports.ts'
import { dialectOf } from '../../core/role/dialect-of.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import type { Secret } from '../../core/secret.ts'
import { type State, openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { agentsFor } from './agents.ts'
import type { Connection } from './connection.ts'
import { identityTokenFrom } from '../identity/identity-token.ts'
import type { Identity, Keys, TokenSource } from '../identity/identity.ts'
import type { Environment, Runner } from '../runner/runner.ts'
import { defined } from '../../core/language/defined.ts'

/** A connection with everything behind it. */
export interface Connected {
  readonly ports: Ports
  readonly state: State
  /** Which ARNs are right: those of AWS, or of a server behind a custom endpoint. */
  readonly dialect: Dialect
  /** As whom daypass works. */
  readonly clients: AwsClients
  /** Clients alike, of somebody else. */
  readonly clientsAs: (credentials: CredentialsProvider) => AwsClients
  /** The job's own OIDC token, where daypass takes a role with it: the same that it is taken with. */
  readonly jobToken: (() => Promise<Secret>) | undefined
  /**
   * Begins what will be waited for longest: fetches the job's token, if one will be needed, and loads what will be asked
   * with it. Never throws.
   */
  readonly fetchAhead: () => void
  /** Begins to take the broker's role, if there is one. Answers when that is done, however it ends; never throws. */
  readonly signInAhead: () => Promise<void>
}

/** Connects, from the process and its environment that are at hand. */
export type Connect = (connection: Connection, stopped: AbortSignal) => Connected

/** AWS's shortest. These credentials do not leave the process. */
const BROKER_SECONDS = 900

/** Puts the parts together. Nothing is loaded, read or asked before the first use. */
export function connect(
  connection: Connection,
  runner: Pick<Runner, 'env' | 'clock' | 'random'>,
  stopped: AbortSignal,
): Connected {
  const { clock, random, env } = runner
  const { region, identity, directToken } = connection
  const agents = agentsFor(connection.proxies, process.version)
  const userAgent = userAgentOf(env)
  const reached: AwsConfig = {
    agents,
    userAgent,
    ...defined({
      region,
      stsEndpoint: connection.stsEndpoint,
      iamEndpoint: connection.iamEndpoint,
    }),
  }
  const tokens = new Map<string, IdentityToken>()
  const tokenOf = (source: TokenSource): IdentityToken => {
    const key = JSON.stringify(source)
    const known =
      tokens.get(key) ?? identityTokenFrom(source, { env, clock, random, agents }, stopped)
    tokens.set(key, known)
    return known
  }
  const credentials = credentialsOf(identity, reached, { runner, tokenOf })
  const seal = sealOfEnvironment(env, env['GITHUB_WORKSPACE'] ?? '.')
  const config = {
    ...reached,
    ...defined({ credentials }),
    // A key that daypass keeps may be of another account, and be used instead.
    ...(seal.canOpen ? {} : accountOf(identity)),
  }
  const clients = awsClients(config)
  const dialect = dialectFor(connection, env)
  const access = { clock, random, region, dialect, credentials, agents, userAgent }
  const state = openState(parseStateUrl(connection.state), access)
  const { revocation, revokerRoleArns } = connection
  const identityToken = directToken === undefined ? undefined : tokenOf(directToken)
  const source = identity.kind === 'broker-by-token' ? identity.token : directToken
  const jobToken = source?.kind === 'job' ? async () => await tokenOf(source)({}) : undefined
  const keys = keptKeys({ clients, config: reached, state, seal, clock })
  const parts = { clients, config, state, clock, random, revocation, revokerRoleArns, keys }
  return {
    ports: assemblePorts({ ...parts, identityToken }),
    state,
    dialect,
    clients,
    clientsAs: (other) => awsClients({ ...reached, credentials: other }),
    jobToken,
    fetchAhead: () => {
      // Whoever needs it asks for it himself and gets the failure.
      void jobToken?.().catch(() => undefined)
      void clients.sts().catch(() => undefined)
    },
    signInAhead: async () => {
      if (typeof credentials === 'function') await credentials().catch(() => undefined)
    },
  }
}

function dialectFor(
  reach: Pick<Connection, 'stsEndpoint' | 'iamEndpoint'>,
  env: Environment,
): Dialect {
  return (reach.stsEndpoint ?? reach.iamEndpoint) === undefined ? dialectOf(env) : 'custom-endpoint'
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
function accountOf(identity: Identity): Pick<AwsConfig, 'account'> {
  const account = 'roleArn' in identity ? parseArn(identity.roleArn)?.account : undefined
  return account === undefined || account === '' ? {} : { account }
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
