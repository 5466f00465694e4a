/**
 * A CDK Terrain app: a role as code, and a provider that works with credentials which are issued for one run of Terraform and
 * revoked after it.
 */
import { join } from 'node:path'
import { App, TerraformOutput, TerraformStack } from 'cdktn'
import type { Construct } from 'constructs'
import { Credentials, dataDaypassLeases, provider, role } from 'daypass/cdktn'

class Leases extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id)
    // Where leases lie and who issues comes from the environment: DAYPASS_STATE, AWS_PROFILE and so on.
    const daypass = new provider.DaypassProvider(this, 'daypass', {
      roles: join(process.cwd(), 'roles'),
    })

    const deploy = new role.Role(this, 'deploy', {
      name: 'deploy',
      credentialType: 'assumed_role',
      roleArns: ['arn:aws:iam::123456789012:role/deploy'],
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::site/*' }],
      }),
      maxStsTtl: '1h',
    })

    // Issued and revoked by each run, and in no state.
    const reader = new Credentials(this, 'reader', { role: 'state-reader', ttl: '15m' })
    // Any provider that takes AWS credentials would do here, such as that of AWS.
    const asReader = new provider.DaypassProvider(this, 'as-reader', {
      alias: 'reader',
      ...reader.forProvider,
    })
    const live = new dataDaypassLeases.DataDaypassLeases(this, 'live', { provider: asReader })

    new TerraformOutput(this, 'role', { value: deploy.name })
    // Functions take references: texts with quotes in them are not escaped by CDK Terrain 0.24.
    new TerraformOutput(this, 'may-make-users', {
      value: daypass.functions.policyAllows(deploy.policyDocument, 'iam:CreateUser', '*'),
    })
    new TerraformOutput(this, 'lease-ids', { value: live.ids })
  }
}

// Terraform 1.11 as the least: `targetVersions` in cdktf.json says the same to the command line.
const app = new App({ context: { targetVersions: { terraform: '>=1.11.0' } } })
new Leases(app, 'leases')
app.synth()
