// https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataDaypassCredentialsConfig extends cdktf.TerraformMetaArguments {
  /**
  * For `session_token`: the six digits that the MFA device shows now. A code works once, so what is read in plan and apply cannot use one.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials#mfa_code DataDaypassCredentials#mfa_code}
  */
  readonly mfaCode?: string;
  /**
  * Name of the role to issue from.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials#role DataDaypassCredentials#role}
  */
  readonly role: string;
  /**
  * For `assumed_role`: which of the role's `role_arns`. May be left out where there is one.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials#role_arn DataDaypassCredentials#role_arn}
  */
  readonly roleArn?: string;
  /**
  * For a role that this configuration writes: `daypass_role.NAME.revision`. While the role is to be written it is not known, so Terraform issues in the apply, when the role is there, and not in the plan.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials#role_revision DataDaypassCredentials#role_revision}
  */
  readonly roleRevision?: string;
  /**
  * For `assumed_role`: the readable part of the session's name, instead of the role's own.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials#role_session_name DataDaypassCredentials#role_session_name}
  */
  readonly roleSessionName?: string;
  /**
  * How long the credentials live, such as `15m`, `1h30m` or `3600` (seconds). More than the role allows is refused. Default: `default_ttl` of the provider, else of the role.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials#ttl DataDaypassCredentials#ttl}
  */
  readonly ttl?: string;
}

/**
* Issues credentials whenever Terraform reads it: once in every plan. **The credentials are stored in clear text in the state and in plan files,** and nothing takes them back before they expire. A plan that was saved is applied with the credentials of the plan, which may have ended by then. Where Terraform is 1.10 or later use the ephemeral resource `daypass_credentials`, which stores nothing and revokes.
*
* Represents a {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials daypass_credentials}
*/
export class DataDaypassCredentials extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "daypass_credentials";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataDaypassCredentials resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataDaypassCredentials to import
  * @param importFromId The id of the existing DataDaypassCredentials that should be imported. Refer to the {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataDaypassCredentials to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "daypass_credentials", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/credentials daypass_credentials} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataDaypassCredentialsConfig
  */
  public constructor(scope: Construct, id: string, config: DataDaypassCredentialsConfig) {
    super(scope, id, {
      terraformResourceType: 'daypass_credentials',
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
    this._mfaCode = config.mfaCode;
    this._role = config.role;
    this._roleArn = config.roleArn;
    this._roleRevision = config.roleRevision;
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

  // expires_at - computed: true, optional: false, required: false
  /** When the credentials end, in RFC 3339. */
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
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
  /** For `session_token`: the six digits that the MFA device shows now. A code works once, so what is read in plan and apply cannot use one. */
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

  // role_revision - computed: false, optional: true, required: false
  private _roleRevision?: string; 
  /** For a role that this configuration writes: `daypass_role.NAME.revision`. While the role is to be written it is not known, so Terraform issues in the apply, when the role is there, and not in the plan. */
  public get roleRevision() {
    return this.getStringAttribute('role_revision');
  }
  public set roleRevision(value: string) {
    this._roleRevision = value;
  }
  public resetRoleRevision() {
    this._roleRevision = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get roleRevisionInput() {
    return this._roleRevision;
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
      mfa_code: cdktf.stringToTerraform(this._mfaCode),
      role: cdktf.stringToTerraform(this._role),
      role_arn: cdktf.stringToTerraform(this._roleArn),
      role_revision: cdktf.stringToTerraform(this._roleRevision),
      role_session_name: cdktf.stringToTerraform(this._roleSessionName),
      ttl: cdktf.stringToTerraform(this._ttl),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
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
      role_revision: {
        value: cdktf.stringToHclTerraform(this._roleRevision),
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
