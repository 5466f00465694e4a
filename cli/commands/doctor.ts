import type { Finding } from '../../state/objects.ts'
import { checkAws, checkClock, checkRoles, checkState } from '../checks.ts'
import { EXIT } from '../exit-codes.ts'
import { oneLine, wrap } from '../plain-text.ts'
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
  const { stdout } = context
  const style = styleFor(stdout, settings.color, context.env)
  await stdout.write(
    settings.json
      ? `${JSON.stringify({ checks: found }, undefined, 2)}\n`
      : lines(found, style, stdout.terminal ? stdout.columns : undefined),
  )
  return found.some(({ status }) => status === 'failed') ? EXIT.partial : EXIT.ok
}

function lines(found: readonly Finding[], style: Style, width: number | undefined): string {
  const statusWidth = 'unknown'.length + 2
  const indent = statusWidth + Math.max(...found.map(({ name }) => name.length)) + 2
  return found
    .map(({ name, status, detail, cure }) => {
      const head = `${style(LOOKS[status], status.padEnd(statusWidth))}${name.padEnd(indent - statusWidth)}`
      const line = `${head}${wrap(oneLine(detail), indent, width)}\n`
      if (cure === undefined) return line
      const text = wrap(`cure: ${oneLine(cure)}`, indent, width)
      return `${line}${' '.repeat(indent)}${style('dim', text)}\n`
    })
    .join('')
}
