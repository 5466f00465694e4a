import { jsonText } from '../../core/language/json-text.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { compareWithVault, type RoleDifference } from '../../import-vault/compare-with-vault.ts'
import type { ImportedRole } from '../../import-vault/import-roles.ts'
import type { ImportProblem } from '../../import-vault/material.ts'
import { connectRoles } from '../connect.ts'
import { count } from '../printing/plain-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'

/** Says where the roles that Vault has now and those that the settings name differ. Writes nothing. */
export async function checkImport(
  session: Session,
  imported: readonly ImportedRole[],
  ofFiles: readonly ImportProblem[],
): Promise<number> {
  const { context, settings, reporter } = session
  const here = await (await connectRoles(session)).list()
  const inVault = imported.flatMap(({ role }) => role ?? [])
  const spoilt = new Set(imported.filter(({ role }) => role === undefined).map(({ name }) => name))
  const differences = compareWithVault(inVault, here).filter(({ name }) => !spoilt.has(name))
  const problems = [
    ...ofFiles,
    ...imported.flatMap(({ name, from, problems: found }) =>
      found.map((message) => ({ file: `${name} (${from}):`, message })),
    ),
  ]
  const lines = [
    ...differences.map((difference) => differenceLine(difference)),
    ...problems.map(({ file, message }) => `${file} ${message}`),
  ]
  await context.stdout.write(
    settings.json
      ? jsonText({ differences, problems })
      : lines.map((line) => `${oneLine(line)}\n`).join(''),
  )
  // A role of one's own that Vault never had is no difference to mend.
  const open = differences.filter(({ missing }) => missing !== 'in Vault').length + problems.length
  await reporter.note(
    open === 0
      ? `${count(inVault.length, 'role')} of Vault's, no differences`
      : count(open, 'difference'),
  )
  return open === 0 ? EXIT.ok : EXIT.partial
}

function differenceLine({ name, fields, missing }: RoleDifference): string {
  if (missing === 'here') return `${name} is in Vault and not here`
  if (missing === 'in Vault') return `${name} is here and not in Vault`
  return `${name} differs in ${(fields ?? []).join(', ')}`
}
