/** Answers written by hand as Vault 1.21 prints them with `-format=json`, and resources as Terraform shows them. */

/** `vault read -format=json aws/roles/x`, which has every field whatever the type. */
export function vaultRole(fields: Readonly<Record<string, unknown>>): string {
  const unset = {
    credential_type: '',
    default_sts_ttl: 0,
    external_id: '',
    iam_groups: null,
    iam_tags: null,
    max_sts_ttl: 0,
    mfa_serial_number: '',
    permissions_boundary_arn: '',
    policy_arns: null,
    policy_document: '',
    role_arns: null,
    session_tags: null,
    user_path: '',
  }
  return vaultAnswer({ ...unset, ...fields })
}

/** Any answer of `vault read -format=json`. */
export function vaultAnswer(data: Readonly<Record<string, unknown>>): string {
  const around = { request_id: '7d1c', lease_id: '', lease_duration: 0, renewable: false }
  return JSON.stringify({ ...around, data, warnings: null }, undefined, 2)
}

/** A policy document as people keep it in Vault: a text of JSON. */
export function policyText(action: string): string {
  const statement = { Effect: 'Allow', Action: [action], Resource: 'arn:aws:s3:::bucket/*' }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

/** Sixty roles of the kinds a team has, by the names of their files. */
export function sixtyRoles(): ReadonlyMap<string, string> {
  const kinds = [
    { credential_type: 'iam_user', policy_document: policyText('s3:GetObject') },
    {
      credential_type: 'iam_user',
      policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      iam_groups: ['ops'],
      iam_tags: { team: 'ops' },
      user_path: '/vault/',
      permissions_boundary_arn: 'arn:aws:iam::123456789012:policy/boundary',
    },
    {
      credential_type: 'assumed_role',
      role_arns: ['arn:aws:iam::123456789012:role/deploy'],
      default_sts_ttl: 3600,
      max_sts_ttl: 14_400,
    },
    {
      credential_type: 'assumed_role',
      role_arns: ['arn:aws:iam::123456789012:role/a', 'arn:aws:iam::210987654321:role/b'],
      external_id: 'partner-7',
      session_tags: { project: 'blue' },
      iam_tags: { ignored: 'yes' },
    },
    {
      credential_type: 'federation_token',
      policy_document: policyText('s3:*'),
      max_sts_ttl: 259_200,
    },
    { credential_type: 'session_token', default_sts_ttl: 600 },
  ]
  const roles = Array.from({ length: 60 }, (_, index): [string, string] => [
    `team-${index}`,
    vaultRole(kinds[index % kinds.length] ?? {}),
  ])
  return new Map(roles)
}
