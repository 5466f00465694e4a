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
    // An issuer is a limit, be it named or that of the form.
    ['repo:octo/app:*', 'https://ghes.example/_services/token#repo:octo/app:*', true],
    ['repo:octo/app:*', 'https://evil.example#repo:octo/app:*', false],
    ['https://ghes.example/_services/token#repo:octo/app:*', 'repo:octo/app:*', false],
    // What is a variable in a policy is a text in a subject.
    ['repo:octo/app:environment:?', 'repo:octo/app:environment:${*}', false],
    ['repo:octo/app:environment:${*}', 'repo:octo/app:environment:${a}', true],
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

test('claims beside subjects narrow; events of strangers, a claim less and nobody named are wider', () => {
  const base = { credential_type: 'session_token', subjects: ['*:ref:refs/heads/main'] }
  const verdict = (before: object, after: object) =>
    change(JSON.stringify({ ...base, ...before }), JSON.stringify({ ...base, ...after })).verdict
  const cases: readonly (readonly [before: object, after: object, verdict: string])[] = [
    [{}, { claims: { ref: 'refs/heads/main' } }, 'narrower'],
    [{ claims: { ref: 'refs/heads/main' } }, {}, 'wider'],
    [{ claims: { ref: 'refs/*' } }, { claims: { ref: 'refs/heads/main' } }, 'narrower'],
    [{ claims: { ref: 'refs/heads/main' } }, { claims: { ref: 'refs/*' } }, 'wider'],
    [{ claims: { ref: ['a', 'b'] } }, { claims: { ref: ['b', 'a'] } }, 'same access'],
    [{ claims: { ref: 'a' } }, { claims: { actor: 'ann' } }, 'wider'],
    [{}, { claims: { event_name: 'push' } }, 'narrower'],
    [{}, { claims: { event_name: ['push', 'workflow_run'] } }, 'wider'],
    [{}, { claims: { event_name: 'pull_request*' } }, 'wider'],
    [{ claims: { event_name: '*' } }, { claims: { event_name: 'issue_comment' } }, 'narrower'],
    [{ subjects: ['*'] }, { subjects: undefined }, 'wider'],
    [{ subjects: undefined }, { subjects: ['*'] }, 'same access'],
    [{ subjects: undefined }, { subjects: undefined, claims: { event_name: '*' } }, 'narrower'],
    [{ subjects: undefined, claims: { event_name: '*' } }, { subjects: undefined }, 'wider'],
  ]
  for (const [before, after, expected] of cases)
    assert.equal(verdict(before, after), expected, JSON.stringify([before, after]))
})
