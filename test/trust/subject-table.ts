import { readFileSync } from 'node:fs'
import { bareIssuer } from '../../core/trust/subject.ts'

/** Whom a role is for: subjects, and claims that go with them. */
export interface For {
  readonly subjects: readonly string[]
  readonly claims?: Readonly<Record<string, readonly string[]>>
}

/** A row of docs/subjects.md. */
export interface Row {
  /** Such as `GitHub: push to a branch`. */
  readonly job: string
  readonly issuer: string
  readonly sub: string
  readonly claims: Readonly<Record<string, string>>
  readonly letsIn: readonly For[]
  readonly doesNot: readonly For[]
}

/** The tables of docs/subjects.md, read as they are printed. */
export function subjectTable(): readonly Row[] {
  const page = readFileSync(new URL('../../docs/subjects.md', import.meta.url), 'utf8')
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [, issuer = ''] = /^Issuer `([^`]+)`/m.exec(section) ?? []
      const [service = ''] = section.split('\n')
      const lines = section.split('\n').filter((line) => line.startsWith('| '))
      return lines.slice(2).map((line) => rowOf(line, service, issuer))
    })
}

function rowOf(line: string, service: string, issuer: string): Row {
  const [job = '', sub = '', claims = '', letsIn = '', doesNot = ''] = line
    .slice(2, -2)
    .split(' | ')
    .map((cell) => cell.trim())
  return {
    job: `${service}: ${job}`,
    issuer,
    sub: spansOf(sub)[0] ?? '',
    claims: Object.fromEntries(spansOf(claims).map(claimOf)),
    letsIn: letsIn.split('<br>').map(forOf),
    doesNot: doesNot.split('<br>').map(forOf),
  }
}

function forOf(item: string): For {
  const [subject = '', ...claims] = spansOf(item)
  const wanted = Object.fromEntries(claims.map(claimOf).map(([name, value]) => [name, [value]]))
  return { subjects: [subject], ...(claims.length > 0 && { claims: wanted }) }
}

function claimOf(text: string): readonly [string, string] {
  const [, name = '', value = ''] = /^(\w+): (.*)$/.exec(text) ?? []
  return [name, value]
}

function spansOf(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
}

/** A token with a row's claims, as its service signs one; what is after the last point is no signature. */
export function tokenOfRow({ issuer, sub, claims }: Row): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const said = { iss: issuer, aud: 'sts.amazonaws.com', ...claims, sub }
  return `${part({ alg: 'RS256' })}.${part(said)}.c2lnbmF0dXJl`
}

/** As AWS names the provider. */
export function providerOf({ issuer }: Row): string {
  return bareIssuer(issuer)
}
