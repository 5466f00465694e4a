import { matchesGlob } from '../policy/match.ts'
import type { Role } from '../role/role.ts'
import { breadthOf, firstFault } from './subject-breadth.ts'
import { isGithubKey, makerOf, makerOfForm, readSubject, type Subject } from './subject.ts'

/**
 * Why a subject would let in more than whom it names, or nobody, with the cure; undefined when it is right. Every trust
 * policy that daypass prints goes through it. AWS itself refuses only the worst of these.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html
 *
 * @param issuer - whose tokens are meant, with or without `https://`.
 * @param claims - those that the trust policy compares besides.
 */
export function faultOfSubject(
  text: string,
  issuer: string,
  claims?: Role['claims'],
): string | undefined {
  const subject = readSubject(text)
  const [maker, own] = [makerOf(subject.issuer ?? issuer), makerOfForm(subject)]
  if (/^[*?]/.test(subject.sub))
    return 'begins with a wildcard and fits anybody: write out whom it means'
  if (maker !== 'other' && maker !== own) {
    const fault = firstFault(subject.sub)
    return fault ?? `is not of the form that tokens of ${issuer} have`
  }
  return breadthOf(subject, claims) ?? unfitness(subject) ?? idsFault(subject)
}

/** Values that a claim can have, where there are few. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ref_type: ['branch', 'tag'],
  runner_environment: ['github-hosted', 'self-hosted'],
  repository_visibility: ['public', 'private', 'internal'],
  ref_protected: ['true', 'false'],
}

/** Why the ids of a subject fit no token, with the cure: tokens have both or none. */
export function idsFault(subject: Subject): string | undefined {
  const { form, owner, ownerId, repository, repositoryId } = subject
  if (form !== 'github-ids') return undefined
  const open = ownerId === undefined ? owner : repository
  const isHalf = (ownerId === undefined) !== (repositoryId === undefined)
  return isHalf && open?.includes('*') !== true
    ? 'has one id, and tokens have both or none'
    : undefined
}

/** Why no token can ever have a `sub` that fits, with the cure; undefined where one can, or where nobody knows. */
export function unfitness(subject: Subject): string | undefined {
  const { sub } = subject
  if (/^(https?:)?\/\//.test(sub) || /^(www\.)?github\.com\//.test(sub))
    return 'is an address: write it as repo:OWNER/REPO:…'
  if (subject.form === 'other' && /^[*?]*$/.test(sub)) return undefined
  return makerOfForm(subject) === 'github' ? claimsFault(sub) : undefined
}

const NO_SUBJECT =
  'is not a subject of GitHub: write it as repo:OWNER/REPO:… or repo:OWNER@ID/REPO@ID:…'

/** Reads claim after claim, as far as no `*` makes it unknown where the next one begins. */
function claimsFault(sub: string): string | undefined {
  const parts = sub.split(':')
  for (let index = 0; index < parts.length;) {
    const [key = '', value] = parts.slice(index)
    if (/[*?]/.test(key)) return undefined
    if (key === 'pull_request') {
      index += 1
      continue
    }
    const isNew = index > 0 && /^[a-z]+(_[a-z0-9]+)+$/.test(key) && value !== undefined
    if ((!isGithubKey(key) && !isNew) || key === 'context') return keyFault(key, parts, index)
    if (value === undefined) return `ends after ${key}: add its value`
    const fault = valueFault(key, value)
    if (fault !== undefined || value.includes('*')) return fault
    index += 2
  }
  return undefined
}

function keyFault(key: string, parts: readonly string[], index: number): string | undefined {
  if (key === '' && index === parts.length - 1) return NO_SUBJECT
  const exact = key.toLowerCase()
  if (exact !== key && (isGithubKey(exact) || exact === 'pull_request'))
    return `has ${key}, which tokens write as ${exact}`
  if (key.startsWith('refs/')) return `has ${key} without ref: in front: write ref:${key}`
  if (key === 'context')
    return 'has context, which stands for environment:NAME, ref:REF or pull_request: write that'
  if (key.startsWith('pull_request'))
    return `has ${key}, which no token has: jobs of pull requests send pull_request, those of pull_request_target the ref of the base branch`
  if (index === 0) return `does not begin with a claim: write it as repo:${key}:…`
  if (index >= 2 && parts[index - 2] === 'environment')
    return 'has a colon in a name, which tokens send as %3A: write that'
  // A word that nobody knows may be one of GitHub's to come.
  if (!/^(branch|tag|push|main|master)$|^(heads|tags)\//.test(key)) return undefined
  const kinds = 'ref:refs/heads/BRANCH, ref:refs/tags/TAG, environment:NAME or pull_request'
  return `has ${JSON.stringify(key)} where a claim should stand: write ${kinds}`
}

function valueFault(key: string, value: string): string | undefined {
  if (key === 'repo') return repositoryFault(value)
  if (key === 'ref') {
    const [fixed = ''] = value.split(/[*?]/)
    const fits = fixed.startsWith('refs/') || (fixed !== value && 'refs/'.startsWith(fixed))
    return fits
      ? undefined
      : `has ref:${value}: write ref:refs/heads/${value} or ref:refs/tags/${value}`
  }
  if (/^(repository|repository_owner|enterprise|actor)_id$/.test(key) && !/^[\d*?]+$/.test(value))
    return `has ${JSON.stringify(value)} as ${key}, which is no number`
  const choices = CHOICES[key]
  if (choices === undefined || choices.some((one) => matchesGlob(value, one))) return undefined
  return `has ${JSON.stringify(value)} as ${key}: one of ${choices.join(', ')}`
}

function repositoryFault(value: string): string | undefined {
  const [, owner = '', ownerId, repository = '', repositoryId] =
    /^([^/@]+)(?:@([^/@]*))?\/([^/@]+)(?:@([^/@]*))?$/.exec(value) ?? []
  if (owner === '') return NO_SUBJECT
  if (![owner, repository].every((name) => /^[\w.*?-]+$/.test(name)))
    return 'has a name that GitHub does not allow'
  if (![ownerId, repositoryId].every((id) => id === undefined || /^[\d*?]+$/.test(id)))
    return 'has an id that is no number'
  return undefined
}
