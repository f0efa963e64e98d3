/**
 * An error that comes with status 200. S3 does so by design (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html),
 * any service's front door may; read as an answer it would say that nothing is there.
 */

/** Longer texts are answers: an error is a code and a sentence. */
export const longestError = 4_096;
/** The first element of a document; EC2 says `Response` of everything. */
const rootOf = (xml: string): string | undefined => /<([A-Z]\w*)[\s>]/.exec(xml)?.[1];
const ec2Errors = /^[^]{0,200}<Response>\s*<Errors>/;

/**
 * REST protocols in JSON name an error in a header and not in the body
 * (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html, "Operation error serialization").
 */
export const namesError = (headers: Readonly<Record<string, string>>): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === 'x-amzn-errortype');

/** `body`: of an answer in one of AWS's protocols, read whole. */
export function isHiddenError(body: Uint8Array): boolean {
  if (body.length === 0 || body.length > longestError) return false;
  const text = new TextDecoder().decode(body);
  if (text.trimStart().startsWith('<'))
    return ['ErrorResponse', 'Error'].includes(rootOf(text) ?? '') || ec2Errors.test(text);
  if (!text.includes('"__type"')) return false;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && '__type' in read;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
