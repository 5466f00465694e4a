output "role_of_the_lease" {
  value = provider::daypass::lease_id_parse("deploy/4cZkq2TzWq0bXyN8rPdU1a").role
}
