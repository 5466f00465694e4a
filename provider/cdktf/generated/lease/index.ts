// https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface LeaseConfig extends cdktf.TerraformMetaArguments {
  /**
  * How long before its end the lease is replaced, such as `10m`: give at least what the longest apply takes, and less than the `ttl`, so that no apply works with credentials that end in it. With `create_before_destroy` the new ones are there before the old ones go. Default: only after the end.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease#early_renewal Lease#early_renewal}
  */
  readonly earlyRenewal?: string;
  /**
  * For `session_token`: the six digits that the MFA device shows now. It is stored nowhere (Terraform 1.11 or later).
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease#mfa_code Lease#mfa_code}
  */
  readonly mfaCode?: string;
  /**
  * Name of the role to issue from.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease#role Lease#role}
  */
  readonly role: string;
  /**
  * For `assumed_role`: which of the role's `role_arns`. May be left out where there is one.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease#role_arn Lease#role_arn}
  */
  readonly roleArn?: string;
  /**
  * For `assumed_role`: the readable part of the session's name, instead of the role's own.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease#role_session_name Lease#role_session_name}
  */
  readonly roleSessionName?: string;
  /**
  * How long the credentials live, such as `15m`, `1h30m` or `3600` (seconds). More than the role allows is refused. Default: `default_ttl` of the provider, else of the role.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease#ttl Lease#ttl}
  */
  readonly ttl?: string;
}

/**
* Credentials whose life is that of a resource: they are issued when it is created and revoked when it is destroyed. **The credentials are stored in clear text in the state.** Once they have expired or were revoked, or are to be renewed early, the next plan issues new ones. For what only one run of Terraform needs, use the ephemeral resource `daypass_credentials`.
*
* Represents a {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease daypass_lease}
*/
export class Lease extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "daypass_lease";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Lease resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Lease to import
  * @param importFromId The id of the existing Lease that should be imported. Refer to the {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Lease to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "daypass_lease", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/lease daypass_lease} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options LeaseConfig
  */
  public constructor(scope: Construct, id: string, config: LeaseConfig) {
    super(scope, id, {
      terraformResourceType: 'daypass_lease',
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
    this._earlyRenewal = config.earlyRenewal;
    this._mfaCode = config.mfaCode;
    this._role = config.role;
    this._roleArn = config.roleArn;
    this._roleSessionName = config.roleSessionName;
    this._ttl = config.ttl;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // access_key - computed: true, optional: false, required: false
  /** Access key id. */
  public get accessKey() {
    return this.getStringAttribute('access_key');
  }

  // arn - computed: true, optional: false, required: false
  /** Whom AWS sees: the ARN of the user, the role session or the federated user; null where AWS does not say. */
  public get arn() {
    return this.getStringAttribute('arn');
  }

  // early_renewal - computed: false, optional: true, required: false
  private _earlyRenewal?: string; 
  /** How long before its end the lease is replaced, such as `10m`: give at least what the longest apply takes, and less than the `ttl`, so that no apply works with credentials that end in it. With `create_before_destroy` the new ones are there before the old ones go. Default: only after the end. */
  public get earlyRenewal() {
    return this.getStringAttribute('early_renewal');
  }
  public set earlyRenewal(value: string) {
    this._earlyRenewal = value;
  }
  public resetEarlyRenewal() {
    this._earlyRenewal = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get earlyRenewalInput() {
    return this._earlyRenewal;
  }

  // expires_at - computed: true, optional: false, required: false
  /** When the credentials end, in RFC 3339. */
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }

  // id - computed: true, optional: false, required: false
  /** The same as `lease_id`. */
  public get id() {
    return this.getStringAttribute('id');
  }

  // issued_at - computed: true, optional: false, required: false
  /** When it was issued, in RFC 3339. */
  public get issuedAt() {
    return this.getStringAttribute('issued_at');
  }

  // lease_id - computed: true, optional: false, required: false
  /** Id of the lease, by which it is revoked: `<role>/<22 letters and digits>`. */
  public get leaseId() {
    return this.getStringAttribute('lease_id');
  }

  // mfa_code - computed: false, optional: true, required: false
  private _mfaCode?: string; 
  /** For `session_token`: the six digits that the MFA device shows now. It is stored nowhere (Terraform 1.11 or later). */
  public get mfaCode() {
    return this.getStringAttribute('mfa_code');
  }
  public set mfaCode(value: string) {
    this._mfaCode = value;
  }
  public resetMfaCode() {
    this._mfaCode = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get mfaCodeInput() {
    return this._mfaCode;
  }

  // role - computed: false, optional: false, required: true
  private _role?: string; 
  /** Name of the role to issue from. */
  public get role() {
    return this.getStringAttribute('role');
  }
  public set role(value: string) {
    this._role = value;
  }
  // Temporarily expose input value. Use with caution.
  public get roleInput() {
    return this._role;
  }

  // role_arn - computed: false, optional: true, required: false
  private _roleArn?: string; 
  /** For `assumed_role`: which of the role's `role_arns`. May be left out where there is one. */
  public get roleArn() {
    return this.getStringAttribute('role_arn');
  }
  public set roleArn(value: string) {
    this._roleArn = value;
  }
  public resetRoleArn() {
    this._roleArn = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get roleArnInput() {
    return this._roleArn;
  }

  // role_session_name - computed: false, optional: true, required: false
  private _roleSessionName?: string; 
  /** For `assumed_role`: the readable part of the session's name, instead of the role's own. */
  public get roleSessionName() {
    return this.getStringAttribute('role_session_name');
  }
  public set roleSessionName(value: string) {
    this._roleSessionName = value;
  }
  public resetRoleSessionName() {
    this._roleSessionName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get roleSessionNameInput() {
    return this._roleSessionName;
  }

  // secret_key - computed: true, optional: false, required: false
  /** Secret access key. **Stored in clear text in the state.** */
  public get secretKey() {
    return this.getStringAttribute('secret_key');
  }

  // session_token - computed: true, optional: false, required: false
  /** Session token; null for `iam_user`, whose keys need none. **Stored in clear text in the state.** */
  public get sessionToken() {
    return this.getStringAttribute('session_token');
  }

  // ttl - computed: false, optional: true, required: false
  private _ttl?: string; 
  /** How long the credentials live, such as `15m`, `1h30m` or `3600` (seconds). More than the role allows is refused. Default: `default_ttl` of the provider, else of the role. */
  public get ttl() {
    return this.getStringAttribute('ttl');
  }
  public set ttl(value: string) {
    this._ttl = value;
  }
  public resetTtl() {
    this._ttl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ttlInput() {
    return this._ttl;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      early_renewal: cdktf.stringToTerraform(this._earlyRenewal),
      mfa_code: cdktf.stringToTerraform(this._mfaCode),
      role: cdktf.stringToTerraform(this._role),
      role_arn: cdktf.stringToTerraform(this._roleArn),
      role_session_name: cdktf.stringToTerraform(this._roleSessionName),
      ttl: cdktf.stringToTerraform(this._ttl),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      early_renewal: {
        value: cdktf.stringToHclTerraform(this._earlyRenewal),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      mfa_code: {
        value: cdktf.stringToHclTerraform(this._mfaCode),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      role: {
        value: cdktf.stringToHclTerraform(this._role),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      role_arn: {
        value: cdktf.stringToHclTerraform(this._roleArn),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      role_session_name: {
        value: cdktf.stringToHclTerraform(this._roleSessionName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      ttl: {
        value: cdktf.stringToHclTerraform(this._ttl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
