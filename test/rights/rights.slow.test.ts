/** Every flow with exactly the rights that `daypass policy` prints, and no flow with one of them less. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RightsOf, rightsOf } from '../../core/rights/rights-of.ts'
import type { Policy, PolicyStatement } from '../../core/rights/statement.ts'
import { THOROUGH } from '../support/thorough.ts'
import { deployment } from './deployments.ts'
import * as flows from './flows.ts'
import { openStage } from './stage.ts'

type FlowName = keyof typeof flows

/** Who goes through what. */
const CASES: Readonly<Record<'broker' | 'issuer' | 'sweeper', readonly FlowName[]>> = {
  broker: [
    'user',
    'sessions',
    'denials',
    'goneTargets',
    'byHand',
    'roles',
    'newStore',
    'tooMany',
    'daily',
    'retried',
    'lostSweep',
    'stuck',
    'keptKey',
    'keptKeys',
    'goneByHand',
    'lostUser',
    'lostWrites',
    'inventory',
  ],
  issuer: [
    'user',
    'tombstones',
    'roles',
    'newStore',
    'tooMany',
    'stuck',
    'keptKey',
    'goneByHand',
    'lostUser',
    'lostWrites',
  ],
  sweeper: [
    'byHand',
    'denials',
    'goneTargets',
    'newStore',
    'daily',
    'retried',
    'lostSweep',
    'stuck',
    'keptKey',
    'keptKeys',
    'goneByHand',
    'inventory',
  ],
}

/** Where a missing right shows, by how the names of statements begin; the quickest first. */
const SHOWS: readonly (readonly [begin: string, names: readonly FlowName[]])[] = [
  ['Inventory', ['inventory']],
  ['UserProve', ['goneByHand']],
  ['UserStrip', ['byHand', 'keptKey']],
  ['User', ['user', 'lostUser', 'keptKey', 'byHand']],
  ['DenyProve', ['goneTargets']],
  ['Deny', ['denials']],
  [
    'State',
    [
      'roles',
      'newStore',
      'user',
      'tooMany',
      'sessions',
      'tombstones',
      'daily',
      'keptKeys',
      'retried',
      'lostWrites',
      'lostSweep',
      'stuck',
      'denials',
    ],
  ],
  ['', ['sessions', 'tombstones']],
]

for (const who of ['broker', 'issuer', 'sweeper'] as const) {
  const names = CASES[who]
  const policy = rightsOf(who, deployment())
  test(`the rights of the ${who} are enough for: ${names.join(', ')}`, async () => {
    for (const name of names) await run(who, policy, name)
  })
  // What an issuer or a sweeper may, a broker may too. The thorough run takes every policy with one thing less.
  test(
    `the ${who} can do without none of its rights`,
    { skip: who === 'broker' || THOROUGH ? false : 'only with DAYPASS_THOROUGH' },
    async (t) => {
      const lesser = withoutOne(policy).filter((_, n) => THOROUGH || n % 8 === 0)
      const idle: string[] = []
      for (const { sid, what, policy: less } of lesser) {
        if (await allGoWell(who, less, flowsFor(who, sid))) idle.push(what)
      }
      t.diagnostic(`${lesser.length} policies with one thing less`)
      assert.deepEqual(idle, [])
    },
  )
}

function flowsFor(who: keyof typeof CASES, sid: string): readonly FlowName[] {
  const [, names = []] = SHOWS.find(([begin]) => sid.startsWith(begin)) ?? []
  return names.filter((name) => CASES[who].includes(name))
}

async function run(who: RightsOf, policy: Policy, name: FlowName): Promise<void> {
  const stage = await openStage(policy, who === 'sweeper' ? 'daypass-sweeper' : 'daypass-issuer')
  try {
    await flows[name](stage)
  } catch (cause) {
    throw new Error(`${name} does not work for the ${who}`, { cause })
  } finally {
    await stage.stop()
  }
}

async function allGoWell(
  who: RightsOf,
  policy: Policy,
  names: readonly (keyof typeof flows)[],
): Promise<boolean> {
  for (const name of names) {
    try {
      await run(who, policy, name)
    } catch {
      return false
    }
  }
  return true
}

/** The policy with one action, or one resource, less, in every way. */
function withoutOne({ Version, Statement }: Policy): readonly Lesser[] {
  return Statement.flatMap((statement, index) => {
    const { Sid, Action, Resource } = statement
    const lesser = (one: string, change: Partial<PolicyStatement>): Lesser => {
      const changed = { ...statement, ...change }
      const isEmpty = changed.Action.length === 0 || changed.Resource.length === 0
      const policy = {
        Version,
        Statement: Statement.toSpliced(index, 1, ...(isEmpty ? [] : [changed])),
      }
      return { sid: Sid, what: `${Sid}: ${one}`, policy }
    }
    // A role does not tell a group's path: it is one of two ARNs, and the other is idle.
    const certain = Resource.filter((arn) => !/:group\/[a-z]/.test(arn))
    return [
      ...Action.map((one) => lesser(one, { Action: Action.filter((other) => other !== one) })),
      ...(THOROUGH ? certain : []).map((one) =>
        lesser(one, { Resource: Resource.filter((other) => other !== one) }),
      ),
    ]
  })
}

interface Lesser {
  readonly sid: string
  readonly what: string
  readonly policy: Policy
}
