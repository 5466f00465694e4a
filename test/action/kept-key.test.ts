/** A federation token by the key that daypass keeps sealed in the state. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { keptKeys } from '../../assembly/kept-keys.ts'
import { sealOfEnvironment } from '../../assembly/seal-of-environment.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { keyOwner } from '../../aws/users/key-owner.ts'
import { systemClock as clock } from '../../core/clock.ts'
import { setRootKey } from '../../core/root/set-root-key.ts'
import { Secret } from '../../core/secret.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { openStage } from './open-stage.ts'
import { rightClock } from '../support/right-clock.ts'

const stage = await openStage()
const { needs, sandbox, state: url } = stage

/** Keeps a key of a new IAM user in the state; answers the identity that opens it. */
async function keepKey(): Promise<string> {
  const identity = await generateIdentity()
  const env = {
    DAYPASS_IDENTITY: identity,
    DAYPASS_RECIPIENT: await identityToRecipient(identity),
  }
  const config = {
    region: 'us-east-1',
    iamEndpoint: sandbox.url,
    stsEndpoint: sandbox.url,
    credentials: sandbox.root,
  }
  const clients = awsClients(config)
  const iam = await clients.iam()
  await iam.createUser({ UserName: 'issuer', Path: '/ops/' })
  const Statement = { Effect: 'Allow', Action: '*', Resource: '*' }
  await iam.putUserPolicy({
    UserName: 'issuer',
    PolicyName: 'all',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  })
  const { AccessKey } = await iam.createAccessKey({ UserName: 'issuer' })
  const key = {
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: new Secret(AccessKey?.SecretAccessKey ?? ''),
  }
  const random = (size: number): Uint8Array => randomBytes(size)
  const state = openState(parseStateUrl(url), { clock, random, credentials: sandbox.root })
  const keys = keptKeys({
    clients,
    config,
    state,
    seal: sealOfEnvironment(env, '/'),
    clock: rightClock(clock),
  })
  const owner = await keyOwner(clients, clock, key, {})
  await setRootKey(keys.root, { key, owner, mayForget: false }, {})
  return identity
}

test(
  'a federation token is issued with the kept key where the step has the identity, and revoked',
  needs,
  async () => {
    stage.write(
      'roles/federated.yaml',
      'credential_type: federation_token\npolicy_arns: [arn:aws:iam::aws:policy/ReadOnlyAccess]\n',
    )
    const identity = await keepKey()
    stage.secrets.add('identity', identity)
    const keys = {
      'broker-role-arn': '',
      'aws-access-key-id': sandbox.root.accessKeyId,
      'aws-secret-access-key': sandbox.root.secretAccessKey,
    }
    const job = stage.job({ env: { DAYPASS_IDENTITY: identity } })
    const main = await job.uses(stage.step({ role: 'federated', ...keys }))
    assert.equal(main.code, 0, main.log)
    assert.match(main.outputs['arn'] ?? '', /federated-user\/daypass-/)
    const asked = sandbox.requests.find(({ action }) => action === 'GetFederationToken')
    assert.equal(asked?.principal, 'arn:aws:iam::123456789012:user/ops/issuer')
    const alive = () => stage.alive().filter((name) => name !== 'issuer')
    assert.equal(alive().length, 1)
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(alive(), [])
  },
)
