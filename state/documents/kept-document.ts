import type { Attempt, KeptKey, KeptUserRef, KeyRing } from '../../core/keys/key-ring.ts'
import type { Fields } from './document.ts'

const PHASES = ['empty', 'steady', 'creating', 'proving', 'retiring', 'removing'] as const

/** Keys and their phase as fields of a document. */
export function ringFields(ring: KeyRing): Readonly<Record<string, unknown>> {
  const { phase } = ring
  switch (phase) {
    case 'empty':
      return { phase }
    case 'steady':
      return { phase, current: keyFields(ring.current) }
    case 'creating':
      return { phase, ...optional('current', ring.current), attempt: attemptFields(ring.attempt) }
    case 'proving':
      return {
        phase,
        ...optional('current', ring.current),
        attempt: attemptFields(ring.attempt),
        candidate: keyFields(ring.candidate),
      }
    case 'retiring':
      return {
        phase,
        current: keyFields(ring.current),
        attempt: attemptFields(ring.attempt),
        ...optional('old', ring.old),
        until: ring.until,
      }
    case 'removing':
      return {
        phase,
        access_keys: ring.accessKeyIds.map(idFields),
        ...(ring.attempt === undefined ? {} : { attempt: attemptFields(ring.attempt) }),
      }
  }
}

/** The way back. Throws `state-invalid`. */
export function readRing(document: Fields): KeyRing {
  const ring = ringOf(document)
  document.end()
  return ring
}

function ringOf(document: Fields): KeyRing {
  const phase = document.oneOf('phase', PHASES)
  const current = () => readKey(document.fields('current'))
  const before = () => readOptional(document.optionalFields('current'))
  const attempt = () => readAttempt(document.fields('attempt'))
  switch (phase) {
    case 'empty':
      return { phase }
    case 'steady':
      return { phase, current: current() }
    case 'creating':
      return { phase, current: before(), attempt: attempt() }
    case 'proving': {
      const candidate = readKey(document.fields('candidate'))
      return { phase, current: before(), attempt: attempt(), candidate }
    }
    case 'retiring': {
      const old = readOptional(document.optionalFields('old'))
      const until = document.date('until')
      return { phase, current: current(), attempt: attempt(), old, until }
    }
    case 'removing': {
      const accessKeyIds = document.list('access_keys').map(readId)
      const fields = document.optionalFields('attempt')
      return { phase, accessKeyIds, attempt: fields && readAttempt(fields) }
    }
  }
}

/** The user of IAM as a field of a document. */
export function userFields({ arn, name, id }: KeptUserRef): Readonly<Record<string, unknown>> {
  return { arn, name, id }
}

/** The way back. Throws `state-invalid`, also where name and ARN are those of two users. */
export function readUser(fields: Fields): KeptUserRef {
  const user = { arn: fields.text('arn'), name: fields.text('name'), id: fields.text('id') }
  fields.end()
  if (!user.arn.endsWith(`/${user.name}`) || user.name === '')
    throw fields.invalid(`user ${user.name} is not ${user.arn}`)
  return user
}

function keyFields({ accessKeyId, recipients, since, sealed }: KeptKey) {
  return { access_key_id: accessKeyId, since, recipients: recipients.join(' '), sealed }
}

function readKey(fields: Fields): KeptKey {
  const key = {
    accessKeyId: fields.text('access_key_id'),
    since: fields.date('since'),
    recipients: fields.text('recipients').split(' '),
    sealed: fields.text('sealed'),
  }
  fields.end()
  return key
}

function optional(name: string, key: KeptKey | undefined) {
  return key === undefined ? {} : { [name]: keyFields(key) }
}

function readOptional(fields: Fields | undefined): KeptKey | undefined {
  return fields && readKey(fields)
}

function attemptFields({ begunAt, createsUntil, until, keysBefore }: Attempt) {
  return {
    begun_at: begunAt,
    creates_until: createsUntil,
    until,
    keys_before: keysBefore.map(idFields),
  }
}

function readAttempt(fields: Fields): Attempt {
  const attempt = {
    begunAt: fields.date('begun_at'),
    createsUntil: fields.date('creates_until'),
    until: fields.date('until'),
    keysBefore: fields.list('keys_before').map(readId),
  }
  fields.end()
  return attempt
}

function idFields(accessKeyId: string) {
  return { access_key_id: accessKeyId }
}

function readId(fields: Fields): string {
  const id = fields.text('access_key_id')
  fields.end()
  return id
}
