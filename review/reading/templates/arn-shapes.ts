const PLACE = 'xx-stack-1:000000000000'

/** ARNs by resource type, with `NAME` for the name; those of which `Ref` is the ARN begin with `Ref `. */
const SHAPES: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': `arn:aws:dynamodb:${PLACE}:table/NAME`,
  'AWS::DynamoDB::GlobalTable': `arn:aws:dynamodb:${PLACE}:table/NAME`,
  'AWS::ECR::Repository': `arn:aws:ecr:${PLACE}:repository/NAME`,
  'AWS::Events::EventBus': `arn:aws:events:${PLACE}:event-bus/NAME`,
  'AWS::IAM::Group': 'arn:aws:iam::000000000000:group/NAME',
  'AWS::IAM::ManagedPolicy': 'Ref arn:aws:iam::000000000000:policy/NAME',
  'AWS::IAM::Role': 'arn:aws:iam::000000000000:role/NAME',
  'AWS::IAM::User': 'arn:aws:iam::000000000000:user/NAME',
  'AWS::KMS::Key': `arn:aws:kms:${PLACE}:key/NAME`,
  'AWS::Kinesis::Stream': `arn:aws:kinesis:${PLACE}:stream/NAME`,
  'AWS::Lambda::Function': `arn:aws:lambda:${PLACE}:function:NAME`,
  'AWS::Logs::LogGroup': `arn:aws:logs:${PLACE}:log-group:NAME:*`,
  'AWS::S3::Bucket': 'arn:aws:s3:::NAME',
  'AWS::SecretsManager::Secret': `Ref arn:aws:secretsmanager:${PLACE}:secret:NAME`,
  'AWS::SNS::Topic': `Ref arn:aws:sns:${PLACE}:NAME`,
  'AWS::SQS::Queue': `arn:aws:sqs:${PLACE}:NAME`,
  'AWS::StepFunctions::StateMachine': `Ref arn:aws:states:${PLACE}:stateMachine:NAME`,
}

/**
 * The ARN of a resource that a template makes, and whether `Ref` means it or the name.
 *
 * Source: CloudFormation Template Reference, "Return values" of each type; Service Authorization Reference, "Resource types".
 */
export function shapeOf(
  type: string,
  name: string,
): { readonly arn: string | undefined; readonly ref: 'arn' | 'name' } {
  const shape = Object.hasOwn(SHAPES, type) ? SHAPES[type] : undefined
  if (shape === undefined) return { arn: undefined, ref: 'name' }
  const isReference = shape.startsWith('Ref ')
  return {
    arn: shape.replace('Ref ', '').replace('NAME', () => name),
    ref: isReference ? 'arn' : 'name',
  }
}
