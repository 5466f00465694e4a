import * as z from 'zod/mini'
import { ROLE_NAME_PATTERN } from '../lease/lease-id.ts'
import { AWS_PATTERNS } from './aws-limits.ts'
import { DAYPASS_LIMITS, DEFAULT_USER_PATH } from './daypass-limits.ts'
import {
  claims,
  described,
  expectations,
  duration,
  formedText,
  time,
  optional,
  policy,
  tags,
  text,
  textList,
} from './field-types.ts'
import { CREDENTIAL_TYPES } from './role.ts'

const LEASES = { error: `a whole number from 1 to ${DAYPASS_LIMITS.leasesMax}` }
const SUBJECT = { error: `a text of 1 to ${DAYPASS_LIMITS.subjectCharacters} characters` }
const ONE_OF_TYPES = `one of ${CREDENTIAL_TYPES.join(', ')}`

/**
 * What a role's definition may hold, field by field: the one source of the parser and of the JSON Schema for editors.
 * How fields go together, and AWS's limits, are in `role-rules.ts`.
 */
export const roleSchema = z.strictObject({
  $schema: optional(
    z.string({ error: 'a text' }),
    'Address of this schema, for editors. daypass ignores it.',
  ),
  name: optional(
    formedText(
      ROLE_NAME_PATTERN,
      'a name of 1 to 64 letters, digits and _.@-, with a letter, digit or _ at both ends',
    ),
    "The role's name. Default: the file's name without its ending.",
  ),
  description: optional(text(), 'What the role is for, in a sentence.'),
  owner: optional(text(), 'Who answers for the role: a team, a person, an address.'),
  expires_at: optional(
    time(),
    'The end of the definition itself, a day (from midnight UTC) or a time in RFC 3339: nothing is issued afterwards, and no lease goes beyond it.',
  ),
  subjects: optional(
    z
      .array(
        z
          .string(SUBJECT)
          .check(z.minLength(1, SUBJECT), z.maxLength(DAYPASS_LIMITS.subjectCharacters, SUBJECT)),
        { error: 'a list of texts' },
      )
      .check(
        z.minLength(1, {
          error:
            "a list with at least one subject (left out, AWS's rights alone decide who may take the role)",
        }),
      ),
    'Who may take the role, as OIDC subjects: repo:OWNER/REPO:ref:refs/heads/main, repo:OWNER@ID/REPO@ID:environment:prod, or those of another issuer.',
  ),
  claims: optional(
    claims(),
    "What a token has to say besides: a claim's name, and a text or a list of texts, of which one has to fit; * and ? stand for any characters and any one. Such as environment, ref, job_workflow_ref, repository_id, event_name.",
  ),
  max_leases: optional(
    z.int(LEASES).check(z.minimum(1, LEASES), z.maximum(DAYPASS_LIMITS.leasesMax, LEASES)),
    'How many leases of the role may live at once. Default: no limit.',
  ),
  expect: optional(
    expectations(),
    'What the role says about its own rights: requests that it may make, and others that it must never. Checked before anything is issued.',
  ),
  credential_type: described(
    z.enum(CREDENTIAL_TYPES, { error: ONE_OF_TYPES }),
    'iam_user: a user of its own for every lease. assumed_role: a session of an existing role. federation_token: a session of the issuing user (the IAM user whose key daypass uses), narrowed by a policy. session_token: a session with all rights of the issuing user.',
  ),
  role_arns: optional(
    textList(),
    'assumed_role: the roles that may be assumed. With several, the request chooses.',
  ),
  policy_arns: optional(
    textList(),
    'Managed policies: attached to an iam_user, limits of the session for assumed_role and federation_token.',
  ),
  policy_document: optional(
    policy(),
    'A policy as a mapping, or in JSON as text: the rights of an iam_user, the limits of the session for assumed_role and federation_token.',
  ),
  iam_groups: optional(
    textList(),
    'Names of IAM groups: an iam_user joins them; for assumed_role and federation_token their policies are merged into the session policy.',
  ),
  iam_tags: optional(tags(), 'iam_user: tags of the user, beside those daypass sets itself.'),
  session_tags: optional(
    tags(),
    'assumed_role: tags of the session. Values may hold {{repository}} and other template fields.',
  ),
  external_id: optional(
    formedText(AWS_PATTERNS.externalId, '2 to 1224 letters, digits and _+=,.@:/-'),
    'assumed_role: the external id that the role in the other account asks for.',
  ),
  source_identity: optional(
    text(),
    'assumed_role: the source identity of the session, which chained sessions keep. May hold template fields, such as {{actor}}.',
  ),
  role_session_name: optional(
    text(),
    "assumed_role: the readable part of the session's name, which the lease's own 22 characters follow. May hold template fields. Default: daypass-{{role}}.",
  ),
  default_sts_ttl: optional(
    duration(),
    'How long a session lives unless the request says otherwise. Default: 1h, or max_sts_ttl if that is less. Not for iam_user.',
  ),
  max_sts_ttl: optional(
    duration(),
    'The longest session a request may ask for. Default and maximum: 12h for assumed_role, 36h for federation_token and session_token. Not for iam_user.',
  ),
  default_ttl: optional(
    duration(),
    'iam_user: how long a lease lives unless the request says otherwise. Default: 1h, or max_ttl if that is less.',
  ),
  max_ttl: optional(
    duration(),
    'iam_user: the longest life of a lease, renewals included. Default: 24h, or default_ttl if that is more.',
  ),
  user_path: optional(
    formedText(
      AWS_PATTERNS.userPath,
      'a path such as /daypass/: a slash at both ends, at most 512 characters',
    ),
    `iam_user: the path of the users. Default: ${DEFAULT_USER_PATH}.`,
  ),
  permissions_boundary_arn: optional(
    text(),
    'iam_user: the managed policy that bounds what the users can ever do.',
  ),
  account_role_arn: optional(
    text(),
    'iam_user: the role that daypass takes to make and delete the users in its account. Default: they are in the account of daypass.',
  ),
  mfa_serial_number: optional(
    text(),
    "session_token: serial number or ARN of the issuing user's MFA device. Every request then needs a code of it.",
  ),
})

/** The same fields, none of them required: to read those that are right, whatever is wrong with the others. */
export const looseRoleSchema = z.partial(roleSchema)

/** The fields of a role's definition once each of them has been read by itself. */
export type RoleFields = Readonly<z.output<typeof looseRoleSchema>>

/** Names of all fields. */
export const FIELD_NAMES: readonly string[] = Object.keys(roleSchema.shape)
