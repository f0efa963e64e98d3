import { templateError } from '../errors.ts';

/**
 * `Fn::Cidr`: the first `count` IPv4 blocks of `bits` host bits inside `block`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 */
export function subnets(block: string, count: number, bits: number): string[] {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  const parts = (found ?? []).slice(1).map(Number);
  const mask = parts[4] ?? 33;
  if (!found || mask > 32 || parts.slice(0, 4).some((p) => p > 255))
    throw templateError(`Fn::Cidr: ${block} is not a valid IPv4 block (IPv6 is not modelled in the sandbox)`);
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw templateError('Fn::Cidr: the number of blocks must be between 1 and 256');
  if (!Number.isInteger(bits) || bits < 1 || bits > 32 - mask || count * 2 ** bits > 2 ** (32 - mask))
    throw templateError(`Fn::Cidr: unable to cut ${count} blocks of ${bits} host bits from ${block}`);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const size = 2 ** (32 - mask);
  const base = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / size) * size;
  return Array.from({ length: count }, (_, i) => `${dotted(base + i * 2 ** bits)}/${32 - bits}`);
}

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
