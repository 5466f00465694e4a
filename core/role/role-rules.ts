import { ROLE_NAME_PATTERN } from '../lease/lease-id.ts'
import { checkArns } from './arn-rules.ts'
import { checkExpectations } from './expectation-rules.ts'
import { type FieldFinding, quote } from './field-finding.ts'
import { checkNames } from './name-rules.ts'
import { checkPartitions } from './partition-rules.ts'
import { checkPolicies } from './policy-rules.ts'
import type { RoleDraft } from './role-draft.ts'
import type { RoleOrigin } from './role-origin.ts'
import { checkTags } from './tag-rules.ts'
import { checkLifetimes } from './ttl-rules.ts'
import { checkType, withoutUnfit } from './type-rules.ts'

/**
 * All that is wrong with a role beyond its single fields: combinations that Vault lets pass and AWS refuses when
 * credentials are asked for, and AWS's limits.
 */
export function checkRules(draft: RoleDraft, origin: RoleOrigin): readonly FieldFinding[] {
  const fit = withoutUnfit(draft)
  return [
    ...checkOwnName(draft, origin),
    ...checkType(draft),
    ...checkArns(fit, origin.dialect),
    ...checkPolicies(fit),
    ...checkPartitions(fit, origin.dialect),
    ...checkTags(fit),
    ...checkNames(fit),
    ...checkLifetimes(fit),
    ...checkExpectations(fit),
  ]
}

function checkOwnName({ given }: RoleDraft, { name }: RoleOrigin): readonly FieldFinding[] {
  if (given.has('name') || ROLE_NAME_PATTERN.test(name)) return []
  const message = `the file's name makes no name of a role, ${quote(name)}: set name (1 to 64 letters, digits and _.@-)`
  return [{ path: ['name'], message }]
}
