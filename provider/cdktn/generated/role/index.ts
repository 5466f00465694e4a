// https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktn from 'cdktn';

// Configuration

export interface RoleConfig extends cdktn.TerraformMetaArguments {
  /**
  * `iam_user`: the role that daypass takes to make and delete the users in its account. Default: they are in the account of daypass.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#account_role_arn Role#account_role_arn}
  */
  readonly accountRoleArn?: string;
  /**
  * What a token has to say besides: the pattern by the name of the claim, such as `environment`, `ref` or `event_name`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#claims Role#claims}
  */
  readonly claims?: { [key: string]: string };
  /**
  * `iam_user`: a user of its own for every lease. `assumed_role`: a session of an existing role. `federation_token`: a session of the issuing user, narrowed by a policy. `session_token`: a session with all rights of the issuing user.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#credential_type Role#credential_type}
  */
  readonly credentialType: string;
  /**
  * How long a session lives unless the request says otherwise, such as `45m`. Default: `1h`, or `max_sts_ttl` if that is less. Not for `iam_user`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#default_sts_ttl Role#default_sts_ttl}
  */
  readonly defaultStsTtl?: string;
  /**
  * `iam_user`: how long a lease lives unless the request says otherwise. Default: `1h`, or `max_ttl` if that is less.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#default_ttl Role#default_ttl}
  */
  readonly defaultTtl?: string;
  /**
  * What the role is for, in a sentence.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#description Role#description}
  */
  readonly description?: string;
  /**
  * What the role says about its own rights: under `may` requests that it may make, under `never` others that it must never, such as `iam:*` or `s3:Delete* on arn:aws:s3:::shop/*`. Checked before anything is issued.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#expect Role#expect}
  */
  readonly expect?: { [key: string]: string[] } | cdktn.IResolvable;
  /**
  * The end of the definition itself, a day (from midnight UTC) or a time in RFC 3339: nothing is issued afterwards, and no lease goes beyond it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#expires_at Role#expires_at}
  */
  readonly expiresAt?: string;
  /**
  * `assumed_role`: the external id that the role in the other account asks for.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#external_id Role#external_id}
  */
  readonly externalId?: string;
  /**
  * Names of IAM groups: an `iam_user` joins them; for `assumed_role` and `federation_token` their policies are merged into the session policy.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#iam_groups Role#iam_groups}
  */
  readonly iamGroups?: string[];
  /**
  * `iam_user`: tags of the user, beside those daypass sets itself.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#iam_tags Role#iam_tags}
  */
  readonly iamTags?: { [key: string]: string };
  /**
  * How many leases of the role may live at once. Default: no limit.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#max_leases Role#max_leases}
  */
  readonly maxLeases?: number;
  /**
  * The longest session a request may ask for. Default and maximum: `12h` for `assumed_role`, `36h` for `federation_token` and `session_token`. Not for `iam_user`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#max_sts_ttl Role#max_sts_ttl}
  */
  readonly maxStsTtl?: string;
  /**
  * `iam_user`: the longest life of a lease, renewals included. Default: `24h`, or `default_ttl` if that is more.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#max_ttl Role#max_ttl}
  */
  readonly maxTtl?: string;
  /**
  * `session_token`: serial number or ARN of the issuing user's MFA device. Every request then needs a code of it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#mfa_serial_number Role#mfa_serial_number}
  */
  readonly mfaSerialNumber?: string;
  /**
  * Name of the role: 1 to 64 letters, digits and `_.@-`, with a letter, digit or `_` at both ends.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#name Role#name}
  */
  readonly name: string;
  /**
  * Who answers for the role: a team, a person, an address.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#owner Role#owner}
  */
  readonly owner?: string;
  /**
  * `iam_user`: the managed policy that bounds what the users can ever do.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#permissions_boundary_arn Role#permissions_boundary_arn}
  */
  readonly permissionsBoundaryArn?: string;
  /**
  * Managed policies: attached to an `iam_user`, limits of the session for `assumed_role` and `federation_token`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#policy_arns Role#policy_arns}
  */
  readonly policyArns?: string[];
  /**
  * A policy in JSON, for example of `jsonencode`: the rights of an `iam_user`, the limits of the session for `assumed_role` and `federation_token`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#policy_document Role#policy_document}
  */
  readonly policyDocument?: string;
  /**
  * `assumed_role`: the roles that may be assumed. With several, the request chooses.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#role_arns Role#role_arns}
  */
  readonly roleArns?: string[];
  /**
  * `assumed_role`: the readable part of the session's name, which the lease's own 22 characters follow. May hold template fields. Default: `daypass-{{role}}`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#role_session_name Role#role_session_name}
  */
  readonly roleSessionName?: string;
  /**
  * `assumed_role`: tags of the session. Values may hold `{{repository}}` and other template fields.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#session_tags Role#session_tags}
  */
  readonly sessionTags?: { [key: string]: string };
  /**
  * `assumed_role`: the source identity of the session, which chained sessions keep. May hold template fields, such as `{{actor}}`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#source_identity Role#source_identity}
  */
  readonly sourceIdentity?: string;
  /**
  * Who may take the role, as OIDC subjects.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#subjects Role#subjects}
  */
  readonly subjects?: string[];
  /**
  * `iam_user`: the path of the users. Default: `/daypass/`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#user_path Role#user_path}
  */
  readonly userPath?: string;
}

