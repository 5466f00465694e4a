import assert from 'node:assert/strict'
import { secondsAfter } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { renew } from '../../core/renew.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import type { Role } from '../../core/role/role.ts'
import { giveEverything } from '../aws/give-everything.ts'
import { ACCOUNT, READER, ROLES, allowing } from './deployments.ts'
export { inventory } from './inventory-flow.ts'
import { removeDenies } from './remove-denies.ts'
import type { Stage } from './stage.ts'

/** One thing that somebody does with daypass; throws when it does not go as it should. */
export type Flow = (stage: Stage) => Promise<void>

const SESSIONS = [ROLES.session, ROLES.federated, ROLES.token]

/** A user is issued, renewed and taken back, and asked back once more. */
export const user: Flow = async (stage) => {
  const { id } = (await issueFrom(stage, ROLES.user)).lease
  await renew(stage.ports(), id, { incrementSeconds: 7200 })
  assert.equal((await revoke(stage.ports(), id)).status, 'revoked')
  assert.equal((await revoke(stage.ports(), id)).status, 'ended')
  await assertNothingLeft(stage)
}

/** The reply to CreateUser is lost; the user is found to be one's own. */
export const lostUser: Flow = async (stage) => {
  stage.sandbox.faults.add({ action: 'CreateUser', nth: 1, effect: { kind: 'drop-after' } })
  await issueFrom(stage, ROLES.user)
}

/** Each write in turn loses its reply: what was written is read again. */
export const lostWrites: Flow = async (stage) => {
  for (let nth = 1; nth <= 9; nth++) {
    const effect = { kind: 'drop-after' } as const
    const heal = stage.sandbox.faults.add({ action: 'PutObject', nth, effect })
    const { id } = (await issueFrom(stage, ROLES.token)).lease
    await revoke(stage.ports('tombstone'), id)
    heal()
  }
}

/** The same for a sweep. */
export const lostSweep: Flow = async (stage) => {
  for (let nth = 1; nth <= 4; nth++) {
    await issueFrom(stage, ROLES.user, 'issuing')
    stage.sandbox.clock.advance(3 * 3600)
    const ports = stage.ports()
    // With the clock moved its first request is made twice; the proof of the store is not what this is about.
    await ports.leases.ready()
    const heal = stage.sandbox.faults.add({
      action: 'PutObject',
      nth,
      effect: { kind: 'drop-after' },
    })
    assert.deepEqual((await sweep(ports)).failed, [])
    heal()
  }
}

/** A Deny that could not be written is written by the sweep. */
export const retried: Flow = async (stage) => {
  const { id } = (await issueFrom(stage, ROLES.session, 'issuing')).lease
  const effect = { kind: 'status', status: 400, code: 'ValidationError' } as const
  const heal = stage.sandbox.faults.add({ action: 'PutRolePolicy', effect })
  await assert.rejects(revoke(stage.root, id), { code: 'aws-rejected' })
  heal()
  stage.sandbox.clock.advance(120)
  const { ended } = await sweep(stage.ports())
  assert.deepEqual(
    ended.map(({ id: one }) => one),
    [id],
  )
}

/** A new store is proven to honour conditions. */
export const newStore: Flow = async (stage) => {
  await stage.emptyStore()
  await stage.ports().leases.ready()
  assert.deepEqual(await stage.keys('probe/'), [])
}

/** One lease too many is refused, and no trace of it stays. */
export const tooMany: Flow = async (stage) => {
  const role = { ...ROLES.user, max_leases: 1 }
  await issueFrom(stage, role)
  const kept = async () => (await stage.keys('')).filter((key) => !key.startsWith('team/audit/'))
  const keys = await kept()
  await assert.rejects(issueFrom(stage, role), { code: 'lease-limit-reached' })
  assert.deepEqual(await kept(), keys)
}

/** Users that others gave everything are taken back by the sweep. */
export const byHand: Flow = async (stage) => {
  const { lease } = await issueFrom(stage, ROLES.user, 'issuing')
  if (lease.principal.type !== 'iam_user') throw new TypeError('not a user')
  await giveEverything(stage, lease.principal.userName)
  stage.sandbox.clock.advance(3 * 3600)
  await sweepWell(stage)
  await assertNothingLeft(stage)
  const { VirtualMFADevices } = await stage.iam.listVirtualMFADevices()
  assert.deepEqual(VirtualMFADevices, [])
}

/** Sessions are issued and taken back, twice. */
export const sessions: Flow = async (stage) => {
  for (const role of SESSIONS) {
    const { id } = (await issueFrom(stage, role)).lease
    assert.equal((await revoke(stage.ports(), id)).status, 'revoked')
    assert.equal((await revoke(stage.ports(), id)).status, 'ended')
  }
}

