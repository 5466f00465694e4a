import fc from 'fast-check'
import { arnFolder } from '../../state/documents/arn-folder.ts'

const NAME = '4cZkq2TzWq0bXyN8rPdU1a'

/** Every folder of the store, and none. */
const FOLDERS = [
  'leases/',
  'ended/',
  'due/',
  'due/0/',
  'stuck/',
  'roles/',
  'audit/',
  'revoked/',
  'boards/',
  'seconds/',
  'static/',
  'root/',
  'probe/',
  '',
] as const

/** What keys of daypass are made of, and what sorts before, between and after it. */
const PIECES = [
  '/',
  '/',
  '~',
  '!',
  '0',
  '.',
  '..',
  '=',
  '=2d',
  '=zz',
  '%',
  '\u{1f600}',
  '\uffff',
  ' ',
  'a',
  '*',
  'f/',
  arnFolder('arn:aws:iam::123456789012:role/deploy'),
  arnFolder('arn:aws:iam::123456789012:user/~'),
  arnFolder('arn:aws:s3:::role/x'),
  '01772366400',
  '99999999999',
  NAME,
  `${NAME}.01772366400`,
  'ci',
  'key',
  '.json',
] as const

/** Keys that a stranger may write: under every folder, of the pieces that daypass's own keys are made of. */
export const strayKeys: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...FOLDERS),
    fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }),
  )
  .map(([folder, pieces]) => folder + pieces.join(''))
