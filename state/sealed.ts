import { DaypassError } from '../core/errors.ts'
import type { KeptKey } from '../core/keys/key-ring.ts'
import type { PlainKey, Seal } from '../core/keys/ports.ts'
import { Secret } from '../core/secret.ts'
import { allOrFirstFailure } from '../core/language/in-parallel.ts'

/** Who may open what is sealed, and with what to open it. */
export interface SealKeys {
  /** Public keys of age, `age1…`: whoever has one of their identities can open what is sealed. */
  readonly recipients: readonly string[]
  /** The text of an identity file of age, read when it is first needed; undefined where there is none. */
  readonly identity: (() => Promise<Secret>) | undefined
}

/**
 * Seals keys with age (https://age-encryption.org/v1), in its text form: what lies in the store can be opened with
 * `age --decrypt` as well. For whom is never read from the store: whoever may write there could name himself.
 */
export function ageSeal({ recipients, identity }: SealKeys): Seal {
  const sealsFor = async (): Promise<readonly string[]> =>
    recipients.length > 0 || identity === undefined
      ? recipients
      : await recipientsOf(await identity())
  return {
    canOpen: identity !== undefined,
    check: async (before) => {
      const chosen = await sealsFor()
      await encrypt(chosen, 'a test')
      if (identity !== undefined) refuseLockOut(chosen, await recipientsOf(await identity()))
      refuseLeftOut(chosen, before, recipients.length > 0)
    },
    seal: async (place, key) => {
      const chosen = await sealsFor()
      return { sealed: await encrypt(chosen, contentText(place, key)), recipients: chosen }
    },
    open: async (place, key) => {
      if (identity === undefined) throw noIdentity(place)
      return readContent(place, key, await decrypt(place, key, await identity()))
    },
  }
}

async function encrypt(recipients: readonly string[], text: string): Promise<string> {
  if (recipients.length === 0) {
    throw new DaypassError('request-invalid', 'nothing says for whom keys are to be sealed', {
      reason: { is: 'recipient-missing' },
    })
  }
  const { Encrypter, armor } = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      throw new DaypassError('request-invalid', `${shown(recipient)} is not a recipient of age`, {
        reason: { is: 'recipient-invalid' },
      })
    }
  }
  return armor.encode(await encrypter.encrypt(text))
}

/** Somebody may have taken the one for the other. */
function shown(recipient: string): string {
  return /secret/i.test(recipient) ? 'a secret identity' : JSON.stringify(recipient)
}

async function decrypt(place: string, key: KeptKey, identity: Secret): Promise<string> {
  const { Decrypter, armor } = await import('age-encryption')
  const decrypter = new Decrypter()
  for (const line of identityLines(identity)) addIdentity(decrypter, line)
  try {
    return await decrypter.decrypt(armor.decode(key.sealed), 'text')
  } catch (error) {
    // The library has no codes. What it says of a text that is broken could quote it.
    const why = error instanceof Error && error.message.includes('no identity matched')
    if (!why) throw new DaypassError('state-invalid', `what is sealed in ${place} is damaged`)
    throw new DaypassError('state-denied', `the identity does not open the key in ${place}`, {
      hint: `it is sealed for ${key.recipients.join(', ')}: give the identity of one of them`,
    })
  }
}

function addIdentity(decrypter: { addIdentity(identity: string): void }, line: string): void {
  try {
    decrypter.addIdentity(line)
  } catch {
    // Nothing of the cause: it could repeat the identity.
    throw notAnIdentity()
  }
}

/** The public keys of an identity. */
async function recipientsOf(identity: Secret): Promise<readonly string[]> {
  const { identityToRecipient } = await import('age-encryption')
  return await allOrFirstFailure(
    identityLines(identity).map(async (line) => {
      try {
        return await identityToRecipient(line)
      } catch {
        throw notAnIdentity()
      }
    }),
  )
}

/** As `age-keygen` writes them: comments with `#`, one identity a line. */
function identityLines(identity: Secret): readonly string[] {
  const lines = identity.reveal().split('\n')
  const found = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (found.length === 0) throw notAnIdentity()
  return found
}

function notAnIdentity(): DaypassError {
  return new DaypassError('request-invalid', 'the identity is not one of age', {
    reason: { is: 'identity-invalid' },
  })
}

function noIdentity(place: string): DaypassError {
  return new DaypassError('request-invalid', `there is no identity to open the key in ${place}`, {
    reason: { is: 'identity-missing' },
  })
}

function refuseLockOut(chosen: readonly string[], own: readonly string[]): void {
  if (own.some((recipient) => chosen.includes(recipient))) return
  const [recipient = ''] = own
  throw new DaypassError('request-invalid', 'the recipients leave out the identity in use here', {
    reason: { is: 'own-recipient-missing', recipient },
    hint: `add its public key, ${recipient}: else nobody here could open the key any more`,
  })
}

/** Without a setting only the own identity is known: others that the key was sealed for would be locked out. */
function refuseLeftOut(chosen: readonly string[], before: readonly string[], set: boolean): void {
  const left = before.filter((recipient) => !chosen.includes(recipient))
  if (set || left.length === 0) return
  throw new DaypassError('request-invalid', `the key is sealed for ${left.join(', ')} too`, {
    reason: { is: 'recipients-left-out' },
    hint: 'name all who are to open it as recipients',
  })
}

function contentText(place: string, { accessKeyId, secretAccessKey }: PlainKey): string {
  const content = { place, access_key: accessKeyId, secret_key: secretAccessKey.reveal() }
  return JSON.stringify(content)
}

/** A sealed key that was copied to another place in the store must not serve there. */
function readContent(place: string, key: KeptKey, text: string): PlainKey {
  const content = parseContent(text)
  const { access_key: accessKeyId, secret_key: secret } = content
  if (content['place'] === place && accessKeyId === key.accessKeyId && typeof secret === 'string')
    return { accessKeyId: key.accessKeyId, secretAccessKey: new Secret(secret) }
  throw new DaypassError('state-invalid', `what is sealed in ${place} was not sealed for it`, {
    hint: 'somebody has altered the store',
  })
}

function parseContent(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
