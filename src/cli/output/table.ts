import Table from 'cli-table3';
import { type Cell, formatValue } from './format';

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => Cell;
  readonly align?: 'right';
  /** For rows that come one by one, where nobody knows the widest yet. */
  readonly width?: number;
}

/** Draws text for people; does nothing where colours are not wanted. */
export interface Paint {
  heading(text: string): string;
  word(text: string): string;
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Columns that line up, without lines between them. */
export function renderTable<T>(columns: readonly Column<T>[], rows: readonly T[], paint: Paint): string {
  const cells = rows.map((row) => columns.map(({ of }) => paint.word(formatValue(of(row)))));
  return draw(columns, [columns.map(({ title }) => paint.heading(title)), ...cells]);
}

/** One line of a table whose columns have widths. `null`: the line with the titles. */
export function renderRow<T>(columns: readonly Column<T>[], row: T | null, paint: Paint): string {
  const cell = ({ title, of }: Column<T>) =>
    row === null ? paint.heading(title) : paint.word(formatValue(of(row)));
  return draw(columns, [columns.map(cell)]);
}

function draw<T>(columns: readonly Column<T>[], lines: string[][]): string {
  const table = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: columns.map(({ width }) => width ?? null),
  });
  table.push(...lines);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Every field of an answer as `name  value`, in its order, so that new fields show up by themselves. */
export function renderDetails(answer: object, paint: Paint): string {
  const columns: Column<readonly [string, string]>[] = [
    { title: '', of: ([name]) => name },
    { title: '', of: ([, value]) => value },
  ];
  const lines = flatten(answer, '').map(([name, value]) => [paint.heading(name), paint.word(value)]);
  return lines.length === 0 ? '' : draw(columns, lines);
}

function flatten(value: object, prefix: string): (readonly [string, string])[] {
  return Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
    const label = `${prefix}${name}`;
    const isGroup = typeof item === 'object' && item !== null && !Array.isArray(item);
    return isGroup ? flatten(item, `${label}.`) : [[label, formatValue(item)] as const];
  });
}
