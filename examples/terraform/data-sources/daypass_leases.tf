data "daypass_leases" "deploy" {
  role   = "deploy"
  status = "active"
}

check "nobody_deploys_for_hours" {
  assert {
    condition     = length(data.daypass_leases.deploy.ids) < 10
    error_message = "Held by ${join(", ", data.daypass_leases.deploy.leases[*].held_by)}."
  }
}
