import type { FAIL_ON } from '../../review/rules/fails.ts'

/** Options of `review`. */
export interface ReviewFlags {
  readonly base?: string
  readonly head?: string
  readonly plan?: string
  /** Folders of CloudFormation's templates, below both sides. */
  readonly templates?: readonly string[]
  readonly format?: 'text' | 'json' | 'markdown' | 'sarif' | 'github'
  readonly guardrail?: string
  /** Each as `RULE=LEVEL`. */
  readonly severity?: readonly string[]
  readonly failOn?: (typeof FAIL_ON)[number]
}
