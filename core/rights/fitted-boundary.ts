import { parseArn } from '../arn.ts'
import { MANAGED_CHARACTERS_MAX } from '../revocation/deny-document.ts'
import { policySize } from '../policy/text.ts'
import { boundaryPolicy } from './boundary.ts'
import type { Deployment } from './deployment.ts'
import type { Policy } from './statement.ts'

/**
 * The boundary, which AWS takes as one policy only. Where it is too large, IAM roles whose names begin alike are written as one
 * pattern, those that share most first, until it fits: it then denies the same on other roles of such a name too, and
 * never less. Roles without a common beginning stay, so that it can be too large still. Pure.
 */
export function fittedBoundary(deployment: Deployment): Policy {
  const whole = boundaryPolicy(deployment)
  const arns = [...new Set(whole.Statement.flatMap(({ Resource }) => Resource))].filter(isRole)
  const of = (shown: readonly string[]): Policy => ({
    ...whole,
    Statement: whole.Statement.map((one) => ({
      ...one,
      Resource: one.Resource.some(isRole)
        ? [...shown, ...one.Resource.filter((arn) => !isRole(arn))]
        : one.Resource,
    })),
  })
  const fits = (policy: Policy) => policySize(JSON.stringify(policy)) <= MANAGED_CHARACTERS_MAX
  if (fits(whole)) return whole
  let shown: readonly string[] = arns
  for (const beginning of beginningsOf(arns)) {
    if (fits(of(shown))) break
    const others = shown.filter((arn) => !arn.startsWith(beginning))
    if (shown.length - others.length > 1) shown = [...others, `${beginning}*`].sort()
  }
  return of(shown)
}

/** The patterns that stand for several roles in a boundary, and for others that have such a name. */
export function patternsIn(boundary: Policy): readonly string[] {
  const all = boundary.Statement.flatMap(({ Resource }) => Resource)
  return [...new Set(all)].filter((arn) => isRole(arn) && arn.endsWith('*'))
}

/** What several of them begin with, up to a mark between words of the name or the path; the longest first. */
function beginningsOf(arns: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const arn of arns) {
    const name = arn.indexOf(':role/') + ':role/'.length
    for (const { index } of arn.slice(name).matchAll(/[-_./]/g)) {
      const beginning = arn.slice(0, name + index + 1)
      counts.set(beginning, (counts.get(beginning) ?? 0) + 1)
    }
  }
  return [...counts]
    .flatMap(([beginning, count]) => (count > 1 ? [beginning] : []))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
}

function isRole(arn: string): boolean {
  return parseArn(arn)?.resource.startsWith('role/') === true
}
