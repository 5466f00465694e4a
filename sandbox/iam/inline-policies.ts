import { policySize } from '../../core/policy/text.ts'
import { limitExceeded, noSuchEntity } from '../aws-error.ts'
import { TEXT_RULES } from '../wire/input.ts'
import { without } from '../without.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { Policied, PolicyText } from '../world/entities.ts'
import { boundaryContext } from './boundaries.ts'
import { encodeDocument, readPolicy } from './documents.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { type Kind, named, resourceOf, store } from './kinds.ts'
import { page } from './paging.ts'

/** Put, Get, Delete and List of the inline policies of users, roles or groups. */
export function inlinePolicyActions<E extends Policied>(kind: Kind<E>): IamActions {
  const { noun } = kind
  const resource = resourceOf(kind)
  const context = boundaryContext(kind)
  return {
    [`Put${noun}Policy`]: { resource, context, run: (call) => putPolicy(kind, call) },
    [`Get${noun}Policy`]: {
      resource,
      run: (call) => {
        const entity = named(kind, call)
        const name = policyName(call)
        const { text } = existing(kind, entity, name)
        const fields = { PolicyName: name, PolicyDocument: encodeDocument(text) }
        return { [`${noun}Name`]: entity.name, ...fields }
      },
    },
    [`Delete${noun}Policy`]: {
      resource,
      context,
      run: (call) => {
        const entity = named(kind, call)
        const name = policyName(call)
        existing(kind, entity, name)
        const inline = without(entity.inline, name)
        store(kind, call, { ...entity, inline })
        return undefined
      },
    },
    [`List${noun}Policies`]: {
      resource,
      run: (call) => {
        const names = Object.keys(named(kind, call).inline).sort()
        const { items, end } = page(call, names, (name) => name)
        return { PolicyNames: items, ...end }
      },
    },
  }
}

function putPolicy<E extends Policied>(kind: Kind<E>, call: IamCall): XmlFields | undefined {
  const entity = named(kind, call)
  const name = policyName(call)
  const policy = readPolicy(call.input.text('PolicyDocument', TEXT_RULES.document), 'identity')
  const inline: Record<string, PolicyText> = { ...entity.inline, [name]: policy }
  const size = Object.values(inline).reduce((sum, { text }) => sum + policySize(text), 0)
  if (size > kind.inlineLimit) {
    const noun = kind.noun.toLowerCase()
    throw limitExceeded(
      `Maximum policy size of ${kind.inlineLimit} bytes exceeded for ${noun} ${entity.name}`,
    )
  }
  store(kind, call, { ...entity, inline })
  return undefined
}

function policyName(call: IamCall): string {
  return call.input.text('PolicyName', TEXT_RULES.policyName)
}

function existing<E extends Policied>(kind: Kind<E>, entity: E, name: string): PolicyText {
  const policy = entity.inline[name]
  if (policy !== undefined) return policy
  throw noSuchEntity(`The ${kind.noun.toLowerCase()} policy with name ${name} cannot be found.`)
}
