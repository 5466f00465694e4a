/** `daypass prove` against the sandbox: what it finds, what it leaves behind, and whether it notices a world that differs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPolicy } from '../../sandbox/iam/documents.ts'
import type { Role } from '../../sandbox/world/entities.ts'
import { without } from '../../sandbox/without.ts'
import {
  asSession,
  entities,
  prove,
  rewrite,
  withDocumentedRights,
  type Row,
} from './prove-stage.ts'

function policy(Effect: 'Allow' | 'Deny') {
  const statement = { Effect, Action: '*', Resource: '*' }
  return readPolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), 'identity')
}

function verdicts(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => `${row.case} ${row.verdict}: ${row.expected}`)
}

test('with the documented rights every case is tried, the sandbox behaves as AWS documents, and all is removed', async () => {
  const { code, rows, left, remaining, stderr } = await prove(['--yes', '--json'], {
    credentials: withDocumentedRights,
  })
  assert.deepEqual(verdicts(rows), [
    'A1 as expected: a deny by session ARN, session name alone or sts:RoleSessionName stops nothing',
    'A1 as expected: the revoked session is refused',
    'A1 as expected: its sibling goes on',
    'A1 as expected: without the deny it is allowed again',
    'A1 not tried: the same in EC2, DynamoDB and others',
    'A2 as expected: a deny by the federated name alone or under the user’s ARN stops nothing',
    'A2 as expected: the revoked federated session is refused',
    'A2 as expected: its sibling and the user’s own key go on',
    'A3 as expected: a session chained from a revoked one goes on',
    'A3 as expected: a deny by aws:SourceIdentity on the next role stops it, and no other',
    'A4 as expected: an older federated session is refused',
    'A4 as expected: a younger one and the user’s own key go on',
    'A5 as expected: a deactivated key leaves its sessions alive',
    'A5 as expected: a deleted key leaves its sessions alive',
    'A5 as expected: with the user both end, even for GetCallerIdentity',
    'A5 as expected: a new user of the same name does not bring them back',
    'A6 as expected: assumed_role: allowed until its end, refused from the next second on',
    'A6 as expected: federation_token: allowed until its end, refused from the next second on',
    'A6 not tried: the same in twenty services',
    'A7 as expected: GetCallerIdentity is allowed to a denied session',
    'A7 not tried: EKS lets a denied session in until it expires',
    'A8 as expected: a session named as its source identity is made',
    'A8 as expected: one that is named otherwise is refused',
    'A9 as expected: 40 policies with 10240 characters fit, whatever their names take',
    'A9 as expected: and not one more',
    'A10 as expected: 30 writes, 5 at once: at least 1 a second',
    'A11 as expected: a deny of the seconds before and after does not stop it',
    'A11 as expected: a deny of its second stops it',
    'A11 as expected: its sibling and the user’s own key go on',
    'A12 not tried: a session follows the change',
    'A13 as expected: a delete never takes hold before the put that preceded it',
    'A14 as expected: an hour of STS: allowed until its end, refused from the next second on',
    'A14 not tried: a console session of twelve hours ends with its lease',
  ])
  assert.deepEqual([code, left, remaining], [0, [], ['daypass-root', 'prover']])
  assert.match(stderr, /^makes up to 10 roles and 5 users in account 123456789012/)
})

test('the time that IAM takes is measured, in every region', async () => {
  const { code, rows, remaining } = await prove(
    ['--yes', '--json', '--only', 'a2', '--regions', 'eu-central-1,us-east-1'],
    { sandbox: { propagationSeconds: 3 } },
  )
  const [, effect] = rows
  assert.deepEqual(effect?.took_ms, { p50: 3_000, p99: 3_000, samples: 2 })
  assert.deepEqual([code, remaining], [0, ['daypass-root']])
})

test('with a session the cases run as well, and the table fits a terminal', async () => {
  const { code, stdout, remaining } = await prove(
    ['--yes', '--only', 'A7,A8', '--color', 'never'],
    {
      credentials: asSession,
      terminal: true,
      columns: 100,
    },
  )
  assert.match(stdout, /^CASE {2}VERDICT {6}TOOK {2}EXPECTED +WHAT AWS DID\n/)
  assert.match(stdout, /\nA8 {4}as expected/)
  assert.ok(stdout.split('\n').every((line) => line.length <= 100))
  assert.deepEqual([code, remaining], [0, ['admin', 'daypass-root']])
})

test('a world that loses denies differs', async () => {
  const { code, rows, remaining } = await prove(['--yes', '--json', '--only', 'A7,A11'], {
    meanwhile: (sandbox) => {
      rewrite(sandbox, (inline) =>
        Object.fromEntries(
          Object.entries(inline).filter(([name]) => !name.startsWith('daypass-deny-')),
        ),
      )
    },
  })
  const differing = rows.filter(({ verdict }) => verdict === 'differs')
  assert.deepEqual(
    differing.map((row) => `${row.case}: ${row.found}`),
    [
      'A7: S3 not refused within 2 minutes: S3 in us-east-1; GetCallerIdentity allowed',
      'A11: not refused within 2 minutes: S3 in us-east-1',
    ],
  )
  assert.deepEqual([code, remaining], [1, ['daypass-root']])
})

test('a world where a deny of one stops all differs', async () => {
  const all = policy('Deny')
  const { code, rows } = await prove(['--yes', '--json', '--only', 'A1'], {
    meanwhile: (sandbox) => {
      rewrite(sandbox, (inline) => {
        const own = without(inline, 'all')
        return Object.keys(own).some((name) => name !== 'may') ? { ...own, all } : own
      })
    },
  })
  assert.equal(code, 1)
  assert.deepEqual(
    rows.filter(({ verdict }) => verdict === 'differs').map((row) => row.expected),
    [
      'a deny by session ARN, session name alone or sts:RoleSessionName stops nothing',
      'its sibling goes on',
    ],
  )
})

test('a deny that is away for a moment differs', async () => {
  let kept: Role['inline'] | undefined
  let times = 0
  const { code, rows } = await prove(['--yes', '--json', '--only', 'A13'], {
    meanwhile: (sandbox) => {
      rewrite(sandbox, (inline) => {
        const before = kept
        kept =
          before === undefined && 'generation-2' in inline && times++ === 0 ? inline : undefined
        return kept === undefined ? (before ?? inline) : without(inline, 'generation-2')
      })
    },
  })
  assert.deepEqual(
    rows.map((row) => `${row.verdict}: ${row.found}`),
    ['differs: 3 times: not always refused: S3 in us-east-1'],
  )
  assert.equal(code, 1)
})

test('a lease that goes on after its end differs', async () => {
  const anything = policy('Allow').document
  const { rows } = await prove(['--yes', '--json', '--only', 'A6'], {
    meanwhile: ({ world }) => {
      for (const [id, session] of world.sessions) {
        if (session.kind === 'role-session')
          world.sessions.set(id, { ...session, policy: { name: 'any', document: anything } })
      }
    },
  })
  assert.deepEqual(
    rows.map(({ verdict }) => verdict),
    ['differs', 'as expected', 'not tried'],
  )
})

test('Ctrl-C ends the run, and what was made is removed', async () => {
  let waits = 0
  const { code, rows, remaining, stderr } = await prove(['--yes', '--json', '--only', 'A1,A2'], {
    meanwhile: (sandbox, send) => {
      waits += 1
      if (waits !== 10) return
      assert.equal(entities(sandbox).length, 2)
      send('SIGINT')
    },
  })
  assert.deepEqual([code, remaining], [130, ['daypass-root']])
  assert.match(stderr, /^stopping, and removing what was made/m)
  assert.deepEqual(
    rows.map((row) => `${row.case} ${row.verdict}: ${row.found}`),
    ['A1 not tried: stopped', 'A2 not tried: stopped'],
  )
})

test('what cannot be removed is listed, and ends the command with 1', async () => {
  const { code, rows, left, remaining, stderr } = await prove(['--yes', '--json', '--only', 'A8'], {
    credentials: ({ faults, root }) => {
      const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
      faults.add({ action: 'DeleteRole', effect })
      return Promise.resolve(root)
    },
  })
  const [name = ''] = remaining
  assert.match(name, /^daypass-prove-[A-Za-z0-9]{8}-a8$/)
  const arn = `arn:aws:iam::123456789012:role/daypass/${name}`
  assert.deepEqual([code, left.map((one) => one.arn), rows.length], [1, [arn], 2])
  assert.match(stderr, new RegExp(`^warning: ${arn} could not be removed: aws-denied: `, 'm'))
})

test('what the credentials may not do is not tried, with the reason, and nothing is left', async () => {
  const { code, rows, remaining } = await prove(['--yes', '--json', '--only', 'A4,A8'], {
    credentials: ({ faults, root }) => {
      const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
      faults.add({ action: 'CreateUser', effect })
      return Promise.resolve(root)
    },
  })
  assert.deepEqual(
    rows.map((row) => `${row.case} ${row.verdict}`),
    ['A4 not tried', 'A8 as expected', 'A8 as expected'],
  )
  assert.match(rows[0]?.found ?? '', /^aws-denied: iam:CreateUser on user\/daypass-prove-/)
  assert.deepEqual([code, remaining], [0, ['daypass-root']])
})

test('nothing is made before somebody agrees', async () => {
  const unasked = await prove(['--only', 'A8'])
  assert.equal(unasked.code, 2)
  assert.match(unasked.stderr, /^hint: add --yes to agree$/m)
  const refused = await prove(['--only', 'A8'], { answer: 'no' })
  assert.equal(refused.code, 2)
  for (const { sandbox } of [unasked, refused]) {
    assert.deepEqual(
      sandbox.requests.map(({ action }) => action),
      ['GetCallerIdentity'],
    )
  }
  assert.equal((await prove(['--only', 'A8'], { answer: 'y' })).code, 0)
})

test('cases and regions that are none are refused before AWS is asked', async () => {
  for (const words of [
    ['--only', 'A15'],
    ['--only', ''],
    ['--regions', 'here'],
  ]) {
    const { code, stderr, sandbox } = await prove(['--yes', ...words])
    assert.deepEqual([code, sandbox.requests.length], [2, 0])
    assert.match(stderr, /^error: ".*" is not a (?:case|region)\nhint: like /)
  }
})
