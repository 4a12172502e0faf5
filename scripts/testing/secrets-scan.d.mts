export interface Finding {
  readonly where: string;
  readonly what: string;
}
export function scan(folder: string): {
  readonly findings: readonly Finding[];
  readonly secrets: number;
  readonly bytes: number;
};
export function openScan(): {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  close(): void;
};
