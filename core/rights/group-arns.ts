import { type Estate, iamArn } from './estate.ts'
import { distinct } from './statement.ts'

/** ARNs of groups by their names: a role does not say a group's path. */
export function groupArns(estate: Estate, names: readonly string[]): readonly string[] {
  return distinct(names).flatMap((name) => [
    iamArn(estate, `group/${name}`),
    iamArn(estate, `group/*/${name}`),
  ])
}
