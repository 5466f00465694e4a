import { type Deployment, iamArn } from './deployment.ts'
import { distinct } from './statement.ts'

/** ARNs of groups by their names: a role does not say a group's path. */
export function groupArns(deployment: Deployment, names: readonly string[]): readonly string[] {
  return distinct(names).flatMap((name) => [
    iamArn(deployment, `group/${name}`),
    iamArn(deployment, `group/*/${name}`),
  ])
}
