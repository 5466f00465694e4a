data "aws_caller_identity" "this" {}

data "aws_region" "this" {}

resource "aws_iam_role" "sweeper" {
  name                 = "${var.name_prefix}-sweeper"
  description          = "Takes back what is due"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "sweeper" {
  name   = "daypass"
  role   = aws_iam_role.sweeper.name
  policy = jsonencode(local.sweeper[0])

  lifecycle {
    precondition {
      condition = anytrue([
        for arn in local.sweeper_resources : can(regex(":s3:::${replace(local.bucket, ".", "\\.")}$", arn))
      ])
      error_message = "The policies are for another bucket: run `daypass policy all` with this --state."
    }

    precondition {
      condition     = var.kms_key_arn == null || contains(local.sweeper_actions, "kms:Decrypt")
      error_message = "The policies have no right to kms_key_arn: run `daypass policy all` with &sse=aws:kms&kms_key_id=… in --state, and give the same state here."
    }
  }

  depends_on = [aws_iam_role_policy_attachment.more]
}

resource "aws_iam_role_policy" "sweeper_log" {
  name = "log"
  role = aws_iam_role.sweeper.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "${aws_cloudwatch_log_group.sweep.arn}:*"
    }]
  })
}

resource "aws_cloudwatch_log_group" "sweep" {
  name              = "/aws/lambda/${var.name_prefix}-sweep"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  tags              = var.tags
}

resource "aws_lambda_function" "sweep" {
  function_name    = "${var.name_prefix}-sweep"
  description      = "Takes back what is due"
  role             = aws_iam_role.sweeper.arn
  filename         = var.sweep_package
  source_code_hash = filebase64sha256(var.sweep_package)
  handler          = "index.handler"
  runtime          = var.sweep_runtime
  architectures    = ["arm64"]
  memory_size      = 512
  timeout          = 600
  tags             = var.tags

  # Sweeps may run side by side; more than one at a time only share the pace that IAM takes.
  reserved_concurrent_executions = var.sweep_reserved_concurrency

  environment {
    variables = merge(var.sweep_environment, {
      DAYPASS_STATE             = var.state
      DAYPASS_VERSION           = local.version
      DAYPASS_REVOKER_ROLE_ARNS = join(",", var.revoker_role_arns)
    })
  }

  lifecycle {
    precondition {
      condition     = local.region == null || local.region == data.aws_region.this.id
      error_message = "The state is in ${coalesce(local.region, "?")}, and the provider of AWS is set to ${data.aws_region.this.id}: give the module a provider of the region of the state."
    }
  }

  depends_on = [aws_iam_role_policy.sweeper, aws_iam_role_policy.sweeper_log]
}

# A sweep that failed is not repeated by Lambda: the next one is due in a minute, and two side by side do no harm.
resource "aws_lambda_function_event_invoke_config" "sweep" {
  function_name                = aws_lambda_function.sweep.function_name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}

resource "aws_iam_role" "scheduler" {
  name                 = "${var.name_prefix}-scheduler"
  description          = "Starts the sweep"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "start"
  role = aws_iam_role.scheduler.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = aws_lambda_function.sweep.arn
    }]
  })
}

resource "aws_scheduler_schedule" "sweep" {
  name                = "${var.name_prefix}-sweep"
  description         = "Takes back what is due"
  schedule_expression = var.sweep_schedule

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.sweep.arn
    role_arn = aws_iam_role.scheduler.arn

    retry_policy {
      maximum_retry_attempts       = 0
      maximum_event_age_in_seconds = 60
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}
