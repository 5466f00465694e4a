terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The first that takes an OIDC provider without thumbprints.
      version = ">= 5.81"
    }
  }
}
