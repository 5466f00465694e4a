import { deploymentOf } from '../../core/rights/deployment.ts'
import { type RightsOf, rightsOf } from '../../core/rights/rights-of.ts'
import { ACCOUNT, BUCKET, type Key, type Scene, TYPES, roleOf } from './scene.ts'

/** Statements of one managed policy, of which a user may have ten. */
const STATEMENTS_AT_ONCE = 4

/** The key of somebody who has the rights that `daypass policy` prints, and no others. */
export async function leastKey(scene: Scene, who: RightsOf): Promise<Key> {
  const { iam, sandbox } = scene
  const deployment = deploymentOf({
    roles: TYPES.map((type) => roleOf(type)),
    bucket: { bucket: BUCKET, prefix: '' },
    revokerRoleArns: [],
    account: ACCOUNT,
    issuingUser: 'daypass-root',
  })
  const { Statement } = rightsOf(who, deployment)
  const UserName = 'stranger'
  for (let n = 0; n < Statement.length; n += STATEMENTS_AT_ONCE) {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: Statement.slice(n, n + STATEMENTS_AT_ONCE),
    })
    const { Policy } = await iam.createPolicy({ PolicyName: `least-${n}`, PolicyDocument })
    await iam.attachUserPolicy({ UserName, PolicyArn: Policy?.Arn })
  }
  await iam.deleteUserPolicy({ UserName, PolicyName: 'rights' })
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName })
  const key = sandbox.world.accessKeys.get(AccessKeyMetadata[0]?.AccessKeyId ?? '')
  if (key === undefined) throw new Error('the stranger has no key')
  scene.takeForGiven()
  return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey }
}
