import type { Dialect } from './role-origin.ts'

/** Whether, by a face's environment and what was chosen, IAM and STS are AWS's own, whose rules of ARNs then hold. */
export function dialectOf(
  env: Readonly<Record<string, string | undefined>>,
  chosen: {
    readonly iamEndpoint?: string | undefined
    readonly stsEndpoint?: string | undefined
  } = {},
): Dialect {
  const urls = [
    chosen.iamEndpoint,
    chosen.stsEndpoint,
    env['AWS_ENDPOINT_URL'],
    env['AWS_ENDPOINT_URL_IAM'],
    env['AWS_ENDPOINT_URL_STS'],
  ]
  return urls.some((url) => (url ?? '') !== '') ? 'custom-endpoint' : 'aws'
}
