import { type Cures, asHinted } from '../../core/reason.ts'

const INPUTS = {
  roleArn: 'role-arn',
  roleSessionName: 'role-session-name',
  mfaCode: 'mfa-code',
} as const

/** What a workflow is told of each reason: inputs of the step, and what stands around it in the job. */
export const CURES: Cures = {
  'role-directory-missing': () =>
    'is the repository checked out before this step, and is the input "roles" its directory of role files?',
  'folder-not-in-repository': () =>
    'give the input "roles" the folder of role files, as it is called below the top of the repository',
  'git-missing': () => 'run the job where git is installed',
  'option-unfit': ({ option }) => `leave the input "${INPUTS[option]}" out`,
  'aws-role-not-chosen': ({ choices }) => `give the input "role-arn" one of ${choices.join(', ')}`,
  'mfa-code-missing': () =>
    'give the six digits that the device shows now with the input "mfa-code"',
  'bucket-missing': ({ bucket }) =>
    `create the bucket ${bucket}, or name another with the input "state"`,
  'checksum-unknown': () =>
    'set request_checksum_calculation of the AWS SDK to when_required, by its variable in the env of this step',
  'directory-shared': ({ cure }) =>
    `${cure}; or let all who can write there end and alter leases, with the input "allow-shared-directory"`,
  'document-newer': () => 'use a newer version of the Action',
  'revoker-role-missing': ({ account }) =>
    `name a role of account ${account} that may write its policies with the input "revoker-role-arns"`,
  'recipient-missing': () =>
    'name the public key of an identity of age, age1…, as DAYPASS_RECIPIENT in the env of this step',
  'recipient-invalid': () =>
    'DAYPASS_RECIPIENT in the env of this step takes public keys, age1…, with commas between',
  'own-recipient-missing': ({ recipient }) =>
    `add its public key, ${recipient}, to DAYPASS_RECIPIENT in the env of this step`,
  'recipients-left-out': () =>
    'name all who are to open it as DAYPASS_RECIPIENT in the env of this step, with commas between',
  'identity-missing': () =>
    'give this step a secret with the identity as DAYPASS_IDENTITY in its env',
  'identity-invalid': () =>
    'DAYPASS_IDENTITY in the env of this step is to be a secret that holds AGE-SECRET-KEY-1…',
  'identity-unreadable': () =>
    'DAYPASS_IDENTITY_FILE in the env of this step is to name a file of this runner',
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
    'give a file that this step can read with the input "web-identity-token-file"',
  'subject-unknown': () =>
    'give the job "permissions: id-token: write", or a web-identity-token-file; allow-without-subject: true leaves it to AWS alone',
  'sign-in-over': asHinted,
  'lease-unindexed': asHinted,
}
