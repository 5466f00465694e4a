/** What hosts cut off, cut off by us, and said so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatReview } from '../../../review/format/format-review.ts'
import { cutSections } from '../../../review/format/markdown-sections.ts'
import { stagedReview } from './staged-review.ts'

test('a comment on 300 roles fits, begins with the verdict and says what was cut', () => {
  const review = stagedReview('deploy@prod', { roles: 300, findings: 900 })
  const comment = formatReview(review, 'markdown', {
    version: '1.2.3',
    fullReviewUrl: 'https://example.com/run',
  })
  assert.ok(comment.length <= 60_000)
  assert.match(
    comment,
    /^### Credential roles: wider\n\n\*\*wider\*\*: 300 roles wider, 1 role not compared; 900 findings block; 1 waived\./,
  )
  assert.match(comment, /\*\*What blocks\*\*/)
  assert.match(comment, /and \d+ more\n/)
  assert.match(
    comment,
    /\*\*Cut\*\*: too long for a comment\. Left out: role .* and \d+ more; all of it is in \[the run\]\(https:\/\/example\.com\/run\)\./,
  )
  assert.match(comment, /daypass <code>1&#46;2&#46;3<\/code><\/sub>\n$/)
})

test('the table of what blocks is never what is left out, however long the texts', () => {
  const review = stagedReview('@`<|'.repeat(500), { roles: 50, findings: 200 })
  const comment = formatReview(review, 'markdown', { version: '1.2.3' })
  assert.ok(comment.length <= 60_000)
  assert.match(comment, /\*\*What blocks\*\*\n\n\| rule/)
})

test('sections are kept from the first on, whole, within the limit', () => {
  const section = fc.record({ name: fc.string(), text: fc.string({ maxLength: 4_000 }) })
  fc.assert(
    fc.property(
      fc.array(section, { maxLength: 20 }),
      fc.integer({ min: 4_000, max: 30_000 }),
      (sections, charactersMax) => {
        const text = cutSections(sections, { charactersMax, footer: 'the end' })
        assert.ok(text.length <= charactersMax)
        assert.ok(text.endsWith('the end\n'))
        const cut = text.indexOf('**Cut**: too long')
        const shown = cut < 0 ? text.slice(0, -'\n\nthe end\n'.length) : text.slice(0, cut)
        const whole = sections.map((one) => one.text)
        const counts = Array.from({ length: whole.length + 1 }, (_, count) => count)
        const isPrefix = (count: number) =>
          whole.slice(0, count).join('\n\n').trim() === shown.trim()
        assert.ok(counts.some(isPrefix))
        const length = whole.join('\n\n').length
        assert.ok(cut < 0 ? isPrefix(whole.length) : length > charactersMax - 3_100)
      },
    ),
  )
})

test('no more than ten annotations of a level, the worst first, and the last says how many more there are', () => {
  const review = stagedReview('x', { findings: 30 })
  const lines = formatReview(review, 'github', { version: '1.2.3' }).trimEnd().split('\n')
  const errors = lines.filter((line) => line.startsWith('::error'))
  assert.equal(errors.length, 10)
  assert.match(errors[9] ?? '', /21 more of this weight/)
  assert.ok(lines.at(-1)?.startsWith('role review: wider: 1 role wider'))
})

test('code scanning gets no more results than it keeps', () => {
  const review = stagedReview('x', { findings: 6_000 })
  const { runs } = JSON.parse(formatReview(review, 'sarif', { version: '1.2.3' })) as {
    readonly runs: readonly { readonly results: readonly unknown[] }[]
  }
  assert.equal(runs[0]?.results.length, 5_000)
})
