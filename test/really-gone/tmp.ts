import { sweep } from '../../core/sweep.ts'
import { startScene, attempt } from './scene.ts'
import '/tmp/unkind-world/watch.mjs'
const type = process.argv[2] as 'assumed_role'
for (let nth = 1; nth < 13; nth++) {
  const scene = await startScene({ after: () => undefined } as never)
  const adv = scene.sandbox.clock.advance; void adv;
  const remove = scene.sandbox.faults.add({ nth, effect: { kind: 'hang-after' } })
  const making = attempt(scene.issue(type))
  const hung = await Promise.race([scene.sandbox.faults.hang(), making]); if (!hung || !("release" in hung)) { console.log("no hang"); continue }
  remove()
  console.log(nth, 'hung', hung.action)
  scene.pass(600)
  console.log('sweep')
  await sweep(scene.process())
  console.log('swept')
  hung.release()
  await making
  console.log('made')
}
process.exit(0)
