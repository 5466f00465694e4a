import { authorise } from '../access/authorise.ts'
import type { ConditionContext } from '../access/context.ts'
import { accountOfArn, nameOfArn } from '../world/arn.ts'
import type { IamRole } from '../world/entities.ts'
import { nameKey } from '../world/world.ts'
import type { StsCall } from './sts-call.ts'

/** The role of an ARN, in whichever account, as IAM has settled by now. */
export function settledRole(call: StsCall, arn: string): IamRole | undefined {
  const accountId = accountOfArn(arn)
  const account = accountId === undefined ? undefined : call.world.accounts.get(accountId)
  const role = account?.roles.settled(nameKey(nameOfArn(arn)), call.now)
  return role?.arn === arn ? role : undefined
}

/**
 * Asks the caller's policies and the role's trust policy for all that a session needs: `sts:AssumeRole`,
 * and the rights to set tags and a source identity where it has them.
 *
 * @throws {@link AwsError} `AccessDenied`
 */
export function requireTrust(
  call: StsCall,
  role: IamRole,
  context: ConditionContext,
  needs: { readonly tags: boolean; readonly sourceIdentity: boolean },
): void {
  const actions = [
    'sts:AssumeRole',
    ...(needs.tags ? ['sts:TagSession'] : []),
    ...(needs.sourceIdentity ? ['sts:SetSourceIdentity'] : []),
  ]
  for (const action of actions) {
    authorise(call, {
      action,
      resource: role.arn,
      context,
      resourcePolicy: { name: 'trust policy', document: role.trust.document },
      resourceAccountId: role.accountId,
    })
  }
}
