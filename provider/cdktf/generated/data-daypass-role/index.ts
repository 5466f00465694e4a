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
* A role, from wherever the provider reads its roles (see `roles` there), with the defaults that hold for it.
*
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

  // account_role_arn - computed: true, optional: false, required: false
  /** `iam_user`: the role that daypass takes to make and delete the users in its account. Default: they are in the account of daypass. */
  public get accountRoleArn() {
    return this.getStringAttribute('account_role_arn');
  }

  // claims - computed: true, optional: false, required: false
  private _claims = new cdktf.StringMap(this, "claims");
  /** What a token has to say besides: the pattern by the name of the claim, such as `environment`, `ref` or `event_name`. */
  public get claims() {
    return this._claims;
  }

  // credential_type - computed: true, optional: false, required: false
  /** `iam_user`: a user of its own for every lease. `assumed_role`: a session of an existing role. `federation_token`: a session of the issuing user, narrowed by a policy. `session_token`: a session with all rights of the issuing user. */
  public get credentialType() {
    return this.getStringAttribute('credential_type');
  }

  // default_sts_ttl - computed: true, optional: false, required: false
  /** How long a session lives unless the request says otherwise, such as `45m`. Default: `1h`, or `max_sts_ttl` if that is less. Not for `iam_user`. */
  public get defaultStsTtl() {
    return this.getStringAttribute('default_sts_ttl');
  }

  // default_ttl - computed: true, optional: false, required: false
  /** `iam_user`: how long a lease lives unless the request says otherwise. Default: `1h`, or `max_ttl` if that is less. */
  public get defaultTtl() {
    return this.getStringAttribute('default_ttl');
  }

  // description - computed: true, optional: false, required: false
  /** What the role is for, in a sentence. */
  public get description() {
    return this.getStringAttribute('description');
  }

  // expect - computed: true, optional: false, required: false
  private _expect = new cdktf.StringListMap(this, "expect");
  /** What the role says about its own rights: under `may` requests that it may make, under `never` others that it must never, such as `iam:*` or `s3:Delete* on arn:aws:s3:::shop/*`. Checked before anything is issued. */
  public get expect() {
    return this._expect;
  }

  // expires_at - computed: true, optional: false, required: false
  /** The end of the definition itself, a day (from midnight UTC) or a time in RFC 3339: nothing is issued afterwards, and no lease goes beyond it. */
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }

  // external_id - computed: true, optional: false, required: false
  /** `assumed_role`: the external id that the role in the other account asks for. */
  public get externalId() {
    return this.getStringAttribute('external_id');
  }

  // iam_groups - computed: true, optional: false, required: false
  /** Names of IAM groups: an `iam_user` joins them; for `assumed_role` and `federation_token` their policies are merged into the session policy. */
  public get iamGroups() {
    return this.getListAttribute('iam_groups');
  }

  // iam_tags - computed: true, optional: false, required: false
  private _iamTags = new cdktf.StringMap(this, "iam_tags");
  /** `iam_user`: tags of the user, beside those daypass sets itself. */
  public get iamTags() {
    return this._iamTags;
  }

  // max_leases - computed: true, optional: false, required: false
  /** How many leases of the role may live at once. Default: no limit. */
  public get maxLeases() {
    return this.getNumberAttribute('max_leases');
  }

  // max_sts_ttl - computed: true, optional: false, required: false
  /** The longest session a request may ask for. Default and maximum: `12h` for `assumed_role`, `36h` for `federation_token` and `session_token`. Not for `iam_user`. */
  public get maxStsTtl() {
    return this.getStringAttribute('max_sts_ttl');
  }

  // max_ttl - computed: true, optional: false, required: false
  /** `iam_user`: the longest life of a lease, renewals included. Default: `24h`, or `default_ttl` if that is more. */
  public get maxTtl() {
    return this.getStringAttribute('max_ttl');
  }

  // mfa_serial_number - computed: true, optional: false, required: false
  /** `session_token`: serial number or ARN of the issuing user's MFA device. Every request then needs a code of it. */
  public get mfaSerialNumber() {
    return this.getStringAttribute('mfa_serial_number');
  }

  // name - computed: false, optional: false, required: true
  private _name?: string; 
  /** Name of the role. */
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
  /** Who answers for the role: a team, a person, an address. */
  public get owner() {
    return this.getStringAttribute('owner');
  }

  // permissions_boundary_arn - computed: true, optional: false, required: false
  /** `iam_user`: the managed policy that bounds what the users can ever do. */
  public get permissionsBoundaryArn() {
    return this.getStringAttribute('permissions_boundary_arn');
  }

  // policy_arns - computed: true, optional: false, required: false
  /** Managed policies: attached to an `iam_user`, limits of the session for `assumed_role` and `federation_token`. */
  public get policyArns() {
    return this.getListAttribute('policy_arns');
  }

  // policy_document - computed: true, optional: false, required: false
  /** A policy in JSON, for example of `jsonencode`: the rights of an `iam_user`, the limits of the session for `assumed_role` and `federation_token`. */
  public get policyDocument() {
    return this.getStringAttribute('policy_document');
  }

  // role_arns - computed: true, optional: false, required: false
  /** `assumed_role`: the roles that may be assumed. With several, the request chooses. */
  public get roleArns() {
    return this.getListAttribute('role_arns');
  }

  // role_session_name - computed: true, optional: false, required: false
  /** `assumed_role`: the readable part of the session's name, which the lease's own 22 characters follow. May hold template fields. Default: `daypass-{{role}}`. */
  public get roleSessionName() {
    return this.getStringAttribute('role_session_name');
  }

  // session_tags - computed: true, optional: false, required: false
  private _sessionTags = new cdktf.StringMap(this, "session_tags");
  /** `assumed_role`: tags of the session. Values may hold `{{repository}}` and other template fields. */
  public get sessionTags() {
    return this._sessionTags;
  }

  // source_identity - computed: true, optional: false, required: false
  /** `assumed_role`: the source identity of the session, which chained sessions keep. May hold template fields, such as `{{actor}}`. */
  public get sourceIdentity() {
    return this.getStringAttribute('source_identity');
  }

  // subjects - computed: true, optional: false, required: false
  /** Who may take the role, as OIDC subjects. */
  public get subjects() {
    return this.getListAttribute('subjects');
  }

  // user_path - computed: true, optional: false, required: false
  /** `iam_user`: the path of the users. Default: `/daypass/`. */
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
