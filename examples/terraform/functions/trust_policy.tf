output "trust_policy" {
  value = provider::daypass::trust_policy(
    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
    "repo:my-org/my-app:ref:refs/heads/main",
    "repo:my-org/my-app:environment:production",
  )
}
