import { deleteConflict } from '../aws-error.ts'
import type { User } from '../world/entities.ts'

/**
 * A user goes only when nothing is left of what belongs to it.
 *
 * @throws {@link AwsError} `DeleteConflict`, naming the first kind of thing that is left.
 */
export function requireNoChildren(user: User): void {
  const left: readonly (readonly [boolean, string])[] = [
    [user.groups.length > 0, 'must remove user from all groups first'],
    [user.accessKeyIds.length > 0, 'must delete access keys first'],
    [user.attached.length > 0, 'must detach all policies first'],
    [Object.keys(user.inline).length > 0, 'must delete policies first'],
    [user.loginProfile !== undefined, 'must delete login profile first'],
    [user.mfaDevices.length > 0, 'must delete MFA device first'],
    [user.sshKeys.length > 0, 'must delete SSH public keys first'],
    [user.certificates.length > 0, 'must delete signing certificates first'],
    [user.serviceCredentials.length > 0, 'must delete service specific credentials first'],
  ]
  const first = left.find(([is]) => is)
  if (first !== undefined) throw deleteConflict(`Cannot delete entity, ${first[1]}.`)
}
