import type { LifecycleRule } from '@aws-sdk/client-s3'
import { FOLDERS, FULL_SWEEP_KEY, STORE_KEY } from '../documents/keys.ts'
import { OWN_FOLDERS } from '../stray-keys.ts'

/** All but the log. */
const NEEDED: readonly string[] = [STORE_KEY, FULL_SWEEP_KEY, ...OWN_FOLDERS].filter(
  (start) => start !== FOLDERS.ended && start !== FOLDERS.audit,
)

/**
 * Whether a lifecycle rule would take away what daypass lives by: it removes or archives objects, as they are or by a
 * name that begins like theirs. Rules on tags reach none of daypass's objects, which have no tags.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html
 *
 * @param base - what the keys of all objects of daypass begin with.
 */
export function reachesState(rule: LifecycleRule, base: string): boolean {
  if (rule.Status !== 'Enabled' || !takesAway(rule) || isForTags(rule)) return false
  const { Filter } = rule
  const prefix = Filter?.And?.Prefix ?? Filter?.Prefix ?? prefixOfOld(rule)
  return NEEDED.map((start) => `${base}${start}`).some(
    (start) => start.startsWith(prefix) || prefix.startsWith(start),
  )
}

/** Before there were filters. */
function prefixOfOld(rule: object): string {
  return 'Prefix' in rule && typeof rule.Prefix === 'string' ? rule.Prefix : ''
}

function takesAway({ Expiration, Transitions = [] }: LifecycleRule): boolean {
  const expires = Expiration?.Days !== undefined || Expiration?.Date !== undefined
  // What is archived cannot be read.
  return expires || Transitions.some(({ StorageClass }) => ARCHIVES.has(StorageClass ?? ''))
}

const ARCHIVES: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE'])

function isForTags({ Filter }: LifecycleRule): boolean {
  return Filter?.Tag !== undefined || (Filter?.And?.Tags ?? []).length > 0
}
