/** The function from the zip that is uploaded, as Lambda runs it, as the role that the module makes with the printed rights. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { STS } from '@aws-sdk/client-sts'
import { issue } from '../../../core/issue.ts'
import { revoke } from '../../../core/revoke.ts'
import { rightsOf } from '../../../core/rights/rights-of.ts'
import type { Policy } from '../../../core/rights/statement.ts'
import { liveCredentials } from '../../../sandbox/sandbox.ts'
import { ROLES, deployment } from '../../rights/deployments.ts'
import { type Stage, openStage } from '../../rights/stage.ts'
import { sweepZip } from './sweep-zip.ts'
import { type Lambda, startLambda } from './lambda.ts'

const PRINTED = rightsOf('sweeper', deployment())
const zip = await sweepZip()

/** By role, the user's first, a right without which a lease of it that is due is not ended. */
const NEEDED = {
  user: 'iam:DeleteUser',
  session: 'iam:PutRolePolicy',
  federated: 'iam:PutUserPolicy',
  token: 'iam:PutUserPolicy',
} as const satisfies Record<keyof typeof ROLES, string>

/** What a run with nothing due needs, and what it says without. */
const ALWAYS_NEEDED = {
  'team/root/key.json': /state-denied: .*team\/root\/key.json/,
  'team/full-sweep.json': /state-denied: .*team\/full-sweep.json/,
  's3:ListBucket': /state-denied: .*s3:ListBucket/,
}

test('with nothing due the function succeeds time after time, and fails with any right less that it needs', async (t) => {
  const { run, give, log } = await open(t)
  for (let n = 0; n < 3; n++) assert.equal(await run(), 'success')
  for (const [what, said] of Object.entries(ALWAYS_NEEDED)) {
    await give(without(PRINTED, what))
    assert.match(await run(), said)
  }
  await give(PRINTED)
  assert.equal(await run(), 'success')
  const lines = log().flatMap((line) =>
    line.startsWith('{') ? [JSON.parse(line) as { ok: boolean; requests: number }] : [],
  )
  assert.deepEqual(
    lines.map(({ ok, requests }) => ok && requests > 0),
    [true, true, true, false, false, false, true],
  )
})

test('what is due of every type is gone after a run, and with the right to end it less the run fails', async (t) => {
  const { stage, run, give } = await open(t)
  const holder = { kind: 'shell', user: 'ann' } as const
  for (const [name, right] of Object.entries(NEEDED)) {
    const { lease } = await issue(stage.issuing, {
      role: ROLES[name as keyof typeof ROLES],
      holder,
    })
    if (name === 'user') stage.sandbox.clock.advance(3 * 3600)
    else await revoke(stage.leaving, lease.id)
    await give(without(PRINTED, right))
    assert.match(await run(), new RegExp(`aws-denied: .*${right}`), name)
    stage.sandbox.clock.advance(60)
    await give(PRINTED)
    assert.equal(await run(), 'success', name)
    assert.deepEqual(working(stage, lease.id.slice(-22)), [])
  }
  assert.deepEqual((await stage.iam.listUsers({ PathPrefix: '/daypass/' })).Users, [])
  assert.deepEqual(await stage.keys('leases/'), [])
})

interface Scene {
  readonly stage: Stage
  /** Replaces the rights of the function's role. */
  readonly give: (policy: Policy) => Promise<unknown>
  /** Runs the function once; answers `success`, or the message of its error. */
  readonly run: () => Promise<string>
  /** Lines that it wrote so far. */
  readonly log: () => readonly string[]
}

async function open(t: TestContext): Promise<Scene> {
  const stage = await openStage(PRINTED, 'daypass-sweeper')
  t.after(() => stage.stop())
  const { iam, sandbox } = stage
  const RoleName = 'daypass-sweeper'
  await iam.createRole({ RoleName, AssumeRolePolicyDocument: TRUST })
  const give = (policy: Policy) =>
    iam.putRolePolicy({ RoleName, PolicyName: 'daypass', PolicyDocument: JSON.stringify(policy) })
  await give(PRINTED)
  let lambda: Lambda | undefined
  t.after(() => lambda?.stop())
  const run = async (): Promise<string> => {
    lambda ??= await startLambda(zip, {
      DAYPASS_STATE: 's3://daypass-state/team?region=us-east-1',
      DAYPASS_REVOKER_ROLE_ARNS: '',
      AWS_ENDPOINT_URL: sandbox.url,
      ...(await sessionOf(stage, RoleName)),
    })
    const invoked = await lambda.invoke()
    return 'error' in invoked ? invoked.error.errorMessage : 'success'
  }
  return { stage, give, run, log: () => lambda?.log() ?? [] }
}

/** The administrator, in the place of Lambda, who takes the role. */
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
})

async function sessionOf({ sandbox }: Stage, role: string): Promise<Record<string, string>> {
  const { url: endpoint, accountId, root: credentials } = sandbox
  const sts = new STS({ endpoint, credentials, region: 'us-east-1' })
  const RoleArn = `arn:aws:iam::${accountId}:role/${role}`
  const { Credentials: taken } = await sts.assumeRole({ RoleArn, RoleSessionName: 'daypass-sweep' })
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: taken?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: taken?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: taken?.SessionToken ?? '',
  }
}

/** What still works of a lease. */
function working({ sandbox }: Stage, name: string): readonly string[] {
  return liveCredentials(sandbox.world, sandbox.clock.now())
    .filter((one) => !one.denied && one.name.endsWith(name))
    .map((one) => one.name)
}

/** A policy with one action or one kind of object less, wherever it is named. */
function without({ Version, Statement }: Policy, what: string): Policy {
  const rest = Statement.map((one) => ({
    ...one,
    Action: one.Action.filter((action) => action !== what),
    Resource: one.Resource.filter((resource) => !resource.endsWith(what)),
  }))
  return { Version, Statement: rest.filter((one) => one.Action.length * one.Resource.length > 0) }
}
