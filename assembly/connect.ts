import { type AwsClients, type AwsConfig, awsClients } from '../aws/clients/clients.ts'
import { newPace } from '../aws/clients/pace.ts'
import type { IdentityToken } from '../aws/sessions/web-identity.ts'
import type { Random } from '../core/lease/lease-id.ts'
import type { ListingPorts } from '../core/ports.ts'
import type { BreakGlassPorts } from '../core/break-glass/ports.ts'
import type { HearingClock } from '../core/server-clock.ts'
import { defined } from '../core/language/defined.ts'
import { dialectOf } from '../core/role/dialect-of.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import type { RoleSource } from '../core/role/role-source.ts'
import { roleFiles } from '../role-files/role-files.ts'
import { type State, openState } from '../state/open.ts'
import { parseStateUrl } from '../state/state-url.ts'
import { assemblePorts } from './assemble.ts'
import { breakGlassPorts } from './break-glass.ts'
import { type KeptKeys, keptKeys } from './kept-keys.ts'
import { sealOfEnvironment } from './seal-of-environment.ts'
import { type Environment, ROLES_IN_STATE, type Settings, rootArnIn } from './settings.ts'

/** As whom daypass works, and how it reaches AWS. */
export interface Access {
  readonly config: Omit<AwsConfig, 'account'>
  /** Of the credentials, where that is known without asking AWS. */
  readonly account?: string | undefined
  /** Of S3, where the state's URL names none. */
  readonly s3Endpoint?: string | undefined
  /** Takes roles directly with this token instead of with daypass's own credentials. */
  readonly identityToken?: IdentityToken | undefined
}

/** The process that daypass runs in. */
export interface ProcessContext {
  /** Whether the state goes with this machine, and nobody will read it when sessions have ended. */
  readonly isPassing?: boolean | undefined
  readonly env: Environment
  /** Against which relative files are meant. */
  readonly directory: string
  /** Hears from AWS's replies what time it is. */
  readonly clock: HearingClock
  readonly random: Random
}

/** Everything put together. */
export interface Connection {
  /** As whom daypass works. */
  readonly clients: AwsClients
  readonly state: State
  readonly roles: RoleSource
  /** Which ARNs are right: those of AWS, or of a server behind a custom endpoint. */
  readonly dialect: Dialect
  /** Keys that daypass keeps, sealed for whom the environment says. */
  readonly keys: KeptKeys
  readonly ports: ListingPorts
  /** For incidents: works on IAM alone, also where the state is gone. */
  readonly breakGlass: BreakGlassPorts
}

/**
 * Puts daypass together, the same for every face. Nothing is loaded, read or asked before the first use. Roles are those
 * of the state where the settings name none.
 *
 * @throws `state-url-invalid`.
 */
export function connect(
  settings: Partial<Settings> & { readonly state: string },
  { config: chosen, account, s3Endpoint: endpoint, identityToken }: Access,
  { env, directory, clock, random, isPassing }: ProcessContext,
): Connection {
  const dialect = dialectOf(env, chosen)
  const config = { ...chosen, listener: clock, pace: newPace(clock) }
  const location = parseStateUrl(settings.state)
  const environmentEndpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL']
  const state = openState(location, {
    ...config,
    clock,
    random,
    dialect,
    endpoint,
    environmentEndpoint,
    mayBeShared: settings.allowSharedDirectory,
  })
  const clients = awsClients(config)
  const seal = sealOfEnvironment(env, directory)
  const rootArn = rootArnIn(env)
  const keys = keptKeys({ clients, config, state, seal, clock, rootArn })
  const { roles = ROLES_IN_STATE, revocation, revokerRoleArns } = settings
  const parts = {
    clients,
    // A key that daypass keeps may be of another account, and be used instead.
    config: { ...config, ...(seal.canOpen ? {} : defined({ account })) },
    state,
    clock,
    random,
    revocation,
    revokerRoleArns,
    identityToken,
    isPassing,
    keys,
  }
  const ports = assemblePorts(parts)
  return {
    clients,
    state,
    roles: roles === ROLES_IN_STATE ? state.roles : roleFiles(roles, dialect),
    dialect,
    keys,
    ports,
    breakGlass: breakGlassPorts({ ...parts, clients: keys.own }, ports.askTime),
  }
}
