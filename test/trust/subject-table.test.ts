/** docs/subjects.md: what each token may take is the same wherever it is asked. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { admitJob } from '../../action/main/admit-job.ts'
import type { Job } from '../../action/main/job.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import { Secret } from '../../core/secret.ts'
import { STRANGER_EVENTS } from '../../core/trust/stranger-events.ts'
import { tokenTrustPolicy } from '../../core/trust/trust-policy.ts'
import { trustPolicy } from '../../provider/functions/trust-policy.ts'
import { FunctionError } from '../../terraform-plugin/protocol/diagnostic.ts'
import { openStage } from '../cli/stage.ts'
import { change } from '../review/stage.ts'
import { roleFrom } from '../rights/deployments.ts'
import { trustSubject, tokenOf } from '../support/sandbox-oidc.ts'
import { ARN, NAME, takes } from './decide.ts'
import { type For, providerOf, type Row, subjectTable, tokenOfRow } from './subject-table.ts'

const stage = await openStage()
const ROWS = subjectTable()
let decided = 0
const READS = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
}

test('the table is that of some sixty tokens', () => {
  assert.ok(ROWS.length >= 60, String(ROWS.length))
  for (const { issuer, sub, letsIn, doesNot } of ROWS)
    assert.ok(issuer !== '' && sub !== '' && letsIn.length > 0 && doesNot.length > 0, sub)
})

for (const row of ROWS) {
  test(`${row.job}: the command, the Action, AWS, Terraform and the review agree`, async () => {
    for (const [whom, expected] of [
      ...row.letsIn.map((one) => [one, true] as const),
      ...row.doesNot.map((one) => [one, false] as const),
    ]) {
      const label = JSON.stringify(whom)
      assert.equal(await isAdmitted(row, whom), expected, `the Action: ${label}`)
      if (!expected || whom === row.letsIn[0])
        assert.equal(await isIssued(row, whom), expected, `the command: ${label}`)
      for (const [who, decision] of [
        ['trust-policy', byTrustPolicy(row, whom)],
        ['Terraform', byFunction(row, whom)],
      ] as const)
        if (decision !== undefined) {
          decided += 1
          assert.equal(decision, expected, `${who}: ${label}`)
        }
    }
    for (const before of row.doesNot)
      for (const after of row.letsIn)
        assert.equal(
          change(roleText(before), roleText(after)).verdict,
          'wider',
          `the review: ${JSON.stringify([before, after])}`,
        )
  })
}

test('AWS and Terraform had a say in most of it', () => {
  assert.ok(decided > 200, String(decided))
})

test('STS of the sandbox takes tokens by the printed policies as the table says', async () => {
  const { url, root } = stage.sandbox
  const clients = { endpoint: url, region: 'us-east-1', credentials: root }
  const [iam, sts] = [new IAM(clients), new STS(clients)]
  const RoleName = 'deploy'
  await iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: await trustSubject(stage.sandbox, iam, 'nobody'),
  })
  const issuer = `${new URL(url).host}/_sandbox/oidc`
  for (const row of ROWS.filter((one) => one.job.startsWith('GitHub:') && !isOfStrangers(one)))
    for (const whom of [...row.letsIn, ...row.doesNot]) {
      const policy = printed(whom, issuer)
      if (policy === undefined) continue
      const PolicyDocument = JSON.stringify(policy)
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument })
      const taken = await sts
        .assumeRoleWithWebIdentity({
          RoleArn: ARN,
          RoleSessionName: NAME,
          WebIdentityToken: await tokenOf(stage.sandbox, row.sub, row.claims),
        })
        .then(
          () => true,
          (error: unknown) => {
            assert.ok(error instanceof Error && error.name === 'AccessDenied', String(error))
            return false
          },
        )
      assert.equal(taken, row.letsIn.includes(whom), `${row.job}: ${JSON.stringify(whom)}`)
    }
})

function printed(whom: For, issuer: string): object | undefined {
  try {
    return tokenTrustPolicy(deploying(whom), ARN, { issuer })
  } catch (error) {
    if (isDaypassError(error, 'request-invalid')) return undefined
    throw error
  }
}

async function isAdmitted(row: Row, whom: For): Promise<boolean> {
  const job = {
    connection: { identity: { kind: 'ambient' } },
    connected: { subjectToken: () => () => Promise.resolve(new Secret(tokenOfRow(row))) },
    settings: { allowWithoutSubject: false },
  } as unknown as Job
  try {
    await admitJob(job, [deploying(whom)])
    return true
  } catch (error) {
    if (isDaypassError(error, 'request-invalid')) return false
    throw error
  }
}

async function isIssued(row: Row, whom: For): Promise<boolean> {
  stage.role(
    'asked',
    JSON.stringify({ credential_type: 'federation_token', policy_document: READS, ...whom }),
  )
  const env = { CIRCLE_OIDC_TOKEN: tokenOfRow(row) }
  const { code, stderr } = await stage.daypass(['issue', 'asked', '--ttl', '15m'], { env })
  assert.ok(code === 0 || (code === 2 && stderr.includes('the token has iss')), stderr)
  return code === 0
}

/** Undefined where AWS cannot hold what the role says, or is asked about an event, of which it knows nothing. */
function byTrustPolicy(row: Row, whom: For): boolean | undefined {
  if (isOfStrangers(row)) return undefined
  const issuer = providerOf(row)
  try {
    return takesAs(row, tokenTrustPolicy(deploying(whom), ARN, { issuer }))
  } catch (error) {
    return refusedAs(error)
  }
}

function byFunction(row: Row, whom: For): boolean | undefined {
  if (whom.claims !== undefined || isOfStrangers(row)) return undefined
  const provider = `arn:aws:iam::123456789012:oidc-provider/${providerOf(row)}`
  try {
    const policy = trustPolicy.call(provider, ...whom.subjects)
    assert.ok(typeof policy === 'string')
    return takesAs(row, JSON.parse(policy) as object)
  } catch (error) {
    return refusedAs(error)
  }
}

function takesAs(row: Row, policy: object): boolean {
  return takes(policy, { sub: row.sub, issuer: providerOf(row), claims: row.claims })
}

/** A policy for tokens of others lets this one in as little as none does. */
function refusedAs(error: unknown): boolean | undefined {
  if (!isDaypassError(error, 'request-invalid') && !(error instanceof FunctionError)) throw error
  return /of tokens of|not of the form/i.test(error.message) ? false : undefined
}

function isOfStrangers({ claims }: Row): boolean {
  return STRANGER_EVENTS.some((event) => event === claims['event_name'])
}

function deploying(whom: For): Role {
  return roleFrom('deploy', { credential_type: 'assumed_role', role_arns: [ARN], ...whom })
}

function roleText(whom: For): string {
  return JSON.stringify({ credential_type: 'session_token', ...whom })
}
