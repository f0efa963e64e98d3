/** Bodies of S3's answers. */
export async function collected(body: unknown, most: number): Promise<Buffer> {
  const found: Uint8Array[] = [];
  for await (const chunk of chunks(body)) found.push(chunk);
  return Buffer.concat(found).subarray(0, most);
}

export async function* chunks(body: unknown): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body;
  else if (body !== undefined) yield* body as AsyncIterable<Uint8Array>;
}
