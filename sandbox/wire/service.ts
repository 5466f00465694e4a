/** The services the sandbox stands for. */
export const SERVICES = ['iam', 'sts', 's3'] as const

/** One of {@link SERVICES}. */
export type ServiceName = (typeof SERVICES)[number]

/** Whether a name from a credential scope is one of ours. */
export function isServiceName(text: string): text is ServiceName {
  return SERVICES.some((service) => service === text)
}
