/** IAM's limit for all inline policies of a user together, without white space (IAM quotas page). */
export const USER_POLICIES_MAX = 2048

const END_SID = 'DaypassEnd'

/** The parts of a policy that are touched here; the rest is carried along as it is. */
interface WrittenPolicy {
  readonly Version?: string
  readonly Statement?: WrittenStatement | readonly WrittenStatement[]
}

interface WrittenStatement {
  readonly Sid?: string
}

/**
 * A policy that besides denies everything after a time, by AWS's own clock; without a document, nothing
 * but that. A statement of that kind which is there already is replaced; all else stays as written.
 */
export function withEnd(document: string | undefined, end: Date): string {
  return withStatements(document, [denyAfter(end)])
}

/** A policy with further statements at its end. One with the same `Sid` makes way. */
export function withStatements(
  document: string | undefined,
  added: readonly WrittenStatement[],
): string {
  const policy = document === undefined ? { Version: '2012-10-17' } : parse(document)
  const taken = new Set(added.map(({ Sid }) => Sid))
  const kept = statementsOf(policy).filter(({ Sid }) => Sid === undefined || !taken.has(Sid))
  return JSON.stringify({ ...policy, Statement: [...kept, ...added] })
}

/** Whether a policy has the end that {@link withEnd} writes. */
export function hasEnd(document: string): boolean {
  return statementsOf(parse(document)).some(({ Sid }) => Sid === END_SID)
}

/**
 * Denies everything after a time. At that time itself everything still goes (`DateGreaterThan` is strict),
 * so parts of a second are rounded up: nothing ends before its time.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html
 */
export function denyAfter(end: Date): WrittenStatement & Record<string, unknown> {
  const second = new Date(Math.ceil(end.getTime() / 1000) * 1000)
    .toISOString()
    .replace('.000Z', 'Z')
  return {
    Sid: END_SID,
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { DateGreaterThan: { 'aws:CurrentTime': second } },
  }
}

function statementsOf(policy: WrittenPolicy): readonly WrittenStatement[] {
  return policy.Statement === undefined ? [] : [policy.Statement].flat()
}

function parse(document: string): WrittenPolicy {
  return JSON.parse(document) as WrittenPolicy
}
