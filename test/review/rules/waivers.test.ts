/** Waivers in role files. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWaivers } from '../../../review/rules/waivers/waiver.ts'
import { allow, of, review, user } from './judge-roles.ts'
import { guardrail } from './guardrails.ts'
import { verdictLine } from '../../../review/format/verdict-line.ts'

const wide = JSON.stringify(user(allow('iam:PassRole')), undefined, 1)
const WAIVE = 'daypass: waive'

const reads = JSON.stringify(user(allow('s3:GetObject', 'arn:aws:s3:::b/*')), undefined, 1)

/** The waiver stands on the old side already, where somebody looked at it. */
async function judged(comment: string, text = wide) {
  return await review({ x: `${comment}\n${reads}` }, { x: `${comment}\n${text}` })
}

const ASKS: Readonly<Record<string, string>> = {
  'none before': reads,
  'one of other rules': `# ${WAIVE} ACC001 until=2027-01-31 reason=so\n${reads}`,
  'one that ended earlier': `# ${WAIVE} ESC003 until=2027-01-30 reason=so\n${reads}`,
  'one of a single finding': `# ${WAIVE} ESC003 fingerprint=0123456789abcdef until=2027-01-31 reason=so\n${reads}`,
  'one without a reason': `# ${WAIVE} ESC003 until=2027-01-31\n${reads}`,
  'one in a file that was no role': `# ${WAIVE} ESC003 until=2027-01-31 reason=so\ntype: [`,
}

for (const [what, base] of Object.entries(ASKS)) {
  test(`a change cannot waive itself: with ${what} on the old side its waiver is asked for, and blocks`, async () => {
    const comment = `# ${WAIVE} ESC003 until=2027-01-31 reason=so`
    const { findings } = await review({ x: base }, { x: `${comment}\n${wide}` })
    assert.deepEqual(
      of('ESC003', findings).map(({ blocks, waiver }) => [blocks, waiver]),
      [[true, undefined]],
    )
    const [asked] = of('HYG007', findings)
    assert.equal(asked?.blocks, true)
    assert.match(asked.reason, /asks to waive ESC003 until 2027-01-31, because so; .* 1 finding/)
  })
}

test('a waiver that comes by itself blocks too, so that no later change finds it there', async () => {
  const comment = `# ${WAIVE} ESC003 until=2027-01-31 reason=so`
  const { findings, blocking } = await review({ x: reads }, { x: `${comment}\n${reads}` })
  assert.deepEqual([blocking, of('HYG007', findings)[0]?.blocks], [1, true])
})

test('a waiver of another role, or of a new one, is asked for', async () => {
  const comment = `# ${WAIVE} ESC003 until=2027-01-31 reason=so`
  const { findings } = await review(
    { x: `${comment}\n${reads}` },
    { x: `${comment}\n${reads}`, y: `${comment}\n${wide}` },
  )
  assert.deepEqual(
    of('HYG007', findings).map(({ role }) => role),
    ['y'],
  )
})

test('the owners of the guardrail file may waive for a role, and for no other', async () => {
  const limits = guardrail(
    'waivers: [{ role: x, rules: [ESC003], until: 2027-01-31, reason: agreed }]',
  )
  const { findings } = await review({}, { x: wide, y: wide }, { guardrail: limits })
  assert.deepEqual(
    of('ESC003', findings).map(({ role, blocks, waiver }) => [role, blocks, waiver?.place.file]),
    [
      ['y', true, undefined],
      ['x', false, limits.file],
    ],
  )
})

test('the first line says how many findings are waived', async () => {
  const found = await judged(`# ${WAIVE} ESC003 until=2027-01-31 reason=so`)
  assert.match(verdictLine(found), /; nothing blocks; 1 waived$/)
})

test('a waiver with reason and end covers the findings of its rules, and they no longer block', async () => {
  const { findings, blocking } = await judged(
    `# ${WAIVE} ESC003 until=2027-01-31 reason=the pipeline passes what it makes`,
  )
  const [finding] = of('ESC003', findings)
  assert.equal(finding?.blocks, false)
  assert.equal(finding.severity, 'error')
  assert.equal(finding.waiver?.reason, 'the pipeline passes what it makes')
  assert.deepEqual(finding.waiver.until, new Date('2027-01-31T00:00:00Z'))
  assert.equal(blocking, 0)
  assert.deepEqual(of('HYG006', findings), [])
})

