import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newLeaseId } from '../../core/lease/lease-id.ts'
import { nameFor } from '../../core/issuance/names.ts'
import { checkPolicyDocument } from '../../core/policy/check.ts'
import { matchesGlob } from '../../core/policy/match.ts'
import { inBothForms, readSubject } from '../../core/trust/subject.ts'
import { SESSION_NAME_SHAPE } from '../../core/trust/session-shape.ts'
import { faultOfSubject } from '../../core/trust/subject-fault.ts'
import { brokeredTrustPolicy, tokenTrustPolicy } from '../../core/trust/trust-policy.ts'
import { ROLES, roleFrom } from '../rights/deployments.ts'
import { ARN, HOST, takes } from './decide.ts'

const IDS = new Map([['octo/app', { owner: '12', repository: '34' }]])

function deploying(...subjects: readonly string[]) {
  return roleFrom('deploy', { credential_type: 'assumed_role', role_arns: [ARN], subjects })
}

test('a token of a subject takes the role, and no other does', () => {
  const policy = tokenTrustPolicy(deploying('repo:octo/app:ref:refs/heads/main'), ARN)
  const sub = 'repo:octo/app:ref:refs/heads/main'
  assert.deepEqual(checkPolicyDocument(policy, 'trust'), [])
  assert.ok(takes(policy, { sub }))
  for (const other of [
    'repo:octo/app:ref:refs/heads/mainly',
    'repo:evil/app:ref:refs/heads/main',
    'repo:octo/app:pull_request',
    'repo:octo@12/app@34:ref:refs/heads/main',
  ]) {
    assert.ok(!takes(policy, { sub: other }), other)
  }
  assert.ok(!takes(policy, { sub, aud: 'https://github.com/octo' }), 'another audience')
  for (const name of ['GitHubActions', `daypass-${'a'.repeat(21)}`, `-${'a'.repeat(22)}`]) {
    assert.ok(!takes(policy, { sub, name }), name)
  }
})

test('with the ids of a repository both forms take the role, and no recycled name does', () => {
  const role = deploying('repo:octo/app:ref:refs/heads/main', 'repo:octo/app:environment:*')
  const policy = tokenTrustPolicy(role, ARN, { idsOf: IDS })
  for (const sub of [
    'repo:octo/app:ref:refs/heads/main',
    'repo:octo@12/app@34:ref:refs/heads/main',
    'repo:octo@12/app@34:environment:prod',
  ]) {
    assert.ok(takes(policy, { sub }), sub)
  }
  assert.ok(!takes(policy, { sub: 'repo:octo@13/app@34:ref:refs/heads/main' }))
  assert.ok(!takes(policy, { sub: 'repo:octo@12/app@35:environment:prod' }))
})

test('what a subject holds is never a variable of the policy', () => {
  const sub = 'repo:octo/app:environment:${*}'
  const policy = tokenTrustPolicy(deploying(sub), ARN)
  assert.ok(takes(policy, { sub }))
  assert.ok(!takes(policy, { sub: 'repo:octo/app:environment:ann' }))
})

const BROAD = [
  '*',
  '?epo:octo/app:ref:refs/heads/main',
  'repo*:octo/app:x',
  'repo:*/app:ref:refs/heads/main',
  'repo:oct?/app:pull_request',
  'repo:octo@*/app@*:ref:refs/heads/main',
  'repo:octo/*',
  'environment:prod',
  'ref:refs/heads/main',
  'workflow:deploy:repo:octo/app',
  'event_name:push',
  'ref_protected:true',
  'runner_environment:github-hosted',
  'repository_owner:oct*',
  'repository_id:12*',
  'repository_id:1?',
  'workflow_ref:*',
  'workflow_ref:octo*/app/.github/workflows/x.yml@refs/heads/main',
  'repository:*/app',
  'enterprise:*',
  'actor:ann',
  'sha:abc',
  'repo_property_team:platform',
  'project_path:octo/app:ref_type:branch:ref:main',
  'repo*',
  'repo:octo/*:*',
  'repo:octo/',
  'repo:octo@1*/app@2:pull_request',
  'repo:*@1/app@2:pull_request',
  'Environment:prod',
  'job_workflow_ref:octo/wf/.github/workflows/x.yml@refs/heads/main',
  'job_workflow_ref:octo/wf/*:environment:prod',
  'job_workflow_ref:octo/wf/*:repository_owner:oct*',
  'job_workflow_ref:octo/wf/*:repository:*/app:pull_request',
  'repository_owner:octo:*',
  'repository_owner_id:1:*:*',
  'enterprise:acme:?*',
]

for (const subject of BROAD) {
  test(`the subject ${subject} is refused: it fits too many`, () => {
    assert.notEqual(faultOfSubject(subject, HOST), undefined)
    const role = { ...deploying('repo:octo/app:pull_request'), subjects: [subject] }
    assert.throws(() => tokenTrustPolicy(role, ARN), { code: 'request-invalid' })
  })
}

