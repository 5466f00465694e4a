/** One line of a role's `expect`: requests that the role may make, or must never. */
export interface Expectation {
  /** `service:Name`; with wildcards only in what must never be. */
  readonly action: string
  /** An ARN, or `*`. Absent for any: in `may` one that is allowed is enough, in `never` all are meant. */
  readonly resource?: string
  /** Condition keys with their values. */
  readonly context: Readonly<Record<string, string>>
}

/** What a role says about itself. */
export interface Expectations {
  readonly may?: readonly string[] | undefined
  readonly never?: readonly string[] | undefined
}

const PAIR = String.raw`[\w-]+:[\w./:+@-]+=\S*[^\s,]`
const WITH = String.raw`(?: with ${PAIR}(?:,? ${PAIR})*)?`

/** The form of a line of `never`: `s3:Delete* on arn:aws:s3:::shop/* with aws:MultiFactorAuthPresent=false`. */
export const NEVER_PATTERN = new RegExp(
  String.raw`^(?:\*|[\w*?-]+:[\w*?]+)(?: on (?:\*|arn:\S+))?${WITH}$`,
)

/** The same of `may`, which names one request. */
export const MAY_PATTERN = new RegExp(String.raw`^[\w-]+:\w+(?: on (?:\*|arn:[^\s*?]+))?${WITH}$`)

/** Reads a line that has the form. */
export function parseExpectation(line: string): Expectation {
  const [asked = '', pairs] = line.split(' with ')
  const [action = '', resource] = asked.split(' on ')
  return {
    action,
    ...(resource === undefined ? {} : { resource }),
    context: Object.fromEntries((pairs?.split(/,? /) ?? []).map(splitPair)),
  }
}

function splitPair(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=')
  return [pair.slice(0, equals), pair.slice(equals + 1)]
}
