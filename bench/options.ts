import { parseArgs } from 'node:util';

/** The rows in the order they run; those of the first group need every contestant at once. */
export const SIDE_BY_SIDE = ['latency', 'throughput', 'streams', 'crowd', 'prompts'] as const;
export const ALONE = ['policy', 'start', 'stall', 'memory', 'window'] as const;
export const ROWS = [...SIDE_BY_SIDE, ...ALONE] as const;

export type RowName = (typeof ROWS)[number];

/** Take minutes: left out of `--quick` unless they are named. */
const LONG: ReadonlySet<RowName> = new Set(['stall', 'memory', 'window']);

export interface BenchOptions {
  readonly quick: boolean;
  readonly rows: ReadonlySet<RowName>;
  /** Where the figures go as JSON; `null`: nowhere. */
  readonly jsonFile: string | null;
}

/** Throws when a row is asked for that there is none of. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
    },
  });
  const named = values.only.flatMap((list) => list.split(',')).map(parseRow);
  const usual = ROWS.filter((row) => !values.quick || !LONG.has(row));
  return {
    quick: values.quick,
    rows: new Set(named.length > 0 ? named : usual),
    jsonFile: values.json ?? null,
  };
}

function parseRow(text: string): RowName {
  const row = ROWS.find((name) => name === text.trim());
  if (row === undefined) throw new Error(`there is no row "${text}"; there are ${ROWS.join(', ')}`);
  return row;
}
