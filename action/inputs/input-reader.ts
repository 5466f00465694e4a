import { parseArn } from '../../core/arn.ts'
import { DaypassError, type Problem } from '../../core/errors.ts'

/** Reads inputs one by one, and keeps what is wrong with them until the end. */
export interface InputReader {
  /** Undefined when it was not given. */
  text(name: string): string | undefined
  flag(name: string, otherwise: boolean): boolean
  oneOf<const T extends string>(name: string, choices: readonly T[], otherwise: T): T
  /** What a parser makes of it; the parser answers undefined for what it cannot read. */
  parsed<T>(name: string, parse: (text: string) => T | undefined, like: string): T | undefined
  /** Its parts: between commas, blanks and line ends. */
  words(name: string): readonly string[]
  problem(name: string, message: string): void
  /** @throws `request-invalid` with everything that is wrong. */
  end(): void
}

/** Reads inputs as the runner hands them over: trimmed, and empty when they are not given. */
export function inputReader(input: (name: string) => string): InputReader {
  const problems: Problem[] = []
  const text = (name: string) => {
    const given = input(name)
    return given === '' ? undefined : given
  }
  const problem = (name: string, message: string) => {
    problems.push({ path: [name], message })
  }
  return {
    text,
    problem,
    flag: (name, otherwise) => {
      const given = text(name)?.toLowerCase()
      if (given === undefined) return otherwise
      if (given !== 'true' && given !== 'false') problem(name, 'it is true or false')
      return given === 'true'
    },
    oneOf: (name, choices, otherwise) => {
      const given = text(name)
      const chosen = choices.find((choice) => choice === given)
      if (given !== undefined && chosen === undefined)
        problem(name, `it is one of ${choices.join(', ')}`)
      return chosen ?? otherwise
    },
    parsed: (name, parse, like) => {
      const given = text(name)
      if (given === undefined) return undefined
      const parsed = parse(given)
      if (parsed === undefined)
        problem(name, `${JSON.stringify(given.slice(0, 80))} is not ${like}`)
      return parsed
    },
    words: (name) => (text(name) ?? '').split(/[\s,]+/).filter((word) => word !== ''),
    end: () => {
      if (problems.length === 0) return
      const [first] = problems
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more problems)` : ''
      const message = `input ${String(first?.path[0])}: ${first?.message ?? ''}${more}`
      throw new DaypassError('request-invalid', message, { problems })
    },
  }
}

/** A text as the ARN of a role. */
export function roleArnOf(text: string): string | undefined {
  const arn = parseArn(text)
  return arn?.service === 'iam' && arn.resource.startsWith('role/') ? text : undefined
}
