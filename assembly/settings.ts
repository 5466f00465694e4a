import { accountOfRole } from '../core/arn.ts'
import { REVOCATION_MODES, type RevocationMode } from '../core/revocation/ports.ts'

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What somebody wrote for each setting, by whatever name a face has for it. What is blank was not written. */
export interface Written {
  readonly state?: string | undefined
  readonly roles?: string | undefined
  readonly region?: string | undefined
  readonly revocation?: string | undefined
  /** A text with commas, blanks or line ends between them, or a list, in which undefined is not known yet. */
  readonly revokerRoleArns?: string | readonly (string | undefined)[] | undefined
}

/** What holds: what was written, else what a variable says, else what is the same in every face. */
export interface Settings {
  /** A state URL, not parsed yet. Where nobody named one, the face knows a place or does without. */
  readonly state: string | undefined
  /** A directory of role files or {@link ROLES_IN_STATE}. Where nobody named it, the face knows a place. */
  readonly roles: string | undefined
  /** The SDK looks for one where nobody named it. */
  readonly region: string | undefined
  readonly revocation: RevocationMode
  /** Roles that are assumed to write IAM policies, at most one an account. */
  readonly revokerRoleArns: readonly string[]
}

/** The value of `roles` for those that lie in the state. */
export const ROLES_IN_STATE = 'state:'

/** What is wrong with a setting, in no face's language: the face says it of its own name, or of the variable. */
export interface Refusal {
  readonly setting: keyof Written
  /** Undefined where it was written. */
  readonly variable: string | undefined
  /** Its place in a list that was written. */
  readonly index: number
  /** Such as `"x" is not a region`. */
  readonly message: string
  /** Such as `it looks like eu-central-1`. */
  readonly cure: string
}

/** By setting, the variables that are looked at where nothing was written: the first that is not blank holds. */
const VARIABLES: Readonly<Record<keyof Written, readonly string[]>> = {
  state: ['DAYPASS_STATE'],
  roles: ['DAYPASS_ROLES'],
  region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  revocation: ['DAYPASS_REVOCATION'],
  revokerRoleArns: ['DAYPASS_REVOKER_ROLE_ARNS'],
}

/** Works out what holds. What is refused does not. */
export function readSettings(
  written: Written,
  env: Environment,
): { readonly settings: Settings; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = []
  const refuse: Refuse = ({ text, ...where }, wrong, cure) => {
    refusals.push({ ...where, message: `${JSON.stringify(text.slice(0, 80))} ${wrong}`, cure })
  }
  const [state] = wordsOf('state', [written.state], env)
  const [roles] = wordsOf('roles', [written.roles], env)
  const [region] = wordsOf('region', [written.region], env)
  const [revocation] = wordsOf('revocation', [written.revocation], env)
  const arns = wordsOf('revokerRoleArns', listOf(written.revokerRoleArns), env)
  const settings = {
    state: state?.text,
    roles: roles && rolesOf(roles),
    region: region && regionOf(region, refuse),
    revocation: (revocation && modeOf(revocation, refuse)) ?? 'immediate',
    revokerRoleArns: revokersOf(arns, refuse),
  }
  return { settings, refusals }
}

/** A mode by its name, or by the one it had before; undefined for any other text. */
export function revocationMode(text: string): RevocationMode | undefined {
  return text === 'direct' ? 'immediate' : REVOCATION_MODES.find((mode) => mode === text)
}

/** A text that stands for a setting, and where it was found. */
interface Word extends Pick<Refusal, 'setting' | 'variable' | 'index'> {
  readonly text: string
}

type Refuse = (word: Word, wrong: string, cure: string) => void

function wordsOf(
  setting: keyof Written,
  written: readonly (string | undefined)[],
  env: Environment,
): readonly Word[] {
  const words = (texts: readonly (string | undefined)[], variable?: string) =>
    texts.flatMap((given = '', index) => {
      const text = given.trim()
      return text === '' ? [] : [{ text, setting, variable, index }]
    })
  const variables = VARIABLES[setting].map((variable) => {
    const text = env[variable]
    return words(setting === 'revokerRoleArns' ? listOf(text) : [text], variable)
  })
  return [words(written), ...variables].find((found) => found.length > 0) ?? []
}

function listOf(written: Written['revokerRoleArns'] = []): readonly (string | undefined)[] {
  return typeof written === 'string' ? written.split(/[\s,]+/) : written
}

/** `state` is what the Action called them before; a directory of that name is `./state`. */
function rolesOf({ text }: Word): string {
  return text === 'state' ? ROLES_IN_STATE : text
}

function regionOf(word: Word, refuse: Refuse): string | undefined {
  if (/^[a-z0-9-]+$/.test(word.text)) return word.text
  refuse(word, 'is not a region', 'it looks like eu-central-1')
  return undefined
}

function modeOf(word: Word, refuse: Refuse): RevocationMode | undefined {
  const mode = revocationMode(word.text)
  if (mode === undefined)
    refuse(word, 'is not a way to revoke', `it is one of ${REVOCATION_MODES.join(', ')}`)
  return mode
}

function revokersOf(words: readonly Word[], refuse: Refuse): readonly string[] {
  const accounts = new Set<string>()
  return words.flatMap((word) => {
    const account = accountOfRole(word.text)
    if (account === undefined) refuse(word, 'is not the ARN of a role', ROLE_ARN)
    else if (accounts.has(account))
      refuse(word, `is a second role of account ${account}`, 'name one for each account')
    else {
      accounts.add(account)
      return [word.text]
    }
    return []
  })
}

const ROLE_ARN = 'it looks like arn:aws:iam::123456789012:role/daypass-revoker'
