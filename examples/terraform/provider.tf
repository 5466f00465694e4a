terraform {
  required_providers {
    daypass = {
      source = "daypass/daypass"
    }
  }
}

# AWS credentials and the region are found as every AWS tool finds them.
provider "daypass" {
  state = "s3://my-daypass-state?region=eu-central-1"
  roles = "${path.module}/roles"

  holder = {
    repository = "my-org/my-app"
  }
}