/** The same by somebody who writes no denies, and the denies are there after a sweep by somebody who does. */
export const tombstones: Flow = async (stage) => {
  for (const role of SESSIONS) {
    const { id } = (await issueFrom(stage, role)).lease
    assert.equal((await revoke(stage.ports('tombstone'), id)).status, 'pending')
  }
  await sweep(stage.root)
  assert.equal((await denies(stage)).length, 2)
}

/** Denies that others left to the sweep are written, on full roles and users too, again when somebody removes them, and go in the end. */
export const denials: Flow = async (stage) => {
  const { iam } = stage
  const filler = (size: number) => allowing(`s3:Get${'x'.repeat(size)}`)
  for (const isFull of [false, true]) {
    if (isFull) {
      const big = { PolicyName: 'big', PolicyDocument: filler(10_000) }
      await iam.putRolePolicy({ RoleName: 'deploy', ...big })
      await iam.putUserPolicy({ UserName: 'daypass-issuer', ...big, PolicyDocument: filler(1900) })
    }
    for (const role of SESSIONS) {
      const { id } = (await issueFrom(stage, role, 'issuing')).lease
      assert.equal((await revoke(stage.leaving, id)).status, 'pending')
    }
    await sweepWell(stage)
    assert.equal((await denies(stage)).length >= 2, true)
    stage.sandbox.clock.advance(600)
    await removeDenies(stage)
    await sweepWell(stage)
    assert.equal((await denies(stage)).length >= 2, true, 'what somebody removed stays away')
    for (const seconds of [2 * 3600, 90, 90]) {
      stage.sandbox.clock.advance(seconds)
      await sweepWell(stage)
    }
    assert.deepEqual(await denies(stage), [])
    stage.sandbox.clock.advance(2 * 3600)
    await sweepWell(stage)
    await assertNothingLeft(stage)
  }
}

/** A role, and an issuing user that is not oneself, are deleted by hand with their denies: sweeps go on. */
export const goneTargets: Flow = async (stage) => {
  const { iam } = stage
  const self = stage.ports().revocation
  for (const role of SESSIONS) {
    const { id } = (await issueFrom(stage, role, 'issuing')).lease
    assert.equal((await revoke(stage.root, id)).status, 'revoked')
  }
  assert.equal(self.mode, 'immediate')
  const RoleName = 'deploy'
  const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName })
  for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName })
  await iam.deleteRole({ RoleName })
  for (const seconds of [2 * 3600, 400, 13 * 3600]) {
    stage.sandbox.clock.advance(seconds)
    await sweepWell(stage)
  }
}

/** A user that cannot be deleted is marked as stuck; in the end it is deleted. */
export const stuck: Flow = async (stage) => {
  const { id } = (await issueFrom(stage, ROLES.user, 'issuing')).lease
  const effect = { kind: 'status', status: 400, code: 'ValidationError' } as const
  const heal = stage.sandbox.faults.add({ action: 'DeleteUser', effect })
  for (let attempt = 0; attempt < 3; attempt++) {
    await assert.rejects(revoke(stage.ports(), id), { code: 'aws-rejected' })
    stage.sandbox.clock.advance(7 * 3600)
  }
  assert.equal((await stage.keys('stuck/')).length, 1)
  heal()
  assert.equal((await revoke(stage.ports(), id)).status, 'revoked')
  await assertNothingLeft(stage)
}

/** A key that cannot be deleted is made inactive, and its user is denied everything meanwhile. */
export const keptKey: Flow = async (stage) => {
  const { lease } = await issueFrom(stage, ROLES.user, 'issuing')
  const effect = { kind: 'status', status: 400, code: 'ValidationError' } as const
  stage.sandbox.faults.add({ action: 'DeleteAccessKey', effect })
  await assert.rejects(revoke(stage.ports(), lease.id), { code: 'aws-rejected' })
  if (lease.principal.type !== 'iam_user') throw new TypeError('not a user')
  const { userName: UserName } = lease.principal
  const { AccessKeyMetadata = [] } = await stage.iam.listAccessKeys({ UserName })
  const { PolicyNames = [] } = await stage.iam.listUserPolicies({ UserName })
  assert.ok(PolicyNames.includes('daypass-revoked'), 'the user is not denied')
  assert.deepEqual(
    AccessKeyMetadata.map(({ Status }) => Status),
    ['Inactive'],
  )
}

