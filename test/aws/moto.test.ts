/** The life of a user against moto's IAM: breadth of operations and dialect, nothing about rights. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { awsCodeOf } from '../../aws/errors/aws-error.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { confirmKey } from '../../aws/users/confirm-key.ts'
import { deleteUser } from '../../aws/users/delete-user.ts'
import { extendUser } from '../../aws/users/extend-user.ts'
import { issueIamUser } from '../../aws/users/iam-user.ts'
import { secondsAfter, systemClock, wholeSecond } from '../../core/clock.ts'
import type { IamUserOrder } from '../../core/issuance/order.ts'
import { type Moto, startMoto } from '../support/moto.ts'
import { allow } from './stage.ts'

const moto = await startMoto()
if ('skip' in moto) {
  test('a user lives and dies on moto', { skip: moto.skip })
} else {
  after(() => moto.stop())
  testWith(moto)
}

function testWith({ endpoint, accessKeyId, secretAccessKey }: Moto): void {
  const clients = awsClients({
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    iamEndpoint: endpoint,
    stsEndpoint: endpoint,
  })
  const clock = systemClock

  test('a user is issued, confirmed, extended, given more by hand, and deleted', async () => {
    const iam = await clients.iam()
    await iam.createGroup({ GroupName: 'g' })
    const userName = 'daypass-ci-4cZkq2TzWq0bXyN8rPdU1a'
    const order: IamUserOrder = {
      type: 'iam_user',
      userName,
      userPath: '/ci/',
      permissionsBoundaryArn: undefined,
      accountRoleArn: undefined,
      tags: { 'daypass:lease': 'ci/4cZkq2TzWq0bXyN8rPdU1a' },
      policyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
      policyDocument: allow('s3:GetObject'),
      policyName: 'ci',
      groups: ['g'],
      expiresAt: wholeSecond(secondsAfter(clock.now(), 3600)),
    }
    const { credentials } = await issueIamUser(clients, clock, order, {})
    assert.match(credentials.arn ?? '', /:user\/ci\/daypass-ci-/)
    await confirmKey(clients, clock, credentials, {})
    const user = { iam, clock, userName, options: {} }
    const later = new Date('2099-01-01T00:00:00Z')
    await extendUser(user, later)
    const policy = await iam.getUserPolicy({ UserName: userName, PolicyName: 'ci' })
    assert.match(decodeURIComponent(policy.PolicyDocument ?? ''), /2099-01-01T00:00:00Z/)
    await giveMore(userName)
    await deleteUser(user)
    await assert.rejects(iam.getUser({ UserName: userName }), { name: 'NoSuchEntityException' })
    await deleteUser(user)
  })

  test('the error codes of a second server are read as AWS’s', async () => {
    const iam = await clients.iam()
    const error: unknown = await iam
      .getUser({ UserName: 'nobody' })
      .catch((thrown: unknown) => thrown)
    assert.equal(awsCodeOf(error), 'NoSuchEntity')
    assert.equal((await callerIdentity(clients)).accountId, '123456789012')
  })

  async function giveMore(UserName: string): Promise<void> {
    const iam = await clients.iam()
    await iam.createLoginProfile({ UserName, Password: 'Correct-horse-7' })
    await iam.createAccessKey({ UserName })
    const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'phone' })
    await iam.enableMFADevice({
      UserName,
      SerialNumber: VirtualMFADevice?.SerialNumber ?? '',
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    })
  }
}
