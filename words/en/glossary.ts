/**
 * AWS's terms and what they mean, for those who meet one in a sentence. Apart from the other words: they are read with the
 * pages that explain. `forms`: how the term is written in sentences, the longest first.
 */
export const glossary = {
  accessPolicy: {
    forms: ['policy', 'policies'],
    says: 'A list of what is allowed in the account, and of what is not.',
  },
  arn: { forms: ['ARN'], says: 'The full name of a thing in AWS. No other thing in the world has it.' },
  bucket: { forms: ['buckets', 'bucket'], says: 'A private folder in S3. You pay for what is in it.' },
  cloudFormation: {
    forms: ['CloudFormation'],
    says: 'The part of AWS that makes several things as one, and takes them away as one.',
  },
  eventBridge: {
    forms: ['EventBridge Scheduler', 'EventBridge'],
    says: 'The alarm clock of AWS. It works with your computer switched off.',
  },
  git: { forms: ['Git'], says: 'A program that keeps every version of a folder with code.' },
  glacier: { forms: ['Glacier'], says: 'The cheap place of S3 for old files that are seldom read.' },
  gpu: { forms: ['GPU'], says: 'A chip that is fast at training models. It costs more by the hour.' },
  infrequent: {
    forms: ['Infrequent Access'],
    says: 'A place of S3 that is cheaper to keep files in, and dearer to read from.',
  },
  jupyter: {
    forms: ['JupyterLab', 'Jupyter'],
    says: 'The page in the browser in which code is written and run.',
  },
  region: {
    forms: ['regions', 'region'],
    says: 'A place in the world with machines of AWS. Prices differ from one to the next.',
  },
  role: {
    forms: ['roles', 'role'],
    says: 'A set of rights that a machine or a service works with, instead of a password.',
  },
  s3: { forms: ['S3'], says: 'The part of AWS that keeps files.' },
  sageMaker: { forms: ['SageMaker'], says: 'The part of AWS for machine learning. It runs the notebooks.' },
  stack: {
    forms: ['stacks', 'stack'],
    says: 'Things that CloudFormation made together and deletes together.',
  },
  subnet: {
    forms: ['subnets', 'subnet'],
    says: 'A part of a network. It decides what a machine in it can reach.',
  },
} as const;
