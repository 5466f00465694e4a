import { ValueError } from '../protocol/dynamic-value.ts'
import { DiagnosticError, collectDiagnostics } from '../protocol/diagnostic.ts'
import type { Diagnostic, DiagnosticProblem } from '../protocol/diagnostic.ts'
import { describeDiagnostic } from '../protocol/describe-diagnostic.ts'
import type { Schema } from '../protocol/schema.ts'
import type { Instance } from './instance.ts'

/** What came of a try. */
export interface AttemptResult<T> {
  /** `undefined` where it threw. */
  readonly value: T | undefined
  /** Whether it threw or reported an error. */
  readonly failed: boolean
  readonly diagnostics: readonly ReturnType<typeof describeDiagnostic>[]
}

/** Runs what a call is to do. Whatever it throws becomes a diagnostic; paths in it are of the configuration of `schema`. */
export async function attempt<T>(
  instance: Instance,
  work: (diagnostics: ReturnType<typeof collectDiagnostics>) => T | Promise<T>,
  schema?: Schema,
): Promise<AttemptResult<T>> {
  const diagnostics = collectDiagnostics()
  let value: T | undefined
  try {
    value = await work(diagnostics)
  } catch (error) {
    for (const problem of problemsOf(instance, error)) diagnostics.error(problem)
  }
  return {
    value,
    failed: diagnostics.all.some(({ severity }) => severity === 'error'),
    diagnostics: diagnostics.all.map((one) => describeDiagnostic(shown(instance, one), schema)),
  }
}

/** Line by line, as the provider shows them. */
export function showText(
  { provider: { showLine } }: Pick<Instance, 'provider'>,
  text: string,
): string {
  return showLine === undefined ? text : text.split('\n').map(showLine).join('\n')
}

function shown(instance: Instance, problem: Diagnostic): Diagnostic {
  const { summary, detail } = problem
  return {
    ...problem,
    summary: showText(instance, summary),
    detail: showText(instance, detail),
  }
}

/** What was thrown, in words for a person. The stack goes to the log. */
export function problemsOf(
  { provider, log }: Instance,
  error: unknown,
): readonly DiagnosticProblem[] {
  if (error instanceof DiagnosticError) return error.problems
  if (error instanceof ValueError) return [misfit(error)]
  if (error instanceof Error && error.stack !== undefined)
    log.debug('a call failed', { stack: error.stack })
  try {
    return [provider.explain(error)]
  } catch (cause) {
    log.error('an error could not be explained', { cause: String(cause) })
    return [
      { summary: 'Unexpected error', detail: 'The provider failed. TF_LOG=debug shows more.' },
    ]
  }
}

function misfit({ message, path }: ValueError): DiagnosticProblem {
  return {
    summary: 'Value of the wrong type',
    detail: `A value does not fit the schema of the provider: ${message}. This is a bug in the provider, or in what calls it.`,
    path,
  }
}
