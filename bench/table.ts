import type { Rounded } from './statistics.ts';

/** Columns side by side: the first to the left, numbers to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

export function ms(value: number): string {
  return Number.isFinite(value)
    ? value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3)
    : '–';
}

export function times(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(2)}×` : '–';
}

/** The median of the rounds, and how far they lay apart. */
export function timesOver({ median, least, most }: Rounded): string {
  return `${times(median)} (rounds ${least.toFixed(2)} to ${most.toFixed(2)})`;
}

export function mb(value: number): string {
  return `${value.toFixed(1)} MB`;
}
