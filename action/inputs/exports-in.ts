import type { InputReader } from './input-reader.ts'

const EXPORTS = ['env', 'outputs', 'profile'] as const

/** How credentials reach later steps. */
export type Export = (typeof EXPORTS)[number]

/** Names of profiles that need no quotes in AWS's files. */
const PROFILE = /^[\w.@+-]{1,64}$/

/** The ways out: as asked, else a profile where one is named, else the environment. */
export function exportsIn(read: InputReader): {
  readonly exports: readonly Export[]
  readonly profile: string | undefined
} {
  const profile = read.text('profile')
  if (profile !== undefined && !PROFILE.test(profile))
    read.problem('profile', 'it has letters, digits and . @ + - _, at most 64')
  const words = read.words('export')
  const known = EXPORTS.filter((one) => words.includes(one))
  if (new Set(words).size > known.length)
    read.problem('export', `it names some of ${EXPORTS.join(', ')}`)
  if (words.length === 0) return { exports: [profile === undefined ? 'env' : 'profile'], profile }
  if (profile !== undefined && !known.includes('profile'))
    read.problem('profile', 'export does not name profile')
  return { exports: known, profile }
}
