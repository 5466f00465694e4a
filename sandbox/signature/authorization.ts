import { AwsError } from '../aws-error.ts'
import type { HttpRequest } from '../wire/http-request.ts'
import { queryValue } from '../wire/http-request.ts'
import type { ServiceName } from '../wire/service.ts'
import { isServiceName } from '../wire/service.ts'

/** What a request says about its signature (Signature Version 4). */
export interface Authorization {
  readonly accessKeyId: string
  /** `yyyymmdd/region/service/aws4_request` */
  readonly scope: string
  readonly date: string
  readonly region: string
  readonly service: ServiceName
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `yyyymmddThhmmssZ` */
  readonly timestamp: string
  readonly token: string | undefined
  /** Seconds a presigned request is good for; undefined for one signed in its headers. */
  readonly presignedSeconds: number | undefined
}

/**
 * Reads the signature of a request from its header or its query; undefined when it has none.
 *
 * @throws {@link AwsError} when there is one but it is not complete, or names a service that is not here.
 */
export function readAuthorization(request: HttpRequest): Authorization | undefined {
  const header = request.headers['authorization']
  if (header !== undefined) return fromHeader(request, header)
  if (queryValue(request, 'X-Amz-Algorithm') !== undefined) return fromQuery(request)
  if (queryValue(request, 'AWSAccessKeyId') !== undefined) throw outdated()
  return undefined
}

function fromHeader(request: HttpRequest, header: string): Authorization {
  const [algorithm, rest] = split(header, ' ')
  const fields = new Map(rest.split(',').map((part) => split(part.trim(), '=')))
  return build({
    algorithm,
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    timestamp: request.headers['x-amz-date'] ?? fromHttpDate(request.headers['date']),
    token: request.headers['x-amz-security-token'],
    presignedSeconds: undefined,
  })
}

function fromQuery(request: HttpRequest): Authorization {
  const presignedSeconds = Number(queryValue(request, 'X-Amz-Expires') ?? 900)
  if (!(presignedSeconds >= 0 && presignedSeconds <= 604_800)) {
    throw new AwsError(
      400,
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be between 0 and 604800 seconds',
    )
  }
  return build({
    algorithm: queryValue(request, 'X-Amz-Algorithm'),
    credential: queryValue(request, 'X-Amz-Credential'),
    signedHeaders: queryValue(request, 'X-Amz-SignedHeaders'),
    signature: queryValue(request, 'X-Amz-Signature'),
    timestamp: queryValue(request, 'X-Amz-Date'),
    token: queryValue(request, 'X-Amz-Security-Token'),
    presignedSeconds,
  })
}

interface Parts {
  readonly algorithm: string | undefined
  readonly credential: string | undefined
  readonly signedHeaders: string | undefined
  readonly signature: string | undefined
  readonly timestamp: string | undefined
  readonly token: string | undefined
  readonly presignedSeconds: number | undefined
}

function build(parts: Parts): Authorization {
  const { algorithm, credential, signature, timestamp } = parts
  const [accessKeyId, date, region, service, terminator] = (credential ?? '').split('/')
  if (algorithm !== 'AWS4-HMAC-SHA256') throw incomplete(`unsupported algorithm`)
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') {
    throw incomplete('the credential is not complete')
  }
  if (!isServiceName(service)) {
    throw new AwsError(
      403,
      'SignatureDoesNotMatch',
      `Credential should be scoped to correct service: '${service}' is not served here.`,
    )
  }
  if (!parts.signedHeaders || !signature || !timestamp || !/^\d{8}T\d{6}Z$/u.test(timestamp)) {
    throw incomplete('signed headers, signature or date is missing')
  }
  if (!timestamp.startsWith(date)) throw incomplete('the date is not that of the credential scope')
  return {
    accessKeyId,
    scope: `${date}/${region}/${service}/aws4_request`,
    date,
    region,
    service,
    signedHeaders: parts.signedHeaders.split(';'),
    signature,
    timestamp,
    token: parts.token,
    presignedSeconds: parts.presignedSeconds,
  }
}

/** The time of an `x-amz-date`. */
export function timeOf(timestamp: string): Date {
  const iso = timestamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/u, '$1-$2-$3T$4:$5:$6Z')
  return new Date(iso)
}

function fromHttpDate(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '')
  if (Number.isNaN(time)) return undefined
  return new Date(time).toISOString().replace(/[:-]|\.\d+/gu, '')
}

function split(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}

function outdated(): AwsError {
  return new AwsError(
    400,
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  )
}

function incomplete(why: string): AwsError {
  return new AwsError(400, 'IncompleteSignature', `The request signature is not valid: ${why}.`)
}
