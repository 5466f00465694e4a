resource "aws_iam_openid_connect_provider" "jobs" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://${var.oidc_issuer}"
  client_id_list = [var.audience]
  tags           = var.tags
}

# Who the jobs are while daypass runs in them.
resource "aws_iam_role" "broker" {
  name                 = "daypass-broker"
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
  name        = "daypass-boundary"
  description = "Bounds what daypass hands out"
  policy      = jsonencode(local.policies.boundary)
  tags        = var.tags
}

# For a daypass of another account that has to end sessions of this one.
resource "aws_iam_role" "revoker" {
  count = length(local.policies.revoker.Statement) > 0 ? 1 : 0

  name                 = "daypass-revoker"
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
