import type { Sandbox } from '../sandbox.ts'

/** What seeding needs of a sandbox. */
export type Seeded = Pick<Sandbox, 'world' | 'url' | 'accountId' | 'clock'>
