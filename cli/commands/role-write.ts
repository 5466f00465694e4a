import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError } from '../../core/errors.ts'
import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import { dialectOf } from '../../core/role/dialect-of.ts'
import type { Role } from '../../core/role/role.ts'
import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { count } from '../printing/plain-text.ts'
import { type ReadRoles, readRolePaths, withProblems } from '../roles/read-roles.ts'
import { warnOfCautions } from '../roles/warn-of-cautions.ts'
import type { Session } from '../session.ts'

/** Options of `role write`. */
export interface RoleWriteFlags {
  readonly name?: string
}

const STANDARD_INPUT = '-'

/** Puts roles into the state; none of them if one has a problem. Death midway leaves those already written. */
export async function roleWriteCommand(
  session: Session,
  files: readonly string[],
  { name }: RoleWriteFlags,
): Promise<number> {
  const { context, settings, reporter } = session
  if (name !== undefined) checkName(name, files)
  const { roles, problems } = await readAll(session, files, name)
  if (problems.length > 0) {
    const message = `nothing was written: ${count(problems.length, 'problem')}`
    const nameless = files.includes(STANDARD_INPUT) && name === undefined
    const cure = nameless ? { hint: 'name the role with --name' } : {}
    throw new DaypassError('role-invalid', message, { problems, ...cure })
  }
  const named = roles.map((role) => ({ ...role, name: name ?? role.name }))
  refuseDoubles(named)
  await warnOfCautions(reporter, named)
  const { state } = await connectSession(session)
  const holder = holderOf(context)
  for (const role of named) {
    const facts = { credential_type: role.credential_type }
    await state.changes.record({ name: 'role-written', subject: role.name, holder, facts })
    await state.roles.write(role)
    if (!settings.json) await context.stdout.write(`${role.name} written\n`)
  }
  const written = named.map((role) => role.name)
  if (settings.json) await context.stdout.write(jsonText({ written }))
  return EXIT.ok
}

async function readAll(
  { context }: Session,
  files: readonly string[],
  name: string | undefined,
): Promise<ReadRoles> {
  const dialect = dialectOf(context.env)
  if (!files.includes(STANDARD_INPUT)) return await readRolePaths(files, dialect)
  if (files.length > 1) throw usageError('standard input does not go with other files')
  const text = await context.readInput()
  const { parseRole } = await import('../../core/role/parse-role.ts')
  const origin = { file: 'standard input', name: name ?? '', dialect }
  return await withProblems(() => Promise.resolve([parseRole(text, origin)]))
}

function checkName(name: string, files: readonly string[]): void {
  if (files.length > 1) throw usageError('--name goes with a single file')
  if (!ROLE_NAME_PATTERN.test(name)) throw usageError(`${JSON.stringify(name)} is not a role name`)
}

function refuseDoubles(roles: readonly Role[]): void {
  const names = roles.map((role) => role.name)
  const double = names.find((name, index) => names.indexOf(name) !== index)
  if (double !== undefined) throw usageError(`two of the files hold the role ${double}`)
}
