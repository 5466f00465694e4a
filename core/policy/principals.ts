import type { Principals } from './policy.ts'
import { splitArn } from './arn.ts'

/** Who asks. */
export interface RequestPrincipal {
  /**
   * Every ARN that names the one who asks: of a session, and of the role or user behind it. Empty
   * for a service, a web identity and nobody.
   */
  readonly arns: readonly string[]
  /** The account of the one who asks; empty where there is none. */
  readonly accountId: string
  /** A session of GetSessionToken is its `user`, or `root`. */
  readonly kind:
    'user' | 'role-session' | 'federated-user' | 'root' | 'web-identity' | 'service' | 'anonymous'
  /**
   * Of a web identity: its provider's ARN, or the host name of a provider that AWS itself knows.
   */
  readonly federated?: string
  /** Of a service: its name, such as `lambda.amazonaws.com`. */
  readonly service?: string
}

/**
 * How a `Principal` element names somebody, strongest first:
 *
 * - `direct`: by the very ARN that asks (a user, a session), as a service or provider, or as
 *   everybody;
 * - `entity`: by the role or user behind the session that asks;
 * - `account`: by the account, which leaves it to the account's own policies.
 */
export type Naming = 'direct' | 'entity' | 'account'

/**
 * How principals name the one who asks; undefined when they do not.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal". Names are compared as they are:
 * "You cannot use a wildcard to match part of a principal name or ARN".
 */
export function namingOf(principals: Principals, who: RequestPrincipal): Naming | undefined {
  if (principals === '*') return 'direct'
  let strongest: Naming | undefined
  for (const [type, names] of Object.entries(principals)) {
    for (const name of names) {
      const naming = namedAs(type, name, who)
      if (naming === 'direct') return naming
      if (naming === 'entity' || strongest === undefined) strongest = naming
    }
  }
  return strongest
}

function namedAs(type: string, name: string, who: RequestPrincipal): Naming | undefined {
  switch (type) {
    case 'AWS':
      return namedAsAws(name, who)
    case 'Federated':
      return name === who.federated ? 'direct' : undefined
    case 'Service':
      return name === who.service ? 'direct' : undefined
    default:
      return undefined
  }
}

function namedAsAws(name: string, who: RequestPrincipal): Naming | undefined {
  if (name === '*') return 'direct'
  const account = accountNamedBy(name)
  if (account !== undefined) {
    const isMember = who.arns.length > 0 && account === who.accountId
    return !isMember ? undefined : who.kind === 'root' ? 'direct' : 'account'
  }
  if (!who.arns.includes(name)) return undefined
  const isSession = who.kind === 'role-session' || who.kind === 'federated-user'
  return isSession && !isSessionArn(name) ? 'entity' : 'direct'
}

/** `123456789012` and `arn:aws:iam::123456789012:root` "behave the same way". */
function accountNamedBy(name: string): string | undefined {
  if (/^\d{12}$/.test(name)) return name
  const arn = splitArn(name)
  return arn?.[2] === 'iam' && arn[5] === 'root' ? arn[4] : undefined
}

function isSessionArn(name: string): boolean {
  return splitArn(name)?.[2] === 'sts'
}
