import { startSandbox } from '../../sandbox/sandbox.ts'
const sb = await startSandbox({ port: 45999 })
process.stdout.write(JSON.stringify({ url: sb.url, ...sb.root }) + '\n')
