variable "state" {
  description = "The state URL, like s3://acme-daypass/team?region=eu-central-1. The bucket is made with this name, in the region that it says."
  type        = string

  validation {
    condition     = can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^?#]*)?(\\?[^#]*)?$", var.state))
    error_message = "It must look like s3://bucket/prefix?region=eu-central-1."
  }
}

variable "policies" {
  description = "What `daypass policy all` prints for your roles, as JSON text: file(\"daypass-policies.json\")."
  type        = string

  validation {
    condition = can([
      for name in ["broker", "issuer", "revoker", "sweeper", "boundary", "trust"] :
      [for policy in flatten([jsondecode(var.policies)[name]]) : policy.Statement]
    ])
    error_message = "It must be what `daypass policy all` prints."
  }
}

variable "name_prefix" {
  description = "What the names of all that is made begin with, for a second daypass in an account. Give `daypass policy all` --boundary PREFIX-boundary then."
  type        = string
  default     = "daypass"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", var.name_prefix))
    error_message = "It takes up to 40 letters, digits, hyphens and underscores."
  }
}

variable "create_bucket" {
  description = "Whether to make the bucket. One that is there already is used as it is: see docs/bootstrap.md for what it should have."
  type        = bool
  default     = true
}

variable "sweep_package" {
  description = "Path of sweep-lambda.zip, which lies in dist/ of the npm package."
  type        = string
}

variable "jobs_write_denies" {
  description = "Whether jobs may write IAM policies to end sessions at once. If not, they leave a tombstone, and the sweep writes the Deny."
  type        = bool
  default     = false
}

variable "sweep_schedule" {
  description = "How often the sweep runs, as EventBridge Scheduler writes it."
  type        = string
  default     = "rate(1 minute)"
}

variable "sweep_runtime" {
  description = "Lambda's runtime of the sweep; nodejs22.x or a later one of Node."
  type        = string
  default     = "nodejs22.x"
}

variable "sweep_reserved_concurrency" {
  description = "How many sweeps may run at a time; -1 reserves nothing, which an account needs that may run only 10 functions at a time."
  type        = number
  default     = 1
}

variable "log_kms_key_arn" {
  description = "KMS key for the log of the sweep; its policy has to let CloudWatch Logs use it."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How many days the log of the sweep stays."
  type        = number
  default     = 30
}

variable "revoker_role_arns" {
  description = "Roles in other accounts that the sweep takes to write denies there."
  type        = list(string)
  default     = []
}

variable "revoker_trusts" {
  description = "Sweeper or broker roles of daypass in other accounts, by ARN, that may take daypass-revoker of this one."
  type        = list(string)
  default     = []
}

variable "create_oidc_provider" {
  description = "Whether to make the OIDC provider. An account has one for each issuer: where it is there already, say false."
  type        = bool
  default     = true
}

variable "oidc_issuer" {
  description = "The OIDC issuer, without https://."
  type        = string
  default     = "token.actions.githubusercontent.com"
}

variable "audience" {
  description = "The audience that jobs ask their tokens for."
  type        = string
  default     = "sts.amazonaws.com"
}

variable "kms_key_arn" {
  description = "KMS key for the bucket; without one S3's own keys encrypt it."
  type        = string
  default     = null
}

variable "ended_days" {
  description = "How many days the records of ended leases and the audit stay."
  type        = number
  default     = 400
}

variable "old_version_days" {
  description = "How many days overwritten and removed objects stay."
  type        = number
  default     = 14
}

variable "quotas" {
  description = "What AWS takes where you asked for more: characters of a trust policy, and managed policies of a role."
  type = object({
    trust_characters           = optional(number, 2048)
    managed_policies_of_a_role = optional(number, 10)
  })
  default = {}
}

variable "permissions_boundary_arn" {
  description = "Boundary for the roles of this module itself, where your organisation asks for one."
  type        = string
  default     = null
}

variable "sweep_environment" {
  description = "Variables of the sweep besides: DAYPASS_RECIPIENT where it is to rotate the keys of static roles. It also needs the rights for that, see docs/permissions.md."
  type        = map(string)
  default     = {}
}

variable "tags" {
  description = "Tags of all that is made."
  type        = map(string)
  default     = {}
}
