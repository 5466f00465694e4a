import type { OneUser } from './one-user.ts'
import { type Failures, remove, removeAll } from './remove-all.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'

/**
 * Removes what daypass never gives a user but somebody else may have: console password, MFA devices, SSH
 * keys, signing certificates, service-specific credentials. Side by side.
 */
export async function removeOtherCredentials(of: OneUser): Promise<Failures> {
  const { iam, userName: UserName } = of
  const failures = await allOrFirstFailure([
    remove(of, ['DeleteLoginProfile', (http) => iam.deleteLoginProfile({ UserName }, http)]),
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

/** Serial numbers of virtual devices are ARNs of this kind; a hardware key's is its own, or `…:u2f/…`. */
const VIRTUAL_DEVICE = /^arn:[^:]+:iam::\d*:mfa\//

/** A virtual device lives on without its user: it is deleted too, but whether that is allowed matters little. */
async function removeMfaDevices(of: OneUser): Promise<Failures> {
  const { iam, userName: UserName } = of
  const virtual: string[] = []
  const failures = await removeAll(
    of,
    ['ListMFADevices', (marker, http) => iam.listMFADevices({ UserName, ...marker }, http)],
    (page) => page.MFADevices?.map(({ SerialNumber }) => SerialNumber),
    [
      'DeactivateMFADevice',
      async (SerialNumber, http) => {
        await iam.deactivateMFADevice({ UserName, SerialNumber }, http)
        if (VIRTUAL_DEVICE.test(SerialNumber)) virtual.push(SerialNumber)
      },
    ],
  )
  await allOrFirstFailure(
    virtual.map((SerialNumber) =>
      remove(of, [
        'DeleteVirtualMFADevice',
        (http) => iam.deleteVirtualMFADevice({ SerialNumber }, http),
      ]),
    ),
  )
  return failures
}
