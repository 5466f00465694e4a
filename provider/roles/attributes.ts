import type { Attributes, StateOf } from '../../terraform-plugin/protocol/schema.ts'

const TEXT = { type: 'string', use: 'optional' } as const
const TEXTS = { type: { list: 'string' }, use: 'optional' } as const
const TAGS = { type: { map: 'string' }, use: 'optional' } as const

/** What a role may say; the names are those of role files and of Vault. */
export const roleAttributes = {
  credential_type: {
    type: 'string',
    use: 'required',
    description:
      '`iam_user`: a user of its own for every lease. `assumed_role`: a session of an existing role. `federation_token`: a session of the issuing user, narrowed by a policy. `session_token`: a session with all rights of the issuing user.',
  },
  description: { ...TEXT, description: 'What the role is for, in a sentence.' },
  owner: { ...TEXT, description: 'Who answers for the role: a team, a person, an address.' },
  expires_at: {
    ...TEXT,
    description:
      'The end of the definition itself, a day (from midnight UTC) or a time in RFC 3339: nothing is issued afterwards, and no lease goes beyond it.',
  },
  subjects: { ...TEXTS, description: 'Who may take the role, as OIDC subjects.' },
  claims: {
    ...TAGS,
    description:
      'What a token has to say besides: the pattern by the name of the claim, such as `environment`, `ref` or `event_name`.',
  },
  max_leases: {
    type: 'number',
    use: 'optional',
    description: 'How many leases of the role may live at once. Default: no limit.',
  },
  expect: {
    type: { map: { list: 'string' } },
    use: 'optional',
    description:
      'What the role says about its own rights: under `may` requests that it may make, under `never` others that it must never, such as `iam:*` or `s3:Delete* on arn:aws:s3:::shop/*`. Checked before anything is issued.',
  },
  role_arns: {
    ...TEXTS,
    description:
      '`assumed_role`: the roles that may be assumed. With several, the request chooses.',
  },
  policy_arns: {
    ...TEXTS,
    description:
      'Managed policies: attached to an `iam_user`, limits of the session for `assumed_role` and `federation_token`.',
  },
  policy_document: {
    ...TEXT,
    description:
      'A policy in JSON, for example of `jsonencode`: the rights of an `iam_user`, the limits of the session for `assumed_role` and `federation_token`.',
  },
  iam_groups: {
    ...TEXTS,
    description:
      'Names of IAM groups: an `iam_user` joins them; for `assumed_role` and `federation_token` their policies are merged into the session policy.',
  },
  iam_tags: {
    ...TAGS,
    description: '`iam_user`: tags of the user, beside those daypass sets itself.',
  },
  session_tags: {
    ...TAGS,
    description:
      '`assumed_role`: tags of the session. Values may hold `{{repository}}` and other template fields.',
  },
  external_id: {
    ...TEXT,
    description: '`assumed_role`: the external id that the role in the other account asks for.',
  },
  source_identity: {
    ...TEXT,
    description:
      '`assumed_role`: the source identity of the session, which chained sessions keep. May hold template fields, such as `{{actor}}`.',
  },
  role_session_name: {
    ...TEXT,
    description:
      "`assumed_role`: the readable part of the session's name, which the lease's own 22 characters follow. May hold template fields. Default: `daypass-{{role}}`.",
  },
  default_sts_ttl: {
    ...TEXT,
    description:
      'How long a session lives unless the request says otherwise, such as `45m`. Default: `1h`, or `max_sts_ttl` if that is less. Not for `iam_user`.',
  },
  max_sts_ttl: {
    ...TEXT,
    description:
      'The longest session a request may ask for. Default and maximum: `12h` for `assumed_role`, `36h` for `federation_token` and `session_token`. Not for `iam_user`.',
  },
  default_ttl: {
    ...TEXT,
    description:
      '`iam_user`: how long a lease lives unless the request says otherwise. Default: `1h`, or `max_ttl` if that is less.',
  },
  max_ttl: {
    ...TEXT,
    description:
      '`iam_user`: the longest life of a lease, renewals included. Default: `24h`, or `default_ttl` if that is more.',
  },
  user_path: { ...TEXT, description: '`iam_user`: the path of the users. Default: `/daypass/`.' },
  permissions_boundary_arn: {
    ...TEXT,
    description: '`iam_user`: the managed policy that bounds what the users can ever do.',
  },
  account_role_arn: {
    ...TEXT,
    description:
      '`iam_user`: the role that daypass takes to make and delete the users in its account. Default: they are in the account of daypass.',
  },
  mfa_serial_number: {
    ...TEXT,
    description:
      "`session_token`: serial number or ARN of the issuing user's MFA device. Every request then needs a code of it.",
  },
} as const satisfies Attributes

/** A field of a role. */
export type RoleField = keyof typeof roleAttributes

/** The fields of a role as they are in Terraform's state. */
export type RoleState = StateOf<{ description: string; attributes: typeof roleAttributes }>

/** All fields of a role, in the order of the documentation. */
export const ROLE_FIELDS = Object.keys(roleAttributes) as readonly RoleField[]

/** Which of them are durations. */
export const DURATIONS: readonly RoleField[] = [
  'default_sts_ttl',
  'max_sts_ttl',
  'default_ttl',
  'max_ttl',
]
