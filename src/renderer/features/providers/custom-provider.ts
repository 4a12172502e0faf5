/** The form as it is typed. */
export interface CustomProviderValues {
  readonly name: string;
  readonly id: string;
  readonly base_url: string;
  readonly auth: 'bearer' | 'none';
  readonly key: string;
  readonly models: string;
}

/** An id somebody would choose for this name: lower case, digits and dashes. */
export function suggestProviderId(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 63);
}

/** One model id per line or separated by commas; each once. */
export function readModelLines(text: string): string[] {
  const ids = text.split(/[\n,]/).map((line) => line.trim());
  return [...new Set(ids.filter((id) => id !== ''))];
}
