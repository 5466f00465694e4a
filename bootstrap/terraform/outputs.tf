output "state" {
  description = "Set DAYPASS_STATE to this."
  value       = var.state
}

output "broker_role_arn" {
  description = "The role that jobs take before daypass runs."
  value       = aws_iam_role.broker.arn
}

output "revocation" {
  description = "Set DAYPASS_REVOCATION to this in the jobs."
  value       = var.jobs_write_denies ? "immediate" : "tombstone"
}

output "sweep_function_name" {
  description = "The function that sweeps."
  value       = aws_lambda_function.sweep.function_name
}

output "boundary_arn" {
  description = "Name it in permissions_boundary_arn of iam_user roles, and on the roles that are assumed."
  value       = aws_iam_policy.boundary.arn
}

output "revoker_role_arn" {
  description = "For DAYPASS_REVOKER_ROLE_ARNS of a daypass in another account; null without roles that are assumed."
  value       = one(aws_iam_role.revoker[*].arn)
}