const USELESS: Readonly<Record<string, RegExp>> = {
  [`# ${WAIVE} ESC003 until=2027-01-31`]: /gives no reason/,
  [`# ${WAIVE} ESC003 reason=so`]: /has no end/,
  [`# ${WAIVE} ESC003 until=2026-11-22 reason=so`]: /ended on 2026-11-22/,
  [`# ${WAIVE} ESC003 until=2027-02-30 reason=so`]: /has no end/,
  [`# ${WAIVE} until=2027-01-31 reason=so`]: /names no rule/,
  [`# ${WAIVE} ESC003 until=2099-01-01 reason=so`]: /more than a year from now/,
}

for (const [comment, fault] of Object.entries(USELESS)) {
  test(`a waiver that ${fault.source} waives nothing, and is a finding: ${comment}`, async () => {
    const { findings } = await judged(comment)
    assert.equal(of('ESC003', findings)[0]?.blocks, true)
    const [stale] = of('HYG006', findings)
    assert.match(stale?.reason ?? '', fault)
    assert.deepEqual(stale?.place, { file: 'roles/x.yaml', line: 1, column: 1 })
  })
}

test('a waiver that meets no finding is told as a note', async () => {
  const { findings } = await judged(`# ${WAIVE} VAL001 until=2027-01-31 reason=so`)
  const [stale] = of('HYG006', findings)
  assert.equal(stale?.severity, 'note')
  assert.match(stale.reason, /meets no finding/)
})

test('a waiver of one fingerprint leaves the other findings of its rule', async () => {
  const two = `${JSON.stringify(user(allow(['s3:GetObjekt', 's3:PutObjekt'], 'arn:aws:s3:::b/*')))}\n`
  const first = of('VAL001', (await review({}, { x: two })).findings)
  const print = first[0]?.fingerprint ?? ''
  const comment = `# ${WAIVE} VAL001 fingerprint=${print} until=2027-01-31 reason=so`
  const { findings } = await judged(comment, two)
  const waived = of('VAL001', findings).filter(({ waiver }) => waiver !== undefined)
  assert.deepEqual(
    waived.map(({ fingerprint }) => fingerprint),
    [print],
  )
  assert.equal(of('VAL001', findings).length, 2)
})

test('what the organisation forbids is not the role to waive', async () => {
  const comment = `# ${WAIVE} GRD006 until=2027-01-31 reason=so`
  const { findings, blocking } = await review(
    { x: `${comment}\n${JSON.stringify(user(allow('sqs:SendMessage', 'arn:aws:sqs:*:*:q')))}` },
    { x: `${comment}\n${JSON.stringify(user(allow('s3:GetObject', 'arn:aws:s3:::b/*')))}` },
    { guardrail: guardrail('forbidden_actions: ["s3:*"]') },
  )
  assert.equal(blocking, 1)
  assert.match(of('HYG006', findings)[0]?.reason ?? '', /GRD006, which no role's file can waive/)
})

test('a waiver only waives in its own file', async () => {
  const comment = `# ${WAIVE} ESC003 until=2027-01-31 reason=so`
  const { findings } = await review(
    { x: `${comment}\n${reads}` },
    { x: `${comment}\n${wide}`, y: wide },
  )
  assert.deepEqual(
    of('ESC003', findings).map(({ role, blocks }) => [role, blocks]),
    [
      ['y', true],
      ['x', false],
    ],
  )
})

test('waivers are read wherever a comment can stand, and nowhere else', () => {
  const text = [
    `credential_type: iam_user # ${WAIVE} ACC011, ESC003 until=2027-01-31 reason=a # b`,
    `  # ${WAIVE} ACC010 until=2027-01-31 reason=c`,
    `description: 'x#${WAIVE} ACC009'`,
    '# daypass waives nothing',
    `#${WAIVE} ACC008 until=2027-01-31 reason=d`,
  ].join('\r\n')
  assert.deepEqual(
    readWaivers(text, 'x.yaml').map(({ rules, reason, place }) => [rules, reason, place.line]),
    [
      [['ACC011', 'ESC003'], 'a # b', 1],
      [['ACC010'], 'c', 2],
      [['ACC008'], 'd', 5],
    ],
  )
})
