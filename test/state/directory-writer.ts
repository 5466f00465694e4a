/** A process that writes into a state directory as its standard input says; see `writer-process.ts`. */
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { systemClock } from '../../core/clock.ts'
import { directoryObjects } from '../../state/directory/directory-objects.ts'
import type { Condition } from '../../state/objects.ts'
import { countUp } from '../contract/object-store.ts'

const WRITERS = 7
const [, , directory = ''] = process.argv
const objects = directoryObjects(directory, { clock: systemClock })

for await (const line of createInterface({ input: process.stdin })) {
  const [command, key = '', version = ''] = line.split(' ')
  if (command === 'create') answer(await winners(key, { absent: true }))
  else if (command === 'replace') answer(await winners(key, { version }))
  else if (command === 'count') void count(key)
  else if (command === 'churn') void churn(key)
  else answer(line)
}

async function winners(key: string, condition: Condition): Promise<string> {
  const bodies = Array.from({ length: WRITERS }, () => randomUUID())
  const won = bodies.map(async (body) => {
    const result = await objects.put(key, body, condition)
    return result === 'conflict' ? [] : [body]
  })
  return (await Promise.all(won)).flat().join(' ')
}

async function count(key: string): Promise<void> {
  for (;;) {
    await countUp(objects, key)
    answer('counted')
  }
}

async function churn(key: string): Promise<void> {
  for (let n = 0; ; n++) {
    await objects.put(key, String(n))
    await objects.put(key, `${n} again`)
    await objects.remove([key])
  }
}

function answer(line: string): void {
  process.stdout.write(`${line}\n`)
}
