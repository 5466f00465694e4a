import { parseDuration } from '../../core/language/duration.ts'
import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import { type LeaseId, newLeaseId } from '../../core/lease/lease-id.ts'
import { planOrder } from '../../core/issuance/plan-order.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import { ttlLimits } from '../../core/role/role.ts'
import { explain } from '../explain.ts'
import { DiagnosticError, type Diagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import type { DaypassSession } from '../session.ts'
import { comparedHere } from './compared-here.ts'
import { roleAt } from './role-at.ts'

/** What a configuration asks for. */
export interface AskedCredentials {
  readonly role: string
  readonly ttl: string | null
  readonly role_arn: string | null
  readonly role_session_name: string | null
  readonly mfa_code: string | null
}

/** A request whose lease already has its id. */
export type PreparedRequest = IssueRequest & { readonly id: LeaseId }

/** The fields of a request and the attributes that they come from. */
const ATTRIBUTES = {
  ttlSeconds: 'ttl',
  roleArn: 'role_arn',
  roleSessionName: 'role_session_name',
  mfaCode: 'mfa_code',
} as const satisfies Partial<Record<keyof IssueRequest, string>>

/**
 * Puts a request together, and makes sure that it fits its role: what does not is reported at the attribute that is to
 * blame. Compares whom the role is for. Asks nothing of AWS but the role, where that lies in the state.
 */
export async function prepareRequest(
  session: DaypassSession,
  asked: AskedCredentials,
  diagnostics: Diagnostics,
): Promise<PreparedRequest> {
  const role = await roleAt(session, asked.role, ['role'])
  const { defaultTtlSeconds } = session.settings()
  const { holder } = await session.connect()
  const allowedWithoutSubject = await comparedHere(session, role, diagnostics)
  const limits = ttlLimits(role)
  const request = {
    role,
    holder,
    allowedWithoutSubject,
    id: newLeaseId(role.name, session.random),
    ttlSeconds:
      asked.ttl === null
        ? Math.min(defaultTtlSeconds ?? limits.default, limits.max)
        : parseDuration(asked.ttl),
    roleArn: asked.role_arn ?? undefined,
    roleSessionName: asked.role_session_name ?? undefined,
    mfaCode: asked.mfa_code ?? undefined,
  }
  const now = session.clock.now()
  const error = refusalOf(request, now)
  if (error === undefined) return request
  throw new DiagnosticError({ ...explain(error), path: [culprit(request, error, now)] })
}

function refusalOf(request: PreparedRequest, now: Date): DaypassError | undefined {
  try {
    planOrder(request, request.id, now)
    return undefined
  } catch (error) {
    if (isDaypassError(error)) return error
    throw error
  }
}

/** The attribute without which the error would be another one or none; else it is about the role. */
function culprit(request: PreparedRequest, error: DaypassError, now: Date): string {
  for (const [field, attribute] of Object.entries(ATTRIBUTES)) {
    const without = { ...request, [field]: undefined }
    if (refusalOf(without, now)?.message !== error.message) return attribute
  }
  return 'role'
}
