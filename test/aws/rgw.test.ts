/** The session types against Ceph's STS, which nobody here wrote: it enforces session policies by a real clock. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
import { assumeRole } from '../../aws/sessions/assume-role.ts'
import { awsCodeOf } from '../../aws/errors/aws-error.ts'
import { readFault } from '../../aws/errors/aws-fault.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { confirmKey } from '../../aws/users/confirm-key.ts'
import { secondsAfter, systemClock, wholeSecond } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import type { AssumedRoleOrder } from '../../core/issuance/order.ts'
import { RGW_ISSUER, RGW_ROLE, RGW_STRANGER, furnishRole } from '../support/rgw-role.ts'
import { type Rgw, startRgw } from '../support/rgw.ts'
import type { Key } from '../support/sandbox-ports.ts'
import { allow, failure, plain } from './stage.ts'

const order: AssumedRoleOrder = {
  type: 'assumed_role',
  roleArn: RGW_ROLE,
  sessionName: 'daypass-ci-4cZkq2TzWq0bXyN8rPdU1a',
  durationSeconds: 900,
  denyAfter: secondsAfter(systemClock.now(), 86_400),
  isShort: false,
  policyArns: [],
  policyDocument: undefined,
  groups: [],
  externalId: undefined,
  sessionTags: {},
  sourceIdentity: undefined,
}

const rgw = await startRgw()
if ('skip' in rgw) {
  test('sessions of roles end as ordered on Ceph RGW', { skip: rgw.skip })
} else {
  after(() => rgw.stop())
  await furnishRole(rgw)
  testWith(rgw)
}

function testWith({ endpoint }: Rgw): void {
  const as = (credentials: Key) =>
    awsClients({ region: 'us-east-1', credentials, iamEndpoint: endpoint, stsEndpoint: endpoint })
  const clients = as(RGW_ISSUER)

  /** What a session may do with the bucket: `done`, or the HTTP status. */
  const attempt = async (credentials: Credentials, deed: 'list' | 'put') => {
    const s3 = new S3({
      region: 'us-east-1',
      endpoint,
      forcePathStyle: true,
      credentials: plain(credentials),
      maxAttempts: 1,
    })
    try {
      if (deed === 'list') await s3.listObjectsV2({ Bucket: 'leased' })
      else await s3.putObject({ Bucket: 'leased', Key: 'k', Body: 'x' })
      return 'done'
    } catch (error) {
      return readFault(error).status
    }
  }

  test('a session is narrowed by its policy', async () => {
    const wide = await assumeRole(clients, order, {})
    assert.equal(await attempt(wide.credentials, 'put'), 'done')
    assert.ok((wide.credentials.arn ?? '').includes(order.sessionName))
    const narrow = { ...order, policyDocument: allow('s3:ListBucket') }
    const { credentials } = await assumeRole(clients, narrow, {})
    assert.equal(await attempt(credentials, 'list'), 'done')
    assert.equal(await attempt(credentials, 'put'), 403)
  })

  for (const [what, changes] of [
    ['of the role’s own rights', {}],
    ['with a policy', { policyDocument: allow('s3:ListBucket') }],
  ] as const) {
    test(`a session ${what} works until its soft end, by the server’s clock, and not after it`, async () => {
      const denyAfter = wholeSecond(secondsAfter(systemClock.now(), 2))
      const { credentials } = await assumeRole(
        clients,
        { ...order, ...changes, denyAfter, isShort: true },
        {},
      )
      assert.deepEqual(credentials.expiresAt, denyAfter)
      const lastWorked = await whenLastWorked(() => attempt(credentials, 'list'))
      assert.ok(lastWorked !== undefined, 'it never worked')
      const late = (lastWorked.getTime() - denyAfter.getTime()) / 1000
      assert.ok(late > -0.5 && late < 1.5, `it last worked ${late} s after its soft end`)
    })
  }

  test('a session ends by itself when STS said', async () => {
    const { credentials } = await assumeRole(clients, { ...order, durationSeconds: 5 }, {})
    const lastWorked = await whenLastWorked(() => attempt(credentials, 'list'))
    const late = ((lastWorked ?? assert.fail()).getTime() - credentials.expiresAt.getTime()) / 1000
    assert.ok(late > -0.5 && late < 1.5, `it last worked ${late} s after its end`)
  })

  test('a caller that the role does not trust is denied, though the server sends no code', async () => {
    const error = await failure(assumeRole(as(RGW_STRANGER), order, {}))
    assert.equal(error.code, 'aws-denied')
    assert.equal(awsCodeOf(error), undefined)
    assert.match(error.hint ?? '', /trust policy/)
  })

  test('what the server does not offer is said so, and no key waits for it', async () => {
    const error = await failure(callerIdentity(clients))
    assert.equal(error.code, 'aws-rejected')
    assert.match(error.hint ?? '', /does not offer/)
    const { credentials } = await assumeRole(clients, order, {})
    await confirmKey(clients, systemClock, credentials, {})
  })
}

/** Tries until it fails, for ten seconds at most; answers when the last try that worked began. */
async function whenLastWorked(attempt: () => Promise<unknown>): Promise<Date | undefined> {
  let worked: Date | undefined
  const giveUp = secondsAfter(systemClock.now(), 10)
  for (;;) {
    const began = systemClock.now()
    assert.ok(began < giveUp, 'it works on and on')
    if ((await attempt()) !== 'done') return worked
    worked = began
    await systemClock.sleep(100)
  }
}
