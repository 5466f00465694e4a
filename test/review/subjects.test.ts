import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSubject } from '../../core/trust/subject.ts'
import { coversSubject, overlapsSubject } from '../../review/patterns/subjects.ts'
import { change } from './stage.ts'

test("both forms of GitHub's subjects are taken apart", () => {
  assert.deepEqual(readSubject('repo:octo/app:ref:refs/heads/main'), {
    subject: 'repo:octo/app:ref:refs/heads/main',
    sub: 'repo:octo/app:ref:refs/heads/main',
    form: 'github-names',
    owner: 'octo',
    repository: 'app',
    claim: 'ref:refs/heads/main',
  })
  assert.deepEqual(readSubject('repo:octo@12/app@345:environment:prod'), {
    subject: 'repo:octo@12/app@345:environment:prod',
    sub: 'repo:octo@12/app@345:environment:prod',
    form: 'github-ids',
    owner: 'octo',
    ownerId: '12',
    repository: 'app',
    repositoryId: '345',
    claim: 'environment:prod',
  })
  assert.equal(readSubject('repo:octo/app').claim, undefined)
  assert.equal(readSubject('repo:octo/*').repository, '*')
  assert.deepEqual(readSubject('system:serviceaccount:ci:deploy').form, 'other')
})

test('one subject covers another when everybody whom that lets in it lets in too', () => {
  const cases: readonly (readonly [outer: string, inner: string, covers: boolean])[] = [
    ['repo:octo/app:ref:refs/heads/main', 'repo:octo/app:ref:refs/heads/main', true],
    ['repo:octo/app:*', 'repo:octo/app:ref:refs/heads/main', true],
    ['repo:octo/*:ref:refs/heads/main', 'repo:octo/app:ref:refs/heads/main', true],
    ['repo:octo/app:ref:refs/heads/main', 'repo:octo/app:*', false],
    ['repo:octo/app:environment:prod', 'repo:octo/app:environment:Prod', false],
    // A name may pass to somebody else, whose tokens then have other ids.
    ['repo:octo/app:environment:prod', 'repo:octo@1/app@2:environment:prod', false],
    ['repo:octo@1/app@2:environment:prod', 'repo:octo/app:environment:prod', false],
    ['repo:octo@1/app@2:environment:prod', 'repo:octo@1/app@3:environment:prod', false],
    ['repo:octo@1/app@*:environment:prod', 'repo:octo@1/app@3:environment:prod', true],
    ['system:serviceaccount:ci:*', 'system:serviceaccount:ci:deploy', true],
    ['system:serviceaccount:ci:deploy', 'repo:octo/app:*', false],
  ]
  for (const [outer, inner, expected] of cases) {
    assert.equal(
      coversSubject(readSubject(outer), readSubject(inner)),
      expected,
      `${outer} ${inner}`,
    )
  }
})

test('two subjects overlap when one token may fit both', () => {
  const overlap = (a: string, b: string) => overlapsSubject(readSubject(a), readSubject(b))
  assert.equal(overlap('repo:octo/*:ref:refs/heads/main', 'repo:octo/app:*'), true)
  assert.equal(overlap('repo:octo/app:ref:refs/heads/main', 'repo:octo/app:ref:refs/tags/*'), false)
})

test('more subjects make a role wider, also the form with ids of the same', () => {
  const role = (...subjects: string[]) =>
    JSON.stringify({
      credential_type: 'assumed_role',
      role_arns: ['arn:aws:iam::123456789012:role/x'],
      subjects,
    })
  const main = 'repo:octo/app:ref:refs/heads/main'
  const withIds = 'repo:octo@1/app@2:ref:refs/heads/main'
  const wider = change(role(main), role(main, 'repo:octo/app:pull_request'))
  assert.deepEqual(
    wider.trust.gained.map(({ claim }) => claim),
    ['pull_request'],
  )
  assert.deepEqual(
    wider.wider.map(({ aspect, text }) => [aspect, text]),
    [['trust', 'a subject may take it who could not']],
  )
  assert.equal(change(role(main), role(main, withIds)).verdict, 'wider')
  assert.equal(change(role(main), role(withIds)).verdict, 'wider')
  assert.equal(change(role(main), role('repo:octo@*/app@*:ref:refs/heads/main')).verdict, 'wider')
  assert.equal(change(role(main, withIds), role(withIds)).verdict, 'narrower')
  assert.equal(change(role(withIds), role(main)).verdict, 'wider')
})
