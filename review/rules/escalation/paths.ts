/**
 * How a path leads to more rights:
 *
 * - `self`: it changes the rights of the one who acts;
 * - `principal`: it takes the place of somebody else;
 * - `pass`: it hands a role to a service, and acts through that;
 * - `compute`: it acts through something that has a role already.
 */
export type PathKind = 'self' | 'principal' | 'pass' | 'compute'

/** Actions which, together, lead to more rights than they seem to. */
export interface EscalationPath {
  readonly id: string
  readonly kind: PathKind
  /** Beside `iam:PassRole`, which every path of kind `pass` needs. */
  readonly actions: readonly string[]
  /** Service principals, to one of which the role is passed; only for `pass`. */
  readonly passesTo: readonly string[]
  /** A page about it. */
  readonly docs?: string
}

/** An id of pathfinding.cloud, actions and passed-to services separated by spaces. */
type Row = readonly [id: string, actions: string, passesTo?: string]

const SELF: readonly Row[] = [
  ['iam-001', 'iam:CreatePolicyVersion'],
  ['iam-005', 'iam:PutRolePolicy'],
  ['iam-007', 'iam:PutUserPolicy'],
  ['iam-008', 'iam:AttachUserPolicy'],
  ['iam-009', 'iam:AttachRolePolicy'],
  ['iam-010', 'iam:AttachGroupPolicy'],
  ['iam-011', 'iam:PutGroupPolicy'],
  ['iam-013', 'iam:AddUserToGroup'],
]

const PRINCIPAL: readonly Row[] = [
  ['iam-002', 'iam:CreateAccessKey'],
  ['iam-003', 'iam:CreateAccessKey iam:DeleteAccessKey'],
  ['iam-004', 'iam:CreateLoginProfile'],
  ['iam-006', 'iam:UpdateLoginProfile'],
  ['iam-012', 'iam:UpdateAssumeRolePolicy'],
  ['iam-014', 'iam:AttachRolePolicy sts:AssumeRole'],
  ['iam-015', 'iam:AttachUserPolicy iam:CreateAccessKey'],
  ['iam-016', 'iam:CreatePolicyVersion sts:AssumeRole'],
  ['iam-017', 'iam:PutRolePolicy sts:AssumeRole'],
  ['iam-018', 'iam:PutUserPolicy iam:CreateAccessKey'],
  ['iam-019', 'iam:AttachRolePolicy iam:UpdateAssumeRolePolicy'],
  ['iam-020', 'iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy'],
  ['iam-021', 'iam:PutRolePolicy iam:UpdateAssumeRolePolicy'],
  ['sts-001', 'sts:AssumeRole'],
]

const APP_RUNNER = 'tasks.apprunner.amazonaws.com build.apprunner.amazonaws.com'
const AGENT_CORE = 'bedrock-agentcore.amazonaws.com'
const CLOUDFORMATION = 'cloudformation.amazonaws.com'
const CODEBUILD = 'codebuild.amazonaws.com'
const DATA_PIPELINE = 'datapipeline.amazonaws.com elasticmapreduce.amazonaws.com ec2.amazonaws.com'
const EC2 = 'ec2.amazonaws.com'
const ECS_TASKS = 'ecs-tasks.amazonaws.com'
const GLUE = 'glue.amazonaws.com'
const LAMBDA = 'lambda.amazonaws.com'
const SAGEMAKER = 'sagemaker.amazonaws.com'

const PASS: readonly Row[] = [
  ['apprunner-001', 'apprunner:CreateService', APP_RUNNER],
  [
    'bedrock-001',
    'bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
    AGENT_CORE,
  ],
  ['cloudformation-001', 'cloudformation:CreateStack', CLOUDFORMATION],
  [
    'cloudformation-003',
    'cloudformation:CreateStackSet cloudformation:CreateStackInstances',
    CLOUDFORMATION,
  ],
  ['cloudformation-004', 'cloudformation:UpdateStackSet', CLOUDFORMATION],
  ['codebuild-001', 'codebuild:CreateProject codebuild:StartBuild', CODEBUILD],
  ['codebuild-004', 'codebuild:CreateProject codebuild:StartBuildBatch', CODEBUILD],
  [
    'datapipeline-001',
    'datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline',
    DATA_PIPELINE,
  ],
  ['ec2-001', 'ec2:RunInstances', EC2],
  ['ec2-003', 'ec2:RequestSpotInstances', EC2],
  ['ecs-001', 'ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService', ECS_TASKS],
  ['ecs-002', 'ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask', ECS_TASKS],
  ['ecs-003', 'ecs:RegisterTaskDefinition ecs:CreateService', ECS_TASKS],
  ['ecs-004', 'ecs:RegisterTaskDefinition ecs:RunTask', ECS_TASKS],
  ['ecs-005', 'ecs:RegisterTaskDefinition ecs:StartTask', ECS_TASKS],
  ['glue-001', 'glue:CreateDevEndpoint', GLUE],
  ['glue-003', 'glue:CreateJob glue:StartJobRun', GLUE],
  ['glue-004', 'glue:CreateJob glue:CreateTrigger', GLUE],
  ['glue-005', 'glue:UpdateJob glue:StartJobRun', GLUE],
  ['glue-006', 'glue:UpdateJob glue:CreateTrigger', GLUE],
  ['lambda-001', 'lambda:CreateFunction lambda:InvokeFunction', LAMBDA],
  ['lambda-002', 'lambda:CreateFunction lambda:CreateEventSourceMapping', LAMBDA],
  ['lambda-006', 'lambda:CreateFunction lambda:AddPermission', LAMBDA],
  ['sagemaker-001', 'sagemaker:CreateNotebookInstance', SAGEMAKER],
  ['sagemaker-002', 'sagemaker:CreateTrainingJob', SAGEMAKER],
  ['sagemaker-003', 'sagemaker:CreateProcessingJob', SAGEMAKER],
]

