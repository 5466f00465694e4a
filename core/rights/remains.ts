import { parseArn } from '../arn.ts'
import type { LeaseStore } from '../lease/lease-store.ts'
import { type DenyTarget, denyTargetOf } from '../revocation/deny-entry.ts'
import type { DenyStore } from '../revocation/ports.ts'
import type { Principal } from '../lease/lease.ts'

/** Where users live that leases made. */
export interface LeasedPath {
  readonly userPath: string
  /** Undefined where no lease says it: then that of daypass. */
  readonly account: string | undefined
}

/**
 * On what live leases and unfinished denies need rights, whatever the roles say by now: a role that was deleted or changed
 * leaves credentials behind, which the sweep takes back all the same.
 */
export interface Remains {
  /** Roles and users that carry denies, or whose sessions may have to be denied. */
  readonly targets: readonly DenyTarget[]
  readonly paths: readonly LeasedPath[]
  /** Roles that are taken to reach users in other accounts. */
  readonly accountRoleArns: readonly string[]
  /** Live leases and denies that cannot be read, or name what IAM does not let anything be called: what they need is not known. */
  readonly unreadable: number
}

/** Of a deployment of which nothing lives. */
export const NOTHING_REMAINS: Remains = {
  targets: [],
  paths: [],
  accountRoleArns: [],
  unreadable: 0,
}

/** What stands in the store is another's word: a wildcard in it would become a right on everything. */
const PLAIN_PATTERN = /^[\w+=,.@:/-]+$/

/**
 * Reads all live leases and the names of all ledgers and tombstones.
 *
 * @throws as {@link LeaseStore}.
 */
export async function readRemains(state: {
  readonly leases: Pick<LeaseStore, 'list'>
  readonly denials: Pick<DenyStore, 'targets'>
}): Promise<Remains> {
  const targets = new Map<string, DenyTarget>()
  const paths = new Map<string, LeasedPath>()
  const accountRoleArns = new Set<string>()
  let unreadable = 0
  const addTarget = (target: DenyTarget): void => {
    if (PLAIN_PATTERN.test(target.arn)) targets.set(target.arn, target)
    else unreadable++
  }
  for await (const { principal } of state.leases.list(undefined, () => unreadable++)) {
    const target = carrierOf(principal)
    if (target !== undefined) addTarget(target)
    if (principal.type !== 'iam_user') continue
    const { userPath, account, accountRoleArn } = principal
    if (accountRoleArn !== undefined && PLAIN_PATTERN.test(accountRoleArn))
      accountRoleArns.add(accountRoleArn)
    if (PLAIN_PATTERN.test(userPath))
      paths.set(`${account ?? ''}${userPath}`, { userPath, account })
    else unreadable++
  }
  for await (const target of state.denials.targets()) addTarget(target)
  return {
    targets: [...targets.values()],
    paths: [...paths.values()],
    accountRoleArns: [...accountRoleArns],
    unreadable,
  }
}

/** The remaining targets of a kind in one account. */
export function targetsIn(
  { targets }: Remains,
  kind: DenyTarget['kind'],
  account: string,
): readonly string[] {
  return targets
    .filter((target) => target.kind === kind && parseArn(target.arn)?.account === account)
    .map(({ arn }) => arn)
}

/** The remaining paths of users in one account. */
export function pathsIn({ paths }: Remains, account: string): readonly string[] {
  return paths
    .filter((path) => (path.account ?? account) === account)
    .map(({ userPath }) => userPath)
}

/** What carries a Deny of a principal's sessions; undefined for a user, and where it was never recorded. */
export function carrierOf(principal: Principal): DenyTarget | undefined {
  if (principal.type === 'iam_user') return undefined
  const arn = principal.type === 'assumed_role' ? principal.roleArn : principal.issuerArn
  return arn === undefined ? undefined : denyTargetOf(arn)
}
