import type { QuotaWindow } from '../../../shared/domain/health';
import type { ChatRequest } from '../chat';
import type { CountingRules } from '../types';

/** What a request will draw, as far as it is known before it is answered. */
export type Load = Pick<ChatRequest, 'inputTokens' | 'maxOutputTokens'>;

/** What an answer has drawn, in tokens. */
export interface Drawn {
  readonly input: number;
  readonly output: number;
}

/** Callers allow far more than they get; where a provider counts only what it answers, this much is expected. */
const EXPECTED_OUTPUT = 1000;

/** How much of a quota a request will draw. Neurons of a model nobody has a rate for count as none. */
export function weighLoad(
  unit: QuotaWindow['unit'],
  load: Load,
  model: string,
  rules: CountingRules | null,
): number {
  if (unit === 'requests') return 1;
  const most = load.maxOutputTokens ?? 0;
  const output = rules?.reservesOutput ? most : Math.min(most, EXPECTED_OUTPUT);
  return weighTokens(unit, load.inputTokens, output, model, rules);
}

/** How much it did draw. */
export function weighDrawn(
  unit: QuotaWindow['unit'],
  { input, output }: Drawn,
  model: string,
  rules: CountingRules | null,
): number {
  return unit === 'requests' ? 1 : weighTokens(unit, input, output, model, rules);
}

function weighTokens(
  unit: QuotaWindow['unit'],
  input: number,
  output: number,
  model: string,
  rules: CountingRules | null,
): number {
  if (unit === 'tokens') return input + output;
  const rate = unit === 'neurons' ? rules?.neurons[model] : undefined;
  return rate === undefined ? 0 : (input * rate.input + output * rate.output) / 1e6;
}
