import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/source-files.ts'

/** A block of code in a document. */
export interface Block {
  readonly heading: string
  readonly language: string
  readonly text: string
  /** Of the block's first line in the document. */
  readonly line: number
}

/** Every block of code of a document. */
export function blocksOf(path: string): readonly Block[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n')
  const blocks: Block[] = []
  let heading = ''
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading
    const language = /^```(\w+)$/.exec(line)?.[1]
    if (language === undefined) continue
    const end = lines.indexOf('```', at)
    const text = `${lines.slice(at + 1, end).join('\n')}\n`
    blocks.push({ heading, language, text, line: at + 2 })
    at = end
  }
  return blocks
}

/** The one policy below a heading of docs/github-action.md. @throws when there is none. */
export function policyUnder(heading: string): string {
  const found = blocksOf('docs/github-action.md').find(
    (block) => block.heading === heading && block.language === 'json',
  )
  if (found === undefined) throw new Error(`docs/github-action.md has no policy under ${heading}`)
  return found.text
}
