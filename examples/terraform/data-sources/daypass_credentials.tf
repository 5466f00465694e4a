# In clear text in the state: where Terraform 1.10 or newer runs, use the ephemeral resource.
data "daypass_credentials" "deploy" {
  role = "deploy"
  ttl  = "15m"
}

provider "aws" {
  region     = "eu-central-1"
  access_key = data.daypass_credentials.deploy.access_key
  secret_key = data.daypass_credentials.deploy.secret_key
  token      = data.daypass_credentials.deploy.session_token
}

data "aws_caller_identity" "current" {}
