import type { DenyTarget } from '../../core/revocation/deny-entry.ts'
import type { Bench } from './bench.ts'

/** A Deny of everything under a condition. */
export function denyWhen(condition: object): object {
  return { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }
}

/** Denies the one session that ends in a lease's name, in the form that daypass writes. */
export function denyByName(name: string): object {
  return denyWhen({ StringLike: { 'aws:userid': [`*${name}`] } })
}

/** Puts an inline policy on a role or user; once begun, nothing cuts it off. */
export async function putPolicy(
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
