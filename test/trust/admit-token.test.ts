import assert from 'node:assert/strict'
import { test } from 'node:test'
import { admitToken } from '../../core/trust/admit-token.ts'
import { readTokenClaims } from '../../core/trust/token-claims.ts'
import { roleFrom } from '../rights/deployments.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'
const ROLE = roleFrom('deploy', {
  credential_type: 'session_token',
  subjects: ['repo:octo/app:ref:refs/heads/main', 'repo:octo/app:environment:*'],
})

function token(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`
}

function claims(sub: string, iss = ISSUER) {
  return readTokenClaims(token({ iss, sub, aud: 'sts.amazonaws.com' }))
}

test('a job of a subject is admitted, by the subject that fits', () => {
  const subject = 'repo:octo/app:environment:*'
  assert.deepEqual(admitToken(ROLE, claims('repo:octo/app:environment:prod')), {
    by: 'subject',
    subject,
  })
})

test('another job is refused, with whom the role is for', () => {
  assert.throws(() => admitToken(ROLE, claims('repo:octo/app:pull_request')), {
    code: 'request-invalid',
    message: 'role deploy is not for "repo:octo/app:pull_request"',
    hint: /its subjects are repo:octo\/app:ref:refs\/heads\/main/,
  })
})

test('a job whose repository sends ids is told to add them', () => {
  assert.throws(() => admitToken(ROLE, claims('repo:octo@12/app@34:ref:refs/heads/main')), {
    code: 'request-invalid',
    hint: /with @12 and @34 beside repo:octo\/app:ref:refs\/heads\/main/,
  })
})

test('the right subject from another issuer is refused', () => {
  const foreign = claims('repo:octo/app:ref:refs/heads/main', 'https://evil.example')
  assert.throws(() => admitToken(ROLE, foreign), {
    code: 'request-invalid',
    message: /not for tokens of "https:\/\/evil/,
  })
})

test('a role without subjects leaves the decision to AWS', () => {
  const role = roleFrom('any', { credential_type: 'session_token' })
  assert.deepEqual(admitToken(role, claims('repo:x/y:z')), { by: 'no-subjects' })
})

for (const text of [
  '',
  'a.b',
  'a.%%%.c',
  `a.${Buffer.from('null').toString('base64url')}.c`,
  token({ sub: 'x' }),
]) {
  test(`what is no token is refused without repeating it: ${text.length} characters`, () => {
    assert.throws(() => readTokenClaims(text), {
      code: 'request-invalid',
      message: /^the OIDC token /,
    })
  })
}

test('names beyond ASCII are read as they are', () => {
  assert.equal(claims('repo:octo/app:environment:größe').subject, 'repo:octo/app:environment:größe')
})

function of(sub: string, more: object = {}) {
  return readTokenClaims(token({ iss: ISSUER, sub, aud: 'sts.amazonaws.com', ...more }))
}

for (const event_name of ['pull_request_target', 'workflow_run', 'issue_comment']) {
  test(`a job of ${event_name}, which has the subject of main, is refused unless the role says so`, () => {
    const job = of('repo:octo/app:ref:refs/heads/main', { event_name })
    assert.throws(() => admitToken(ROLE, job), { code: 'request-invalid', message: /set off/ })
    const open = { ...ROLE, claims: { event_name: ['push', event_name] } }
    assert.equal(admitToken(open, job).by, 'subject')
    const closed = { ...ROLE, claims: { event_name: ['push'] } }
    assert.throws(() => admitToken(closed, job), { hint: /want event_name: push/ })
  })
}

test('claims narrow beside subjects: environment and branch, one workflow, an id', () => {
  const role = roleFrom('deploy', {
    credential_type: 'session_token',
    subjects: ['repo:octo/app:environment:prod'],
    claims: { ref: 'refs/heads/main', repository_id: ['34'] },
  })
  const sub = 'repo:octo/app:environment:prod'
  assert.equal(
    admitToken(role, of(sub, { ref: 'refs/heads/main', repository_id: 34 })).by,
    'subject',
  )
  for (const more of [{}, { ref: 'refs/heads/x', repository_id: '34' }, { ref: 'refs/heads/main' }])
    assert.throws(() => admitToken(role, of(sub, more)), { code: 'request-invalid' })
})

test('a subject that names its issuer fits the tokens of that one alone', () => {
  const sub = 'repo:octo/app:environment:prod'
  const role = roleFrom('ghes', {
    credential_type: 'session_token',
    subjects: [`https://ghes.example/_services/token#${sub}`],
  })
  const theirs = readTokenClaims(
    token({ iss: 'https://ghes.example/_services/token', sub, aud: 'a' }),
  )
  assert.equal(admitToken(role, theirs).by, 'subject')
  assert.throws(() => admitToken(role, of(sub)), { code: 'request-invalid' })
})

const NEARLY: readonly (readonly [wanted: string, had: string, cause: RegExp])[] = [
  ['repo:Octo/app:environment:prod', 'repo:octo/app:environment:prod', /upper and lower case/],
  ['repo:octo/app:environment:a?b', 'repo:octo/app:environment:a%3Ab', /%3A/],
  [
    'repo:octo/app:ref:refs/heads/main',
    'repo:octo/app:environment:prod',
    /job with an environment/,
  ],
  ['repo:octo/app:environment:prod', 'repo:octo/app:ref:refs/heads/main', /the job has none/],
  ['repo:octo/app:pull_request', 'repo:octo/app:pull_request:actor:ann', /template sends more/],
  ['repo:octo@1/app@2:pull_request', 'repo:octo/app:pull_request', /names without ids/],
  ['repo:octo@1/app@2:pull_request', 'repo:octo@1/app@3:pull_request', /taken its name/],
  [
    'repo:octo@1/app@2:environment:*',
    'repo:acme@3/app@2:environment:prod',
    /id 2 is now acme\/app/,
  ],
  ['repo:octo@1/app@2:pull_request', 'repo:octo@1/shop@2:pull_request', /id 2 is now octo\/shop/],
  ['repo:octo/app:pull_request', 'repo:octo@1/app@2:pull_request', /sends its ids/],
  ['repo:octo/app:environment:*', 'repo:octo/APP:environment:prod', /upper and lower case/],
]
for (const [wanted, had, cause] of NEARLY) {
  test(`for ${had} the refusal says why ${wanted} does not fit, with iss, aud and sub`, () => {
    const role = roleFrom('near', { credential_type: 'session_token', subjects: [wanted] })
    assert.throws(
      () => admitToken(role, of(had)),
      (error: { hint?: string }) => {
        assert.match(error.hint ?? '', cause)
        assert.match(error.hint ?? '', /iss "https:.*aud "sts.*sub "repo/)
        return true
      },
    )
  })
}

test('what would steer a terminal does not reach the refusal', () => {
  assert.throws(
    () => admitToken(ROLE, of('repo:octo/app:environmen\u001b[31m\u202e')),
    (error: Error) => {
      assert.doesNotMatch(error.message, /[\u001b\u202e]/)
      return true
    },
  )
})
