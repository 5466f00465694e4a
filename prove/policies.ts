import { DaypassError } from '../core/errors.ts'
import type { Issuance } from '../core/issuance/issuance.ts'
import { denyDocument } from '../core/revocation/deny-document.ts'
import { type DenyTarget, denialOf } from '../core/revocation/deny-entry.ts'
import type { Bench } from './bench.ts'

/** A Deny of everything under a condition. */
export function denyWhen(condition: object): object {
  return { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }
}

/** Denies the one session of a lease, in the form that daypass itself writes. */
export function denyLease({ lease }: Issuance): readonly object[] {
  const denial = denialOf(lease)
  if (denial === undefined)
    throw new DaypassError('aws-rejected', 'nothing distinguishes the session from others')
  return (JSON.parse(denyDocument([denial.entry])) as { Statement: readonly object[] }).Statement
}

/** Puts an inline policy on a role or user; once begun, nothing cuts it off. */
export async function putInlinePolicy(
  bench: Bench,
  target: DenyTarget,
  name: string,
  statements: readonly object[],
): Promise<void> {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  await bench.denials.policies.putInline(target, name, document, {})
}

/** Removes an inline policy. */
export async function dropPolicy(bench: Bench, target: DenyTarget, name: string): Promise<void> {
  await bench.denials.policies.remove(target, name, 'inline', {})
}
