import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import type { IssuedText } from '../../cli/credentials/issued.ts'
import { posixQuote, renderCredentials } from '../../cli/credentials/render.ts'

const session: IssuedText = {
  leaseId: 'deploy-role/4cZkq2TzWq0bXyN8rPdU1a',
  role: 'deploy-role',
  credentialType: 'assumed_role',
  accessKey: 'ASIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'FwoGZXIvYXdzEBYaD+token/with=signs',
  arn: 'arn:aws:sts::123456789012:assumed-role/deploy/x',
  issuedAt: '2026-11-21T10:00:00Z',
  expiresAt: '2026-11-21T11:00:00Z',
  ttlSeconds: 3600,
  renewable: false,
}

const user: IssuedText = {
  ...session,
  credentialType: 'iam_user',
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  sessionToken: undefined,
  arn: 'arn:aws:iam::123456789012:user/x',
  renewable: true,
}

test('json has the documented fields, in order, with null for what is not there', () => {
  assert.deepEqual(JSON.parse(renderCredentials(user, 'json', { profile: 'p' })), {
    lease_id: 'deploy-role/4cZkq2TzWq0bXyN8rPdU1a',
    credential_type: 'iam_user',
    access_key: 'AKIAIOSFODNN7EXAMPLE',
    secret_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    session_token: null,
    arn: 'arn:aws:iam::123456789012:user/x',
    issued_at: '2026-11-21T10:00:00Z',
    expires_at: '2026-11-21T11:00:00Z',
    ttl_seconds: 3600,
    renewable: true,
  })
})

test('credential-process is one line of JSON as the AWS contract says, without a token where there is none', () => {
  const text = renderCredentials(session, 'credential-process', { profile: 'p' })
  assert.equal(text.split('\n').length, 2)
  assert.deepEqual(JSON.parse(text), {
    Version: 1,
    AccessKeyId: session.accessKey,
    SecretAccessKey: session.secretKey,
    SessionToken: session.sessionToken,
    Expiration: '2026-11-21T11:00:00Z',
  })
  assert.ok(
    !(
      'SessionToken' in JSON.parse(renderCredentials(user, 'credential-process', { profile: 'p' }))
    ),
  )
})

test('a shell that evaluates the env format has the credentials of a session', () => {
  assert.deepEqual(afterEval(renderCredentials(session, 'env', { profile: 'p' }), {}), {
    AWS_ACCESS_KEY_ID: session.accessKey,
    AWS_SECRET_ACCESS_KEY: session.secretKey,
    AWS_SESSION_TOKEN: session.sessionToken,
    AWS_SESSION_EXPIRATION: '2026-11-21T11:00:00Z',
    AWS_CREDENTIAL_EXPIRATION: '2026-11-21T11:00:00Z',
    DAYPASS_LEASE_ID: session.leaseId,
  })
})

test('a shell that evaluates the env format loses the session token, the profile and the end of what it held before', () => {
  const before = {
    AWS_PROFILE: 'admin',
    AWS_DEFAULT_PROFILE: 'admin',
    AWS_SESSION_TOKEN: 'old',
    AWS_SECURITY_TOKEN: 'old',
    AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
  }
  assert.deepEqual(afterEval(renderCredentials(user, 'env', { profile: 'p' }), before), {
    AWS_ACCESS_KEY_ID: user.accessKey,
    AWS_SECRET_ACCESS_KEY: user.secretKey,
    AWS_SESSION_EXPIRATION: '2026-11-21T11:00:00Z',
    DAYPASS_LEASE_ID: user.leaseId,
  })
})

test('a shell that evaluates the env format lets daypass go on with the profile that it ran with', () => {
  const text = renderCredentials(user, 'env', { profile: 'p', ownProfile: "ann's" })
  const after = afterEval(text, { AWS_PROFILE: "ann's" }) as Record<string, string>
  assert.equal(after['DAYPASS_AWS_PROFILE'], "ann's")
  assert.equal(after['AWS_PROFILE'], undefined)
})

