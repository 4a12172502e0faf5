import { BlockList, isIP } from 'node:net';

/** Decides whether a host is reached directly. Host as in a URL without brackets, port as a number. */
export type DirectHosts = (host: string, port: number) => boolean;

interface Name {
  readonly name: string;
  /** `null`: any. */
  readonly port: number | null;
}

/**
 * Reads `NO_PROXY` as curl and Go do: names with everything below them, addresses, address ranges, `*`;
 * each but ranges with an optional port; parted by commas or blanks.
 */
export function parseNoProxy(text: string): DirectHosts {
  const entries = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  if (entries.includes('*')) return () => true;
  const ranges = new BlockList();
  const names: Name[] = [];
  for (const entry of entries) {
    if (entry.includes('/')) addRange(ranges, entry);
    else names.push(parseName(entry));
  }
  return (host, port) => {
    const wanted = host.replace(/\.$/, '');
    const family = isIP(wanted);
    if (family !== 0) {
      if (ranges.check(wanted, family === 6 ? 'ipv6' : 'ipv4')) return true;
      return names.some((entry) => entry.name === wanted && fits(entry, port));
    }
    return names.some(
      (entry) => (wanted === entry.name || wanted.endsWith(`.${entry.name}`)) && fits(entry, port),
    );
  };
}

function fits({ port }: Name, wanted: number): boolean {
  return port === null || port === wanted;
}

/** `10.0.0.0/8`; what is no range is passed over, as everything else that can never fit. */
function addRange(ranges: BlockList, entry: string): void {
  const [address = '', bits = ''] = entry.split('/');
  const family = isIP(address);
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (family === 4 && prefix <= 32) ranges.addSubnet(address, prefix, 'ipv4');
  if (family === 6 && prefix <= 128) ranges.addSubnet(address, prefix, 'ipv6');
}

function parseName(entry: string): Name {
  if (isIP(entry) === 6) return { name: entry, port: null };
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|(.*?))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const name = (bracketed ?? plain ?? entry).replace(/^\*?\./, '').replace(/\.$/, '');
  return { name, port: port === undefined ? null : Number(port) };
}
