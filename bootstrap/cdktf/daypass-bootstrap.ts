import { fileURLToPath } from 'node:url'
import { TerraformHclModule } from 'cdktf'
import type { Construct } from 'constructs'
import { type BootstrapOptions, moduleVariables } from '../module-variables.ts'

/**
 * daypass's bucket, identity provider, roles, boundary and sweep as a construct of CDK for Terraform: the Terraform module of this
 * package, with the policies for the roles at hand. Its outputs are those of the module.
 */
export class DaypassBootstrap extends TerraformHclModule {
  constructor(scope: Construct, id: string, options: BootstrapOptions) {
    const source = options.source ?? fileURLToPath(new URL('../terraform', import.meta.url))
    super(scope, id, { source, variables: { ...moduleVariables(options) } })
  }
}
