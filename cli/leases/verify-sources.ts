/** What `--verify-with` takes. */
export const VERIFY_SOURCES = ['env'] as const
