# Holds names, ARNs and times, never a secret. Whoever may write here can make daypass end leases: see docs/bootstrap.md.
resource "aws_s3_bucket" "state" {
  bucket = local.bucket
  tags   = var.tags

  lifecycle {
    prevent_destroy = true

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
}

resource "aws_s3_bucket_ownership_controls" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Amazon S3 honours If-Match and If-None-Match in versioned buckets too: they look at the current version.
resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

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
  bucket = aws_s3_bucket.state.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.state]
}
