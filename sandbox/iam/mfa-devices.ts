import { AwsError, deleteConflict, noSuchEntity } from '../aws-error.ts'
import { totpStep } from '../totp.ts'
import type { TextRule } from '../wire/input.ts'
import { TEXT_RULES } from '../wire/input.ts'
import type { XmlFields } from '../wire/xml-write.ts'
import { without } from '../without.ts'
import { awsArn } from '../world/arn.ts'
import type { MfaDevice, User } from '../world/entities.ts'
import { newMfaSeed } from '../world/ids.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { USERS, named, resourceOf, store } from './kinds.ts'
import { page } from './paging.ts'
import { onUserOrCaller } from './user-or-caller.ts'

const SERIAL: TextRule = { pattern: /^[\w+=/:,.@-]+$/u, min: 9, max: 256 }
const MAX_DEVICES = 8

/** Virtual MFA devices, with codes as RFC 6238 makes them. */
export const mfaDeviceActions: IamActions = {
  CreateVirtualMFADevice: { resource: newSerial, run: createDevice },
  DeleteVirtualMFADevice: {
    resource: serial,
    run: (call) => {
      const device = existing(call)
      if (device.userId !== undefined) {
        throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.')
      }
      call.account.mfaDevices.delete(device.serialNumber)
      return undefined
    },
  },
  EnableMFADevice: { resource: resourceOf(USERS), run: enableDevice },
  DeactivateMFADevice: {
    resource: resourceOf(USERS),
    run: (call) => {
      const user = named(USERS, call)
      const device = existing(call)
      if (device.userId !== user.id) throw noDevice(device.serialNumber)
      const disabled = without(device, 'userId', 'enabledAt')
      call.account.mfaDevices.set(device.serialNumber, disabled)
      const mfaDevices = user.mfaDevices.filter((one) => one !== device.serialNumber)
      store(USERS, call, { ...user, mfaDevices })
      return undefined
    },
  },
  ListMFADevices: onUserOrCaller(listDevicesOfUser),
  ListVirtualMFADevices: {
    resource: (call) => awsArn(call.world, 'iam', call.account.id, 'mfa/'),
    run: listDevices,
  },
}

function createDevice(call: IamCall): XmlFields {
  const serialNumber = newSerial(call)
  if (call.account.mfaDevices.get(serialNumber) !== undefined) {
    const message = `MFADevice entity at the same path and name already exists.`
    throw new AwsError(409, 'EntityAlreadyExists', message)
  }
  const seed = newMfaSeed()
  call.account.mfaDevices.set(serialNumber, { serialNumber, seed })
  const Base32StringSeed = Buffer.from(seed).toString('base64')
  return { VirtualMFADevice: { SerialNumber: serialNumber, Base32StringSeed } }
}

/** Two codes that follow each other prove that the device is in hand. */
function enableDevice(call: IamCall): undefined {
  const user = named(USERS, call)
  const device = existing(call)
  const rule: TextRule = { pattern: /^\d+$/u, min: 6, max: 6 }
  const first = totpStep(device.seed, call.now, call.input.text('AuthenticationCode1', rule))
  const second = totpStep(device.seed, call.now, call.input.text('AuthenticationCode2', rule))
  if (first === undefined || second !== first + 1) {
    throw new AwsError(
      403,
      'InvalidAuthenticationCode',
      `Authentication code for device is not valid.`,
    )
  }
  if (device.userId !== undefined || user.mfaDevices.length >= MAX_DEVICES) {
    throw new AwsError(409, 'EntityAlreadyExists', 'MFA Device is already in use.')
  }
  const { serialNumber } = device
  const enabled = { ...device, userId: user.id, enabledAt: call.now }
  call.account.mfaDevices.set(serialNumber, enabled)
  call.world.mfaSteps.set(serialNumber, second)
  store(USERS, call, { ...user, mfaDevices: [...user.mfaDevices, serialNumber] })
  return undefined
}

function listDevicesOfUser(call: IamCall, user: User): XmlFields {
  const devices = user.mfaDevices.map((one) => call.account.mfaDevices.get(one))
  const found = devices.filter((device) => device !== undefined)
  const { items, end } = page(call, found, (device) => device.serialNumber)
  const shown = items.map(({ serialNumber, enabledAt }) => ({
    UserName: user.name,
    SerialNumber: serialNumber,
    EnableDate: enabledAt,
  }))
  return { MFADevices: shown, ...end }
}

function listDevices(call: IamCall): XmlFields {
  const status = call.input.optional('AssignmentStatus') ?? 'Any'
  const devices = call.account.mfaDevices
    .values()
    .filter(({ userId }) => status === 'Any' || (status === 'Assigned') === (userId !== undefined))
  const { items, end } = page(call, devices, (device) => device.serialNumber)
  const shown = items.map((device) => {
    const user = call.account.users.values().find(({ id }) => id === device.userId)
    return {
      SerialNumber: device.serialNumber,
      EnableDate: device.enabledAt,
      User: user && { Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn },
    }
  })
  return { VirtualMFADevices: shown, ...end }
}

function newSerial(call: IamCall): string {
  const path = call.input.optional('Path', TEXT_RULES.path) ?? '/'
  const name = call.input.text('VirtualMFADeviceName', {
    pattern: /^[\w+=,.@-]+$/u,
    min: 1,
    max: 226,
  })
  return awsArn(call.world, 'iam', call.account.id, `mfa${path}${name}`)
}

function serial(call: IamCall): string {
  return call.input.text('SerialNumber', SERIAL)
}

function existing(call: IamCall): MfaDevice {
  const device = call.account.mfaDevices.get(serial(call))
  if (device !== undefined) return device
  throw noDevice(serial(call))
}

function noDevice(serialNumber: string): AwsError {
  return noSuchEntity(`MFA Device with serial number ${serialNumber} does not exist.`)
}
