import type { DaypassError } from '../../core/errors.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { type Cures, asHinted, cureOf } from '../../core/reason.ts'

const VARIABLES = 'sweep_environment of the module'

/** What the log of the function says of each reason: variables of the module, and of the function that it makes. */
const CURES: Cures = {
  'role-directory-missing': asHinted,
  'folder-not-in-repository': asHinted,
  'git-missing': asHinted,
  'option-unfit': asHinted,
  'aws-role-not-chosen': asHinted,
  'mfa-code-missing': asHinted,
  'bucket-missing': ({ bucket }) =>
    `create the bucket ${bucket}, or name another with state of the module`,
  'checksum-unknown': asHinted,
  'directory-shared': asHinted,
  'document-newer': () => 'give sweep_package of the module a newer bundle',
  'revoker-role-missing': ({ account }) =>
    `name a role of account ${account} that may write its policies in revoker_role_arns of the module`,
  'recipient-missing': () =>
    `name the public key of an identity of age, age1…, as DAYPASS_RECIPIENT in ${VARIABLES}`,
  'recipient-invalid': () =>
    `DAYPASS_RECIPIENT in ${VARIABLES} takes public keys, age1…, with commas between`,
  'own-recipient-missing': asHinted,
  'recipients-left-out': asHinted,
  'identity-missing': () =>
    `rotate it where its identity is, or give the function that as DAYPASS_IDENTITY in ${VARIABLES}`,
  'identity-invalid': () => `DAYPASS_IDENTITY in ${VARIABLES} is to hold AGE-SECRET-KEY-1…`,
  'identity-unreadable': () =>
    `the function has no such file: leave DAYPASS_IDENTITY_FILE out of ${VARIABLES}`,
  'key-unknown': asHinted,
  'key-in-grace': asHinted,
  'root-rotation-open': asHinted,
  'root-key-of-another': asHinted,
  'root-key-changed': asHinted,
  'static-role-of-another': asHinted,
  'account-unknown': asHinted,
  'role-without-trust': asHinted,
  'sign-in-unknown': asHinted,
  'token-file-unreadable': asHinted,
  'subject-unknown': asHinted,
  'sign-in-over': asHinted,
  'lease-unindexed': asHinted,
}

/** An error in one line of the function's log: its code, what is wrong, and what to do. */
export function logLine(error: DaypassError): string {
  const { code, message } = error
  const parts = [code, message, cureOf(CURES, error)].filter((text) => text !== undefined)
  return oneLine(parts.join(': '))
}