const COMPUTE: readonly Row[] = [
  ['apprunner-002', 'apprunner:UpdateService'],
  [
    'bedrock-002',
    'bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
  ],
  ['cloudformation-002', 'cloudformation:UpdateStack'],
  ['cloudformation-005', 'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet'],
  ['codebuild-002', 'codebuild:StartBuild'],
  ['codebuild-003', 'codebuild:StartBuildBatch'],
  ['ec2-002', 'ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances'],
  ['ec2-004', 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate'],
  ['ec2instanceconnect-003', 'ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances'],
  ['ecs-006', 'ecs:ExecuteCommand ecs:DescribeTasks'],
  ['glue-002', 'glue:UpdateDevEndpoint'],
  ['lambda-003', 'lambda:UpdateFunctionCode'],
  ['lambda-004', 'lambda:UpdateFunctionCode lambda:InvokeFunction'],
  ['lambda-005', 'lambda:UpdateFunctionCode lambda:AddPermission'],
  ['sagemaker-004', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
  [
    'sagemaker-005',
    'sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance',
  ],
  ['ssm-001', 'ssm:StartSession'],
  ['ssm-002', 'ssm:SendCommand'],
]

/**
 * Combinations that stand in other lists: Rhino Security Labs' 28 methods (2 and 23 to 26), hackingthe.cloud's AWS IAM
 * privilege escalation techniques, Bishop Fox's iam-vulnerable, and AWS's own page on permissions boundaries.
 */
const SELF_ELSEWHERE: readonly Row[] = [
  ['iam-set-default-policy-version', 'iam:SetDefaultPolicyVersion'],
  ['iam-delete-role-policy', 'iam:DeleteRolePolicy'],
  ['iam-delete-user-policy', 'iam:DeleteUserPolicy'],
  ['iam-detach-role-policy', 'iam:DetachRolePolicy'],
  ['iam-detach-user-policy', 'iam:DetachUserPolicy'],
  ['iam-put-role-boundary', 'iam:PutRolePermissionsBoundary'],
  ['iam-put-user-boundary', 'iam:PutUserPermissionsBoundary'],
  ['iam-delete-role-boundary', 'iam:DeleteRolePermissionsBoundary'],
  ['iam-delete-user-boundary', 'iam:DeleteUserPermissionsBoundary'],
]

const PASS_ELSEWHERE: readonly Row[] = [
  [
    'autoscaling-create-with-configuration',
    'autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration',
    EC2,
  ],
  [
    'autoscaling-create-with-template',
    'autoscaling:CreateAutoScalingGroup ec2:CreateLaunchTemplate',
    EC2,
  ],
  [
    'autoscaling-update-with-configuration',
    'autoscaling:UpdateAutoScalingGroup autoscaling:CreateLaunchConfiguration',
    EC2,
  ],
  [
    'autoscaling-update-with-template',
    'autoscaling:UpdateAutoScalingGroup ec2:CreateLaunchTemplate',
    EC2,
  ],
  ['codestar-project', 'codestar:CreateProject', 'codestar.amazonaws.com'],
  ['ec2-instance-profile', 'ec2:AssociateIamInstanceProfile', EC2],
  ['ecs-run-task', 'ecs:RunTask', ECS_TASKS],
  ['ecs-register-instance', 'ecs:StartTask ecs:RegisterContainerInstance', ECS_TASKS],
  ['ecs-deregister-instance', 'ecs:StartTask ecs:DeregisterContainerInstance', ECS_TASKS],
  ['glue-create-job', 'glue:CreateJob', GLUE],
  [
    'lambda-new-table',
    'lambda:CreateFunction lambda:CreateEventSourceMapping dynamodb:CreateTable dynamodb:PutItem',
    LAMBDA,
  ],
]

const COMPUTE_ELSEWHERE: readonly Row[] = [
  // The service ended in 2024; roles that still name it say so.
  ['codestar-template', 'codestar:CreateProjectFromTemplate'],
  ['codestar-member', 'codestar:CreateProject codestar:AssociateTeamMember'],
  ['ec2-serial-console', 'ec2-instance-connect:SendSerialConsoleSSHPublicKey'],
  ['lambda-layer', 'lambda:UpdateFunctionConfiguration'],
]

/**
 * Every known path. Ids with digits are those of https://pathfinding.cloud (as of 2025-12-17, and `ecs-006`), which
 * describes each; the actions and the services are facts of AWS.
 */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  ...read('self', [...SELF, ...SELF_ELSEWHERE]),
  ...read('principal', PRINCIPAL),
  ...read('pass', [...PASS, ...PASS_ELSEWHERE]),
  ...read('compute', [...COMPUTE, ...COMPUTE_ELSEWHERE]),
]

function read(kind: PathKind, rows: readonly Row[]): readonly EscalationPath[] {
  return rows.map(([id, actions, passesTo]) => ({
    id,
    kind,
    actions: actions.split(' '),
    passesTo: passesTo?.split(' ') ?? [],
    ...(/-\d{3}$/.test(id) ? { docs: `https://pathfinding.cloud/paths/${id}` } : {}),
  }))
}

/** All actions of a path, `iam:PassRole` first where it needs that. */
export function actionsOfPath({ kind, actions }: EscalationPath): readonly string[] {
  return kind === 'pass' ? ['iam:PassRole', ...actions] : actions
}
