output "role_of_the_lease" {
  value = provider::daypass::lease_id_parse("deploy/3kTMd7wq9ZpXv2RbYcHs5N").role
}
