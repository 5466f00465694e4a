import type { AwsError } from '../aws-error.ts'
import type { ServiceName } from './service.ts'
import type { XmlFields } from './xml-write.ts'
import { writeXml } from './xml-write.ts'

/** What is sent back. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
  /** AWS's code, when something went wrong. */
  readonly error?: string
}

const NAMESPACES = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
} as const

const XML = { 'content-type': 'text/xml' }

/** The answer to an action of IAM or STS. */
export function queryReply(
  service: 'iam' | 'sts',
  action: string,
  result: XmlFields | undefined,
  requestId: string,
): Reply {
  const fields: XmlFields = {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  }
  const body = writeXml(`${action}Response`, fields, 'member', NAMESPACES[service])
  return { status: 200, headers: XML, body }
}

/** The answer to an S3 operation that has an XML body. */
export function s3Reply(root: string, fields: XmlFields, status = 200): Reply {
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(root, fields, 'flat', namespace)}`,
  }
}

/** The answer to a request that went wrong, in the shape of the service. */
export function errorReply(
  service: ServiceName,
  error: AwsError,
  request: { readonly method: string; readonly path: string; readonly requestId: string },
): Reply {
  const { status, code, message } = error
  if (service === 's3') {
    const bodiless = request.method === 'HEAD' || status === 304
    const fields = { Code: code, Message: message, ...error.details, Resource: request.path }
    const ids = { RequestId: request.requestId, HostId: request.requestId }
    const body = writeXml('Error', { ...fields, ...ids }, 'flat')
    return {
      status,
      error: code,
      headers: bodiless ? {} : { 'content-type': 'application/xml' },
      body: bodiless ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
    }
  }
  const type = status >= 500 ? 'Receiver' : 'Sender'
  const fields = {
    Error: { Type: type, Code: code, Message: message },
    RequestId: request.requestId,
  }
  return {
    status,
    error: code,
    headers: XML,
    body: writeXml('ErrorResponse', fields, 'member', NAMESPACES[service]),
  }
}
