/**
 * What is wrong, finer than the code of an error, where the cure is in the hands of whoever faces a person: the name of
 * an option, an input, an attribute or a variable. Each reason with the facts that its words need.
 */
interface Facts {
  /** Role files are to be read from a directory that is not there. */
  readonly 'role-directory-missing': object
  /** A review is to compare a folder of role files that the repository does not have. */
  readonly 'folder-not-in-repository': object
  /** Revisions are to be compared, and there is no git. */
  readonly 'git-missing': object
  /** The request says something that roles of this type take no notice of. */
  readonly 'option-unfit': { readonly option: 'roleArn' | 'roleSessionName' | 'mfaCode' }
  /** The role leads to several roles of AWS, and the request chooses none of them. */
  readonly 'aws-role-not-chosen': { readonly choices: readonly string[] }
  readonly 'mfa-code-missing': object
  readonly 'bucket-missing': { readonly bucket: string }
  /** The store knows nothing of the check sums that the SDK sends. */
  readonly 'checksum-unknown': object
  /** Others may change what lies in a state directory. */
  readonly 'directory-shared': { readonly cure: string }
  /** Something in the store was written by a daypass that is newer than this one. */
  readonly 'document-newer': object
  /** What is to be denied is in another account, and no revoker role of that account is known. */
  readonly 'revoker-role-missing': { readonly account: string }
  /** Nothing says for whom keys are to be sealed. */
  readonly 'recipient-missing': object
  readonly 'recipient-invalid': object
  /** Whoever seals here could not open it afterwards. */
  readonly 'own-recipient-missing': { readonly recipient: string }
  /** Recipients that could open the key before could not afterwards, and nobody has said so. */
  readonly 'recipients-left-out': object
  readonly 'identity-missing': object
  readonly 'identity-invalid': object
  readonly 'identity-unreadable': object
  /** A key that daypass did not make takes the room of the next. */
  readonly 'key-unknown': { readonly user: string; readonly accessKeyId: string }
  /** The key before still has its grace, and so there is no room for another. */
  readonly 'key-in-grace': object
  readonly 'root-rotation-open': object
  /** The root key on record is of another user than the one that is to take its place. */
  readonly 'root-key-of-another': object
  readonly 'root-key-changed': object
  /** The static role on record is of another user, or is given up. */
  readonly 'static-role-of-another': { readonly role: string }
  /** Whose rights are asked for, in an account that nothing names. */
  readonly 'account-unknown': object
  /** A trust policy is asked for, and roles of this type stand for no role of AWS. */
  readonly 'role-without-trust': object
  readonly 'sign-in-unknown': object
  readonly 'token-file-unreadable': object
  /** Somebody has to sign in again, with the AWS CLI, to what daypass itself works with. */
  readonly 'sign-in-over': { readonly way: 'sso' | 'login'; readonly profile: string | undefined }
  /** A role names whom it is for, and no token says whose job this is. */
  readonly 'subject-unknown': object
  /** No sweep would find the lease. */
  readonly 'lease-unindexed': { readonly lease: string }
}

/** The name of a reason. */
export type ReasonName = keyof Facts

/** A reason with its facts, such as `{ is: 'bucket-missing', bucket }`. None of them is a secret. */
export type Reason<N extends ReasonName = ReasonName> = {
  readonly [K in N]: { readonly is: K } & Facts[K]
}[N]

/**
 * What a face says of every reason: the cure as a sentence fragment, in the words of that face. The compiler names each
 * face that lacks some.
 */
export type Cures = { readonly [K in ReasonName]: (facts: Facts[K]) => string | undefined }

/** Stands in {@link Cures} where the error's own hint, which is the same for every face, says it as well. */
export const asHinted = (): undefined => undefined

/** What to do about an error: the face's own words on its reason, else the general hint. Undefined without both. */
export function cureOf(
  cures: Cures,
  { reason, hint }: { readonly reason?: Reason | undefined; readonly hint?: string | undefined },
): string | undefined {
  return (reason === undefined ? undefined : say(cures, reason)) ?? hint
}

function say<N extends ReasonName>(cures: Cures, reason: Reason<N>): string | undefined {
  return cures[reason.is](reason)
}
