import type { Attributes } from '../../terraform-plugin/protocol/schema.ts'

/** When it is asked. */
export const timingAttributes = {
  role_revision: {
    type: 'string',
    use: 'optional',
    description:
      'For a role that this configuration writes: `daypass_role.NAME.revision`. While the role is to be written it is not known, so Terraform issues in the apply, when the role is there, and not in the plan.',
  },
} as const satisfies Attributes

/** What is asked for. */
export const requestAttributes = {
  role: {
    type: 'string',
    use: 'required',
    description: 'Name of the role to issue from.',
  },
  ttl: {
    type: 'string',
    use: 'optional',
    description:
      'How long the credentials live, such as `15m`, `1h30m` or `3600` (seconds). More than the role allows is refused. Default: `default_ttl` of the provider, else of the role.',
  },
  role_arn: {
    type: 'string',
    use: 'optional',
    description:
      "For `assumed_role`: which of the role's `role_arns`. May be left out where there is one.",
  },
  role_session_name: {
    type: 'string',
    use: 'optional',
    description:
      "For `assumed_role`: the readable part of the session's name, instead of the role's own.",
  },
  mfa_code: {
    type: 'string',
    use: 'optional',
    description:
      'For `session_token`: the six digits that the MFA device shows now. A code works once, so what is read in plan and apply cannot use one.',
  },
} as const satisfies Attributes

/** What is answered. */
export const issuedAttributes = {
  access_key: {
    type: 'string',
    use: 'computed',
    sensitive: true,
    description: 'Access key id.',
  },
  secret_key: {
    type: 'string',
    use: 'computed',
    sensitive: true,
    description: 'Secret access key.',
  },
  session_token: {
    type: 'string',
    use: 'computed',
    sensitive: true,
    description: 'Session token; null for `iam_user`, whose keys need none.',
  },
  arn: {
    type: 'string',
    use: 'computed',
    description:
      'Whom AWS sees: the ARN of the user, the role session or the federated user; null where AWS does not say.',
  },
  lease_id: {
    type: 'string',
    use: 'computed',
    description: 'Id of the lease, by which it is revoked: `<role>/<22 letters and digits>`.',
  },
  issued_at: {
    type: 'string',
    use: 'computed',
    description: 'When it was issued, in RFC 3339.',
  },
  expires_at: {
    type: 'string',
    use: 'computed',
    description: 'When the credentials end, in RFC 3339.',
  },
} as const satisfies Attributes

/** The same where Terraform keeps it. */
export const storedAttributes = {
  ...issuedAttributes,
  secret_key: {
    ...issuedAttributes.secret_key,
    description: 'Secret access key. **Stored in clear text in the state.**',
  },
  session_token: {
    ...issuedAttributes.session_token,
    description:
      'Session token; null for `iam_user`, whose keys need none. **Stored in clear text in the state.**',
  },
} as const satisfies Attributes
