/** The ECR operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export { ECRClient as Client, DescribeImagesCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
