import { spawn } from 'node:child_process'
import type { Secret } from '../../core/secret.ts'
import { usageError } from '../error-text.ts'
import type { Session } from '../session.ts'

/**
 * Opens a URL in the browser of whoever sits here: the program that `BROWSER` names, else the system's own way. The
 * URL is an argument of that program, so other users of the machine can see it for a moment.
 *
 * @throws `request-invalid` when no browser can be started.
 */
export async function openBrowser({ context }: Session, url: Secret): Promise<void> {
  const [program = '', ...words] = browserOf(context.env['BROWSER'], process.platform)
  const child = spawn(program, [...words, url.reveal()], {
    stdio: 'ignore',
    detached: true,
    cwd: context.directory,
    env: { ...context.env },
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', () => {
      reject(usageError(`${program} cannot be started`, 'leave out --open to have the URL printed'))
    })
  })
  child.unref()
}

function browserOf(chosen: string | undefined, platform: string): readonly string[] {
  if (chosen !== undefined && chosen !== '') return [chosen]
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return ['xdg-open']
}
