/**
 * A CDKTF app: a role as code, and a provider that works with credentials which are issued for one run of Terraform and
 * revoked after it.
 */
import { join } from 'node:path'
import { App, TerraformOutput, TerraformStack } from 'cdktf'
import type { Construct } from 'constructs'
import { Credentials, dataDaypassLeases, provider, role } from 'daypass/cdktf'

class Leases extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id)
    // Where leases lie and who issues comes from the environment: DAYPASS_STATE, AWS_PROFILE and so on.
    new provider.DaypassProvider(this, 'daypass', { roles: join(process.cwd(), 'roles') })

    const deploy = new role.Role(this, 'deploy', {
      name: 'deploy',
      credentialType: 'assumed_role',
      roleArns: ['arn:aws:iam::123456789012:role/deploy'],
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
    new TerraformOutput(this, 'lease-ids', { value: live.ids })
  }
}

const app = new App()
new Leases(app, 'leases')
app.synth()
