data "aws_caller_identity" "this" {}

resource "aws_iam_role" "sweeper" {
  name                 = "daypass-sweeper"
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
  policy = jsonencode(local.policies.sweeper)
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
  name              = "/aws/lambda/daypass-sweep"
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_lambda_function" "sweep" {
  function_name    = "daypass-sweep"
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

  environment {
    variables = merge(var.sweep_environment, {
      DAYPASS_STATE             = var.state
      DAYPASS_REVOKER_ROLE_ARNS = join(",", var.revoker_role_arns)
    })
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
  name                 = "daypass-scheduler"
  description          = "Starts the sweep"
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
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
  name                = "daypass-sweep"
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
