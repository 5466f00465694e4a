import { type DeploymentFacts, type StateBucket, deploymentOf } from '../core/rights/deployment.ts'
import { printedPolicy } from '../core/rights/fitted-policies.ts'
import { RIGHTS } from '../core/rights/rights-of.ts'
import type { TrustedIssuer } from '../core/trust/token-statement.ts'
import { brokerTrustPolicy } from '../core/trust/trust-policy.ts'
import { defined } from '../core/language/defined.ts'

/** What a stack says about daypass in an account. */
export interface BootstrapOptions extends Omit<DeploymentFacts, 'bucket' | 'revokerRoleArns'> {
  readonly bucket: StateBucket
  readonly revokerRoleArns?: readonly string[]
  readonly trusted?: TrustedIssuer
  /** Path of `sweep-lambda.zip`. */
  readonly sweepPackage: string
  /** Variables of the Terraform module besides, by their names there. */
  readonly variables?: Readonly<Record<string, unknown>>
  /** Where the Terraform module is; that of this package when absent. */
  readonly source?: string
}

/**
 * The variables of the Terraform module, with its policies for the roles at hand: the very ones that
 * `daypass policy all` prints.
 *
 * @throws `request-invalid` when the account is not known, or no role names subjects.
 */
export function moduleVariables(options: BootstrapOptions): Readonly<Record<string, unknown>> {
  const { bucket, revokerRoleArns = [], trusted = {}, sweepPackage, variables = {} } = options
  const boundary = options.boundary ?? boundaryBelow(variables['name_prefix'])
  const deployment = deploymentOf({ ...options, bucket, revokerRoleArns, boundary })
  const policies = Object.fromEntries(
    RIGHTS.map((who) => [who, printedPolicy(who, deployment)] as const),
  )
  const trust = brokerTrustPolicy(deployment.roles, deployment, trusted)
  return {
    state: stateUrl(bucket),
    policies: JSON.stringify({ ...policies, trust }),
    sweep_package: sweepPackage,
    revoker_role_arns: revokerRoleArns,
    ...defined({ oidc_issuer: trusted.issuer, audience: trusted.audience }),
    ...variables,
  }
}

/** The boundary as the module names it, where its names have a prefix. */
function boundaryBelow(prefix: unknown): string | undefined {
  return typeof prefix === 'string' ? `${prefix}-boundary` : undefined
}

function stateUrl({ bucket, prefix, region }: StateBucket): string {
  const path = prefix === '' ? '' : `/${prefix}`
  return `s3://${bucket}${path}${region === undefined ? '' : `?region=${region}`}`
}
