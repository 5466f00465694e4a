/** Ends the process once what it said is written; kept connections would hold it open. */
export function end(code: number): void {
  process.exitCode = code
  process.stdout.write('', () => {
    process.exit(code)
  })
}
