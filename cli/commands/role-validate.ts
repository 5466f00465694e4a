import { jsonText } from '../../core/language/json-text.ts'
import { cautionsOf } from '../../core/role/role-cautions.ts'
import { dialectOf } from '../../core/role/dialect-of.ts'
import { connectRoles } from '../connect.ts'
import { EXIT } from '../process/exit-codes.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { warnOfCautions } from '../roles/warn-of-cautions.ts'
import { count } from '../printing/plain-text.ts'
import { readRolePaths, withProblems } from '../roles/read-roles.ts'
import type { Session } from '../session.ts'
import { problemLine } from '../printing/reporter.ts'

/** Checks roles and prints all their problems. */
export async function roleValidateCommand(
  session: Session,
  paths: readonly string[],
): Promise<number> {
  const { context, settings, reporter } = session
  const { roles, problems } =
    paths.length > 0
      ? await readRolePaths(paths, dialectOf(context.env))
      : await withProblems(async () => await (await connectRoles(session)).list())
  if (settings.json) {
    const listed = problems.map(({ path, message, place }) => ({ path, message, ...place }))
    const document = {
      valid: problems.length === 0,
      problems: listed,
      cautions: roles.flatMap(cautionsOf),
    }
    await context.stdout.write(jsonText(document))
  } else {
    const lines = problems.map((problem) => `${oneLine(problemLine(problem))}\n`)
    await context.stdout.write(lines.join(''))
  }
  await warnOfCautions(reporter, roles)
  if (problems.length === 0) {
    await reporter.note(`${count(roles.length, 'role')}, no problems`)
    return EXIT.ok
  }
  await reporter.note(count(problems.length, 'problem'))
  return EXIT.configuration
}
