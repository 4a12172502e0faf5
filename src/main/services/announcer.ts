import type { Collection } from '../../shared/domain/event';
import type { KeyHealth } from '../../shared/domain/health';
import type { KeyRow } from '../storage/types';
import type { createBooks, createLastUsedBooks } from './books';
import type { ServiceDependencies } from './dependencies';
import { summariseProvider } from './provider-summary';
import type { Services } from './types';

type AnnouncerParts = ServiceDependencies &
  ReturnType<typeof createBooks> &
  Pick<Services, 'status' | 'events' | 'settings'> & {
    readonly lastUsed: ReturnType<typeof createLastUsedBooks>;
  };

const ALL_CONFIGURED = [
  'workspaces',
  'keys',
  'agent_tokens',
  'aliases',
  'providers',
  'origins',
] as const satisfies readonly Collection[];

/** Turns a change into the events about everything it changes. */
export function createAnnouncer(parts: AnnouncerParts) {
  const { providers, keys, status, events } = parts;
  function providerHealthChanged(providerId: string): void {
    const provider = providers.get(providerId);
    if (!provider) return;
    events.emit({ type: 'provider', provider: summariseProvider(provider, parts) });
  }

  function changed(collection: Collection): void {
    events.emit({ type: 'changed', collection });
    events.emit({ type: 'status', status: status.get() });
  }

  return {
    changed,
    providerHealthChanged,
    settingsChanged() {
      events.emit({ type: 'changed', collection: 'settings' });
      // Which providers count as configured depends on them, and on the time zone when budgets begin anew.
      for (const collection of ['providers', 'agent_tokens', 'workspaces', 'keys'] as const)
        changed(collection);
    },
    providerChanged(providerId: string) {
      providerHealthChanged(providerId);
      changed('providers');
    },
    keysChanged(providerId: string) {
      providerHealthChanged(providerId);
      changed('keys');
    },
    workspaceRenamed() {
      changed('aliases');
      changed('agent_tokens');
    },
    /** With their workspace, its tokens and its aliases. */
    keysGone(gone: readonly KeyRow[]) {
      for (const key of gone) {
        parts.health.forgetKey(key.id);
        parts.lastUsed.keys.forget(key.id);
      }
      for (const provider of new Set(gone.map((key) => key.provider))) providerHealthChanged(provider);
      for (const collection of ['keys', 'agent_tokens', 'aliases'] as const) changed(collection);
    },
    /** By a restore or an import; these keys are gone, or others under their id. */
    allReplaced(gone: readonly KeyRow[]) {
      for (const key of gone) {
        parts.health.forgetKey(key.id);
        if (!keys.get(key.id)) parts.lastUsed.keys.forget(key.id);
      }
      for (const provider of providers.list()) providerHealthChanged(provider.id);
      for (const collection of ALL_CONFIGURED) changed(collection);
    },
    keyHealthChanged(keyId: string, keyHealth: KeyHealth) {
      const key = keys.get(keyId);
      if (!key) return;
      events.emit({ type: 'key_health', key_id: keyId, provider: key.provider, health: keyHealth });
      providerHealthChanged(key.provider);
    },
  };
}
