import type { Alias, AliasTemper, StreamSafety } from '../../../shared/domain/alias';

/** As it is typed: times in seconds. */
export interface TemperValues {
  readonly stream_safety: StreamSafety;
  readonly patience: string;
  readonly first_token: string;
  readonly attempts: string;
  readonly route_around_refusals: boolean;
}

export const TEMPER_LIMITS = {
  patience: { least: 0, most: 60 },
  first_token: { least: 0.1, most: 600 },
  attempts: { least: 1, most: 50 },
} as const;

export type TemperNumber = keyof typeof TEMPER_LIMITS;

export function startTemper(alias: Alias): TemperValues {
  return {
    stream_safety: alias.stream_safety,
    patience: String(alias.patience_ms / 1000),
    first_token: String(alias.first_token_ms / 1000),
    attempts: String(alias.max_attempts),
    route_around_refusals: alias.route_around_refusals,
  };
}

/** `null`: not a number within its limits. */
export function readTemperNumber(name: TemperNumber, text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  const { least, most } = TEMPER_LIMITS[name];
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) return null;
  return name === 'attempts' && !Number.isInteger(value) ? null : value;
}

/** `null` where a number is wrong. */
export function readTemper(values: TemperValues): AliasTemper | null {
  const patience = readTemperNumber('patience', values.patience);
  const firstToken = readTemperNumber('first_token', values.first_token);
  const attempts = readTemperNumber('attempts', values.attempts);
  if (patience === null || firstToken === null || attempts === null) return null;
  return {
    stream_safety: values.stream_safety,
    patience_ms: Math.round(patience * 1000),
    first_token_ms: Math.round(firstToken * 1000),
    max_attempts: attempts,
    route_around_refusals: values.route_around_refusals,
  };
}
