import { AwsError } from './aws-error.ts'
import type { S3Route } from './s3/route.ts'
import { routeS3 } from './s3/route.ts'
import type { Authorization } from './signature/authorization.ts'
import type { HttpRequest } from './wire/http-request.ts'
import { readQuery } from './wire/http-request.ts'

/** What a request asks for. */
export type WantedAction =
  | {
      readonly service: 'iam' | 'sts'
      readonly action: string
      readonly fields: readonly (readonly [string, string])[]
    }
  | { readonly service: 's3'; readonly action: string; readonly route: S3Route }

const STS_VERSION = '2011-06-15'

/** Tells service and action: from the signature's scope, or from the form when there is none. */
export function identify(request: HttpRequest, authorization: Authorization | undefined): WantedAction {
  const fields = readFields(request)
  const action = field(fields, 'Action')
  const isForm = authorization === undefined && action !== undefined && request.path === '/'
  const unsignedService = field(fields, 'Version') === STS_VERSION ? 'sts' : 'iam'
  const service = authorization?.service ?? (isForm ? unsignedService : 's3')
  if (service === 's3') {
    const route = routeS3(request)
    return { service, action: route.action, route }
  }
  if (action === undefined) {
    throw new AwsError(400, 'MissingAction', 'The request must contain the parameter Action.')
  }
  return { service, action, fields }
}

function readFields(request: HttpRequest): readonly (readonly [string, string])[] {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const posted = request.method === 'POST' && isForm === true
  return posted ? [...request.query, ...readQuery(request.body.toString())] : request.query
}

function field(fields: readonly (readonly [string, string])[], name: string): string | undefined {
  return fields.find(([key]) => key === name)?.[1]
}
