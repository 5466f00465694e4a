import { limitExceeded } from '../aws-error.ts'
import { requestTagContext } from '../access/context.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { Tags } from '../world/entities.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { page } from './paging.ts'

/** How tags of one kind of entity are read and changed. */
export interface Tagged {
  /** `User`, `Role`, `Policy` …: the end of the action's name. */
  readonly noun: string
  readonly resource: (call: IamCall) => string
  readonly read: (call: IamCall) => Tags
  readonly write: (call: IamCall, tags: Tags) => void
}

/** Tag, Untag and List of tags. */
export function taggingActions({ noun, resource, read, write }: Tagged): IamActions {
  return {
    [`Tag${noun}`]: {
      resource,
      context: (call) => requestTagContext(call.input.tags()),
      run: (call) => {
        write(call, withTags(read(call), call.input.tags()))
        return undefined
      },
    },
    [`Untag${noun}`]: {
      resource,
      context: (call) => ({ 'aws:TagKeys': [...call.input.list('TagKeys')] }),
      run: (call) => {
        const removed = new Set(call.input.list('TagKeys').map((key) => key.toLowerCase()))
        const kept = Object.entries(read(call)).filter(([key]) => !removed.has(key.toLowerCase()))
        write(call, Object.fromEntries(kept))
        return undefined
      },
    },
    [`List${noun}Tags`]: {
      resource,
      run: (call) => {
        const { items, end } = page(call, Object.entries(read(call)).sort(), ([key]) => key)
        return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...end }
      },
    },
  }
}

/** Tags as an answer lists them; left out when there are none. */
export function tagFields(tags: Tags): readonly XmlFields[] | undefined {
  const entries = Object.entries(tags)
  return entries.length === 0 ? undefined : entries.map(([Key, Value]) => ({ Key, Value }))
}

function withTags(before: Tags, added: Tags): Tags {
  const lower = new Set(Object.keys(added).map((key) => key.toLowerCase()))
  const kept = Object.entries(before).filter(([key]) => !lower.has(key.toLowerCase()))
  const tags = { ...Object.fromEntries(kept), ...added }
  if (Object.keys(tags).length > 50) {
    throw limitExceeded('Cannot exceed quota for TagsPerResource: 50')
  }
  return tags
}
