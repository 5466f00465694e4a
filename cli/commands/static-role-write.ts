import { jsonText } from '../../core/language/json-text.ts'
import { readFile } from 'node:fs/promises'
import { parse, resolve } from 'node:path'
import { giveUser } from '../../aws/users/kept-user.ts'
import { DaypassError } from '../../core/errors.ts'
import { rotate } from '../../core/keys/rotate.ts'
import type { StaticRole } from '../../core/static/static-role.ts'
import { writeStaticRole } from '../../core/static/write-static-role.ts'
import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { rotationDocument, rotationText } from '../kept-keys/kept-keys-text.ts'
import type { Session } from '../session.ts'
import { inGoodOrder } from '../process/stop.ts'

/** Options of `static-role write`. */
export interface StaticRoleWriteFlags {
  readonly name?: string
}

/** Puts a static role on record and has its first key made, if it has none. */
export async function staticRoleWriteCommand(
  session: Session,
  file: string,
  { name }: StaticRoleWriteFlags,
): Promise<number> {
  const role = await readStaticRole(session, file, name)
  const end = await inGoodOrder(session, async (signal) => {
    const { keys, state } = await connectSession(session)
    await state.leases.ready()
    const ports = keys.staticRole(role.name)
    await ports.seal.check([])
    const given = { name: role.username, role: role.name }
    const user = await giveUser(keys.clientsFor(role), given, { signal })
    const holder = holderOf(session.context)
    const facts = { user_name: user.name }
    await state.changes.record({ name: 'static-role-written', subject: role.name, holder, facts })
    await writeStaticRole(ports.store, role, user)
    const work = () => rotate(ports, { signal })
    const rotation = await session.reporter.during(`making a key of ${role.username}`, work)
    const { context, settings } = session
    await context.stdout.write(
      settings.json
        ? jsonText({ written: role.name, ...rotationDocument(rotation) })
        : `${role.name} written; ${rotationText(rotation)}\n`,
    )
    return { stopped: EXIT.ok }
  })
  return end.stopped
}

async function readStaticRole(
  { context }: Session,
  file: string,
  name: string | undefined,
): Promise<StaticRole> {
  const isInput = file === '-'
  if (isInput && name === undefined) throw usageError('name the static role with --name')
  const path = resolve(context.directory, file)
  const text = isInput ? await context.readInput() : await read(path, file)
  const { parseStaticRole } = await import('../../core/static/parse-static-role.ts')
  const origin = { file: isInput ? 'standard input' : file, name: name ?? parse(file).name }
  const role = parseStaticRole(text, origin)
  return name === undefined ? role : { ...role, name }
}

async function read(path: string, file: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DaypassError('role-invalid', `${file} cannot be read`, { cause })
  })
}
