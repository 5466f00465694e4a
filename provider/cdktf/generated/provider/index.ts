// https://registry.terraform.io/providers/daypass/daypass/latest/docs
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DaypassProviderConfig {
  /**
  * Access key id that the provider works with; goes with `secret_key`. Default: what every AWS tool finds, such as `AWS_ACCESS_KEY_ID`, a profile, or the role of the machine.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#access_key DaypassProvider#access_key}
  */
  readonly accessKey?: string;
  /**
  * Whether `state` may be a directory that others may write, that is theirs, or that has symbolic links in it: all who can write there can end and alter leases. Default: the variable `DAYPASS_ALLOW_SHARED_DIRECTORY`, else `false`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#allow_shared_directory DaypassProvider#allow_shared_directory}
  */
  readonly allowSharedDirectory?: boolean | cdktf.IResolvable;
  /**
  * How long credentials live where `ttl` is not given, such as `30m`; a role that allows less gives less. Default: the role's own.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#default_ttl DaypassProvider#default_ttl}
  */
  readonly defaultTtl?: string;
  /**
  * What the leases say about who holds them, beside or instead of what the provider finds out: `repository`, `run_id`, `run_attempt`, `job`, `workflow`, `actor`, `ref`, `sha`, `workspace`, `user`, `host`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#holder DaypassProvider#holder}
  */
  readonly holder?: { [key: string]: string };
  /**
  * Profile of the shared AWS files. Default: the variable `AWS_PROFILE`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#profile DaypassProvider#profile}
  */
  readonly profile?: string;
  /**
  * AWS region of STS and of a bucket whose URL names none. Default: the variables `AWS_REGION` and `AWS_DEFAULT_REGION`, else the profile.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#region DaypassProvider#region}
  */
  readonly region?: string;
  /**
  * Whether a role that names `subjects` or `claims` is refused where no OIDC token says whose job this is. A token that there is (of `assume_role_with_web_identity`, of the workflow job, of HCP Terraform, or in `AWS_WEB_IDENTITY_TOKEN_FILE`) is compared in any case. Default: the variable `DAYPASS_REQUIRE_SUBJECT`, else such a role is given with a warning, and its lease says so.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#require_subject DaypassProvider#require_subject}
  */
  readonly requireSubject?: boolean | cdktf.IResolvable;
  /**
  * Who denies revoked sessions: this provider (`immediate`), or a sweep with more rights (`tombstone`). Default: the variable `DAYPASS_REVOCATION`, else `immediate`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#revocation DaypassProvider#revocation}
  */
  readonly revocation?: string;
  /**
  * Roles that are assumed to deny revoked sessions in other accounts, at most one an account. Default: the variable `DAYPASS_REVOKER_ROLE_ARNS`, with commas.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#revoker_role_arns DaypassProvider#revoker_role_arns}
  */
  readonly revokerRoleArns?: string[];
  /**
  * Where role definitions are read: a directory of role files, such as `"${path.module}/roles"`, or `state:` for those that lie beside the leases, where `daypass_role` writes them. Default: the variable `DAYPASS_ROLES`, else `state:`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#roles DaypassProvider#roles}
  */
  readonly roles?: string;
  /**
  * Secret access key; goes with `access_key`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#secret_key DaypassProvider#secret_key}
  */
  readonly secretKey?: string;
  /**
  * Where leases and roles lie: `s3://bucket/prefix?region=eu-central-1`, or `file:///directory` for a trial without a bucket. Default: the variable `DAYPASS_STATE`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#state DaypassProvider#state}
  */
  readonly state?: string;
  /**
  * Session token, where the key is of a session.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#token DaypassProvider#token}
  */
  readonly token?: string;
  /**
  * Alias name
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#alias DaypassProvider#alias}
  */
  readonly alias?: string;
  /**
  * assume_role block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#assume_role DaypassProvider#assume_role}
  */
  readonly assumeRole?: DaypassProviderAssumeRole;
  /**
  * assume_role_with_web_identity block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#assume_role_with_web_identity DaypassProvider#assume_role_with_web_identity}
  */
  readonly assumeRoleWithWebIdentity?: DaypassProviderAssumeRoleWithWebIdentity;
  /**
  * endpoints block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#endpoints DaypassProvider#endpoints}
  */
  readonly endpoints?: DaypassProviderEndpoints;
}
export interface DaypassProviderAssumeRole {
  /**
  * How long the provider's own session lasts, such as `1h`; from `15m` to `12h`, as far as the role allows. Default: `1h`. It is replaced before it ends.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#duration DaypassProvider#duration}
  */
  readonly duration?: string;
  /**
  * The external id that the role's trust policy asks for.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#external_id DaypassProvider#external_id}
  */
  readonly externalId?: string;
  /**
  * The six digits that the device shows now, best from an ephemeral variable. AWS takes a code once: give one to `terraform plan -out=…` and the next to the apply of that plan; an apply that plans by itself would need two. The session is not replaced, so its `duration` must outlast the run.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#mfa_code DaypassProvider#mfa_code}
  */
  readonly mfaCode?: string;
  /**
  * Serial number or ARN of the MFA device of the user who assumes the role, where its trust policy asks for one; goes with `mfa_code`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#mfa_serial_number DaypassProvider#mfa_serial_number}
  */
  readonly mfaSerialNumber?: string;
  /**
  * ARN of the role.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#role_arn DaypassProvider#role_arn}
  */
  readonly roleArn: string;
  /**
  * Name of the session, as CloudTrail shows it. Default: `daypass-terraform`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#session_name DaypassProvider#session_name}
  */
  readonly sessionName?: string;
}

