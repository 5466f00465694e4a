locals {
  policies = jsondecode(var.policies)

  # The parts of s3://bucket/prefix?options.
  state_parts  = regex("^s3://(?P<bucket>[^/?]+)/?(?P<prefix>[^?]*)", var.state)
  bucket       = local.state_parts.bucket
  prefix       = trimsuffix(local.state_parts.prefix, "/")
  below_prefix = local.prefix == "" ? "" : "${local.prefix}/"

  # What the policies speak of, so that those of another bucket are found before they are applied.
  sweeper_resources = flatten([for statement in local.policies.sweeper.Statement : statement.Resource])
  sweeper_actions   = flatten([for statement in local.policies.sweeper.Statement : statement.Action])
}
