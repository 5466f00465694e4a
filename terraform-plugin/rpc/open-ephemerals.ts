/** What ephemeral resources are open in this process, so that none is left when it ends. */

/** Something that is open. */
export interface OpenEphemeral {
  readonly typeName: string
  /** What `open` answered. */
  readonly private: string
}

/** Closes one; may reject. */
export type CloseEphemeral = (open: OpenEphemeral) => Promise<void>

/** The list of what is open. Each is closed once; one whose closing failed is tried again at the end. */
export interface OpenEphemerals {
  /** Runs an opening; what it answers is on the list from the time it resolves. False at the end: nothing is opened. */
  readonly opening: (work: () => Promise<OpenEphemeral | undefined>) => Promise<boolean>
  /** From now on it is also known by another `private`. */
  readonly renamed: (open: OpenEphemeral, name: string) => void
  /** Closes what Terraform closes. What is not on the list is closed too: nothing is lost by it. */
  readonly close: (open: OpenEphemeral, close: CloseEphemeral) => Promise<void>
  /** Closes everything, also what is only being opened; side by side. Resolves when all is done, whatever failed. */
  readonly closeAll: (close: CloseEphemeral, failed: (error: unknown) => void) => Promise<void>
}

/** A list on which nothing is yet. */
export function noOpenEphemerals(): OpenEphemerals {
  const open = new Map<string, OpenEphemeral>()
  const pending = new Set<Promise<unknown>>()
  let isEnding = false

  const track = async <T>(work: Promise<T>): Promise<T> => {
    pending.add(work)
    try {
      return await work
    } finally {
      pending.delete(work)
    }
  }
  const remove = (one: OpenEphemeral): OpenEphemeral => {
    const known = open.get(keyOf(one)) ?? one
    for (const [key, other] of open) if (other === known) open.delete(key)
    return known
  }
  const closeForTerraform = async (one: OpenEphemeral, close: CloseEphemeral): Promise<void> => {
    const known = remove(one)
    try {
      await close(known)
    } catch (error) {
      open.set(keyOf(known), known)
      throw error
    }
  }

  return {
    opening: async (work) => {
      if (isEnding) return false
      const adding = async (): Promise<void> => {
        const opened = await work()
        if (opened !== undefined) open.set(keyOf(opened), opened)
      }
      await track(adding())
      return true
    },
    renamed: (one, name) => {
      const known = open.get(keyOf(one))
      if (known !== undefined) open.set(keyOf({ ...one, private: name }), known)
    },
    close: (one, close) => track(closeForTerraform(one, close)),
    closeAll: async (close, failed) => {
      isEnding = true
      const closeRest = async (): Promise<void> => {
        const rest = [...new Set(open.values())]
        await Promise.all(rest.map((one) => close(remove(one)).catch(failed)))
      }
      const later = [...pending].map((work) => work.catch(() => undefined).then(closeRest))
      await Promise.all([closeRest(), ...later])
    },
  }
}

function keyOf({ typeName, private: name }: OpenEphemeral): string {
  return `${typeName}\n${name}`
}
