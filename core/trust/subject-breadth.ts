import type { Role } from '../role/role.ts'
import type { Subject } from './subject.ts'

type Claims = NonNullable<Role['claims']>

/** Something must follow that tells jobs apart: all jobs of all repositories are too many. */
const MORE = '(?![*?:]*$)'
const OF_OWNER = new RegExp(`^[^:*?]+(:${MORE}|$)`)
const OF_REPOSITORY = /^[^:*?]+(:|$)/
const PATH = new RegExp(`^[^/:@*?]+/${MORE}`)

/**
 * What may stand first in a subject that a trust policy names, and how it must go on to hold a whole name or id of a
 * repository, owner or enterprise. Every repository chooses by itself which claims its `sub` holds, so that anything
 * else is what a stranger's repository may have as well.
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc (customizing the subject claims)
 */
const HOLDERS: Readonly<Record<string, RegExp>> = {
  repo: new RegExp(`^[^/:@*?]+(@\\d+)?/${MORE}`),
  repository: PATH,
  workflow_ref: PATH,
  job_workflow_ref: PATH,
  repository_owner: OF_OWNER,
  repository_owner_id: OF_OWNER,
  repository_id: OF_REPOSITORY,
  enterprise: OF_OWNER,
  enterprise_id: OF_OWNER,
  project_path: PATH,
  project_id: OF_REPOSITORY,
  namespace_path: OF_OWNER,
  namespace_id: OF_OWNER,
  organization: OF_OWNER,
}

/** Claims that say whose job it is, and what of a value does so. */
const CALLERS: Readonly<Record<string, RegExp>> = {
  repository: /^[^/*?]+\//,
  workflow_ref: /^[^/*?]+\//,
  repository_id: /^[^*?]+$/,
  repository_owner: /^[^*?]+$/,
  repository_owner_id: /^[^*?]+$/,
  enterprise: /^[^*?]+$/,
  enterprise_id: /^[^*?]+$/,
}

/**
 * Why a subject fits strangers, with the cure; undefined when it holds a whole name or id.
 *
 * @param claims - what is compared besides, by whoever compares the subject.
 */
export function breadthOf(subject: Subject, claims: Claims = {}): string | undefined {
  const { sub, form } = subject
  if (form === 'circleci')
    return /^org\/[^/*?]+\/(?![*?/]*$)/.test(sub)
      ? undefined
      : 'has no whole organisation and project: write them out'
  if (form === 'bitbucket')
    return /^\{[^}*?]+\}:/.test(sub) ? undefined : 'has a wildcard in the repository: write it out'
  const [, first = sub, rest = ''] = /^([^:]*):(.*)$/s.exec(sub) ?? []
  const holder = HOLDERS[first]
  if (holder?.test(rest) === false) return looseness(first, rest)
  if (first === 'job_workflow_ref') return callerless(rest, claims)
  if (holder !== undefined) return undefined
  if (form !== 'other') return anybodys(first)
  const isWhole = !/[*?]/.test(sub) || /^[^:/*?]+[:/][^:/*?]+[:/]/.test(sub)
  const named = first === 'system' ? /^serviceaccount:[^:*?]+:/.test(rest) : isWhole
  return named
    ? undefined
    : (firstFault(sub) ?? 'has a wildcard where it names whom it means: write it out')
}

/** Whoever finds a public workflow can call it: a reusable workflow says whose code runs, and not for whom. */
function callerless(rest: string, claims: Claims): string | undefined {
  const parts = rest.split(':')
  const isNamed = parts.some((key, index) => {
    const value = parts.slice(index + 1).join(':')
    return key !== 'job_workflow_ref' && HOLDERS[key]?.test(value) === true
  })
  const isClaimed = Object.entries(claims).some(([claim, values]) =>
    values.every((value) => CALLERS[claim]?.test(value) === true),
  )
  if (isNamed || isClaimed) return undefined
  return "begins with job_workflow_ref, and a repository of anybody's may call a public workflow: add whose jobs are meant, such as :repository_owner:OWNER, or claims: repository_id"
}

function looseness(first: string, rest: string): string {
  const isPath = /^(repo|repository|workflow_ref|job_workflow_ref|project_path)$/.test(first)
  const [owner = '', id] = (rest.split(isPath ? '/' : ':')[0] ?? '').split('@')
  if (!isPath)
    return /[*?]/.test(owner) || owner === ''
      ? `has no whole value of ${first}: write it out`
      : tooMany(`${first}:${owner}`)
  if (/[*?]/.test(owner))
    return 'has a wildcard in the owner, which anybody can be: write the owner out'
  if (id !== undefined && /[*?]/.test(id))
    return "has a wildcard in the owner's id, so that whoever takes the name later fits: write the id out"
  if (!rest.includes('/') || owner === '') return 'names no owner and repository: write OWNER/REPO'
  return tooMany(`${first}:${owner}/*`)
}

function tooMany(whose: string): string {
  return `fits every job of every repository it means: add what they run for, such as ${whose}:ref:refs/heads/main`
}

/** A wildcard in the name of the first claim, which may then be any. */
export function firstFault(sub: string): string | undefined {
  return /^[^:]*[*?]/.test(sub)
    ? 'has a wildcard in the name of its first claim: write it out'
    : undefined
}

function anybodys(first: string): string {
  return `begins with ${first}, which a repository of anybody's may have: begin with repo or repository_id`
}
