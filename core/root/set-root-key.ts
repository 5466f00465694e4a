import { secondsAfter } from '../clock.ts'
import { DaypassError } from '../errors.ts'
import type { KeptKey, KeptUserRef, KeyRing } from '../keys/key-ring.ts'
import { currentKey } from '../keys/key-ring.ts'
import type { PlainKey, RotationPorts, Stored } from '../keys/ports.ts'
import type { RootKey, RootUse } from './root-key.ts'

/** What can be said about a root key besides the key. What is absent stays as it is. */
export interface RootSettings {
  readonly use?: RootUse | undefined
  /** 0: only when asked. */
  readonly rotationPeriodSeconds?: number | undefined
  /** How long a key still works after a rotation by the sweep. */
  readonly graceSeconds?: number | undefined
}

/** How long a replaced root key works on, unless something else is set: longer than an issue takes. */
const ROOT_GRACE_SECONDS = 300

/** A key that is handed over, and whose it is. */
export interface HandedKey {
  readonly key: PlainKey
  readonly owner: KeptUserRef
  /** Whether a key of another user that is on record may be forgotten. */
  readonly mayForget: boolean
}

/** What became of handing a key over. */
export interface RootSet {
  readonly root: RootKey
  /** A key of another user that was on record before, and is not any more: nobody deletes it. */
  readonly forgotten: { readonly accessKeyId: string; readonly user: KeptUserRef } | undefined
}

/**
 * Puts a key on record that somebody hands over, in place of one that may be there. One of the same user is then
 * deleted as after a rotation; one of another user is forgotten, and told. Death before the one write leaves
 * everything as it was.
 *
 * @throws `request-invalid` while a rotation is under way, and for a key of another user than before unless it may be
 * forgotten; `lease-conflict`.
 */
export async function setRootKey(
  { store, seal, clock }: RotationPorts<RootKey>,
  { key, owner, mayForget }: HandedKey,
  settings: RootSettings,
): Promise<RootSet> {
  const stored = await store.read()
  const before = stored?.kept
  refuseUnderWay(stored)
  const old = before === undefined ? undefined : currentKey(before.ring)
  await seal.check(old?.recipients ?? [])
  const now = clock.now()
  const { accessKeyId } = key
  const current: KeptKey = { accessKeyId, ...(await seal.seal(store.place, key)), since: now }
  const isSame = before?.user.id === owner.id
  if (before !== undefined && !isSame && !mayForget) throw otherUser(before.user, owner)
  const graceSeconds = settings.graceSeconds ?? before?.graceSeconds ?? ROOT_GRACE_SECONDS
  const replaced = isSame && old?.accessKeyId !== accessKeyId ? old : undefined
  const ring: KeyRing =
    replaced === undefined
      ? { phase: 'steady', current }
      : {
          phase: 'retiring',
          current,
          old: replaced,
          until: secondsAfter(now, graceSeconds),
          attempt: {
            begunAt: now,
            createsUntil: now,
            until: now,
            keysBefore: [accessKeyId, replaced.accessKeyId],
          },
        }
  const root: RootKey = { ...withSettings(before, settings), user: owner, graceSeconds, ring }
  const written = await store.write(root, stored)
  if (written === 'conflict') throw changed(store.place)
  const forgotten =
    before === undefined || isSame || old === undefined
      ? undefined
      : { accessKeyId: old.accessKeyId, user: before.user }
  return { root, forgotten }
}

/**
 * Changes what is said about the root key, and leaves the key.
 *
 * @throws `request-invalid` when there is none; `lease-conflict`.
 */
export async function changeRootSettings(
  { store }: Pick<RotationPorts<RootKey>, 'store'>,
  settings: RootSettings,
): Promise<RootKey> {
  const stored = await store.read()
  if (stored === undefined) throw new DaypassError('request-invalid', 'there is no root key yet')
  const { kept } = stored
  const graceSeconds = settings.graceSeconds ?? kept.graceSeconds
  const root: RootKey = { ...kept, ...withSettings(kept, settings), graceSeconds }
  if ((await store.write(root, stored)) === 'conflict') throw changed(store.place)
  return root
}

function withSettings(
  before: RootKey | undefined,
  { use, rotationPeriodSeconds }: RootSettings,
): Pick<RootKey, 'use' | 'rotationPeriodSeconds'> {
  const period = rotationPeriodSeconds ?? before?.rotationPeriodSeconds
  return {
    use: use ?? before?.use ?? 'sessions',
    rotationPeriodSeconds: period === 0 ? undefined : period,
  }
}

/** Keys that a rotation is about to record, or to delete, would be forgotten. */
function refuseUnderWay(stored: Stored<RootKey> | undefined): void {
  const phase = stored?.kept.ring.phase
  if (phase === undefined || phase === 'steady' || phase === 'empty') return
  throw new DaypassError('request-invalid', 'a rotation of the root key is not over yet', {
    reason: { is: 'root-rotation-open' },
    hint: 'rotate it once more without a grace, or wait until a sweep has ended it',
  })
}

function otherUser(before: KeptUserRef, owner: KeptUserRef): DaypassError {
  const message = `the root key on record is of ${before.arn}, and this one is of ${owner.arn}`
  return new DaypassError('request-invalid', message, {
    reason: { is: 'root-key-of-another' },
    hint: 'delete that in IAM and say that it is to be forgotten; what was issued with it is still denied on its own user',
  })
}

function changed(place: string): DaypassError {
  return new DaypassError('lease-conflict', `${place} was changed by another process`, {
    reason: { is: 'root-key-changed' },
    hint: 'look at it, and try again',
  })
}
