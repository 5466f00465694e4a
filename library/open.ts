import { compareSubjects } from '../assembly/compare-subjects.ts'
import { type Connection, type ProcessContext, connect } from '../assembly/connect.ts'
import { findRole } from '../assembly/find-role.ts'
import { findToken } from '../assembly/identity-token/find-token.ts'
import { identityTokenFrom } from '../assembly/identity-token/identity-token.ts'
import { signingToken } from '../assembly/identity-token/signing-token.ts'
import { requireCredentials } from '../assembly/own-credentials.ts'
import { DaypassError, isDaypassError } from '../core/errors.ts'
import type { Issuance } from '../core/issuance/issuance.ts'
import { issueCautions } from '../core/issuance/issue-cautions.ts'
import { issue } from '../core/issue.ts'
import { defined } from '../core/language/defined.ts'
import { parseDuration } from '../core/language/duration.ts'
import { githubHolder } from '../core/lease/github-holder.ts'
import { type Holder, describeHolder } from '../core/lease/holder.ts'
import { parseLeaseId } from '../core/lease/lease-id.ts'
import { renew } from '../core/renew.ts'
import { revoke } from '../core/revoke.ts'
import type { Role } from '../core/role/role.ts'
import { sweep } from '../core/sweep.ts'
import { cured } from './cured.ts'
import { type LibrarySettings, readOptions } from './settings.ts'
import type {
  Daypass,
  DaypassOptions,
  LeaseRequest,
  IssuedLease,
  LiveLeaseFacts,
} from './program-interface.ts'

/** The process that a program runs in. */
export interface ProgramContext extends ProcessContext {
  readonly host: string
  readonly user: () => string
}

/**
 * Opens daypass in a process. Asks nothing.
 *
 * @throws `request-invalid`, `state-url-invalid`.
 */
export function open(options: DaypassOptions, context: ProgramContext): Daypass {
  const settings = readOptions(options, context.env)
  const { region, awsProfile: profile } = settings
  const connection = connect(settings, { config: defined({ region, profile }) }, context)
  const { ports } = connection
  const program = { settings, context, connection }
  return {
    issue: (role, asked = {}) => withCure(async () => await issueTo(program, role, asked)),
    renew: (id, ttl) =>
      withCure(async () => {
        const incrementSeconds = secondsOf(ttl)
        const { lease } = await renew(ports, parseLeaseId(id), { incrementSeconds })
        return lease.expiresAt
      }),
    revoke: (id) => withCure(async () => await revoke(ports, parseLeaseId(id))),
    leases: (role) => liveLeases(connection, role),
    sweep: ({ signal } = {}) =>
      withCure(async () => {
        const { ended, failed, stuck } = await sweep(ports, { signal })
        const failures = failed.map(({ id, error }) => ({ id, reason: error.message }))
        return { ended: ended.map(({ id }) => id), failed: failures, stuck }
      }),
  }
}

interface Program {
  readonly settings: LibrarySettings
  readonly context: ProgramContext
  readonly connection: Connection
}

async function issueTo(program: Program, name: string, asked: LeaseRequest): Promise<IssuedLease> {
  const { connection, settings, context } = program
  const { roleArn, roleSessionName, mfaCode, signal } = asked
  const ttlSeconds = secondsOf(asked.ttl)
  const role = await findRole(connection.roles, name)
  const allowedWithoutSubject = await comparedHere(program, role, asked)
  await requireCredentials(connection.clients, role, settings.awsProfile)
  const holder = holderOf(context, asked.holder)
  const request = { role, holder, allowedWithoutSubject, ttlSeconds }
  const chosen = { roleArn, roleSessionName, mfaCode }
  const { ports } = connection
  const issuance = await issue(ports, { ...request, ...chosen }, { signal })
  const cautions = issueCautions(ports, issuance.lease).map(({ detail }) => detail)
  return { ...handedOver(issuance), cautions }
}

/** Credentials in the clear, on their way to the program. */
function handedOver({ lease, credentials }: Issuance): Omit<IssuedLease, 'cautions'> {
  const { accessKeyId, secretAccessKey, sessionToken, arn, expiresAt } = credentials
  return {
    id: lease.id,
    expiresAt: lease.expiresAt,
    ...defined({ arn }),
    credentials: {
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      ...defined({ sessionToken: sessionToken?.reveal() }),
      expiration: expiresAt,
    },
  }
}

/** `true` belongs into the lease: the role names whom it is for, and nobody could look. */
async function comparedHere(
  { settings, context }: Program,
  role: Role,
  { allowWithoutSubject = false }: LeaseRequest,
): Promise<true | undefined> {
  const source = signingToken(context.env, settings.awsProfile) ?? findToken(context.env)
  const token = source && identityTokenFrom(source, context)
  const take = token && (async () => await token({}))
  const uncompared = await compareSubjects([role], take, { isRequired: !allowWithoutSubject })
  return uncompared.length === 0 ? undefined : true
}

function holderOf({ env, host, user }: ProgramContext, named: string | undefined): Holder {
  const job = named === undefined ? githubHolder(env) : undefined
  return job ?? { kind: 'shell', user: named ?? user(), host }
}

async function* liveLeases(
  { ports }: Connection,
  role: string | undefined,
): AsyncGenerator<LiveLeaseFacts> {
  const unreadable: DaypassError[] = []
  const leases = ports.leases.list(role, ({ error }) => unreadable.push(error))
  for await (const lease of leases) {
    const { id, role: name, credentialType, status, holder, issuedAt, expiresAt } = lease
    const facts = { id, role: name, credentialType, status, issuedAt, expiresAt }
    yield { ...facts, holder: describeHolder(holder) }
  }
  for (const error of unreadable) throw cured(error)
}

function secondsOf(ttl: string | number | undefined): number | undefined {
  if (ttl === undefined) return undefined
  const seconds = parseDuration(ttl)
  if (seconds !== undefined) return seconds
  throw new DaypassError('request-invalid', `${JSON.stringify(ttl)} is no duration`, {
    hint: "write it as '15m' or '1h30m', or in seconds",
  })
}

async function withCure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isDaypassError(error) ? cured(error) : error
  }
}
