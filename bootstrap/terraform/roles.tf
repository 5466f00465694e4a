resource "aws_iam_openid_connect_provider" "jobs" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${var.oidc_issuer}"
  client_id_list = [var.audience]
  tags           = var.tags
}

# An account has one for each issuer, which may be there already.
data "aws_iam_openid_connect_provider" "jobs" {
  count = var.create_oidc_provider ? 0 : 1

  url = "https://${var.oidc_issuer}"

  lifecycle {
    postcondition {
      condition     = contains(self.client_id_list, var.audience)
      error_message = "The OIDC provider of the account does not take the audience ${var.audience}: add it there, or give another as audience."
    }
  }
}

# Who the jobs are while daypass runs in them.
resource "aws_iam_role" "broker" {
  name                 = "${var.name_prefix}-broker"
  description          = "daypass in workflow jobs"
  assume_role_policy   = jsonencode(local.policies.trust)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  depends_on = [aws_iam_openid_connect_provider.jobs]
}

resource "aws_iam_role_policy" "broker" {
  name   = "daypass"
  role   = aws_iam_role.broker.name
  policy = jsonencode(local.policies[var.jobs_write_denies ? "broker" : "issuer"])
}

# What daypass hands out can do this at the most: name it in permissions_boundary_arn, and on the roles that are assumed.
resource "aws_iam_policy" "boundary" {
  name        = "${var.name_prefix}-boundary"
  description = "Bounds what daypass hands out"
  policy      = jsonencode(local.policies.boundary)
  tags        = var.tags

  lifecycle {
    precondition {
      condition = anytrue([
        for arn in local.boundary_guards : can(regex(":iam::${local.account}:policy/${var.name_prefix}-boundary$", arn))
      ])
      error_message = "The policies are for another account or name_prefix: run `daypass policy all` with --account ${local.account} --boundary ${var.name_prefix}-boundary."
    }
  }
}

# For a daypass of another account that has to end sessions of this one.
resource "aws_iam_role" "revoker" {
  count = length(local.policies.revoker.Statement) > 0 ? 1 : 0

  name                 = "${var.name_prefix}-revoker"
  description          = "Writes denies for sessions that daypass takes back"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = concat([aws_iam_role.sweeper.arn], var.revoker_trusts) }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "revoker" {
  count = length(aws_iam_role.revoker)

  name   = "daypass"
  role   = aws_iam_role.revoker[0].name
  policy = jsonencode(local.policies.revoker)
}
