/** What fails in main: when nothing was issued yet, and when something was. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { test } from 'node:test'
import { githubRunner } from '../../action/runner/github-runner.ts'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox, machine } = stage

test(
  'a role file that is wrong is marked at its line, and AWS is asked for nothing',
  needs,
  async () => {
    stage.write(
      'broken/one.yaml',
      'credential_type: assumed_role\nrole_arn: x\ndefault_sts_ttl: 2d\n',
    )
    const before = sandbox.requests.length
    const job = stage.job()
    const main = await job.uses(stage.step({ role: 'one', roles: 'broken' }))
    assert.equal(main.code, 1)
    const places = main.annotations.map(({ level, properties: { file, line } }) =>
      [level, file, line].join(' '),
    )
    assert.deepEqual(
      places.sort(),
      [1, 2, 3].map((line) => `error broken/one.yaml ${line}`),
    )
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations, post?.summary], [0, [], ''])
    assert.deepEqual(
      stage.requestsSince(before).filter((name) => name !== 'sts:AssumeRoleWithWebIdentity'),
      [],
    )
    stage.assertSecretsOnlyIn(job, [])
  },
)

test('a role that is not there is answered with the one that was meant', needs, async () => {
  const job = stage.job()
  const { code, annotations } = await job.uses(stage.step({ role: 'deploy-rol' }))
  assert.equal(code, 1)
  assert.match(
    annotations[0]?.message ?? '',
    /no role "deploy-rol" in roles.*did you mean deploy-role/,
  )
  await job.finish()
})

test(
  'a workflow without a checkout reads of the checkout and the input, not of an option',
  needs,
  async () => {
    const job = stage.job()
    const { code, annotations } = await job.uses(stage.step({ roles: 'not-checked-out' }))
    assert.equal(code, 1)
    const { message = '' } = annotations[0] ?? {}
    assert.match(message, /cannot be read: is the repository checked out .* input "roles"/)
    assert.doesNotMatch(message, /--roles/)
    await job.finish()
  },
)

test('every input that is wrong is told at once', needs, async () => {
  const job = stage.job()
  const inputs = { ttl: 'soon', export: 'env, mail', refresh: 'yes', revoke: 'maybe' }
  const { code, annotations } = await job.uses(stage.step(inputs))
  const named = annotations.map(({ message }) => message.split(':')[0])
  assert.deepEqual([code, named.sort()], [1, ['export', 'refresh', 'revoke', 'ttl']])
  await job.finish()
})

test('a refusal of AWS fails the step after one request, with what to add', needs, async () => {
  // The role `direct` does not trust the broker.
  const before = sandbox.requests.length
  const job = stage.job()
  const { code, annotations, exported } = await job.uses(stage.step({ role: 'direct' }))
  assert.equal(code, 1)
  const asked = stage.requestsSince(before).filter((name) => name === 'sts:AssumeRole')
  assert.deepEqual([asked.length, exported], [1, {}])
  assert.match(
    annotations[0]?.message ?? '',
    /role\/direct twice: in a policy of the caller, and .* the role's trust policy/,
  )
  await job.finish()
  assert.deepEqual(stage.alive(), [])
  stage.assertSecretsOnlyIn(job, [])
})

test(
  'a broker that does not trust the job fails after one request, with what its trust must say',
  needs,
  async () => {
    const before = sandbox.requests.length
    const job = stage.job()
    const stranger = { 'broker-role-arn': 'arn:aws:iam::123456789012:role/deploy-role' }
    const { code, annotations } = await job.uses(stage.step(stranger))
    assert.equal(code, 1)
    assert.deepEqual(stage.requestsSince(before), ['sts:AssumeRoleWithWebIdentity'])
    assert.match(annotations[0]?.message ?? '', /trust policy of .*role\/deploy-role.*subject/)
    await job.finish()
  },
)

test('a session that cannot be recorded reaches nobody', needs, async () => {
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  sandbox.faults.add({ service: 's3', action: 'PutObject', effect })
  const job = stage.job()
  const { code, exported, outputs } = await job.uses(stage.step())
  assert.deepEqual([code, exported, outputs], [1, {}, {}])
  await job.finish()
  stage.assertSecretsOnlyIn(job, [])
})

test(
  'of several roles all are issued or none: the others are revoked before post',
  needs,
  async () => {
    const job = stage.job()
    const role = 'deploy-role as DEPLOY\nlog-reader as LOGS\nstraight as X'
    const main = await job.uses(stage.step({ role }))
    assert.deepEqual([main.code, main.exported, main.outputs], [1, {}, {}])
    assert.deepEqual(stage.alive(), [])
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    stage.assertSecretsOnlyIn(job, [])
  },
)

test(
  'an account that is not allowed is refused before AWS is asked, where the role names it',
  needs,
  async () => {
    const before = sandbox.requests.length
    const job = stage.job()
    const main = await job.uses(stage.step({ 'allowed-account-ids': '210987654321' }))
    assert.deepEqual([main.code, main.exported, main.outputs], [1, {}, {}])
    assert.match(main.annotations[0]?.message ?? '', /leads to account 123456789012/)
    assert.ok(!stage.requestsSince(before).includes('sts:AssumeRole'))
    await job.finish()
    stage.assertSecretsOnlyIn(job, [])
  },
)

test(
  'an account that turns out not to be allowed is revoked, and nothing is exported',
  needs,
  async () => {
    const { accessKeyId, secretAccessKey } = sandbox.root
    const job = stage.job({ secrets: [secretAccessKey] })
    const main = await job.uses(
      stage.step({
        role: 's3-reader',
        'broker-role-arn': '',
        'aws-access-key-id': accessKeyId,
        'aws-secret-access-key': secretAccessKey,
        'allowed-account-ids': '210987654321',
      }),
    )
    assert.deepEqual([main.code, main.exported, main.outputs], [1, {}, {}])
    assert.deepEqual(stage.alive(), [])
    await job.finish()
    stage.assertSecretsOnlyIn(job, ['GITHUB_STATE of main 1: root'])
  },
)

test('throttling and hiccups of AWS are tried again', needs, async () => {
  const effect = { kind: 'status', status: 503, code: 'SlowDown' } as const
  sandbox.faults.add({ service: 's3', nth: 1, effect })
  sandbox.faults.add({
    service: 'sts',
    action: 'AssumeRole',
    nth: 1,
    effect: { kind: 'drop-before' },
  })
  const job = stage.job()
  const { code, log } = await job.uses(stage.step())
  assert.equal(code, 0, log)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})

test('the time that is given ends the step, and nobody holds what came of it', needs, async () => {
  sandbox.faults.add({ service: 'sts', action: 'AssumeRole', effect: { kind: 'hang-after' } })
  const job = stage.job()
  const main = await job.uses(stage.step({ timeout: '2' }))
  sandbox.faults.clear()
  assert.deepEqual([main.code, main.exported], [1, {}])
  assert.match(main.annotations[0]?.message ?? '', /the post step (?:looks after|revokes)/)
  await job.finish()
  // AWS made a session, whose answer never arrived: nobody holds it.
  stage.assertSecretsOnlyIn(job, [])
})

for (const service of ['sts', 's3'] as const) {
  test(`timeout is the time, and ${service} is named where it does not answer`, needs, async () => {
    sandbox.faults.add({ service, effect: { kind: 'hang-before' } })
    const job = stage.job()
    const began = performance.now()
    const main = await job.uses(stage.step({ timeout: '4' }))
    const seconds = (performance.now() - began) / 1000
    sandbox.faults.clear()
    assert.equal(main.code, 1)
    assert.ok(seconds < 9, `${seconds} s`)
    const said = main.annotations[0]?.message ?? ''
    assert.ok(
      said.startsWith(`input timeout: not done within 4 s: no answer from ${sandbox.url}`),
      said,
    )
    await job.finish()
  })
}

test(
  'a directory for profiles that cannot be written is said before anything is issued',
  needs,
  async () => {
    const file = join(machine.workspace, 'a-file')
    writeFileSync(file, '')
    const before = sandbox.requests.length
    const job = stage.job({ env: { AWS_SHARED_CREDENTIALS_FILE: join(file, 'credentials') } })
    const main = await job.uses(stage.step({ profile: 'deploy' }))
    assert.equal(main.code, 1)
    assert.match(main.annotations[0]?.message ?? '', /a-file/)
    assert.ok(!stage.requestsSince(before).includes('sts:AssumeRole'))
    await job.finish()
  },
)

test('where HOME is empty, home is that of the account, and never the repository', () => {
  const { HOME } = process.env
  process.env['HOME'] = ''
  try {
    assert.ok(isAbsolute(githubRunner({}).home))
  } finally {
    if (HOME === undefined) delete process.env['HOME']
    else process.env['HOME'] = HOME
  }
})

test('a timeout beyond what a job may take is a problem of the input', needs, async () => {
  const main = await stage.job().uses(stage.step({ timeout: '99999999' }))
  assert.match(main.annotations[0]?.message ?? '', /^timeout: "99999999" is not a duration/)
})

/** Starts Node with a clock that is ahead. */
const AHEAD = `--import=data:text/javascript,${encodeURIComponent(`
  const Real = Date
  globalThis.Date = class extends Real {
    constructor(...given) { given.length === 0 ? super(Real.now() + 660000) : super(...given) }
    static now() { return Real.now() + 660000 }
  }`)}`

test('a runner whose clock is eleven minutes ahead signs in once a step', needs, async () => {
  const before = sandbox.requests.length
  const job = stage.job({ env: { NODE_OPTIONS: AHEAD } })
  const main = await job.uses(stage.step())
  assert.equal(main.code, 0, main.log)
  await job.finish()
  const signIns = stage.requestsSince(before).filter((name) => name.endsWith('WebIdentity'))
  assert.ok(signIns.length <= 3, `${signIns.length} times`)
  assert.deepEqual(stage.alive(), [])
})

test('a job that wants FIPS reaches the addresses that it names', needs, async () => {
  const job = stage.job({ env: { AWS_USE_FIPS_ENDPOINT: 'true' } })
  const main = await job.uses(stage.step())
  assert.equal(main.code, 0, main.log)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})