/**
* A role beside the leases in the state, from which credentials are issued. Its leases do not end with it: they live until they are revoked or expire. The same meaning in another spelling is no change: durations, times and their zones, the order of lists and inside of a policy, an empty list for none, a default that is written out.
*
* Represents a {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role daypass_role}
*/
export class Role extends cdktn.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "daypass_role";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a Role resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Role to import
  * @param importFromId The id of the existing Role that should be imported. Refer to the {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Role to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktn.TerraformProvider) {
        return new cdktn.ImportableResource(scope, importToId, { terraformResourceType: "daypass_role", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/resources/role daypass_role} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options RoleConfig
  */
  public constructor(scope: Construct, id: string, config: RoleConfig) {
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
    this._accountRoleArn = config.accountRoleArn;
    this._claims = config.claims;
    this._credentialType = config.credentialType;
    this._defaultStsTtl = config.defaultStsTtl;
    this._defaultTtl = config.defaultTtl;
    this._description = config.description;
    this._expect = config.expect;
    this._expiresAt = config.expiresAt;
    this._externalId = config.externalId;
    this._iamGroups = config.iamGroups;
    this._iamTags = config.iamTags;
    this._maxLeases = config.maxLeases;
    this._maxStsTtl = config.maxStsTtl;
    this._maxTtl = config.maxTtl;
    this._mfaSerialNumber = config.mfaSerialNumber;
    this._name = config.name;
    this._owner = config.owner;
    this._permissionsBoundaryArn = config.permissionsBoundaryArn;
    this._policyArns = config.policyArns;
    this._policyDocument = config.policyDocument;
    this._roleArns = config.roleArns;
    this._roleSessionName = config.roleSessionName;
    this._sessionTags = config.sessionTags;
    this._sourceIdentity = config.sourceIdentity;
    this._subjects = config.subjects;
    this._userPath = config.userPath;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // account_role_arn - computed: false, optional: true, required: false
  private _accountRoleArn?: string; 
  /** `iam_user`: the role that daypass takes to make and delete the users in its account. Default: they are in the account of daypass. */
  public get accountRoleArn() {
    return this.getStringAttribute('account_role_arn');
  }
  public set accountRoleArn(value: string) {
    this._accountRoleArn = value;
  }
  public resetAccountRoleArn() {
    this._accountRoleArn = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get accountRoleArnInput() {
    return this._accountRoleArn;
  }

  // claims - computed: false, optional: true, required: false
  private _claims?: { [key: string]: string }; 
  /** What a token has to say besides: the pattern by the name of the claim, such as `environment`, `ref` or `event_name`. */
  public get claims() {
    return this.getStringMapAttribute('claims');
  }
  public set claims(value: { [key: string]: string }) {
    this._claims = value;
  }
  public resetClaims() {
    this._claims = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get claimsInput() {
    return this._claims;
  }

  // credential_type - computed: false, optional: false, required: true
  private _credentialType?: string; 
  /** `iam_user`: a user of its own for every lease. `assumed_role`: a session of an existing role. `federation_token`: a session of the issuing user, narrowed by a policy. `session_token`: a session with all rights of the issuing user. */
  public get credentialType() {
    return this.getStringAttribute('credential_type');
  }
  public set credentialType(value: string) {
    this._credentialType = value;
  }
  // Temporarily expose input value. Use with caution.
  public get credentialTypeInput() {
    return this._credentialType;
  }

  // default_sts_ttl - computed: false, optional: true, required: false
  private _defaultStsTtl?: string; 
  /** How long a session lives unless the request says otherwise, such as `45m`. Default: `1h`, or `max_sts_ttl` if that is less. Not for `iam_user`. */
  public get defaultStsTtl() {
    return this.getStringAttribute('default_sts_ttl');
  }
  public set defaultStsTtl(value: string) {
    this._defaultStsTtl = value;
  }
  public resetDefaultStsTtl() {
    this._defaultStsTtl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get defaultStsTtlInput() {
    return this._defaultStsTtl;
  }

  // default_ttl - computed: false, optional: true, required: false
  private _defaultTtl?: string; 
  /** `iam_user`: how long a lease lives unless the request says otherwise. Default: `1h`, or `max_ttl` if that is less. */
  public get defaultTtl() {
    return this.getStringAttribute('default_ttl');
  }
  public set defaultTtl(value: string) {
    this._defaultTtl = value;
  }
  public resetDefaultTtl() {
    this._defaultTtl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get defaultTtlInput() {
    return this._defaultTtl;
  }

  // description - computed: false, optional: true, required: false
  private _description?: string; 
  /** What the role is for, in a sentence. */
  public get description() {
    return this.getStringAttribute('description');
  }
  public set description(value: string) {
    this._description = value;
  }
  public resetDescription() {
    this._description = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get descriptionInput() {
    return this._description;
  }

  // expect - computed: false, optional: true, required: false
  private _expect?: { [key: string]: string[] } | cdktn.IResolvable; 
  /** What the role says about its own rights: under `may` requests that it may make, under `never` others that it must never, such as `iam:*` or `s3:Delete* on arn:aws:s3:::shop/*`. Checked before anything is issued. */
  public get expect() {
    return this.interpolationForAttribute('expect');
  }
  public set expect(value: { [key: string]: string[] } | cdktn.IResolvable) {
    this._expect = value;
  }
  public resetExpect() {
    this._expect = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get expectInput() {
    return this._expect;
  }

  // expires_at - computed: false, optional: true, required: false
  private _expiresAt?: string; 
  /** The end of the definition itself, a day (from midnight UTC) or a time in RFC 3339: nothing is issued afterwards, and no lease goes beyond it. */
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }
  public set expiresAt(value: string) {
    this._expiresAt = value;
  }
  public resetExpiresAt() {
    this._expiresAt = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get expiresAtInput() {
    return this._expiresAt;
  }

  // external_id - computed: false, optional: true, required: false
  private _externalId?: string; 
  /** `assumed_role`: the external id that the role in the other account asks for. */
  public get externalId() {
    return this.getStringAttribute('external_id');
  }
  public set externalId(value: string) {
    this._externalId = value;
  }
  public resetExternalId() {
    this._externalId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get externalIdInput() {
    return this._externalId;
  }

  // iam_groups - computed: false, optional: true, required: false
  private _iamGroups?: string[]; 
  /** Names of IAM groups: an `iam_user` joins them; for `assumed_role` and `federation_token` their policies are merged into the session policy. */
  public get iamGroups() {
    return this.getListAttribute('iam_groups');
  }
  public set iamGroups(value: string[]) {
    this._iamGroups = value;
  }
  public resetIamGroups() {
    this._iamGroups = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get iamGroupsInput() {
    return this._iamGroups;
  }

  // iam_tags - computed: false, optional: true, required: false
  private _iamTags?: { [key: string]: string }; 
  /** `iam_user`: tags of the user, beside those daypass sets itself. */
  public get iamTags() {
    return this.getStringMapAttribute('iam_tags');
  }
  public set iamTags(value: { [key: string]: string }) {
    this._iamTags = value;
  }
  public resetIamTags() {
    this._iamTags = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get iamTagsInput() {
    return this._iamTags;
  }

  // id - computed: true, optional: false, required: false
  /** The same as `name`. */
  public get id() {
    return this.getStringAttribute('id');
  }

  // max_leases - computed: false, optional: true, required: false
  private _maxLeases?: number; 
  /** How many leases of the role may live at once. Default: no limit. */
  public get maxLeases() {
    return this.getNumberAttribute('max_leases');
  }
  public set maxLeases(value: number) {
    this._maxLeases = value;
  }
  public resetMaxLeases() {
    this._maxLeases = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxLeasesInput() {
    return this._maxLeases;
  }

  // max_sts_ttl - computed: false, optional: true, required: false
  private _maxStsTtl?: string; 
  /** The longest session a request may ask for. Default and maximum: `12h` for `assumed_role`, `36h` for `federation_token` and `session_token`. Not for `iam_user`. */
  public get maxStsTtl() {
    return this.getStringAttribute('max_sts_ttl');
  }
  public set maxStsTtl(value: string) {
    this._maxStsTtl = value;
  }
  public resetMaxStsTtl() {
    this._maxStsTtl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxStsTtlInput() {
    return this._maxStsTtl;
  }

  // max_ttl - computed: false, optional: true, required: false
  private _maxTtl?: string; 
  /** `iam_user`: the longest life of a lease, renewals included. Default: `24h`, or `default_ttl` if that is more. */
  public get maxTtl() {
    return this.getStringAttribute('max_ttl');
  }
  public set maxTtl(value: string) {
    this._maxTtl = value;
  }
  public resetMaxTtl() {
    this._maxTtl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxTtlInput() {
    return this._maxTtl;
  }

  // mfa_serial_number - computed: false, optional: true, required: false
  private _mfaSerialNumber?: string; 
  /** `session_token`: serial number or ARN of the issuing user's MFA device. Every request then needs a code of it. */
  public get mfaSerialNumber() {
    return this.getStringAttribute('mfa_serial_number');
  }
  public set mfaSerialNumber(value: string) {
    this._mfaSerialNumber = value;
  }
  public resetMfaSerialNumber() {
    this._mfaSerialNumber = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get mfaSerialNumberInput() {
    return this._mfaSerialNumber;
  }

  // name - computed: false, optional: false, required: true
  private _name?: string; 
  /** Name of the role: 1 to 64 letters, digits and `_.@-`, with a letter, digit or `_` at both ends. */
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

  // owner - computed: false, optional: true, required: false
  private _owner?: string; 
  /** Who answers for the role: a team, a person, an address. */
  public get owner() {
    return this.getStringAttribute('owner');
  }
  public set owner(value: string) {
    this._owner = value;
  }
  public resetOwner() {
    this._owner = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ownerInput() {
    return this._owner;
  }

  // permissions_boundary_arn - computed: false, optional: true, required: false
  private _permissionsBoundaryArn?: string; 
  /** `iam_user`: the managed policy that bounds what the users can ever do. */
  public get permissionsBoundaryArn() {
    return this.getStringAttribute('permissions_boundary_arn');
  }
  public set permissionsBoundaryArn(value: string) {
    this._permissionsBoundaryArn = value;
  }
  public resetPermissionsBoundaryArn() {
    this._permissionsBoundaryArn = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get permissionsBoundaryArnInput() {
    return this._permissionsBoundaryArn;
  }

  // policy_arns - computed: false, optional: true, required: false
  private _policyArns?: string[]; 
  /** Managed policies: attached to an `iam_user`, limits of the session for `assumed_role` and `federation_token`. */
  public get policyArns() {
    return this.getListAttribute('policy_arns');
  }
  public set policyArns(value: string[]) {
    this._policyArns = value;
  }
  public resetPolicyArns() {
    this._policyArns = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get policyArnsInput() {
    return this._policyArns;
  }

  // policy_document - computed: false, optional: true, required: false
  private _policyDocument?: string; 
  /** A policy in JSON, for example of `jsonencode`: the rights of an `iam_user`, the limits of the session for `assumed_role` and `federation_token`. */
  public get policyDocument() {
    return this.getStringAttribute('policy_document');
  }
  public set policyDocument(value: string) {
    this._policyDocument = value;
  }
  public resetPolicyDocument() {
    this._policyDocument = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get policyDocumentInput() {
    return this._policyDocument;
  }

  // revision - computed: true, optional: false, required: false
  /** Another one whenever Terraform writes the role, and not known before. Give it as `role_revision` to credentials of a role that is written in the same run. */
  public get revision() {
    return this.getStringAttribute('revision');
  }

  // role_arns - computed: false, optional: true, required: false
  private _roleArns?: string[]; 
  /** `assumed_role`: the roles that may be assumed. With several, the request chooses. */
  public get roleArns() {
    return this.getListAttribute('role_arns');
  }
  public set roleArns(value: string[]) {
    this._roleArns = value;
  }
  public resetRoleArns() {
    this._roleArns = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get roleArnsInput() {
    return this._roleArns;
  }

  // role_session_name - computed: false, optional: true, required: false
  private _roleSessionName?: string; 
  /** `assumed_role`: the readable part of the session's name, which the lease's own 22 characters follow. May hold template fields. Default: `daypass-{{role}}`. */
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

  // session_tags - computed: false, optional: true, required: false
  private _sessionTags?: { [key: string]: string }; 
  /** `assumed_role`: tags of the session. Values may hold `{{repository}}` and other template fields. */
  public get sessionTags() {
    return this.getStringMapAttribute('session_tags');
  }
  public set sessionTags(value: { [key: string]: string }) {
    this._sessionTags = value;
  }
  public resetSessionTags() {
    this._sessionTags = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sessionTagsInput() {
    return this._sessionTags;
  }

  // source_identity - computed: false, optional: true, required: false
  private _sourceIdentity?: string; 
  /** `assumed_role`: the source identity of the session, which chained sessions keep. May hold template fields, such as `{{actor}}`. */
  public get sourceIdentity() {
    return this.getStringAttribute('source_identity');
  }
  public set sourceIdentity(value: string) {
    this._sourceIdentity = value;
  }
  public resetSourceIdentity() {
    this._sourceIdentity = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sourceIdentityInput() {
    return this._sourceIdentity;
  }

  // subjects - computed: false, optional: true, required: false
  private _subjects?: string[]; 
  /** Who may take the role, as OIDC subjects. */
  public get subjects() {
    return this.getListAttribute('subjects');
  }
  public set subjects(value: string[]) {
    this._subjects = value;
  }
  public resetSubjects() {
    this._subjects = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get subjectsInput() {
    return this._subjects;
  }

  // user_path - computed: false, optional: true, required: false
  private _userPath?: string; 
  /** `iam_user`: the path of the users. Default: `/daypass/`. */
  public get userPath() {
    return this.getStringAttribute('user_path');
  }
  public set userPath(value: string) {
    this._userPath = value;
  }
  public resetUserPath() {
    this._userPath = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get userPathInput() {
    return this._userPath;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      account_role_arn: cdktn.stringToTerraform(this._accountRoleArn),
      claims: cdktn.hashMapper(cdktn.stringToTerraform)(this._claims),
      credential_type: cdktn.stringToTerraform(this._credentialType),
      default_sts_ttl: cdktn.stringToTerraform(this._defaultStsTtl),
      default_ttl: cdktn.stringToTerraform(this._defaultTtl),
      description: cdktn.stringToTerraform(this._description),
      expect: cdktn.hashMapper(cdktn.listMapper(cdktn.stringToTerraform, false))(this._expect),
      expires_at: cdktn.stringToTerraform(this._expiresAt),
      external_id: cdktn.stringToTerraform(this._externalId),
      iam_groups: cdktn.listMapper(cdktn.stringToTerraform, false)(this._iamGroups),
      iam_tags: cdktn.hashMapper(cdktn.stringToTerraform)(this._iamTags),
      max_leases: cdktn.numberToTerraform(this._maxLeases),
      max_sts_ttl: cdktn.stringToTerraform(this._maxStsTtl),
      max_ttl: cdktn.stringToTerraform(this._maxTtl),
      mfa_serial_number: cdktn.stringToTerraform(this._mfaSerialNumber),
      name: cdktn.stringToTerraform(this._name),
      owner: cdktn.stringToTerraform(this._owner),
      permissions_boundary_arn: cdktn.stringToTerraform(this._permissionsBoundaryArn),
      policy_arns: cdktn.listMapper(cdktn.stringToTerraform, false)(this._policyArns),
      policy_document: cdktn.stringToTerraform(this._policyDocument),
      role_arns: cdktn.listMapper(cdktn.stringToTerraform, false)(this._roleArns),
      role_session_name: cdktn.stringToTerraform(this._roleSessionName),
      session_tags: cdktn.hashMapper(cdktn.stringToTerraform)(this._sessionTags),
      source_identity: cdktn.stringToTerraform(this._sourceIdentity),
      subjects: cdktn.listMapper(cdktn.stringToTerraform, false)(this._subjects),
      user_path: cdktn.stringToTerraform(this._userPath),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      account_role_arn: {
        value: cdktn.stringToHclTerraform(this._accountRoleArn),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      claims: {
        value: cdktn.hashMapperHcl(cdktn.stringToHclTerraform)(this._claims),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      credential_type: {
        value: cdktn.stringToHclTerraform(this._credentialType),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      default_sts_ttl: {
        value: cdktn.stringToHclTerraform(this._defaultStsTtl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      default_ttl: {
        value: cdktn.stringToHclTerraform(this._defaultTtl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      description: {
        value: cdktn.stringToHclTerraform(this._description),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      expect: {
        value: cdktn.hashMapperHcl(cdktn.listMapperHcl(cdktn.stringToHclTerraform, false))(this._expect),
        isBlock: false,
        type: "map",
        storageClassType: "stringListMap",
      },
      expires_at: {
        value: cdktn.stringToHclTerraform(this._expiresAt),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      external_id: {
        value: cdktn.stringToHclTerraform(this._externalId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      iam_groups: {
        value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._iamGroups),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      iam_tags: {
        value: cdktn.hashMapperHcl(cdktn.stringToHclTerraform)(this._iamTags),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      max_leases: {
        value: cdktn.numberToHclTerraform(this._maxLeases),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      max_sts_ttl: {
        value: cdktn.stringToHclTerraform(this._maxStsTtl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      max_ttl: {
        value: cdktn.stringToHclTerraform(this._maxTtl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      mfa_serial_number: {
        value: cdktn.stringToHclTerraform(this._mfaSerialNumber),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      name: {
        value: cdktn.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      owner: {
        value: cdktn.stringToHclTerraform(this._owner),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      permissions_boundary_arn: {
        value: cdktn.stringToHclTerraform(this._permissionsBoundaryArn),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      policy_arns: {
        value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._policyArns),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      policy_document: {
        value: cdktn.stringToHclTerraform(this._policyDocument),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      role_arns: {
        value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._roleArns),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      role_session_name: {
        value: cdktn.stringToHclTerraform(this._roleSessionName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      session_tags: {
        value: cdktn.hashMapperHcl(cdktn.stringToHclTerraform)(this._sessionTags),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      source_identity: {
        value: cdktn.stringToHclTerraform(this._sourceIdentity),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      subjects: {
        value: cdktn.listMapperHcl(cdktn.stringToHclTerraform, false)(this._subjects),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      user_path: {
        value: cdktn.stringToHclTerraform(this._userPath),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
