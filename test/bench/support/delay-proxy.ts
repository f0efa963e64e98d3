/**
 * A line that is longer than it is: every piece of data arrives half of `ADDED` ms later, in both directions. A process of
 * its own, so that work at either end does not delay it further. `node delay-proxy.ts ADDED TARGET_HOST`.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const [added = '0', target = '127.0.0.2'] = process.argv.slice(2);
const half = Number(added) / 2;

function later(from: Socket, to: Socket): void {
  from.setNoDelay(true);
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), half));
  from.on('end', () => setTimeout(() => to.end(), half));
  from.on('close', () => setTimeout(() => to.destroy(), half));
  from.on('error', () => to.destroy());
}

const server = createServer((near) => {
  const far = connect((server.address() as AddressInfo).port, target);
  later(near, far);
  later(far, near);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
