import type { Stage } from './stage.ts'

/** What Terraform's exclusive resources do: every deny of `deploy` and of `daypass-issuer` goes. */
export async function removeDenies({ iam }: Pick<Stage, 'iam'>): Promise<void> {
  const [RoleName, UserName] = ['deploy', 'daypass-issuer']
  const isOurs = (name: string | undefined) => name?.startsWith('daypass-deny-') === true
  const ofRole = await iam.listRolePolicies({ RoleName })
  for (const PolicyName of ofRole.PolicyNames?.filter(isOurs) ?? [])
    await iam.deleteRolePolicy({ RoleName, PolicyName })
  const ofUser = await iam.listUserPolicies({ UserName })
  for (const PolicyName of ofUser.PolicyNames?.filter(isOurs) ?? [])
    await iam.deleteUserPolicy({ UserName, PolicyName })
  const onRole = await iam.listAttachedRolePolicies({ RoleName })
  for (const { PolicyName, PolicyArn } of onRole.AttachedPolicies ?? [])
    if (isOurs(PolicyName)) await iam.detachRolePolicy({ RoleName, PolicyArn })
  const onUser = await iam.listAttachedUserPolicies({ UserName })
  for (const { PolicyName, PolicyArn } of onUser.AttachedPolicies ?? [])
    if (isOurs(PolicyName)) await iam.detachUserPolicy({ UserName, PolicyArn })
}
