import type { AgentToken } from '../../shared/domain/agent-token';
import type { ProviderKey } from '../../shared/domain/key';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { RecordingState } from '../../shared/domain/recording';
import type { Status } from '../../shared/domain/status';

const HEALTH_WORDS = {
  healthy: 'working',
  degraded: 'failing now and then',
  unhealthy: 'not answering',
} as const;
/** Only a person can change these: a key's `last_error_code` → what to know about it. */
const REFUSED_WORDS = new Map([
  ['unauthorized', 'key was refused'],
  ['payment_required', 'out of credit'],
]);
const ONE_DAY_MS = 24 * 60 * 60 * 1000;

/** The first line of the menu: what SpiderGate is doing, and how much of it today. */
export function describeStatus(
  { gateway, counts }: Status,
  providers: readonly ProviderSummary[],
  now: number,
): string {
  if (gateway.state === 'failed') return gateway.error ?? 'Not running';
  const state =
    gateway.state === 'paused' ? describePause(gateway.paused_until, now) : describeRunning(providers);
  if (counts.requests_today === 0) return state;
  const noun = counts.requests_today === 1 ? 'request' : 'requests';
  const about = counts.cost_estimated_today > 0 && counts.spent_today_usd >= 0.01 ? '~' : '';
  return `${state} · ${counts.requests_today.toLocaleString('en-US')} ${noun} today · ${about}${formatUsd(counts.spent_today_usd)}`;
}

function describePause(until: string | null, now: number): string {
  return until === null ? 'Paused' : `Paused until ${formatTime(Date.parse(until), now)}`;
}

function describeRunning(providers: readonly ProviderSummary[]): string {
  const configured = providers.filter(isConfigured);
  if (configured.length === 0) return 'Nothing configured';
  return configured.some(({ enabled }) => enabled) ? 'Running' : 'All providers are off';
}

/** The demo does not count: it answers only because nothing is. */
export function isConfigured({ kind, configured }: ProviderSummary): boolean {
  return configured && kind !== 'builtin';
}

/** A provider's health in words, from what is known about it and its keys. `now` in epoch milliseconds. */
export function describeProvider(
  provider: ProviderSummary,
  keys: readonly ProviderKey[],
  now: number,
): string {
  if (!provider.enabled) return 'off';
  const own = keys.filter((key) => key.provider_name === provider.id && key.enabled);
  const refused = own.flatMap(({ health }) => REFUSED_WORDS.get(health.last_error_code ?? '') ?? []);
  if (refused.length > 0 && refused.length === own.length) return refused[0] ?? '';
  const back = earliestReturn(own, now);
  if (back !== null) return `cooling, back ${formatTime(back, now)}`;
  if (provider.health === null) return 'not used yet';
  const left = provider.health === 'healthy' ? leftToday(own, now) : null;
  return left === null ? HEALTH_WORDS[provider.health] : `${left} % left today`;
}

/** A shape for the same at a glance; the words beside it say it too. */
export function chooseMark(provider: ProviderSummary, keys: readonly ProviderKey[], now: number): string {
  if (!provider.enabled) return '○';
  const own = keys.filter((key) => key.provider_name === provider.id && key.enabled);
  const refused = own.filter(({ health }) => REFUSED_WORDS.has(health.last_error_code ?? ''));
  if (provider.health === 'unhealthy' || (refused.length > 0 && refused.length === own.length)) return '▲';
  if (provider.health === 'degraded' || earliestReturn(own, now) !== null) return '◐';
  return provider.health === null ? '○' : '●';
}

/** A token's name with what it has spent, where it has a budget. */
export function describeAgent({ name, enabled, budget }: AgentToken): string {
  if (!enabled) return `${name} · paused`;
  if (budget === null) return name;
  return `${name} · ${formatUsd(budget.spent_usd)} of ${formatUsd(budget.limit_usd)}`;
}

/** Of the day's tightest known quota, at the account that has the most of it, in whole percent. */
function leftToday(keys: readonly ProviderKey[], now: number): number | null {
  const ofKeys = keys.flatMap(({ quota }) => {
    const shares = quota.flatMap(({ window, left, limit, resets_at: resetsAt }) => {
      const isOver = resetsAt !== null && Date.parse(resetsAt) <= now;
      return window === 'day' && left !== null && limit !== null && limit > 0 && !isOver
        ? [left / limit]
        : [];
    });
    return shares.length === 0 ? [] : [Math.min(...shares)];
  });
  // Rounded down: a little that is left must not look like more.
  return ofKeys.length === 0 ? null : Math.floor(Math.min(1, Math.max(...ofKeys)) * 100);
}

/** When the first of the keys is back, if all of them are cooling. */
function earliestReturn(keys: readonly ProviderKey[], now: number): number | null {
  const returns = keys.map(({ health }) =>
    health.cooling_until === null ? 0 : Date.parse(health.cooling_until),
  );
  if (returns.length === 0 || returns.some((time) => !(time > now))) return null;
  return Math.min(...returns);
}

/** Local `HH:MM`, with the date when it is more than a day away. */
export function formatTime(time: number, now: number): string {
  const date = new Date(time);
  const clock = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
  if (time - now < ONE_DAY_MS) return clock;
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Two decimals; what is less than a cent but not nothing is never shown as nothing. */
export function formatUsd(usd: number): string {
  return usd > 0 && usd < 0.01 ? '< $0.01' : `$${usd.toFixed(2)}`;
}

/** `&` marks a shortcut in native menus. */
export function escapeLabel(text: string): string {
  return text.replaceAll('&', '&&');
}

/** `null`: nothing is being recorded. */
export function describeRecording({ next, tokens, possible }: RecordingState): string | null {
  if (!next && tokens.length === 0) return null;
  if (!possible) return '● Recording waits: the vault is locked';
  if (tokens.length === 0) return '● Recording the next request';
  return `● Recording ${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'}`;
}