function afterEval(text: string, before: Readonly<Record<string, string>>): unknown {
  const script = 'eval "$TEXT"; unset TEXT; exec env'
  const env = { PATH: process.env['PATH'] ?? '', TEXT: text, ...before }
  const lines = execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).trim().split('\n')
  const pairs = lines.map((line) => [
    line.slice(0, line.indexOf('=')),
    line.slice(line.indexOf('=') + 1),
  ])
  return Object.fromEntries(pairs.filter(([name = '']) => /^(AWS|DAYPASS)_/.test(name)))
}

test('whatever a value holds, a shell takes it for that value and nothing else', () => {
  const nasty = fc.string({
    unit: fc.constantFrom("'", '"', '$', '`', '\\', '\n', ';', 'a', ' ', '(', 'é'),
  })
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 50 }), (values) => {
      const script = `printf '%s\\0' ${values.map(posixQuote).join(' ')}`
      const heard = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
      assert.deepEqual(heard.split('\0').slice(0, -1), values)
    }),
    { numRuns: 40 },
  )
})

test('the other formats read as their programs write them', () => {
  const expected = {
    dotenv: [
      "AWS_SESSION_EXPIRATION='2026-11-21T11:00:00Z'",
      "AWS_ACCESS_KEY_ID='AKIAIOSFODNN7EXAMPLE'",
      "AWS_SECRET_ACCESS_KEY='wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'",
      "DAYPASS_LEASE_ID='deploy-role/4cZkq2TzWq0bXyN8rPdU1a'",
    ],
    fish: [
      'set -e AWS_SESSION_TOKEN',
      'set -e AWS_SECURITY_TOKEN',
      'set -e AWS_PROFILE',
      'set -e AWS_DEFAULT_PROFILE',
      'set -e AWS_CREDENTIAL_EXPIRATION',
      "set -gx AWS_SESSION_EXPIRATION '2026-11-21T11:00:00Z'",
      "set -gx AWS_ACCESS_KEY_ID 'AKIAIOSFODNN7EXAMPLE'",
      "set -gx AWS_SECRET_ACCESS_KEY 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'",
      "set -gx DAYPASS_LEASE_ID 'deploy-role/4cZkq2TzWq0bXyN8rPdU1a'",
    ],
    powershell: [
      ...[
        'AWS_SESSION_TOKEN',
        'AWS_SECURITY_TOKEN',
        'AWS_PROFILE',
        'AWS_DEFAULT_PROFILE',
        'AWS_CREDENTIAL_EXPIRATION',
      ].map((name) => `Remove-Item -ErrorAction SilentlyContinue Env:${name}`),
      "$Env:AWS_SESSION_EXPIRATION = '2026-11-21T11:00:00Z'",
      "$Env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'",
      "$Env:AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'",
      "$Env:DAYPASS_LEASE_ID = 'deploy-role/4cZkq2TzWq0bXyN8rPdU1a'",
    ],
    ini: [
      '[my profile]',
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ],
  } as const
  for (const format of ['dotenv', 'fish', 'powershell', 'ini'] as const) {
    assert.deepEqual(
      renderCredentials(user, format, { profile: 'my profile' }).trimEnd().split('\n'),
      expected[format],
      format,
    )
  }
  assert.match(renderCredentials(session, 'ini', { profile: 'p' }), /^aws_session_token = FwoG/m)
})

test('a value that would break out of its quotes is escaped where it can be, and refused where it cannot', () => {
  const hostile = { ...user, secretKey: "x'; rm -rf /; '" }
  assert.match(renderCredentials(hostile, 'fish', { profile: 'p' }), /'x\\'; rm -rf \/; \\''/)
  assert.match(renderCredentials(hostile, 'powershell', { profile: 'p' }), /'x''; rm -rf \/; '''/)
  for (const format of ['dotenv', 'ini'] as const) {
    assert.throws(() => renderCredentials(hostile, format, { profile: 'p' }), {
      code: 'aws-rejected',
    })
    assert.throws(
      () => renderCredentials({ ...user, accessKey: 'a\nb' }, format, { profile: 'p' }),
      {
        code: 'aws-rejected',
      },
    )
  }
})
