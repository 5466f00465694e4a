/** How credentials reach later steps: variables, outputs, several roles, and what never leaves main. */
import assert from 'node:assert/strict'
import { createServer, request as send } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox } = stage
const { accessKeyId, secretAccessKey } = sandbox.root
const KEYS = { 'aws-access-key-id': accessKeyId, 'aws-secret-access-key': secretAccessKey }

test('with export: outputs only the step that is given them has credentials', needs, async () => {
  const job = stage.job()
  const { outputs, exported } = await job.uses(stage.step({ export: 'outputs' }))
  assert.deepEqual(exported, {})
  assert.match(outputs['aws-access-key-id'] ?? '', /^ASIA/)
  assert.equal(outputs['aws-expiration'], outputs['expires-at'])
  await job.finish()
  assert.deepEqual(stage.alive(), [])
  stage.assertSecretsOnlyIn(job, ['GITHUB_OUTPUT of main 1: deploy-role'])
})

test('several roles have variables and outputs that begin with their alias', needs, async () => {
  const job = stage.job()
  const role = 'deploy-role\n\n  log-reader as audit-logs  \nlog-reader as COPY'
  const { exported, outputs, code, log } = await job.uses(
    stage.step({ role, export: 'env, outputs' }),
  )
  assert.equal(code, 0, log)
  const ids = ['', 'AUDIT_LOGS_', 'COPY_'].map((prefix) => exported[`${prefix}AWS_ACCESS_KEY_ID`])
  assert.equal(new Set(ids).size, 3)
  assert.deepEqual(stage.alive(), ['deploy-role', 'log-reader', 'log-reader'])
  assert.equal(outputs['audit-logs-aws-access-key-id'], ids[1])
  const leases = JSON.parse(outputs['leases'] ?? '') as { role: string; alias: string | null }[]
  assert.deepEqual(
    leases.map(({ role, alias }) => [role, alias]),
    [
      ['deploy-role', null],
      ['log-reader', 'audit-logs'],
      ['log-reader', 'COPY'],
    ],
  )
  const [post] = await job.finish()
  assert.equal(post?.summary.split('\n').filter((line) => line.includes('revoked')).length, 3)
  assert.deepEqual(stage.alive(), [])
  stage.assertSecretsOnlyIn(
    job,
    ['ENV', 'OUTPUT'].flatMap((file) =>
      ['deploy-role', 'log-reader'].map((role) => `GITHUB_${file} of main 1: ${role}`),
    ),
  )
})

test(
  'the access key of daypass itself is not exported, and masked although nobody else masks it',
  needs,
  async () => {
    const job = stage.job({ debug: true })
    const broker = 'arn:aws:iam::123456789012:role/daypass-broker-by-key'
    const main = await job.uses(stage.step({ ...KEYS, 'broker-role-arn': broker }))
    assert.equal(main.code, 0, main.log)
    assert.ok(!JSON.stringify([main.exported, main.outputs]).includes(accessKeyId))
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(stage.alive(), [])
    stage.assertSecretsOnlyIn(job, [
      'GITHUB_ENV of main 1: deploy-role',
      'GITHUB_STATE of main 1: root',
    ])
  },
)

test(
  'credentials in the environment serve daypass, are not exported anew, and come back in post',
  needs,
  async () => {
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
    const job = stage.job({ env, debug: true })
    const main = await job.uses(stage.step({ role: 's3-reader', 'broker-role-arn': '' }))
    assert.equal(main.code, 0, main.log)
    assert.notEqual(main.exported['AWS_ACCESS_KEY_ID'], accessKeyId)
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.equal(job.env()['AWS_ACCESS_KEY_ID'], accessKeyId)
    assert.deepEqual(stage.alive(), [])
    stage.assertSecretsOnlyIn(job, [
      'GITHUB_ENV of main 1: s3-reader',
      'GITHUB_ENV of post 1: root',
      'GITHUB_STATE of main 1: root',
    ])
  },
)

test('session tags and the session name of the inputs reach AWS', needs, async () => {
  const job = stage.job()
  const inputs = { 'session-tags': '{"team": "ops", "run": 7}', 'role-session-name': 'nightly' }
  const { outputs, code, log } = await job.uses(stage.step(inputs))
  assert.equal(code, 0, log)
  assert.match(outputs['arn'] ?? '', /deploy-role\/nightly-\w{22}$/)
  const session = [...sandbox.world.sessions.values()].find(({ arn }) => arn === outputs['arn'])
  assert.deepEqual(session?.tags, { team: 'ops', run: '7' })
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})

