import type { Clock } from '../core/clock.ts'
import type { KeptStore } from '../core/keys/ports.ts'
import type { Random } from '../core/lease/lease-id.ts'
import type { LeaseStore } from '../core/lease/lease-store.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import type { DenyStore, SecondStore } from '../core/revocation/ports.ts'
import type { RootKey } from '../core/root/root-key.ts'
import { auditTrail } from './audit.ts'
import { type ChangeTrail, changeTrail } from './changes.ts'
import { denialStore } from './denials.ts'
import { directoryObjects } from './directory/directory-objects.ts'
import { leaseStore } from './leases.ts'
import type { StateLocation } from './location.ts'
import type { ObjectStore } from './objects.ts'
import { secondStore } from './seconds.ts'
import { rootKeyStore } from './root-key.ts'
import { type StoredRoles, storedRoles } from './roles.ts'
import { type StaticRoleStore, staticRoleStore } from './static-roles.ts'
import type { S3Access } from './s3/s3-client.ts'
import { s3Objects } from './s3/s3-objects.ts'
import { defined } from '../core/language/defined.ts'

/** All that is kept in one place. */
export interface State {
  readonly objects: ObjectStore
  readonly leases: LeaseStore
  readonly roles: StoredRoles
  /** Tombstones of revoked sessions, and what IAM holds for them. */
  readonly denials: DenyStore
  /** Which seconds of issue are taken, so that session tokens can be told apart. */
  readonly seconds: SecondStore
  /** The key of daypass's own IAM user, where it keeps one. */
  readonly rootKey: KeptStore<RootKey>
  /** Users of IAM whose keys are rotated. */
  readonly staticRoles: StaticRoleStore
  /** What happens to roles and kept keys; leases have their own trail. */
  readonly changes: ChangeTrail
}

/** What a state needs besides its location. The location's own region and endpoint go first. */
export interface StatePorts extends S3Access {
  readonly clock: Clock
  readonly random: Random
  readonly region?: string | undefined
  /** Of S3. */
  readonly endpoint?: string | undefined
  /** What the SDK finds in the environment: it is part of the place's name, and as good a reason for the bucket in the path. */
  readonly environmentEndpoint?: string | undefined
  /** Whether a directory of a state may be written by others, be theirs, or have symbolic links in it. */
  readonly mayBeShared?: boolean | undefined
  /** Which ARNs are right in the roles that are kept there; AWS's own when absent. */
  readonly dialect?: Dialect | undefined
}

/** Opens a state. Nothing is loaded, read or written before the first use. */
export function openState(location: StateLocation, ports: StatePorts): State {
  const objects = openObjects(location, ports)
  const { random, dialect = 'aws' } = ports
  return {
    objects,
    leases: leaseStore(objects, { ...ports, audit: auditTrail(objects) }),
    roles: storedRoles(objects, { random, dialect }),
    denials: denialStore(objects, ports),
    seconds: secondStore(objects, ports),
    rootKey: rootKeyStore(objects, ports),
    staticRoles: staticRoleStore(objects, ports),
    changes: changeTrail(objects, ports),
  }
}

function openObjects(location: StateLocation, ports: StatePorts): ObjectStore {
  if (location.kind === 'directory') return directoryObjects(location.directory, ports)
  const { region = ports.region, endpoint = ports.endpoint } = location
  const isElsewhere = endpoint === undefined && ports.environmentEndpoint !== undefined
  const pathStyle = location.pathStyle ?? (isElsewhere ? true : undefined)
  return s3Objects({ ...location, ...defined({ region, endpoint, pathStyle }) }, ports)
}
