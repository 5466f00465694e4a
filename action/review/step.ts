/** What the runner starts for `action/review`, bundled by itself: the other steps load nothing of it. */
import { githubRunner } from '../runner/github-runner.ts'
import { runReview } from './run-review.ts'

/** The only step of the review. */
export async function review(): Promise<void> {
  const print = (text: string): void => void process.stdout.write(text)
  process.exitCode = await runReview(githubRunner(process.env), print)
  process.stdout.write('', () => {
    process.exit()
  })
}
