/** Every reason of an error, each from the code that finds it. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { credentialsFault } from '../../core/credentials-fault.ts'
import { compareSubjects } from '../../assembly/compare-subjects.ts'
import { identityTokenFrom } from '../../assembly/identity-token/identity-token.ts'
import { sealOfEnvironment } from '../../assembly/seal-of-environment.ts'
import { accountClients } from '../../aws/clients/account-clients.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { consolePlace } from '../../aws/console/console-place.ts'
import { systemClock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { planOrder } from '../../core/issuance/plan-order.ts'
import { rotate } from '../../core/keys/rotate.ts'
import { newLeaseId } from '../../core/lease/lease-id.ts'
import { defined } from '../../core/language/defined.ts'
import type { ReasonName } from '../../core/reason.ts'
import { deploymentOf } from '../../core/rights/deployment.ts'
import type { Role } from '../../core/role/role.ts'
import { changeRootSettings, setRootKey } from '../../core/root/set-root-key.ts'
import { Secret } from '../../core/secret.ts'
import { writeStaticRole } from '../../core/static/write-static-role.ts'
import { tokenTrustPolicy } from '../../core/trust/trust-policy.ts'
import { folderBelowTop } from '../../role-files/read-change.ts'
import { roleFiles } from '../../role-files/role-files.ts'
import { runGit } from '../../role-files/run-git.ts'
import { directoryObjects } from '../../state/directory/directory-objects.ts'
import { examineStore } from '../../state/doctor.ts'
import { readDocument } from '../../state/documents/document.ts'
import { dueKey } from '../../state/documents/keys.ts'
import { leaseStore } from '../../state/leases.ts'
import { s3Error } from '../../state/s3/s3-error.ts'
import { ageSeal } from '../../state/sealed.ts'
import { staticRoleStore } from '../../state/static-roles.ts'
import { active } from '../contract/lease-store.ts'
import { HOLDER, START, sessionRole, userRole } from '../core/world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { USER, keyWorld, portsIn } from '../keys/world.ts'
import { root } from '../support/source-files.ts'

const random = (size: number): Uint8Array => randomBytes(size)
const clock = systemClock
const [mine, other] = await Promise.all([generateIdentity(), generateIdentity()])
const theirs = await identityToRecipient(other)
const KEY = { accessKeyId: 'AKIA1', secretAccessKey: new Secret('secret') }
const KEPT = { accessKeyId: 'AKIA1', sealed: 'x', recipients: [theirs], since: START }
const identity = (text: string) => () => Promise.resolve(new Secret(text))

/** What finds each reason. Fails with it, or answers a finding that has it. */
export const PROVOKED: Readonly<Record<ReasonName, () => unknown>> = {
  'role-directory-missing': () => roleFiles('nowhere', 'aws').list(),
  'folder-not-in-repository': () => folderBelowTop('../roles'),
  'git-missing': () => runGit(['version'], { directory: root, env: { PATH: '' } }),
  'option-unfit': () => plan(userRole(), { mfaCode: '123456' }),
  'aws-role-not-chosen': () => {
    const arns = ['arn:aws:iam::123456789012:role/a', 'arn:aws:iam::123456789012:role/b']
    return plan(sessionRole({ role_arns: arns }), {})
  },
  'mfa-code-missing': () => plan(MFA, {}),
  'bucket-missing': () => {
    const reply = { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } }
    const attempt = { action: 'read', bucket: 'no-such-bucket', key: 'x' } as const
    throw s3Error(reply, { ...attempt, expectedBucketOwner: undefined, isEncrypted: false })
  },
  'checksum-unknown': () => {
    const reply = { name: 'UnsupportedChecksum', $metadata: { httpStatusCode: 501 } }
    const attempt = { action: 'write', bucket: 'b', key: 'x' } as const
    throw s3Error(reply, { ...attempt, expectedBucketOwner: undefined, isEncrypted: false })
  },
  'directory-shared': async () => {
    const directory = await mkdtemp(join(tmpdir(), 'daypass-shared-'))
    await chmod(directory, 0o777)
    await directoryObjects(directory, { clock })
      .get('x')
      .finally(() => rmdir(directory))
  },
  'document-newer': () => readDocument('leases/x.json', '{"version":9}'),
  'revoker-role-missing': () => {
    const config = { account: '123456789012', region: 'us-east-1' }
    const accounts = accountClients(awsClients(config), config, { roleArns: [], clock })
    return accounts.forTarget({ kind: 'role', arn: 'arn:aws:iam::210987654321:role/deploy' })
  },
  'recipient-missing': () => seal([]).seal('root/key.json', KEY),
  'recipient-invalid': () => seal(['somebody']).seal('root/key.json', KEY),
  'own-recipient-missing': () => seal([theirs], mine).check([]),
  'recipients-left-out': () => seal([], mine).check([theirs]),
  'identity-missing': () => seal([]).open('root/key.json', KEPT),
  'identity-invalid': () => seal([], 'nonsense').check([]),
  'identity-unreadable': () =>
    sealOfEnvironment({ DAYPASS_IDENTITY_FILE: 'nowhere' }, root).check([]),
  'key-unknown': async () => {
    const world = await keyWorld(clock)
    world.makeForeign(false)
    return await rotate(portsIn(world, clock, {}), { force: true })
  },
  'key-in-grace': async () => {
    const ports = portsIn(await keyWorld(clock), clock, {})
    await rotate(ports, { force: true })
    return await rotate(ports, { force: true })
  },
  'root-rotation-open': async () => {
    const ports = portsIn(await keyWorld(clock), clock, {})
    await rotate(ports, { force: true })
    return await setRootKey(ports, { key: KEY, owner: USER, mayForget: false }, {})
  },
  'root-key-of-another': async () => {
    const ports = portsIn(await keyWorld(clock), clock, {})
    const owner = { ...USER, id: 'AIDAOTHER' }
    return await setRootKey(ports, { key: KEY, owner, mayForget: false }, {})
  },
  'root-key-changed': async () => {
    const { store } = portsIn(await keyWorld(clock), clock, {})
    const beaten = { ...store, write: () => Promise.resolve('conflict' as const) }
    return await changeRootSettings({ store: beaten }, {})
  },
  'static-role-of-another': async () => {
    const store = staticRoleStore(memoryObjects(), { random }).at('app')
    const role = { name: 'app', username: 'app', rotation_period: 3600, grace_period: 0 }
    await writeStaticRole(store, role, USER)
    return await writeStaticRole(store, role, { ...USER, id: 'AIDAOTHER' })
  },
  'account-unknown': () => deploymentOf({ roles: [], bucket: undefined, revokerRoleArns: [] }),
  'role-without-trust': () => tokenTrustPolicy(userRole(), 'arn:aws:iam::123456789012:role/x'),
  'sign-in-unknown': () => consolePlace('aws-iso'),
  'token-file-unreadable': () =>
    identityTokenFrom({ kind: 'file', file: '/no/such/file' }, { env: {}, clock, random })({}),
  'subject-unknown': () =>
    compareSubjects([{ ...MFA, subjects: ['repo:octo/app:*'] }], undefined, { isRequired: true }),
  'sign-in-over': () => {
    const words = 'The SSO session associated with this profile has expired'
    const fault = credentialsFault({ words, places: [], profile: 'dev' })
    throw new DaypassError('aws-credentials-missing', fault?.why ?? '', defined({ ...fault }))
  },
  'lease-unindexed': async () => {
    const objects = memoryObjects()
    const lease = active('reader')
    await leaseStore(objects, { clock, random }).create(lease)
    await objects.remove([dueKey(lease)])
    const findings = await examineStore(objects, random)
    for (const { reason, cure: hint, detail } of findings)
      if (reason !== undefined && hint !== undefined)
        throw new DaypassError('state-invalid', detail, { reason, hint })
  },
}

const MFA: Role = {
  name: 'operator',
  credential_type: 'session_token',
  mfa_serial_number: 'arn:aws:iam::123456789012:mfa/ops',
  default_sts_ttl: 3600,
  max_sts_ttl: 7200,
}

function plan(role: Role, asked: { readonly mfaCode?: string }): unknown {
  return planOrder({ role, holder: HOLDER, ...asked }, newLeaseId(role.name, random), START)
}

function seal(recipients: readonly string[], own?: string) {
  return ageSeal({ recipients, identity: own === undefined ? undefined : identity(own) })
}
