import { end } from './end.ts'
import { githubRunner } from './github-runner.ts'
import { runSweep } from './sweep/run-sweep.ts'

end(await runSweep(githubRunner(process.env)))
