import {
  type TerraformMetaArguments,
  type TerraformResourceConfig,
  type TerraformResourceLifecycle,
  type IResolvable,
  TerraformDataSource,
  Token,
  ref,
} from 'cdktf'
import type { Construct } from 'constructs'

/** What Terraform takes beside the arguments of an ephemeral resource. */
export interface TerraformEphemeralMetaArguments extends Pick<
  TerraformMetaArguments,
  'dependsOn' | 'count' | 'provider' | 'forEach'
> {
  /** Conditions. There is nothing to keep or to replace. */
  readonly lifecycle?: Pick<TerraformResourceLifecycle, 'precondition' | 'postcondition'>
}

/**
 * An ephemeral resource, for Terraform 1.10 or newer. CDKTF knows none, so this is written by hand, under the name that it has
 * in CDK Terrain: as a data source, but for where it is written and how it is named.
 */
export class TerraformEphemeralResource extends TerraformDataSource {
  /** Only generated classes call it. */
  public constructor(
    scope: Construct,
    id: string,
    config: TerraformEphemeralMetaArguments &
      Pick<TerraformResourceConfig, 'terraformResourceType' | 'terraformGeneratorMetadata'>,
  ) {
    super(scope, id, config)
  }

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
    return `ephemeral.${this.terraformResourceType}.${this.friendlyUniqueId}`
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
