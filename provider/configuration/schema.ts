import type { ConfigOf, Schema } from '../../terraform-plugin/protocol/schema.ts'
import type { Unknown } from '../../terraform-plugin/protocol/value.ts'

const sessionAttributes = {
  session_name: {
    type: 'string',
    use: 'optional',
    description: 'Name of the session, as CloudTrail shows it. Default: `daypass-terraform`.',
  },
  duration: {
    type: 'string',
    use: 'optional',
    description:
      "How long the provider's own session lasts, such as `1h`; from `15m` to `12h`, as far as the role allows. Default: `1h`. It is replaced before it ends.",
  },
} as const

/** The `provider "daypass"` block. */
export const providerSchema = {
  description:
    'Issues short-lived AWS credentials from roles, and takes them back. Leases and roles lie in a bucket; there is no server.',
  attributes: {
    state: {
      type: 'string',
      use: 'optional',
      description:
        'Where leases and roles lie: `s3://bucket/prefix?region=eu-central-1`, or `file:///directory` for a trial without a bucket. Default: the variable `DAYPASS_STATE`.',
    },
    roles: {
      type: 'string',
      use: 'optional',
      description:
        'Where role definitions are read: a directory of role files, such as `"${path.module}/roles"`, or `state:` for those that lie beside the leases, where `daypass_role` writes them. Default: the variable `DAYPASS_ROLES`, else `state:`.',
    },
    default_ttl: {
      type: 'string',
      use: 'optional',
      description:
        "How long credentials live where `ttl` is not given, such as `30m`; a role that allows less gives less. Default: the role's own.",
    },
    holder: {
      type: { map: 'string' },
      use: 'optional',
      description:
        'What the leases say about who holds them, beside or instead of what the provider finds out: `repository`, `run_id`, `run_attempt`, `job`, `workflow`, `actor`, `ref`, `sha`, `workspace`, `user`, `host`.',
    },
    revocation: {
      type: 'string',
      use: 'optional',
      description:
        'Who denies revoked sessions: this provider (`immediate`), or a sweep with more rights (`tombstone`). Default: the variable `DAYPASS_REVOCATION`, else `immediate`.',
    },
    revoker_role_arns: {
      type: { list: 'string' },
      use: 'optional',
      description:
        'Roles that are assumed to deny revoked sessions in other accounts, at most one an account. Default: the variable `DAYPASS_REVOKER_ROLE_ARNS`, with commas.',
    },
    allow_shared_directory: {
      type: 'bool',
      use: 'optional',
      description:
        'Whether `state` may be a directory that others may write, that is theirs, or that has symbolic links in it: all who can write there can end and alter leases. Default: the variable `DAYPASS_ALLOW_SHARED_DIRECTORY`, else `false`.',
    },
    require_subject: {
      type: 'bool',
      use: 'optional',
      description:
        'Whether a role that names `subjects` or `claims` is refused where no OIDC token says whose job this is. A token that there is (of `assume_role_with_web_identity`, of the workflow job, of HCP Terraform, or in `AWS_WEB_IDENTITY_TOKEN_FILE`) is compared in any case. Default: the variable `DAYPASS_REQUIRE_SUBJECT`, else such a role is given with a warning, and its lease says so.',
    },
    region: {
      type: 'string',
      use: 'optional',
      description:
        'AWS region of STS and of a bucket whose URL names none. Default: the variables `AWS_REGION` and `AWS_DEFAULT_REGION`, else the profile.',
    },
    access_key: {
      type: 'string',
      use: 'optional',
      description:
        'Access key id that the provider works with; goes with `secret_key`. Default: what every AWS tool finds, such as `AWS_ACCESS_KEY_ID`, a profile, or the role of the machine.',
    },
    secret_key: {
      type: 'string',
      use: 'optional',
      sensitive: true,
      description: 'Secret access key; goes with `access_key`.',
    },
    token: {
      type: 'string',
      use: 'optional',
      sensitive: true,
      description: 'Session token, where the key is of a session.',
    },
    profile: {
      type: 'string',
      use: 'optional',
      description: 'Profile of the shared AWS files. Default: the variable `AWS_PROFILE`.',
    },
  },
  blocks: {
    assume_role: {
      nesting: 'single',
      description:
        'A role that the provider itself works as. Sessions of a role cannot issue `federation_token` and `session_token`, and what they issue lasts an hour at most.',
      attributes: {
        role_arn: { type: 'string', use: 'required', description: 'ARN of the role.' },
        external_id: {
          type: 'string',
          use: 'optional',
          description: "The external id that the role's trust policy asks for.",
        },
        mfa_serial_number: {
          type: 'string',
          use: 'optional',
          description:
            'Serial number or ARN of the MFA device of the user who assumes the role, where its trust policy asks for one; goes with `mfa_code`.',
        },
        mfa_code: {
          type: 'string',
          use: 'optional',
          description:
            'The six digits that the device shows now, best from an ephemeral variable. AWS takes a code once: give one to `terraform plan -out=…` and the next to the apply of that plan; an apply that plans by itself would need two. The session is not replaced, so its `duration` must outlast the run.',
        },
        ...sessionAttributes,
      },
    },
    assume_role_with_web_identity: {
      nesting: 'single',
      description:
        'A role that the provider itself works as, taken with an OIDC token instead of a key. With `assume_role` too, that role is assumed from this one.',
      attributes: {
        role_arn: { type: 'string', use: 'required', description: 'ARN of the role.' },
        web_identity_token: {
          type: 'string',
          use: 'optional',
          sensitive: true,
          description: 'The token itself.',
        },
        web_identity_token_file: {
          type: 'string',
          use: 'optional',
          description: 'File with the token; it is read each time that a session begins.',
        },
        ...sessionAttributes,
      },
    },
    endpoints: {
      nesting: 'single',
      description:
        'Other addresses than those of AWS. The variables `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_…` serve as well.',
      attributes: {
        iam: { type: 'string', use: 'optional', description: 'URL of IAM.' },
        sts: { type: 'string', use: 'optional', description: 'URL of STS.' },
        s3: { type: 'string', use: 'optional', description: 'URL of S3.' },
      },
    },
  },
} as const satisfies Schema

/** The block as it is written; in a plan some of it may not be known yet. */
export type WrittenConfiguration = ConfigOf<typeof providerSchema, Unknown>

/** The block once all of it is known. */
export type Configuration = ConfigOf<typeof providerSchema>
