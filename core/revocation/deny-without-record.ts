import type { CallOptions } from '../call-options.ts'
import { secondsAfter, wholeSecond } from '../clock.ts'
import { insist } from '../insist.ts'
import { denyDocument } from './deny-document.ts'
import type { Denial } from './deny-entry.ts'
import { AFTERLIFE_SECONDS } from './deny-ledger.ts'
import { endingWriter } from './deny-name.ts'
import type { DenyPorts } from './ports.ts'
import { clearByNames } from './remove-policies.ts'

/**
 * Denies one session everything where the store takes no record of it. The name of the policy says when it is over: the
 * next such deny on the same target removes it then. The same session has the same name, so repeating this takes no more room.
 *
 * @throws what IAM answers; `aws-limit-exceeded` where there is no room.
 */
export async function denyWithoutRecord(
  ports: Pick<DenyPorts, 'policies' | 'clock'>,
  { target, entry }: Denial,
  options: CallOptions,
): Promise<void> {
  await clearByNames(ports, target, options)
  const end = wholeSecond(secondsAfter(entry.until, AFTERLIFE_SECONDS))
  const id = Buffer.from(entry.name).toString('hex').slice(0, 18)
  const name = `daypass-deny-${endingWriter(end, id)}`
  const document = denyDocument([entry])
  await insist(ports.clock, options, () =>
    ports.policies.putInline(target, name, document, options),
  )
}
