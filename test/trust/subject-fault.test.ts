import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOfSubject, unfitness } from '../../core/trust/subject-fault.ts'
import { readSubject } from '../../core/trust/subject.ts'

const OTHERS: readonly (readonly [issuer: string, right: string, broad: string])[] = [
  ['gitlab.com', 'project_path:octo/app:ref_type:branch:ref:main', 'project_path:*'],
  [
    'gitlab.com',
    'project_path:octo/sub/*:ref_type:tag:ref:v1',
    'project_path:oct*/app:ref_type:tag:ref:v1',
  ],
  ['gitlab.example', 'project_path:octo/app:*', 'project_path:*:ref_type:branch:ref:main'],
  [
    'agent.buildkite.com',
    'organization:acme:pipeline:app:ref:refs/heads/main:*',
    'organization:*:pipeline:app',
  ],
  ['oidc.circleci.com/org/1-2', 'org/1-2/project/3-4/user/*', 'org/*/project/3-4/user/*'],
  [
    'api.bitbucket.org/2.0/workspaces/w/pipelines-config/identity/oidc',
    '{1-2}:{3-4}:*',
    '{*}:{3-4}:*',
  ],
  ['oidc.eks.eu-west-1.amazonaws.com/id/A', 'system:serviceaccount:ci:*', 'system*'],
  [
    'oidc.eks.eu-west-1.amazonaws.com/id/A',
    'system:serviceaccount:ci:deploy',
    'system:serviceaccount:*:deploy',
  ],
  ['agent.buildkite.com', 'organization:acme:pipeline:app:*', 'organization:acme:*'],
  ['oidc.circleci.com/org/1-2', 'org/1-2/project/3-4/*', 'org/1-2/*'],
]
for (const [issuer, right, broad] of OTHERS) {
  test(`of ${issuer}, ${right} is taken and ${broad} is not`, () => {
    assert.equal(faultOfSubject(right, issuer), undefined)
    assert.notEqual(faultOfSubject(broad, issuer), undefined)
    assert.notEqual(faultOfSubject('repo*', issuer), undefined)
  })
}

for (const subject of [
  'repo:octo/app:refs/heads/main',
  'repo:octo/app:ref:main',
  'repo:octo/app:environment:a:b',
  'repo:octo/app:Environment:prod',
  'repo:octo/app:pull_request_target',
  'octo/app:ref:refs/heads/main',
  'https://github.com/octo/app',
]) {
  test(`${subject} fits no token, and a reader of the role hears it`, () => {
    assert.notEqual(unfitness(readSubject(subject)), undefined)
  })
}