/** A user that somebody deleted by hand is proven to be gone. */
export const goneByHand: Flow = async (stage) => {
  const { lease } = await issueFrom(stage, ROLES.user, 'issuing')
  if (lease.principal.type !== 'iam_user') throw new TypeError('not a user')
  const { userName, account, accessKeyId } = lease.principal
  const user = { leaseId: lease.id, userName, account, accessKeyId }
  const end = await stage.root.revocation.users.delete({ ...user, madeBefore: lease.issuedAt }, {})
  assert.equal(end.status, 'revoked')
  stage.sandbox.clock.advance(600)
  assert.equal((await revoke(stage.ports(), lease.id)).status, 'revoked')
}

/** Every live lease is looked at once a day, and a lease without an entry is found. */
export const daily: Flow = async (stage) => {
  const { lease } = await issueFrom(stage, ROLES.user, 'issuing')
  await stage.root.leases.dropDue([{ id: lease.id, dueAt: lease.dueAt }])
  for (const hours of [0, 25]) {
    stage.sandbox.clock.advance(hours * 3600)
    await sweep(stage.ports())
  }
  await assertNothingLeft(stage)
}

/** A sweep looks at the keys that are kept, of which none is due. */
export const keptKeys: Flow = async (stage) => {
  const name = 'legacy-app'
  const user = { name, id: 'AIDALEGACY', arn: `arn:aws:iam::${ACCOUNT}:user/${name}` }
  const role = { name: 'app', username: name, rotation_period: 86_400, grace_period: 0 }
  const since = stage.clock.now()
  const current = { accessKeyId: 'AKIALEGACY', sealed: 'sealed', recipients: ['age1'], since }
  const kept = { user, rotationPeriodSeconds: 86_400, graceSeconds: 0 }
  const ring = { phase: 'steady', current } as const
  await stage.rootState.staticRoles.at('app').write({ ...kept, role, ring }, undefined)
  await sweepWell(stage)
}

/** A role is read from the bucket. */
export const roles: Flow = async (stage) => {
  await stage.rootState.roles.write(READER)
  assert.deepEqual(await stage.state.roles.read('reader'), READER)
}

async function issueFrom(
  stage: Stage,
  role: Role,
  as: 'self' | 'issuing' = 'self',
): Promise<Issuance> {
  const holder = { kind: 'shell', user: 'ann', host: 'laptop' } as const
  return await issue(as === 'self' ? stage.ports() : stage.issuing, { role, holder })
}

async function sweepWell(stage: Stage): Promise<void> {
  const report = await sweep(stage.ports(), { full: true })
  const failures = [...report.failed, ...report.denials, ...report.keys].flatMap((one) =>
    'error' in one ? (one.error ?? []) : [],
  )
  assert.deepEqual(failures, [])
}

/** What IAM carries of daypass beside users: denies inline and attached, and managed policies. */
async function denies({ iam }: Stage): Promise<readonly string[]> {
  const who = { RoleName: 'deploy', UserName: 'daypass-issuer' }
  const [role, issuer, ofRole, ofIssuer, made] = await Promise.all([
    iam.listRolePolicies(who),
    iam.listUserPolicies(who),
    iam.listAttachedRolePolicies(who),
    iam.listAttachedUserPolicies(who),
    iam.listPolicies({ PathPrefix: '/daypass/' }),
  ])
  const inline = [...(role.PolicyNames ?? []), ...(issuer.PolicyNames ?? [])]
  const attached = [...(ofRole.AttachedPolicies ?? []), ...(ofIssuer.AttachedPolicies ?? [])]
  const managed = [...attached, ...(made.Policies ?? [])].map(({ PolicyName = '' }) => PolicyName)
  return [...new Set([...inline, ...managed])].filter((name) => name.startsWith('daypass-deny-'))
}

async function assertNothingLeft(stage: Stage): Promise<void> {
  const { Users = [] } = await stage.iam.listUsers({ PathPrefix: '/daypass/' })
  assert.deepEqual(Users, [])
  for (const folder of ['leases/', 'due/', 'stuck/']) assert.deepEqual(await stage.keys(folder), [])
  const audit = await stage.keys('audit/')
  assert.ok(
    audit.some((key) => key.includes('-ended-')),
    'the end is not in the audit',
  )
  const now = stage.sandbox.clock.now()
  const long = secondsAfter(now, -3 * 3600).getTime() / 1000
  const old = (await stage.keys('revoked/')).concat(await stage.keys('seconds/')).filter((key) => {
    const [, epoch = '0'] = /\/(\d{10,11})\//.exec(key) ?? []
    return Number(epoch) < long
  })
  assert.deepEqual(old, [])
}
