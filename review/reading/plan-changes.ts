import { DaypassError } from '../../core/errors.ts'
import { isMapping, type Mapping } from '../../core/role/plain-data.ts'

/** A resource of a plan, before and after it is applied. */
export interface ResourceChange {
  readonly type: string
  readonly address: string
  /** The resource's name in Terraform, should its own not be known. */
  readonly name: string
  readonly before: Mapping | undefined
  readonly after: Mapping | undefined
  readonly unknown: Mapping
}

/**
 * All managed resources of a plan, as `terraform show -json PLAN` prints it.
 *
 * Source: Terraform's documentation, "JSON Output Format" (`resource_changes`, `after_unknown`).
 *
 * @throws {@link DaypassError} `request-invalid` when it is no plan
 */
export function changesOfPlan(plan: unknown): readonly ResourceChange[] {
  const changes = isMapping(plan) ? plan['resource_changes'] : undefined
  if (!Array.isArray(changes)) {
    const isPlan = isMapping(plan) && typeof plan['format_version'] === 'string'
    if (isPlan && changes === undefined) return []
    throw new DaypassError('request-invalid', 'this is not a plan of Terraform in JSON', {
      hint: 'write it with: terraform show -json PLANFILE',
    })
  }
  return changes.flatMap((entry: unknown) => {
    if (!isMapping(entry) || entry['mode'] === 'data') return []
    const change = isMapping(entry['change']) ? entry['change'] : {}
    return [
      {
        type: textOf(entry['type']),
        address: textOf(entry['address']),
        name: textOf(entry['name']),
        before: mappingOf(change['before']),
        after: mappingOf(change['after']),
        unknown: mappingOf(change['after_unknown']) ?? {},
      },
    ]
  })
}

function mappingOf(value: unknown): Mapping | undefined {
  return isMapping(value) ? value : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
