resource "daypass_role" "site" {
  name            = "site"
  description     = "Uploads the web site."
  owner           = "web@example.com"
  credential_type = "assumed_role"
  role_arns       = ["arn:aws:iam::123456789012:role/site"]
  default_sts_ttl = "15m"
  max_sts_ttl     = "1h"
  subjects        = ["repo:my-org/site:ref:refs/heads/main"]

  # What a session may do at most, whatever the AWS role may.
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:PutObject", "s3:DeleteObject"]
      Resource = "arn:aws:s3:::my-site/*"
    }]
  })
}
