import type { ListedKey } from '../keys/ports.ts'
import type { LeaseId } from '../lease/lease-id.ts'
import type { DenyTarget } from '../revocation/deny-entry.ts'
import type { DenyKind, LeasedUser } from '../revocation/ports.ts'

/**
 * What a thing in IAM is to the store: `live`, something live needs it; `due`, its time is over and a sweep takes it
 * away; `orphan`, it is ours and nothing in the store leads to it any more; `stranger`, it looks like ours and nothing
 * proves that it is; `missing`, the store says that it is there and IAM does not.
 */
export const INVENTORY_WORDS = ['orphan', 'missing', 'stranger', 'due', 'live'] as const

/** One of {@link INVENTORY_WORDS}. */
export type InventoryWord = (typeof INVENTORY_WORDS)[number]

/** How something dead is taken away. */
export type OrphanRemoval =
  | { readonly of: 'user'; readonly user: LeasedUser & { readonly leaseId: LeaseId } }
  | { readonly of: 'policy'; readonly arn: string }
  | {
      readonly of: 'deny'
      readonly target: DenyTarget
      readonly name: string
      readonly kind: DenyKind
    }

/** One thing of an inventory. */
export interface InventoryEntry {
  readonly kind: 'user' | 'policy' | 'role'
  readonly name: string
  /** Absent for what IAM does not show, and for inline policies, which have none. */
  readonly arn?: string
  /** ARN of the role or user that carries an inline policy. */
  readonly on?: string
  readonly word: InventoryWord
  /** Why it has this word. */
  readonly because: string
  readonly lease?: LeaseId
  readonly createdAt?: Date
  /** Looked up for users without a live lease only. */
  readonly keys?: readonly ListedKey[]
  /** How it goes: of what is proven ours and dead, and old enough that neither IAM nor the store can be behind. */
  readonly removal?: OrphanRemoval
}
