/**
 * What moto_server asks for and AWS does not, put into requests on their way to it, so that no template is bent to it.
 * AWS Batch takes its service-linked role where an environment names none ("serviceRole" of CreateComputeEnvironment);
 * moto's CloudFormation (5.2, batch/models.py) ends with an error of its own.
 */
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const environment = /( {2}Type: AWS::Batch::ComputeEnvironment\n {4}Properties:\n)/;

/** The same body, with a service role for environments; other bodies stay as they are. */
export function withServiceRole(body: string): string {
  if (!body.includes('TemplateBody=')) return body;
  const form = new URLSearchParams(body);
  const template = form.get('TemplateBody') ?? '';
  if (!environment.test(template)) return body;
  form.set('TemplateBody', template.replace(environment, '$1      ServiceRole: !GetAtt MachineRole.Arn\n'));
  return form.toString();
}

/** Passes everything on to moto, and such bodies changed. */
export async function throughGaps(moto: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((asked, answered) => {
    void (async () => {
      const whole = await buffer(asked);
      const text = whole.toString('latin1');
      const body = text.includes('TemplateBody=') ? Buffer.from(withServiceRole(text)) : whole;
      const headers: IncomingHttpHeaders = { ...asked.headers, 'content-length': String(body.length) };
      delete headers['transfer-encoding'];
      const on = request(
        new URL(asked.url ?? '/', moto),
        { method: asked.method ?? 'GET', headers },
        (answer) => {
          answered.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(answered);
        },
      );
      on.on('error', () => answered.destroy());
      on.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
