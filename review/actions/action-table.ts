import type { ActionSet } from './action-set.ts'

/** How much an action can do, in the words of AWS's Service Authorization Reference. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management'

/** A kind of resource of a service. */
export interface ResourceType {
  readonly service: string
  readonly name: string
  /** As AWS documents them: `arn:${Partition}:s3:::${BucketName}`. Seldom more than one. */
  readonly templates: readonly string[]
  /** The same with `*` for every placeholder, `?*` for those that are never empty. */
  readonly patterns: readonly string[]
  /** Its names hold no slash, which `*` would not show: a bucket's, but not an object's. */
  readonly isSlashless: boolean
  /** Condition keys that look at such a resource, placeholders as documented: `aws:ResourceTag/${TagKey}`. */
  readonly conditionKeys: readonly string[]
}

/** What AWS documents about an action. */
export interface ActionInfo {
  /** Its place in `actions`, and its bit in an {@link ActionSet}. */
  readonly index: number
  /** Prefix of the service, such as `s3`. */
  readonly service: string
  /** In AWS's case: `s3:GetObject`. */
  readonly name: string
  /** The weightiest, where AWS names several. */
  readonly level: AccessLevel
  /** Changes something: `Write`, `Tagging` or `Permissions management`. */
  readonly isWriting: boolean
  /** Works on no kind of resource: only `Resource: '*'` allows it. */
  readonly isUnscoped: boolean
  readonly resourceTypes: readonly ResourceType[]
  /** Condition keys of the action beside the global ones, placeholders as documented. */
  readonly conditionKeys: readonly string[]
}

/** The actions of AWS on one day, from its Service Authorization Reference. */
export interface ActionTable {
  /** The day, as `2026-09-26`. */
  readonly date: string
  /** Prefixes, sorted. */
  readonly services: readonly string[]
  /** Sorted by service and name. */
  readonly actions: readonly ActionInfo[]
  /** An action by its full name, in any case. */
  readonly find: (name: string) => ActionInfo | undefined
  /** The actions of a service by its prefix, in any case; none for a service that is not in the table. */
  readonly actionsOf: (service: string) => readonly ActionInfo[]
  readonly resourceTypesOf: (service: string) => readonly ResourceType[]
  /**
   * What a condition key holds: `String`, `ARN`, `Bool`, `Numeric`, `Date`, `IPAddress`, or `ArrayOf…` of them. Empty
   * for a key that is there without a type, undefined for one that is not in the table.
   */
  readonly conditionKeyType: (key: string) => string | undefined
  /** The actions that an entry of `Action` matches. Remembers what it was asked. */
  readonly matching: (entry: string) => ActionSet
  /** The actions that an entry of `Resource` could allow: it may match what they work on. Remembers likewise. */
  readonly fitting: (resource: string) => ActionSet
}
