/** Lists for `terraform query`, and the action that revokes: by the bytes of the protocol, on a sandbox. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { credentialsEphemeral } from '../../provider/ephemeral/credentials.ts'
import { providerSchema } from '../../provider/configuration/schema.ts'
import { daypass } from '../../provider/daypass.ts'
import { revokeAction } from '../../provider/actions/revoke.ts'
import { leaseList } from '../../provider/list-resources/leases.ts'
import { roleList } from '../../provider/list-resources/roles.ts'
import { leaseResource } from '../../provider/resources/lease.ts'
import { roleResource } from '../../provider/resources/role.ts'
import {
  type ProviderClient,
  decoded,
  encoded,
  providerClient,
} from '../terraform-plugin/in-process.ts'
import { openSessionStage } from './session-stage.ts'

const stage = await openSessionStage()
const { sandbox, alive, session, call } = stage

async function configured(): Promise<ProviderClient> {
  const { url, root } = sandbox
  const client = providerClient(daypass(stage.surroundings()))
  const config = encoded(providerSchema, {
    state: 's3://daypass-state',
    region: 'us-east-1',
    access_key: root.accessKeyId,
    secret_key: root.secretAccessKey,
    endpoints: { iam: url, sts: url, s3: url },
  })
  assert.deepEqual((await client.call('ConfigureProvider', { config })).diagnostics, [])
  return client
}

async function issue(role: string): Promise<string> {
  const none = { ttl: '30m', role_arn: null, role_session_name: null, mfa_code: null }
  const opened = session()
  return (await credentialsEphemeral.open({ ...none, role }, call(opened))).private
}

test('the leases that live are listed with their identity, of all roles or of one', async () => {
  const [viewer, reader] = [await issue('viewer'), await issue('reader')]
  const { stream } = await configured()
  const list = async (role: string | null, limit = 0) => {
    const config = encoded(leaseList.schema, { role })
    return await stream('ListResource', {
      typeName: 'daypass_lease',
      config,
      limit,
      includeResourceObject: true,
    })
  }
  const all = await list(null)
  const ids = all.map(({ resourceObject }) => {
    const state = decoded(leaseResource.schema, resourceObject) as { readonly id: string }
    return state.id
  })
  assert.deepEqual([...ids].sort(), [reader, viewer].sort())
  const [one, ...others] = await list('reader')
  assert.deepEqual(others, [])
  assert.match(one?.displayName ?? '', new RegExp(`^${reader} \\(.+\\)$`))
  assert.ok(one?.identity?.identityData !== undefined)
  assert.equal((await list(null, 1)).length, 1)
})

test('the roles in the state are listed as they would be written', async () => {
  const client = await configured()
  const { stream, call: ask } = client
  const role = { name: 'uploader', credential_type: 'session_token', max_sts_ttl: '2h' }
  const config = encoded(roleResource.schema, role)
  const created = await ask('ApplyResourceChange', {
    typeName: 'daypass_role',
    priorState: encoded(roleResource.schema, null),
    plannedState: config,
    config,
  })
  assert.deepEqual(created.diagnostics, [])
  const found = await stream('ListResource', {
    typeName: 'daypass_role',
    config: encoded(roleList.schema, {}),
    includeResourceObject: true,
  })
  assert.deepEqual(
    found.map(({ displayName }) => displayName),
    ['uploader'],
  )
  const state = decoded(roleResource.schema, found[0]?.resourceObject)
  const expected = { ...role, id: 'uploader', default_sts_ttl: null }
  const seen = Object.entries(state ?? {}).filter(([name]) => name in expected)
  assert.deepEqual(Object.fromEntries(seen), expected)
})

test('the action takes back all of a role, and of no other', async () => {
  const viewers = [await issue('viewer'), await issue('viewer'), await issue('viewer')]
  await issue('reader')
  const { stream, call: ask } = await configured()
  const request = {
    typeName: 'daypass_revoke',
    config: encoded(revokeAction.schema, { role: 'viewer' }),
  }
  assert.deepEqual((await ask('PlanAction', request)).diagnostics, [])
  const events = await stream('InvokeAction', request)
  const lines = events.flatMap(({ progress }) => (progress === undefined ? [] : [progress.message]))
  assert.deepEqual([...lines].sort(), viewers.map((id) => `${id}: revoked`).sort())
  assert.deepEqual(events.at(-1)?.completed?.diagnostics, [])
  assert.equal(alive().length, 1)
  const [none] = await stream('InvokeAction', request)
  assert.match(none?.progress?.message ?? '', /no lease of role viewer lives/)
})

test('what is no role, no list and no action is said so', async () => {
  const { stream, call: ask } = await configured()
  const config = encoded(revokeAction.schema, { role: 'a/b' })
  const wrong = await ask('ValidateActionConfig', { typeName: 'daypass_revoke', config })
  assert.match(wrong.diagnostics[0]?.detail ?? '', /cannot be the name of a role/)
  const [list] = await stream('ListResource', { typeName: 'daypass_nothing' })
  assert.match(list?.diagnostic[0]?.summary ?? '', /Unknown list resource/)
  const [action] = await stream('InvokeAction', { typeName: 'daypass_nothing' })
  assert.match(action?.completed?.diagnostics[0]?.summary ?? '', /Unknown action/)
})
