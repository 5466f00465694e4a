import { evaluate } from '../../core/policy/evaluate.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'

export const ARN = 'arn:aws:iam::123456789012:role/deploy'
export const HOST = 'token.actions.githubusercontent.com'
export const NAME = `daypass-deploy-${'a1B2'.repeat(5)}cD`

/** A token as STS hears of it. */
export interface Asked {
  readonly sub: string
  readonly aud?: string
  /** Of the session. */
  readonly name?: string
  /** Without `https://`; GitHub's when absent. */
  readonly issuer?: string
  /** Those for which AWS has condition keys. */
  readonly claims?: Readonly<Record<string, string>>
}

/** Whether AWS would let a token take the role. */
export function takes(policy: object, token: Asked): boolean {
  const { sub, aud = 'sts.amazonaws.com', name = NAME, issuer = HOST, claims = {} } = token
  const said = Object.entries({ ...claims, sub, aud })
  const request = {
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: ARN,
    context: {
      ...Object.fromEntries(said.map(([claim, text]) => [`${issuer}:${claim}`, text])),
      'sts:RoleSessionName': name,
    },
    principal: {
      kind: 'web-identity' as const,
      arns: [],
      accountId: '',
      federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
    },
  }
  const resource = { name: 'trust', document: readPolicyDocument(policy, 'trust') }
  const policies = { identity: [], resource, resourceAccountId: '123456789012' }
  return evaluate(request, policies).decision === 'allowed'
}
