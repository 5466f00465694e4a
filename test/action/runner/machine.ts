import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** A machine with a runner on it: its home stays from job to job, its temporary directory does not. */
export interface Machine {
  readonly node: string
  /** Flags of Node that the runner does not give: a test moves the clock with them. */
  nodeFlags(): readonly string[]
  readonly home: string
  readonly workspace: string
  readonly temporary: string
  /** Removes everything. */
  remove(): void
}

/** A text and where it was found. */
export interface Found {
  readonly place: string
  readonly text: string
}

/** A machine of its own in a folder of its own, whose path no shell and no INI file may read as it stands. */
export function createMachine(node: string, nodeFlags: Machine['nodeFlags'] = () => []): Machine {
  const folder = mkdtempSync(join(tmpdir(), "daypass's runner "))
  const inside = (name: string): string => {
    const path = join(folder, name)
    mkdirSync(path)
    return path
  }
  return {
    node,
    nodeFlags,
    home: inside('home'),
    workspace: inside('workspace'),
    temporary: inside('temp'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** As the runner does it before and after a job. */
export function emptyTemporary({ temporary }: Machine): void {
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary)
}

/** Every file that is on the machine now, as `home/.aws/credentials`. */
export function filesOn({ home, workspace, temporary }: Machine): readonly Found[] {
  return Object.entries({ home, workspace, temp: temporary }).flatMap(([name, folder]) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        place: `${name}/${relative(folder, path)}`,
        text: readFileSync(path, 'utf8'),
      })),
  )
}
