import { jsonText } from '../../core/language/json-text.ts'
import type { KeptKeys } from '../../assembly/kept-keys.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { useText } from '../../core/keys/begin-rotation.ts'
import { isRotationDue, rotatesAt } from '../../core/keys/key-ring.ts'
import { type UnknownKey, unknownKeys } from '../../core/keys/stray-keys.ts'
import type { Stored } from '../../core/keys/ports.ts'
import type { RootKey } from '../../core/root/root-key.ts'
import type { StoreFinding } from '../../state/objects.ts'
import { connectSession } from '../connect.ts'
import { describe } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { findingLines } from '../printing/finding-lines.ts'
import { keptFacts } from '../kept-keys/kept-keys-text.ts'
import { timeText } from '../printing/times.ts'
import type { Session } from '../session.ts'
import { defined } from '../../core/language/defined.ts'

/** Tries the root key on record, and looks which other keys its user has. Changes nothing. */
export async function rootCheckCommand(session: Session): Promise<number> {
  const { context, settings, reporter } = session
  const found = await reporter.during('trying the root key', () => look(session))
  await context.stdout.write(
    settings.json ? jsonText({ checks: found }) : findingLines(session, found),
  )
  return found.some(({ status }) => status === 'failed') ? EXIT.partial : EXIT.ok
}

async function look(session: Session): Promise<readonly StoreFinding[]> {
  const { keys } = await connectSession(session)
  const stored = await keys.root.store.read()
  if (stored === undefined) {
    throw new DaypassError('request-invalid', 'there is no root key in the state')
  }
  const { kept } = stored
  const [key, others] = await Promise.all([
    finding('root key', () => checkKey(keys, kept)),
    finding('other keys', () => checkOthers(keys, stored)),
  ])
  return [key, others, checkRotation(kept, session.context.clock.now())]
}

async function finding(name: string, check: () => Promise<StoreFinding>): Promise<StoreFinding> {
  try {
    return await check()
  } catch (error) {
    if (!isDaypassError(error)) throw error
    const { message, hint } = describe(error)
    return {
      name,
      status: 'failed',
      detail: message,
      ...defined({ cure: hint }),
    }
  }
}

async function checkKey(keys: KeptKeys, { user }: RootKey): Promise<StoreFinding> {
  const name = 'root key'
  const { arn } = await callerIdentity(await keys.rootClients())
  if (arn === user.arn) return { name, status: 'ok', detail: arn }
  return { name, status: 'failed', detail: `AWS takes it for ${arn}, and not for ${user.arn}` }
}

async function checkOthers({ root }: KeptKeys, stored: Stored<RootKey>): Promise<StoreFinding> {
  const name = 'other keys'
  const { kept } = stored
  const unknown = await unknownKeys(root, await root.keysOf(kept), stored, {})
  if (unknown === 'conflict')
    return { name, status: 'ok', detail: 'not looked at: a rotation changed the record meanwhile' }
  if (unknown.length === 0) return { name, status: 'ok', detail: 'the user has none' }
  const [first] = unknown
  return {
    name,
    status: 'failed',
    detail: `daypass did not make ${unknown.map(described).join(' and ')}: there is no room to rotate`,
    cure: `aws iam delete-access-key --user-name ${kept.user.name} --access-key-id ${first?.accessKeyId ?? ''}`,
  }
}

function described({ accessKeyId, createdAt, lastUse }: UnknownKey): string {
  return `${accessKeyId} (created ${timeText(createdAt)}, ${useText(lastUse)})`
}

function checkRotation(kept: RootKey, now: Date): StoreFinding {
  const name = 'rotation'
  const underWay = keptFacts(kept, now).find(([fact]) => fact === 'under way')?.[1]
  if (isRotationDue(kept, now)) {
    const detail = underWay ?? 'its period is over, and no sweep has rotated it'
    return {
      name,
      status: 'failed',
      detail,
      cure: 'run daypass sweep with the identity, or daypass root rotate',
    }
  }
  if (underWay !== undefined) return { name, status: 'ok', detail: underWay }
  const at = rotatesAt(kept)
  return {
    name,
    status: 'ok',
    detail: at === undefined ? 'only when asked' : `next ${timeText(at)}`,
  }
}
