import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ConnectionSettings } from '../../../action/connection/connection.ts'
import type { Identity, LastingTokenSource } from '../../../action/identity/identity.ts'
import { keepPostState } from '../../../action/post-state/keep-post-state.ts'
import { formatPostState, parsePostState } from '../../../action/post-state/post-state-document.ts'
import type { PostState } from '../../../action/post-state/post-state.ts'
import { newLeaseId } from '../../../core/lease/lease-id.ts'
import { Secret } from '../../../core/secret.ts'
import { recordingRunner } from './recording-runner.ts'

const text = fc.string({ unit: 'binary', maxLength: 20 })
const maybe = fc.option(text, { nil: undefined })
const texts = fc.dictionary(fc.stringMatching(/^AWS_[A-Z]{1,8}$/), text).map((one) => ({ ...one }))
const keys = fc.record({
  accessKeyId: text,
  secretAccessKey: text.map((one) => new Secret(one)),
  sessionToken: fc.option(
    text.map((one) => new Secret(one)),
    { nil: undefined },
  ),
})
const token: fc.Arbitrary<LastingTokenSource> = fc.oneof(
  fc.record({ kind: fc.constant('job' as const), audience: text }),
  fc.record({ kind: fc.constant('file' as const), file: text }),
)
const identity: fc.Arbitrary<Identity> = fc.oneof(
  fc.record({ kind: fc.constant('broker-by-token' as const), roleArn: text, token }),
  fc.record({ kind: fc.constant('broker-by-keys' as const), roleArn: text, keys }),
  fc.record({ kind: fc.constant('keys' as const), keys }),
  fc.record({ kind: fc.constantFrom('ambient' as const, 'nobody' as const) }),
)
const connection: fc.Arbitrary<ConnectionSettings> = fc.record({
  state: text,
  isPassing: fc.boolean(),
  region: maybe,
  stsEndpoint: maybe,
  iamEndpoint: maybe,
  proxies: fc.record({ http: maybe, https: maybe, except: maybe }),
  identity,
  directToken: fc.option(token, { nil: undefined }),
  revocation: fc.constantFrom('immediate' as const, 'tombstone' as const),
  revokerRoleArns: fc.array(text),
  allowSharedDirectory: fc.boolean(),
  variables: texts,
})
const lease = fc.record({
  id: fc.constantFrom('deploy', 'a.b').map((role) => newLeaseId(role, randomBytes)),
  alias: maybe,
  arn: maybe,
  expiresAt: fc.option(
    fc.integer({ min: 0, max: 4e9 }).map((seconds) => new Date(seconds * 1000)),
    { nil: undefined },
  ),
})
const saved: fc.Arbitrary<PostState> = fc.record({
  connection,
  revoke: fc.constantFrom('always' as const, 'never' as const),
  maskAccountId: fc.boolean(),
  leases: fc.array(lease, { maxLength: 3 }),
  variables: fc.array(
    fc.record({ witness: fc.record({ name: text, value: text }), earlier: texts }),
    { maxLength: 3 },
  ),
  profiles: fc.array(fc.record({ file: text, section: text, lease: lease.map(({ id }) => id) }), {
    maxLength: 3,
  }),
  refreshDirectory: maybe,
})

test('post reads exactly what main left', () => {
  fc.assert(
    fc.property(saved, (state) => {
      const read = parsePostState(formatPostState(state, randomBytes))
      assert.deepEqual(opened(read), opened(state))
    }),
  )
})

test('a state that is not main’s is refused, and no part of it is shown', () => {
  for (const wrong of ['secret-text', '{}', '{"version":1,"nonce":"x","leases":"secret-text"}']) {
    assert.throws(
      () => parsePostState(wrong),
      (error) => {
        assert.ok(error instanceof Error)
        assert.doesNotMatch(error.message, /secret-text/)
        return true
      },
    )
  }
})

test('leases that are over are dropped, and nothing is left when nothing is to do', () => {
  const [one, two] = [newLeaseId('a', randomBytes), newLeaseId('b', randomBytes)]
  const [state] = fc.sample(saved, 1)
  assert.ok(state !== undefined)
  const runner = recordingRunner()
  const facts = { alias: undefined, arn: undefined, expiresAt: undefined }
  const leases = [one, two].map((id) => ({ id, ...facts }))
  const nothing = { variables: [], profiles: [], refreshDirectory: undefined }
  const postState = keepPostState(runner, { ...state, ...nothing, leases })
  postState.drop([one])
  assert.deepEqual(
    parsePostState(runner.left()).leases.map(({ id }) => id),
    [two],
  )
  postState.drop([two])
  assert.equal(runner.left(), '')
})

test('a state that was saved when `immediate` was called `direct` is read as the same', () => {
  const [state] = fc.sample(saved, 1)
  assert.ok(state !== undefined)
  const text = formatPostState(state, randomBytes).replace(
    /"revocation": "\w+"/,
    '"revocation": "direct"',
  )
  assert.equal(parsePostState(text).connection.revocation, 'immediate')
  assert.throws(() => parsePostState(text.replace('"direct"', '"never"')), /way to revoke/)
})

/** Secrets compare as equal objects whatever they hold: their texts are put in their place. */
function opened(value: unknown): unknown {
  if (value instanceof Secret) return `secret ${value.reveal()}`
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(opened)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, opened(one)]))
}
