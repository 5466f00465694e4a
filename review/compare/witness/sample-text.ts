import { tokensOf } from '../../patterns/glob.ts'

/** What stands for a text that nobody wrote down. */
export const STAND_IN = 'daypass-sample'

/** Values of variables, which a sample has in their place. */
const VARIABLES: Readonly<Record<string, string>> = {
  'aws:username': STAND_IN,
  'aws:userid': STAND_IN,
  'aws:principalaccount': '123456789012',
}

/** What `*` stands for: something, nothing, and what is as short as can be. */
const FILLINGS = [STAND_IN, '', 'x']

/** Texts that fit a pattern, with their variables as {@link VARIABLES} has them. */
export function samplesOf(pattern: string): readonly string[] {
  // It is the resource of actions without one.
  if (pattern === '*') return ['*', STAND_IN]
  return [...new Set(FILLINGS.map((filling) => fill(pattern, filling)))]
}

function fill(pattern: string, filling: string): string {
  return tokensOf(pattern)
    .map((token) => {
      if (token.kind === 'any') return filling
      if (token.kind === 'one') return 'x'
      return token.kind === 'text' ? token.text : variableValue(token.text)
    })
    .join('')
}

/** The keys of variables in a text, in lower case. */
export function variablesIn(text: string): readonly string[] {
  return tokensOf(text).flatMap((token) =>
    token.kind === 'variable' ? [token.text.split(',', 1)[0] ?? ''] : [],
  )
}

/** What a sample has in place of a variable. */
export function variableValue(key: string): string {
  return VARIABLES[key.split(',', 1)[0] ?? ''] ?? STAND_IN
}
