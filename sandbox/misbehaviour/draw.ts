/**
 * A number from 0 up to, not including, 1 that looks random and is the same whenever seed and numbers are: what
 * misbehaves does not depend on who drew before, so a run can be played again from its seed.
 */
export function draw(seed: number, ...numbers: readonly number[]): number {
  let mixed = seed | 0
  for (const number of numbers) mixed = stir((Math.imul(mixed, 31) + number + 0x9e3779b9) | 0)
  return (stir(mixed) >>> 0) / 2 ** 32
}

/** The last step of MurmurHash3: every bit that comes in moves half of those that go out. */
function stir(bits: number): number {
  let mixed = bits
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
