import { type Cures, asHinted } from '../core/reason.ts'

const ATTRIBUTES = {
  roleArn: 'role_arn',
  roleSessionName: 'role_session_name',
  mfaCode: 'mfa_code',
} as const

/** What Terraform shows of each reason: attributes, the provider block, and the environment that Terraform runs in. */
export const CURES: Cures = {
  'role-directory-missing': () =>
    'make it and put a role file into it, or name another directory with roles in the provider block',
  'folder-not-in-repository': asHinted,
  'git-missing': asHinted,
  'option-unfit': ({ option }) => `leave ${ATTRIBUTES[option]} out`,
  'aws-role-not-chosen': ({ choices }) => `set role_arn to one of ${choices.join(', ')}`,
  'mfa-code-missing': () => 'give the six digits that the device shows now as mfa_code',
  'bucket-missing': ({ bucket }) =>
    `create the bucket ${bucket}, or correct the state URL in the provider block`,
  'checksum-unknown': () =>
    'set AWS_REQUEST_CHECKSUM_CALCULATION=when_required in the environment of this process',
  'directory-shared': ({ cure }) =>
    `${cure}; or let all who can write there end and alter leases, with allow_shared_directory = true in the provider block`,
  'document-newer': () => 'use a newer version of the provider',
  'revoker-role-missing': ({ account }) =>
    `name a role of account ${account} that may write its policies in revoker_role_arns of the provider block`,
  'recipient-missing': () =>
    'name the public key of an identity of age, age1…, as DAYPASS_RECIPIENT in the environment of Terraform',
  'recipient-invalid': () =>
    'DAYPASS_RECIPIENT in the environment of Terraform takes public keys, age1…, with commas between',
  'own-recipient-missing': asHinted,
  'recipients-left-out': asHinted,
  'identity-missing': () =>
    'set DAYPASS_IDENTITY_FILE or DAYPASS_IDENTITY in the environment of Terraform',
  'identity-invalid': () =>
    'in the environment of Terraform DAYPASS_IDENTITY holds AGE-SECRET-KEY-1…, or DAYPASS_IDENTITY_FILE names a file with it',
  'identity-unreadable': () => 'correct DAYPASS_IDENTITY_FILE in the environment of Terraform',
  'key-unknown': asHinted,
  'key-in-grace': asHinted,
  'root-rotation-open': asHinted,
  'root-key-of-another': asHinted,
  'root-key-changed': asHinted,
  'static-role-of-another': asHinted,
  'account-unknown': asHinted,
  'role-without-trust': asHinted,
  'sign-in-unknown': asHinted,
  'token-file-unreadable': () =>
    'correct web_identity_token_file in the provider block, or AWS_WEB_IDENTITY_TOKEN_FILE in the environment of Terraform',
  'subject-unknown': () =>
    "give Terraform a workload identity token, or its job the right to ask for one; without require_subject in the provider block and DAYPASS_REQUIRE_SUBJECT AWS's rights alone decide",
  'sign-in-over': asHinted,
  'lease-unindexed': asHinted,
}
