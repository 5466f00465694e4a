import type { Finding } from '../../state/objects.ts'
import { checkAws, checkClock, checkRoles, checkState } from '../checks.ts'
import { EXIT } from '../exit-codes.ts'
import { oneLine } from '../plain-text.ts'
import type { Session } from '../session.ts'
import { type Look, type Style, styleFor } from '../style.ts'

const LOOKS: Readonly<Record<Finding['status'], Look>> = {
  ok: 'green',
  failed: 'red',
  unknown: 'yellow',
}

/** Checks the set-up and prints what it found, each with its cure. */
export async function doctorCommand(session: Session): Promise<number> {
  const { context, settings, talk } = session
  const checks = [checkState, checkAws, checkRoles, checkClock]
  const work = () => Promise.all(checks.map(async (check) => await check(session)))
  const found = (await talk.during('looking', work)).flat()
  const style = styleFor(context.stdout, settings.color, context.env)
  await context.stdout.write(
    settings.json ? `${JSON.stringify({ checks: found }, undefined, 2)}\n` : lines(found, style),
  )
  return found.some(({ status }) => status === 'failed') ? EXIT.partial : EXIT.ok
}

function lines(found: readonly Finding[], style: Style): string {
  const width = Math.max(...found.map(({ name }) => name.length))
  return found
    .map(({ name, status, detail, cure }) => {
      const line = `${style(LOOKS[status], status.padEnd(7))}  ${name.padEnd(width)}  ${oneLine(detail)}\n`
      return cure === undefined
        ? line
        : `${line}         ${style('dim', `cure: ${oneLine(cure)}`)}\n`
    })
    .join('')
}
