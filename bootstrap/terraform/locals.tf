locals {
  # Of the package that this module came with.
  version = "0.1.0"

  policies = jsondecode(var.policies)

  account = data.aws_caller_identity.this.account_id

  # The parts of s3://bucket/prefix?options.
  state_parts  = regex("^s3://(?P<bucket>[^/?]+)/?(?P<prefix>[^?]*)", var.state)
  bucket       = local.state_parts.bucket
  prefix       = trimsuffix(local.state_parts.prefix, "/")
  below_prefix = local.prefix == "" ? "" : "${local.prefix}/"
  region       = try(regex("[?&]region=([^&]+)", var.state)[0], null)

  # What the policies speak of, so that those of another bucket are found before they are applied.
  sweeper_resources = flatten([for statement in local.policies.sweeper.Statement : statement.Resource])
  sweeper_actions   = flatten([for statement in local.policies.sweeper.Statement : statement.Action])
  boundary_guards   = flatten([for statement in local.policies.boundary.Statement : statement.Resource])
}
