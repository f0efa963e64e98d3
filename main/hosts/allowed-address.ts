/**
 * Where main may send the person's browser: https on hosts that AWS owns, or the connection's own endpoint.
 *
 * Hosts: `*.notebook.REGION.sagemaker.aws` of CreatePresignedNotebookInstanceUrl (Amazon SageMaker AI developer guide,
 * "Access notebook instances"), `*.console.aws.amazon.com` and `docs.aws.amazon.com` (AWS General Reference). Names below
 * `amazonaws.com` are not among them: buckets, load balancers, gateways and machines of anybody have such names.
 */
const awsHosts = ['.sagemaker.aws', '.aws.amazon.com'];

export function isAllowedAddress(address: string, endpoint: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (endpoint !== undefined && URL.canParse(endpoint) && url.origin === new URL(endpoint).origin)
    return url.protocol === 'http:' || url.protocol === 'https:';
  return url.protocol === 'https:' && url.port === '' && awsHosts.some((host) => url.hostname.endsWith(host));
}
