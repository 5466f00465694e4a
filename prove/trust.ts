import { ask } from '../aws/clients/ask.ts'
import { awsError } from '../aws/errors/aws-error.ts'
import type { Bench } from './bench.ts'
import { type Case, finding } from './case.ts'
import type { Answer, Probe } from './probes.ts'
import { type Thing, makeRole } from './things.ts'
import { deviatingProbes, untilAnswered } from './watch.ts'
import { settlingText, watchText } from './words.ts'

/** A8: whether a trust policy may compare the source identity with the session's name. */
export const TRUST_VARIABLE: Case = {
  id: 'A8',
  title: '${sts:RoleSessionName} in a trust policy',
  makes: { roles: 1, users: 0 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a8', {
      StringEquals: { 'sts:SourceIdentity': '${sts:RoleSessionName}' },
    })
    const same = await untilAnswered(bench, 'allowed', [assuming(bench, role, 'prove-name')])
    yield finding('a session named as its source identity is made', same.never.length === 0, {
      found: settlingText('allowed', same),
    })
    const strayed = await deviatingProbes(bench, 'refused', [assuming(bench, role, 'prove-other')])
    yield finding('one that is named otherwise is refused', strayed.length === 0, {
      found: watchText('refused', strayed),
    })
  },
}

function assuming(bench: Bench, { arn }: Thing, SourceIdentity: string): Probe {
  const doing = `sts:AssumeRole on ${arn}` as const
  const request = { RoleArn: arn, RoleSessionName: 'prove-name', SourceIdentity }
  return {
    name: 'AssumeRole',
    ask: async (): Promise<Answer> => {
      const sts = await bench.own.sts()
      try {
        await ask(doing, {}, (http) => sts.assumeRole(request, http))
        return 'allowed'
      } catch (error) {
        return awsError(error, doing).code === 'aws-denied' ? 'refused' : 'unanswered'
      }
    },
  }
}
