ephemeral "daypass_credentials" "deploy" {
  role = "deploy"
  ttl  = "15m"
}

# Works with the credentials while Terraform runs; they are in no state and no plan file, and revoked at the end.
provider "aws" {
  region     = "eu-central-1"
  access_key = ephemeral.daypass_credentials.deploy.access_key
  secret_key = ephemeral.daypass_credentials.deploy.secret_key
  token      = ephemeral.daypass_credentials.deploy.session_token
}

data "aws_caller_identity" "current" {}