for (const subject of [
  'repo:octo/app',
  'repo:octo/app:*',
  'repo:octo/*:ref:refs/heads/main',
  'repo:octo@1/*:environment:prod',
  'repo:octo@1/app@2:environment:prod',
  'workflow_ref:octo/app/*',
  'repository_owner:octo:repository_visibility:private',
  'repository_owner_id:1',
  'enterprise:acme:repository_owner:*',
  'repo:octo/app:environment:prod:job_workflow_ref:octo/x/.github/workflows/y.yml@refs/heads/main',
  'repository_id:34:ref:refs/heads/main',
  'job_workflow_ref:octo/wf/.github/workflows/x.yml@refs/heads/main:repository_owner:octo',
  'job_workflow_ref:octo/wf/*:repo:octo/app:environment:prod',
]) {
  test(`the subject ${subject} is taken`, () => {
    assert.equal(faultOfSubject(subject, HOST), undefined)
  })
}

for (const issuer of [
  `${HOST}/acme`,
  'token.actions.acme.ghe.com',
  'token.actions.acme.ghe.com/acme',
  'ghes.example/_services/token',
]) {
  test(`${issuer} is GitHub's: what a stranger's repository may have is refused`, () => {
    for (const subject of BROAD)
      assert.notEqual(faultOfSubject(subject, issuer), undefined, subject)
    assert.equal(faultOfSubject('repo:octo/app:environment:prod', issuer), undefined)
  })
}

test('a subject of GitHub is taken apart into its names, ids and claims', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/)
  const id = fc.option(fc.nat().map(String), { nil: undefined })
  const claim = fc.constantFrom('pull_request', 'ref:refs/heads/a@b/c', 'environment:prod')
  fc.assert(
    fc.property(name, name, id, claim, (owner, repository, ids, rest) => {
      const at = ids === undefined ? '' : `@${ids}`
      const read = readSubject(`repo:${owner}${at}/${repository}${at}:${rest}`)
      assert.deepEqual(
        [read.owner, read.ownerId, read.repository, read.repositoryId, read.claim],
        [owner, ids, repository, ids, rest],
      )
    }),
  )
})

test('only classic subjects of known repositories get their newer form', () => {
  const subjects = [
    'repo:octo/app:pull_request',
    'repo:octo@1/app@2:pull_request',
    'repo:octo/other',
    'x',
  ]
  assert.deepEqual(inBothForms(subjects, IDS), [
    'repo:octo/app:pull_request',
    'repo:octo@12/app@34:pull_request',
    ...subjects.slice(1),
  ])
})

test('every session name that daypass makes has the shape that is asked for', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 80 }),
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      (readable, bytes) => {
        const id = newLeaseId('role', () => Uint8Array.from([...bytes, ...Array(64).keys()]))
        const name = nameFor(`daypass-${readable}`, id, 64)
        assert.ok(matchesGlob(SESSION_NAME_SHAPE, name), name)
      },
    ),
  )
})

test('through a broker the role is taken by the broker alone, with tags and source where the role has them', () => {
  const broker = 'arn:aws:iam::123456789012:role/daypass-broker'
  const role = roleFrom('session', {
    credential_type: 'assumed_role',
    role_arns: ['arn:aws:iam::123456789012:role/deploy'],
    session_tags: { team: 'data' },
    source_identity: '{{user}}',
    external_id: 'ab',
  })
  const policy = brokeredTrustPolicy(role, broker)
  assert.deepEqual(checkPolicyDocument(policy, 'trust'), [])
  assert.deepEqual(policy, {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: broker },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'sts:ExternalId': 'ab' },
          StringLike: { 'sts:RoleSessionName': SESSION_NAME_SHAPE },
        },
      },
      {
        Effect: 'Allow',
        Principal: { AWS: broker },
        Action: ['sts:TagSession', 'sts:SetSourceIdentity'],
      },
    ],
  })
})

test('a role without subjects, or of another type, has no trust policy', () => {
  assert.throws(() => tokenTrustPolicy(ROLES.session, ARN), {
    code: 'request-invalid',
    message: /names no subjects/,
  })
  assert.throws(() => tokenTrustPolicy(ROLES.token, ARN), {
    code: 'request-invalid',
    message: /no trust policy/,
  })
})

test('claims are printed where AWS has the key, and refused where it has not', () => {
  const role = deploying('repo:octo/app:environment:prod')
  const policy = tokenTrustPolicy({ ...role, claims: { ref: ['refs/heads/*'] } }, ARN)
  assert.match(
    JSON.stringify(policy),
    /"token.actions.githubusercontent.com:ref":\["refs\/heads\/\*"\]/,
  )
  assert.ok(!takes(policy, { sub: 'repo:octo/app:environment:prod' }), 'a token without the claim')
  const unknown = { ...role, claims: { event_name: ['push'] } }
  assert.throws(() => tokenTrustPolicy(unknown, ARN), {
    message: /no condition key for .* event_name/,
  })
  const elsewhere = { ...role, claims: { ref: ['x'] } }
  assert.throws(() => tokenTrustPolicy(elsewhere, ARN, { issuer: 'gitlab.example' }), {
    code: 'request-invalid',
  })
})

test('a name that IAM takes in no policy is refused', () => {
  assert.throws(() => tokenTrustPolicy(deploying('repo:octo/app:environment:🚀'), ARN), {
    message: /IAM takes in no policy/,
  })
  assert.ok(tokenTrustPolicy(deploying('repo:octo/app:environment:größe'), ARN))
})
