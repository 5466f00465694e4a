import type { Connection } from '../assembly/connect.ts'
import { requireCredentials } from '../assembly/own-credentials.ts'
import { ROLES_IN_STATE } from '../assembly/settings.ts'
import type { AwsClients, AwsConfig } from '../aws/clients/clients.ts'
import type { DaypassError } from '../core/errors.ts'
import { defined } from '../core/language/defined.ts'
import type { Ports } from '../core/ports.ts'
import { dialectOf } from '../core/role/dialect-of.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import type { RoleSource } from '../core/role/role-source.ts'
import type { Role } from '../core/role/role.ts'
import { usageError } from './error-text.ts'
import { refuseCircle } from './process/own-circle.ts'
import type { Session } from './session.ts'

/**
 * Everything put together, as the settings say. Asks nothing yet.
 *
 * @throws `state-url-invalid`; `request-invalid` where no state is named and there is no home directory.
 */
export async function connectSession(session: Session): Promise<Connection> {
  const { connect } = await import('../assembly/connect.ts')
  const { context, clock, settings } = session
  if (settings.state === '') throw homeless()
  return connect(settings, { config: awsConfig(session) }, { ...context, clock })
}

function homeless(): DaypassError {
  return usageError(
    'no store is named, and this user has no home directory, where leases lie by default',
    'name it with --state or DAYPASS_STATE',
  )
}

/** SDK clients with the chain of the SDK itself, for commands that ask nothing of a state. */
export async function connectAws(session: Session): Promise<AwsClients> {
  const { awsClients } = await import('../aws/clients/clients.ts')
  return awsClients(awsConfig(session))
}

function awsConfig({ context, settings, clock }: Session): AwsConfig {
  const { region, awsProfile: profile } = settings
  const beforeChain = () => {
    refuseCircle(context, profile)
  }
  return { listener: clock, beforeChain, ...defined({ region, profile }) }
}

/**
 * What issuing needs. Nothing is begun without credentials to undo it with.
 *
 * @throws `state-url-invalid`, `aws-credentials-missing`.
 */
export async function connectIssuing(session: Session, role: Role): Promise<Ports> {
  const { clients, ports } = await connectSession(session)
  await requireCredentials(clients, role, session.settings.awsProfile)
  return ports
}

/** The roles that the settings name: only for those in the state its URL has to be right. */
export async function connectRoles(session: Session): Promise<RoleSource> {
  const { roles } = session.settings
  if (roles === ROLES_IN_STATE) return (await connectSession(session)).roles
  return await roleFilesIn(roles, dialectOf(session.context.env))
}

/** The role files of a directory. */
export async function roleFilesIn(directory: string, dialect: Dialect): Promise<RoleSource> {
  const { roleFiles } = await import('../role-files/role-files.ts')
  return roleFiles(directory, dialect)
}
