/**
 * What the `vault` provider has for the same, by page. Rows: what is written there, what is written here.
 *
 * Source: https://registry.terraform.io/providers/hashicorp/vault/latest/docs
 */
export interface VaultEquivalent {
  readonly names: string
  readonly rows: readonly (readonly [there: string, here: string])[]
}

const CREDENTIALS: VaultEquivalent['rows'] = [
  ['`backend`, `mount`', '`state` of the provider: where the leases lie'],
  ['`role`, `role_arn`', 'the same'],
  ['`type` (`creds`, `sts`)', "the role's `credential_type`"],
  ['`region`', '`region` of the provider'],
  ['`ttl`, for `sts` alone', '`ttl`, for keys of an `iam_user` as well'],
  ['`access_key`, `secret_key`, `lease_id`', 'the same'],
  ['`security_token`', '`session_token`'],
  ['`lease_start_time`, `lease_duration`', '`issued_at`, `expires_at`'],
]

/** By page, such as `resources/role`; a page without an equivalent has none here. */
export const VAULT_EQUIVALENTS: Readonly<Record<string, VaultEquivalent>> = {
  index: {
    names: '`provider "vault"` with `resource "vault_aws_secret_backend"`',
    rows: [
      ['`address`, `token` of a server', '`state`, a bucket: there is no server'],
      ['`access_key`, `secret_key`, `region`', 'the same; better a profile, a role or OIDC'],
      ['`role_arn`, `identity_token_*`', '`assume_role`, `assume_role_with_web_identity`'],
      ['`iam_endpoint`, `sts_endpoint`', '`endpoints`'],
      ['`default_lease_ttl_seconds`', '`default_ttl`'],
      ['`max_lease_ttl_seconds`', '`max_ttl`, `max_sts_ttl` of a role'],
      ['`path`', 'a prefix in `state`'],
    ],
  },
  'data-sources/credentials': {
    names: '`data "vault_aws_access_credentials"`',
    rows: [...CREDENTIALS, ['`lease_renewable`', 'none: nothing renews what lies in a state']],
  },
  'ephemeral-resources/credentials': {
    names: '`ephemeral "vault_aws_access_credentials"`',
    rows: [
      ...CREDENTIALS,
      ['`mount_id`', '`role_revision`, for a role that the same run writes'],
      ['`lease_renewable`', 'keys of an `iam_user` are renewed while Terraform runs'],
    ],
  },
  'resources/role': {
    names: '`resource "vault_aws_secret_backend_role"`',
    rows: [
      ['`backend`', '`state` of the provider'],
      ['`name`, `credential_type`, `role_arns`, `policy_arns`, `policy_document`', 'the same'],
      ['`iam_groups`, `user_path`, `permissions_boundary_arn`', 'the same'],
      ['`default_sts_ttl`, `max_sts_ttl` in seconds', 'the same, also as `45m`'],
      [
        'none',
        '`session_token`, `account_role_arn`, `max_leases`, `expires_at`, `owner`, `subjects`, `expect`',
      ],
    ],
  },
}
