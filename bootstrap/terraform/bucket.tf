# Holds names, ARNs and times, never a secret. Whoever may write here can make daypass end leases: see docs/bootstrap.md.
resource "aws_s3_bucket" "state" {
  count = var.create_bucket ? 1 : 0

  bucket = local.bucket
  tags   = var.tags

  lifecycle {
    prevent_destroy = true
  }
}

# Looked up, so that a bucket that is not there is found before anything is made. Nothing about it is changed.
data "aws_s3_bucket" "state" {
  count = var.create_bucket ? 0 : 1

  bucket = local.bucket
}

resource "aws_s3_bucket_ownership_controls" "state" {
  count = length(aws_s3_bucket.state)

  bucket = aws_s3_bucket.state[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  count = length(aws_s3_bucket.state)

  bucket                  = aws_s3_bucket.state[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Amazon S3 honours If-Match and If-None-Match in versioned buckets too: they look at the current version.
resource "aws_s3_bucket_versioning" "state" {
  count = length(aws_s3_bucket.state)

  bucket = aws_s3_bucket.state[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  count = length(aws_s3_bucket.state)

  bucket = aws_s3_bucket.state[0].id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  count = length(aws_s3_bucket.state)

  bucket = aws_s3_bucket.state[0].id

  dynamic "rule" {
    for_each = toset(["ended", "audit"])

    content {
      id     = "forget-${rule.value}"
      status = "Enabled"

      filter {
        prefix = "${local.below_prefix}${rule.value}/"
      }

      expiration {
        days = var.ended_days
      }
    }
  }

  rule {
    id     = "forget-old-versions"
    status = "Enabled"

    filter {
      prefix = local.below_prefix
    }

    # What is removed leaves a marker, which would stay for ever and slow down every listing.
    expiration {
      expired_object_delete_marker = true
    }

    noncurrent_version_expiration {
      noncurrent_days = var.old_version_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}

resource "aws_s3_bucket_policy" "state" {
  count = length(aws_s3_bucket.state)

  bucket = aws_s3_bucket.state[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.state[0].arn, "${aws_s3_bucket.state[0].arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.state]
}
