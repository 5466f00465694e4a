import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { seedRoles } from '../../sandbox/seed.ts'
import type { AssumedRoleRole } from '../../core/role/role.ts'
import { json, openStage } from './stage.ts'

const stage = await openStage()
const OTHER = '210987654321'
const REVOKER = `arn:aws:iam::${OTHER}:role/daypass-revoker`

function target(name: string, account = '123456789012'): void {
  const arn = `arn:aws:iam::${account}:role/${name}`
  stage.role(name, `credential_type: assumed_role\nrole_arns: [${arn}]\n`)
  seedRoles(stage.sandbox, [roleWith(arn)])
}

function roleWith(arn: string): AssumedRoleRole {
  const none = { policy_arns: [], iam_groups: [], session_tags: {} }
  const times = { default_sts_ttl: 1800, max_sts_ttl: 3600 }
  return { name: 'x', credential_type: 'assumed_role', role_arns: [arn], ...none, ...times }
}

async function issued(role: string): Promise<Readonly<Record<string, unknown>>> {
  return json((await stage.daypass(['issue', role, '--format', 'json'])).stdout)
}

function fileOf(credentials: Readonly<Record<string, unknown>>): string {
  const file = join(stage.roles, `${String(credentials['access_key'])}.json`)
  writeFileSync(file, JSON.stringify(credentials))
  return file
}

target('deploy')

describe('revoke --verify', () => {
  for (const role of ['deploy', 'viewer', 'reader']) {
    test(`sees the credentials of ${role} refused`, async () => {
      const lease = await issued(role)
      const id = String(lease['lease_id'])
      const { code, stdout } = await stage.daypass(['revoke', id, '--verify', fileOf(lease)])
      assert.match(stdout, /^\S+ revoked\n\S+ refused by AWS since \d{4}-\S+Z\n$/)
      assert.equal(code, 0)
    })
  }

  test('says it to programs', async () => {
    const lease = await issued('deploy')
    const argv = ['revoke', String(lease['lease_id']), '--verify', fileOf(lease), '--json']
    const { leases } = json((await stage.daypass(argv)).stdout) as { leases: object[] }
    const [seen] = leases as Record<string, unknown>[]
    assert.equal(seen?.['verified'], true)
    assert.match(String(seen['refused_since']), /^\d{4}-.*Z$/)
  })

  test('takes the credentials from the environment, where daypass runs with others', async () => {
    const lease = await issued('deploy')
    const id = String(lease['lease_id'])
    const env = {
      AWS_ACCESS_KEY_ID: String(lease['access_key']),
      AWS_SECRET_ACCESS_KEY: String(lease['secret_key']),
      AWS_SESSION_TOKEN: String(lease['session_token']),
      DAYPASS_LEASE_ID: id,
    }
    const { code, stdout } = await stage.daypass(['revoke', id, '--verify-with', 'env'], { env })
    assert.match(stdout, /refused by AWS since/)
    assert.equal(code, 0)
  })

  test('does not run with the very credentials that it revokes', async () => {
    const { stderr, code } = await stage.daypass([
      'revoke',
      String((await issued('deploy'))['lease_id']),
      '--verify-with',
      'env',
    ])
    assert.match(stderr, /the very credentials/)
    assert.equal(code, 2)
  })

  test('fails where what it looks at was denied before', async () => {
    const lease = await issued('deploy')
    const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const
    const message = 'not authorized with an explicit deny in an identity-based policy'
    const lift = stage.sandbox.faults.add({
      service: 's3',
      action: 'ListBuckets',
      effect: { ...fault, message },
    })
    const started = stage.start(['revoke', String(lease['lease_id']), '--verify', fileOf(lease)])
    const moved = setInterval(() => {
      stage.sandbox.clock.advance(10)
    }, 20)
    const { code, stdout } = await started.ended
    clearInterval(moved)
    lift()
    assert.match(stdout, /revoked\n\S+ not verified: another policy denies s3:ListAllMyBuckets/)
    assert.equal(code, 1)
  })

  for (const [what, argv] of [
    ['two leases', (id: string, file: string) => [id, id.replace(/.$/, 'x'), '--verify', file]],
    ['a prefix', (_: string, file: string) => ['--prefix', 'deploy', '--verify', file]],
    [
      'credentials of another lease',
      (id: string, file: string) => [id.replace(/.$/, 'x'), '--verify', file],
    ],
    ['a file that is missing', (id: string) => [id, '--verify', 'nowhere.json']],
    ['both sources', (id: string, file: string) => [id, '--verify', file, '--verify-with', 'env']],
  ] as const) {
    test(`refuses ${what}, and revokes nothing`, async () => {
      const lease = await issued('deploy')
      const id = String(lease['lease_id']).replace(/x$/, 'y')
      const ended = await stage.daypass(['revoke', ...argv(id, fileOf(lease))])
      assert.equal(ended.code, 2)
      assert.ok(stage.alive().some((name) => name.endsWith(String(lease['lease_id']).slice(-22))))
      for (const secret of ['secret_key', 'session_token']) {
        assert.ok(!ended.stderr.includes(String(lease[secret])))
      }
    })
  }

  test('never quotes a file that is not what it should be', async () => {
    const lease = await issued('deploy')
    const file = fileOf({ access_key: 'broken' })
    writeFileSync(file, `{ "secret_key": "${String(lease['secret_key'])}" `)
    const { stderr, code } = await stage.daypass([
      'revoke',
      String(lease['lease_id']),
      '--verify',
      file,
    ])
    assert.equal(code, 2)
    assert.ok(!stderr.includes(String(lease['secret_key'])))
  })
})

