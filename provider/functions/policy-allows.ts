import { isDaypassError } from '../../core/errors.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'
import type { PolicyDocument } from '../../core/policy/policy.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import type { AccessRequest } from '../../core/policy/decision.ts'
import { providerFunction } from '../../terraform-plugin/definition/provider.ts'
import { FunctionError } from '../../terraform-plugin/protocol/diagnostic.ts'

/** Somebody whose rights are the policy and nothing else. */
const ANYBODY: AccessRequest['principal'] = {
  kind: 'user',
  accountId: '123456789012',
  arns: ['arn:aws:iam::123456789012:user/anybody'],
}

/** `provider::daypass::policy_allows(policy, action, resource)`. */
export const policyAllows = providerFunction({
  summary: 'Whether a policy allows an action on a resource.',
  description:
    'Whether an identity policy by itself allows an action on a resource, as AWS decides: a deny goes before an allow. The request is taken to have no condition keys. Of use in `check` and `precondition` blocks, to state what a policy must and must not allow.',
  parameters: [
    {
      name: 'policy',
      type: 'string',
      description: 'The policy in JSON, for example of `jsonencode` or `aws_iam_policy_document`.',
    },
    { name: 'action', type: 'string', description: 'One action, such as `s3:GetObject`.' },
    {
      name: 'resource',
      type: 'string',
      description: 'ARN of the resource, or `*` for an action that has none.',
    },
  ],
  returns: 'bool',
  call: (policy, action, resource) => {
    const document = readPolicy(policy)
    if (!/^[a-z\d-]+:[a-z\d]+$/i.test(action))
      throw new FunctionError('An action looks like s3:GetObject, without wildcards.', 1)
    if (resource !== '*' && !/^arn:[\w-]+:[\w-]+:[^:]*:[^:]*:./.test(resource))
      throw new FunctionError('A resource is an ARN such as arn:aws:s3:::bucket/key, or *.', 2)
    const request = { action, resource, context: {}, principal: ANYBODY }
    const { decision } = evaluate(request, { identity: [{ name: 'policy', document }] })
    return decision === 'allowed'
  },
})

function readPolicy(text: string): PolicyDocument {
  try {
    return readPolicyDocument(text, 'identity')
  } catch (error) {
    if (!isDaypassError(error)) throw error
    const problems = error.problems.map(({ path, message }) =>
      `${path.join('.')} ${message}`.trim(),
    )
    throw new FunctionError(`The policy is not valid: ${problems.join('; ')}.`, 0)
  }
}