test(
  'the run is in the tags of a session where that is asked for, as much of it as AWS takes',
  needs,
  async () => {
    const effect = { kind: 'status', status: 400, code: 'PackedPolicyTooLarge' } as const
    const most = {
      Repository: 'octo-org/octo-repo',
      Run: '1658821493',
      Workflow: 'build _ test',
      Actor: 'octocat',
      Branch: 'refs/heads/main',
      Commit: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
    }
    const { Repository, Run } = most
    for (const [refused, tags] of [
      [false, most],
      [true, { Repository, Run }],
    ] as const) {
      // The second time without the policy that says when the session ends.
      for (const nth of refused ? [1, 2] : [])
        sandbox.faults.add({ service: 'sts', action: 'AssumeRole', nth, effect })
      const job = stage.job({ env: { GITHUB_WORKFLOW: 'build & test' } })
      const inputs = { 'session-tags': 'github\nteam=ops' }
      const { outputs, code, log } = await job.uses(stage.step(inputs))
      sandbox.faults.clear()
      assert.equal(code, 0, log)
      assert.equal(outputs['authenticated-arn'], outputs['arn'])
      assert.equal(outputs['aws-account-id'], outputs['account-id'])
      const session = [...sandbox.world.sessions.values()].find(({ arn }) => arn === outputs['arn'])
      assert.deepEqual(session?.tags, { GitHub: 'Actions', ...tags, team: 'ops' })
      await job.finish()
      assert.deepEqual(stage.alive(), [])
    }
  },
)

test(
  'with step debug on, when the runner shows what was saved and exported, no secret is in the log',
  needs,
  async () => {
    const job = stage.job({ debug: true })
    await job.uses(stage.step({ export: 'env outputs' }))
    await job.uses(stage.step({ role: 'log-reader' }))
    await job.finish()
    assert.deepEqual(stage.alive(), [])
    assert.match(job.collected()[0]?.text ?? '', /^##\[debug\]AWS_SECRET_ACCESS_KEY='\*\*\*'$/m)
    stage.assertSecretsOnlyIn(job, [
      'GITHUB_ENV of main 1: deploy-role',
      'GITHUB_ENV of main 2: log-reader',
      'GITHUB_ENV of post 2: deploy-role',
      'GITHUB_OUTPUT of main 1: deploy-role',
      'GITHUB_STATE of main 2: deploy-role',
    ])
  },
)

test('mask-aws-account-id keeps the account out of the log of main and post', needs, async () => {
  const job = stage.job()
  const main = await job.uses(stage.step({ 'mask-aws-account-id': 'true' }))
  assert.equal(main.code, 0)
  const posts = await job.finish()
  for (const { log } of [main, ...posts]) assert.ok(!log.includes('123456789012'), log)
})

test('roles may come from the state bucket', needs, async () => {
  const job = stage.job()
  const absent = await job.uses(stage.step({ roles: 'state' }))
  assert.equal(absent.code, 1)
  assert.match(absent.annotations[0]?.message ?? '', /no role "deploy-role" in the state/)
  await job.finish()
})

test(
  'what an input says cannot become markup in the summary or commands in the log',
  needs,
  async () => {
    const job = stage.job()
    const hostile = 'x::error::|</td><script>'
    const main = await job.uses(stage.step({ 'role-session-name': hostile }))
    const [post] = await job.finish()
    assert.deepEqual([main.annotations, post?.annotations], [[], []])
    assert.match(main.outputs['arn'] ?? '', /deploy-role\/[\w.@=,+-]+$/)
    assert.doesNotMatch(post?.summary ?? '', /[<>]/)
  },
)

test(
  'everything goes through the proxy where one is given, in main and in post',
  needs,
  async () => {
    const seen = new Set<string>()
    const proxy = createServer((incoming, response) => {
      const target = new URL(incoming.url ?? '', 'http://localhost')
      seen.add(target.port)
      const { method = 'GET', headers } = incoming
      const outgoing = send(target, { method, headers }, (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(response)
      })
      incoming.pipe(outgoing.on('error', () => response.destroy()))
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const { port } = proxy.address() as AddressInfo
    const job = stage.job({ debug: true })
    const address = `http://user:pass-word-of-the-proxy@127.0.0.1:${port}`
    const main = await job.uses(stage.step({ 'http-proxy': address }))
    assert.equal(main.code, 0, main.log)
    assert.deepEqual(
      [...seen].sort(),
      [new URL(sandbox.url).port, new URL(stage.tokens.url).port].sort(),
    )
    seen.clear()
    await job.finish()
    assert.equal(seen.size, 2)
    assert.deepEqual(stage.alive(), [])
    assert.ok(!(job.collected()[0]?.text ?? '').includes('pass-word-of-the-proxy'))
    proxy.closeAllConnections()
    proxy.close()
  },
)

test('a proxy of the runner itself is used, and its password is not shown', needs, async () => {
  const job = stage.job({
    debug: true,
    env: { HTTPS_PROXY: 'http://user:pass-word-of-the-runner@127.0.0.1:9', NO_PROXY: '127.0.0.1' },
  })
  const main = await job.uses(stage.step())
  assert.equal(main.code, 0, main.log)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
  assert.ok(!(job.collected()[0]?.text ?? '').includes('pass-word-of-the-runner'))
})
