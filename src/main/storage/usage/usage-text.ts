import type { UsageNumbers } from '../../../shared/domain/usage';
import { type JsonBytes, toBytes } from './json-bytes';
import { NUMBERS, type UsageSums } from './usage-sums';

/** What is written in the place of a field. */
type Source = `#${(typeof NUMBERS)[number]}`;
type Shape<T> = { readonly [Field in keyof T]: T[Field] extends object ? Shape<T[Field]> : Source };

/** The numbers of a line, and where each comes from. */
const SHAPE: Shape<UsageNumbers> = {
  requests: '#requests',
  succeeded: '#succeeded',
  failed: '#failed',
  refused: '#refused',
  aborted: '#aborted',
  fallbacks: '#fallbacks',
  tokens: { input: '#input', output: '#output', cached: '#cached', reasoning: '#reasoning' },
  cost_usd: '#cost',
  cost_unknown: '#cost_unknown',
  cost_estimated: '#cost_estimated',
  saved_usd: '#saved',
  first_token_ms: { average: '#first_token average', p50: '#first_token p50', p95: '#first_token p95' },
  total_ms: { average: '#total average', p50: '#total p50', p95: '#total p95' },
};

const NANO_DIGITS = 9;
const [FIRST_PIECE = '', ...REST] = JSON.stringify(SHAPE).split(/"#([^"]+)"/);
const FIELDS = readFields(REST);
const BEGIN = toBytes(FIRST_PIECE.slice('{'.length));

interface Field {
  /** Its place in NUMBERS. */
  readonly source: number;
  readonly digits: number;
  /** The text up to the next field. */
  readonly after: Uint8Array;
}

/** Writes the numbers of a group as JSON, but for the brace that begins an object. */
export function createNumberWriter(out: JsonBytes): (sums: UsageSums, place: number) => void {
  const numbers = new Float64Array(NUMBERS.length);
  return (sums, place) => {
    sums.readNumbers(place, numbers);
    out.raw(BEGIN);
    for (const { source, digits, after } of FIELDS) {
      out.decimal(numbers[source] ?? 0, digits);
      out.raw(after);
    }
  };
}

/** A name, the text after it, and so on. */
function readFields(parts: readonly string[]): readonly Field[] {
  const names: readonly string[] = NUMBERS;
  return parts.flatMap((name, index) => {
    if (index % 2 > 0) return [];
    return [{ source: names.indexOf(name), digits: digitsOf(name), after: toBytes(parts[index + 1] ?? '') }];
  });
}

function digitsOf(name: string): number {
  if (name === 'cost' || name === 'saved') return NANO_DIGITS;
  return name.includes(' ') ? 1 : 0;
}
