import { parseArn } from '../../core/arn.ts'
import { faultOfSubject } from '../../core/trust/subject-fault.ts'
import { providerFunction } from '../../terraform-plugin/definition/provider.ts'
import { FunctionError } from '../../terraform-plugin/protocol/diagnostic.ts'

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
    const issuer = issuerOf(providerArn)
    if (subjects.length === 0)
      throw new FunctionError(
        'Without a subject every workflow of every repository could take the role: name at least one.',
      )
    subjects.forEach((subject, index) => {
      checkSubject(subject, index, issuer)
    })
    return JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: providerArn },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: conditions(issuer, subjects),
        },
      ],
    })
  },
})

function issuerOf(arn: string): string {
  const { service, account = '', resource = '' } = parseArn(arn) ?? {}
  const issuer = /^oidc-provider\/(.+)$/.exec(resource)?.[1]
  if (service === 'iam' && /^\d{12}$/.test(account) && issuer !== undefined) return issuer
  throw new FunctionError(PROVIDER_LOOKS_LIKE, 0)
}

function checkSubject(subject: string, index: number, issuer: string): void {
  const fault = /\p{Cc}/u.test(subject)
    ? 'holds a control character: remove it'
    : faultOfSubject(subject, issuer)
  if (fault !== undefined)
    throw new FunctionError(`The subject ${JSON.stringify(subject)} ${fault}.`, index + 1)
}

function conditions(issuer: string, subjects: readonly string[]): object {
  const audience = { [`${issuer}:aud`]: 'sts.amazonaws.com' }
  const sub = { [`${issuer}:sub`]: subjects.length === 1 ? subjects[0] : subjects }
  return subjects.some((subject) => /[*?]/.test(subject))
    ? { StringEquals: audience, StringLike: sub }
    : { StringEquals: { ...audience, ...sub } }
}
