/** Jobs without `state`: their denies outlive what recorded them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awsClients } from '../../aws/clients/clients.ts'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox } = stage
const { url: iamEndpoint, root: credentials } = sandbox
const iam = await awsClients({ region: 'us-east-1', iamEndpoint, credentials }).iam()

function deniesOn(role: string): readonly string[] {
  const roles = [...sandbox.world.account('123456789012').roles.values()]
  const inline = roles.find(({ name }) => name === role)?.inline ?? {}
  return Object.keys(inline).filter((name) => name.startsWith('daypass-deny-'))
}

test(
  'where it may not list policies it leaves none, and warns that the session is kept',
  needs,
  async () => {
    await iam.putRolePolicy({
      RoleName: 'daypass-broker',
      PolicyName: 'no-lists',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Action: 'iam:ListRolePolicies', Resource: '*' },
      }),
    })
    const job = stage.job()
    await job.uses(stage.step({ state: '' }))
    const [post] = await job.finish()
    assert.equal(post?.code, 0)
    assert.match(
      post.annotations[0]?.message ?? '',
      /^lease deploy-role\/\w{22} is kept, works until \d{4}-.*iam:ListRolePolicies/,
    )
    assert.deepEqual([deniesOn('deploy-role'), stage.alive()], [[], ['deploy-role']])
  },
)

test('a job without state takes away the denies of earlier jobs that are over', needs, async () => {
  for (const left of [1, 2, 1]) {
    const job = stage.job()
    const main = await job.uses(stage.step({ state: '' }))
    assert.equal(main.code, 0, main.log)
    const [post] = await job.finish()
    assert.match(post?.log ?? '', /^lease deploy-role\/\w{22} revoked at/m)
    assert.deepEqual(post?.annotations, [])
    assert.equal(deniesOn('deploy-role').length, left)
    if (left === 2) stage.advance(2 * 3600)
  }
  assert.deepEqual(stage.alive(), [])
})
