/** Waivers in role files. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWaivers } from '../../../review/rules/waivers/waiver.ts'
import { allow, of, review, user } from './judge-roles.ts'
import { guardrail } from './guardrails.ts'
import { defined } from '../../../core/language/defined.ts'

const wide = JSON.stringify(user(allow('iam:PassRole')), undefined, 1)
const WAIVE = 'daypass: waive'

async function judged(comment: string, base?: string) {
  const before = defined({ x: base })
  return await review(before, { x: `${comment}\n${wide}` })
}

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
  const comment = `# ${WAIVE} VAL001 fingerprint=${print} until=2027-01-31 reason=so\n`
  const { findings } = await review({}, { x: `${comment}${two}` })
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
    {},
    { x: `${comment}\n${JSON.stringify(user(allow('s3:GetObject', 'arn:aws:s3:::b/*')))}` },
    { guardrail: guardrail('forbidden_actions: ["s3:*"]') },
  )
  assert.equal(blocking, 1)
  assert.match(of('HYG006', findings)[0]?.reason ?? '', /GRD006, which no role's file can waive/)
})

test('a waiver only waives in its own file', async () => {
  const comment = `# ${WAIVE} ESC003 until=2027-01-31 reason=so`
  const { findings } = await review({}, { x: `${comment}\n${wide}`, y: wide })
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
