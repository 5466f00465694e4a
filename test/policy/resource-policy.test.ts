import { test } from 'node:test'
import assert from 'node:assert/strict'
import { evaluate } from '../../core/policy/evaluate.ts'
import type { Outcome, Said, Who } from './asking.ts'
import {
  ask,
  FEDERATED,
  GITHUB,
  HOME,
  OTHER,
  outcomeOf,
  policyOf,
  ROLE,
  ROOT,
  SESSION,
  USER,
  WHO,
} from './asking.ts'

type Row = readonly [title: string, who: Who, said: Said, outcome: Outcome]

const LAMBDA = { Service: 'lambda.amazonaws.com' }

const IN_ONE_ACCOUNT: readonly Row[] = [
  ['a resource policy suffices', 'user', { names: USER }, 'allowed'],
  ['everybody is enough of a name', 'session', { names: '*' }, 'allowed'],
  ['an identity policy suffices', 'user', { own: '+', names: ROLE }, 'allowed'],
  ['a policy for somebody else allows nothing', 'user', { names: ROLE }, 'identity'],
  ['naming the account leaves it to identity policies', 'user', { names: HOME }, 'identity'],
  ['naming its root does the same', 'user', { names: ROOT }, 'identity'],
  ['a deny wins', 'user', { own: '+', denies: USER }, 'denied'],
  ['a deny wins over an allow beside it', 'user', { names: USER, denies: '*' }, 'denied'],
  ['a deny for the account is one for each of it', 'user', { own: '+', denies: ROOT }, 'denied'],
  ['a deny for another account is none', 'user', { own: '+', denies: OTHER }, 'allowed'],
  ['a deny for a role meets its sessions', 'session', { own: '+', denies: ROLE }, 'denied'],
  ['a deny for a session meets it', 'session', { own: '+', denies: SESSION }, 'denied'],
  ['a deny for all but one spares that one', 'user', { own: '+', spares: USER }, 'allowed'],
  ['a deny for all but one meets others', 'user', { own: '+', spares: ROLE }, 'denied'],
  ['but a boundary ends that', 'user', { own: '+', boundary: '+', spares: USER }, 'denied'],
]

/**
 * The table of the User Guide, "Resource-based policies and implicit denies in other policy types".
 */
const LIMITS: readonly Row[] = [
  ['its boundary does not limit', 'user', { boundary: '.', names: USER }, 'allowed'],
  ['a boundary limits', 'session', { own: '+', boundary: '.', names: ROLE }, 'boundary'],
  ['a session policy limits', 'session', { own: '+', session: '.', names: ROLE }, 'session'],
  ['no identity policy is needed', 'session', { session: '+', names: ROLE }, 'allowed'],
  ['nothing limits', 'session', { boundary: '.', session: '.', names: SESSION }, 'allowed'],
  ['a deny still wins', 'session', { session: '-', names: SESSION }, 'denied'],
  ['it must be this session', 'session', { session: '.', names: `${SESSION}x` }, 'identity'],
  ['nothing limits everybody', 'session', { boundary: '.', session: '.', names: '*' }, 'allowed'],
  ['nothing limits a federated user', 'federated', { session: '.', names: FEDERATED }, 'allowed'],
  ['a session policy limits it', 'federated', { session: '.', names: USER }, 'session'],
  ['one that allows does not', 'federated', { session: '+', names: USER }, 'allowed'],
]

const ACROSS_ACCOUNTS: readonly Row[] = [
  ['an identity policy does not suffice', 'user', { own: '+' }, 'resource'],
  ['a resource policy does not suffice', 'user', { names: USER }, 'identity'],
  ['both suffice', 'user', { own: '+', names: USER }, 'allowed'],
  ['naming the account suffices beside it', 'user', { own: '+', names: ROOT }, 'allowed'],
  ['the boundary limits', 'user', { own: '+', boundary: '.', names: USER }, 'boundary'],
  ['a session policy limits', 'session', { own: '+', session: '.', names: SESSION }, 'session'],
  ['root needs the resource policy', 'root', {}, 'resource'],
  ['root needs nothing else', 'root', { names: HOME }, 'allowed'],
  ['a service needs the resource policy only', 'lambda', { names: LAMBDA }, 'allowed'],
]

