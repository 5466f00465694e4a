import { assemblePorts } from '../assembly/assemble.ts'
import { keptKeys } from '../assembly/kept-keys.ts'
import { sealOfEnvironment } from '../assembly/seal-of-environment.ts'
import type { Ports } from '../core/ports.ts'
import type { RoleSource } from '../core/role/role-source.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import { roleFiles } from '../role-files/role-files.ts'
import { type State, openState } from '../state/open.ts'
import { parseStateUrl } from '../state/state-url.ts'
import { ROLES_IN_STATE } from '../assembly/settings.ts'
import type { Settings } from './configuration/settings.ts'
import { terraformHolder } from './holder.ts'
import { type OwnIdentity, ownIdentity } from './own-identity.ts'
import type { Holder } from '../core/lease/holder.ts'
import type { Surroundings } from './surroundings.ts'

/** The domain on AWS and a state, as the provider's configuration says. */
export interface Connection {
  readonly state: State
  /** Role definitions, from wherever the configuration says. */
  readonly roles: RoleSource
  readonly identity: OwnIdentity
  readonly ports: Ports
  readonly holder: Holder
}

/**
 * Puts the parts together. Asks nothing of AWS, and loads no SDK.
 *
 * @throws `state-url-invalid`.
 */
export async function connect(
  settings: Settings,
  surroundings: Surroundings,
  dialect: Dialect,
): Promise<Connection> {
  const { clock, random } = surroundings
  const { region, endpoints, profile, revocation, revokerRoleArns } = settings
  const identity = ownIdentity(settings, clock)
  const state = openState(parseStateUrl(settings.state), {
    clock,
    random,
    dialect,
    region,
    endpoint: endpoints.s3,
    credentials: identity.config.credentials,
    profile,
    userAgent: 'terraform',
  })
  const seal = sealOfEnvironment(surroundings.env, surroundings.directory)
  const keys = keptKeys({ ...identity, state, seal, clock })
  return {
    state,
    identity,
    roles: settings.roles === ROLES_IN_STATE ? state.roles : roleFiles(settings.roles, dialect),
    ports: assemblePorts({ ...identity, state, clock, random, revocation, revokerRoleArns, keys }),
    holder: await terraformHolder(surroundings, settings.holder),
  }
}
