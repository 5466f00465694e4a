import type { Holder } from './lease/holder.ts'

/** What can happen to roles and to keys that daypass keeps, besides leases. */
export const CHANGE_EVENTS = [
  'role-written',
  'role-deleted',
  'root-key-set',
  'root-key-rotated',
  'static-role-written',
  'static-role-rotated',
  'static-role-deleted',
  'static-role-read',
] as const

/** One of {@link CHANGE_EVENTS}. `static-role-read`: its key is about to be handed out. */
export type ChangeEventName = (typeof CHANGE_EVENTS)[number]

/** One thing that happened to a role or a kept key. */
export interface ChangeEvent {
  readonly name: ChangeEventName
  /** The role or static role; `root` for the root key. */
  readonly subject: string
  /** Who did it; undefined for a sweep, whoever runs it. */
  readonly holder: Holder | undefined
  /** What else is known: names and ids of AWS, no secret. */
  readonly facts?: Readonly<Record<string, string | readonly string[] | undefined>>
}
