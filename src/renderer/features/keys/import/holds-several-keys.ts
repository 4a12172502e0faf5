/** True for what belongs into the import rather than into a field for one key. */
export function holdsSeveralKeys(text: string): boolean {
  const trimmed = text.trim();
  return (
    /[\r\n]/.test(trimmed) || /^[{[]/.test(trimmed) || /^(?:export\s+)?[A-Za-z_]\w*\s*=\s*\S/.test(trimmed)
  );
}
