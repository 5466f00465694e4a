import {
  type CachedCredentials,
  writeCache,
} from '../../assembly/cached-credentials/cached-credentials.ts'
import { ISSUE_MS } from '../../assembly/cached-credentials/fresh-or-next.ts'
import { withDeadline } from '../../core/deadline.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import { issue } from '../../core/issue.ts'
import { ttlLimits } from '../../core/role/role.ts'
import { connectIssuing } from '../connect.ts'
import { revealIssued } from '../credentials/issued.ts'
import { type RequestFlags, readRequest } from '../leases/read-request.ts'
import { warnOfIssue } from '../leases/warn-of-issue.ts'
import type { Session } from '../session.ts'
import { forgetCached } from './forget-cached.ts'

/** Tools ask again when fifteen minutes are left, and some then ask for every request. */
export const LEAST_SECONDS = 30 * 60

/** What a program asks for, and where it is kept. */
interface ProcessOrder {
  readonly flags: RequestFlags
  readonly file: string
  readonly signal: AbortSignal
}

/** Issues credentials and keeps them for the next call. Where they cannot be kept, that is said, and they work all the same. */
export async function issueForProcess(
  session: Session,
  name: string,
  { flags, file, signal: stopped }: ProcessOrder,
): Promise<CachedCredentials> {
  const request = lastingLonger(await readRequest(session, name, flags))
  const ports = await connectIssuing(session, request.role)
  const limit = { milliseconds: ISSUE_MS, signal: stopped }
  const issuance = await withDeadline(session.clock, limit, async (signal) => {
    return await issue(ports, request, { signal })
  })
  await warnOfIssue(session, ports, issuance.lease)
  const { lease, credentials } = issuance
  const { accessKey, secretKey, sessionToken } = revealIssued(issuance)
  const cached = {
    lease: lease.id,
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    sessionToken,
    issuedAt: lease.issuedAt,
    expiresAt: credentials.expiresAt,
  }
  await keep(session, cached, file)
  return cached
}

/** A request for a program: where nobody said how long, its lease lives for {@link LEAST_SECONDS} at least, if the role allows it. */
export function lastingLonger(request: IssueRequest): IssueRequest {
  const { default: usual, max } = ttlLimits(request.role)
  const longer = Math.max(usual, Math.min(LEAST_SECONDS, max))
  return { ...request, ttlSeconds: request.ttlSeconds ?? longer }
}

async function keep(
  { clock, context, reporter }: Session,
  cached: CachedCredentials,
  file: string,
): Promise<void> {
  try {
    forgetCached(context, ({ expiresAt }) => expiresAt < clock.now())
    writeCache(file, cached, context.random)
  } catch {
    await reporter.warn(`the credentials cannot be kept in ${file}: each call is a lease`)
  }
}
