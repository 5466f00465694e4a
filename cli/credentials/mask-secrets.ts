import type { IssuedText } from './issued.ts'
import type { Session } from '../session.ts'

/**
 * In a workflow job, asks the runner to star the secrets out of the log from now on. On standard error,
 * which the runner reads for commands as well, and before the lines of standard output that came at the same time
 * (actions/runner, `ProcessInvoker.ProcessOutput` and `ScriptHandler`): standard output is data, perhaps on
 * its way into another program.
 */
export async function maskInLog(
  { context, reporter }: Session,
  issued: Pick<IssuedText, 'secretKey' | 'sessionToken'>,
): Promise<void> {
  if (context.env['GITHUB_ACTIONS'] !== 'true') return
  await reporter.raw(`::add-mask::${issued.secretKey}`)
  if (issued.sessionToken !== undefined) await reporter.raw(`::add-mask::${issued.sessionToken}`)
}
