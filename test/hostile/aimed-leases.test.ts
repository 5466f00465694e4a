import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDaypassError } from '../../core/errors.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { type Stage, startStage, userLease, userOrder } from '../aws/stage.ts'

const NAME = 'Xq7TzWq0bXyN8rPdU1a4cZ'

/** A user as somebody else made it, with a key. */
async function foreignUser(stage: Stage, UserName: string, lease?: string) {
  const Tags = lease === undefined ? [] : [{ Key: 'daypass:lease', Value: lease }]
  await stage.iam.createUser({ UserName, Path: '/daypass/', Tags })
  await stage.iam.createAccessKey({ UserName })
}

test('a made-up lease touches no user but one that carries its tag, whatever the name', async (t) => {
  for (const [userName, tag] of [
    // Any user whose name happens to end in 22 letters and digits.
    [`build-${NAME}`, undefined],
    [`build-${NAME}`, `ci/${NAME}`],
    // The very name that daypass would give.
    [`daypass-ci-${NAME}`, undefined],
    // Of a lease that lives, found in the list.
    [`daypass-ci-${NAME}`, `deploy/${NAME}`],
  ] as const) {
    const stage = await startStage(t)
    await foreignUser(stage, userName, tag)
    const forged = userLease(stage, userOrder(stage, { userName }))
    const lease = { ...forged, id: parseLeaseId(`ci/${NAME}`), role: 'ci' }
    const before = stage.sandbox.requests.length
    await assert.rejects(
      stage.revoke(lease),
      (error) => isDaypassError(error, 'state-invalid') && error.message.includes(userName),
    )
    const { AccessKeyMetadata } = await stage.iam.listAccessKeys({ UserName: userName })
    assert.deepEqual(
      AccessKeyMetadata?.map(({ Status }) => Status),
      ['Active'],
    )
    const asked = stage.sandbox.requests.slice(before).map(({ action }) => action)
    assert.ok(
      !asked.some((action) => /^(?:Put|Delete|Detach|Remove|Update)/.test(action)),
      asked.join(),
    )
  }
})

test('a lease aimed at the key of another user deletes nobody', async (t) => {
  const stage = await startStage(t)
  await foreignUser(stage, 'admin')
  const { AccessKeyMetadata } = await stage.iam.listAccessKeys({ UserName: 'admin' })
  const lease = userLease(stage, userOrder(stage))
  const accessKeyId = AccessKeyMetadata?.[0]?.AccessKeyId ?? assert.fail()
  assert.ok(lease.principal.type === 'iam_user')
  const aimed = { ...lease, principal: { ...lease.principal, accessKeyId } }
  await assert.rejects(stage.revoke(aimed), (error) => isDaypassError(error, 'state-invalid'))
  await stage.iam.getUser({ UserName: 'admin' })
  assert.equal((await stage.iam.listAccessKeys({ UserName: 'admin' })).AccessKeyMetadata?.length, 1)
})
