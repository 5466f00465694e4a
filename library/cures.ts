import { type Cures, asHinted } from '../core/reason.ts'

/** What a program is told of each reason: options of its calls, and variables. */
export const CURES: Cures = {
  'role-directory-missing': () => 'name the folder of role files with the option roles',
  'folder-not-in-repository': asHinted,
  'git-missing': asHinted,
  'option-unfit': ({ option }) => `leave the option ${option} out`,
  'aws-role-not-chosen': ({ choices }) => `give the option roleArn: one of ${choices.join(', ')}`,
  'mfa-code-missing': () => 'give the option mfaCode',
  'bucket-missing': ({ bucket }) =>
    `create the bucket ${bucket}, or name another place with the option state`,
  'checksum-unknown': () => 'set AWS_REQUEST_CHECKSUM_CALCULATION=when_required',
  'directory-shared': ({ cure }) =>
    `${cure}; or let all who can write there end and alter leases, with the option allowSharedDirectory`,
  'document-newer': () => 'update daypass here',
  'revoker-role-missing': ({ account }) =>
    `name a role of account ${account} that may write its policies with the option revokerRoleArns`,
  'recipient-missing': () => 'name public keys, age1…, in DAYPASS_RECIPIENT',
  'recipient-invalid': () => 'DAYPASS_RECIPIENT takes public keys, age1…, with commas between',
  'own-recipient-missing': asHinted,
  'recipients-left-out': asHinted,
  'identity-missing': () => 'set DAYPASS_IDENTITY_FILE, or DAYPASS_IDENTITY',
  'identity-invalid': () =>
    'DAYPASS_IDENTITY holds AGE-SECRET-KEY-1…, DAYPASS_IDENTITY_FILE names a file that age-keygen wrote',
  'identity-unreadable': () => 'DAYPASS_IDENTITY_FILE names it',
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
    'name a file that this process can read in AWS_WEB_IDENTITY_TOKEN_FILE',
  'sign-in-over': ({ profile }) =>
    profile === undefined ? 'sign in once more' : `sign in once more, to the profile ${profile}`,
  'subject-unknown': () =>
    "have a token at hand, or give the option allowWithoutSubject: AWS's rights alone decide then",
  'lease-unindexed': ({ lease }) => `revoke ${lease}`,
}
