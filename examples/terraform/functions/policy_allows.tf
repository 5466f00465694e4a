locals {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:*", Resource = "*" },
      { Effect = "Deny", Action = "s3:DeleteBucket", Resource = "*" },
    ]
  })
}

check "buckets_stay" {
  assert {
    condition     = !provider::daypass::policy_allows(local.policy, "s3:DeleteBucket", "arn:aws:s3:::my-site")
    error_message = "The policy allows to delete buckets."
  }
}
