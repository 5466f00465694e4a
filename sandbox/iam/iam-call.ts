import type { Call } from '../access/call.ts'
import type { ConditionContext } from '../access/context.ts'
import type { Input } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { Account } from '../world/world.ts'

/** A call of IAM. */
export interface IamCall extends Call {
  readonly input: Input
  /** The caller's account. */
  readonly account: Account
}

/** What one action of IAM does, and which right it needs on what. */
export interface IamAction {
  /** The ARN that the right is asked for; reads and checks the names in the input. */
  readonly resource: (call: IamCall) => string
  /** Condition keys of this action. */
  readonly context?: (call: IamCall) => ConditionContext
  /** Further rights on the same resource, e.g. `iam:TagUser` to create with tags. */
  readonly also?: (call: IamCall) => readonly string[]
  readonly run: (call: IamCall) => XmlFields | undefined
}

/** Actions by name. */
export type IamActions = Readonly<Record<string, IamAction>>
