/** The SNS operations that Millwright calls. Loaded at the first call; named, so that the rest is not bundled. */
export { SNSClient as Client, GetTopicAttributesCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
