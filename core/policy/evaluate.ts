import type {
  AccessRequest,
  DecidingStatement,
  Decision,
  PolicyLayer,
  PolicySet,
} from './decision.ts'
import type { RequestPrincipal } from './principals.ts'
import {
  type Findings,
  type ResourceFindings,
  readAccessRequest,
  scanPolicies,
  scanResourcePolicy,
} from './scan.ts'

/**
 * Calls that no policy can forbid: "you can still perform this operation", "You cannot use policies
 * to control".
 */
const ALWAYS_ALLOWED: ReadonlySet<string> = new Set([
  'sts:getcalleridentity',
  'sts:getsessiontoken',
])

/**
 * Services whose resource policies "must explicitly allow access", in the resource's own account
 * too.
 */
const GUARDED_BY_RESOURCE_POLICY = /^(?:sts|kms):/i

/**
 * Decides as AWS does for one call. Any deny that applies wins. Otherwise:
 *
 * - In one account, what identity policies, boundary and session policies all allow is allowed, and
 *   so is what the resource policy allows to the one who asks. If that names the session or the
 *   user itself, nothing but a deny limits it; if it names the role or the user behind a session,
 *   boundary and session policies limit it; if it names the account, it leaves the decision to the
 *   identity policies.
 * - A trust policy (and a KMS key policy) must allow in any case: naming the principal suffices,
 *   naming the account needs the identity policies as well.
 * - Across accounts, the resource policy and all the others must allow.
 * - Root is limited by session and resource policies only. A session of GetFederationToken without
 *   session policies may do nothing but what a resource policy allows to its own ARN.
 *
 * Not modelled: policies of AWS Organizations and of VPC endpoints, ACLs.
 *
 * Source: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic",
 * "Policies and permissions in IAM" (session policies).
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  const who = request.principal
  if (who.arns.length > 0 && ALWAYS_ALLOWED.has(request.action.toLowerCase())) {
    return { decision: 'allowed' }
  }
  const found = scanAll(request, policies)
  const deny =
    found.identity?.deny ?? found.boundary?.deny ?? found.session?.deny ?? found.resource?.deny
  if (deny !== undefined) return { decision: 'explicit-deny', decidedBy: deny }
  if (!hasOwnPolicies(who)) return decideWithoutIdentity(found)
  const { resourceAccountId = who.accountId } = policies
  return resourceAccountId === who.accountId
    ? decideInAccount(found, GUARDED_BY_RESOURCE_POLICY.test(request.action))
    : decideAcrossAccounts(found)
}

interface Found {
  /** Undefined for root, which is allowed everything by no statement. */
  readonly identity: Findings | undefined
  readonly boundary: Findings | undefined
  readonly session: Findings | undefined
  readonly resource: ResourceFindings | undefined
}

function scanAll(request: AccessRequest, policies: PolicySet): Found {
  const asked = readAccessRequest(request)
  const isRoot = request.principal.kind === 'root'
  const boundary = isRoot ? undefined : policies.boundary
  const session = policies.session ?? (request.principal.kind === 'federated-user' ? [] : undefined)
  return {
    identity: isRoot ? undefined : scanPolicies(asked, 'identity', policies.identity),
    boundary: boundary && scanPolicies(asked, 'boundary', [boundary]),
    session: session && scanPolicies(asked, 'session', session),
    resource:
      policies.resource &&
      scanResourcePolicy(asked, policies.resource, request.principal, boundary !== undefined),
  }
}

function hasOwnPolicies({ kind }: RequestPrincipal): boolean {
  return kind === 'user' || kind === 'role-session' || kind === 'federated-user' || kind === 'root'
}

/** A service, a web identity or nobody: only the resource's policy speaks for them. */
function decideWithoutIdentity({ resource }: Found): Decision {
  return resource?.allow.direct === undefined
    ? deniedFor('resource')
    : allowedBy(resource.allow.direct)
}

function decideInAccount(found: Found, isGuarded: boolean): Decision {
  const { direct, entity, account } = found.resource?.allow ?? {}
  if (direct !== undefined) return allowedBy(direct)
  const limit = missingLimit(found)
  // What limits this limits the identity policies as well, so that they need not be asked.
  if (entity !== undefined) return limit === undefined ? allowedBy(entity) : deniedFor(limit)
  if (isGuarded && found.resource !== undefined && account === undefined) {
    return deniedFor('resource')
  }
  const missing = missingIdentity(found) ?? limit
  return missing === undefined ? allowedBy(found.identity?.allow) : deniedFor(missing)
}

function decideAcrossAccounts(found: Found): Decision {
  const { direct, entity, account } = found.resource?.allow ?? {}
  const granted = direct ?? entity ?? account
  const missing =
    missingIdentity(found) ??
    missingLimit(found) ??
    (granted === undefined ? 'resource' : undefined)
  return missing === undefined ? allowedBy(found.identity?.allow ?? granted) : deniedFor(missing)
}

function missingIdentity({ identity }: Found): PolicyLayer | undefined {
  return identity === undefined || identity.allow !== undefined ? undefined : 'identity'
}

function missingLimit({ boundary, session }: Found): PolicyLayer | undefined {
  if (boundary !== undefined && boundary.allow === undefined) return 'boundary'
  return session !== undefined && session.allow === undefined ? 'session' : undefined
}

function allowedBy(statement: DecidingStatement | undefined): Decision {
  return statement === undefined
    ? { decision: 'allowed' }
    : { decision: 'allowed', decidedBy: statement }
}

function deniedFor(missing: PolicyLayer): Decision {
  return { decision: 'implicit-deny', missing }
}
