import { jsonText } from '../../core/language/json-text.ts'
import { type RootSettings, changeRootSettings, setRootKey } from '../../core/root/set-root-key.ts'
import type { RootKey, RootUse } from '../../core/root/root-key.ts'
import { parseDuration } from '../../core/language/duration.ts'
import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { keptDocument } from '../kept-keys/kept-keys-text.ts'
import { readKey } from '../kept-keys/read-key.ts'
import type { Session } from '../session.ts'

/** Options of `root set`. */
export interface RootSetFlags {
  readonly use?: RootUse
  readonly rotationPeriod?: string
  readonly grace?: string
  readonly replace?: boolean
}

/** Puts a key on record after trying it, or changes what is said about the one that is there. */
export async function rootSetCommand(
  session: Session,
  file: string | undefined,
  flags: RootSetFlags,
): Promise<number> {
  const settings = settingsOf(flags)
  const root =
    file === undefined
      ? await changeSettings(session, settings)
      : await setKey(session, file, settings, flags.replace ?? false)
  const { context } = session
  await context.stdout.write(
    session.settings.json
      ? jsonText({ ...keptDocument(root), use: root.use })
      : `root key of ${root.user.arn} is on record\n`,
  )
  return EXIT.ok
}

async function changeSettings(session: Session, settings: RootSettings): Promise<RootKey> {
  if (Object.values(settings).every((value) => value === undefined)) {
    throw usageError('there is nothing to set', 'give the file with the key, - for standard input')
  }
  const { keys, state } = await connectSession(session)
  const holder = holderOf(session.context)
  await state.changes.record({ name: 'root-key-set', subject: 'root', holder })
  return await changeRootSettings(keys.root, settings)
}

async function setKey(
  session: Session,
  file: string,
  settings: RootSettings,
  mayForget: boolean,
): Promise<RootKey> {
  const key = await readKey(session, file)
  const { keys, clients, state } = await connectSession(session)
  await state.leases.ready()
  await keys.root.seal.check([])
  const { keyOwner } = await import('../../aws/users/key-owner.ts')
  const { clock } = session.context
  const owner = await session.reporter.during('trying the key', () =>
    keyOwner(clients, clock, key, {}),
  )
  await state.changes.record({
    name: 'root-key-set',
    subject: 'root',
    holder: holderOf(session.context),
    facts: { user_name: owner.name, access_key_id: key.accessKeyId },
  })
  const { root, forgotten } = await setRootKey(keys.root, { key, owner, mayForget }, settings)
  if (forgotten !== undefined) {
    const { accessKeyId, user } = forgotten
    await session.reporter.warn(
      `${accessKeyId} of ${user.arn} is no longer on record and still works: delete it in IAM if nobody needs it`,
    )
  }
  if (file !== '-') {
    await session.reporter.note(`${file} is no longer needed: delete it, or rotate the key now`)
  }
  return root
}

function settingsOf({ use, rotationPeriod, grace }: RootSetFlags): RootSettings {
  return {
    use,
    rotationPeriodSeconds: rotationPeriod === 'never' ? 0 : period(rotationPeriod),
    graceSeconds: graceOption(grace),
  }
}

const PERIOD_MIN_SECONDS = 3600

function period(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds >= PERIOD_MIN_SECONDS) return seconds
  throw usageError(
    `--rotation-period ${JSON.stringify(text)} is not a duration of at least an hour`,
    'like 30d or 12h, or never',
  )
}

/**
 * Seconds of `--grace`, which may be 0.
 *
 * @throws `request-invalid`.
 */
export function graceOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = parseDuration(text)
  if (seconds !== undefined) return seconds
  throw usageError(`--grace ${JSON.stringify(text)} is not a duration`, 'like 0s, 5m or 1h')
}