const WITHOUT_POLICIES: readonly Row[] = [
  ['nobody may do what everybody may', 'nobody', { names: '*' }, 'allowed'],
  ['nobody is no member of an account', 'nobody', { names: { AWS: [HOME, USER] } }, 'resource'],
  ['no account has nobody', 'nobody', { names: '*', denies: 'arn:aws:iam:::root' }, 'allowed'],
  ['a deny for everybody is one for nobody', 'nobody', { names: '*', denies: '*' }, 'denied'],
  ['a service may do what names it', 'lambda', { names: LAMBDA }, 'allowed'],
  ['a service is not another', 'lambda', { names: { Service: 'ec2.amazonaws.com' } }, 'resource'],
  ['a service without a resource policy may do nothing', 'lambda', { own: '+' }, 'resource'],
]

const TABLES: readonly (readonly [where: string, foreign: boolean, rows: readonly Row[]])[] = [
  ['in one account', false, IN_ONE_ACCOUNT],
  ['where a resource policy names the principal', false, LIMITS],
  ['across accounts', true, ACROSS_ACCOUNTS],
  ['without policies of its own', false, WITHOUT_POLICIES],
]

for (const [where, foreign, rows] of TABLES) {
  for (const [title, who, said, outcome] of rows) {
    test(`${where}, ${title}`, () => {
      assert.equal(outcomeOf(ask(who, { ...said, ...(foreign && { foreign }) })), outcome)
    })
  }
}

const TRUST: readonly Row[] = [
  ['naming the user suffices', 'user', { names: USER }, 'allowed'],
  ['naming the session suffices', 'session', { session: '.', names: SESSION }, 'allowed'],
  ['naming the role suffices', 'session', { names: ROLE }, 'allowed'],
  ['a session policy limits a role', 'session', { own: '+', session: '.', names: ROLE }, 'session'],
  ['naming the account does not suffice', 'user', { names: ROOT }, 'identity'],
  [
    'naming the account lets identity policies decide',
    'user',
    { own: '+', names: HOME },
    'allowed',
  ],
  ['within the boundary', 'user', { own: '+', boundary: '.', names: HOME }, 'boundary'],
  ['an identity policy alone does not suffice', 'user', { own: '+', names: OTHER }, 'resource'],
  ['nor does being root', 'root', { names: OTHER }, 'resource'],
  ['across accounts, naming is not enough', 'user', { names: USER, foreign: true }, 'identity'],
  ['a web identity needs its provider', 'github', { names: { Federated: GITHUB } }, 'allowed'],
  ['another does not do', 'github', { names: { Federated: 'accounts.google.com' } }, 'resource'],
]

for (const [title, who, said, outcome] of TRUST) {
  test(`to assume a role, by its trust policy: ${title}`, () => {
    const assuming = { action: 'sts:AssumeRole', resource: ROLE }
    assert.equal(outcomeOf(ask(who, said, assuming)), outcome)
  })
}

test('a trust policy looks at conditions about the one who asks', () => {
  const key = 'token.actions.githubusercontent.com:sub'
  const trust = policyOf(
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: GITHUB },
      Condition: { StringLike: { [key]: 'repo:octo/app:*' } },
    },
    'resource',
  )
  const asking = (sub: string) =>
    evaluate(
      {
        action: 'sts:AssumeRoleWithWebIdentity',
        resource: ROLE,
        context: { [key]: sub },
        principal: WHO.github,
      },
      { identity: [], resource: trust },
    ).decision
  assert.equal(asking('repo:octo/app:ref:refs/heads/main'), 'allowed')
  assert.equal(asking('repo:octo/other:ref:refs/heads/main'), 'implicit-deny')
})

test('without a trust policy at hand, identity policies decide about assuming', () => {
  const assuming = { action: 'sts:AssumeRole', resource: ROLE }
  assert.equal(outcomeOf(ask('user', { own: '+' }, assuming)), 'allowed')
})
