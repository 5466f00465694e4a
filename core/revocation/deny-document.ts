import { timestamp } from '../clock.ts'
import { type DenyEntry, isSafe } from './deny-entry.ts'

/** Characters that IAM counts in inline policies of a role and of a user, all of them together (IAM quotas). */
export const INLINE_CHARACTERS_MAX = { role: 10_240, user: 2_048 } as const

/** Characters of one managed policy (IAM quotas). */
export const MANAGED_CHARACTERS_MAX = 6_144

/** What every deny says. */
export const DENY_ALL = { Effect: 'Deny', Action: '*', Resource: '*' } as const

/**
 * A policy that denies everything to the sessions named, and to nobody else.
 *
 * A session of a role has the `aws:userid` `<role id>:<session name>`, a federated one
 * `<account>:<name>`; both end in the lease's 22 random characters, so `*<name>` meets that one session (`*:<session name>` on Ceph).
 * A session token carries its user's own id, and only `aws:TokenIssueTime` differs. (IAM User Guide,
 * reference_policies_variables "Principal key values" and id_credentials_temp_control-access_disable-perms.)
 * A federated session of the same user may share its second; the colon in its id keeps it out.
 *
 * Every name is checked first: a wildcard in it would end every session.
 */
export function denyDocument(entries: readonly DenyEntry[]): string {
  const named = entries.filter((entry) => entry.issuedSecond === undefined).map(useridPattern)
  const seconds = entries.flatMap((entry) =>
    entry.issuedSecond === undefined ? [] : [timestamp(entry.issuedSecond)],
  )
  const conditions = [
    ...(named.length > 0 ? [{ StringLike: { 'aws:userid': named } }] : []),
    ...(seconds.length > 0
      ? [
          {
            DateEquals: { 'aws:TokenIssueTime': seconds },
            StringNotLike: { 'aws:userid': '*:*' },
          },
        ]
      : []),
  ]
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: conditions.map((Condition) => ({ ...DENY_ALL, Condition })),
  })
}

/** Cuts entries into batches whose document stays within a size. */
export function batches(
  entries: readonly DenyEntry[],
  charactersMax: number,
): readonly (readonly DenyEntry[])[] {
  const cut: DenyEntry[][] = []
  for (const entry of entries) {
    const batch = cut.at(-1)
    // Measured and not reckoned: the first second beside names brings a statement of its own.
    if (batch === undefined || denyDocument([...batch, entry]).length > charactersMax)
      cut.push([entry])
    else batch.push(entry)
  }
  return cut
}

function useridPattern(entry: DenyEntry): string {
  // A programmer's error, not a user's: ids are checked wherever they come from.
  if (!isSafe(entry)) throw new Error('a deny entry must be made of letters and digits')
  return entry.sessionName === undefined ? `*${entry.name}` : `*:${entry.sessionName}`
}
