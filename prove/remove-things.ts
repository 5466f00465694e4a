import { ask } from '../aws/clients/ask.ts'
import { awsCodeOf } from '../aws/errors/aws-error.ts'
import { deleteUser } from '../aws/users/delete-user.ts'
import { isDaypassError } from '../core/errors.ts'
import type { DenyTarget } from '../core/revocation/deny-entry.ts'
import type { Bench } from './bench.ts'

/** Something that is still in the account. */
export interface Left {
  readonly arn: string
  readonly why: string
}

const ROUNDS_MAX = 5

/**
 * Removes all that a bench made, and answers what is left. A stop signal does not cut it off; if the process
 * dies, what is left is found by its name.
 */
export async function removeThings(bench: Bench): Promise<readonly Left[]> {
  const left: Left[] = []
  for (const target of bench.made.values()) {
    try {
      await removeThing(bench, target)
      bench.made.delete(target.arn)
    } catch (error) {
      // Whatever it is, the others are to go all the same.
      const why = isDaypassError(error) ? `${error.code}: ${error.message}` : 'unexpected error'
      left.push({ arn: target.arn, why })
    }
  }
  return left
}

/** Removes one role or user with all it has. What is gone already is done. */
export async function removeThing(bench: Bench, target: DenyTarget): Promise<void> {
  const name = nameOfTarget(target)
  if (target.kind === 'role') await removeRole(bench, target, name)
  else {
    const { clock } = bench
    await deleteUser({ iam: await bench.own.iam(), clock, userName: name, options: {} })
  }
}

/** A listing may not show yet what was put a moment ago: IAM then refuses to delete the role. */
async function removeRole(bench: Bench, role: DenyTarget, RoleName: string): Promise<void> {
  const iam = await bench.own.iam()
  for (let round = 1; ; round++) {
    try {
      await removePolicies(bench, role, RoleName)
      await ask(`iam:DeleteRole on role/${RoleName}`, {}, (http) =>
        iam.deleteRole({ RoleName }, http),
      )
      return
    } catch (error) {
      if (awsCodeOf(error) === 'NoSuchEntity') return
      if (awsCodeOf(error) !== 'DeleteConflict' || round === ROUNDS_MAX) throw error
      await bench.clock.sleep(500 * 2 ** round)
    }
  }
}

async function removePolicies(bench: Bench, role: DenyTarget, RoleName: string): Promise<void> {
  const iam = await bench.own.iam()
  const { policies } = bench.denials
  const inline = await ask(`iam:ListRolePolicies on role/${RoleName}`, {}, (http) =>
    iam.listRolePolicies({ RoleName, MaxItems: 1000 }, http),
  )
  for (const name of inline.PolicyNames ?? []) await policies.remove(role, name, 'inline', {})
  const attached = await ask(`iam:ListAttachedRolePolicies on role/${RoleName}`, {}, (http) =>
    iam.listAttachedRolePolicies({ RoleName }, http),
  )
  for (const { PolicyName = '' } of attached.AttachedPolicies ?? []) {
    await policies.remove(role, PolicyName, 'managed', {})
  }
}

function nameOfTarget({ arn }: DenyTarget): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
