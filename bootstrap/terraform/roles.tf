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

  lifecycle {
    precondition {
      condition     = local.trust_characters <= var.quotas.trust_characters
      error_message = "The trust policy has ${local.trust_characters} characters, and AWS takes ${var.quotas.trust_characters}: shorten it with `daypass policy all --whole-owners`, ask AWS for 4096 and say so in quotas, or split the roles among several states."
    }
  }

  depends_on = [aws_iam_openid_connect_provider.jobs]
}

resource "aws_iam_role_policy" "broker" {
  name   = "daypass"
  role   = aws_iam_role.broker.name
  policy = jsonencode(local.broker[0])

  depends_on = [aws_iam_role_policy_attachment.more]
}

# What daypass hands out can do this at the most: name it in permissions_boundary_arn, and on the roles that are assumed.
resource "aws_iam_policy" "boundary" {
  name        = "${var.name_prefix}-boundary"
  description = "Bounds what daypass hands out"
  policy      = jsonencode(local.boundary[0])
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(local.too_large) == 0
      error_message = "One of the policies is larger than AWS takes: run `daypass policy all` of the version of this module again, and mind what it says."
    }

    precondition {
      condition = anytrue([
        for arn in local.boundary_guards : can(regex(":iam::${local.account}:policy/${var.name_prefix}-boundary$", arn))
      ])
      error_message = "The policies are for another account or name_prefix: run `daypass policy all` with --account ${local.account} --boundary ${var.name_prefix}-boundary."
    }
  }
}

# What is more than a role takes in itself. They are there before the role's own policy shrinks, and go after it has grown.
resource "aws_iam_policy" "more" {
  for_each = local.more

  name        = "${var.name_prefix}-${each.key}"
  description = "More rights of daypass"
  policy      = each.value
  tags        = var.tags

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = max(length(local.broker), length(local.revoker), length(local.sweeper)) - 1 <= var.quotas.managed_policies_of_a_role
      error_message = "There are more policies than AWS attaches to a role: ask AWS for more and say so in quotas, or split the roles among several states."
    }
  }
}

resource "aws_iam_role_policy_attachment" "more" {
  for_each = local.more

  role = {
    broker  = aws_iam_role.broker.name
    revoker = one(aws_iam_role.revoker[*].name)
    sweeper = aws_iam_role.sweeper.name
  }[split("-", each.key)[0]]
  policy_arn = aws_iam_policy.more[each.key].arn

  lifecycle {
    create_before_destroy = true
  }
}

# For a daypass of another account that has to end sessions of this one.
resource "aws_iam_role" "revoker" {
  count = length(local.revoker[0].Statement) > 0 ? 1 : 0

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
  policy = jsonencode(local.revoker[0])

  depends_on = [aws_iam_role_policy_attachment.more]
}
