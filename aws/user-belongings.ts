import type { IAM } from '@aws-sdk/client-iam'
import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import type { CallOptions } from '../core/ports.ts'
import { allPages } from './all-pages.ts'
import { type Http, ask } from './ask.ts'
import { awsCodeOf } from './aws-error.ts'
import { onceSettled } from './settling.ts'

/** The user whose things are removed, and with what. */
export interface Undressing {
  readonly iam: IAM
  readonly clock: Clock
  readonly userName: string
  readonly options: CallOptions
}

/**
 * Removes policies and group memberships of a user, side by side; the policy named in `keep` stays.
 *
 * @returns what could not be listed or removed; what is gone already counts as removed.
 */
export async function removePolicies(
  of: Undressing,
  keep: string,
): Promise<readonly DaypassError[]> {
  const { iam, userName: UserName } = of
  const failures = await Promise.all([
    removeAll(
      of,
      ['ListUserPolicies', (marker, http) => iam.listUserPolicies({ UserName, ...marker }, http)],
      (page) => page.PolicyNames?.filter((name) => name !== keep),
      [
        'DeleteUserPolicy',
        (PolicyName, http) => iam.deleteUserPolicy({ UserName, PolicyName }, http),
      ],
    ),
    removeAll(
      of,
      [
        'ListAttachedUserPolicies',
        (marker, http) => iam.listAttachedUserPolicies({ UserName, ...marker }, http),
      ],
      (page) => page.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn),
      [
        'DetachUserPolicy',
        (PolicyArn, http) => iam.detachUserPolicy({ UserName, PolicyArn }, http),
      ],
    ),
    removeAll(
      of,
      ['ListGroupsForUser', (marker, http) => iam.listGroupsForUser({ UserName, ...marker }, http)],
      (page) => page.Groups?.map(({ GroupName }) => GroupName),
      [
        'RemoveUserFromGroup',
        (GroupName, http) => iam.removeUserFromGroup({ UserName, GroupName }, http),
      ],
    ),
  ])
  return failures.flat()
}

/**
 * Removes what daypass never gives a user but somebody else may have: console password, MFA devices, SSH
 * keys, signing certificates, service-specific credentials. Side by side; answers as {@link removePolicies}.
 */
export async function removeOtherCredentials(of: Undressing): Promise<readonly DaypassError[]> {
  const { iam, userName: UserName } = of
  const failures = await Promise.all([
    remove(of, 'DeleteLoginProfile', (http) => iam.deleteLoginProfile({ UserName }, http)),
    removeMfaDevices(of),
    removeAll(
      of,
      ['ListSSHPublicKeys', (marker, http) => iam.listSSHPublicKeys({ UserName, ...marker }, http)],
      (page) => page.SSHPublicKeys?.map(({ SSHPublicKeyId }) => SSHPublicKeyId),
      [
        'DeleteSSHPublicKey',
        (SSHPublicKeyId, http) => iam.deleteSSHPublicKey({ UserName, SSHPublicKeyId }, http),
      ],
    ),
    removeAll(
      of,
      [
        'ListSigningCertificates',
        (marker, http) => iam.listSigningCertificates({ UserName, ...marker }, http),
      ],
      (page) => page.Certificates?.map(({ CertificateId }) => CertificateId),
      [
        'DeleteSigningCertificate',
        (CertificateId, http) => iam.deleteSigningCertificate({ UserName, CertificateId }, http),
      ],
    ),
    removeAll(
      of,
      [
        'ListServiceSpecificCredentials',
        (marker, http) => iam.listServiceSpecificCredentials({ UserName, ...marker }, http),
      ],
      (page) => page.ServiceSpecificCredentials?.map((one) => one.ServiceSpecificCredentialId),
      [
        'DeleteServiceSpecificCredential',
        (ServiceSpecificCredentialId, http) =>
          iam.deleteServiceSpecificCredential({ UserName, ServiceSpecificCredentialId }, http),
      ],
    ),
  ])
  return failures.flat()
}

async function removeMfaDevices(of: Undressing): Promise<readonly DaypassError[]> {
  const { iam, userName: UserName } = of
  return await removeAll(
    of,
    ['ListMFADevices', (marker, http) => iam.listMFADevices({ UserName, ...marker }, http)],
    (page) => page.MFADevices?.map(({ SerialNumber }) => SerialNumber),
    [
      'DeactivateMFADevice',
      async (SerialNumber, http) => {
        await iam.deactivateMFADevice({ UserName, SerialNumber }, http)
        // A virtual device lives on without its user, but does not keep the user from being deleted.
        if (/^arn:.*:mfa\//.test(SerialNumber)) {
          await iam.deleteVirtualMFADevice({ SerialNumber }, http).catch(() => undefined)
        }
      },
    ],
  )
}

type Named<F> = readonly [operation: string, call: F]

/** Lists one kind of thing and removes each, side by side. */
async function removeAll<
  P extends { IsTruncated?: boolean | undefined; Marker?: string | undefined },
>(
  of: Undressing,
  [listing, list]: Named<(marker: { Marker?: string }, http: Http) => Promise<P>>,
  idsOf: (page: P) => readonly (string | undefined)[] | undefined,
  [operation, call]: Named<(id: string, http: Http) => Promise<unknown>>,
): Promise<readonly DaypassError[]> {
  const ids: string[] = []
  const failures = await failuresOf(async () => {
    const read = (marker: { Marker?: string }) =>
      ask(`iam:${listing} on user/${of.userName}`, of.options, (http) => list(marker, http))
    ids.push(...(await allPages(read, idsOf)).filter((id) => id !== undefined))
  })
  const removals = ids.map((id) => remove(of, operation, (http) => call(id, http)))
  return [...failures, ...(await Promise.all(removals)).flat()]
}

/** Removes one thing. */
async function remove(
  { clock, userName, options }: Undressing,
  operation: string,
  call: (http: Http) => Promise<unknown>,
): Promise<readonly DaypassError[]> {
  return await failuresOf(() =>
    onceSettled(clock, options, () => ask(`iam:${operation} on user/${userName}`, options, call)),
  )
}

async function failuresOf(task: () => Promise<unknown>): Promise<readonly DaypassError[]> {
  try {
    await task()
    return []
  } catch (error) {
    if (!(error instanceof DaypassError)) throw error
    return awsCodeOf(error) === 'NoSuchEntity' ? [] : [error]
  }
}
