import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totpCode } from '../../sandbox/totp.ts'
import { type Stage, addRole, addUser, codeOf, keysOf, policy, startStage, trust } from './stage.ts'

const SECONDS = 30

test('codes are those of RFC 6238', () => {
  // Appendix B, SHA-1, the last six of its eight digits; the seed is the ASCII text 12345678901234567890.
  const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const codes = [59, 1_111_111_109, 1_234_567_890, 2_000_000_000].map((seconds) =>
    totpCode(seed, new Date(seconds * 1000)),
  )
  assert.deepEqual(codes, ['287082', '081804', '005924', '279037'])
})

/** Makes a device and enables it for a user; answers its serial number and its codes. */
async function enableDevice(stage: Stage, UserName: string) {
  const { VirtualMFADevice } = await stage.iam.createVirtualMFADevice({
    VirtualMFADeviceName: UserName,
  })
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
  const code = (steps = 0): string =>
    totpCode(seed, new Date(stage.sandbox.clock.now().getTime() + steps * SECONDS * 1000))
  await stage.iam.enableMFADevice({
    UserName,
    SerialNumber,
    AuthenticationCode1: code(-1),
    AuthenticationCode2: code(),
  })
  stage.sandbox.clock.advance(SECONDS)
  return { SerialNumber, code }
}

test('a session with an MFA code is told from one without, and may call IAM', async (t) => {
  const stage = await startStage(t)
  const keys = await addUser(
    stage,
    'ann',
    policy('Allow', ['iam:*', 's3:*'], '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  )
  const { sts, s3 } = stage.as(keys)
  const { SerialNumber, code } = await enableDevice(stage, 'ann')
  assert.equal(await codeOf(s3.listBuckets()), 'AccessDenied 403')
  const plain = stage.as(keysOf(await sts.getSessionToken({})))
  assert.equal(await codeOf(plain.s3.listBuckets()), 'AccessDenied 403')
  const proven = stage.as(keysOf(await sts.getSessionToken({ SerialNumber, TokenCode: code() })))
  await proven.s3.listBuckets()
  await proven.iam.listUsers()
})

test('a code is refused when it is wrong, used before, too old, or of the device of another', async (t) => {
  const stage = await startStage(t)
  const { sts } = stage.as(await addUser(stage, 'ann'))
  const { SerialNumber, code } = await enableDevice(stage, 'ann')
  const tryCode = (TokenCode: string) => sts.getSessionToken({ SerialNumber, TokenCode })
  const wrong = String((Number(code()) + 1) % 1_000_000).padStart(6, '0')
  assert.equal(await codeOf(tryCode(wrong)), 'AccessDenied 403')
  await tryCode(code())
  assert.equal(await codeOf(tryCode(code())), 'AccessDenied 403')
  stage.sandbox.clock.advance(3 * SECONDS)
  assert.equal(await codeOf(tryCode(code(-2))), 'AccessDenied 403')
  await tryCode(code())
  stage.sandbox.clock.advance(SECONDS)
  const others = stage.sts.getSessionToken({ SerialNumber, TokenCode: code() })
  assert.equal(await codeOf(others), 'AccessDenied 403')
})

test('a trust policy can ask for MFA', async (t) => {
  const stage = await startStage(t)
  const { sts } = stage.as(await addUser(stage, 'ann', policy('Allow', 'sts:*')))
  const { SerialNumber, code } = await enableDevice(stage, 'ann')
  const condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
  const { arn } = await addRole(
    stage,
    'vault',
    policy('Allow', '*'),
    trust('123456789012', condition),
  )
  const assume = { RoleArn: arn, RoleSessionName: 'me' }
  assert.equal(await codeOf(sts.assumeRole(assume)), 'AccessDenied 403')
  await sts.assumeRole({ ...assume, SerialNumber, TokenCode: code() })
})

test('a device is enabled with two codes in a row, and goes only when it is disabled', async (t) => {
  const stage = await startStage(t)
  const { iam } = stage
  await addUser(stage, 'ann')
  const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'd' })
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
  const bad = { AuthenticationCode1: '000000', AuthenticationCode2: '000001' }
  const enable = iam.enableMFADevice({ UserName: 'ann', SerialNumber, ...bad })
  assert.match(await codeOf(enable), /^InvalidAuthenticationCode/)
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
  const code = totpCode(seed, stage.sandbox.clock.now())
  const same = { AuthenticationCode1: code, AuthenticationCode2: code }
  const again = iam.enableMFADevice({ UserName: 'ann', SerialNumber, ...same })
  assert.match(await codeOf(again), /^InvalidAuthenticationCode/)
  await iam.deleteVirtualMFADevice({ SerialNumber })
  const enabled = await enableDevice(stage, 'ann')
  const serial = { SerialNumber: enabled.SerialNumber }
  assert.equal(await codeOf(iam.deleteVirtualMFADevice(serial)), 'DeleteConflictException 409')
  const { MFADevices } = await iam.listMFADevices({ UserName: 'ann' })
  assert.deepEqual(
    MFADevices?.map((device) => device.SerialNumber),
    [enabled.SerialNumber],
  )
  await iam.deactivateMFADevice({ UserName: 'ann', ...serial })
  const { VirtualMFADevices } = await iam.listVirtualMFADevices({ AssignmentStatus: 'Unassigned' })
  assert.equal(VirtualMFADevices?.length, 1)
  await iam.deleteVirtualMFADevice(serial)
})
