import type { Session } from '../session.ts'

/** The shell of whoever sits here, as the words that start it. */
export function shellOf({ context: { env } }: Session): readonly string[] {
  const [named, otherwise] =
    process.platform === 'win32' ? [env['COMSPEC'], 'cmd.exe'] : [env['SHELL'], '/bin/sh']
  return [named === undefined || named === '' ? otherwise : named]
}
