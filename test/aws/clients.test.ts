import assert from 'node:assert/strict'
import { devNull } from 'node:os'
import { test } from 'node:test'
import { awsClients } from '../../aws/clients.ts'
import { startScripted } from './scripted-endpoint.ts'

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' }

/** Runs a task as on a machine where nobody has configured anything. */
async function unconfigured(task: () => Promise<void>): Promise<void> {
  const names = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_CONFIG_FILE'] as const
  const before = names.map((name) => [name, process.env[name]] as const)
  for (const name of names) Reflect.deleteProperty(process.env, name)
  process.env['AWS_CONFIG_FILE'] = devNull
  try {
    await task()
  } finally {
    Reflect.deleteProperty(process.env, 'AWS_CONFIG_FILE')
    for (const [name, value] of before) if (value !== undefined) process.env[name] = value
  }
}

test('a client is made once, however often it is asked for', async () => {
  const clients = awsClients({ region: 'eu-central-1', credentials })
  assert.equal(await clients.iam(), await clients.iam())
  assert.equal(await clients.sts(), await clients.sts())
})

test('the region that is given counts', async () => {
  const clients = awsClients({ region: 'eu-central-1', credentials, partition: 'aws-cn' })
  assert.equal(await (await clients.iam()).config.region(), 'eu-central-1')
  assert.equal(await (await clients.sts()).config.region(), 'eu-central-1')
})

test('without a region anywhere the partition’s first is taken', async () => {
  await unconfigured(async () => {
    for (const [partition, region] of [
      [undefined, 'us-east-1'],
      ['aws', 'us-east-1'],
      ['aws-cn', 'cn-north-1'],
      ['aws-us-gov', 'us-gov-west-1'],
    ] as const) {
      const named = partition === undefined ? {} : { partition }
      const clients = awsClients({ credentials, ...named })
      assert.equal(await (await clients.iam()).config.region(), region)
      assert.equal(await (await clients.sts()).config.region(), region)
    }
  })
})

test('STS is asked in its region, IAM at the partition’s one endpoint', async () => {
  const hosts = async (region: string) => {
    const clients = awsClients({ region, credentials })
    const place = { Region: region, UseFIPS: false, UseDualStack: false }
    const { config: iam } = await clients.iam()
    const { config: sts } = await clients.sts()
    return [iam.endpointProvider(place), sts.endpointProvider(place)].map(({ url }) => url.hostname)
  }
  assert.deepEqual(await hosts('eu-central-1'), [
    'iam.amazonaws.com',
    'sts.eu-central-1.amazonaws.com',
  ])
  assert.deepEqual(await hosts('cn-north-1'), [
    'iam.cn-north-1.amazonaws.com.cn',
    'sts.cn-north-1.amazonaws.com.cn',
  ])
})

test('a request that fails for good is tried as often as configured', async () => {
  for (const maxAttempts of [1, 3]) {
    const endpoint = await startScripted([{ status: 500, body: '' }], { maxAttempts })
    const sts = await endpoint.clients.sts()
    await assert.rejects(sts.getCallerIdentity({}))
    assert.equal(endpoint.seen.length, maxAttempts)
    await endpoint.stop()
  }
})
