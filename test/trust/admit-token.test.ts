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
    message: /not of https:\/\/evil/,
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
