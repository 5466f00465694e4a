import type { XmlElement } from '../wire/xml-read.ts'
import { childText, readXml } from '../wire/xml-read.ts'
import type { Bucket } from '../world/bucket.ts'
import { currentObject } from './put-object.ts'
import { removeVersion } from '../world/bucket.ts'

const DAY_MS = 24 * 3600 * 1000

/**
 * Removes what the bucket's lifecycle rules say is old enough, as S3 does once a day. Of the rules only `Days` of
 * `Expiration` with a prefix is known. Answers the keys.
 */
export function expireObjects(bucket: Bucket, now: Date): readonly string[] {
  const text = bucket.settings.get('lifecycle')
  if (text === undefined) return []
  const rules = readXml(text).children.filter(
    (rule) => rule.name === 'Rule' && childText(rule, 'Status') === 'Enabled',
  )
  const expired = [...bucket.objects.keys()].flatMap((key) => {
    const object = currentObject(bucket, key)
    const ageMs = now.getTime() - (object?.modifiedAt.getTime() ?? now.getTime())
    return object !== undefined && rules.some((rule) => reaches(rule, key, ageMs)) ? [object] : []
  })
  for (const { key, versionId } of expired) removeVersion(bucket, key, versionId)
  return expired.map(({ key }) => key)
}

function reaches(rule: XmlElement, key: string, ageMs: number): boolean {
  const expiration = child(rule, 'Expiration')
  const days = Number((expiration && childText(expiration, 'Days')) ?? Number.NaN)
  return key.startsWith(prefixOf(rule)) && ageMs >= days * DAY_MS
}

/** `Filter`, `And` in it, or the older form without either. */
function prefixOf(rule: XmlElement): string {
  const filter = child(rule, 'Filter') ?? rule
  return childText(child(filter, 'And') ?? filter, 'Prefix') ?? ''
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one) => one.name === name)
}
