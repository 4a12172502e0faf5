import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConnectFlow } from '../../shared/domain/connect-flow';
import type { ApiError } from '../../shared/domain/event';
import type { ConnectRequest } from '../../shared/ipc/connect';
import { useApp } from './app-context';
import { settle } from './settle';

const ASK_AGAIN_MS = 1000;

/** How the key will be called and who may use it. */
export type ConnectDetails = Omit<ConnectRequest, 'provider_name' | 'open_browser'>;

export interface Connecting {
  /** `null`: there is none yet. */
  readonly flow: ConnectFlow | null;
  readonly isStarting: boolean;
  /** Why it could not be begun, or what came of it is not known. */
  readonly failure: ApiError | null;
  start(details?: ConnectDetails): void;
  openAgain(): void;
  /** Cancels what is under way. */
  leave(): void;
}

/** One sign-in at a provider, asked about once a second while it waits. */
export function useConnect(providerId: string): Connecting {
  const { bridge, replica } = useApp();
  const [flow, setFlow] = useState<ConnectFlow | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  /** Counts beginnings: an answer to an earlier one is dropped. */
  const turn = useRef(0);
  const waitingId = flow?.state === 'waiting' ? flow.flow_id : null;

  const start = useCallback(
    async (details: ConnectDetails) => {
      turn.current += 1;
      const own = turn.current;
      setFlow(null);
      setFailure(null);
      setStarting(true);
      const answer = await settle(
        bridge.keys.connect({ ...details, provider_name: providerId, open_browser: true }),
      );
      if (own !== turn.current) {
        if (answer.ok) void bridge.keys.connectCancel({ flow_id: answer.value.flow_id });
        return;
      }
      setStarting(false);
      if (answer.ok) setFlow(answer.value);
      else setFailure(answer.error);
    },
    [bridge, providerId],
  );

  useEffect(() => {
    if (waitingId === null) return;
    const timer = window.setInterval(() => {
      void settle(bridge.keys.connectGet({ flow_id: waitingId })).then((answer) => {
        if (!answer.ok) setFailure(answer.error);
        setFlow((known) => (known?.flow_id !== waitingId ? known : answer.ok ? answer.value : null));
        if (!answer.ok || answer.value.state !== 'connected') return;
        void replica.keys.refresh();
        void replica.providers.refresh();
      });
    }, ASK_AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [bridge, replica, waitingId]);

  return {
    flow,
    isStarting,
    failure,
    start: (details = {}) => void start(details),
    openAgain: () => {
      if (waitingId !== null) void bridge.keys.connectOpen({ flow_id: waitingId });
    },
    leave() {
      turn.current += 1;
      setStarting(false);
      if (waitingId !== null) void bridge.keys.connectCancel({ flow_id: waitingId });
      setFlow(null);
      setFailure(null);
    },
  };
}