export function daypassProviderAssumeRoleToTerraform(struct?: DaypassProviderAssumeRole | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    duration: cdktf.stringToTerraform(struct!.duration),
    external_id: cdktf.stringToTerraform(struct!.externalId),
    mfa_code: cdktf.stringToTerraform(struct!.mfaCode),
    mfa_serial_number: cdktf.stringToTerraform(struct!.mfaSerialNumber),
    role_arn: cdktf.stringToTerraform(struct!.roleArn),
    session_name: cdktf.stringToTerraform(struct!.sessionName),
  }
}


export function daypassProviderAssumeRoleToHclTerraform(struct?: DaypassProviderAssumeRole | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    duration: {
      value: cdktf.stringToHclTerraform(struct!.duration),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    external_id: {
      value: cdktf.stringToHclTerraform(struct!.externalId),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    mfa_code: {
      value: cdktf.stringToHclTerraform(struct!.mfaCode),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    mfa_serial_number: {
      value: cdktf.stringToHclTerraform(struct!.mfaSerialNumber),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    role_arn: {
      value: cdktf.stringToHclTerraform(struct!.roleArn),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    session_name: {
      value: cdktf.stringToHclTerraform(struct!.sessionName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface DaypassProviderAssumeRoleWithWebIdentity {
  /**
  * How long the provider's own session lasts, such as `1h`; from `15m` to `12h`, as far as the role allows. Default: `1h`. It is replaced before it ends.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#duration DaypassProvider#duration}
  */
  readonly duration?: string;
  /**
  * ARN of the role.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#role_arn DaypassProvider#role_arn}
  */
  readonly roleArn: string;
  /**
  * Name of the session, as CloudTrail shows it. Default: `daypass-terraform`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#session_name DaypassProvider#session_name}
  */
  readonly sessionName?: string;
  /**
  * The token itself.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#web_identity_token DaypassProvider#web_identity_token}
  */
  readonly webIdentityToken?: string;
  /**
  * File with the token; it is read each time that a session begins.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#web_identity_token_file DaypassProvider#web_identity_token_file}
  */
  readonly webIdentityTokenFile?: string;
}

export function daypassProviderAssumeRoleWithWebIdentityToTerraform(struct?: DaypassProviderAssumeRoleWithWebIdentity | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    duration: cdktf.stringToTerraform(struct!.duration),
    role_arn: cdktf.stringToTerraform(struct!.roleArn),
    session_name: cdktf.stringToTerraform(struct!.sessionName),
    web_identity_token: cdktf.stringToTerraform(struct!.webIdentityToken),
    web_identity_token_file: cdktf.stringToTerraform(struct!.webIdentityTokenFile),
  }
}


export function daypassProviderAssumeRoleWithWebIdentityToHclTerraform(struct?: DaypassProviderAssumeRoleWithWebIdentity | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    duration: {
      value: cdktf.stringToHclTerraform(struct!.duration),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    role_arn: {
      value: cdktf.stringToHclTerraform(struct!.roleArn),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    session_name: {
      value: cdktf.stringToHclTerraform(struct!.sessionName),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    web_identity_token: {
      value: cdktf.stringToHclTerraform(struct!.webIdentityToken),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    web_identity_token_file: {
      value: cdktf.stringToHclTerraform(struct!.webIdentityTokenFile),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export interface DaypassProviderEndpoints {
  /**
  * URL of IAM.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#iam DaypassProvider#iam}
  */
  readonly iam?: string;
  /**
  * URL of S3.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#s3 DaypassProvider#s3}
  */
  readonly s3?: string;
  /**
  * URL of STS.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#sts DaypassProvider#sts}
  */
  readonly sts?: string;
}

export function daypassProviderEndpointsToTerraform(struct?: DaypassProviderEndpoints | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    iam: cdktf.stringToTerraform(struct!.iam),
    s3: cdktf.stringToTerraform(struct!.s3),
    sts: cdktf.stringToTerraform(struct!.sts),
  }
}


export function daypassProviderEndpointsToHclTerraform(struct?: DaypassProviderEndpoints | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    iam: {
      value: cdktf.stringToHclTerraform(struct!.iam),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    s3: {
      value: cdktf.stringToHclTerraform(struct!.s3),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    sts: {
      value: cdktf.stringToHclTerraform(struct!.sts),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}


/**
* Issues short-lived AWS credentials from roles, and takes them back. Leases and roles lie in a bucket; there is no server.
*
* Represents a {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs daypass}
*/
export class DaypassProvider extends cdktf.TerraformProvider {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "daypass";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DaypassProvider resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DaypassProvider to import
  * @param importFromId The id of the existing DaypassProvider that should be imported. Refer to the {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DaypassProvider to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "daypass", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs daypass} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DaypassProviderConfig = {}
  */
  public constructor(scope: Construct, id: string, config: DaypassProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'daypass',
      terraformGeneratorMetadata: {
        providerName: 'daypass',
        providerVersionConstraint: '~> 0.1.0'
      },
      terraformProviderSource: 'daypass/daypass'
    });
    this._accessKey = config.accessKey;
    this._allowSharedDirectory = config.allowSharedDirectory;
    this._defaultTtl = config.defaultTtl;
    this._holder = config.holder;
    this._profile = config.profile;
    this._region = config.region;
    this._requireSubject = config.requireSubject;
    this._revocation = config.revocation;
    this._revokerRoleArns = config.revokerRoleArns;
    this._roles = config.roles;
    this._secretKey = config.secretKey;
    this._state = config.state;
    this._token = config.token;
    this._alias = config.alias;
    this._assumeRole = config.assumeRole;
    this._assumeRoleWithWebIdentity = config.assumeRoleWithWebIdentity;
    this._endpoints = config.endpoints;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // access_key - computed: false, optional: true, required: false
  private _accessKey?: string; 
  /** Access key id that the provider works with; goes with `secret_key`. Default: what every AWS tool finds, such as `AWS_ACCESS_KEY_ID`, a profile, or the role of the machine. */
  public get accessKey() {
    return this._accessKey;
  }
  public set accessKey(value: string | undefined) {
    this._accessKey = value;
  }
  public resetAccessKey() {
    this._accessKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get accessKeyInput() {
    return this._accessKey;
  }

  // allow_shared_directory - computed: false, optional: true, required: false
  private _allowSharedDirectory?: boolean | cdktf.IResolvable; 
  /** Whether `state` may be a directory that others may write, that is theirs, or that has symbolic links in it: all who can write there can end and alter leases. Default: the variable `DAYPASS_ALLOW_SHARED_DIRECTORY`, else `false`. */
  public get allowSharedDirectory() {
    return this._allowSharedDirectory;
  }
  public set allowSharedDirectory(value: boolean | cdktf.IResolvable | undefined) {
    this._allowSharedDirectory = value;
  }
  public resetAllowSharedDirectory() {
    this._allowSharedDirectory = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get allowSharedDirectoryInput() {
    return this._allowSharedDirectory;
  }

  // default_ttl - computed: false, optional: true, required: false
  private _defaultTtl?: string; 
  /** How long credentials live where `ttl` is not given, such as `30m`; a role that allows less gives less. Default: the role's own. */
  public get defaultTtl() {
    return this._defaultTtl;
  }
  public set defaultTtl(value: string | undefined) {
    this._defaultTtl = value;
  }
  public resetDefaultTtl() {
    this._defaultTtl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get defaultTtlInput() {
    return this._defaultTtl;
  }

  // holder - computed: false, optional: true, required: false
  private _holder?: { [key: string]: string }; 
  /** What the leases say about who holds them, beside or instead of what the provider finds out: `repository`, `run_id`, `run_attempt`, `job`, `workflow`, `actor`, `ref`, `sha`, `workspace`, `user`, `host`. */
  public get holder() {
    return this._holder;
  }
  public set holder(value: { [key: string]: string } | undefined) {
    this._holder = value;
  }
  public resetHolder() {
    this._holder = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get holderInput() {
    return this._holder;
  }

  // profile - computed: false, optional: true, required: false
  private _profile?: string; 
  /** Profile of the shared AWS files. Default: the variable `AWS_PROFILE`. */
  public get profile() {
    return this._profile;
  }
  public set profile(value: string | undefined) {
    this._profile = value;
  }
  public resetProfile() {
    this._profile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get profileInput() {
    return this._profile;
  }

  // region - computed: false, optional: true, required: false
  private _region?: string; 
  /** AWS region of STS and of a bucket whose URL names none. Default: the variables `AWS_REGION` and `AWS_DEFAULT_REGION`, else the profile. */
  public get region() {
    return this._region;
  }
  public set region(value: string | undefined) {
    this._region = value;
  }
  public resetRegion() {
    this._region = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get regionInput() {
    return this._region;
  }

  // require_subject - computed: false, optional: true, required: false
  private _requireSubject?: boolean | cdktf.IResolvable; 
  /** Whether a role that names `subjects` or `claims` is refused where no OIDC token says whose job this is. A token that there is (of `assume_role_with_web_identity`, of the workflow job, of HCP Terraform, or in `AWS_WEB_IDENTITY_TOKEN_FILE`) is compared in any case. Default: the variable `DAYPASS_REQUIRE_SUBJECT`, else such a role is given with a warning, and its lease says so. */
  public get requireSubject() {
    return this._requireSubject;
  }
  public set requireSubject(value: boolean | cdktf.IResolvable | undefined) {
    this._requireSubject = value;
  }
  public resetRequireSubject() {
    this._requireSubject = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get requireSubjectInput() {
    return this._requireSubject;
  }

  // revocation - computed: false, optional: true, required: false
  private _revocation?: string; 
  /** Who denies revoked sessions: this provider (`immediate`), or a sweep with more rights (`tombstone`). Default: the variable `DAYPASS_REVOCATION`, else `immediate`. */
  public get revocation() {
    return this._revocation;
  }
  public set revocation(value: string | undefined) {
    this._revocation = value;
  }
  public resetRevocation() {
    this._revocation = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get revocationInput() {
    return this._revocation;
  }

  // revoker_role_arns - computed: false, optional: true, required: false
  private _revokerRoleArns?: string[]; 
  /** Roles that are assumed to deny revoked sessions in other accounts, at most one an account. Default: the variable `DAYPASS_REVOKER_ROLE_ARNS`, with commas. */
  public get revokerRoleArns() {
    return this._revokerRoleArns;
  }
  public set revokerRoleArns(value: string[] | undefined) {
    this._revokerRoleArns = value;
  }
  public resetRevokerRoleArns() {
    this._revokerRoleArns = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get revokerRoleArnsInput() {
    return this._revokerRoleArns;
  }

  // roles - computed: false, optional: true, required: false
  private _roles?: string; 
  /** Where role definitions are read: a directory of role files, such as `"${path.module}/roles"`, or `state:` for those that lie beside the leases, where `daypass_role` writes them. Default: the variable `DAYPASS_ROLES`, else `state:`. */
  public get roles() {
    return this._roles;
  }
  public set roles(value: string | undefined) {
    this._roles = value;
  }
  public resetRoles() {
    this._roles = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rolesInput() {
    return this._roles;
  }

  // secret_key - computed: false, optional: true, required: false
  private _secretKey?: string; 
  /** Secret access key; goes with `access_key`. */
  public get secretKey() {
    return this._secretKey;
  }
  public set secretKey(value: string | undefined) {
    this._secretKey = value;
  }
  public resetSecretKey() {
    this._secretKey = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get secretKeyInput() {
    return this._secretKey;
  }

  // state - computed: false, optional: true, required: false
  private _state?: string; 
  /** Where leases and roles lie: `s3://bucket/prefix?region=eu-central-1`, or `file:///directory` for a trial without a bucket. Default: the variable `DAYPASS_STATE`. */
  public get state() {
    return this._state;
  }
  public set state(value: string | undefined) {
    this._state = value;
  }
  public resetState() {
    this._state = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get stateInput() {
    return this._state;
  }

  // token - computed: false, optional: true, required: false
  private _token?: string; 
  /** Session token, where the key is of a session. */
  public get token() {
    return this._token;
  }
  public set token(value: string | undefined) {
    this._token = value;
  }
  public resetToken() {
    this._token = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tokenInput() {
    return this._token;
  }

  // alias - computed: false, optional: true, required: false
  private _alias?: string; 
  public get alias() {
    return this._alias;
  }
  public set alias(value: string | undefined) {
    this._alias = value;
  }
  public resetAlias() {
    this._alias = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasInput() {
    return this._alias;
  }

  // assume_role - computed: false, optional: true, required: false
  private _assumeRole?: DaypassProviderAssumeRole; 
  /** A role that the provider itself works as. Sessions of a role cannot issue `federation_token` and `session_token`, and what they issue lasts an hour at most. */
  public get assumeRole() {
    return this._assumeRole;
  }
  public set assumeRole(value: DaypassProviderAssumeRole | undefined) {
    this._assumeRole = value;
  }
  public resetAssumeRole() {
    this._assumeRole = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get assumeRoleInput() {
    return this._assumeRole;
  }

  // assume_role_with_web_identity - computed: false, optional: true, required: false
  private _assumeRoleWithWebIdentity?: DaypassProviderAssumeRoleWithWebIdentity; 
  /** A role that the provider itself works as, taken with an OIDC token instead of a key. With `assume_role` too, that role is assumed from this one. */
  public get assumeRoleWithWebIdentity() {
    return this._assumeRoleWithWebIdentity;
  }
  public set assumeRoleWithWebIdentity(value: DaypassProviderAssumeRoleWithWebIdentity | undefined) {
    this._assumeRoleWithWebIdentity = value;
  }
  public resetAssumeRoleWithWebIdentity() {
    this._assumeRoleWithWebIdentity = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get assumeRoleWithWebIdentityInput() {
    return this._assumeRoleWithWebIdentity;
  }

  // endpoints - computed: false, optional: true, required: false
  private _endpoints?: DaypassProviderEndpoints; 
  /** Other addresses than those of AWS. The variables `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_…` serve as well. */
  public get endpoints() {
    return this._endpoints;
  }
  public set endpoints(value: DaypassProviderEndpoints | undefined) {
    this._endpoints = value;
  }
  public resetEndpoints() {
    this._endpoints = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get endpointsInput() {
    return this._endpoints;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      access_key: cdktf.stringToTerraform(this._accessKey),
      allow_shared_directory: cdktf.booleanToTerraform(this._allowSharedDirectory),
      default_ttl: cdktf.stringToTerraform(this._defaultTtl),
      holder: cdktf.hashMapper(cdktf.stringToTerraform)(this._holder),
      profile: cdktf.stringToTerraform(this._profile),
      region: cdktf.stringToTerraform(this._region),
      require_subject: cdktf.booleanToTerraform(this._requireSubject),
      revocation: cdktf.stringToTerraform(this._revocation),
      revoker_role_arns: cdktf.listMapper(cdktf.stringToTerraform, false)(this._revokerRoleArns),
      roles: cdktf.stringToTerraform(this._roles),
      secret_key: cdktf.stringToTerraform(this._secretKey),
      state: cdktf.stringToTerraform(this._state),
      token: cdktf.stringToTerraform(this._token),
      alias: cdktf.stringToTerraform(this._alias),
      assume_role: daypassProviderAssumeRoleToTerraform(this._assumeRole),
      assume_role_with_web_identity: daypassProviderAssumeRoleWithWebIdentityToTerraform(this._assumeRoleWithWebIdentity),
      endpoints: daypassProviderEndpointsToTerraform(this._endpoints),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      access_key: {
        value: cdktf.stringToHclTerraform(this._accessKey),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      allow_shared_directory: {
        value: cdktf.booleanToHclTerraform(this._allowSharedDirectory),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      default_ttl: {
        value: cdktf.stringToHclTerraform(this._defaultTtl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      holder: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._holder),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      profile: {
        value: cdktf.stringToHclTerraform(this._profile),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      region: {
        value: cdktf.stringToHclTerraform(this._region),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      require_subject: {
        value: cdktf.booleanToHclTerraform(this._requireSubject),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      revocation: {
        value: cdktf.stringToHclTerraform(this._revocation),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      revoker_role_arns: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._revokerRoleArns),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      roles: {
        value: cdktf.stringToHclTerraform(this._roles),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      secret_key: {
        value: cdktf.stringToHclTerraform(this._secretKey),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      state: {
        value: cdktf.stringToHclTerraform(this._state),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      token: {
        value: cdktf.stringToHclTerraform(this._token),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      alias: {
        value: cdktf.stringToHclTerraform(this._alias),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      assume_role: {
        value: daypassProviderAssumeRoleToHclTerraform(this._assumeRole),
        isBlock: true,
        type: "struct",
        storageClassType: "DaypassProviderAssumeRole",
      },
      assume_role_with_web_identity: {
        value: daypassProviderAssumeRoleWithWebIdentityToHclTerraform(this._assumeRoleWithWebIdentity),
        isBlock: true,
        type: "struct",
        storageClassType: "DaypassProviderAssumeRoleWithWebIdentity",
      },
      endpoints: {
        value: daypassProviderEndpointsToHclTerraform(this._endpoints),
        isBlock: true,
        type: "struct",
        storageClassType: "DaypassProviderEndpoints",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
