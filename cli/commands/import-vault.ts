import { dirname, join } from 'node:path'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'
import { jsonText } from '../../core/language/json-text.ts'
import { dialectOf } from '../../core/role/dialect-of.ts'
import type { ImportedRole } from '../../import-vault/import-roles.ts'
import type { ImportProblem, Material } from '../../import-vault/material.ts'
import { usageError } from '../error-text.ts'
import { checkImport } from '../import/check-import.ts'
import { type ImportOutcome, reportImport } from '../import/report-import.ts'
import { readFiles } from '../import/read-files.ts'
import { rootNotes } from '../import/root-words.ts'
import { writeRole } from '../import/write-files.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'

/** Options of `import vault`. */
export interface ImportVaultFlags {
  readonly mount?: string
  readonly check?: boolean
}

/**
 * Makes role files of what Vault or Terraform printed; those with a problem are not written, and no file that is there is
 * touched. Asks nothing of Vault or AWS. Death midway leaves the files written so far; run again, it writes the others.
 */
export async function importVaultCommand(
  session: Session,
  paths: readonly string[],
  { mount = 'aws', check = false }: ImportVaultFlags,
): Promise<number> {
  const { context, settings, reporter } = session
  if (settings.roles === ROLES_IN_STATE && !check)
    throw usageError(
      'an import writes role files, to be looked at',
      'name a directory with --roles, then put them into the state with daypass role write',
    )
  const { files, passedOver } = await readFiles(context, paths)
  for (const { name, why } of passedOver) await reporter.note(`${name} is passed over: ${why}`)
  const { join: together } = await import('../../import-vault/material.ts')
  const { sortFile } = await import('../../import-vault/sort-file.ts')
  const { trimSlashes } = await import('../../import-vault/read-terraform.ts')
  const { importRoles } = await import('../../import-vault/import-roles.ts')
  const found = together(files.map((file) => sortFile(file, trimSlashes(mount))))
  const roles = importRoles(found, dialectOf(context.env))
  if (check) return await checkImport(session, roles, await problemsOf(found))
  return await writeAll(session, found, roles)
}

async function writeAll(
  { context, settings, reporter }: Session,
  found: Material,
  roles: readonly ImportedRole[],
): Promise<number> {
  const { importStaticRoles } = await import('../../import-vault/import-static-roles.ts')
  const statics = importStaticRoles(found.staticRoles)
  const { roles: folder } = settings
  const beside = join(dirname(folder), 'static-roles')
  const outcomes: ImportOutcome[] = []
  for (const role of roles)
    outcomes.push({ kind: 'role', ...(await writeRole(context.directory, folder, role)) })
  for (const role of statics)
    outcomes.push({ kind: 'static role', ...(await writeRole(context.directory, beside, role)) })
  const configs = found.roots.map((root) => ({ mount: root.mount, notes: rootNotes(root) }))
  const problems = await problemsOf(found)
  if (settings.json) await context.stdout.write(jsonText({ roles: outcomes, configs, problems }))
  else await context.stdout.write(reportImport(outcomes, configs, problems))
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused').length
  await reporter.note(
    `${outcomes.length - refused} of ${outcomes.length} roles came over; look at them, then: daypass role validate`,
  )
  if (refused + problems.length === 0) return EXIT.ok
  return refused < outcomes.length ? EXIT.partial : EXIT.configuration
}

/** What is wrong with the files themselves, and with their being all. */
async function problemsOf(found: Material): Promise<readonly ImportProblem[]> {
  const { notHandedIn } = await import('../../import-vault/not-handed-in.ts')
  const isEmpty = found.roles.length + found.staticRoles.length + found.problems.length === 0
  const nothing = isEmpty ? [{ file: 'what was handed in', message: 'holds no role' }] : []
  return [...found.problems, ...notHandedIn(found), ...nothing]
}
