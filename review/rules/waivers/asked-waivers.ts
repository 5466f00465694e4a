import type { Finding, Waiver } from '../../model/judgement.ts'
import { found, type Observation } from '../rule.ts'
import { coversFinding } from './waiver.ts'

/** Says of each waiver that comes with a change what it would waive. */
export function askedWaivers(
  asked: readonly Waiver[],
  findings: readonly Finding[],
): readonly Observation[] {
  return asked.map((waiver) => {
    const { rules, fingerprint = '', until, reason = '', place } = waiver
    const day = until?.toISOString().slice(0, 10) ?? ''
    const covered = findings.filter((finding) => coversFinding(waiver, finding)).length
    return found({
      subject: [...rules, fingerprint, day].join(' '),
      reason: `asks to waive ${rules.join(', ')} until ${day}, because ${reason}; ${count(covered)} now`,
      place,
    })
  })
}

function count(covered: number): string {
  if (covered === 0) return 'it would cover nothing'
  return `it would cover ${covered === 1 ? '1 finding' : `${covered} findings`}`
}
