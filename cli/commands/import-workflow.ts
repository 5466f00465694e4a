import { jsonText } from '../../core/language/json-text.ts'
import { dialectOf } from '../../core/role/dialect-of.ts'
import { formatRoleText } from '../../core/role/format-role-text.ts'
import type { ImportedWorkflows, ProposedStep } from '../../import-workflow/import-workflows.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { usageError } from '../error-text.ts'
import { findWorkflows, repositoryAt } from '../import/find-workflows.ts'
import { type ImportOutcome, noteLines, reportImport } from '../import/report-import.ts'
import { writeRole } from '../import/write-files.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'

/** Options of `import workflow`. */
export interface ImportWorkflowFlags {
  readonly repository?: string
  readonly value?: readonly string[]
  readonly brokerRoleArn?: string
}

/**
 * Makes role files for the steps of workflows that use configure-aws-credentials, and prints the steps that take their
 * place; workflows are not touched. Death midway leaves the files written so far; run again, it writes the others.
 */
export async function importWorkflowCommand(
  session: Session,
  path: string,
  { repository, value = [], brokerRoleArn }: ImportWorkflowFlags,
): Promise<number> {
  const { context, settings, reporter } = session
  const { directory } = context
  if (settings.roles === ROLES_IN_STATE)
    throw usageError(
      'an import writes role files, to be looked at',
      'name a directory with --roles',
    )
  const { importWorkflows } = await import('../../import-workflow/import-workflows.ts')
  const made = importWorkflows(await findWorkflows(directory, path), {
    repository: repository ?? (await repositoryAt(directory, path)),
    values: readValues(value),
    inputs: {
      ...(brokerRoleArn === undefined ? {} : { 'broker-role-arn': brokerRoleArn }),
      ...(settings.stateChosen ? { state: settings.state } : {}),
    },
    dialect: dialectOf(context.env),
  })
  const outcomes: ImportOutcome[] = []
  for (const role of made.roles)
    outcomes.push({ kind: 'role', ...(await writeRole(directory, settings.roles, role)) })
  const { steps, problems } = made
  await context.stdout.write(
    settings.json
      ? jsonText({ roles: outcomes, steps, problems })
      : reportImport(outcomes, [], []) + stepsText(made),
  )
  const failed =
    steps.filter((step) => step.step === undefined).length +
    outcomes.filter(({ outcome }) => outcome === 'refused').length +
    problems.length
  const done = steps.length - steps.filter((step) => step.step === undefined).length
  await reporter.note(`${done} of ${steps.length} steps have one to take their place`)
  if (failed === 0 && steps.length > 0) return EXIT.ok
  return done > 0 ? EXIT.partial : EXIT.configuration
}

/** `secrets.AWS_ROLE_ARN=arn:…`, as the expression stands in the workflow. */
function readValues(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [, name, value] = /^([\w.-]+)=(.+)$/s.exec(text) ?? []
      if (name !== undefined && value !== undefined) return [name, value]
      const hint = 'like --value secrets.AWS_ROLE_ARN=arn:aws:iam::123456789012:role/deploy'
      throw usageError(`--value ${JSON.stringify(text)} has no name and value`, hint)
    }),
  )
}

function stepsText({ steps, problems }: ImportedWorkflows): string {
  const lines = [...steps.flatMap(stepLines), ...problems]
  return lines.map((line) => `${line}\n`).join('')
}

function stepLines({ place, step, notes, problems, open }: ProposedStep): readonly string[] {
  const cures = open.map(
    (name) =>
      `  problem: \${{ ${name} }} is not known here: --value '${name}=arn:…' says what it is`,
  )
  const wrong = [...problems.map((message) => `  problem: ${message}`), ...cures].map(plain)
  if (step === undefined) return [`${plain(place)}: nothing takes its place`, ...wrong]
  const [, ...body] = formatRoleText({ steps: [step] }, [])
    .trimEnd()
    .split('\n')
  return [
    `${plain(place)}: in its place`,
    ...noteLines(notes).map(plain),
    ...body.map((line) => `    ${line}`),
  ]
}

/** Two spaces at the beginning stay. */
function plain(line: string): string {
  return line.startsWith('  ') ? `  ${oneLine(line.slice(2))}` : oneLine(line)
}
