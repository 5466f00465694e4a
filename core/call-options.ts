/** Options of every call that leaves the process. */
export interface CallOptions {
  /** Aborts the call; what it wrote by then is unknown. */
  readonly signal?: AbortSignal | undefined
}
