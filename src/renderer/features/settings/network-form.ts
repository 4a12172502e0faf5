import type { Settings } from '../../../shared/domain/settings';
import type { SettingsUpdateRequest } from '../../../shared/ipc/settings';

/** What the form holds: every field as text, so that nothing is undefined while somebody types. */
export interface NetworkFormValues {
  readonly proxy_url: string;
  readonly no_proxy: string;
  readonly extra_ca_file: string;
  readonly first_token_s: string;
  readonly stall_s: string;
}

/** Field of the form → the setting it is about, as errors name it. */
const PARAMS: Readonly<Record<keyof NetworkFormValues, string>> = {
  proxy_url: 'proxy.url',
  no_proxy: 'proxy.no_proxy',
  extra_ca_file: 'extra_ca_file',
  first_token_s: 'first_token_budget_ms',
  stall_s: 'stall_ms',
};

export function toFormValues(settings: Settings): NetworkFormValues {
  return {
    proxy_url: settings.proxy.url ?? '',
    no_proxy: settings.proxy.no_proxy,
    extra_ca_file: settings.extra_ca_file ?? '',
    first_token_s: String(settings.first_token_budget_ms / 1000),
    stall_s: String(settings.stall_ms / 1000),
  };
}

/** Only what has changed, so that a setting that was never touched cannot be refused. */
export function toChange(values: NetworkFormValues, before: NetworkFormValues): SettingsUpdateRequest {
  const has = (field: keyof NetworkFormValues) => values[field].trim() !== before[field].trim();
  const proxy = {
    ...(has('proxy_url') ? { url: emptyToNull(values.proxy_url) } : {}),
    ...(has('no_proxy') ? { no_proxy: values.no_proxy.trim() } : {}),
  };
  return {
    ...(Object.keys(proxy).length > 0 ? { proxy } : {}),
    ...(has('extra_ca_file') ? { extra_ca_file: emptyToNull(values.extra_ca_file) } : {}),
    ...(has('first_token_s') ? { first_token_budget_ms: toMilliseconds(values.first_token_s) } : {}),
    ...(has('stall_s') ? { stall_ms: toMilliseconds(values.stall_s) } : {}),
  };
}

/** The field an error is about; `null` when it is about none of this form. */
export function fieldOf(param: string | null): keyof NetworkFormValues | null {
  const fields = ['proxy_url', 'no_proxy', 'extra_ca_file', 'first_token_s', 'stall_s'] as const;
  return fields.find((field) => PARAMS[field] === param) ?? null;
}

function emptyToNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** `NaN` for what is no number; the schema refuses it. */
function toMilliseconds(seconds: string): number {
  return seconds.trim() === '' ? Number.NaN : Math.round(Number(seconds.replace(',', '.')) * 1000);
}
