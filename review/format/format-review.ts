import type { Review } from '../model/review.ts'
import { githubReview } from './github.ts'
import { jsonReview } from './json.ts'
import { markdownReview, type MarkdownOptions } from './markdown.ts'
import { sarifReview } from './sarif.ts'
import { textReview } from './text.ts'

/** The formats of a review: for a terminal, for programs, for a comment, for code scanning, for annotations. */
export const REVIEW_FORMATS = ['text', 'json', 'markdown', 'sarif', 'github'] as const

/** One of {@link REVIEW_FORMATS}. */
export type ReviewFormat = (typeof REVIEW_FORMATS)[number]

/** What formats say about the program, and how long they may be. */
export interface FormatOptions extends MarkdownOptions {
  /** The version of daypass. */
  readonly version: string
}

const HOME = 'https://github.com/daypass/daypass'

/** A review in a format, ending in a newline. Whatever the roles say, it stays text. */
export function formatReview(review: Review, format: ReviewFormat, options: FormatOptions): string {
  switch (format) {
    case 'text':
      return textReview(review)
    case 'json':
      return jsonReview(review)
    case 'markdown':
      return markdownReview(review, options)
    case 'sarif':
      return sarifReview(review, { version: options.version, informationUri: HOME })
    case 'github':
      return githubReview(review)
  }
}
