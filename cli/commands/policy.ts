import { jsonText } from '../../core/language/json-text.ts'
import { deploymentOf, type Deployment } from '../../core/rights/deployment.ts'
import { printedPolicy } from '../../core/rights/fitted-policies.ts'
import { RIGHTS } from '../../core/rights/rights-of.ts'
import { policySize } from '../../core/policy/text.ts'
import { TRUST_CHARACTERS, TRUST_CHARACTERS_MAX } from '../../core/trust/iam-fit.ts'
import { brokerTrustPolicy } from '../../core/trust/trust-policy.ts'
import type { TrustedIssuer } from '../../core/trust/token-statement.ts'
import type { Remains } from '../../core/rights/remains.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { connectRoles } from '../connect.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'
import { POLICIES, type PolicyFlags } from '../rights/policy-words.ts'
import { sayHowLarge } from '../rights/how-large.ts'
import { remainsAtHand, sayWhatRemains } from '../rights/remains-at-hand.ts'
import { sayUnusedIds, trustedIssuer } from '../rights/trusted-issuer.ts'

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
  const remains = wanted === 'trust' ? undefined : await remainsAtHand(session)
  const deployment = await deploymentAtHand(session, flags, remains)
  const trusted = trustedIssuer(flags)
  const policy = policyOf(wanted, deployment, { ...trusted, wholeOwners: ownersIn(flags) })
  await session.context.stdout.write(jsonText(policy))
  const trust =
    wanted === 'trust' ? policy : wanted === 'all' && 'trust' in policy ? policy.trust : undefined
  const size = trust === undefined ? 0 : policySize(JSON.stringify(trust))
  if (size > TRUST_CHARACTERS)
    await session.reporter.warn(
      `the trust policy has ${size} characters, and AWS takes ${TRUST_CHARACTERS}: ask AWS for up to ${TRUST_CHARACTERS_MAX}, split the roles among several brokers, or name repo:OWNER/* in place of an owner's subjects with --whole-owners`,
    )
  await sayHowLarge(
    session,
    RIGHTS.filter((who) => wanted === 'all' || wanted === who),
    deployment,
  )
  await sayWhatRemains(session, deployment)
  if (trust !== undefined) await sayUnusedIds(session, deployment.roles, trusted)
  await sayWhatIsOpen(session, deployment)
  return EXIT.ok
}

function policyOf(
  wanted: (typeof POLICIES)[number],
  deployment: Deployment,
  trusted: TrustedIssuer,
): object {
  const trust = () => brokerTrustPolicy(deployment.roles, deployment, trusted)
  if (wanted === 'trust') return trust()
  if (wanted !== 'all') return printedPolicy(wanted, deployment)
  const policies = RIGHTS.map((who) => [who, printedPolicy(who, deployment)] as const)
  return { ...Object.fromEntries(policies), trust: trust() }
}

function ownersIn({ wholeOwners = '' }: PolicyFlags): readonly string[] {
  const owners = wholeOwners.split(/[\s,]+/).filter((text) => text !== '')
  const wrong = owners.find((owner) => !/^[\w.-]+$/.test(owner))
  if (wrong === undefined) return owners
  throw usageError(
    `--whole-owners has ${JSON.stringify(wrong)}`,
    'write owners by name, with commas between',
  )
}

async function deploymentAtHand(
  session: Session,
  flags: PolicyFlags,
  remains: Remains | undefined,
): Promise<Deployment> {
  const { account } = flags
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw usageError(`--account is ${JSON.stringify(account)}`, 'an account id has twelve digits')
  }
  const location = parseStateUrl(session.settings.state)
  const { region } = session.settings
  return deploymentOf({
    roles: await (await connectRoles(session)).list(),
    bucket: location.kind === 's3' ? { ...(region && { region }), ...location } : undefined,
    revokerRoleArns: session.settings.revokerRoleArns,
    account,
    issuingUser: flags.issuingUser,
    boundary: flags.boundary,
    hasBoundedRoles: flags.boundedRoles,
    remains,
  })
}

async function sayWhatIsOpen({ reporter }: Session, { roles, bucket }: Deployment): Promise<void> {
  if (bucket === undefined)
    await reporter.note('the state is a directory: no rights for it are printed')
  const open = roles.filter(
    (role) => role.credential_type === 'iam_user' && role.permissions_boundary_arn === undefined,
  )
  if (open.length === 0) return
  const names = open.map(({ name }) => name).join(', ')
  await reporter.warn(
    `${names}: without a permissions_boundary_arn nothing limits what iam:PutUserPolicy can give`,
  )
}
