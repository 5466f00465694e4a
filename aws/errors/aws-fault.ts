import { scrub } from '../../core/language/scrub.ts'

/** What became of a request that failed. */
export type Fate =
  /** It did not leave this machine: nothing was done. */
  | 'never-sent'
  /** AWS answered that it will not: nothing was done. */
  | 'refused'
  /** Its answer was lost, late, unreadable or a 5xx: it may have been done. */
  | 'perhaps-done'
  /** The caller's signal stopped it, perhaps after it was sent. */
  | 'stopped'

/**
 * What is kept of an error of the SDK: its words and codes, never a request, a reply's body or a header.
 * It is the cause of the errors that `aws` throws.
 */
export class AwsFault extends Error {
  override readonly name = 'AwsFault'
  /** AWS's code, without the `Exception` that the SDK appends; absent where the server sent none. */
  readonly code: string | undefined
  readonly status: number | undefined
  readonly requestId: string | undefined
  readonly fate: Fate
  /** Whether an earlier try of the same request may have been done, whatever became of the last. */
  readonly lostReply: boolean

  constructor(
    message: string,
    facts: Pick<AwsFault, 'code' | 'status' | 'requestId' | 'fate' | 'lostReply'>,
  ) {
    super(message)
    this.code = facts.code
    this.status = facts.status
    this.requestId = facts.requestId
    this.fate = facts.fate
    this.lostReply = facts.lostReply
  }
}

/** The fields an error of the SDK, of Node's sockets or of a credential provider may have. */
interface RawError {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly syscall?: string
  readonly errors?: readonly RawError[]
  readonly Error?: { readonly Code?: string }
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
  readonly $fault?: string
  readonly lostReply?: boolean
}

/** Reads whatever a call through the SDK threw. */
export function readFault(error: unknown): AwsFault {
  if (error instanceof AwsFault) return error
  if (error instanceof Error && error.cause instanceof AwsFault) return error.cause
  const raw = (
    typeof error === 'object' && error !== null ? error : { message: String(error) }
  ) as RawError
  const status = raw.$metadata?.httpStatusCode
  return new AwsFault(words(raw), {
    code: word(awsCode(raw)),
    status,
    requestId: word(raw.$metadata?.requestId),
    fate: fateOf(raw, status),
    lostReply: raw.lostReply === true,
  })
}

/** Codes and ids are words; a server that sends more than that sends none. */
function word(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w.:-]{1,64}$/.test(text) ? text : undefined
}

/** Names that the SDK gives an error for want of a code in the reply. */
const NO_CODE = new Set([
  'Error',
  'TypeError',
  'SyntaxError',
  'AggregateError',
  'TimeoutError',
  'AbortError',
  'Unknown',
  'UnknownError',
  'NotFound',
])

function awsCode(raw: RawError): string | undefined {
  const code = raw.Error?.Code ?? raw.name
  return code === undefined || NO_CODE.has(code) ? undefined : code.replace(/Exception$/, '')
}

/** Socket errors before a connection stood; ETIMEDOUT only while connecting. */
const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EPROTO|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|UNABLE_TO_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|ERR_INVALID_URL)$/

/** Failures to find credentials, an endpoint or a region: before anything is sent. */
const NOT_READY = /^(?:CredentialsProviderError|TokenProviderError|ProviderError|EndpointError)$/

function fateOf(raw: RawError, status: number | undefined): Fate {
  if (raw.name === 'AbortError') return 'stopped'
  // A server that asks for fewer requests says so with 429 or 503 and has done nothing.
  if (status === 429 || THROTTLING_CODE.test(awsCode(raw) ?? '')) return 'refused'
  if (status !== undefined)
    return status >= 300 && status < 500 && status !== 408 ? 'refused' : 'perhaps-done'
  if (raw.$fault === 'client') return 'refused'
  const codes = [raw, ...(raw.errors ?? [])].map(({ code }) => code ?? '')
  if (codes.some((code) => NEVER_CONNECTED.test(code)) || NOT_READY.test(raw.name ?? ''))
    return 'never-sent'
  // Node's connect timeout has the system call; the SDK's own has only its words.
  if (raw.syscall === 'connect' || raw.message?.includes('did not establish a connection') === true)
    return 'never-sent'
  return 'perhaps-done'
}

/** Codes that ask for fewer requests (AWS SDKs' common list, and S3's). */
export const THROTTLING_CODE =
  /^(?:Throttl\w*|RequestThrottled|TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded|PriorRequestNotComplete|SlowDown)$/

const WORDS_MAX = 400

/**
 * AWS's words on one line. Values that AWS quotes back (an MFA code, a policy) are left out, and so is all
 * it says of a bad signature: it repeats the signed headers, session token included.
 */
function words(raw: RawError): string {
  // The parser of the SDK may quote a reply that it cannot read.
  if (raw.$metadata?.httpStatusCode !== undefined && raw.$fault === undefined)
    return 'the reply cannot be read'
  if (/^(?:SignatureDoesNotMatch|InvalidSignature|IncompleteSignature)/.test(awsCode(raw) ?? ''))
    return ''
  const text =
    raw.message === undefined || raw.message === '' ? (raw.errors?.[0]?.message ?? '') : raw.message
  const line = text
    .replace(/^@smithy\/\S+ - (?:\[\w+\] )?/, '')
    .replace(/[Vv]alue '[^']*' at/gs, 'the value at')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '')
  // A gateway may repeat what it was sent, the token of the caller among it.
  return /^(?:Unknown|UnknownError)$/.test(line) ? '' : scrub(line).slice(0, WORDS_MAX)
}
