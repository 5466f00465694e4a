import { consolePlace, pageIn } from '../../aws/console/console-place.ts'
import { consoleUrl } from '../../aws/console/console-url.ts'
import { parseArn } from '../../core/arn.ts'
import type { Credentials } from '../../core/credentials.ts'
import { issue } from '../../core/issue.ts'
import { warnOfIssue } from '../leases/warn-of-issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { Ports } from '../../core/ports.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import { connectIssuing } from '../connect.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { timeText } from '../printing/times.ts'
import { handedRegion } from '../exec/handed-region.ts'
import { openBrowser } from '../credentials/open-browser.ts'
import { printUrl } from '../credentials/print-url.ts'
import { type RequestFlags, readRequest } from '../leases/read-request.ts'
import type { Session } from '../session.ts'
import { inGoodOrder, refuseStopped } from '../process/stop.ts'
import { takeBack } from '../leases/take-back.ts'

/** Options of `console`. */
export interface ConsoleFlags extends RequestFlags {
  readonly open?: boolean
  readonly destination?: string
}

/**
 * Issues session credentials of a role and signs in to the console with them: prints the URL, or opens it. The lease
 * lives on until its end or its revocation, which end the console session too. When nobody got the URL the lease is
 * revoked.
 */
export async function consoleCommand(
  session: Session,
  role: string,
  flags: ConsoleFlags,
): Promise<number> {
  checkDestination(flags.destination)
  const request = await readRequest(session, role, flags)
  refuseType(request)
  const ports = await connectIssuing(session, request.role)
  const end = await inGoodOrder(session, async (signal) => {
    const work = () => issue(ports, request, { signal })
    const issuance = await session.reporter.during(`issuing ${role}`, work)
    await warnOfIssue(session, ports, issuance.lease)
    await signIn(session, ports, issuance, { ...flags, signal })
    return { stopped: EXIT.ok }
  })
  return end.stopped
}

async function signIn(
  session: Session,
  ports: Ports,
  { lease, credentials }: Issuance,
  { open, destination, signal }: ConsoleFlags & { readonly signal: AbortSignal },
): Promise<void> {
  const { context, reporter } = session
  try {
    const place = consolePlace(
      partitionOf(credentials),
      presentUrl(context.env['DAYPASS_SIGNIN_URL']),
    )
    const page = destination ?? pageIn(place, handedRegion(session))
    const work = () =>
      consoleUrl(place, { credentials, destination: page }, context.clock, { signal })
    const url = await reporter.during('signing in', work)
    refuseStopped(signal, 'stopped before the URL was handed over')
    if (open === true) await openBrowser(session, url)
    else await printUrl(session, url, lease)
    await reporter.note(`lease ${lease.id}, until ${timeText(lease.expiresAt)}`)
  } catch (error) {
    await takeBack(session, ports, lease.id)
    throw error
  }
}

/** Federation is for sessions; AWS takes none of GetSessionToken (IAM User Guide, id_credentials_sts-comparison). */
function refuseType({ role }: IssueRequest): void {
  const { credential_type: type } = role
  if (type === 'assumed_role' || type === 'federation_token') return
  throw usageError(
    `credentials of type ${type} cannot sign in to the console`,
    'AWS takes sessions of assumed_role and federation_token',
  )
}

/** Ceph gives no ARN, and has no console. */
function partitionOf({ arn }: Credentials): string {
  return parseArn(arn ?? '')?.partition ?? 'aws'
}

function presentUrl(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  if (URL.canParse(text)) return text
  throw usageError(`DAYPASS_SIGNIN_URL is not a URL, ${JSON.stringify(text)}`)
}

function checkDestination(text: string | undefined): void {
  if (text === undefined) return
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return
  throw usageError(
    `--destination ${JSON.stringify(text)} is not a page of the console`,
    'like https://console.aws.amazon.com/s3/',
  )
}
