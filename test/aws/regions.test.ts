import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AwsConfig, awsClients } from '../../aws/clients/clients.ts'
import { setEnvironment } from '../support/process-environment.ts'

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not a secret' }

for (const [what, config, iamHost, stsHost] of [
  ['a region', { region: 'eu-central-1' }, 'iam.amazonaws.com', 'sts.eu-central-1.amazonaws.com'],
  [
    'China',
    { region: 'cn-north-1' },
    'iam.cn-north-1.amazonaws.com.cn',
    'sts.cn-north-1.amazonaws.com.cn',
  ],
  [
    'GovCloud',
    { region: 'us-gov-west-1' },
    'iam.us-gov.amazonaws.com',
    'sts.us-gov-west-1.amazonaws.com',
  ],
  ['no region', {}, 'iam.amazonaws.com', 'sts.us-east-1.amazonaws.com'],
  [
    'no region in China',
    { partition: 'aws-cn' },
    'iam.cn-north-1.amazonaws.com.cn',
    'sts.cn-north-1.amazonaws.com.cn',
  ],
  [
    'endpoints of its own',
    { region: 'r', iamEndpoint: 'http://iam.test:1', stsEndpoint: 'http://sts.test:2' },
    'iam.test',
    'sts.test',
  ],
] as const) {
  test(`with ${what}, IAM is at ${iamHost} and STS at ${stsHost}`, async () => {
    assert.deepEqual(await hosts(config), [iamHost, stsHost])
  })
}

test('without a region of its own, that of AWS_REGION is taken', async (t) => {
  setEnvironment(t, { AWS_REGION: 'ap-south-1' })
  assert.deepEqual(await hosts({}), ['iam.amazonaws.com', 'sts.ap-south-1.amazonaws.com'])
})

/** Where requests to IAM and STS would go; none is sent. */
async function hosts(config: AwsConfig): Promise<readonly string[]> {
  const clients = awsClients({ ...config, credentials, maxAttempts: 1 })
  const asked: string[] = []
  const stop = () => (args: { request: unknown }) => {
    const { hostname } = args.request as { hostname: string }
    asked.push(hostname)
    throw new Error('far enough')
  }
  const [iam, sts] = [await clients.iam(), await clients.sts()]
  iam.middlewareStack.add(stop, { step: 'finalizeRequest', priority: 'low' })
  sts.middlewareStack.add(stop, { step: 'finalizeRequest', priority: 'low' })
  await assert.rejects(iam.getUser())
  await assert.rejects(sts.getCallerIdentity())
  return asked
}
