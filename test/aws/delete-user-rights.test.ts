import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { IamUserOrder } from '../../core/issuance/order.ts'
import { giveEverything } from './give-everything.ts'
import {
  type Stage,
  actionsSince,
  attempt,
  failure,
  leaseOf,
  startStage,
  userNames,
  userOrder,
} from './stage.ts'

const REVOKED = { status: 'revoked', wasThere: true }
const GONE = { status: 'revoked', wasThere: false }

async function issueTo(stage: Stage, order: IamUserOrder) {
  const { credentials, principal } = await stage.issuer.issue(order, {})
  return { credentials, lease: leaseOf(stage, principal) }
}

/** A broker with all rights that deleting takes, but those named. */
async function sweeperWithout(t: TestContext, missing: readonly string[]) {
  const stage = await startStage(t)
  await stage.iam.createUser({ UserName: 'sweeper' })
  const { AccessKey } = await stage.iam.createAccessKey({ UserName: 'sweeper' })
  const policies = ['AdministratorAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`)
  for (const PolicyArn of policies)
    await stage.iam.attachUserPolicy({ UserName: 'sweeper', PolicyArn })
  const deny = missing.map((name) => `iam:${name}`)
  if (deny.length > 0) {
    await stage.iam.putUserPolicy({
      UserName: 'sweeper',
      PolicyName: 'less',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Action: deny, Resource: '*' },
      }),
    })
  }
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
  return {
    stage,
    sweeper: stage.as({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey }),
  }
}

const OPTIONAL_LISTINGS = [
  'DeleteLoginProfile',
  'ListMFADevices',
  'ListSSHPublicKeys',
  'ListSigningCertificates',
  'ListServiceSpecificCredentials',
]

test('missing rights to things that the user does not have stop nothing', async (t) => {
  const missing = [...OPTIONAL_LISTINGS, 'ListGroupsForUser', 'ListAttachedUserPolicies']
  const { stage, sweeper } = await sweeperWithout(t, missing)
  const { lease } = await issueTo(stage, userOrder(stage))
  assert.deepEqual(await sweeper.revoke(lease), REVOKED)
  assert.deepEqual(await userNames(stage), ['sweeper'])
})

test('a missing right to a thing that the user has is named, and the user stays denied', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['ListSSHPublicKeys'])
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  await giveEverything(stage, order.userName)
  const error = await failure(sweeper.revoke(lease))
  assert.equal(error.code, 'aws-denied')
  assert.match(error.hint ?? '', /iam:ListSSHPublicKeys/)
  assert.ok(error.problems.some(({ message }) => message.includes('DeleteConflict')))
  assert.deepEqual(
    (await stage.iam.listAccessKeys({ UserName: order.userName })).AccessKeyMetadata,
    [],
  )
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.deepEqual(PolicyNames, ['daypass-revoked'])
  assert.deepEqual(await stage.revoke(lease), REVOKED)
})

test('without the right to deny, the keys are deleted all the same', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['PutUserPolicy'])
  const { lease } = await issueTo(stage, userOrder(stage))
  assert.deepEqual(await sweeper.revoke(lease), REVOKED)
  assert.deepEqual(await userNames(stage), ['sweeper'])
})

test('a key that may not be deleted is made inactive, the denial stays, and the error says so', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['DeleteAccessKey'])
  const order = userOrder(stage)
  const { credentials, lease } = await issueTo(stage, order)
  const error = await failure(sweeper.revoke(lease))
  assert.equal(error.code, 'aws-denied')
  assert.match(error.hint ?? '', /iam:DeleteAccessKey/)
  assert.notEqual(await attempt(stage, credentials, 'get'), 'done')
  const { AccessKeyMetadata } = await stage.iam.listAccessKeys({ UserName: order.userName })
  assert.equal(AccessKeyMetadata?.[0]?.Status, 'Inactive')
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.ok(PolicyNames?.includes('daypass-revoked'))
})

test('with neither right on the keys, the denial is left in force', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['DeleteAccessKey', 'UpdateAccessKey'])
  const { credentials, lease } = await issueTo(stage, userOrder(stage))
  assert.equal((await failure(sweeper.revoke(lease))).code, 'aws-denied')
  assert.equal(await attempt(stage, credentials, 'get'), 'AccessDenied')
})

test('with neither denial nor rights on the keys, the user keeps the policy that limits it', async (t) => {
  const missing = ['PutUserPolicy', 'DeleteAccessKey', 'UpdateAccessKey']
  const { stage, sweeper } = await sweeperWithout(t, missing)
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const error = await failure(sweeper.revoke(lease))
  assert.deepEqual(
    error.problems.map(({ message }) => /^iam:\w+/.exec(message)?.[0]),
    ['iam:DeleteAccessKey', 'iam:PutUserPolicy'],
  )
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.deepEqual(PolicyNames, [order.policyName])
})

test('a user that may not be deleted is left denied and without anything', async (t) => {
  const { stage, sweeper } = await sweeperWithout(t, ['DeleteUser'])
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  const error = await failure(sweeper.revoke(lease))
  assert.match(error.hint ?? '', /iam:DeleteUser/)
  const { PolicyNames } = await stage.iam.listUserPolicies({ UserName: order.userName })
  assert.deepEqual(PolicyNames, ['daypass-revoked'])
})

test('with rights on an ARN only, a user that is gone is known by GetUser and by its key on everything', async (t) => {
  const stage = await startStage(t)
  await stage.iam.createUser({ UserName: 'narrow' })
  const { AccessKey } = await stage.iam.createAccessKey({ UserName: 'narrow' })
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
  const narrow = stage.as({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey })
  const grant = (proveOn: string) =>
    stage.iam.putUserPolicy({
      UserName: 'narrow',
      PolicyName: 'rights',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'iam:*',
            Resource: 'arn:aws:iam::123456789012:user/daypass-*',
          },
          {
            Effect: 'Allow',
            Action: ['iam:GetUser', 'iam:GetAccessKeyLastUsed'],
            Resource: proveOn,
          },
        ],
      }),
    })
  await grant('arn:aws:iam::123456789012:user/daypass-*')
  const order = userOrder(stage)
  const { lease } = await issueTo(stage, order)
  assert.deepEqual(await narrow.revoke(lease), REVOKED)
  stage.sandbox.clock.advance(300)
  const unsure = await failure(narrow.revoke(lease))
  assert.equal(unsure.code, 'aws-denied')
  assert.match(unsure.hint ?? '', /iam:GetUser on \*/)
  await grant('*')
  assert.deepEqual(await narrow.revoke(lease), GONE)
})

test('without credentials nothing is tried', async (t) => {
  const stage = await startStage(t)
  const { lease } = await issueTo(stage, userOrder(stage))
  const nobody = stage.as({ accessKeyId: 'AKIANOBODY0000000000', secretAccessKey: 'x' })
  const start = stage.sandbox.requests.length
  const error = await failure(nobody.revoke(lease))
  assert.equal(error.code, 'aws-credentials-missing')
  assert.equal(actionsSince(stage, start).length, 1)
})
