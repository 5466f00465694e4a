import type { Ports } from '../ports.ts'
import type { Holdings } from './holdings.ts'
import type { IamLists } from './iam-lists.ts'

/** An inventory being taken: IAM was listed first, the store after it, so whatever is young has its record. */
export interface Taking {
  readonly ports: Ports
  readonly lists: IamLists
  readonly held: Holdings
  /** The account that is looked at; undefined where the endpoint does not tell. */
  readonly account: string | undefined
  /** The servers' time; while it is not known nothing is old. */
  readonly now: Date | undefined
}
