// https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/role
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataDaypassRoleConfig extends cdktf.TerraformMetaArguments {
  /**
  * Name of the role.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/role#name DataDaypassRole#name}
  */
  readonly name: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/role daypass_role}
*/
export class DataDaypassRole extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "daypass_role";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataDaypassRole resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataDaypassRole to import
  * @param importFromId The id of the existing DataDaypassRole that should be imported. Refer to the {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/role#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataDaypassRole to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "daypass_role", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/role daypass_role} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataDaypassRoleConfig
  */
  public constructor(scope: Construct, id: string, config: DataDaypassRoleConfig) {
    super(scope, id, {
      terraformResourceType: 'daypass_role',
      terraformGeneratorMetadata: {
        providerName: 'daypass',
        providerVersionConstraint: '~> 0.1.0'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._name = config.name;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // claims - computed: true, optional: false, required: false
  private _claims = new cdktf.StringMap(this, "claims");
  public get claims() {
    return this._claims;
  }

  // credential_type - computed: true, optional: false, required: false
  public get credentialType() {
    return this.getStringAttribute('credential_type');
  }

  // default_sts_ttl - computed: true, optional: false, required: false
  public get defaultStsTtl() {
    return this.getStringAttribute('default_sts_ttl');
  }

  // default_ttl - computed: true, optional: false, required: false
  public get defaultTtl() {
    return this.getStringAttribute('default_ttl');
  }

  // description - computed: true, optional: false, required: false
  public get description() {
    return this.getStringAttribute('description');
  }

  // expires_at - computed: true, optional: false, required: false
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }

  // external_id - computed: true, optional: false, required: false
  public get externalId() {
    return this.getStringAttribute('external_id');
  }

  // iam_groups - computed: true, optional: false, required: false
  public get iamGroups() {
    return this.getListAttribute('iam_groups');
  }

  // iam_tags - computed: true, optional: false, required: false
  private _iamTags = new cdktf.StringMap(this, "iam_tags");
  public get iamTags() {
    return this._iamTags;
  }

  // max_leases - computed: true, optional: false, required: false
  public get maxLeases() {
    return this.getNumberAttribute('max_leases');
  }

  // max_sts_ttl - computed: true, optional: false, required: false
  public get maxStsTtl() {
    return this.getStringAttribute('max_sts_ttl');
  }

  // max_ttl - computed: true, optional: false, required: false
  public get maxTtl() {
    return this.getStringAttribute('max_ttl');
  }

  // mfa_serial_number - computed: true, optional: false, required: false
  public get mfaSerialNumber() {
    return this.getStringAttribute('mfa_serial_number');
  }

  // name - computed: false, optional: false, required: true
  private _name?: string; 
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // owner - computed: true, optional: false, required: false
  public get owner() {
    return this.getStringAttribute('owner');
  }

  // permissions_boundary_arn - computed: true, optional: false, required: false
  public get permissionsBoundaryArn() {
    return this.getStringAttribute('permissions_boundary_arn');
  }

  // policy_arns - computed: true, optional: false, required: false
  public get policyArns() {
    return this.getListAttribute('policy_arns');
  }

  // policy_document - computed: true, optional: false, required: false
  public get policyDocument() {
    return this.getStringAttribute('policy_document');
  }

  // role_arns - computed: true, optional: false, required: false
  public get roleArns() {
    return this.getListAttribute('role_arns');
  }

  // role_session_name - computed: true, optional: false, required: false
  public get roleSessionName() {
    return this.getStringAttribute('role_session_name');
  }

  // session_tags - computed: true, optional: false, required: false
  private _sessionTags = new cdktf.StringMap(this, "session_tags");
  public get sessionTags() {
    return this._sessionTags;
  }

  // source_identity - computed: true, optional: false, required: false
  public get sourceIdentity() {
    return this.getStringAttribute('source_identity');
  }

  // subjects - computed: true, optional: false, required: false
  public get subjects() {
    return this.getListAttribute('subjects');
  }

  // user_path - computed: true, optional: false, required: false
  public get userPath() {
    return this.getStringAttribute('user_path');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      name: cdktf.stringToTerraform(this._name),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
