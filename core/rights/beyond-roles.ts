import { type Deployment, assumingRoles, issuesFromUser, userRoles } from './deployment.ts'
import { pathsIn } from './remains.ts'
import { distinct } from './statement.ts'

/** What remains that no role of the deployment needs any more: the ARNs of roles and users, or of users below a path. */
export function beyondRoles(deployment: Deployment): readonly string[] {
  const { remains, account, partition, issuingUserArn } = deployment
  const needed = new Set([
    ...assumingRoles(deployment).flatMap((role) => role.role_arns),
    ...(issuesFromUser(deployment) ? [issuingUserArn] : []),
  ])
  const paths = new Set(userRoles(deployment).map((role) => role.user_path))
  const left = pathsIn(remains, account).filter((path) => !paths.has(path))
  return distinct([
    ...remains.targets.map(({ arn }) => arn).filter((arn) => !needed.has(arn)),
    ...left.map((path) => `arn:${partition}:iam::${account}:user${path}*`),
  ])
}
