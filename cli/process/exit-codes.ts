/** Exit codes of `daypass`, stable across versions; `docs/cli.md` and `daypass --help` list them. */
export const EXIT = {
  ok: 0,
  partial: 1,
  usage: 2,
  configuration: 3,
  denied: 4,
  remote: 5,
  state: 6,
  lease: 7,
  bug: 70,
  timeout: 124,
  notExecutable: 126,
  notFound: 127,
  /** Of a program that a signal ended, as shells count: plus the signal's number. */
  signal: 128,
} as const

/** What each code says, in the order of the help text. */
export const EXIT_TEXTS: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'done'],
  ['1', 'some of several failed, or doctor, review or sweep found something'],
  ['2', 'wrong use of the command'],
  ['3', 'an invalid role or configuration'],
  ['4', 'not permitted'],
  ['5', 'AWS, the network or the output failed'],
  ['6', 'the state is in conflict, corrupt or unsafe'],
  ['7', 'the lease is over, unknown or not renewable, or max_leases is reached'],
  ['70', 'a fault in daypass itself'],
  ['124', 'it took too long'],
  ['128+n', 'stopped by signal n; exec and sandbox: as their command, 126 and 127 too'],
]
