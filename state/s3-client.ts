import type { S3, S3ClientConfig } from '@aws-sdk/client-s3'
import type { S3Location } from './location.ts'

/** A static key or a provider, as the SDK takes them. */
export type S3Credentials = NonNullable<S3ClientConfig['credentials']>

/** Where a request goes if the location leaves it open. */
const REGION_OF_NO_REGION = 'us-east-1'

/** The transport would warn on the console, which belongs to the edges. */
const SILENT = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/**
 * A client of S3, loaded now: some 100 ms. A connection has to stand within 3 s and a reply to begin
 * within 10 s; what fails on the way is asked for three times in all. Connections are kept.
 */
export async function s3Client(location: S3Location, credentials?: S3Credentials): Promise<S3> {
  const { S3 } = await import('@aws-sdk/client-s3')
  const { endpoint } = location
  const region = location.region ?? (endpoint === undefined ? undefined : REGION_OF_NO_REGION)
  return new S3({
    maxAttempts: 3,
    customUserAgent: 'daypass',
    requestHandler: {
      logger: SILENT,
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      socketTimeout: 10_000,
      throwOnRequestTimeout: true,
    },
    forcePathStyle: location.pathStyle ?? endpoint !== undefined,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  })
}
