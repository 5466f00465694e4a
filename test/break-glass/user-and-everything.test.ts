/** `daypass revoke --user` and `--everything`, on the sandbox. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { jsonList } from '../cli/stage.ts'
import { NO_STORE, ROOT, issued, stage, takenByHand, works } from './glass-stage.ts'

describe('revoke --user', () => {
  const nameOf = async () => {
    const { stdout } = await stage.daypass(['leases', '--json'])
    const [lease] = jsonList(stdout, 'leases')
    return String({ ...(lease?.['principal'] as object) }['user_name' as never])
  }

  test('switches off the keys of a user and the sessions that were taken with them, and on again', async () => {
    const lease = await issued('reader')
    const key = {
      accessKeyId: String(lease['access_key']),
      secretAccessKey: String(lease['secret_key']),
    }
    const { Credentials } = await new STS({ ...ROOT, credentials: key }).getSessionToken()
    const session = {
      access_key: Credentials?.AccessKeyId,
      secret_key: Credentials?.SecretAccessKey,
      session_token: Credentials?.SessionToken,
    }
    const name = await nameOf()
    const asked = await stage.daypass(['revoke', '--user', name])
    assert.equal(asked.code, 2)
    assert.ok(await alive(name))
    const { code, stdout } = await stage.daypass(['revoke', '--user', name, '--yes'])
    assert.equal(code, 0)
    assert.equal(stdout, `user ${name} stopped\n`)
    assert.equal(await alive(name), false)
    assert.equal(await works(session), false)
    assert.equal((await stage.daypass(['revoke', '--user', name, '--yes'])).code, 0)
    assert.equal((await stage.daypass(['revoke', '--user', name, '--lift'])).code, 0)
    assert.ok(await alive(name))
    const { PolicyNames = [] } = await new IAM(ROOT).listUserPolicies({ UserName: name })
    assert.deepEqual(
      PolicyNames.filter((one) => one.startsWith('daypass-deny')),
      [],
    )
  })

  test('activates no key again that was off before', async () => {
    await issued('reader')
    const name = await nameOf()
    const iam = new IAM(ROOT)
    const { AccessKey } = await iam.createAccessKey({ UserName: name })
    const AccessKeyId = AccessKey?.AccessKeyId ?? ''
    await iam.updateAccessKey({ UserName: name, AccessKeyId, Status: 'Inactive' })
    await stage.daypass(['revoke', '--user', name, '--yes'])
    await stage.daypass(['revoke', '--user', name, '--lift'])
    const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: name })
    assert.deepEqual(
      AccessKeyMetadata.map((key) => [key.AccessKeyId === AccessKeyId, key.Status]).sort(),
      [
        [false, 'Active'],
        [true, 'Inactive'],
      ],
    )
  })

  test('needs no store', async () => {
    await issued('reader')
    const name = await nameOf()
    const { code } = await stage.daypass(['revoke', '--user', name, '--yes'], { env: NO_STORE })
    assert.equal(code, 0)
    assert.equal(await alive(name), false)
  })

  test('touches nobody whose name, tag or path is not that of a lease', async () => {
    const lease = await issued('reader')
    const id = String(lease['lease_id'])
    const iam = new IAM(ROOT)
    const Tags = [{ Key: 'daypass:lease', Value: id }]
    await iam.createUser({ UserName: 'alice', Tags })
    await iam.createUser({ UserName: 'daypass-reader-4cZkq2TzWq0bXyN8rPdU1a' })
    const own = await nameOf()
    const elsewhere = `arn:aws:iam::123456789012:user/elsewhere/${own}`
    for (const name of ['alice', 'daypass-reader-4cZkq2TzWq0bXyN8rPdU1a', elsewhere]) {
      const { code, stderr } = await stage.daypass(['revoke', '--user', name, '--yes'])
      assert.equal(code, 6, stderr)
    }
    assert.equal(stage.calls('UpdateAccessKey'), 0)
    assert.ok(await alive(own))
  })

  test('is ended by the sweep like any other', async () => {
    await issued('reader')
    const name = await nameOf()
    await stage.daypass(['revoke', '--user', name, '--yes'])
    stage.sandbox.clock.advance(3 * 3600)
    assert.equal((await stage.daypass(['sweep'])).code, 0)
    await assert.rejects(new IAM(ROOT).getUser({ UserName: name }), {
      name: 'NoSuchEntityException',
    })
  })

  async function alive(name: string): Promise<boolean> {
    return await Promise.resolve(stage.alive().includes(name))
  }
})

describe('revoke --everything', () => {
  test('revokes all live leases of the store, and no session of others', async () => {
    const leases = [await issued('deploy'), await issued('reader'), await issued('viewer')]
    const foreign = await takenByHand()
    const asked = await stage.daypass(['revoke', '--everything'])
    assert.equal(asked.code, 2)
    assert.match(
      asked.stderr,
      /revokes for good 1 live lease of deploy, 1 live lease of reader, 1 live lease of viewer/,
    )
    const { code, stdout } = await stage.daypass(['revoke', '--everything', '--yes'])
    assert.equal(code, 0)
    assert.equal(stdout.split('\n').length - 1, 3)
    assert.deepEqual(await Promise.all(leases.map(works)), [false, false, false])
    assert.ok(await works(foreign))
    assert.deepEqual(jsonList((await stage.daypass(['leases', '--json'])).stdout, 'leases'), [])
  })

  test('cannot be lifted, and says so', async () => {
    const { code, stderr } = await stage.daypass(['revoke', '--everything', '--lift'])
    assert.equal(code, 2)
    assert.match(stderr, /for good/)
  })

  test('goes on where one is refused, and under throttling', async () => {
    await issued('deploy')
    const user = await issued('reader')
    stage.sandbox.faults.add({
      action: 'PutRolePolicy',
      effect: { kind: 'status', status: 403, code: 'AccessDenied' },
    })
    const effect = { kind: 'status', status: 400, code: 'Throttling' } as const
    for (let nth = 1; nth <= 3; nth++)
      stage.sandbox.faults.add({ action: 'DeleteAccessKey', nth, effect })
    assert.equal((await stage.daypass(['revoke', '--everything', '--yes'])).code, 1)
    assert.equal(await works(user), false)
  })
})

test('what asks for two things, or for half of one, is refused before anything is read', async () => {
  for (const argv of [
    ['--role', 'deploy'],
    ['--all-sessions'],
    ['--yes'],
    ['--everything', '--user', 'x'],
    ['--prefix', 'deploy', '--yes'],
    ['--role', 'deploy', '--all-sessions', '--prefix', 'deploy'],
  ])
    assert.equal((await stage.daypass(['revoke', ...argv])).code, 2, argv.join(' '))
})
