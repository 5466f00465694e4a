import { validationError } from '../aws-error.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import type { IamCall } from './iam-call.ts'

/** One page of a list. */
export interface ListPage<T> {
  readonly items: readonly T[]
  /** `IsTruncated` and, when there is more, `Marker`. */
  readonly end: XmlFields
}

/**
 * The page that `Marker` and `MaxItems` ask for. The marker names the last item of the page before, so
 * that a list that changes meanwhile loses none.
 */
export function page<T>(
  call: IamCall,
  items: readonly T[],
  keyOf: (item: T) => string,
  defaultSize = 100,
): ListPage<T> {
  const size = call.input.integer('MaxItems', { min: 1, max: 1000 }) ?? defaultSize
  const marker = call.input.optional('Marker')
  const start = marker === undefined ? 0 : startAfter(items, readMarker(marker), keyOf)
  const chosen = items.slice(start, start + size)
  const last = chosen.at(-1)
  const truncated = start + size < items.length && last !== undefined
  return {
    items: chosen,
    end: truncated
      ? { IsTruncated: true, Marker: Buffer.from(`after ${keyOf(last)}`).toString('base64') }
      : { IsTruncated: false },
  }
}

function startAfter<T>(items: readonly T[], last: string, keyOf: (item: T) => string): number {
  const found = items.findIndex((item) => keyOf(item) === last)
  if (found >= 0) return found + 1
  const next = items.findIndex((item) => keyOf(item) > last)
  return next < 0 ? items.length : next
}

function readMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString()
  if (!text.startsWith('after ')) throw validationError('Invalid Marker.')
  return text.slice('after '.length)
}
