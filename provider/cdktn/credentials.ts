import { Construct } from 'constructs'
import {
  EphemeralDaypassCredentials,
  type EphemeralDaypassCredentialsConfig,
} from './generated/ephemeral-daypass-credentials/index'

const TARGETS = 'targetVersions'

/**
 * Credentials of a role for another provider, the safe way: they are issued when Terraform begins and revoked when it has done
 * with them, and are in no state, plan file or log. Needs Terraform 1.10 or OpenTofu 1.11.
 */
export class Credentials extends Construct {
  /**
   * The arguments of a provider, as that of AWS takes them: `new AwsProvider(this, 'aws', { region, ...credentials.forProvider })`.
   * Nowhere else are they of use but where Terraform takes ephemeral values.
   */
  public readonly forProvider: {
    /** Access key id. */
    readonly accessKey: string
    /** Secret access key. */
    readonly secretKey: string
    /** Session token. */
    readonly token: string
  }

  public constructor(scope: Construct, id: string, config: EphemeralDaypassCredentialsConfig) {
    super(scope, id)
    // Without it CDK Terrain takes every host to be too old for ephemeral resources; what the app declares goes first.
    if (this.node.tryGetContext(TARGETS) === undefined)
      this.node.setContext(TARGETS, { terraform: '>=1.10.0' })
    const { accessKey, secretKey, sessionToken } = new EphemeralDaypassCredentials(
      this,
      'issued',
      config,
    )
    this.forProvider = { accessKey, secretKey, token: sessionToken }
  }
}
