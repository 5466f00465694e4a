import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import * as cdktf from 'cdktf'
import * as cdktn from 'cdktn'
import { DaypassBootstrap as ForCdktf } from '../../bootstrap/cdktf/daypass-bootstrap.ts'
import { DaypassBootstrap as ForCdktn } from '../../bootstrap/cdktn/daypass-bootstrap.ts'
import { type BootstrapOptions, moduleVariables } from '../../bootstrap/module-variables.ts'
import { sweepOnce } from '../../bootstrap/sweep-lambda/sweep.ts'
import { secondsAfter, systemClock } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { bundleSweepLambda } from '../../scripts/bundle-sweep-lambda.ts'
import { roleFrom } from '../rights/deployments.ts'
import { openStage } from '../cli/stage.ts'
import { sandboxPorts } from '../support/sandbox-ports.ts'
import { root } from '../support/source-files.ts'
import { firstOf } from './lambda/lambda.ts'

const MODULE = join(root, 'bootstrap/terraform')
const scratch = mkdtempSync(join(tmpdir(), 'daypass-bootstrap-'))
after(() => {
  rmSync(scratch, { recursive: true })
})

const DEPLOY = {
  credential_type: 'assumed_role',
  role_arns: ['arn:aws:iam::123456789012:role/deploy'],
  subjects: ['repo:octo/app:ref:refs/heads/main'],
}
const READER = roleFrom('reader', {
  credential_type: 'iam_user',
  policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
})
const OPTIONS: BootstrapOptions = {
  roles: [roleFrom('deploy', DEPLOY)],
  bucket: { bucket: 'daypass-state', prefix: 'team', region: 'us-east-1' },
  sweepPackage: 'sweep-lambda.zip',
}

test('the policies of the construct are those that daypass policy all prints', async () => {
  const stage = await openStage()
  const roles = mkdtempSync(join(scratch, 'roles-'))
  writeFileSync(join(roles, 'deploy.json'), JSON.stringify(DEPLOY))
  const state = 's3://daypass-state/team?region=us-east-1'
  const { code, stdout } = await stage.daypass([
    'policy',
    'all',
    '--roles',
    roles,
    '--state',
    state,
  ])
  assert.equal(code, 0)
  const variables = moduleVariables(OPTIONS)
  assert.equal(variables['state'], state)
  assert.deepEqual(JSON.parse(String(variables['policies'])), JSON.parse(stdout))
})

test('the policies of the construct guard the boundary that the module names', () => {
  const policies = (variables: Record<string, string>) =>
    String(moduleVariables({ ...OPTIONS, variables })['policies'])
  assert.match(policies({ name_prefix: 'daypass-prod' }), /:policy\/daypass-prod-boundary"/)
  assert.match(policies({}), /:policy\/daypass-boundary"/)
})

test('CDK for Terraform and CDK Terrain synthesise the module with the same variables', () => {
  const a = cdktf.Testing.synthScope((scope) => {
    new ForCdktf(scope, 'daypass', OPTIONS)
  })
  const b = cdktn.Testing.synthScope((scope) => {
    new ForCdktn(scope, 'daypass', OPTIONS)
  })
  for (const text of [a, b]) {
    const { module } = JSON.parse(text) as { module: Record<string, Record<string, unknown>> }
    const { source, ...variables } = module['daypass'] ?? {}
    assert.equal(join(String(source)), MODULE)
    assert.deepEqual(variables, moduleVariables(OPTIONS))
  }
})

test('every variable that the construct sets is one of the module', () => {
  const text = readFileSync(join(MODULE, 'variables.tf'), 'utf8')
  const known = [...text.matchAll(/^variable "(\w+)"/gm)].map(([, name = '']) => name)
  const trusted = { issuer: 'token.example', audience: 'x' }
  const set = Object.keys(moduleVariables({ ...OPTIONS, trusted }))
  assert.deepEqual(
    set.filter((name) => !known.includes(name)),
    [],
  )
})

const terraform = (...args: readonly string[]): string =>
  execFileSync('terraform', args, {
    cwd: MODULE,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

function hasTerraform(): boolean {
  try {
    terraform('version')
    return true
  } catch {
    return false
  }
}

test(
  'the module is written as terraform fmt writes it',
  { skip: hasTerraform() ? false : 'terraform is not on PATH' },
  () => {
    assert.equal(terraform('fmt', '-check', '-diff', '-recursive', '.'), '')
  },
)

test('the function sweeps, from the bundle in its zip as from the source', async () => {
  const file = join(scratch, 'sweep-lambda.zip')
  await bundleSweepLambda(root, file)
  const again = join(scratch, 'again.zip')
  await bundleSweepLambda(root, again)
  assert.ok(readFileSync(file).equals(readFileSync(again)), 'the same source gives other bytes')
  const bundle = join(scratch, 'index.mjs')
  writeFileSync(bundle, firstOf(readFileSync(file)))
  const { handler } = (await import(pathToFileURL(bundle).href)) as { handler: typeof fromSource }
  for (const sweep of [handler, fromSource]) assert.equal(await endedBy(sweep), 1)
  await assert.rejects(sweepOnce({}, SILENT), { code: 'state-url-invalid' })
})

test('the function fails by itself before Lambda stops it, whatever the store keeps it waiting for', async () => {
  const sandbox = await startSandbox()
  try {
    sandbox.faults.add({ service: 's3', effect: { kind: 'hang-before' } })
    await assert.rejects(sweepOnce(environmentOf(sandbox), { ...SILENT, milliseconds: 5001 }), {
      code: 'cancelled',
      message: /the time of the function was over/,
    })
  } finally {
    await sandbox.stop()
  }
})

test('a sweep that is through in time is not kept', async () => {
  const sandbox = await startSandbox()
  try {
    assert.equal(
      (await sweepOnce(environmentOf(sandbox), { ...SILENT, milliseconds: 600_000 })).failed,
      0,
    )
  } finally {
    await sandbox.stop()
  }
})

const SILENT = { write: () => undefined }

async function fromSource(env: NodeJS.ProcessEnv): Promise<{ ended: number }> {
  return await sweepOnce(env, SILENT)
}

/** How many of one lease a sweep ends: issued two hours ago for a minute, and the function has the machine's clock. */
async function endedBy(sweep: typeof fromSource): Promise<number> {
  const past = { ...systemClock, now: () => secondsAfter(systemClock.now(), -7200) }
  const sandbox = await startSandbox({ clock: past })
  try {
    await issue(sandboxPorts(sandbox), { role: READER, holder: { kind: 'shell' }, ttlSeconds: 60 })
    sandbox.clock.advance(7200)
    const env = environmentOf(sandbox)
    return (await sweep(env)).ended
  } finally {
    await sandbox.stop()
  }
}

/** What the function is given, and set. */
function environmentOf({ url, root: { accessKeyId, secretAccessKey } }: Sandbox) {
  const env = {
    DAYPASS_STATE: 's3://daypass-state?region=us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  // The SDK reads some of them there.
  return Object.assign(process.env, env)
}
