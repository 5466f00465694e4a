/**
 * What Lambda runs beside a function in its managed runtimes: loads the handler, asks the Runtime API for one invocation after
 * another, and posts what the handler answers or throws.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Handler = (event: unknown, context: object) => Promise<unknown>

const variable = (name: string): string => process.env[name] ?? ''
const api = `http://${variable('AWS_LAMBDA_RUNTIME_API')}/2018-06-01/runtime`
const [file = '', exported = ''] = variable('_HANDLER').split('.')
const path = join(variable('LAMBDA_TASK_ROOT'), `${file}.mjs`)
const handlers = (await import(pathToFileURL(path).href)) as Readonly<Record<string, Handler>>

for (;;) {
  const next = await fetch(`${api}/invocation/next`)
  const id = next.headers.get('lambda-runtime-aws-request-id') ?? ''
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'))
  const event: unknown = await next.json()
  const post = async (what: string, body: unknown): Promise<void> => {
    const text = JSON.stringify(body) as string | undefined
    await fetch(`${api}/invocation/${id}/${what}`, { method: 'POST', body: text ?? 'null' })
  }
  try {
    const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() }
    await post('response', await handlers[exported]?.(event, context))
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    const fault = { errorType: name, errorMessage: message }
    process.stdout.write(`ERROR\tInvoke Error \t${JSON.stringify(fault)}\n`)
    await post('error', fault)
  }
}
