import { parseArn } from '../../../core/arn.ts'
import { clausesOf } from '../../access/clauses.ts'
import { TRUSTED } from '../../model/role-set.ts'
import { isLimiting } from '../escalation/clause-limits.ts'
import { type ChangeRule, found, type Rule, type StateRule, unseen } from '../rule.ts'

const OIDC_DOCS = 'https://docs.github.com/en/actions/reference/security/oidc'

/** A rule about trust policies, which role files do not hold. */
function ofTrustPolicy(
  text: Omit<StateRule, 'looksAt' | 'check' | 'isWaivable'>,
  what: string,
): StateRule {
  return {
    ...text,
    isWaivable: true,
    looksAt: 'role',
    check: ({ sourced }) =>
      sourced.role.credential_type === 'assumed_role'
        ? [unseen(`${what} in the trust policy of the AWS role, which is not read`)]
        : [],
  }
}

const noAudience = ofTrustPolicy(
  {
    id: 'TRU003',
    name: 'no-audience',
    severity: 'error',
    title: 'the audience of the token is not pinned',
    why: 'a token made for another service then works here too',
    cure: 'ask for aud sts.amazonaws.com in the trust policy',
    docs: OIDC_DOCS,
  },
  'the audience stands',
)

const externalId: StateRule = {
  id: 'TRU012',
  name: 'external-account-without-external-id',
  severity: 'error',
  title: "a role of somebody else's account without an external id",
  why: 'whoever else the other account serves can make it act for them (the confused deputy)',
  cure: 'agree on an external_id with the owner of the account',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }, { guardrail }) => {
    const { role } = sourced
    if (role.credential_type !== 'assumed_role' || role.external_id !== undefined) return []
    const own = guardrail?.accounts ?? []
    if (own.length === 0)
      return [unseen('no guardrail file names the accounts of the organisation')]
    return role.role_arns.flatMap((arn, index) => {
      const account = parseArn(arn)?.account ?? ''
      if (account === '' || own.includes(account)) return []
      return [
        found({
          subject: arn,
          reason: `${arn} is of account ${account}, which is none of the organisation's`,
          place: sourced.placeOf(['role_arns', index]),
        }),
      ]
    })
  },
}

const serviceSource = ofTrustPolicy(
  {
    id: 'TRU013',
    name: 'service-principal-without-source',
    severity: 'warning',
    title: 'a service may assume the role for anybody',
    why: "a service can be made to act for another account's resource (the confused deputy)",
    cure: 'ask for aws:SourceArn or aws:SourceAccount in the trust policy',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  },
  'services stand',
)

const deviceGone: ChangeRule = {
  id: 'TRU015',
  name: 'mfa-taken-off',
  severity: 'error',
  title: 'a device that was asked for no longer is, or another one is',
  why: 'rights that hang on aws:MultiFactorAuthPresent, and whoever issues, no longer need that device',
  cure: 'keep mfa_serial_number, or waive this with the reason',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, after }) =>
    comparison.fields
      .filter(({ field, direction }) => field === 'mfa_serial_number' && direction === 'wider')
      .flatMap(({ field, before = '', after: now = 'gone' }) =>
        after === undefined
          ? []
          : [
              found({
                subject: field,
                reason: `the device was ${before} and is ${now}`,
                place: after.sourced.placeOf([field]),
              }),
            ],
      ),
}

const openTrust: StateRule = {
  id: 'TRU016',
  name: 'open-trust',
  severity: 'error',
  title: 'a trust policy that lets anybody in',
  why: 'whoever may become the role has its rights, in whatever account or repository they are',
  cure: 'name the principals, and for a provider of tokens the subjects in a condition on its :sub',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  isWaivable: true,
  looksAt: 'role',
  check: (role) =>
    role.allows.flatMap((source) => {
      const clauses = clausesOf(source.statement.Condition)
      const others = clauses.filter(({ key }) => key !== TRUSTED.toLowerCase())
      const named = clauses.filter(
        ({ key, operator }) => key === TRUSTED.toLowerCase() && operator?.negated === false,
      )
      const isOfTokens = named.some(({ values }) =>
        values.some((arn) => arn.includes(':oidc-provider/')),
      )
      const isAnybodys = isOfTokens && !others.some(({ key }) => key.endsWith(':sub'))
      if (named.length > 0 && !isAnybodys) return []
      const reason = isAnybodys
        ? 'any token of the provider lets in'
        : 'everybody may become the role'
      const lowerBy = !isAnybodys && others.some(isLimiting) ? 1 : 0
      return [
        found({ subject: reason, reason, lowerBy, place: role.placeOf(source), granted: source }),
      ]
    }),
}

/** The rules about the AWS principals behind a role, and their trust policies. */
export const ACCOUNT_RULES: readonly Rule[] = [
  noAudience,
  externalId,
  serviceSource,
  deviceGone,
  openTrust,
]
