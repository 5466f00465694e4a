data "daypass_role" "deploy" {
  name = "deploy"
}

output "deploys_last_at_most" {
  value = data.daypass_role.deploy.max_sts_ttl
}
