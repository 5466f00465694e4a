import { accountOfRole } from '../core/arn.ts'
import { REVOCATION_MODES, type RevocationMode } from '../core/revocation/ports.ts'

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** By setting, the variables that are looked at where nothing was written: the first that is not blank holds. */
const VARIABLES = {
  state: ['DAYPASS_STATE'],
  roles: ['DAYPASS_ROLES'],
  region: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  revocation: ['DAYPASS_REVOCATION'],
  revokerRoleArns: ['DAYPASS_REVOKER_ROLE_ARNS'],
  allowSharedDirectory: ['DAYPASS_ALLOW_SHARED_DIRECTORY'],
} as const

/** A setting that every face has, under a name of its own. */
export type Setting = keyof typeof VARIABLES

/**
 * What somebody wrote for a setting, several with commas, blanks or line ends between or as a list, in which undefined is
 * not known yet. What is blank was not written.
 */
export type Written = (setting: Setting) => string | readonly (string | undefined)[] | undefined

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
  /** Whether a state may lie in a directory that others may write, that is theirs, or that has symbolic links in it. */
  readonly allowSharedDirectory: boolean
}

/** The value of `roles` for those that lie in the state. */
export const ROLES_IN_STATE = 'state:'

/** What is wrong with a setting, in no face's language: the face says it of its own name, or of the variable. */
export interface Refusal {
  readonly setting: Setting
  /** Undefined where it was written. */
  readonly variable: string | undefined
  /** Its place in a list that was written. */
  readonly index: number
  /** Such as `"x" is not a region`. */
  readonly message: string
  /** Such as `it looks like eu-central-1`. */
  readonly cure: string
}

/** Works out what holds. What is refused does not. */
export function readSettings(
  written: Written,
  env: Environment,
): { readonly settings: Settings; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = []
  const read = <T extends string>(setting: Setting, parse: (text: string) => T | Fault) =>
    wordsOf(setting, written(setting), env).flatMap(({ text, ...where }) => {
      const parsed = parse(text)
      if (typeof parsed === 'string') return [parsed]
      const message = `${JSON.stringify(text.slice(0, 80))} ${parsed.wrong}`
      refusals.push({ ...where, message, cure: parsed.cure })
      return []
    })
  const settings = {
    state: read('state', (text) => text)[0],
    // What the Action called them before; a directory of that name is `./state`.
    roles: read('roles', (text) => (text === 'state' ? ROLES_IN_STATE : text))[0],
    region: read('region', (text) => (REGION.test(text) ? text : NO_REGION))[0],
    revocation: read<RevocationMode>('revocation', modeOf)[0] ?? 'immediate',
    revokerRoleArns: read('revokerRoleArns', firstOfAccount()),
    allowSharedDirectory: read('allowSharedDirectory', answerOf)[0] === 'true',
  }
  return { settings, refusals }
}

/** The user whose root key alone is used; undefined where whatever is on record holds. */
export function rootArnIn({ DAYPASS_ROOT_ARN: arn = '' }: Environment): string | undefined {
  return arn.trim() === '' ? undefined : arn.trim()
}

/** A mode by its name, or by the one it had before; undefined for any other text. */
export function revocationMode(text: string): RevocationMode | undefined {
  return text === 'direct' ? 'immediate' : REVOCATION_MODES.find((mode) => mode === text)
}

const modeOf = (text: string): RevocationMode | Fault => revocationMode(text) ?? NO_MODE

function answerOf(text: string): 'true' | 'false' | Fault {
  const word = text.toLowerCase()
  if (YES.includes(word)) return 'true'
  return NO.includes(word) ? 'false' : NO_ANSWER
}

interface Fault extends Pick<Refusal, 'cure'> {
  readonly wrong: string
}

const REGION = /^[a-z0-9-]+$/
const NO_REGION = { wrong: 'is not a region', cure: 'it looks like eu-central-1' }
const NO_MODE = {
  wrong: 'is not a way to revoke',
  cure: `it is one of ${REVOCATION_MODES.join(', ')}`,
}
const YES = ['true', '1', 'yes', 'on']
const NO = ['false', '0', 'no', 'off']
const NO_ANSWER = { wrong: 'is neither true nor false', cure: 'it is true or false' }
const NO_ROLE = {
  wrong: 'is not the ARN of a role',
  cure: 'it looks like arn:aws:iam::123456789012:role/daypass-revoker',
}

/** Takes ARNs of roles, one an account. */
function firstOfAccount(): (arn: string) => string | Fault {
  const accounts = new Set<string>()
  return (arn) => {
    const account = accountOfRole(arn)
    if (account === undefined) return NO_ROLE
    if (accounts.has(account))
      return { wrong: `is a second role of account ${account}`, cure: 'name one for each account' }
    accounts.add(account)
    return arn
  }
}

/** The texts that stand for a setting, and where they were found. */
function wordsOf(setting: Setting, written: ReturnType<Written>, env: Environment) {
  const words = (texts: ReturnType<Written> = [], variable?: string) =>
    (typeof texts === 'string' ? textsIn(setting, texts) : texts).flatMap((given = '', index) => {
      const text = given.trim()
      return text === '' ? [] : [{ text, setting, variable, index }]
    })
  const found = [
    words(written),
    ...VARIABLES[setting].map((variable) => words(env[variable], variable)),
  ]
  return found.find(({ length }) => length > 0) ?? []
}

function textsIn(setting: Setting, text: string): readonly string[] {
  return setting === 'revokerRoleArns' ? text.split(/[\s,]+/) : [text]
}
