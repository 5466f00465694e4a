import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError } from '../../core/errors.ts'
import { policySize } from '../../core/policy/text.ts'
import type { Role } from '../../core/role/role.ts'
import { TRUST_CHARACTERS, TRUST_CHARACTERS_MAX } from '../../core/trust/iam-fit.ts'
import { brokeredTrustPolicy, tokenTrustPolicy } from '../../core/trust/trust-policy.ts'
import { EXIT } from '../process/exit-codes.ts'
import { namedRole } from '../roles/named-role.ts'
import type { Session } from '../session.ts'
import { sayUnusedIds, type TrustFlags, trustedIssuer } from '../rights/trusted-issuer.ts'

/** Options of `trust-policy`. */
export interface TrustPolicyFlags extends TrustFlags {
  readonly roleArn?: string
  readonly broker?: string
}

/** Prints the trust policy for the IAM role behind a role. */
export async function trustPolicyCommand(
  session: Session,
  name: string,
  flags: TrustPolicyFlags,
): Promise<number> {
  const role = await namedRole(session, name)
  const trusted = trustedIssuer(flags)
  const policy =
    flags.broker === undefined
      ? tokenTrustPolicy(role, roleArnOf(role, flags.roleArn), trusted)
      : brokeredTrustPolicy(role, flags.broker)
  await session.context.stdout.write(jsonText(policy))
  await sayUnusedIds(session, [role], trusted)
  const size = policySize(JSON.stringify(policy))
  if (size > TRUST_CHARACTERS) {
    await session.reporter.warn(
      `it has ${size} characters, and AWS takes ${TRUST_CHARACTERS}: ask AWS for up to ${TRUST_CHARACTERS_MAX}, or name fewer subjects`,
    )
  }
  return EXIT.ok
}

function roleArnOf(role: Role, asked: string | undefined): string {
  const arns = role.credential_type === 'assumed_role' ? role.role_arns : []
  const [only = '', ...others] = arns
  if (asked === undefined && others.length === 0) return only
  if (asked !== undefined && arns.includes(asked)) return asked
  throw new DaypassError('request-invalid', `role ${role.name} has several role_arns: choose one`, {
    hint: `--role-arn with one of ${arns.join(', ')}`,
  })
}
