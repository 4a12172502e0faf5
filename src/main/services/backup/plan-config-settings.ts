import type { ConfigDocument } from '../../../shared/ipc/config-document';
import type { SettingsRestoring } from '../settings';
import type { SettingsRecord } from '../settings-record';
import type { Inventory } from './inventory';

interface SettingsContext {
  readonly restoring: Pick<SettingsRestoring, 'plan'>;
  readonly isProvider: (id: string) => boolean;
  readonly notices: string[];
}

/** A proxy whose password the file does not hold, and this computer does not know, stays as it is here. */
export function planConfigSettings(
  { settings }: ConfigDocument,
  current: Inventory,
  context: SettingsContext,
): SettingsRecord {
  if (!settings) return current.settings;
  const here = current.settings.settings.proxy;
  const { proxy, ...rest } = settings;
  if (!proxy) return context.restoring.plan(settings, context.isProvider);
  const leaveOut = (place: string, wanted: string | null, before: string | null | undefined) => {
    if (wanted === null || wanted === before || !isMasked(wanted)) return false;
    context.notices.push(`The setting ${place} stays: the file does not hold the password of that proxy.`);
    return true;
  };
  const { url, providers, ...others } = proxy;
  const kept = Object.entries(providers ?? {}).filter(
    ([id, address]) => !leaveOut(`proxy.providers.${id}`, address, here.providers[id]),
  );
  const left = Object.keys(providers ?? {}).filter((id) => !kept.some(([name]) => name === id));
  const stays = left.flatMap((id) => {
    const address = here.providers[id];
    return address === undefined ? [] : [[id, address] as const];
  });
  const change = {
    ...rest,
    proxy: {
      ...others,
      ...(url === undefined || leaveOut('proxy.url', url, here.url) ? {} : { url }),
      ...(providers ? { providers: Object.fromEntries([...kept, ...stays]) } : {}),
    },
  };
  return context.restoring.plan(change, context.isProvider);
}

function isMasked(address: string): boolean {
  return URL.canParse(address) && new URL(address).password === '***';
}
