import type { RoleSource } from '../core/role/role-source.ts'
import type { LeaseStore } from '../core/lease/lease-store.ts'
import type { Ports } from '../core/ports.ts'
import { dialectOf } from '../core/role/dialect-of.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import type { Role } from '../core/role/role.ts'
import type { KeptKeys } from '../assembly/kept-keys.ts'
import type { AwsClients, AwsConfig } from '../aws/clients/clients.ts'
import type { State } from '../state/open.ts'
import { ownCredentials } from './own-credentials.ts'
import type { Session } from './session.ts'
import { ROLES_IN_STATE } from '../assembly/settings.ts'
import { defined } from '../core/language/defined.ts'

/**
 * Opens the state that the settings name. Asks nothing of it yet.
 *
 * @throws `state-url-invalid`.
 */
export async function connectState({ context, settings }: Session): Promise<State> {
  const [{ openState }, { parseStateUrl }] = await Promise.all([
    import('../state/open.ts'),
    import('../state/state-url.ts'),
  ])
  const { clock, random, env } = context
  const { region } = settings
  return openState(parseStateUrl(settings.state), {
    clock,
    random,
    region,
    dialect: dialectOf(env),
  })
}

/** The leases alone, for commands that ask nothing of AWS. */
export async function connectLeases(session: Session): Promise<LeaseStore> {
  return (await connectState(session)).leases
}

/** SDK clients with the chain of the SDK itself: environment, profile, machine. */
export async function connectAws(session: Session): Promise<AwsClients> {
  const { awsClients } = await import('../aws/clients/clients.ts')
  return awsClients(awsConfig(session))
}

function awsConfig({ settings }: Session): AwsConfig {
  return defined({ region: settings.region })
}

/** All that renewing, revoking and sweeping need. */
export async function connectPorts(session: Session): Promise<Ports> {
  return await portsWith(session, await connectAws(session))
}

/**
 * The same for issuing. Nothing is begun without credentials to undo it with.
 *
 * @throws `state-url-invalid`, `aws-credentials-missing`.
 */
export async function connectIssuing(session: Session, role: Role): Promise<Ports> {
  const clients = await connectAws(session)
  const ports = await portsWith(session, clients)
  await ownCredentials(
    role.credential_type === 'iam_user' ? await clients.iam() : await clients.sts(),
  )
  return ports
}

async function portsWith(session: Session, clients: AwsClients): Promise<Ports> {
  const [state, { assemblePorts }] = await Promise.all([
    connectState(session),
    import('../assembly/assemble.ts'),
  ])
  const { clock, random } = session.context
  const { revokerRoleArns, revocation } = session.settings
  const config = awsConfig(session)
  const keys = await keysWith(session, clients, state)
  return assemblePorts({
    clients,
    config,
    state,
    clock,
    random,
    revocation,
    revokerRoleArns,
    keys,
  })
}

/** Keys that daypass keeps, for the commands that are about them. */
export async function connectKeys(
  session: Session,
): Promise<{ readonly keys: KeptKeys; readonly clients: AwsClients; readonly state: State }> {
  const [clients, state] = await Promise.all([connectAws(session), connectState(session)])
  return { keys: await keysWith(session, clients, state), clients, state }
}

async function keysWith(session: Session, clients: AwsClients, state: State): Promise<KeptKeys> {
  const [{ keptKeys }, { sealOfEnvironment }] = await Promise.all([
    import('../assembly/kept-keys.ts'),
    import('../assembly/seal-of-environment.ts'),
  ])
  const { env, directory, clock } = session.context
  const seal = sealOfEnvironment(env, directory)
  return keptKeys({ clients, config: awsConfig(session), state, seal, clock })
}

/** The roles that the settings name: a directory of files, or those in the state bucket. */
export async function connectRoles(session: Session): Promise<RoleSource> {
  const { roles } = session.settings
  if (roles === ROLES_IN_STATE) return (await connectState(session)).roles
  return await roleFilesIn(roles, dialectOf(session.context.env))
}

/** The role files of a directory. */
export async function roleFilesIn(directory: string, dialect: Dialect): Promise<RoleSource> {
  const { roleFiles } = await import('../role-files/role-files.ts')
  return roleFiles(directory, dialect)
}
