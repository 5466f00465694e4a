/** What Terraform shows beside the line it is about. */

/**
 * The way to a value inside a configuration: a text is the name of an attribute or block, a number the place in a
 * list, `{ key }` the key of a map. `['rule', 0, 'effect']` is `rule[0].effect`. Inside a set Terraform cannot point
 * at an element: end the path at the set.
 */
export type AttributePath = readonly (string | number | { readonly key: string })[]

/** What is wrong, without its severity. Neither text may hold a secret: both are shown and logged. */
export interface DiagnosticProblem {
  /** One line, a sentence without full stop, beginning upper case. */
  readonly summary: string
  /** Whole sentences: where, why, and the cure. */
  readonly detail: string
  /** What it is about; left out where it is about the whole. */
  readonly path?: AttributePath
}

/** A problem as it is sent. */
export interface Diagnostic extends DiagnosticProblem {
  readonly severity: 'error' | 'warning'
}

/** Where a handler puts what it has to say. An error makes the call fail; a warning is only shown. */
export interface Diagnostics {
  readonly error: (problem: DiagnosticProblem) => void
  readonly warning: (problem: DiagnosticProblem) => void
}

/** Thrown by a handler that cannot go on, with the place in the configuration. */
export class DiagnosticError extends Error {
  readonly problems: readonly DiagnosticProblem[]

  constructor(...problems: readonly DiagnosticProblem[]) {
    super(problems.map(({ summary }) => summary).join('; '))
    this.name = 'DiagnosticError'
    this.problems = problems
  }
}

/** Thrown by a function: its text is shown at the argument with that place (from 0), or at the whole call. */
export class FunctionError extends Error {
  readonly argument: number | undefined

  constructor(text: string, argument?: number) {
    super(text)
    this.name = 'FunctionError'
    this.argument = argument
  }
}

/** Diagnostics in the order in which they were reported. */
export function collectDiagnostics(): Diagnostics & { readonly all: readonly Diagnostic[] } {
  const all: Diagnostic[] = []
  return {
    all,
    error: (problem) => void all.push({ ...problem, severity: 'error' }),
    warning: (problem) => void all.push({ ...problem, severity: 'warning' }),
  }
}
