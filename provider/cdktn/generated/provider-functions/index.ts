// generated from provider function schema

import * as cdktn from 'cdktn';

/**
* Provider-defined functions of the daypass provider.
*/
export class DaypassProviderFunctions {
  private readonly providerLocalName: string;

  /**
  * @param providerLocalName The local name of the provider in required_providers; defaults to the registry short name. Override when the provider is declared under a different local name — aliases do not change the namespace, local names do.
  */
  constructor(providerLocalName: string) {
    this.providerLocalName = providerLocalName;
  }

  /**
  * Takes the id of a lease apart: `role` is the role that it was issued from, `name` the 22 letters and digits in which the name of the user or session in AWS ends.
  * @param {string} id - Id of a lease, such as that of `lease_id`.
  * @returns {object}
  */
  public leaseIdParse(id: string): cdktn.IResolvable {
    return cdktn.TerraformProviderFunction.invoke(this.providerLocalName, "lease_id_parse", [id]);
  }

  /**
  * Whether an identity policy by itself allows an action on a resource, as AWS decides: a deny goes before an allow. The request is taken to have no condition keys. Of use in `check` and `precondition` blocks, to state what a policy must and must not allow.
  * @param {string} policy - The policy in JSON, for example of `jsonencode` or `aws_iam_policy_document`.
  * @param {string} action - One action, such as `s3:GetObject`.
  * @param {string} resource - ARN of the resource, or `*` for an action that has none.
  * @returns {boolean | IResolvable}
  */
  public policyAllows(policy: string, action: string, resource: string): cdktn.IResolvable {
    return cdktn.TerraformProviderFunction.invoke(this.providerLocalName, "policy_allows", [policy, action, resource]);
  }

  /**
  * The trust policy of an IAM role that lets tokens of an OIDC provider with these subjects take the role, in JSON: `AssumeRoleWithWebIdentity`, with the audience `sts.amazonaws.com`. Of use with a role's `subjects`: `trust_policy(aws_iam_openid_connect_provider.github.arn, daypass_role.deploy.subjects...)`.
  * @param {string} providerArn - ARN of the account's OIDC provider, such as that of GitHub.
  * @param {Array<string>} subjects - Subjects (`sub`), such as `repo:octo/app:ref:refs/heads/main`; `*` and `?` stand for any characters and any one. At least one.
  * @returns {string}
  */
  public trustPolicy(providerArn: string, subjects: Array<string>): string {
    return cdktn.Token.asString(cdktn.TerraformProviderFunction.invoke(this.providerLocalName, "trust_policy", [providerArn, ...subjects]));
  }
}
