/** The runner of these tests itself, with actions that are made for it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readPairs } from './runner/file-commands.ts'
import { startIdTokenServer } from './runner/id-token-server.ts'
import { startJob } from './runner/job.ts'
import { createMachine } from './runner/machine.ts'

const machine = createMachine(process.execPath)
after(() => {
  machine.remove()
})

/** Writes an action whose main and post are these lines. */
function action(name: string, main: string, post: string): string {
  const folder = join(machine.home, name)
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'action.yml'),
    'inputs: { who: { default: nobody }, some-thing: {} }\n' +
      'runs: { using: node24, main: main.mjs, post: post.mjs }\n',
  )
  const head = `import { appendFileSync } from 'node:fs'
    const { env } = process
    const put = (file, line) => appendFileSync(env['GITHUB_' + file], line + '\\n')
    const say = (line) => process.stdout.write(line + '\\n')\n`
  writeFileSync(join(folder, 'main.mjs'), head + main)
  writeFileSync(join(folder, 'post.mjs'), head + post)
  return folder
}

/** A server that tells when it is first asked, and so that a process has come this far. */
async function doorbell(): Promise<{ readonly url: string; readonly rung: Promise<unknown> }> {
  const server = createServer((_, response) => response.end())
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, rung: once(server, 'request') }
}

test('a job runs mains, then posts in reverse, each with its own state and the last environment', async () => {
  const uses = action(
    'order',
    `put('STATE', 'me=' + env.INPUT_WHO); put('ENV', 'LAST=' + env.INPUT_WHO); put('OUTPUT', 'x=1')
     say([env['INPUT_SOME-THING'], env.LAST ?? 'none'].join())`,
    `say([env.STATE_me, env.LAST, env.INPUT_WHO].join())`,
  )
  const job = startJob(machine)
  const first = await job.uses({ uses, with: { who: 'ann', 'some-thing': 'a b' } })
  const second = await job.uses({ uses, nested: true })
  assert.deepEqual(
    [first.log, first.outputs, first.exported],
    ['a b,none', { x: '1' }, { LAST: 'ann' }],
  )
  assert.equal(second.log, ',ann')
  job.setEnv({ LAST: 'run' })
  const posts = await job.finish()
  assert.deepEqual(
    posts.map(({ log }) => log),
    ['nobody,run,', 'ann,run,ann'],
  )
})

test('what a main saved before it was killed is there for its post', async () => {
  const uses = action(
    'killed',
    `put('STATE', 'id=7'); await fetch(env.READY); setInterval(() => {}, 1000)`,
    `say(env.STATE_id)`,
  )
  const ready = await doorbell()
  const job = startJob(machine, { env: { READY: ready.url } })
  const main = job.start({ uses })
  await ready.rung
  main.kill()
  assert.equal((await main.ended).code, 137)
  assert.deepEqual(
    (await job.finish()).map(({ log }) => log),
    ['7'],
  )
})

test('a cancelled main gets SIGINT', async () => {
  const uses = action(
    'cancelled',
    `process.once('SIGINT', () => { say('interrupted'); process.exit(130) })
     await fetch(env.READY); setInterval(() => {}, 1000)`,
    ``,
  )
  const ready = await doorbell()
  const main = startJob(machine, { env: { READY: ready.url } }).start({ uses })
  await ready.rung
  main.cancel()
  const { code, log } = await main.ended
  assert.deepEqual([code, log.split('\n').at(-1)], [130, 'interrupted'])
})

test('a secret is hidden from its mask on, not before, and files are searched as they were written', async () => {
  const uses = action(
    'masks',
    `say('early hunter22'); say('::add-mask::hunter22'); say('late hunter22')
     say(Buffer.from('xx hunter22').toString('base64'))
     say('::error file=a%3Ab.yaml,line=3::not hunter22%0Asecond line')
     put('ENV', 'HELD<<END\\nhunter22\\nmore\\nEND'); put('STEP_SUMMARY', 'sum hunter22')`,
    ``,
  )
  const job = startJob(machine, { debug: true })
  const { log, annotations, exported, summary } = await job.uses({ uses })
  assert.deepEqual(
    log.split('\n').filter((line) => line.includes('hunter22')),
    ['early hunter22'],
  )
  assert.match(log, /^late \*\*\*$/m)
  assert.ok(!log.includes(Buffer.from('unter2').toString('base64')))
  assert.deepEqual(annotations, [
    {
      level: 'error',
      message: 'not ***\nsecond line',
      properties: { file: 'a:b.yaml', line: '3' },
    },
  ])
  assert.deepEqual([exported, summary], [{ HELD: 'hunter22\nmore' }, 'sum hunter22\n'])
  const places = job.collected().filter(({ text }) => text.includes('hunter22'))
  assert.deepEqual(
    places.map(({ place }) => place).filter((place) => !place.startsWith('home/')),
    ['log', 'GITHUB_ENV of main 1', 'GITHUB_STEP_SUMMARY of main 1'],
  )
  assert.match(job.collected()[0]?.text ?? '', /^##\[debug\]HELD='\*\*\*\nmore'$/m)
})

test('file commands are read as the runner reads them, and NODE_OPTIONS cannot be set', async () => {
  assert.deepEqual(readPairs('a=1\nb<<E\nx\n\n=y\nE\r\nc=d<<e\n'), [
    ['a', '1'],
    ['b', 'x\n\n=y'],
    ['c', 'd<<e'],
  ])
  assert.throws(() => readPairs('b<<E\nx\n'), /delimiter not found/)
  assert.throws(() => readPairs('nothing\n'), /Invalid format/)
  const uses = action('options', `put('ENV', 'NODE_OPTIONS=--inspect')`, ``)
  await assert.rejects(startJob(machine).uses({ uses }), /NODE_OPTIONS/)
})

test('an input that action.yml does not declare is refused, and ID tokens are for the job alone', async () => {
  const uses = action('unknown', ``, ``)
  assert.throws(() => startJob(machine).start({ uses, with: { whom: 'x' } }), /no input whom/)
  const server = await startIdTokenServer('http://127.0.0.1:1')
  const stranger = await fetch(`${server.url}&audience=x`, {
    headers: { authorization: 'Bearer y' },
  })
  assert.equal(stranger.status, 401)
  await server.stop()
})
