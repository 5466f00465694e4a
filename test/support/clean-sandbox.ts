import { beforeEach } from 'node:test'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { type Bucket, addVersion, createBucket } from '../../sandbox/world/bucket.ts'
import type { Table } from '../../sandbox/world/table.ts'
import { type Account, nameKey } from '../../sandbox/world/world.ts'

/**
 * Each test of a file begins with the sandbox as the first one found it, whatever became of the tests in between: entities,
 * keys, sessions, objects; no faults, nothing that hangs, no requests. Time does not go back.
 */
export function cleanForEachTest(sandbox: Sandbox): void {
  let restore: (() => void) | undefined
  beforeEach(() => {
    if (restore === undefined) restore = remember(sandbox)
    else restore()
  })
}

function remember({ world, faults, requests }: Sandbox): () => void {
  const restores = [
    ...[...world.accounts.values()].flatMap(rememberAccount),
    rememberTable(world.accessKeys, ({ accessKeyId }) => accessKeyId),
    rememberMap(world.accounts),
    rememberMap(world.keyUses),
    rememberMap(world.sessions),
    rememberMap(world.mfaSteps),
    rememberMap(world.buckets),
    ...[...world.buckets.values()].map(rememberBucket(world.buckets)),
  ]
  return () => {
    faults.clear()
    world.atOnce(() => {
      for (const restore of restores) restore()
    })
    ;(requests as unknown[]).length = 0
  }
}

function rememberAccount(account: Account): readonly (() => void)[] {
  const { users, groups, roles, policies, mfaDevices, oidcProviders } = account
  const byName = ({ name }: { readonly name: string }): string => nameKey(name)
  const byArn = ({ arn }: { readonly arn: string }): string => arn
  return [
    rememberTable(users, byName),
    rememberTable(groups, byName),
    rememberTable(roles, byName),
    rememberTable(policies, byArn),
    rememberTable(mfaDevices, ({ serialNumber }) => serialNumber),
    rememberTable(oidcProviders, byArn),
  ]
}

function rememberTable<T>(table: Table<T>, keyOf: (entity: T) => string): () => void {
  const kept = new Map(table.values().map((entity) => [keyOf(entity), entity]))
  return () => {
    for (const key of table.values().map(keyOf)) if (!kept.has(key)) table.delete(key)
    for (const [key, entity] of kept) if (table.get(key) !== entity) table.set(key, entity)
  }
}

function rememberMap<T>(map: Map<string, T>): () => void {
  const kept = [...map]
  return () => {
    map.clear()
    for (const [key, value] of kept) map.set(key, value)
  }
}

/** A bucket changes in place: another one with what it held takes its place. */
function rememberBucket(buckets: Map<string, Bucket>): (bucket: Bucket) => () => void {
  return ({ name, accountId, region, createdAt, policy, versioning, settings, objects }) => {
    const [keptSettings, keptObjects] = [[...settings], [...objects.values()].flat()]
    return () => {
      const bucket = createBucket(name, accountId, region, createdAt)
      Object.assign(bucket, { policy, versioning })
      for (const [key, text] of keptSettings) bucket.settings.set(key, text)
      for (const version of keptObjects) addVersion(bucket, version)
      buckets.set(name, bucket)
    }
  }
}
