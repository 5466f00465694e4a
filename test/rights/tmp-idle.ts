import { appendFileSync } from 'node:fs'
import { rightsOf } from '../../core/rights/rights-of.ts'
import { estate } from './estates.ts'
import * as flows from './flows.ts'
import { openStage } from './stage.ts'
const who = process.argv[2] as 'broker'
const SHOWS: [string, string[]][] = [
  ['UserStrip', ['byHand']],
  ['User', ['user', 'lostUser', 'byHand']],
  ['Deny', ['denials']],
  [
    'State',
    [
      'roles',
      'newStore',
      'user',
      'tooMany',
      'sessions',
      'tombstones',
      'daily',
      'lostWrites',
      'stuck',
      'denials',
    ],
  ],
  ['', ['sessions', 'tombstones']],
]
const own = {
  broker: [
    'user',
    'sessions',
    'denials',
    'byHand',
    'roles',
    'newStore',
    'tooMany',
    'daily',
    'stuck',
    'lostUser',
    'lostWrites',
  ],
  issuer: ['user', 'tombstones', 'roles', 'newStore', 'tooMany', 'lostUser', 'lostWrites'],
  sweeper: ['byHand', 'denials', 'newStore', 'daily', 'stuck'],
}[who as string]!
const log = (t: string) => appendFileSync(`/tmp/idle-${who}.log`, t + '\n')
const policy = rightsOf(who, estate())
for (const [i, st] of policy.Statement.entries())
  for (const key of ['Action', 'Resource'] as const)
    for (const one of st[key]) {
      const changed = { ...st, [key]: st[key].filter((o) => o !== one) }
      const less = {
        ...policy,
        Statement: policy.Statement.toSpliced(
          i,
          1,
          ...(changed.Action.length && changed.Resource.length ? [changed] : []),
        ),
      }
      let by = ''
      const t0 = Date.now()
      for (const name of SHOWS.find(([b]) => st.Sid.startsWith(b))![1].filter((n) =>
        own.includes(n),
      )) {
        const stage = await openStage(
          less,
          who === ('sweeper' as string) ? 'daypass-sweeper' : 'daypass-issuer',
        )
        try {
          await flows[name as 'user'](stage)
        } catch {
          by = name
        } finally {
          await stage.stop()
        }
        if (by) break
      }
      log(`${by === '' ? 'IDLE' : 'ok'} ${st.Sid} ${one} ${by} ${Date.now() - t0}ms`)
    }
log('DONE')
process.exit(0)
