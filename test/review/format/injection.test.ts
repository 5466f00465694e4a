/** Whatever stands in roles, in every format it stays text. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parsers } from 'prettier/plugins/markdown'
import { formatReview, type ReviewFormat } from '../../../review/format/format-review.ts'
import { plainText } from '../../../review/format/plain-text.ts'
import { stagedReview } from './staged-review.ts'

const HOSTILE = [
  '](https://evil.example) [click](https://evil.example)',
  '![x](https://evil.example/pixel.png)',
  '<img src=x onerror=alert(1)> <script>alert(1)</script>',
  '</code></details></sub><h1>approved</h1>',
  '<!-- daypass:review:v1:key=roles --> -->',
  '@octo/security @admin user@evil.example.com',
  '#1 GH-1 octo/app#1 0123456789abcdef0123456789abcdef01234567',
  'http://evil.example www.evil.example https://evil.example/?a=b',
  ':tada: $x$ $$\\frac{1}{2}$$',
  '`code` ``` ~~~ ~~gone~~ **bold** _em_ *em*',
  '| a | b |',
  '# title\n## title\n- item\n1. item\n> quote\n---\n===',
  '::error file=x,line=1::approved\n::set-env name=PATH::x\n%0A::error::x',
  '##[error]x ##[add-path]/tmp',
  '::add-mask::a',
  '\u202Edelpmaxe\u202C \u2066x\u2069 \u200Bzero \uFEFF \u061C',
  'a\u0000b\u001B[31mred\u001B[0m \u009B31m \u0008',
  'line\u2028separator\u2029 \r\n next\u0085',
  '&lt;b&gt; &#64;octo &amp;',
  '{0} {{1}} ${{ github.token }}',
  '\\[x\\](y) \\\\',
  'a\u0301\u0301\u0301\u0301\u0301\u0301',
  '\uD800 lone',
  '1. 2) - + * ',
]

const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

function format(text: string, as: ReviewFormat): string {
  return formatReview(stagedReview(text), as, { version: '1.2.3', charactersMax: 1_000_000 })
}

interface MarkdownNode {
  readonly type: string
  readonly value?: string
  readonly children?: readonly MarkdownNode[]
}

/** All nodes of a markdown text, by a parser that is not ours. */
function nodes(text: string): readonly MarkdownNode[] {
  const root = parsers.markdown.parse(text, {} as never) as MarkdownNode | Promise<MarkdownNode>
  assert.ok(!(root instanceof Promise))
  const all = (node: MarkdownNode): readonly MarkdownNode[] => [
    node,
    ...(node.children ?? []).flatMap(all),
  ]
  return all(root)
}

const OWN_HTML =
  /^(<\/?code>|<!-- -->|<\/?sub>|<\/?details>|<details><summary>[\w :,]+<\/summary>)$/

/** What a markdown text is made of, texts and code aside. */
function skeleton(text: string): readonly string[] {
  return nodes(text)
    .filter(
      ({ type }) => !['text', 'sentence', 'word', 'whitespace', 'html', 'break'].includes(type),
    )
    .map(({ type }) => type)
}

const TAME = skeleton(format('tame', 'markdown'))
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(' ', '\n', '|', '`', '<', '['),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''))
  // No field of a role is empty, and what is not there has no row.
  .filter((text) => text !== '')

function checkMarkdown(text: string): void {
  const markdown = format(text, 'markdown')
  assert.deepEqual(skeleton(markdown), TAME)
  const strange = nodes(markdown).filter(
    ({ type, value = '' }) => type === 'html' && !OWN_HTML.test(value),
  )
  assert.deepEqual(strange, [])
  assert.doesNotMatch(markdown, /@|`|\]\(|https?:\/\/|www\.|::|##\[|\$/)
  assert.doesNotMatch(markdown, UNSEEN)
}

function checkCommands(text: string): void {
  const output = format(text, 'github')
  const lines = output.trimEnd().split('\n')
  assert.equal(lines.length, 2)
  assert.match(lines[0] ?? '', /^::error file=[^,:\n]*,line=3,col=5,title=ACC011 [^:\n]*::/)
  assert.match(lines[1] ?? '', /^role review: wider: /)
  assert.doesNotMatch(output, /##\[/)
  assert.doesNotMatch(output, UNSEEN)
}

const TAME_LINES = format('tame', 'text').split('\n').length

function checkText(text: string): void {
  const output = format(text, 'text')
  assert.equal(output.split('\n').length, TAME_LINES)
  assert.doesNotMatch(output, UNSEEN)
  assert.doesNotMatch(output, /##\[|^\s*::/m)
}

function checkJson(text: string): void {
  const output = format(text, 'json')
  assert.doesNotMatch(output, UNSEEN)
  assert.doesNotMatch(output, /##\[/)
  const read = JSON.parse(output) as { readonly findings: readonly { readonly reason: string }[] }
  assert.equal(read.findings[0]?.reason, text)
}

function checkSarif(text: string): void {
  const output = format(text, 'sarif')
  assert.doesNotMatch(output, UNSEEN)
  const { runs } = JSON.parse(output) as {
    readonly runs: readonly {
      readonly results: readonly {
        readonly message: { readonly text: string }
        readonly locations: readonly {
          readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } }
        }[]
      }[]
    }[]
  }
  const [result] = runs[0]?.results ?? []
  assert.doesNotMatch(result?.message.text ?? '', /(?<!\\)(\\\\)*[[\]]/)
  const uri = result?.locations[0]?.physicalLocation.artifactLocation.uri ?? ''
  assert.match(uri, /^[\w%/.~!*'()-]*$/)
}

const CHECKS = {
  markdown: checkMarkdown,
  github: checkCommands,
  text: checkText,
  json: checkJson,
  sarif: checkSarif,
}

for (const [name, check] of Object.entries(CHECKS)) {
  test(`as ${name}, no text of a role is more than text`, () => {
    for (const text of HOSTILE) check(text)
  })

  test(`as ${name}, neither is any mixture of such texts`, () => {
    fc.assert(fc.property(nasty, check), { numRuns: 60 })
  })
}

test('what markdown shows is what the text says', () => {
  for (const text of HOSTILE) {
    const shown = format(text, 'markdown')
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    const wanted = plainText(text)
      .split(' ')
      .filter((token) => token !== '')
      .join(' ')
    assert.ok(shown.includes(wanted), wanted)
  }
})

test('ordinary names and reasons are not disfigured', () => {
  const reason =
    'completes lambda-001: iam:PassRole + lambda:CreateFunction; only on arn:aws:iam::*:role/app'
  assert.match(
    format(reason, 'text'),
    /completes lambda-001: iam:PassRole \+ lambda:CreateFunction; only on/,
  )
  assert.match(format('Zürich – naïve 日本語', 'text'), /Zürich – naïve 日本語/)
  assert.match(
    format('may pass every role to any service', 'markdown'),
    /\| may pass every role to any service \|/,
  )
})
