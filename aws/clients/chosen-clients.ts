import type { AwsClients } from './clients.ts'

/** Clients that are chosen when the first one is asked for: what to choose may have to be read first. */
export function chosenClients(choose: () => Promise<AwsClients>): AwsClients {
  let chosen: Promise<AwsClients> | undefined
  const clients = async (): Promise<AwsClients> => {
    chosen ??= choose()
    try {
      return await chosen
    } catch (error) {
      chosen = undefined
      throw error
    }
  }
  return {
    iam: async () => await (await clients()).iam(),
    sts: async () => await (await clients()).sts(),
    stsAs: async (accessKeyId, secretAccessKey) =>
      await (await clients()).stsAs(accessKeyId, secretAccessKey),
  }
}
