import { type Cures, asHinted } from '../core/reason.ts'

const FLAGS = {
  roleArn: '--role-arn',
  roleSessionName: '--role-session-name',
  mfaCode: '--mfa-code',
} as const

/** What the command line says of each reason: its options, commands and variables. */
export const CURES: Cures = {
  'role-directory-missing': () =>
    'name the folder with --roles, or make it and put a role file into it',
  'folder-not-in-repository': () =>
    'name the folder of role files with --roles, as it is called below the top of the repository',
  'git-missing': () => 'install git, or name two directories',
  'option-unfit': ({ option }) => `leave ${FLAGS[option]} out`,
  'aws-role-not-chosen': asHinted,
  'mfa-code-missing': asHinted,
  'bucket-missing': ({ bucket }) =>
    `create the bucket ${bucket}, or name another place with --state`,
  'checksum-unknown': () => 'set AWS_REQUEST_CHECKSUM_CALCULATION=when_required',
  'directory-shared': ({ cure }) =>
    `${cure}; or let all who can write there end and alter leases, with --allow-shared-directory or DAYPASS_ALLOW_SHARED_DIRECTORY=true`,
  'document-newer': () => 'update daypass here',
  'revoker-role-missing': ({ account }) =>
    `name a role of account ${account} that may write its policies with --revoker-role-arn or DAYPASS_REVOKER_ROLE_ARNS`,
  'recipient-missing': () =>
    'make an identity with age-keygen, and name its public key, age1…, in DAYPASS_RECIPIENT',
  'recipient-invalid': () => 'DAYPASS_RECIPIENT takes public keys, age1…, with commas between',
  'own-recipient-missing': ({ recipient }) =>
    `add its public key, ${recipient}, to DAYPASS_RECIPIENT: else nobody here could open the key any more`,
  'recipients-left-out': () =>
    'name all who are to open it in DAYPASS_RECIPIENT, with commas between',
  'identity-missing': () => 'set DAYPASS_IDENTITY_FILE, or DAYPASS_IDENTITY',
  'identity-invalid': () =>
    'DAYPASS_IDENTITY holds AGE-SECRET-KEY-1…, DAYPASS_IDENTITY_FILE names a file that age-keygen wrote',
  'identity-unreadable': () => 'DAYPASS_IDENTITY_FILE names it',
  'key-unknown': ({ user, accessKeyId }) =>
    `if nobody needs it: aws iam delete-access-key --user-name ${user} --access-key-id ${accessKeyId}; daypass deletes no key that it does not know`,
  'key-in-grace': () => 'rotate again then, or with --grace 0s, which deletes it now',
  'root-rotation-open': () =>
    'daypass root rotate --grace 0s ends it, and daypass sweep when its time has come',
  'root-key-of-another': () =>
    'with --replace the one on record is forgotten: delete it in IAM then, and know that what was issued with it is still denied on its own user',
  'root-key-changed': () => 'look at it with daypass root show, and try again',
  'static-role-of-another': ({ role }) =>
    `daypass static-role delete ${role} deletes the keys that daypass made for it; or choose another name`,
  'account-unknown': () => 'give it with --account 123456789012',
  'role-without-trust': () =>
    "AWS knows its broker alone: daypass policy trust prints the trust policy of the broker's own role",
  'sign-in-unknown': () => 'set DAYPASS_SIGNIN_URL to the federation endpoint of this partition',
  'token-file-unreadable': () =>
    'name a file that this process can read in AWS_WEB_IDENTITY_TOKEN_FILE',
  'subject-unknown': () =>
    'give the job "permissions: id-token: write", or name a file with its token in AWS_WEB_IDENTITY_TOKEN_FILE; without --require-subject and DAYPASS_REQUIRE_SUBJECT AWS\'s rights alone decide',
  'sign-in-over': ({ way, profile }) =>
    `aws ${way === 'sso' ? 'sso login' : 'login'}${profile === undefined ? '' : ` --profile ${profile}`}`,
  'lease-unindexed': ({ lease }) => `daypass revoke ${lease}`,
}
