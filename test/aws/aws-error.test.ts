import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { errorLine } from '../../action/runner/error-text.ts'
import { ask } from '../../aws/clients/ask.ts'
import { awsCodeOf, awsError } from '../../aws/errors/aws-error.ts'
import type { AwsClients } from '../../aws/clients/clients.ts'
import type { Doing } from '../../aws/errors/doing.ts'
import { describe as described } from '../../cli/error-text.ts'
import { DaypassError, type ErrorCode } from '../../core/errors.ts'
import { explain } from '../../provider/explain.ts'
import { type Turn, refusal, scriptedClients, startScripted } from './scripted-endpoint.ts'

const WRITE: Doing = 'iam:CreateUser on user/x'
const READ: Doing = 'iam:GetUser on user/x'

async function create(clients: AwsClients, signal?: AbortSignal): Promise<unknown> {
  const iam = await clients.iam()
  return await ask(WRITE, { signal }, (http) => iam.createUser({ UserName: 'x' }, http))
}

async function read(clients: AwsClients, signal?: AbortSignal): Promise<unknown> {
  const iam = await clients.iam()
  return await ask(READ, { signal }, (http) => iam.getUser({ UserName: 'x' }, http))
}

async function failure(task: Promise<unknown>): Promise<DaypassError> {
  try {
    await task
  } catch (error) {
    assert.ok(error instanceof DaypassError, inspect(error))
    return error
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' })
}

async function failureOf(
  turns: readonly Turn[],
  call: (clients: AwsClients) => Promise<unknown>,
  maxAttempts = 1,
): Promise<DaypassError> {
  const endpoint = await startScripted(turns, { maxAttempts })
  try {
    return await failure(call(endpoint.clients))
  } finally {
    await endpoint.stop()
  }
}

const bare = (status: number): Turn => ({ status, body: '<Error></Error>' })

// What AWS answers → what a write of daypass throws, and what a read throws.
const replies: readonly (readonly [Turn, ErrorCode, ErrorCode])[] = [
  [refusal(403, 'AccessDenied'), 'aws-denied', 'aws-denied'],
  [refusal(400, 'AccessDeniedException'), 'aws-denied', 'aws-denied'],
  [bare(403), 'aws-denied', 'aws-denied'],
  [refusal(403, 'InvalidClientTokenId'), 'aws-credentials-missing', 'aws-credentials-missing'],
  [refusal(403, 'ExpiredToken'), 'aws-credentials-missing', 'aws-credentials-missing'],
  [refusal(403, 'ExpiredTokenException'), 'aws-credentials-missing', 'aws-credentials-missing'],
  [refusal(403, 'SignatureDoesNotMatch'), 'aws-credentials-missing', 'aws-credentials-missing'],
  [
    refusal(403, 'MissingAuthenticationToken'),
    'aws-credentials-missing',
    'aws-credentials-missing',
  ],
  [refusal(400, 'IncompleteSignature'), 'aws-credentials-missing', 'aws-credentials-missing'],
  [refusal(400, 'RequestExpired'), 'aws-credentials-missing', 'aws-credentials-missing'],
  [bare(401), 'aws-credentials-missing', 'aws-credentials-missing'],
  [refusal(400, 'Throttling'), 'aws-throttled', 'aws-throttled'],
  [refusal(400, 'ThrottlingException'), 'aws-throttled', 'aws-throttled'],
  [refusal(503, 'SlowDown'), 'aws-throttled', 'aws-throttled'],
  [refusal(400, 'RequestLimitExceeded'), 'aws-throttled', 'aws-throttled'],
  [bare(429), 'aws-throttled', 'aws-throttled'],
  [refusal(409, 'LimitExceeded'), 'aws-limit-exceeded', 'aws-limit-exceeded'],
  [refusal(400, 'PackedPolicyTooLarge'), 'aws-limit-exceeded', 'aws-limit-exceeded'],
  [refusal(400, 'ValidationError'), 'aws-rejected', 'aws-rejected'],
  [refusal(400, 'MalformedPolicyDocument'), 'aws-rejected', 'aws-rejected'],
  [refusal(404, 'NoSuchEntity'), 'aws-rejected', 'aws-rejected'],
  [refusal(409, 'EntityAlreadyExists'), 'aws-rejected', 'aws-rejected'],
  [refusal(409, 'DeleteConflict'), 'aws-rejected', 'aws-rejected'],
  [refusal(403, 'RegionDisabledException'), 'aws-rejected', 'aws-rejected'],
  [refusal(400, 'InvalidAction'), 'aws-rejected', 'aws-rejected'],
  [bare(400), 'aws-rejected', 'aws-rejected'],
  [bare(404), 'aws-rejected', 'aws-rejected'],
  [bare(405), 'aws-rejected', 'aws-rejected'],
  [bare(307), 'aws-rejected', 'aws-rejected'],
  [{ status: 404, body: '<html>not here' }, 'aws-rejected', 'aws-rejected'],
  [refusal(500, 'ServiceFailure'), 'outcome-unknown', 'aws-unavailable'],
  [refusal(503, 'ServiceUnavailable'), 'outcome-unknown', 'aws-unavailable'],
  [{ status: 500, body: '<!doctype html><p>oops' }, 'outcome-unknown', 'aws-unavailable'],
  [{ status: 502, body: '' }, 'outcome-unknown', 'aws-unavailable'],
  [{ status: 200, body: '<CreateUserResponse><Cut' }, 'outcome-unknown', 'aws-unavailable'],
  ['cut', 'outcome-unknown', 'aws-unavailable'],
  ['silence', 'outcome-unknown', 'aws-unavailable'],
]

for (const [turn, ofWrite, ofRead] of replies) {
  const name = typeof turn === 'string' ? turn : `${turn.status} ${turn.body.slice(0, 70)}`
  test(`${name} makes a write fail with ${ofWrite} and a read with ${ofRead}`, async () => {
    assert.equal((await failureOf([turn], create)).code, ofWrite)
    assert.equal((await failureOf([turn], read)).code, ofRead)
  })
}

test('a connection that is refused leaves nothing done', async () => {
  const endpoint = await startScripted([bare(500)])
  await endpoint.stop()
  const error = await failure(create(scriptedClients(endpoint.url, 2)))
  assert.equal(error.code, 'aws-unavailable')
  assert.match(error.message, /ECONNREFUSED/)
})

test('a write that is refused after an earlier try lost its reply has an unknown outcome', async () => {
  const write = await failureOf(['cut', refusal(400, 'Throttling')], create, 2)
  assert.equal(write.code, 'outcome-unknown')
  const after500 = await failureOf([bare(500), refusal(403, 'AccessDenied')], create, 2)
  assert.equal(after500.code, 'outcome-unknown')
  const reading = await failureOf(['cut', refusal(400, 'Throttling')], read, 2)
  assert.equal(reading.code, 'aws-throttled')
})

test('a write that was throttled every time was never done', async () => {
  assert.equal((await failureOf([refusal(400, 'Throttling')], create, 2)).code, 'aws-throttled')
})

test('what is remembered of one request does not colour the next', async () => {
  const endpoint = await startScripted(['cut', refusal(400, 'Throttling')])
  try {
    assert.equal((await failure(create(endpoint.clients))).code, 'outcome-unknown')
    assert.equal((await failure(create(endpoint.clients))).code, 'aws-throttled')
  } finally {
    await endpoint.stop()
  }
})

test('a quota that is used up is not tried again', async () => {
  const endpoint = await startScripted([refusal(409, 'LimitExceeded')], { maxAttempts: 4 })
  try {
    await failure(create(endpoint.clients))
    assert.equal(endpoint.seen.length, 1)
  } finally {
    await endpoint.stop()
  }
})

test('a call that is stopped on the way is unknown if it writes, and cancelled if it reads', async () => {
  for (const [call, code] of [
    [create, 'outcome-unknown'],
    [read, 'cancelled'],
  ] as const) {
    const stop = new AbortController()
    const onSilence = () => {
      stop.abort()
    }
    const endpoint = await startScripted(['silence'], { onSilence })
    try {
      assert.equal((await failure(call(endpoint.clients, stop.signal))).code, code)
    } finally {
      await endpoint.stop()
    }
  }
})

test('a call that is stopped before it began sends nothing', async () => {
  const endpoint = await startScripted([bare(500)])
  try {
    const error = await failure(create(endpoint.clients, AbortSignal.abort()))
    assert.equal(error.code, 'cancelled')
    assert.equal(endpoint.seen.length, 0)
  } finally {
    await endpoint.stop()
  }
})

test('no credentials anywhere is said as such; each face has its ways to give them', () => {
  const missing = Object.assign(new Error('Could not load credentials from any providers'), {
    name: 'CredentialsProviderError',
  })
  const error = awsError(missing, WRITE)
  assert.equal(error.code, 'aws-credentials-missing')
  assert.equal(error.hint, undefined)
  assert.match(described(error).hint ?? '', /AWS_PROFILE.*AWS_ACCESS_KEY_ID/)
  assert.match(errorLine(error), /broker-role-arn.*aws-access-key-id/)
  assert.match(explain(error).detail, /profile.*access_key in the provider block/)
})

test('a denial names the right to add, by the word of AWS where it has one', async () => {
  const silent = await failureOf([bare(403)], create)
  assert.match(silent.hint ?? '', /^allow iam:CreateUser on user\/x /)
  const told = refusal(
    403,
    'AccessDenied',
    'User: arn:aws:iam::1:user/a is not authorized to perform: iam:TagUser on resource: arn:aws:iam::1:user/x because no identity-based policy allows the iam:TagUser action',
  )
  const precise = await failureOf([told], create)
  assert.match(precise.hint ?? '', /^allow iam:TagUser on arn:aws:iam::1:user\/x for/)
})

const hints: readonly (readonly [string, Doing, string, RegExp])[] = [
  [
    'an explicit deny',
    WRITE,
    'User: a is not authorized to perform: iam:CreateUser on resource: b with an explicit deny in a service control policy',
    /explicit deny forbids iam:CreateUser on b/,
  ],
  [
    'a role that cannot be assumed',
    'sts:AssumeRole on arn:aws:iam::1:role/r',
    'User: a is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/r',
    /twice: .*trust policy/,
  ],
  [
    'session tags that are not allowed',
    'sts:AssumeRole on arn:aws:iam::1:role/r',
    'User: a is not authorized to perform: sts:TagSession on resource: arn:aws:iam::1:role/r',
    /allow sts:TagSession/,
  ],
  [
    'a wrong MFA code',
    'sts:GetSessionToken on the calling user',
    'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    /MFA device shows now/,
  ],
  [
    'a session where a long-term key is wanted',
    'sts:GetFederationToken on federated-user/x',
    'Cannot call GetFederationToken with session credentials',
    /long-term key/,
  ],
]

for (const [what, doing, message, hint] of hints) {
  test(`the hint fits ${what}`, () => {
    const error = Object.assign(new Error(message), {
      name: 'AccessDenied',
      $fault: 'client',
      $metadata: { httpStatusCode: 403 },
    })
    assert.match(awsError(error, doing).hint ?? '', hint)
  })
}

test('the code of AWS can be read before and after the error was turned', async () => {
  const error = await failureOf([refusal(404, 'NoSuchEntity')], read)
  assert.equal(awsCodeOf(error), 'NoSuchEntity')
  assert.equal(
    awsCodeOf(Object.assign(new Error('x'), { name: 'NoSuchEntityException' })),
    'NoSuchEntity',
  )
})

test('an error that is turned already stays as it is', () => {
  const error = new DaypassError('cancelled', 'x')
  assert.equal(awsError(error, WRITE), error)
})

test('neither message nor cause repeat what was sent, signed or answered', async () => {
  const secrets = ['FwoGZXIvYXdzEtoken', '123654', 'wJalrXUtnFEMIsecret']
  const echoes: readonly Turn[] = [
    refusal(403, 'SignatureDoesNotMatch', `canonical string: x-amz-security-token:${secrets[0]}`),
    refusal(
      400,
      'ValidationError',
      `1 error detected: Value '${secrets[1]}' at 'tokenCode' failed`,
    ),
    { status: 200, body: `<R><SecretAccessKey>${secrets[2]}</SecretAccessKey` },
    { status: 500, body: `${secrets[2]}<` },
  ]
  for (const turn of echoes) {
    const error = await failureOf([turn], create)
    const all = [inspect(error, { depth: 9, showHidden: true }), error.stack, JSON.stringify(error)]
    for (const secret of [...secrets, 'secret-of-the-test']) {
      assert.ok(!all.join('\n').includes(secret), `${secret} in ${all.join('\n')}`)
    }
  }
})
