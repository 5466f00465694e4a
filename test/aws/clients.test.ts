import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awsClients } from '../../aws/clients/clients.ts'
import { startScripted } from './scripted-endpoint.ts'

test('a client is made once, however often it is asked for', async () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'x' }
  const clients = awsClients({ region: 'eu-central-1', credentials })
  assert.equal(await clients.iam(), await clients.iam())
  assert.equal(await clients.sts(), await clients.sts())
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
