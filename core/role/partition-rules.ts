import { isPartition } from '../arn.ts'
import { compactPolicy } from '../policy/text.ts'
import { type FieldFinding, type FieldPath, label } from './field-finding.ts'
import { isMapping } from './plain-data.ts'
import type { RoleDraft } from './role-draft.ts'
import type { Dialect } from './role-origin.ts'

interface PlacedArn {
  readonly path: FieldPath
  readonly partition: string
}

/**
 * ARNs of more than one partition. IAM's own message: "Partition […] is not valid for resource […]"; nor do roles, policies
 * and devices of another partition exist for it. Wildcards fit all. Values of conditions are not looked at by AWS.
 */
export function checkPartitions(draft: RoleDraft, dialect: Dialect): readonly FieldFinding[] {
  const [first, ...others] = dialect === 'aws' ? placedArns(draft) : []
  return others.flatMap(({ path, partition }) => {
    if (first === undefined || partition === first.partition) return []
    const message = `${label(path)} is of partition ${partition}, and ${label(first.path)} of ${first.partition}: AWS takes only ARNs of its own, so make a role of each`
    return [{ path, message }]
  })
}

function placedArns({ fields }: RoleDraft): readonly PlacedArn[] {
  const { role_arns = [], policy_arns = [], permissions_boundary_arn, mfa_serial_number } = fields
  const named: readonly (readonly [FieldPath, unknown])[] = [
    ...role_arns.map((arn, index) => [['role_arns', index], arn] as const),
    ...policy_arns.map((arn, index) => [['policy_arns', index], arn] as const),
    [['permissions_boundary_arn'], permissions_boundary_arn],
    [['mfa_serial_number'], mfa_serial_number],
    [['account_role_arn'], fields.account_role_arn],
    ...resourcesOf(fields.policy_document),
  ]
  return named.flatMap(([path, arn]) => {
    const [start, partition = ''] = typeof arn === 'string' ? arn.split(':') : []
    return start === 'arn' && isPartition(partition) ? [{ path, partition }] : []
  })
}

function resourcesOf(document: object | string | undefined): [FieldPath, unknown][] {
  const policy: unknown = document === undefined ? undefined : read(document)
  if (!isMapping(policy)) return []
  return itemsOf(policy['Statement'], ['policy_document', 'Statement']).flatMap(
    ([path, statement]) =>
      isMapping(statement)
        ? ['Resource', 'NotResource'].flatMap((name) => itemsOf(statement[name], [...path, name]))
        : [],
  )
}

/** What is no policy is told of elsewhere. */
function read(document: object | string): unknown {
  try {
    return JSON.parse(compactPolicy(document))
  } catch {
    return undefined
  }
}

function itemsOf(value: unknown, path: FieldPath): [FieldPath, unknown][] {
  if (!Array.isArray(value)) return [[path, value]]
  return value.map((item: unknown, index) => [[...path, index], item])
}
