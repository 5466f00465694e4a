import { DaypassError } from '../../core/errors.ts'
import { currentKey, type KeptUser } from '../../core/keys/key-ring.ts'
import type { ListedKey, PlainKey, RotationPorts, Seal, UserKeys } from '../../core/keys/ports.ts'
import type { RootKey } from '../../core/root/root-key.ts'
import { Secret } from '../../core/secret.ts'
import { rootKeyStore } from '../../state/root-key.ts'
import type { ObjectStore } from '../../state/objects.ts'
import { type Clock, secondsAfter } from '../../core/clock.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { rightClock } from '../support/right-clock.ts'

/** The user that all of it is about. */
export const USER = {
  arn: 'arn:aws:iam::123456789012:user/daypass-root',
  name: 'daypass-root',
  id: 'AIDAROOT',
}

/** A key as the fake AWS has it. */
interface AwsKey {
  readonly secret: string
  readonly createdAt: Date
  used: boolean
}

/** IAM with one user, and a store. */
export interface KeyWorld {
  readonly aws: Map<string, AwsKey>
  readonly deleted: Map<string, { readonly createdAt: Date; readonly deletedAt: Date }>
  /** By how many seconds the next list of keys is behind, as IAM's may be. */
  behind: () => number
  readonly objects: ObjectStore
  /** Makes a key as somebody else would. */
  makeForeign(used: boolean): string
}

/** How requests leave a process: a simulation lets it die there. */
export type Send = <T>(what: string, request: () => Promise<T> | T) => Promise<T>

const direct: Send = async (_, request) => await request()

/** A world in which the user has the root key, and it is on record. */
export async function keyWorld(
  clock: Clock,
  settings: Partial<Pick<KeptUser, 'rotationPeriodSeconds' | 'graceSeconds'>> = {},
): Promise<KeyWorld> {
  const aws = new Map<string, AwsKey>()
  const world: KeyWorld = {
    aws,
    deleted: new Map(),
    behind: () => 0,
    objects: memoryObjects(),
    makeForeign: (used) => make(aws, clock, used),
  }
  const accessKeyId = make(aws, clock, true)
  const ports = portsIn(world, clock, {})
  const key = { accessKeyId, secretAccessKey: new Secret(aws.get(accessKeyId)?.secret ?? '') }
  const sealed = await ports.seal.seal(ports.store.place, key)
  const current = { accessKeyId, ...sealed, since: clock.now() }
  const kept: RootKey = {
    user: USER,
    use: 'sessions',
    rotationPeriodSeconds: 3600,
    graceSeconds: 300,
    ...settings,
    ring: { phase: 'steady', current },
  }
  await ports.store.write(kept, undefined)
  return world
}

let made = 0

function make(aws: KeyWorld['aws'], clock: Clock, used: boolean): string {
  const id = `AKIA${String(++made).padStart(8, '0')}`
  aws.set(id, { secret: `secret of ${id}`, createdAt: clock.now(), used })
  return id
}

/** The ports of one process. */
export function portsIn(
  world: KeyWorld,
  clock: Clock,
  { send = direct, canOpen = true }: { readonly send?: Send; readonly canOpen?: boolean },
): RotationPorts<RootKey> {
  const seal = fakeSeal(canOpen)
  return {
    store: rootKeyStore(reached(world.objects, send), { random: (size) => randomBytes(size) }),
    seal,
    clock: rightClock(clock),
    keysOf: (kept) => Promise.resolve(fakeKeys(world, clock, send, currentKey(kept.ring))),
  }
}

function randomBytes(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size))
}

function reached(objects: ObjectStore, send: Send): ObjectStore {
  return {
    ...objects,
    get: (key) => send(`s3 get ${key}`, () => objects.get(key)),
    put: (key, body, condition) =>
      send(`s3 put ${key} ${/"phase": "(\w+)"/.exec(body)?.[1] ?? ''}`, () =>
        objects.put(key, body, condition),
      ),
  }
}

/** What it seals anybody can read; what matters here is who is allowed to. */
function fakeSeal(canOpen: boolean): Seal {
  return {
    canOpen,
    check: () => Promise.resolve(),
    seal: (_, key) => Promise.resolve({ sealed: key.secretAccessKey.reveal(), recipients: ['r'] }),
    open: (_, { accessKeyId, sealed }) =>
      canOpen
        ? Promise.resolve({ accessKeyId, secretAccessKey: new Secret(sealed) })
        : Promise.reject(new DaypassError('request-invalid', 'no identity')),
  }
}

function keysAt({ aws, deleted }: KeyWorld, at: Date): readonly ListedKey[] {
  const gone = [...deleted].filter(([, { deletedAt }]) => at < deletedAt)
  return [...aws, ...gone]
    .filter(([, { createdAt }]) => createdAt <= at)
    .map(([accessKeyId, { createdAt }]) => ({ accessKeyId, createdAt, active: true }))
}

/** IAM, asked by the user itself with the key in use. */
function fakeKeys(
  world: KeyWorld,
  clock: Clock,
  send: Send,
  own: { readonly accessKeyId: string } | undefined,
): UserKeys {
  const { aws } = world
  const signed = async <T>(what: string, request: () => T): Promise<T> =>
    await send(`aws ${what}`, () => {
      if (own !== undefined && aws.has(own.accessKeyId)) return request()
      throw new DaypassError('aws-credentials-missing', `${what}: the key in use does not work`)
    })
  return {
    list: () =>
      signed('ListAccessKeys', () => keysAt(world, secondsAfter(clock.now(), -world.behind()))),
    lastUse: (id) =>
      signed(`GetAccessKeyLastUsed ${id}`, () =>
        aws.get(id)?.used === true ? { at: clock.now(), service: 's3' } : undefined,
      ),
    create: () =>
      signed('CreateAccessKey', (): PlainKey => {
        if (aws.size >= 2) throw new DaypassError('aws-limit-exceeded', 'CreateAccessKey: two keys')
        const accessKeyId = make(aws, clock, false)
        return { accessKeyId, secretAccessKey: new Secret(aws.get(accessKeyId)?.secret ?? '') }
      }),
    prove: ({ accessKeyId, secretAccessKey }) =>
      send(`aws GetCallerIdentity ${accessKeyId}`, () => {
        const key = aws.get(accessKeyId)
        if (key?.secret !== secretAccessKey.reveal())
          throw new DaypassError('key-not-accepted', 'refused')
        key.used = true
      }),
    remove: (id) =>
      signed(`DeleteAccessKey ${id}`, () => {
        const createdAt = aws.get(id)?.createdAt
        if (createdAt !== undefined) world.deleted.set(id, { createdAt, deletedAt: clock.now() })
        aws.delete(id)
      }),
  }
}
