import { type Holder, describeHolder } from '../../core/lease/holder.ts'

interface Held {
  readonly holder: Holder
}

/** Whether the holder of a lease has a text in its repository, run, user or any other field. */
export function isHeldBy({ holder }: Held, text: string): boolean {
  return fieldsOf(holder).some((field) => field.includes(text.toLowerCase()))
}

/** Whether a field of the holder is just this text: enough to take something away by. */
export function isHeldByJust({ holder }: Held, text: string): boolean {
  return fieldsOf(holder).includes(text.toLowerCase())
}

function fieldsOf(holder: Holder): readonly string[] {
  return [describeHolder(holder), ...Object.values(holder)].map((field) => field.toLowerCase())
}
