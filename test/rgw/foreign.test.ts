/** Issued credentials on Ceph's gateway, in the hands of the AWS CLI and Terraform, with a lease that is kept there too. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { awsClients } from '../../aws/clients/clients.ts'
import { denyPolicies } from '../../aws/deny-policies.ts'
import { awsIssuer } from '../../aws/issuer.ts'
import { accountClients } from '../../aws/clients/account-clients.ts'
import { leasedUsers } from '../../aws/users/leased-users.ts'
import { systemClock as clock } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import type { AssumedRoleRole } from '../../core/role/role.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { needs, programWith, writeTerraform } from '../foreign/programs.ts'
import { RGW_ISSUER, RGW_ROLE, furnishRole } from '../support/rgw-role.ts'
import { type Rgw, startRgw } from '../support/rgw.ts'
import { rightClock, rightTime } from '../support/right-clock.ts'

const role: AssumedRoleRole = {
  name: 'deploy',
  credential_type: 'assumed_role',
  role_arns: [RGW_ROLE],
  policy_arns: [],
  iam_groups: [],
  session_tags: {},
  default_sts_ttl: 900,
  max_sts_ttl: 900,
}

const rgw = await startRgw()
if ('skip' in rgw) {
  test('the AWS CLI and Terraform work with issued credentials on Ceph RGW', { skip: rgw.skip })
} else {
  after(() => rgw.stop())
  await furnishRole(rgw)
  const ports = portsOn(rgw)
  const HOLDER = { kind: 'shell' } as const

  test(
    'the AWS CLI works with an issued session on Ceph RGW until it is revoked',
    await needs('aws'),
    async (t) => {
      const { lease, credentials } = await issue(ports, { role, holder: HOLDER })
      const { folder, run } = await programWith(t, credentials, rgw.endpoint)
      await writeFile(join(folder, 'note'), 'hello')
      await run('aws', 's3', 'cp', '--quiet', 'note', 's3://leased/note')
      assert.equal(await run('aws', 's3', 'cp', '--quiet', 's3://leased/note', '-'), 'hello')
      assert.equal((await revoke(ports, lease.id)).status, 'revoked')
      // The gateway's refusals have no code in their body, which only `head-object` puts up with.
      const head = ['s3api', 'head-object', '--bucket', 'leased', '--key', 'note']
      await assert.rejects(run('aws', ...head), /403/)
    },
  )

  test(
    'Terraform’s S3 backend works with an issued session on Ceph RGW until it is revoked',
    await needs('terraform'),
    async (t) => {
      const { lease, credentials } = await issue(ports, { role, holder: HOLDER })
      const { folder, run } = await programWith(t, credentials, rgw.endpoint)
      await writeTerraform(folder, 'leased')
      await run('terraform', 'init', '-no-color')
      await run('terraform', 'apply', '-auto-approve', '-no-color')
      assert.equal((await revoke(ports, lease.id)).status, 'revoked')
      await assert.rejects(
        run('terraform', 'apply', '-auto-approve', '-no-color'),
        /403|AccessDenied/,
      )
    },
  )
}

/** Issues as a user who may take the role; the store and the denies are the first user's. */
function portsOn({ endpoint, accessKeyId, secretAccessKey }: Rgw): Ports {
  const random = (size: number): Uint8Array => randomBytes(size)
  const credentials = { accessKeyId, secretAccessKey }
  const region = 'us-east-1'
  const endpoints = { region, iamEndpoint: endpoint, stsEndpoint: endpoint }
  const issuing = awsClients({ ...endpoints, credentials: RGW_ISSUER })
  const revoking = awsClients({ ...endpoints, credentials })
  const state = openState(
    parseStateUrl(`s3://leased/state?region=${region}&endpoint=${encodeURIComponent(endpoint)}`),
    {
      clock,
      random,
      credentials,
    },
  )
  const policies = denyPolicies(() => Promise.resolve(revoking))
  const passed = { ...rightTime(clock), random, rounds: new Map() }
  const denials = { store: state.denials, policies, ...passed }
  return {
    issuer: awsIssuer(issuing, { clock, seconds: state.seconds }),
    revocation: {
      mode: 'immediate',
      users: leasedUsers(accountClients(revoking, {}, { roleArns: [], clock }), passed.clock),
      denials,
    },
    leases: state.leases,
    clock: rightClock(clock),
    askTime: () => Promise.resolve(),
    random,
  }
}
