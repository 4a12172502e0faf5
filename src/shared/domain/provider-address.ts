/** The field of a key that names the host where it is known, when that is not its provider's usual one. */
export const HOST_FIELD = 'host';

type Fields = Readonly<Record<string, string>>;

interface Addresses {
  /** May hold `{field}` places. */
  readonly baseUrl: string;
  /** Consoles of the same provider whose keys are known nowhere else, e.g. of another region. */
  readonly otherBaseUrls?: readonly string[];
}

/** Where requests with a key go. Only addresses of the provider's own data are ever given. */
export function addressOf({ baseUrl, otherBaseUrls = [] }: Addresses, fields: Fields = {}): string {
  const host = fields[HOST_FIELD];
  const base = (host && otherBaseUrls.find((url) => hostOf(url) === host)) || baseUrl;
  if (!base.includes('{')) return base;
  return base.replace(/\{([a-z_]+)\}/g, (_, field: string) => encodeURIComponent(fields[field] ?? ''));
}

/** What `HOST_FIELD` may hold. */
export function otherHosts({ otherBaseUrls = [] }: Addresses): readonly string[] {
  return otherBaseUrls.map(hostOf);
}

function hostOf(url: string): string {
  return url.split('/')[2] ?? '';
}
