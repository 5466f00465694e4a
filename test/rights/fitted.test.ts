/** Policies in the sizes that AWS takes, for any number of roles. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPolicyDocument } from '../../core/policy/check.ts'
import { matchesGlob } from '../../core/policy/match.ts'
import { fittedBoundary, patternsIn } from '../../core/rights/fitted-boundary.ts'
import { fittedPolicies, charactersOf } from '../../core/rights/fitted-policies.ts'
import { RIGHTS, rightsOf } from '../../core/rights/rights-of.ts'
import type { Policy } from '../../core/rights/statement.ts'
import type { Role } from '../../core/role/role.ts'
import { ACCOUNT, BOUNDARY, ROLES, deployment, roleFrom } from './deployments.ts'

const ROLE_INLINE = 10_240
const MANAGED = 6144
/** What the module puts beside the sweeper's rights, at its longest. */
const LOG = 400

/** Roles of every type, so many that each policy is larger than AWS takes as one. */
function manyRoles(count: number): readonly Role[] {
  return Array.from({ length: count }, (_, n) => {
    const name = `service-${String(n).padStart(4, '0')}`
    return n % 4 === 0
      ? roleFrom(name, {
          credential_type: 'iam_user',
          policy_arns: [`arn:aws:iam::${ACCOUNT}:policy/${name}`],
          user_path: `/teams/${name}/`,
          permissions_boundary_arn: BOUNDARY,
          iam_groups: [name],
        })
      : roleFrom(name, {
          credential_type: 'assumed_role',
          role_arns: [`arn:aws:iam::${ACCOUNT}:role/deploy-${name}`],
          session_tags: { team: name },
        })
  })
}

const LARGE = deployment({ roles: [...Object.values(ROLES), ...manyRoles(110)] })

test('what fits into a role is printed as the one policy that it is', () => {
  for (const who of RIGHTS)
    assert.deepEqual(fittedPolicies(who, deployment()), [rightsOf(who, deployment())])
})

test('of many roles each policy has a size that AWS takes, and is well-formed', () => {
  for (const who of RIGHTS) {
    assert.ok(charactersOf(rightsOf(who, LARGE)) > MANAGED, who)
    const [first, ...others] = fittedPolicies(who, LARGE)
    assert.ok(first)
    assert.ok(charactersOf(first) <= (who === 'boundary' ? MANAGED : ROLE_INLINE - LOG), who)
    for (const other of others) assert.ok(charactersOf(other) <= MANAGED, who)
    assert.ok(others.length <= 10, `${who}: ${String(others.length)}`)
    for (const policy of [first, ...others]) {
      assert.deepEqual(checkPolicyDocument(JSON.stringify(policy), 'identity'), [])
      const sids = policy.Statement.map(({ Sid }) => Sid)
      assert.equal(new Set(sids).size, sids.length)
    }
  }
})

test('several policies allow what the one does, and nothing besides', () => {
  for (const who of ['broker', 'issuer', 'revoker', 'sweeper'] as const)
    assert.deepEqual(atomsOf(fittedPolicies(who, LARGE)), atomsOf([rightsOf(who, LARGE)]))
})

test('a boundary that is too large has patterns of roles, the same for the same roles, and denies no less', () => {
  const roles = Array.from({ length: 150 }, (_, n) =>
    roleFrom(`r${String(n)}`, {
      credential_type: 'assumed_role',
      role_arns: [
        `arn:aws:iam::${ACCOUNT}:role/${n < 100 ? 'deploy' : 'backup'}-service-${String(n)}`,
      ],
    }),
  )
  const large = deployment({ roles })
  const boundary = fittedBoundary(large)
  assert.ok(charactersOf(rightsOf('boundary', large)) > MANAGED)
  assert.ok(charactersOf(boundary) <= MANAGED)
  const denied = boundary.Statement.find(({ Sid }) => Sid === 'NotOnLeases')?.Resource ?? []
  const whole = rightsOf('boundary', large).Statement.find(({ Sid }) => Sid === 'NotOnLeases')
  for (const arn of whole?.Resource ?? [])
    assert.ok(
      denied.some((pattern) => matchesGlob(pattern, arn)),
      arn,
    )
  assert.deepEqual(
    patternsIn(boundary),
    [
      `arn:aws:iam::${ACCOUNT}:role/backup-service-*`,
      `arn:aws:iam::${ACCOUNT}:role/deploy-service-*`,
    ].filter((one) => denied.includes(one)),
  )
  assert.ok(patternsIn(boundary).length > 0)
  const turned = deployment({ roles: [...roles].reverse() })
  assert.deepEqual(fittedBoundary(turned), boundary)
})

test('roles whose names have nothing in common get no pattern', () => {
  const roles = Array.from({ length: 150 }, (_, n) =>
    roleFrom(`r${String(n)}`, {
      credential_type: 'assumed_role',
      role_arns: [`arn:aws:iam::${ACCOUNT}:role/${String(n)}Deployment`],
    }),
  )
  const boundary = fittedBoundary(deployment({ roles }))
  assert.deepEqual(patternsIn(boundary), [])
  assert.ok(charactersOf(boundary) > MANAGED)
})

/** One entry for each action, resource and value of a condition that is enough. */
function atomsOf(policies: readonly Policy[]): readonly string[] {
  const atoms = policies.flatMap(({ Statement }) =>
    Statement.flatMap(({ Action, Resource, Condition = {} }) => {
      const values = Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, value]) =>
          [value].flat().map((one) => `${operator} ${key} ${one}`),
        ),
      )
      const combined = values.reduce<readonly string[]>(
        (sofar, more) => sofar.flatMap((a) => more.map((b) => `${a}; ${b}`)),
        [''],
      )
      return Action.flatMap((action) =>
        Resource.flatMap((resource) => combined.map((when) => `${action} ${resource}${when}`)),
      )
    }),
  )
  return [...new Set(atoms)].sort()
}
