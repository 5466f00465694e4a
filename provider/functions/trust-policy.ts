import { parseArn } from '../../core/arn.ts'
import { isDaypassError } from '../../core/errors.ts'
import { type Account, tokenStatement } from '../../core/trust/token-statement.ts'
import { tokenDocument } from '../../core/trust/trust-policy.ts'
import { providerFunction } from '../../terraform-plugin/definition/provider.ts'
import { FunctionError } from '../../terraform-plugin/protocol/diagnostic.ts'
import { sentence } from '../sentence.ts'

const PROVIDER_LOOKS_LIKE =
  'The ARN of an OIDC provider looks like arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com.'

/** `provider::daypass::trust_policy(provider_arn, subjects…)`. */
export const trustPolicy = providerFunction({
  summary: 'A trust policy for OIDC subjects.',
  description:
    "The trust policy of an IAM role that lets tokens of an OIDC provider with these subjects take the role, in JSON: `AssumeRoleWithWebIdentity`, with the audience `sts.amazonaws.com`. Of use with a role's `subjects`: `trust_policy(aws_iam_openid_connect_provider.github.arn, daypass_role.deploy.subjects...)`.",
  parameters: [
    {
      name: 'provider_arn',
      type: 'string',
      description: "ARN of the account's OIDC provider, such as that of GitHub.",
    },
  ],
  variadic: {
    name: 'subjects',
    type: 'string',
    description:
      'Subjects (`sub`), such as `repo:octo/app:ref:refs/heads/main`; `*` and `?` stand for any characters and any one. At least one.',
  },
  returns: 'string',
  call: (providerArn, ...subjects) => {
    const { issuer, ...account } = providerOf(providerArn)
    if (subjects.length === 0)
      throw new FunctionError(
        'Without a subject every workflow of every repository could take the role: name at least one.',
      )
    return JSON.stringify(policyFor(subjects, account, issuer))
  },
})

function providerOf(arn: string): Account & { readonly issuer: string } {
  const { partition = '', service, account = '', resource = '' } = parseArn(arn) ?? {}
  const issuer = /^oidc-provider\/(.+)$/.exec(resource)?.[1]
  if (service === 'iam' && /^\d{12}$/.test(account) && issuer !== undefined)
    return { partition, account, issuer }
  throw new FunctionError(PROVIDER_LOOKS_LIKE, 0)
}

/** What is wrong is told at the first subject that it is about. */
function policyFor(subjects: readonly string[], account: Account, issuer: string): object {
  try {
    return tokenDocument(tokenStatement({ subjects }, account, { issuer }))
  } catch (error) {
    if (!isDaypassError(error)) throw error
    const wrong = error.problems[0]?.path[1]
    const index = subjects.findIndex((subject) => subject === wrong)
    throw new FunctionError(sentence(error.message), index === -1 ? undefined : index + 1)
  }
}
