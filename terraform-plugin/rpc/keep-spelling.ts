import type { AnyResource } from '../definition/provider.ts'
import { isSameValue } from '../protocol/same-value.ts'
import type { ObjectValue, Value } from '../protocol/value.ts'
import { typeOfSchema } from '../protocol/value-type.ts'

interface Proposal {
  readonly prior: ObjectValue | null
  readonly proposed: ObjectValue
}

interface Kept {
  readonly proposed: ObjectValue
  /** Whether the plan says nothing where the configuration says something, or the other way round. */
  readonly beyondProtocol: boolean
}

/**
 * What is proposed, in the words of before where it means the same.
 *
 * The protocol allows this for two values. For a value and none, which is `[]` and null, it does not but for providers that
 * say of themselves that they are of the old kind: this is said of such a plan alone. Source: `assertPlannedValueValid` in
 * Terraform's `internal/plans/objchange/plan_valid.go`.
 */
export async function keepSpelling(
  resource: AnyResource<unknown>,
  { prior, proposed }: Proposal,
): Promise<Kept> {
  if (prior === null || resource.same === undefined) return { proposed, beyondProtocol: false }
  // Both were decoded by this schema.
  const names = await resource.same({
    prior: prior,
    proposed: proposed,
  })
  const before = (name: string): Value => prior[name] ?? null
  return {
    proposed: {
      ...proposed,
      ...Object.fromEntries(names.map((name): [string, Value] => [name, before(name)])),
    },
    beyondProtocol: names.some((name) => (before(name) === null) !== (proposed[name] === null)),
  }
}

/** Whether something that is the user's differs; the order in sets does not count. */
export function hasChange(
  schema: AnyResource<unknown>['schema'],
  prior: ObjectValue,
  proposed: ObjectValue,
): boolean {
  const users = (name: string): boolean => {
    const attribute = schema.attributes[name]
    return attribute === undefined || (attribute.use !== 'computed' && attribute.writeOnly !== true)
  }
  const type = typeOfSchema(schema)
  if (typeof type === 'string' || !('object' in type)) return false
  return Object.entries(type.object)
    .filter(([name]) => users(name))
    .some(([name, of]) => !isSameValue(of, prior[name] ?? null, proposed[name] ?? null))
}
