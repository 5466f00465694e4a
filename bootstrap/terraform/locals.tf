locals {
  # Of the package that this module came with.
  version = "0.1.0"

  policies = jsondecode(var.policies)

  # Each as a list: of many roles they are several, the first for the role itself, the others managed policies of it.
  broker   = flatten([local.policies[var.jobs_write_denies ? "broker" : "issuer"]])
  revoker  = flatten([local.policies.revoker])
  sweeper  = flatten([local.policies.sweeper])
  boundary = flatten([local.policies.boundary])
  more = merge(
    { for index, policy in slice(local.broker, 1, length(local.broker)) : "broker-${index + 2}" => jsonencode(policy) },
    { for index, policy in slice(local.revoker, 1, length(local.revoker)) : "revoker-${index + 2}" => jsonencode(policy) },
    { for index, policy in slice(local.sweeper, 1, length(local.sweeper)) : "sweeper-${index + 2}" => jsonencode(policy) },
  )

  # AWS counts characters without white space. What is left of a role's 10,240 for the sweeper is the right to write its log.
  limits = merge(
    { for text in concat(values(local.more), [jsonencode(local.boundary[0])]) : text => 6144 },
    { for policies in [local.broker, local.revoker] : jsonencode(policies[0]) => 10240 },
    { (jsonencode(local.sweeper[0])) = 9840 },
  )
  too_large        = [for text, limit in local.limits : text if length(replace(text, "/\\s/", "")) > limit]
  trust_characters = length(replace(jsonencode(local.policies.trust), "/\\s/", ""))

  account = data.aws_caller_identity.this.account_id

  # The parts of s3://bucket/prefix?options.
  state_parts  = regex("^s3://(?P<bucket>[^/?]+)/?(?P<prefix>[^?]*)", var.state)
  bucket       = local.state_parts.bucket
  prefix       = trimsuffix(local.state_parts.prefix, "/")
  below_prefix = local.prefix == "" ? "" : "${local.prefix}/"
  region       = try(regex("[?&]region=([^&]+)", var.state)[0], null)

  # What the policies speak of, so that those of another bucket are found before they are applied.
  sweeper_statements = flatten(local.sweeper[*].Statement)
  sweeper_resources  = flatten(local.sweeper_statements[*].Resource)
  sweeper_actions    = flatten(local.sweeper_statements[*].Action)
  boundary_guards    = flatten(local.boundary[0].Statement[*].Resource)
}
