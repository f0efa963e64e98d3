/** The sizes that are offered as cards. Memory and GPU: https://aws.amazon.com/sagemaker/pricing/ (instance table). */
export const sizes = [
  { id: 'small', type: 'ml.t3.medium' },
  { id: 'medium', type: 'ml.m5.xlarge' },
  { id: 'large', type: 'ml.m5.4xlarge' },
  { id: 'gpu', type: 'ml.g4dn.xlarge' },
] as const;

/** `small`, or undefined for a type without a word of its own. */
export const sizeWord = (type: string): string | undefined => sizes.find((size) => size.type === type)?.id;

export const priceKeys = {
  machine: (type: string) => `sagemaker:notebook:${type}`,
  disk: 'sagemaker:notebook-volume',
  files: 's3:standard',
};
