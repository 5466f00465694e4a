# In clear text in the state, and revoked when the resource is destroyed or replaced.
resource "daypass_lease" "device" {
  role = "deploy"
  ttl  = "1h"
}

output "device_key_ends_at" {
  value = daypass_lease.device.expires_at
}
