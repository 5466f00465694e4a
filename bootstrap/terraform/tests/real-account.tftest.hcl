# The shape of the plan in accounts that are not empty. Nothing is asked of AWS.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }

  mock_data "aws_iam_openid_connect_provider" {
    defaults = { client_id_list = ["sts.amazonaws.com"] }
  }
}

variables {
  state         = "s3://acme-daypass/team?region=eu-central-1"
  sweep_package = "./tests/real-account.tftest.hcl"

  policies = jsonencode({
    broker   = { Version = "2012-10-17", Statement = [] }
    issuer   = { Version = "2012-10-17", Statement = [] }
    revoker  = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["iam:PutRolePolicy"], Resource = ["arn:aws:iam::123456789012:role/deploy"] }] }
    sweeper  = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::acme-daypass"] }] }
    boundary = { Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = ["iam:*"], Resource = ["arn:aws:iam::123456789012:policy/daypass-boundary"] }] }
    trust    = { Version = "2012-10-17", Statement = [] }
  })
}

run "an_empty_account_gets_all" {
  command = plan

  assert {
    condition     = length(aws_s3_bucket.state) == 1 && length(aws_iam_openid_connect_provider.jobs) == 1
    error_message = "The bucket and the OIDC provider are made unless the account has them."
  }

  assert {
    condition     = aws_lambda_function.sweep.reserved_concurrent_executions == 1
    error_message = "One sweep runs at a time."
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables["DAYPASS_VERSION"] == local.version
    error_message = "The settings of the function say the version of the module."
  }

  assert {
    condition     = aws_cloudwatch_log_group.sweep.retention_in_days == 30 && aws_cloudwatch_log_group.sweep.kms_key_id == null
    error_message = "The log stays for a month, under CloudWatch's own key."
  }
}

run "a_second_one_has_names_of_its_own" {
  command = plan

  variables {
    name_prefix = "daypass-prod"
    policies    = replace(var.policies, "policy/daypass-boundary", "policy/daypass-prod-boundary")
  }

  assert {
    condition = alltrue([
      for name in [
        aws_iam_role.broker.name, aws_iam_role.sweeper.name, aws_iam_role.scheduler.name, aws_iam_role.revoker[0].name,
        aws_iam_policy.boundary.name, aws_lambda_function.sweep.function_name, aws_scheduler_schedule.sweep.name,
        trimprefix(aws_cloudwatch_log_group.sweep.name, "/aws/lambda/"),
      ] : startswith(name, "daypass-prod-")
    ])
    error_message = "No name is that of the first one."
  }
}

run "names_are_those_of_the_policies" {
  command         = plan
  expect_failures = [aws_iam_policy.boundary]

  variables {
    name_prefix = "daypass-prod"
  }
}

run "policies_are_those_of_the_account" {
  command         = plan
  expect_failures = [aws_iam_policy.boundary]

  variables {
    policies = replace(var.policies, "123456789012", "210987654321")
  }
}

run "a_bucket_that_is_there_is_left_as_it_is" {
  command = plan

  variables {
    create_bucket = false
  }

  assert {
    condition = alltrue([
      for made in [
        aws_s3_bucket.state, aws_s3_bucket_policy.state, aws_s3_bucket_versioning.state, aws_s3_bucket_ownership_controls.state,
        aws_s3_bucket_public_access_block.state, aws_s3_bucket_lifecycle_configuration.state,
        aws_s3_bucket_server_side_encryption_configuration.state,
      ] : length(made) == 0
    ])
    error_message = "Nothing of the bucket is changed."
  }

  assert {
    condition     = data.aws_s3_bucket.state[0].bucket == "acme-daypass"
    error_message = "It is looked up."
  }
}

run "policies_for_another_bucket_are_refused_there_too" {
  command         = plan
  expect_failures = [aws_iam_role_policy.sweeper]

  variables {
    create_bucket = false
    state         = "s3://another/team?region=eu-central-1"
  }
}

run "an_oidc_provider_that_is_there_is_used" {
  command = plan

  variables {
    create_oidc_provider = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.jobs) == 0 && data.aws_iam_openid_connect_provider.jobs[0].url == "https://token.actions.githubusercontent.com"
    error_message = "It is looked up, and none is made."
  }
}

run "an_oidc_provider_without_the_audience_is_refused" {
  command         = plan
  expect_failures = [data.aws_iam_openid_connect_provider.jobs]

  variables {
    create_oidc_provider = false
    audience             = "another.example"
  }
}

