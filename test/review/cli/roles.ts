/** A role that reads one bucket, for the main branch. */
export const READER = `description: Reads one bucket.
owner: team-data
credential_type: assumed_role
role_arns: [arn:aws:iam::123456789012:role/reader]
subjects: ['repo:octo/app:ref:refs/heads/main']
policy_document:
  Version: '2012-10-17'
  Statement:
    - Effect: Allow
      Action: s3:GetObject
      Resource: arn:aws:s3:::data/*
default_sts_ttl: 15m
max_sts_ttl: 1h
`

/** The same, for every repository of the owner, with writes. */
export const WIDER = READER.replace('repo:octo/app:ref:refs/heads/main', 'repo:octo/*')
  .replace('Action: s3:GetObject', "Action: ['s3:GetObject', 's3:PutObject', 's3:PutBucketPolicy']")
  .replace('arn:aws:s3:::data/*', "['arn:aws:s3:::data/*', 'arn:aws:s3:::data']")

/** The same in other words. */
export const REWORDED = READER.replace('Reads one bucket.', 'Reads a bucket.')
