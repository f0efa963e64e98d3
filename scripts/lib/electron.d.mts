export function findElectron(): Promise<string | undefined>;
export function whyNoWindow(
  env?: Record<string, string | undefined>,
  platform?: string,
  uid?: number,
): string | undefined;
export function canHaveElectron(given?: {
  now?: number;
  ask?: (address: string) => Promise<boolean>;
  file?: string;
}): Promise<boolean>;
export function ensureElectron(given: {
  install: boolean;
  say?: (line: string) => void;
}): Promise<string | undefined>;
