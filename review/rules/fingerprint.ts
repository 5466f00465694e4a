import { createHash } from 'node:crypto'

/** What makes a finding the same finding, wherever it stands. */
export interface FindingIdentity {
  readonly rule: string
  /** Empty for a finding about the whole set. */
  readonly role: string
  /** What it is about, in a form that does not change when lines move: an action, an ARN, a path of a field. */
  readonly subject: string
}

/** 16 hexadecimal digits that stay the same as long as rule, role and subject do. */
export function fingerprintOf({ rule, role, subject }: FindingIdentity): string {
  const text = JSON.stringify([rule, role, subject])
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
