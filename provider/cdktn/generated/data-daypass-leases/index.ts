// https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/leases
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktn from 'cdktn';

// Configuration

export interface DataDaypassLeasesConfig extends cdktn.TerraformMetaArguments {
  /**
  * Only leases of this role.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/leases#role DataDaypassLeases#role}
  */
  readonly role?: string;
  /**
  * Only leases in this state: `pending` (being issued), `active`, or `revoking` (being taken back).
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/leases#status DataDaypassLeases#status}
  */
  readonly status?: string;
}
export interface DataDaypassLeasesLeases {
}

export function dataDaypassLeasesLeasesToTerraform(struct?: DataDaypassLeasesLeases): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  return {
  }
}


export function dataDaypassLeasesLeasesToHclTerraform(struct?: DataDaypassLeasesLeases): any {
  if (!cdktn.canInspect(struct) || cdktn.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktn.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdktn.io/docs/concepts/resources#references");
  }
  const attrs = {
  };
  return attrs;
}

export class DataDaypassLeasesLeasesOutputReference extends cdktn.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): DataDaypassLeasesLeases | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataDaypassLeasesLeases | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // credential_type - computed: true, optional: false, required: false
  /** Type of the credentials, as the role names it. */
  public get credentialType() {
    return this.getStringAttribute('credential_type');
  }

  // expires_at - computed: true, optional: false, required: false
  /** When it ends, in RFC 3339. */
  public get expiresAt() {
    return this.getStringAttribute('expires_at');
  }

  // held_by - computed: true, optional: false, required: false
  /** Who holds it, in a line: `workspace prod`, `octo/app run 42 deploy`. */
  public get heldBy() {
    return this.getStringAttribute('held_by');
  }

  // holder - computed: true, optional: false, required: false
  private _holder = new cdktn.StringMap(this, "holder");
  /** What is known of the holder: `kind` (`terraform`, `github`, `shell`), `workspace`, `repository` and so on. */
  public get holder() {
    return this._holder;
  }

  // id - computed: true, optional: false, required: false
  /** Id of the lease. */
  public get id() {
    return this.getStringAttribute('id');
  }

  // issued_at - computed: true, optional: false, required: false
  /** When it was issued, in RFC 3339. */
  public get issuedAt() {
    return this.getStringAttribute('issued_at');
  }

  // role - computed: true, optional: false, required: false
  /** Role that it is of. */
  public get role() {
    return this.getStringAttribute('role');
  }

  // status - computed: true, optional: false, required: false
  /** `pending`, `active` or `revoking`. */
  public get status() {
    return this.getStringAttribute('status');
  }

  // stuck - computed: true, optional: false, required: false
  /** Whether taking it back failed three times or more. */
  public get stuck() {
    return this.getBooleanAttribute('stuck');
  }
}

export class DataDaypassLeasesLeasesList extends cdktn.ComplexList {

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(terraformResource: cdktn.IInterpolatingParent, terraformAttribute: string, wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet);
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): DataDaypassLeasesLeasesOutputReference {
    return new DataDaypassLeasesLeasesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* The leases that live, without any secret; those that end first come first. Reads one object for each lease.
*
* Represents a {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/leases daypass_leases}
*/
export class DataDaypassLeases extends cdktn.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "daypass_leases";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a DataDaypassLeases resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataDaypassLeases to import
  * @param importFromId The id of the existing DataDaypassLeases that should be imported. Refer to the {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/leases#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataDaypassLeases to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktn.TerraformProvider) {
        return new cdktn.ImportableResource(scope, importToId, { terraformResourceType: "daypass_leases", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/daypass/daypass/latest/docs/data-sources/leases daypass_leases} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataDaypassLeasesConfig = {}
  */
  public constructor(scope: Construct, id: string, config: DataDaypassLeasesConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'daypass_leases',
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
    this._role = config.role;
    this._status = config.status;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // ids - computed: true, optional: false, required: false
  /** Ids of the leases. */
  public get ids() {
    return this.getListAttribute('ids');
  }

  // leases - computed: true, optional: false, required: false
  private _leases = new DataDaypassLeasesLeasesList(this, "leases", false);
  /** The leases. */
  public get leases() {
    return this._leases;
  }

  // role - computed: false, optional: true, required: false
  private _role?: string; 
  /** Only leases of this role. */
  public get role() {
    return this.getStringAttribute('role');
  }
  public set role(value: string) {
    this._role = value;
  }
  public resetRole() {
    this._role = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get roleInput() {
    return this._role;
  }

  // status - computed: false, optional: true, required: false
  private _status?: string; 
  /** Only leases in this state: `pending` (being issued), `active`, or `revoking` (being taken back). */
  public get status() {
    return this.getStringAttribute('status');
  }
  public set status(value: string) {
    this._status = value;
  }
  public resetStatus() {
    this._status = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get statusInput() {
    return this._status;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      role: cdktn.stringToTerraform(this._role),
      status: cdktn.stringToTerraform(this._status),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      role: {
        value: cdktn.stringToHclTerraform(this._role),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      status: {
        value: cdktn.stringToHclTerraform(this._status),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
