import { type IResolvable, Token, ref } from 'cdktf'
import { DataDaypassCredentials } from './generated/data-daypass-credentials/index'

/**
 * `ephemeral "daypass_credentials"`, for Terraform 1.10 or newer: credentials that are issued when Terraform opens them
 * and revoked when it has done with them; they are in no state and no plan file. CDKTF knows no ephemeral resources, so
 * this is written by hand, under the name and with the arguments that CDK Terrain generates.
 *
 * What takes its attributes must itself be ephemeral: a provider, another ephemeral resource, a write-only argument.
 *
 * It takes and answers what the data source does, and differs in where it is written.
 */
export class EphemeralDaypassCredentials extends DataDaypassCredentials {
  /** How other parts of the configuration name it. */
  public override get fqn(): string {
    return Token.asString(ref(this.address, this.cdktfStack))
  }

  /** A reference to an attribute, by its name in Terraform. */
  public override interpolationForAttribute(attribute: string): IResolvable {
    const each = this.forEach === undefined ? '' : '.*'
    return ref(`${this.address}${each}.${attribute}`, this.cdktfStack)
  }

  private get address(): string {
    return `ephemeral.daypass_credentials.${this.friendlyUniqueId}`
  }

  /** Its part of the synthesized JSON. */
  public override toTerraform(): object {
    return { ephemeral: (super.toTerraform() as { readonly data: object }).data }
  }

  /** Its part of the synthesized HCL. */
  public override toHclTerraform(): object {
    return { ephemeral: (super.toHclTerraform() as { readonly data: object }).data }
  }
}
