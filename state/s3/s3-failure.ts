import { scrub } from '../../core/language/scrub.ts'

/** What is kept of an error of the SDK: never its request or reply, which may hold a session token. */
export interface S3Failure {
  /** S3's code or the SDK's name for it, e.g. `NoSuchBucket`, `TimeoutError`. */
  readonly code: string
  /** HTTP status; undefined when no reply came. */
  readonly status: number | undefined
  /** Node's code of a failed connection. */
  readonly network: string | undefined
  /** Region that S3 names for a bucket that was asked for elsewhere. */
  readonly region: string | undefined
  /** What the server's words are about, where daypass knows a cure. The words themselves are not kept. */
  readonly topic: 'checksum' | 'encryption' | undefined
  /** One line for a person. */
  readonly summary: string
}

/** The fields an error of the SDK or of Node's sockets may have. */
interface RawError {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly Code?: string
  readonly Region?: string
  readonly errors?: readonly { readonly code?: string }[]
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
  readonly $response?: { readonly headers?: Readonly<Record<string, string | undefined>> }
}

/** Reads whatever a call through the SDK threw. */
export function readFailure(error: unknown): S3Failure {
  const raw: RawError = typeof error === 'object' && error !== null ? error : {}
  const status = raw.$metadata?.httpStatusCode
  const code = word(raw.Code ?? raw.name) ?? 'Error'
  const requestId = word(raw.$metadata?.requestId)
  return {
    code,
    status,
    network: raw.code ?? raw.errors?.[0]?.code,
    region: status !== undefined && WRONG_REGION.has(status) ? regionOf(raw) : undefined,
    topic: topicOf(`${code} ${raw.message ?? ''}`),
    summary: [
      status === undefined ? wordsOf(raw) : `S3 answered ${status} ${code}`,
      ...(requestId === undefined ? [] : [`(request ${requestId})`]),
    ].join(' '),
  }
}

function topicOf(words: string): S3Failure['topic'] {
  if (/checksum|crc32|x-amz-trailer/i.test(words)) return 'checksum'
  return /\bkms\b|encrypt/i.test(words) ? 'encryption' : undefined
}

/** Whether a write lost no race yet: S3 has it decided once the other is done. Any other 409 is an answer. */
export function isUndecided({ status, code }: S3Failure): boolean {
  return status === 409 && UNDECIDED.test(code)
}

/** A server that gives no code says so of a race more often than of anything else. */
const UNDECIDED =
  /^(?:ConditionalRequestConflict|OperationAborted|Conflict|Error|UnknownError|409)$/

/** Codes and ids are words; a server that sends more than that sends none. */
function word(text: string | undefined): string | undefined {
  return text !== undefined && /^[\w.:/+=-]{1,128}$/.test(text) ? scrub(text) : undefined
}

/** Statuses with which S3 sends a request to another region. */
const WRONG_REGION = new Set([301, 307, 400])

function regionOf(raw: RawError): string | undefined {
  return raw.Region ?? raw.$response?.headers?.['x-amz-bucket-region']
}

/** Without a reply the words are the SDK's or Node's own. */
function wordsOf({ name, message, errors, code }: RawError): string {
  const words = message === undefined || message === '' ? errors?.[0]?.code : message
  return scrub((words ?? code ?? name ?? 'unknown error').replace(/\s+/g, ' ')).slice(0, 300)
}
