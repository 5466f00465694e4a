import { estateOf, type Estate } from '../../core/rights/estate.ts'
import { RIGHTS, rightsOf } from '../../core/rights/rights-of.ts'
import { brokerTrustPolicy } from '../../core/trust/trust-policy.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { connectRoles } from '../connect.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../exit-codes.ts'
import type { Session } from '../session.ts'
import { POLICIES, type PolicyFlags } from './policy-words.ts'
import { trustedIssuer } from './trusted-issuer.ts'

/** Prints the policy that somebody needs for the roles at hand. */
export async function policyCommand(
  session: Session,
  whose: string,
  flags: PolicyFlags,
): Promise<number> {
  const wanted = POLICIES.find((one) => one === whose)
  if (wanted === undefined) {
    throw usageError(
      `there is no policy of ${JSON.stringify(whose)}`,
      `one of ${POLICIES.join(', ')}`,
    )
  }
  const estate = await estateAtHand(session, flags)
  const policy = policyOf(wanted, estate, flags)
  await session.context.stdout.write(`${JSON.stringify(policy, undefined, 2)}\n`)
  await sayWhatIsOpen(session, estate)
  return EXIT.ok
}

function policyOf(wanted: (typeof POLICIES)[number], estate: Estate, flags: PolicyFlags): object {
  const trust = () => brokerTrustPolicy(estate.roles, estate, trustedIssuer(flags))
  if (wanted === 'trust') return trust()
  if (wanted !== 'all') return rightsOf(wanted, estate)
  const policies = RIGHTS.map((who) => [who, rightsOf(who, estate)] as const)
  return { ...Object.fromEntries(policies), trust: trust() }
}

async function estateAtHand(session: Session, flags: PolicyFlags): Promise<Estate> {
  const { account } = flags
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw usageError(`--account is ${JSON.stringify(account)}`, 'an account id has twelve digits')
  }
  const location = parseStateUrl(session.settings.state)
  const { region } = session.settings
  return estateOf({
    roles: await (await connectRoles(session)).list(),
    bucket: location.kind === 's3' ? { ...(region && { region }), ...location } : undefined,
    revokerRoleArns: session.settings.revokerRoleArns,
    account,
    issuingUser: flags.issuingUser,
    boundary: flags.boundary,
    hasBoundedRoles: flags.boundedRoles,
  })
}

async function sayWhatIsOpen({ talk }: Session, { roles, bucket }: Estate): Promise<void> {
  if (bucket === undefined)
    await talk.note('the state is a directory: no rights for it are printed')
  const open = roles.filter(
    (role) => role.credential_type === 'iam_user' && role.permissions_boundary_arn === undefined,
  )
  if (open.length === 0) return
  const names = open.map(({ name }) => name).join(', ')
  await talk.warn(
    `${names}: without a permissions_boundary_arn nothing limits what iam:PutUserPolicy can give`,
  )
}
