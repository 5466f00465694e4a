import type { Seeded } from './seeded.ts'
import { accountOfArn } from '../world/arn.ts'
import { newMfaSeed } from '../world/ids.ts'

/** An enabled virtual MFA device of the administrator, if there is none of that serial number yet. */
export function seedMfaDevice(sandbox: Seeded, serialNumber: string): void {
  const { world, accountId } = sandbox
  const account = world.account(accountId)
  const user = account.users.get('daypass-root')
  const isThere = account.mfaDevices.get(serialNumber) !== undefined
  if (user === undefined || isThere || accountOfArn(serialNumber) !== accountId) return
  account.mfaDevices.set(serialNumber, {
    serialNumber,
    seed: newMfaSeed(),
    userId: user.id,
    enabledAt: sandbox.clock.now(),
  })
  account.users.set('daypass-root', { ...user, mfaDevices: [...user.mfaDevices, serialNumber] })
}
