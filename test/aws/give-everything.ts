import { generateKeyPairSync } from 'node:crypto'
import { totpCode } from '../../sandbox/totp.ts'
import { type Stage, allow } from './stage.ts'

/** Gives a user everything that a user can have. */
export async function giveEverything(
  stage: Pick<Stage, 'iam' | 'sandbox'>,
  UserName: string,
): Promise<void> {
  const { iam } = stage
  await iam.createLoginProfile({ UserName, Password: 'Correct-horse-7' })
  await giveMfaDevice(stage, UserName)
  await iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: sshKey() })
  await iam.uploadSigningCertificate({ UserName, CertificateBody: CERTIFICATE })
  for (const ServiceName of ['codecommit.amazonaws.com', 'cassandra.amazonaws.com']) {
    await iam.createServiceSpecificCredential({ UserName, ServiceName })
  }
  await iam.createAccessKey({ UserName })
  await iam.putUserPolicy({ UserName, PolicyName: 'by-hand', PolicyDocument: allow('s3:*') })
  await iam.attachUserPolicy({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })
  await iam.createGroup({ GroupName: 'more' })
  await iam.addUserToGroup({ UserName, GroupName: 'more' })
  await iam.putUserPermissionsBoundary({
    UserName,
    PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
  })
}

async function giveMfaDevice(
  { iam, sandbox }: Pick<Stage, 'iam' | 'sandbox'>,
  UserName: string,
): Promise<void> {
  const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'phone' })
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
  const AuthenticationCode1 = totpCode(seed, sandbox.clock.now())
  sandbox.clock.advance(30)
  await iam.enableMFADevice({
    UserName,
    SerialNumber: VirtualMFADevice?.SerialNumber ?? '',
    AuthenticationCode1,
    AuthenticationCode2: totpCode(seed, sandbox.clock.now()),
  })
}

function sshKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const parts = [Buffer.from('ssh-rsa'), ...[e, n].map((part) => Buffer.from(part, 'base64url'))]
  const blob = parts.map((part, index) => {
    const bytes = index === 2 ? Buffer.concat([Buffer.from([0]), part]) : part
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, bytes])
  })
  return `ssh-rsa ${Buffer.concat(blob).toString('base64')} test`
}

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIQIRi6zePL6mKjOipn+dNuaTAKBggqhkjOPQQDAjASMRAw
DgYDVQQKEwdBY21lIENvMB4XDTE3MTAyMDE5NDMwNloXDTE4MTAyMDE5NDMwNlow
EjEQMA4GA1UEChMHQWNtZSBDbzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABD0d
7VNhbWvZLWPuj/RtHFjvtJBEwOkhbN/BnnE8rnZR8+sbwnc/KhCk3FhnpHZnQz7B
5aETbbIgmuvewdjvSBSjYzBhMA4GA1UdDwEB/wQEAwICpDATBgNVHSUEDDAKBggr
BgEFBQcDATAPBgNVHRMBAf8EBTADAQH/MCkGA1UdEQQiMCCCDmxvY2FsaG9zdDo1
NDUzgg4xMjcuMC4wLjE6NTQ1MzAKBggqhkjOPQQDAgNIADBFAiEA2zpJEPQyz6/l
Wf86aX6PepsntZv2GYlA5UpabfT2EZICICpJ5h/iI+i341gBmLiAFQOyTDT+/wQc
6MF9+Yw1Yy0t
-----END CERTIFICATE-----`
