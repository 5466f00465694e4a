import type { Dialect } from './role-origin.ts'

const ENDPOINT_VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_STS']

/** Whether, by a face's environment and what was chosen, IAM and STS are AWS's own, whose rules of ARNs then hold. */
export function dialectOf(
  env: Readonly<Record<string, string | undefined>>,
  chosen: {
    readonly iamEndpoint?: string | undefined
    readonly stsEndpoint?: string | undefined
  } = {},
): Dialect {
  const ofEnvironment = ENDPOINT_VARIABLES.map((name) => env[name])
  return [chosen.iamEndpoint, chosen.stsEndpoint, ...ofEnvironment].some(
    (url) => (url ?? '') !== '',
  )
    ? 'custom-endpoint'
    : 'aws'
}
