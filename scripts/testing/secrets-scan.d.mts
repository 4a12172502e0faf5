export interface Finding {
  readonly where: string;
  readonly what: string;
}
export function scan(folder: string): {
  readonly findings: readonly Finding[];
  readonly secrets: number;
  readonly bytes: number;
  /** All that was looked at, and not empty. */
  readonly files: readonly string[];
};
/** What the steps should have left behind and have not. */
export function missingPlaces(files: readonly string[], steps: readonly string[]): readonly string[];
export function openScan(): {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  close(): void;
};
