import type { Dialect } from './role-origin.ts'

const ENDPOINT_VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_STS']

/** Whether, by an edge's environment, IAM and STS are AWS's own, whose rules of ARNs then hold. */
export function dialectOf(env: Readonly<Record<string, string | undefined>>): Dialect {
  return ENDPOINT_VARIABLES.some((name) => (env[name] ?? '') !== '') ? 'custom-endpoint' : 'aws'
}
