import { readFile } from 'node:fs/promises'
import type { Environment } from '../../assembly/settings.ts'
import { fieldOf, numberField, textField } from './json-fields.ts'

/** What started the workflow, as far as a review cares. Everything in it but ids is somebody else's text. */
export interface ReviewEvent {
  /** The pull request, if it is about one. */
  readonly pull?: number
  /** Both ends, as commits. */
  readonly commits?: { readonly base: string; readonly head: string }
  /** Whether `commits.base` may be later than where the change began. */
  readonly isBranch: boolean
}

/** A branch that was just made has no commit before. */
const NONE = /^0+$/

/** Reads the event of the workflow. */
export async function readEvent(env: Environment): Promise<ReviewEvent> {
  const event = await parsed(env['GITHUB_EVENT_PATH'])
  const pull = numberField(event, 'pull_request', 'number')
  if (pull !== undefined) {
    return {
      pull,
      ...commitsOf(event, ['pull_request', 'base', 'sha'], ['pull_request', 'head', 'sha']),
      isBranch: true,
    }
  }
  if (fieldOf(event, 'merge_group') !== undefined) {
    return {
      ...commitsOf(event, ['merge_group', 'base_sha'], ['merge_group', 'head_sha']),
      isBranch: false,
    }
  }
  return { ...commitsOf(event, ['before'], ['after']), isBranch: false }
}

function commitsOf(
  event: unknown,
  from: readonly string[],
  to: readonly string[],
): Pick<ReviewEvent, 'commits'> {
  const [base = '', head = ''] = [textField(event, ...from), textField(event, ...to)]
  return isCommit(base) && isCommit(head) ? { commits: { base, head } } : {}
}

/** Whether a text is a commit's full id. */
export function isCommit(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) && !NONE.test(text)
}

async function parsed(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === '') return undefined
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
