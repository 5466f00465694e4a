import type { RoleComparison } from '../../model/comparison.ts'
import type { Waiver } from '../../model/judgement.ts'
import type { ReviewedRole } from '../../model/role-set.ts'
import type { Guardrail } from '../guardrails/guardrail.ts'
import { faultOfWaiver, isWithin, readWaivers } from './waiver.ts'

/** The waivers of a role, by whether somebody else than the change agreed to them. */
export interface RoleWaivers {
  /** Those that the old side has, as they were or narrower, and those of the guardrail file. What is faulty is among them. */
  readonly agreed: readonly Waiver[]
  /** Those that come with the change: nobody has looked at them, so they waive nothing yet. */
  readonly asked: readonly Waiver[]
}

/** Finds the waivers of a role. A change cannot waive itself: its own waivers are only asked for. */
export function waiversOf(
  { name, before, after }: Pick<RoleComparison, 'name' | 'before' | 'after'>,
  { guardrail, now }: { readonly guardrail?: Guardrail; readonly now: Date },
): RoleWaivers {
  const old = written(before).filter((waiver) => faultOfWaiver(waiver, now) === undefined)
  const isAsked = (waiver: Waiver) =>
    faultOfWaiver(waiver, now) === undefined && !old.some((one) => isWithin(waiver, one))
  const own = written(after)
  const given = guardrail?.waivers.filter(({ role }) => role === name) ?? []
  return {
    agreed: [...given.map(({ waiver }) => waiver), ...own.filter((one) => !isAsked(one))],
    asked: own.filter(isAsked),
  }
}

function written(side: ReviewedRole | undefined): readonly Waiver[] {
  return side?.text === undefined ? [] : readWaivers(side.text, side.from)
}
