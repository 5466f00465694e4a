import { S3 } from '@aws-sdk/client-s3'
import { awsClients } from '../../aws/clients/clients.ts'
import type { Rgw } from './rgw.ts'
import type { Key } from './sandbox-ports.ts'

/** Ceph's ARNs have no account. */
export const RGW_ROLE = 'arn:aws:iam:::role/deploy'

/** May take the role. */
export const RGW_ISSUER: Key = {
  accessKeyId: 'AKIAISSUERISSUER0000',
  secretAccessKey: 'issuerissuerissuerissuer',
}

/** May not. */
export const RGW_STRANGER: Key = {
  accessKeyId: 'AKIASTRANGER00000000',
  secretAccessKey: 'strangerstrangerstranger',
}

/**
 * Makes two users, the role `deploy`, which the first of them and root may take and which may do all on S3, and the
 * bucket `leased`.
 */
export async function furnishRole(server: Rgw): Promise<void> {
  const { endpoint, accessKeyId, secretAccessKey } = server
  for (const [uid, key] of Object.entries({ issuer: RGW_ISSUER, stranger: RGW_STRANGER })) {
    const keys = [`--access-key=${key.accessKeyId}`, `--secret=${key.secretAccessKey}`]
    await server.admin('user', 'create', `--uid=${uid}`, `--display-name=${uid}`, ...keys)
  }
  const credentials = { accessKeyId, secretAccessKey }
  const iam = await awsClients({ region: 'us-east-1', credentials, iamEndpoint: endpoint }).iam()
  await iam.createRole({
    RoleName: 'deploy',
    AssumeRolePolicyDocument: policy({
      Action: ['sts:AssumeRole'],
      Principal: { AWS: ['arn:aws:iam:::user/issuer', 'arn:aws:iam:::user/root'] },
    }),
  })
  await iam.putRolePolicy({
    RoleName: 'deploy',
    PolicyName: 'rights',
    PolicyDocument: policy({ Action: ['s3:*'], Resource: '*' }),
  })
  const s3 = new S3({ region: 'us-east-1', endpoint, forcePathStyle: true, credentials })
  await s3.createBucket({ Bucket: 'leased' })
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
}
