import { createHash, randomBytes } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import type { UserItem } from '../world/entities.ts'
import { newUniqueId } from '../world/ids.ts'
import type { IamActions, IamCall } from './iam-call.ts'
import { itemActions } from './user-items.ts'

/** SSH public keys, signing certificates and service-specific credentials of users. */
export const userItemActions: IamActions = {
  ...itemActions({
    key: 'sshKeys',
    create: 'UploadSSHPublicKey',
    update: 'UpdateSSHPublicKey',
    remove: 'DeleteSSHPublicKey',
    list: 'ListSSHPublicKeys',
    get: 'GetSSHPublicKey',
    idName: 'SSHPublicKeyId',
    dateName: 'UploadDate',
    itemName: 'SSHPublicKey',
    listName: 'SSHPublicKeys',
    quota: { name: 'SSHPublicKeysPerUser', max: 5 },
    make: makeSshKey,
    inFull: ['Fingerprint', 'SSHPublicKeyBody'],
  }),
  ...itemActions({
    key: 'certificates',
    create: 'UploadSigningCertificate',
    update: 'UpdateSigningCertificate',
    remove: 'DeleteSigningCertificate',
    list: 'ListSigningCertificates',
    idName: 'CertificateId',
    dateName: 'UploadDate',
    itemName: 'Certificate',
    listName: 'Certificates',
    quota: { name: 'CertificatesPerUser', max: 2 },
    make: makeCertificate,
  }),
  ...itemActions({
    key: 'serviceCredentials',
    create: 'CreateServiceSpecificCredential',
    update: 'UpdateServiceSpecificCredential',
    remove: 'DeleteServiceSpecificCredential',
    list: 'ListServiceSpecificCredentials',
    idName: 'ServiceSpecificCredentialId',
    dateName: 'CreateDate',
    itemName: 'ServiceSpecificCredential',
    listName: 'ServiceSpecificCredentials',
    quota: { name: 'ServiceSpecificCredentialsPerUser', max: 2 },
    make: makeServiceCredential,
    once: () => ({ ServicePassword: randomBytes(33).toString('base64') }),
  }),
}

type Made = Pick<UserItem, 'id' | 'fields'>

function makeSshKey(call: IamCall): Made {
  const body = call.input.text('SSHPublicKeyBody')
  if (!/^(?:ssh-rsa|ssh-ed25519|ecdsa-\S+|-----BEGIN)\s/u.test(body)) {
    const message = 'The public key is malformed or is not of a supported encoding.'
    throw new AwsError(400, 'InvalidPublicKey', message)
  }
  const digest = createHash('md5').update(body).digest('hex')
  return {
    id: newUniqueId('APKA', 20),
    fields: { Fingerprint: (digest.match(/../gu) ?? []).join(':'), SSHPublicKeyBody: body },
  }
}

function makeCertificate(call: IamCall): Made {
  const body = call.input.text('CertificateBody')
  if (!/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/u.test(body)) {
    throw new AwsError(400, 'MalformedCertificate', 'Certificate is malformed')
  }
  const id = createHash('sha256').update(body).digest('hex').slice(0, 32).toUpperCase()
  return { id, fields: { CertificateBody: body } }
}

function makeServiceCredential(call: IamCall): Made {
  const service = call.input.text('ServiceName')
  const name = `${call.input.text('UserName')}-at-${call.account.id}`
  return {
    id: newUniqueId('ACCA', 21),
    fields: { ServiceName: service, ServiceUserName: name },
  }
}
