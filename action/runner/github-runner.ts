import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import * as core from '@actions/core'
import { systemClock } from '../../core/clock.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { NOWHERE, homeDirectory } from '../../assembly/home-directory.ts'
import type { Environment } from '../../assembly/settings.ts'
import { type Runner, CANCEL_SIGNALS } from './runner.ts'

/** The name under which main leaves its text to post. */
const STATE_NAME = 'daypass'

/** The runner that started this very process. */
export function githubRunner(env: Environment): Runner {
  return {
    env,
    home: homeDirectory(process.env) ?? NOWHERE,
    host: { name: hostname(), boot: bootId() },
    clock: systemClock,
    random: randomBytes,
    input: (name) => core.getInput(name),
    saved: () => core.getState(STATE_NAME),
    save: (text) => {
      core.saveState(STATE_NAME, text)
    },
    mask: (text) => {
      core.setSecret(text)
    },
    exportVariable: (name, value) => {
      core.exportVariable(name, value)
    },
    setOutput: (name, value) => {
      core.setOutput(name, value)
    },
    info: (text) => {
      core.info(oneLine(text))
    },
    notice: (text) => {
      core.notice(oneLine(text))
    },
    warn: (text) => {
      core.warning(oneLine(text))
    },
    fail: (text, title, place) => {
      const at =
        place === undefined
          ? {}
          : { file: place.file, startLine: place.line, startColumn: place.column }
      core.error(oneLine(text), { title: oneLine(title), ...at })
    },
    summarise: async (markdown) => {
      if ((env['GITHUB_STEP_SUMMARY'] ?? '') !== '') await core.summary.addRaw(markdown).write()
    },
    onStop: (listener) => {
      for (const signal of CANCEL_SIGNALS) process.on(signal, listener)
    },
  }
}

/** Linux alone has one. Source: https://docs.kernel.org/admin-guide/sysctl/kernel.html (random) */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
