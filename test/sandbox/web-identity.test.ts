import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { STS } from '@aws-sdk/client-sts'
import { mintToken } from '../../sandbox/oidc/issuer.ts'
import {
  type Stage,
  addRole,
  codeOf,
  document,
  failure,
  keysOf,
  policy,
  startStage,
} from './stage.ts'

const SUBJECT = 'repo:octo-org/octo-repo:ref:refs/heads/main'

/** A role that trusts the sandbox's own issuer for one subject. */
async function trustIssuer(stage: Stage, issuer = `${stage.sandbox.url}/_sandbox/oidc`) {
  const { OpenIDConnectProviderArn } = await stage.iam.createOpenIDConnectProvider({
    Url: issuer,
    ClientIDList: ['sts.amazonaws.com'],
  })
  const host = issuer.replace('http://', '')
  const trusted = document({
    Effect: 'Allow',
    Principal: { Federated: OpenIDConnectProviderArn },
    Action: ['sts:AssumeRoleWithWebIdentity', 'sts:SetSourceIdentity', 'sts:TagSession'],
    Condition: {
      StringEquals: { [`${host}:aud`]: 'sts.amazonaws.com' },
      StringLike: { [`${host}:sub`]: 'repo:octo-org/octo-repo:*' },
    },
  })
  const { arn } = await addRole(stage, 'ci', policy('Allow', 's3:*'), trusted)
  const sts = new STS({
    endpoint: stage.sandbox.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  })
  const assume = (WebIdentityToken: string, more: object = {}) =>
    sts.assumeRoleWithWebIdentity({
      RoleArn: arn,
      RoleSessionName: 'job-1',
      WebIdentityToken,
      ...more,
    })
  return { arn, assume }
}

async function tokenOf(stage: Stage, query: Readonly<Record<string, string>> = {}) {
  const parameters = new URLSearchParams({ sub: SUBJECT, audience: 'sts.amazonaws.com', ...query })
  const response = await fetch(`${stage.sandbox.url}/_sandbox/oidc/token?${parameters.toString()}`)
  const { value } = (await response.json()) as { value: string }
  return value
}

test('a token of a trusted issuer gives a session of the role', async (t) => {
  const stage = await startStage(t)
  const { assume } = await trustIssuer(stage)
  for (const alg of ['RS256', 'ES256']) {
    const answer = await assume(await tokenOf(stage, { alg }))
    assert.equal(answer.SubjectFromWebIdentityToken, SUBJECT)
    assert.equal(answer.Audience, 'sts.amazonaws.com')
    const session = stage.as(keysOf(answer))
    await session.s3.listBuckets()
    const { Arn } = await session.sts.getCallerIdentity()
    assert.equal(Arn, 'arn:aws:sts::123456789012:assumed-role/ci/job-1')
  }
})

test('a token is refused for its subject, its audience, its time, its signature', async (t) => {
  const stage = await startStage(t)
  const { assume } = await trustIssuer(stage)
  const good = await tokenOf(stage)
  const other = await tokenOf(stage, { sub: 'repo:someone/else:ref:refs/heads/main' })
  assert.equal(await codeOf(assume(other)), 'AccessDenied 403')
  const aud = await tokenOf(stage, { audience: 'somebody' })
  assert.equal(await codeOf(assume(aud)), 'InvalidIdentityTokenException 400')
  const azp = await tokenOf(stage, { audience: 'somebody', azp: 'stranger' })
  assert.equal(await codeOf(assume(azp)), 'InvalidIdentityTokenException 400')
  const [head = '', claims = '', signature = ''] = good.split('.')
  const forged = Buffer.from(
    JSON.stringify({ ...decode(claims), sub: 'repo:octo-org/octo-repo:x' }),
  )
  const tampered = [head, forged.toString('base64url'), signature].join('.')
  const { message } = await failure(assume(tampered))
  assert.match(message, /signature of the provided token could not be validated/)
  const none = [
    Buffer.from('{"alg":"none"}').toString('base64url'),
    forged.toString('base64url'),
    '',
  ]
  assert.equal(await codeOf(assume(none.join('.'))), 'InvalidIdentityTokenException 400')
  assert.equal(await codeOf(assume('junk')), 'InvalidIdentityTokenException 400')
  stage.sandbox.clock.advance(301)
  assert.equal(await codeOf(assume(good)), 'ExpiredTokenException 400')
})

test('a token of an issuer that the account does not know is refused', async (t) => {
  const stage = await startStage(t)
  const { assume, arn } = await trustIssuer(stage)
  const { OpenIDConnectProviderList } = await stage.iam.listOpenIDConnectProviders()
  const [provider] = OpenIDConnectProviderList ?? []
  await stage.iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: provider?.Arn })
  const { message } = await failure(assume(await tokenOf(stage)))
  assert.match(message, /^No OpenIDConnect provider found in your account for http:/)
  assert(arn !== '')
})

test('the session is limited by the role, by its policy and by its time', async (t) => {
  const stage = await startStage(t)
  const { assume } = await trustIssuer(stage)
  const token = await tokenOf(stage)
  assert.equal(await codeOf(assume(token, { DurationSeconds: 3601 })), 'ValidationError 400')
  const Policy = policy('Allow', 's3:GetObject')
  const session = stage.as(keysOf(await assume(token, { Policy, DurationSeconds: 900 })))
  assert.equal(await codeOf(session.s3.listBuckets()), 'AccessDenied 403')
})

test('a session of web identity is no chained one: an hour is not its limit', async (t) => {
  const stage = await startStage(t)
  const { assume } = await trustIssuer(stage)
  await stage.iam.updateRole({ RoleName: 'ci', MaxSessionDuration: 43_200 })
  await assume(await tokenOf(stage), { DurationSeconds: 43_200 })
})

test('the keys of another issuer on the loopback are fetched and used', async (t) => {
  const stage = await startStage(t)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = createServer((request, response) => {
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'ES256' }]
    const isDiscovery = request.url === '/.well-known/openid-configuration'
    response.end(JSON.stringify(isDiscovery ? { issuer, jwks_uri: `${issuer}/keys` } : { keys }))
  })
  t.after(() => server.close())
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const iss = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { assume } = await trustIssuer(stage, iss)
  const seconds = Math.floor(stage.sandbox.clock.now().getTime() / 1000)
  const claims = { iss, sub: SUBJECT, aud: 'sts.amazonaws.com', iat: seconds, exp: seconds + 60 }
  const answer = await assume(mintToken(claims, 'ES256', privateKey))
  assert.equal(answer.SubjectFromWebIdentityToken, SUBJECT)
  const identity = { ...claims, 'https://aws.amazon.com/source_identity': 'octo' }
  const named = await assume(mintToken(identity, 'ES256', privateKey))
  assert.equal(named.SourceIdentity, 'octo')
})

function decode(part: string): object {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as object
}
