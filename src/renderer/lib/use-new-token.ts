import { useState } from 'react';
import type { CreatedAgentToken } from '../../shared/domain/agent-token';
import type { ApiError } from '../../shared/domain/event';
import { useApp } from './app-context';
import { settle } from './settle';

export interface NewToken {
  /** Holds the whole token, for as long as it is shown; `null`: none was made here. */
  readonly created: CreatedAgentToken | null;
  readonly isBusy: boolean;
  readonly failure: ApiError | null;
  create(name: string): Promise<void>;
}

/** Makes a token with one click. It is forgotten with the component that shows it. */
export function useNewToken(): NewToken {
  const { bridge, replica } = useApp();
  const [created, setCreated] = useState<CreatedAgentToken | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  async function create(name: string): Promise<void> {
    setBusy(true);
    const result = await settle(bridge.agentTokens.create({ name }));
    setBusy(false);
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return;
    setCreated(result.value);
    void replica.agentTokens.refresh();
  }

  return { created, isBusy, failure, create };
}
