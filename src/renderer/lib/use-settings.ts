import { useState } from 'react';
import type { ApiError } from '../../shared/domain/event';
import type { Settings } from '../../shared/domain/settings';
import type { SettingsUpdateRequest } from '../../shared/ipc/settings';
import { useApp, useResource } from './app-context';
import type { Loaded } from './resource';
import { settle } from './settle';

export interface SettingsControl {
  readonly loaded: Loaded<Settings>;
  readonly failure: ApiError | null;
  /** Gives why it was refused; `null` when it was taken over. */
  update(change: SettingsUpdateRequest): Promise<ApiError | null>;
}

/** The settings of the whole program, and the one way to change them. */
export function useSettings(): SettingsControl {
  const { bridge, replica } = useApp();
  const loaded = useResource(replica.settings);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function update(change: SettingsUpdateRequest): Promise<ApiError | null> {
    const answer = await settle(bridge.settings.update(change));
    const error = answer.ok ? null : answer.error;
    if (answer.ok) replica.settings.put(answer.value);
    setFailure(error);
    return error;
  }

  return { loaded, failure, update };
}
