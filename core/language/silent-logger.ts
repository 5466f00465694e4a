/** For SDKs, which would warn on the console: that belongs to the faces, and what matters reaches them as an error. */
export const SILENT_LOGGER = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