run "the_sweep_is_as_it_is_asked_for" {
  command = plan

  variables {
    sweep_reserved_concurrency = -1
    sweep_runtime              = "nodejs24.x"
    log_retention_days         = 90
    log_kms_key_arn            = "arn:aws:kms:eu-central-1:123456789012:key/0c6d2a5e-7a1b-4f3c-9c65-2f0f6e5d4c3b"
  }

  assert {
    condition     = aws_lambda_function.sweep.reserved_concurrent_executions == -1 && aws_lambda_function.sweep.runtime == "nodejs24.x"
    error_message = "Concurrency and runtime are settings."
  }

  assert {
    condition     = aws_cloudwatch_log_group.sweep.retention_in_days == 90 && aws_cloudwatch_log_group.sweep.kms_key_id == var.log_kms_key_arn
    error_message = "So are the log's time and key."
  }
}

run "a_provider_of_another_region_is_refused" {
  command         = plan
  expect_failures = [aws_lambda_function.sweep]

  variables {
    state = "s3://acme-daypass/team?sse=aws:kms&region=us-east-1"
  }
}

run "a_state_that_says_no_region_is_taken" {
  command = plan

  variables {
    state = "s3://acme-daypass/team"
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables["DAYPASS_STATE"] == "s3://acme-daypass/team"
    error_message = "The function looks where it is then."
  }
}

run "policies_in_parts_are_beside_the_role" {
  command = plan

  variables {
    jobs_write_denies = true
    policies = jsonencode(merge(jsondecode(var.policies), {
      broker  = [for n in [1, 2, 3] : { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Resource = ["arn:aws:iam::123456789012:role/part-${n}"] }] }]
      sweeper = [jsondecode(var.policies).sweeper, { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["iam:GetRole"], Resource = ["*"] }] }]
    }))
  }

  assert {
    condition     = keys(aws_iam_policy.more) == ["broker-2", "broker-3", "sweeper-2"] && alltrue([for key, one in aws_iam_role_policy_attachment.more : endswith(one.role, split("-", key)[0])])
    error_message = "The first is the role's own, the others are managed policies of it."
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.broker.policy, "part-1") && strcontains(aws_iam_policy.more["broker-3"].policy, "part-3")
    error_message = "In their order."
  }
}

run "a_policy_that_aws_does_not_take_is_refused" {
  command         = plan
  expect_failures = [aws_iam_policy.boundary]

  variables {
    policies = jsonencode(merge(jsondecode(var.policies), {
      broker = { Version = "2012-10-17", Statement = [] }
      issuer = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole"], Resource = [for n in range(300) : "arn:aws:iam::123456789012:role/part-${n}"] }] }
    }))
  }
}

run "a_trust_policy_that_aws_does_not_take_is_refused" {
  command         = plan
  expect_failures = [aws_iam_role.broker]

  variables {
    policies = jsonencode(merge(jsondecode(var.policies), {
      trust = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Condition = { StringLike = { "x:sub" = [for n in range(50) : "repo:octo/app-${n}:environment:production"] } } }] }
    }))
  }
}

run "more_policies_than_a_role_has_are_refused" {
  command         = plan
  expect_failures = [aws_iam_policy.more]

  variables {
    policies = jsonencode(merge(jsondecode(var.policies), {
      issuer = [for n in range(12) : { Version = "2012-10-17", Statement = [{ Sid = "Part${n}", Effect = "Allow", Action = ["sts:AssumeRole"], Resource = ["*"] }] }]
    }))
  }
}

run "quotas_that_aws_raised_are_taken" {
  command = plan

  variables {
    quotas = { trust_characters = 4096, managed_policies_of_a_role = 20 }
    policies = jsonencode(merge(jsondecode(var.policies), {
      trust  = { Version = "2012-10-17", Statement = [{ Effect = "Allow", Condition = { StringLike = { "x:sub" = [for n in range(50) : "repo:octo/app-${n}:environment:production"] } } }] }
      issuer = [for n in range(12) : { Version = "2012-10-17", Statement = [{ Sid = "Part${n}", Effect = "Allow", Action = ["sts:AssumeRole"], Resource = ["*"] }] }]
    }))
  }

  assert {
    condition     = length(aws_iam_policy.more) == 11
    error_message = "All of them are made."
  }
}
