import type { KeptStore } from '../core/keys/ports.ts'
import { ROLE_NAME_PATTERN, type Random } from '../core/lease/lease-id.ts'
import type { KeptStaticRole, StaticRole } from '../core/static/static-role.ts'
import { documentText, type Fields, readDocument } from './documents/document.ts'
import { keptStore } from './kept-store.ts'
import { readRing, readUser, ringFields, userFields } from './documents/kept-document.ts'
import type { ObjectStore } from './objects.ts'

const FOLDER = 'static/'

/** Static roles with the keys of their users, under `static/<name>.json`. */
export interface StaticRoleStore {
  /** The place of one, whether anything is there or not. */
  at(name: string): KeptStore<KeptStaticRole>
  /** Names of all. */
  names(): AsyncIterable<string>
}

/** Static roles in a store of objects. Secrets are sealed before they come here. */
export function staticRoleStore(
  objects: ObjectStore,
  { random }: { readonly random: Random },
): StaticRoleStore {
  return {
    at: (name) => keptStore(objects, { key: keyOf(name), random, text, read }),
    names: () => namesOf(objects),
  }
}

function keyOf(name: string): string {
  return `${FOLDER}${name}.json`
}

async function* namesOf(objects: ObjectStore): AsyncGenerator<string> {
  for await (const key of objects.list(FOLDER)) {
    const name = key.slice(FOLDER.length, -'.json'.length)
    if (key === keyOf(name) && ROLE_NAME_PATTERN.test(name)) yield name
  }
}

function text({ user, role, ring }: KeptStaticRole, nonce: string): string {
  const fields = { role, user: userFields(user), ...ringFields(ring) }
  return documentText(nonce, fields)
}

function read(key: string, body: string): KeptStaticRole {
  const document = readDocument(key, body)
  const role = readRole(document.fields('role'))
  if (keyOf(role.name) !== key) throw document.invalid(`it holds the static role ${role.name}`)
  return {
    role,
    user: readUser(document.fields('user')),
    rotationPeriodSeconds: role.rotation_period,
    graceSeconds: role.grace_period,
    ring: readRing(document),
  }
}

const OPTIONAL = [
  'description',
  'assume_role_arn',
  'assume_role_session_name',
  'external_id',
] as const

function readRole(fields: Fields): StaticRole {
  const role = {
    name: fields.text('name'),
    username: fields.text('username'),
    rotation_period: fields.count('rotation_period'),
    grace_period: fields.seconds('grace_period'),
  }
  const optional = OPTIONAL.flatMap((name) => {
    const found = fields.optionalText(name)
    return found === undefined ? [] : [[name, found] as const]
  })
  fields.end()
  return { ...role, ...Object.fromEntries(optional) }
}
