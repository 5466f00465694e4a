import { DaypassError } from '../errors.ts'
import type { Holder } from '../lease/holder.ts'
import { type LeaseId, nameOf } from '../lease/lease-id.ts'
import { renderTemplate, sanitizeName } from '../role/name-template.ts'

/** Every name that daypass makes in AWS starts so; rights can be given for `user/…/daypass-*`. */
export const NAME_PREFIX = 'daypass-'

/** The tag of a user that says which store its lease is in. */
export const STORE_TAG = 'daypass:store'

/** AWS's limit for user names and role session names. */
export const AWS_NAME_LENGTH_MAX = 64

/**
 * `<readable part>-<22 characters>`; only the readable part is ever cut. Fields that the holder does not have
 * leave no double hyphens behind.
 */
export function nameFor(readable: string, id: LeaseId, lengthMax: number): string {
  const own = `-${nameOf(id)}`
  const tidy = sanitizeName(readable).replaceAll(/-{2,}/g, '-')
  return `${tidy.slice(0, lengthMax - own.length).replace(/-$/, '')}${own}`
}

/** The name of the user behind a lease of type `iam_user`: it follows from role and id, so no record can say another. */
export function userNameFor(role: string, id: LeaseId): string {
  return nameFor(`${NAME_PREFIX}${role}`, id, AWS_NAME_LENGTH_MAX)
}

/**
 * A source identity from its template.
 *
 * @throws `request-invalid` when nothing is left of it for this holder.
 */
export function sourceIdentity(template: string, values: Readonly<Record<string, string>>): string {
  const text = sanitizeName(renderTemplate(template, values)).slice(0, 64)
  if (text.length >= 2) return text
  throw new DaypassError(
    'request-invalid',
    `source_identity ${JSON.stringify(template)} is empty for this holder`,
    {
      hint: 'the template names fields that this holder does not have',
    },
  )
}

/** What templates may name. */
export function templateValues(role: string, holder: Holder): Readonly<Record<string, string>> {
  return { ...holder, role }
}

/** The holder as the value of a tag: letters, digits, spaces and `_.:/=+-@`, at most 256 (AWS tagging rules). */
export function holderTag(holder: Holder): string {
  const { kind, ...fields } = holder
  const text = [kind, ...Object.values(fields)].join(' ')
  return text.replaceAll(/[^\w.:/=+@ -]/g, '_').slice(0, 256)
}
