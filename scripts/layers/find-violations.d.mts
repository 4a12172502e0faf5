/** Which imports of one file (path below src/, its text) break the arrows of ARCHITECTURE.md. */
export function findViolations(
  file: string,
  source: string,
): readonly { readonly file: string; readonly line: number; readonly message: string }[];