describe('reconcile', () => {
  test('denies what a job only marked', async () => {
    const id = String((await issued('deploy'))['lease_id'])
    const name = id.slice(-22)
    const marked = await stage.daypass(['revoke', id, '--revocation', 'tombstone'])
    assert.match(marked.stdout, /not revoked by this command: the next sweep/)
    assert.ok(stage.alive().some((one) => one.endsWith(name)))
    const { code } = await stage.daypass(['reconcile'])
    assert.equal(code, 0)
    assert.ok(!stage.alive().some((one) => one.endsWith(name)))
    stage.sandbox.clock.advance(31)
    const again = await stage.daypass(['reconcile'])
    assert.match(again.stdout, new RegExp(`${id} ended \\(requested\\)`))
  })

  test('is not for those who may only mark', async () => {
    const env = { DAYPASS_REVOCATION: 'tombstone' }
    const { code, stderr } = await stage.daypass(['reconcile'], { env })
    assert.equal(code, 2)
    assert.match(stderr, /--revocation immediate/)
  })
})

describe('a role of another account', () => {
  target('abroad', OTHER)
  target('daypass-revoker', OTHER)

  for (const [what, argv, env] of [
    ['by option', ['--revoker-role-arn', REVOKER], {}],
    ['by variable', [], { DAYPASS_REVOKER_ROLE_ARNS: ` ${REVOKER} ,` }],
  ] as const) {
    test(`has its sessions revoked through its revoker role, named ${what}`, async () => {
      const id = String((await issued('abroad'))['lease_id'])
      const ended = await stage.daypass(['revoke', id, ...argv], { env })
      assert.equal(ended.stdout, `${id} revoked\n`)
      assert.ok(!stage.alive().some((one) => one.endsWith(id.slice(-22))))
    })
  }

  test('without one says so, and how to name it', async () => {
    const id = String((await issued('abroad'))['lease_id'])
    const { code, stderr } = await stage.daypass(['revoke', id])
    assert.equal(code, 4)
    assert.match(stderr, /DAYPASS_REVOKER_ROLE_ARNS/)
  })

  for (const bad of [
    'deploy',
    'arn:aws:iam:::role/x',
    'arn:aws:s3:::bucket',
    `${REVOKER},${REVOKER}-2`,
  ]) {
    test(`has no revoker role ${bad}`, async () => {
      const { code } = await stage.daypass(['leases', '--revoker-role-arn', bad])
      assert.equal(code, 2)
    })
  }
})
