import assert from 'node:assert/strict'
import { test } from 'node:test'
import { json, jsonList, openStage } from './stage.ts'

const stage = await openStage()
const { daypass, alive } = stage

test('issue prints credentials that AWS accepts, as JSON on standard output and nothing else', async () => {
  const { code, stdout, stderr } = await daypass(['issue', 'reader', '--ttl', '10m'])
  assert.deepEqual([code, stderr], [0, ''])
  const issued = json(stdout)
  assert.deepEqual(Object.keys(issued), [
    'lease_id',
    'credential_type',
    'access_key',
    'secret_key',
    'session_token',
    'arn',
    'issued_at',
    'expires_at',
    'ttl_seconds',
    'renewable',
  ])
  const key = stage.sandbox.world.accessKeys.get(String(issued['access_key']))
  assert.equal(key?.secretAccessKey, issued['secret_key'])
  assert.deepEqual([issued['ttl_seconds'], issued['renewable']], [600, true])
  await revokeAll()
})

test('nothing is issued from a role that breaks what it says about itself, and AWS is not asked', async () => {
  const rights = `policy_document: { Version: '2012-10-17', Statement: { Effect: Allow, Action: '*', Resource: '*' } }`
  const text = `credential_type: iam_user\n${rights}\nexpect:\n  never:\n    - iam:*\n`
  stage.role('careless', text)
  const { code, stdout, stderr } = await daypass(['issue', 'careless'])
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(stderr, /careless\.yaml:5:7: expect\.never\[0\] \(iam:\*\) is broken/)
  assert.deepEqual(alive(), [])
  assert.equal(stage.calls('CreateUser'), 0)
})

test('the lease tells who holds it', async () => {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'octo/app', GITHUB_RUN_ID: '42' }
  await daypass(['issue', 'viewer', '--ttl', '15m'], { env })
  const leases = jsonList((await daypass(['leases', '--json'])).stdout, 'leases')
  assert.deepEqual(
    leases.map((lease) => lease['holder']),
    [{ kind: 'github', repository: 'octo/app', run_id: '42' }],
  )
  stage.sandbox.clock.advance(1000)
  await daypass(['sweep'])
})

test('a terminal gets no secrets unless they are asked for, and nothing is issued', async () => {
  const before = stage.sandbox.requests.length
  const refused = await daypass(['issue', 'reader'], { terminal: true })
  assert.deepEqual(refused, {
    code: 2,
    stdout: '',
    stderr:
      '\u001b[31merror:\u001b[39m standard output is a terminal, where secrets would stay on the screen\n' +
      '\u001b[1mhint:\u001b[22m run a command with them (daypass exec reader -- command), or put them into the shell (eval "$(daypass issue reader --format env)"), or add --reveal\n',
  })
  assert.equal(stage.sandbox.requests.length, before)
  const shown = await daypass(['issue', 'reader', '--reveal'], { terminal: true })
  assert.equal(shown.code, 0)
  assert.match(shown.stdout, /"secret_key": ".{40}"/)
  await revokeAll()
})

const unread = [
  ['reader', 'json'],
  ['viewer', 'env'],
] as const
for (const [role, format] of unread) {
  test(`credentials that nobody could read are taken back (${role}, ${format})`, async () => {
    const argv = ['issue', role, '--format', format]
    const { code, stderr } = await daypass(argv, { outputFails: 'EPIPE' })
    assert.equal(code, 141)
    assert.match(
      stderr,
      /^warning: nobody read the credentials: standard output failed \(EPIPE\)\nlease \w+\/\w{22} revoked\n$/,
    )
    assert.deepEqual(alive(), [])
  })
}

test('credentials that a full disk did not take are taken back, and the error is told', async () => {
  const { code, stderr } = await daypass(['issue', 'reader'], { outputFails: 'ENOSPC' })
  assert.equal(code, 5)
  assert.match(stderr, /error: cannot write the output \(ENOSPC\)\n$/)
  assert.deepEqual(alive(), [])
})

test('Ctrl-C in the middle of issuing takes back what was made, with exit code 130', async () => {
  const remove = stage.sandbox.faults.add({
    action: 'CreateAccessKey',
    effect: { kind: 'hang-after' },
  })
  const started = stage.start(['issue', 'reader'])
  const hanging = await stage.sandbox.faults.hang()
  started.send('SIGINT')
  remove()
  hanging.release()
  const { code, stdout, stderr } = await started.ended
  assert.deepEqual([code, stdout], [130, ''])
  assert.match(stderr, /^stopping in good order; once more to stop at once/)
  assert.match(stderr, /\nerror: /)
  assert.deepEqual(alive(), [])
  stage.sandbox.clock.advance(600)
  assert.equal((await daypass(['sweep'])).code, 0)
  assert.equal((await daypass(['leases'])).stderr, 'no leases\n')
})

test('a second signal ends the process at once', async () => {
  const remove = stage.sandbox.faults.add({ action: 'CreateUser', effect: { kind: 'hang-before' } })
  const started = stage.start(['issue', 'reader'])
  const hanging = await stage.sandbox.faults.hang()
  started.send('SIGTERM')
  started.send('SIGTERM')
  assert.deepEqual(started.exits, [143])
  remove()
  hanging.release()
  await started.ended
  stage.sandbox.clock.advance(600)
  await daypass(['sweep'])
})

test('in a workflow job the runner is told to mask the secrets, on standard error', async () => {
  const env = { GITHUB_ACTIONS: 'true' }
  const { stdout, stderr } = await daypass(['issue', 'viewer', '--format', 'env'], { env })
  const secret = /AWS_SECRET_ACCESS_KEY='(.*)'/.exec(stdout)?.[1] ?? 'none'
  const token = /AWS_SESSION_TOKEN='(.*)'/.exec(stdout)?.[1] ?? 'none'
  assert.equal(stderr, `::add-mask::${secret}\n::add-mask::${token}\n`)
})

test('a credential process says nothing on standard error, which its caller may log', async () => {
  const env = { GITHUB_ACTIONS: 'true' }
  const { stdout, stderr } = await daypass(['issue', 'viewer', '--format', 'credential-process'], {
    env,
  })
  assert.equal(stderr, '')
  assert.equal(json(stdout)['Version'], 1)
})

test('the MFA code is asked for where somebody can answer, and missing where nobody can', async () => {
  stage.role(
    'mfa',
    'credential_type: session_token\nmfa_serial_number: arn:aws:iam::123456789012:mfa/x\n',
  )
  const nobody = await daypass(['issue', 'mfa'])
  assert.deepEqual(nobody, {
    code: 2,
    stdout: '',
    stderr:
      'error: role mfa needs an MFA code\nhint: give the six digits that the device shows now\n',
  })
  const wrong = await daypass(['issue', 'mfa'], { answer: '12x' })
  assert.deepEqual(
    [wrong.code, wrong.stderr.split('\n')[0]],
    [2, 'error: an MFA code has six digits'],
  )
  const asked = await daypass(['issue', 'mfa'], { answer: ' 123456 ' })
  assert.ok(stage.calls('GetSessionToken') > 0)
  assert.match(asked.stderr, /MultiFactorAuth/i)
})

async function revokeAll(): Promise<void> {
  assert.equal((await daypass(['revoke', '--prefix', 'reader'])).code, 0)
  assert.deepEqual(alive(), [])
}
