import type { Command } from 'commander'
import type { SandboxFlags } from '../commands/sandbox.ts'
import { type Choose, addCommand, option } from './grammar.ts'

const GROUP = 'Setting up:'

/** Adds `sandbox` and `doctor`. */
export function addSetupCommands(program: Command, choose: Choose): void {
  addSandbox(program, choose)
  addDoctor(program, choose)
}

function addSandbox(program: Command, choose: Choose): void {
  const command = addCommand(program, {
    name: 'sandbox',
    synopsis: '[options] [-- <command> [arguments]]',
    group: GROUP,
    summary: 'a small AWS on this machine, to try things on',
    description:
      'Runs IAM, STS and S3 on loopback, with signatures, policies and expiry enforced, and makes in it what the role files name. With a command it sets AWS_* and DAYPASS_STATE, runs it and ends with its exit code; without one it prints the variables and stays until Ctrl-C. Nothing of it outlives it.',
    arguments: [['[command...]', 'a command and its arguments, after --']],
    options: [option('--port <number>', 'port to listen on (default any that is free)')],
    examples: [
      ['daypass sandbox -- daypass issue s3-reader', 'try a role before AWS sees it'],
      ['daypass sandbox --roles examples/roles -- bash', 'a shell in the sandbox'],
    ],
  })
  command.action((words: string[], flags: SandboxFlags) => {
    choose(command, async (session) => {
      const { sandboxCommand } = await import('../commands/sandbox.ts')
      return await sandboxCommand(session, words, flags)
    })
  })
}

function addDoctor(program: Command, choose: Choose): void {
  const command = addCommand(program, {
    name: 'doctor',
    synopsis: '[options]',
    group: GROUP,
    summary: 'check the set-up, with a cure for what is wrong',
    description:
      'Checks the state and whether it honours conditional writes, the AWS credentials and region, the roles, and the clock. Ends with 1 if something is wrong.',
    examples: [['daypass doctor --state s3://my-bucket', 'before the first lease in a new bucket']],
  })
  command.action(() => {
    choose(command, async (session) => {
      const { doctorCommand } = await import('../commands/doctor.ts')
      return await doctorCommand(session)
    })
  })
}
