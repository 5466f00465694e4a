import { AwsError } from '../aws-error.ts'
import { totpStep } from '../totp.ts'
import { resourceOfArn, accountOfArn } from '../world/arn.ts'
import type { MfaDevice } from '../world/entities.ts'
import type { StsCall } from './sts-call.ts'

/**
 * Whether the request proved possession of the caller's MFA device. A code works once.
 *
 * @throws {@link AwsError} `AccessDenied` for a wrong or used code, or a device of somebody else.
 */
export function checkMfa(call: StsCall): boolean {
  const serial = call.input.optional('SerialNumber', {
    pattern: /^[\w+=/:,.@-]*$/u,
    min: 9,
    max: 256,
  })
  const code = call.input.optional('TokenCode', { pattern: /^\d*$/u, min: 6, max: 6 })
  if (serial === undefined && code === undefined) return false
  const device = serial === undefined ? undefined : deviceOfCaller(call, serial)
  const step = device && totpStep(device.seed, call.now, code ?? '')
  const used = call.world.mfaSteps.get(serial ?? '') ?? -1
  if (device === undefined || step === undefined || step <= used) {
    const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code. '
    throw new AwsError(403, 'AccessDenied', message)
  }
  call.world.mfaSteps.set(device.serialNumber, step)
  return true
}

function deviceOfCaller(call: StsCall, serial: string): MfaDevice | undefined {
  const isArn = accountOfArn(serial) !== undefined && resourceOfArn(serial).startsWith('mfa/')
  const device = isArn
    ? call.world.account(call.caller.accountId).mfaDevices.get(serial)
    : undefined
  const owner = call.caller.user?.id
  return device?.userId !== undefined && device.userId === owner ? device : undefined
}
