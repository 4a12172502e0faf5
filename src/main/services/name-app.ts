/** What every browser engine says of itself; the program built on it stands among these. */
const ENGINES: readonly string[] = [
  'mozilla',
  'applewebkit',
  'khtml',
  'gecko',
  'version',
  'safari',
  'mobile',
];
const BROWSERS: readonly string[] = ['chrome', 'electron', 'firefox', 'edg', 'opr'];
const LONGEST = 60;

/** The program a user agent names, with its version, e.g. `opencode/1.2`; `null` when it names none. */
export function nameApp(userAgent: string): string | null {
  const products = userAgent
    .replace(/\([^)]*\)/g, ' ')
    .split(/\s+/)
    .filter((part) => /^[\x21-\x7e]+$/.test(part));
  const isAmong = (list: readonly string[]) => (product: string) =>
    list.includes(product.split('/')[0]?.toLowerCase() ?? '');
  const named = products.filter((product) => !isAmong(ENGINES)(product));
  // Chrome says Chrome, but an editor built on it says its own name too.
  const own = named.find((product) => !isAmong(BROWSERS)(product)) ?? named[0];
  return own === undefined ? null : own.slice(0, LONGEST);
}
