import type { CustomModel } from '../../../shared/domain/provider';

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

export type TypedModel = Pick<CustomModel, 'id' | 'input_usd_per_million' | 'output_usd_per_million'>;

/** Behind the id what a million tokens cost, in and out: `my-model $0.20 / $0.80`. */
const PRICED = /^(\S+)\s+\$?(\d+(?:\.\d+)?)\s*(?:\/\s*|\s)\$?(\d+(?:\.\d+)?)$/;

/** One model per line or separated by commas; each once. A line that is neither an id nor priced is told. */
export function readModelLines(text: string): {
  readonly models: readonly TypedModel[];
  readonly unread: string | null;
} {
  const lines = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const models = new Map<string, TypedModel>();
  for (const line of lines) {
    const model = readModelLine(line);
    if (model === null) return { models: [], unread: line };
    if (!models.has(model.id)) models.set(model.id, model);
  }
  return { models: [...models.values()], unread: null };
}

function readModelLine(line: string): TypedModel | null {
  if (!/\s/.test(line)) return { id: line };
  const [, id, input, output] = PRICED.exec(line) ?? [];
  if (id === undefined) return null;
  return { id, input_usd_per_million: Number(input), output_usd_per_million: Number(output) };
}
