import { limitExceeded, noSuchEntity } from '../aws-error.ts'
import type { ConditionContext } from '../access/context.ts'
import { findPolicy } from '../access/policies.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { nameOfArn } from '../world/arn.ts'
import type { Policied } from '../world/entities.ts'
import { boundaryContext } from './boundaries.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import type { Kind } from './kinds.ts'
import { named, resourceOf, store } from './kinds.ts'
import { page } from './paging.ts'

/** Attach, Detach and List of managed policies of users, roles or groups. */
export function attachedPolicyActions<E extends Policied>(kind: Kind<E>): IamActions {
  const { noun } = kind
  const resource = resourceOf(kind)
  const context = (call: IamCall): ConditionContext => ({
    ...boundaryContext(kind)(call),
    'iam:PolicyARN': policyArn(call),
  })
  return {
    [`Attach${noun}Policy`]: { resource, context, run: (call) => attach(kind, call) },
    [`Detach${noun}Policy`]: {
      resource,
      context,
      run: (call) => {
        const entity = named(kind, call)
        const arn = policyArn(call)
        if (!entity.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
        store(kind, call, { ...entity, attached: entity.attached.filter((one) => one !== arn) })
        return undefined
      },
    },
    [`ListAttached${noun}Policies`]: {
      resource,
      run: (call) => {
        const prefix = call.input.optional('PathPrefix', TEXT_RULES.pathPrefix) ?? '/'
        const arns = named(kind, call).attached.filter((arn) => pathOf(arn).startsWith(prefix))
        const { items, end } = page(call, arns, (arn) => arn)
        const policies = items.map((arn) => ({ PolicyName: nameOfArn(arn), PolicyArn: arn }))
        return { AttachedPolicies: policies, ...end }
      },
    },
  }
}

function attach<E extends Policied>(kind: Kind<E>, call: IamCall): XmlFields | undefined {
  const entity = named(kind, call)
  const arn = policyArn(call)
  if (findPolicy(call.world, arn) === undefined) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
  }
  if (entity.attached.includes(arn)) return undefined
  const limit = call.limits.attachedPolicies
  if (entity.attached.length >= limit) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind.noun}: ${limit}`)
  }
  store(kind, call, { ...entity, attached: [...entity.attached, arn].sort() })
  return undefined
}

function policyArn(call: IamCall): string {
  return call.input.text('PolicyArn', TEXT_RULES.arn)
}

function pathOf(arn: string): string {
  return arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1)
}
