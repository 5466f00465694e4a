import { iamArn, type Deployment } from './deployment.ts'
import { DENY_POLICIES } from './session-rights.ts'
import { type PolicyStatement, allow } from './statement.ts'

/** Rights to list what there is in IAM, which cannot be limited to a part of it, and to find who has an old deny. */
export function inventoryRights(deployment: Deployment): readonly PolicyStatement[] {
  return [
    ...allow('InventoryList', ['iam:ListUsers', 'iam:ListPolicies', 'iam:ListRoles'], ['*']),
    ...allow(
      'InventoryDenies',
      ['iam:ListEntitiesForPolicy', 'iam:DeletePolicy'],
      [iamArn(deployment, DENY_POLICIES)],
    ),
  ]
}
