import { noSuchEntity } from '../aws-error.ts'
import type { ConditionContext } from '../access/context.ts'
import { findPolicy } from '../access/policies.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { Policied, IamRole, User } from '../world/entities.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import type { Kind } from './kinds.ts'
import { lookUp, named, resourceOf, store } from './kinds.ts'

/** Put and Delete of the permissions boundary of users or roles. */
export function boundaryActions<E extends User | IamRole>(kind: Kind<E>): IamActions {
  const resource = resourceOf(kind)
  return {
    [`Put${kind.noun}PermissionsBoundary`]: {
      resource,
      context: requestedBoundaryContext,
      run: (call) => {
        const boundary = readBoundary(call) ?? call.input.text('PermissionsBoundary')
        store(kind, call, { ...named(kind, call), boundary })
        return undefined
      },
    },
    [`Delete${kind.noun}PermissionsBoundary`]: {
      resource,
      context: boundaryContext(kind),
      run: (call) => {
        const { boundary, ...entity } = named(kind, call)
        if (boundary === undefined) {
          const noun = kind.noun.toLowerCase()
          throw noSuchEntity(`The ${noun} ${entity.name} does not have a permissions boundary.`)
        }
        store(kind, call, entity as E)
        return undefined
      },
    },
  }
}

/**
 * The boundary that a request brings.
 *
 * @throws {@link AwsError} `NoSuchEntity` when there is no such policy.
 */
export function readBoundary(call: IamCall): string | undefined {
  const arn = call.input.optional('PermissionsBoundary', TEXT_RULES.arn)
  if (arn !== undefined && findPolicy(call.world, arn) === undefined) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)
  }
  return arn
}

/** `iam:PermissionsBoundary` of a request that sets one. */
export function requestedBoundaryContext(call: IamCall): ConditionContext {
  const arn = call.input.optional('PermissionsBoundary')
  return arn === undefined ? {} : { 'iam:PermissionsBoundary': arn }
}

/** `iam:PermissionsBoundary` of a request that changes the rights of an entity: the one it has. */
export function boundaryContext<E extends Policied>(kind: Kind<E>): (call: IamCall) => ConditionContext {
  return (call) => {
    const entity: (Policied & { readonly boundary?: string }) | undefined = lookUp(kind, call)
    return entity?.boundary === undefined ? {} : { 'iam:PermissionsBoundary': entity.boundary }
  }
}

/** How a boundary stands in an answer. */
export function boundaryFields(arn: string | undefined): XmlFields | undefined {
  return arn === undefined
    ? undefined
    : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn }
}
