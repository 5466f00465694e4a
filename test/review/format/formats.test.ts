/** What the formats say of a real change. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatReview, type ReviewFormat } from '../../../review/format/format-review.ts'
import { allow, review, user } from '../rules/judge-roles.ts'

const narrow = user(allow('s3:GetObject', 'arn:aws:s3:::b/*'))
const WAIVER = '# daypass: waive GRD005 until=2027-01-31 reason=a tool cannot take tokens'
const before = `${WAIVER}\n${JSON.stringify(narrow)}`
const wide = `${WAIVER}
${JSON.stringify(user(allow('s3:GetObject', 'arn:aws:s3:::b/*'), allow(['iam:PassRole', 'ec2:RunInstances'])), undefined, 1)}`

async function formatted(format: ReviewFormat): Promise<string> {
  const found = await review({ app: before, other: narrow }, { app: wide, other: narrow })
  return formatReview(found, format, { version: '1.2.3' })
}

test('the first line of a terminal is enough', async () => {
  const [first] = (await formatted('text')).split('\n')
  assert.equal(
    first,
    'wider: 1 role wider, 1 role with the same access; 2 findings block; 1 waived',
  )
})

test('a terminal is told what is gained, what blocks and where, what is waived and what was not looked at', async () => {
  const text = await formatted('text')
  assert.match(text, /^role app: wider, 2 blocking \(roles\/app\.yaml\)$/m)
  assert.match(text, /^ {4}- 1 write: ec2:RunInstances$/m)
  assert.match(
    text,
    /^ {2}error ESC001 at roles\/app\.yaml:18:4 \(app\): completes ec2-001: iam:PassRole \+ ec2:RunInstances$/m,
  )
  assert.match(
    text,
    /^waived:\n {2}GRD005 at roles\/app\.yaml:3:21 \(app\) until 2027-01-31, because a tool cannot take tokens: /m,
  )
  assert.match(text, /^ {2}GRD003: there is no guardrail file$/m)
  assert.match(text, /actions of AWS as of \d{4}-\d\d-\d\d\n$/)
  assert.doesNotMatch(text, /role other/)
})

test('a comment has the verdict, what blocks, and the role with what it gains', async () => {
  const comment = await formatted('markdown')
  assert.match(comment, /^### Credential roles: wider\n/)
  assert.match(
    comment,
    /\| ESC001 error \| <code>app<\/code> <code>roles&#47;app&#46;yaml<\/code> line 18 \|/,
  )
  assert.match(comment, /#### <code>app<\/code>: wider, 2 blocking/)
})

test('annotations stand on the lines of the new file, errors first', async () => {
  const lines = (await formatted('github')).trimEnd().split('\n')
  const levels = lines.map((line) => /^::(\w+)/.exec(line)?.[1])
  const sorted = [...levels].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  assert.deepEqual(levels, sorted)
  assert.match(lines[0] ?? '', /^::error file=roles\/app\.yaml,line=18,col=4,title=ESC001 /)
  assert.ok(!lines.some((line) => line.includes('GRD005')))
})

const ORDER: readonly (string | undefined)[] = ['error', 'warning', 'notice', undefined]

test('JSON has everything, with places, fingerprints and waivers', async () => {
  const document = JSON.parse(await formatted('json')) as Readonly<Record<string, unknown>>
  assert.equal(document['version'], 1)
  assert.equal(document['verdict'], 'wider')
  assert.equal(document['blocking'], 2)
  assert.deepEqual(document['unchanged'], ['other'])
  const findings = document['findings'] as readonly Readonly<Record<string, unknown>>[]
  const waived = findings.find(({ rule, role }) => rule === 'GRD005' && role === 'app')
  assert.deepEqual(waived?.['waiver'], {
    reason: 'a tool cannot take tokens',
    until: '2027-01-31T00:00:00.000Z',
    place: { file: 'roles/app.yaml', line: 1, column: 1 },
  })
  assert.match(String(findings[0]?.['fingerprint']), /^[0-9a-f]{16}$/)
})

test('SARIF has the rules that spoke, results that point at them, fingerprints and suppressions', async () => {
  const log = JSON.parse(await formatted('sarif')) as SarifLog
  assert.equal(log.version, '2.1.0')
  const [run] = log.runs
  assert.ok(run)
  const { rules } = run.tool.driver
  for (const result of run.results) {
    assert.equal(rules[result.ruleIndex]?.id, result.ruleId)
    assert.match(result.partialFingerprints['daypass/v1'] ?? '', /^[0-9a-f]{16}$/)
    assert.ok(result.locations[0])
  }
  const waived = run.results.filter(({ suppressions }) => suppressions !== undefined)
  assert.deepEqual(
    waived.map(({ ruleId }) => ruleId),
    ['GRD005'],
  )
  assert.equal(run.results[0]?.ruleId, 'ESC001')
  assert.equal(run.results[0].level, 'error')
})

interface SarifLog {
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly partialFingerprints: Readonly<Record<string, string>>
      readonly locations: readonly unknown[]
      readonly suppressions?: readonly unknown[]
    }[]
  }[]
}

test('a change of nothing says so in every format', async () => {
  const found = await review({ app: narrow }, { app: narrow })
  const [first] = formatReview(found, 'text', { version: '1.2.3' }).split('\n')
  assert.equal(first, 'same access: 1 role with the same access; nothing blocks')
  const comment = formatReview(found, 'markdown', { version: '1.2.3' })
  assert.match(comment, /^### Credential roles: same access\n/)
  assert.doesNotMatch(comment, /What blocks/)
})
